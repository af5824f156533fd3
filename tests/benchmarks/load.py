"""A load of HTTP requests, by a client that costs far less than any server: keep-alive sockets and little parsing."""

import asyncio
import time
from collections.abc import Iterator

CONNECTIONS = 16


class Refused(Exception):
    """A server answered with another status than 200; the message has its first line and the path."""


def rate(port: int, paths: Iterator[str], duration_s: float) -> float:
    """Requests a second that a server of this machine answers over a while on 16 connections, each path once."""
    return asyncio.run(_rate(port, paths, duration_s))


async def _rate(port: int, paths: Iterator[str], duration_s: float) -> float:
    begun = time.perf_counter()
    counts = await asyncio.gather(*(_ask(port, paths, begun + duration_s) for _ in range(CONNECTIONS)))
    return sum(counts) / (time.perf_counter() - begun)


async def _ask(port: int, paths: Iterator[str], until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    count = 0
    try:
        while time.perf_counter() < until:
            path = next(paths)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head[:15]:
                raise Refused(f"{head[:40]!r} for {path}")
            await _skip_body(reader, head.lower())
            count += 1
    finally:
        writer.close()
    return count


async def _skip_body(reader: asyncio.StreamReader, head: bytes) -> None:
    if b"transfer-encoding: chunked" not in head:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readexactly(2)
