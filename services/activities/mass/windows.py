"""On which days, and at which hours, somebody does his share of many works (pure)."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from services.activities.when import in_range
from services.kit.errors import FailedPrecondition, InvalidArgument, Violation

MOST_DAYS, MOST_PER_DAY = 31, 500
Hours = tuple[datetime, datetime]


class WindowTooLong(InvalidArgument):
    reason = "WHEN_TOO_LONG"


class WindowFull(FailedPrecondition):
    """Somebody has more of them than he can do on these days."""

    reason = "MASS_WINDOW_FULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    start_date: date | None = None
    end_date: date | None = None
    per_day: int = 0
    exact: bool = False
    whole: bool = False

    def problems(self) -> Iterator[Violation]:
        if not 0 <= self.per_day <= MOST_PER_DAY:
            text = f"From 0 to {MOST_PER_DAY}."
            yield Violation("plan.window.per_day", "NUMBER_OUT_OF_RANGE", text)
        if self.start_date is not None:
            yield from in_range("plan.window.start_date", self.start_date)
        if self.end_date is not None:
            yield from in_range("plan.window.end_date", self.end_date)
        if self.start_date and self.end_date and self.end_date < self.start_date:
            text = "The last day is before the first one."
            yield Violation("plan.window.end_date", "WHEN_ENDS_BEFORE", text)

    def days(self, usual: date) -> list[date]:
        """`usual`: the first one, if nobody says which."""
        first = self.start_date or usual
        last = max(self.end_date or first, first)
        if (last - first).days >= MOST_DAYS:
            text = f"At most {MOST_DAYS} days: choose fewer."
            raise WindowTooLong(text, field="plan.window.end_date")
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A day of somebody: what he has to do, when he works and at which hours he is busy."""

    day: date
    minutes: int = 0
    working_minutes: int = 0
    hours: Sequence[Hours] = ()
    busy: Sequence[Hours] = field(default_factory=tuple[Hours, ...])


class Place(NamedTuple):
    day: date
    # Of exact ones.
    hours: Hours | None = None
    conflict: bool = False


def floating(count: int, rooms: Sequence[Room], per_day: int, minutes: int) -> list[Place]:
    """Any time of a day: on days with less to do more of them. In the order of the days."""
    most = per_day or count
    if most * len(rooms) < count:
        raise _full(most * len(rooms))
    given = [0] * len(rooms)
    waiting = [(room.minutes, at) for at, room in enumerate(rooms)]
    heapq.heapify(waiting)
    for _ in range(count):
        has, at = heapq.heappop(waiting)
        given[at] += 1
        if given[at] < most:
            heapq.heappush(waiting, (has + max(minutes, 1), at))
    return [Place(room.day) for room, n in zip(rooms, given, strict=True) for _ in range(n)]


def exact(count: int, rooms: Sequence[Room], per_day: int, minutes: int) -> list[Place]:
    """One after the other from the first day on; where no hour is free, beside what is there."""
    length = timedelta(minutes=max(minutes, 5))
    free = [list(_starts(room.hours, room.busy, length))[: per_day or count] for room in rooms]
    places = [
        Place(room.day, (start, start + length))
        for room, starts in zip(rooms, free, strict=True)
        for start in starts
    ][:count]
    if len(places) < count:
        places += _beside(count - len(places), places, rooms, per_day, length)
    if len(places) < count:
        raise _full(len(places))
    return sorted(places, key=lambda place: place.hours or ())


def _beside(
    count: int, taken: Sequence[Place], rooms: Sequence[Room], per_day: int, length: timedelta
) -> list[Place]:
    found: list[Place] = []
    for room in rooms:
        mine = [place.hours for place in taken if place.day == room.day and place.hours]
        left = per_day - len(mine) if per_day else count
        starts = list(_starts(room.hours, mine, length))[: max(left, 0)]
        found += [Place(room.day, (each, each + length), conflict=True) for each in starts]
    return found[:count]


def _starts(hours: Sequence[Hours], busy: Sequence[Hours], length: timedelta) -> Iterator[datetime]:
    """When something of this length may begin, each after the one before."""
    occupied = sorted(busy)
    for opens, closes in hours:
        start = opens
        while start + length <= closes:
            met = [end for begin, end in occupied if begin < start + length and end > start]
            if met:
                start = max(met)
            else:
                yield start
                start += length


def _full(room: int) -> WindowFull:
    text = f"There is room for {room}: choose more days, more a day or more people."
    return WindowFull(text, room=str(room))
