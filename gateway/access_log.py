"""One line for each request, written in batches: a write per request would cost as much as it."""

import asyncio
import sys
import time
from datetime import UTC, datetime
from typing import Any

import msgspec

FLUSH_S = 0.25
MAX_WAITING = 2000
# What follows is a secret.
SECRET_PATHS = ("/invite/", "/v1/calendars/")


def shown(path: str) -> str:
    """Whoever reads the log must not be able to accept an invitation, or to read a calendar."""
    for start in SECRET_PATHS:
        if path.startswith(start):
            return f"{start}…"
    return path


class AccessLog:
    def __init__(self, log_format: str, *, quiet: bool = False) -> None:
        self._json = log_format == "json"
        self._quiet = quiet
        self._waiting: list[tuple[Any, ...]] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(
        self, method: str, path: str, status: int, seconds: float, request_id: str, tenant: str
    ) -> None:
        if self._quiet:
            return
        self._waiting.append((time.time(), method, path, status, seconds, request_id, tenant))
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(FLUSH_S, self.flush)
        elif len(self._waiting) >= MAX_WAITING:
            self._timer.cancel()
            self.flush()

    def flush(self) -> None:
        self._timer = None
        rows, self._waiting = self._waiting, []
        if rows:
            line = _json_line if self._json else _text_line
            sys.stderr.write("".join(line(*row) for row in rows))
            sys.stderr.flush()


def _json_line(
    moment: float,
    method: str,
    path: str,
    status: int,
    seconds: float,
    request_id: str,
    tenant: str,
) -> str:
    line = {
        "time": datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds"),
        "level": "info",
        "process": "gateway",
        "logger": "access",
        "message": f"{method} {path} {status}",
        "request_id": request_id,
        "tenant": tenant,
        "ms": round(seconds * 1000, 2),
    }
    return msgspec.json.encode(line).decode() + "\n"


def _text_line(
    moment: float,
    method: str,
    path: str,
    status: int,
    seconds: float,
    request_id: str,
    tenant: str,
) -> str:
    at = datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")[:-6]
    # Line breaks in a path must not forge a line of the log.
    shown = path.encode("unicode_escape").decode()
    ms = seconds * 1000
    return f"{at} INFO gateway {method} {shown} {status} {ms:.1f}ms {tenant} {request_id}\n"
