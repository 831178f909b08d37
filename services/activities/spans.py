"""Which days a work takes for somebody who looks from another zone (pure).

Floating days are the same wherever somebody looks from. Exact hours lie on the days of the viewer's
own clock, which may be other ones than those where they were planned.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.activities.when import When

# Zones differ by up to 26 hours, so dates by up to two days.
MARGIN = 2
_DAY = timedelta(days=1)
Days = tuple[date, date]


def days(first: date, last: date) -> list[date]:
    return [first + n * _DAY for n in range((last - first).days + 1)]


def around(first: date, last: date) -> list[date]:
    """The days beside these on which, elsewhere, hours may be planned that lie on these here."""
    before, after = first - MARGIN * _DAY, last + MARGIN * _DAY
    return [*days(before, first - _DAY), *days(last + _DAY, after)]


def seen(when: When, zone: str) -> Days:
    """The first and the last day of it, by the clock of `zone`."""
    if when.start_time is not None and when.end_time is not None:
        return seen_hours(when.start_time, when.end_time, ZoneInfo(zone))
    planned = when.days()
    return planned[0], planned[-1]


def seen_hours(start: datetime, end: datetime, zone: ZoneInfo) -> Days:
    """What ends at midnight is over the day before. A clock put back over midnight goes back a day,
    and no work does."""
    first = start.astimezone(zone).date()
    last = (end - timedelta(milliseconds=1)).astimezone(zone).date()
    return first, max(first, last)


def is_abroad(planned: str, zone: str) -> bool:
    """Whether exact hours planned in the one may lie on other days in the other; floating days,
    planned in none, never do."""
    return planned not in ("", zone)
