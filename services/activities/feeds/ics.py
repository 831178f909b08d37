"""Works as a calendar program reads them: RFC 5545 (pure).

Floating works are dates without a zone, so that they stay on their days wherever the phone is.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from services.activities.feeds.feed import Details

Document = Mapping[str, Any]
_BUSY = {"ru": "Занят", "en": "Busy"}
_NAME = {"ru": "Работы", "en": "Works"}
_DAY = timedelta(days=1)
CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar(
    cards: Iterable[Document],
    details: Details,
    tenant: str,
    language: str,
    span: tuple[date, date],
    now: datetime,
) -> bytes:
    """`cards`: as slots have them; `span`: between which days they lie."""
    # The library leaves its types open.
    whole: Any = Calendar()
    whole.add("prodid", "-//CRM//Works//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", _NAME[language])
    whole.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for card in cards:
        whole.add_component(_event(card, details, tenant, language, now))
    # The clocks of these days only: of all times they would be longer than the works.
    whole.add_missing_timezones(span[0] - 366 * _DAY, span[1] + 366 * _DAY)
    return whole.to_ical()


def _event(card: Document, details: Details, tenant: str, language: str, now: datetime) -> Any:
    event: Any = Event()
    when = card["when"]
    event.add("uid", f"{card['_id'].partition('/')[2]}@{tenant}.crm")
    event.add("sequence", card["version"])
    event.add("dtstamp", now)
    if when["kind"] == "EXACT":
        zone = ZoneInfo(when["time_zone"])
        event.add("dtstart", when["start_time"].astimezone(zone))
        event.add("dtend", when["end_time"].astimezone(zone))
    else:
        event.add("dtstart", date.fromisoformat(when["start_date"]))
        # The first day on which it is over.
        event.add("dtend", date.fromisoformat(when["end_date"]) + _DAY)
        event.add("transp", "TRANSPARENT")
    event.add("summary", _summary(card, details, language))
    if details is Details.FULL and card["counterparty_display_name"]:
        event.add("description", card["counterparty_display_name"])
    return event


def _summary(card: Document, details: Details, language: str) -> str:
    if details is Details.BUSY:
        return _BUSY[language]
    done = "✓ " if card["state"] == "DONE" else ""
    return f"{done}{card['display_name']}"
