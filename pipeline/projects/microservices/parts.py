"""The containers of a system: the queue, the services, the worker and the gateway."""

from collections.abc import Iterator

from pipeline.contracts.delivery import Part, Variable
from pipeline.contracts.plan import Blueprint
from pipeline.projects.environment import API_KEYS, FORWARDED_ALLOW_IPS, HTTP_METRICS, RATE_LIMIT
from pipeline.projects.microservices.system import system_values

REDIS, REDIS_PORT, REDIS_USER = "redis:8.2-bookworm", 6379, 999
QUEUE, SERVICES = "queue", "services"
"""The networks: only the services and the worker reach the queue, and the gateway reaches only these."""
QUEUE_COMMAND = (
    *("redis-server", "--dir", "/data", "--appendonly", "yes", "--appendfsync", "always"),
    *("--maxmemory-policy", "noeviction", "--protected-mode", "no"),
)
PART_MB = 256
TOKEN = Variable(
    name="SERVICE_TOKEN",
    about="What the parts know each other by; nobody else is answered.",
    is_secret=True,
    is_required=True,
)
TIMEOUT = Variable(name="TIMEOUT_S", about="How many seconds the gateway waits for a service.", value="10")


def system_parts(blueprint: Blueprint, port: int) -> tuple[Part, ...]:
    """Every part, those that others need first."""
    return tuple(_parts(blueprint, port))


def _parts(blueprint: Blueprint, port: int) -> Iterator[Part]:
    values = system_values(blueprint)
    hosts: dict[str, str] = values["hosts"]  # type: ignore[assignment] # names of services by name of entity
    services = ",".join(f"{plural}=http://{host}:{port}" for plural, host in hosts.items())
    shared = (
        Variable(name="REDIS_URL", about="The queue.", value=f"redis://redis:{REDIS_PORT}/0"),
        Variable(name="SERVICES", about="Where each service is.", value=services),
        Variable(name="WORKER", about="Where the worker is.", value=f"http://worker:{port}"),
        TOKEN,
    )
    yield Part(
        name="redis",
        about="The queue of events.",
        port=REDIS_PORT,
        image=REDIS,
        arguments=QUEUE_COMMAND,
        keeps_data=True,
        networks=(QUEUE,),
        user_id=REDIS_USER,
        folder="/data",
        check=("redis-cli", "ping"),
        memory_mb=PART_MB,
    )
    kept = {host: (f"Keeps the {plural.replace('_', ' ')}.", ("service", plural)) for plural, host in hosts.items()}
    for name, (about, arguments) in {**kept, "worker": ("Reads the events, and sums them up.", ("worker",))}.items():
        yield Part(
            name=name,
            about=about,
            port=port,
            arguments=arguments,
            variables=shared,
            keeps_data=True,
            after=("redis",),
            networks=(SERVICES, QUEUE),
            memory_mb=PART_MB,
        )
    yield Part(
        name="gateway",
        about="The one address of the system.",
        port=port,
        arguments=("gateway",),
        is_public=True,
        variables=(*shared, API_KEYS, RATE_LIMIT, FORWARDED_ALLOW_IPS, TIMEOUT),
        keeps_data=bool(values["access"]),
        after=(*hosts.values(), "worker"),
        networks=(SERVICES,),
        metrics=HTTP_METRICS,
        memory_mb=PART_MB,
    )
