"""What a letter of the day says (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

MOST_LINES = 50
Card = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One work: its name, whom it is about, and its hours, or since when it is late."""

    name: str
    title: str
    about: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    day: date
    overdue: Sequence[Line] = ()
    overdue_count: int = 0
    today: Sequence[Line] = ()
    today_count: int = 0
    unread: int = 0

    def __bool__(self) -> bool:
        return bool(self.overdue_count or self.today_count or self.unread)


def late(cards: Iterable[Card], zone: ZoneInfo) -> list[Line]:
    return [_line(each, _day_of(each.get("due_time"), zone)) for each in cards]


def planned(cards: Iterable[Card], zone: ZoneInfo) -> list[Line]:
    return [_line(each, _hours(each["when"], zone)) for each in cards]


def _line(card: Card, when: str) -> Line:
    about = card.get("counterparty_display_name", "")
    return Line(name=card["_id"], title=card["display_name"], about=about, when=when)


def _day_of(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%d.%m.%Y}" if moment else ""


def _hours(when: Card, zone: ZoneInfo) -> str:
    start, end = when.get("start_time"), when.get("end_time")
    if not start or not end:
        return ""
    return f"{start.astimezone(zone):%H:%M}–{end.astimezone(zone):%H:%M}"
