"""A bounded closed-loop HTTP load client in a process of its own; loopback only."""

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost")
MOST_REQUESTS = 200_000
LONGEST_S = 60.0


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: bytes = b""


@dataclass(frozen=True)
class Result:
    clients: int
    answered: int
    failed: int
    seconds: float
    latencies_ms: list[float]
    first_failure: str

    @property
    def per_second(self) -> float:
        return self.answered / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def run(url: str, token: str, requests: Sequence[Request], clients: int) -> Result:
    """Sends all requests over `clients` connections, each waiting for its answer."""
    if urlsplit(url).hostname not in LOOPBACK or len(requests) > MOST_REQUESTS:
        raise ValueError("Only a bounded load on this machine")
    here, there = multiprocessing.get_context("spawn").Pipe()
    child = multiprocessing.get_context("spawn").Process(
        target=_child, args=(there, url, token, list(requests), clients)
    )
    child.start()
    there.close()
    try:
        return here.recv()
    finally:
        child.join()


def _child(pipe: Any, url: str, token: str, requests: list[Request], clients: int) -> None:
    pipe.send(asyncio.run(_run(url, token, requests, clients)))


async def _run(url: str, token: str, requests: list[Request], clients: int) -> Result:
    at = urlsplit(url)
    waiting = iter(requests)
    latencies: list[float] = []
    failures: list[str] = []
    until = time.perf_counter() + LONGEST_S

    async def client() -> None:
        reader, writer = await asyncio.open_connection(at.hostname, at.port)
        for request in waiting:
            began = time.perf_counter()
            writer.write(_bytes(request, f"{at.hostname}:{at.port}", token))
            status, body = await _answer(reader)
            if status < 300:
                latencies.append((time.perf_counter() - began) * 1000)
            else:
                failures.append(f"{status} {body[:300]!r}")
            if time.perf_counter() > until:
                break
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    seconds = time.perf_counter() - began
    first = failures[0] if failures else ""
    return Result(clients, len(latencies), len(failures), seconds, latencies, first)


def _bytes(request: Request, host: str, token: str) -> bytes:
    head = (
        f"{request.method} {request.path} HTTP/1.1\r\nHost: {host}\r\n"
        f"Authorization: Bearer {token}\r\n"
    )
    if request.body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(request.body)}\r\n"
    return head.encode() + b"\r\n" + request.body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return status, await reader.readexactly(int(line.partition(b":")[2]))
    raise ValueError("An answer without length")
