"""A slot: a work as it takes one day of one person. What grids of days and people read (pure).

A week of thirty people is two thousand works, and reading them whole is dear: so slots stand apart,
small, with all that a grid shows of a work. What days are summed up by is read off the index.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.activities.sign import Sign
from services.activities.when import When
from services.activities.work import Priority, State, Work

# Participants have longer works in their lists, not in each day of their calendars: a slot for
# each of them and each day would make thousands.
MOST_SHARED_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """As `WorkCard` has it."""

    name: str
    display_name: str
    state: State
    sign: Sign | None
    when: When | None
    due_time: datetime | None
    priority: Priority | None
    action_key: str
    owner: str
    counterparty: str
    counterparty_display_name: str
    minutes: int
    series: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """`slot` is whose day it is: a point of an index, as several people's days are no range.

    Beside the card stands what days are summed up by. Its version is the work's.
    """

    name: str
    slot: str
    start_time: datetime | None
    # Of exact hours, and where they were planned; floating days have neither.
    end_time: datetime | None
    zone: str
    state: State
    sign: Sign | None
    # Of a work of several days, the share of this one.
    minutes: int
    due_time: datetime | None
    action: str
    card: Card
    version: int = 0


def point(user: str, day: str) -> str:
    return f"{user}|{day}"


def slots(work: Work | None) -> dict[str, Slot]:
    """By name; none of a deleted work."""
    if work is None or work.when is None or work.state is State.DELETED:
        return {}
    days = [day.isoformat() for day in work.when.days()]
    shared = work.participants if len(days) <= MOST_SHARED_DAYS else ()
    points = (point(user, day) for user in (work.owner, *shared) if user for day in days)
    return _slots(work, work.when, points, work.minutes // len(days))


def _slots(work: Work, when: When, points: Iterable[str], minutes: int) -> dict[str, Slot]:
    card = _card(work)
    return {
        f"workSlots/{work.name.partition('/')[2]}|{each}": Slot(
            name=f"workSlots/{work.name.partition('/')[2]}|{each}",
            slot=each,
            start_time=when.begins(),
            end_time=when.end_time,
            zone=when.time_zone if when.is_exact else "",
            state=work.state,
            sign=work.sign,
            minutes=minutes,
            due_time=work.due_time,
            action=work.action,
            card=card,
            version=work.version,
        )
        for each in points
    }


def _card(work: Work) -> Card:
    same = {key: getattr(work, key) for key in Card.__slots__}
    return Card(**same)
