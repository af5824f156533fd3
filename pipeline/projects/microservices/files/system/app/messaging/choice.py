"""Which queue the system uses."""

import socket

from app.messaging.embedded import EmbeddedQueue
from app.messaging.queue import Queue
from app.settings import Settings

QUEUE_FOLDER = "queue"
SOCKET_TIMEOUT_S = 5.0
CONNECT_TIMEOUT_S = 2.0


def open_queue(settings: Settings) -> Queue:
    """Redis where a URL is set, else the queue in the data folder."""
    if not settings.redis_url:
        return EmbeddedQueue(settings.data_dir / QUEUE_FOLDER)
    from redis import Redis

    from app.messaging.streams import RedisQueue

    client = Redis.from_url(
        settings.redis_url,
        decode_responses=True,
        socket_timeout=SOCKET_TIMEOUT_S,
        socket_connect_timeout=CONNECT_TIMEOUT_S,
        health_check_interval=30,
    )
    return RedisQueue(client, consumer=socket.gethostname())
