"""The parts of the system: each is a process with an HTTP interface of its own."""

import uvicorn
from fastapi import FastAPI

from app import lifeline, part_log
from app.operation import Operation, read_operation
from app.settings import Settings

KEEP_ALIVE_S = 75
"""Longer than any client here keeps an idle connection, so that none is closed while it is used again."""

STOP_S = 5


def create_part(settings: Settings, operation: Operation) -> FastAPI:
    """The application of the gateway, the worker or one service. Each imports only what it needs.

    `operation` guards the gateway; the others answer to the system alone.
    """
    if settings.part == "gateway":
        from app.gateway.main import create_gateway

        return create_gateway(settings, operation)
    if settings.part == "worker":
        from app.worker.main import create_worker

        return create_worker(settings)
    from app.service.main import create_service

    return create_service(settings)


def serve(settings: Settings) -> None:
    """Serve one part until it is stopped, or until the process that started it is gone."""
    part_log.configure(settings.service or settings.part)
    lifeline.hold()
    operation = read_operation() if settings.part == "gateway" else Operation()
    uvicorn.run(
        create_part(settings, operation),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(operation.proxies),
        forwarded_allow_ips=operation.proxies,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=STOP_S,
    )
