"""A user who looks after segments, and how a client gets one of them (pure)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.kit.errors import AlreadyExists, Violation
from services.kit.texts import many_problems, required

MOST_SEGMENTS = 200


class ManagerExists(AlreadyExists):
    """A user is a manager once, of as many segments as he likes."""

    reason = "MANAGER_EXISTS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manager:
    name: str
    user: str
    segments: tuple[str, ...] = ()
    capacity: int = 0
    create_time: datetime | None = None
    update_time: datetime | None = None
    version: int = 0

    def tidy(self) -> "Manager":
        return replace(self, segments=tuple(dict.fromkeys(self.segments)))

    def problems(self, before: "Manager | None") -> Iterator[Violation]:
        if before and self.user != before.user:
            text = "A manager stays the same person: make another one."
            yield Violation("user", "MANAGER_USER_FIXED", text)
        if not self.segments:
            yield required("segments")
        yield from many_problems("segments", len(self.segments), MOST_SEGMENTS)
        if self.capacity < 0:
            yield Violation("capacity", "NUMBER_NEGATIVE", "0 or more; 0 means no limit.")

    def looks_after(self, segments: Iterable[str]) -> Sequence[str]:
        """Which of these."""
        return [segment for segment in segments if segment in self.segments]

    def has_room(self, load: int) -> bool:
        return not self.capacity or load < self.capacity


def of(managers: Iterable[Manager], segments: Sequence[str]) -> list[Manager]:
    """Those of any of the segments."""
    return [each for each in managers if each.looks_after(segments)] if segments else []


def chosen(
    managers: Sequence[Manager],
    segments: Sequence[str],
    loads: Mapping[str, int],
    able: Collection[str],
) -> tuple[Manager, str] | None:
    """Who gets a client of these segments, and through which of them.

    Who looks after most of them, and of several such who has the least to do for what he can do.
    """
    fit = [
        each
        for each in of(managers, segments)
        if each.user in able and each.has_room(loads.get(each.user, 0))
    ]
    if not fit:
        return None
    best = min(fit, key=lambda each: (-len(each.looks_after(segments)), *_burden(each, loads)))
    return best, best.looks_after(segments)[0]


def _burden(manager: Manager, loads: Mapping[str, int]) -> tuple[float, str]:
    load = loads.get(manager.user, 0)
    return (load / manager.capacity if manager.capacity else load / 1000), manager.name
