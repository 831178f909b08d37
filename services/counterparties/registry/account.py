"""Whom a tenant asks about companies: its settings, and how it goes (pure)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from services.counterparties.registry.provider import BROKEN, TERMINAL
from services.kit.errors import Violation

KEY = re.compile(r"[A-Za-z0-9_-]{16,128}")
MOST_PORTION, LONGEST_INTERVAL = 10_000, 365
# The vendor's day begins at midnight in Moscow, which has no summer time.
_MOSCOW = timedelta(hours=3)


class ProviderId(StrEnum):
    DADATA = "DADATA"
    OFFLINE = "OFFLINE"


class State(StrEnum):
    CHECKSUM_ONLY = "CHECKSUM_ONLY"
    READY = "READY"
    BROKEN = "BROKEN"
    PAUSED = "PAUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrySettings:
    """One of each tenant, made when first changed."""

    name: str
    provider: ProviderId | None = None
    watch: bool = False
    watch_daily_portion: int = 500
    watch_interval_days: int = 30
    sealed_key: bytes = field(default=b"", metadata={"secret": True})
    key_time: datetime | None = None
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def problems(self) -> Iterator[Violation]:
        if not 1 <= self.watch_daily_portion <= MOST_PORTION:
            text = f"From 1 to {MOST_PORTION}."
            yield Violation("watch_daily_portion", "REGISTRY_PORTION", text)
        if not 1 <= self.watch_interval_days <= LONGEST_INTERVAL:
            text = f"From 1 to {LONGEST_INTERVAL}."
            yield Violation("watch_interval_days", "REGISTRY_INTERVAL", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the provider has answered of late, and where the watcher is."""

    name: str
    last_error_reason: str = ""
    last_error_time: datetime | None = None
    last_success_time: datetime | None = None
    pause_time: datetime | None = None
    # The vendor's day of the last portion, and the last client looked at.
    watch_day: str = ""
    watch_place: tuple[object, ...] = ()
    watch_round_time: datetime | None = None
    watch_compared: int = 0
    watch_changed: int = 0

    @property
    def failing(self) -> bool:
        """The last thing that happened was an error."""
        if self.last_error_time is None:
            return False
        return self.last_success_time is None or self.last_success_time < self.last_error_time


def state(settings: RegistrySettings, standing: Standing, now: datetime, *, ready: bool) -> State:
    """`ready`: there is a key or a file, as the provider needs."""
    if settings.provider is None:
        return State.CHECKSUM_ONLY
    if not ready or (standing.failing and standing.last_error_reason in BROKEN):
        return State.BROKEN
    paused = standing.pause_time is not None and standing.pause_time > now
    return State.PAUSED if paused or standing.failing else State.READY


def pause_of(reason: str, now: datetime) -> datetime | None:
    """Until when nobody asks again."""
    return next_day(now) if reason in TERMINAL else None


def day(now: datetime) -> str:
    """The vendor's."""
    return (now.astimezone(UTC) + _MOSCOW).strftime("%Y%m%d")


def next_day(now: datetime) -> datetime:
    local = now.astimezone(UTC) + _MOSCOW
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return midnight - _MOSCOW
