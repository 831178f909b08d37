"""The calendar that every tenant begins with (pure)."""

import uuid

from services.activities.calendars.calendar import Hours, WeekHours, WorkCalendar

_NAMES = uuid.UUID("0d7a4c46-6a0e-4b62-8a7d-6d0a8f5b9a21")
_DAY = (Hours(start="09:00", end="13:00"), Hours(start="14:00", end="18:00"))
_WORKING_DAYS = 5


def five_days(tenant: str, language: str = "") -> WorkCalendar:
    """Eight hours on five days a week, by the Russian production calendar."""
    return WorkCalendar(
        name=f"workCalendars/{uuid.uuid5(_NAMES, tenant)}",
        display_name="Пятидневка" if language == "ru" else "Five days a week",
        week=tuple(WeekHours(weekday=each + 1, hours=_DAY) for each in range(_WORKING_DAYS)),
        russian=True,
        default_calendar=True,
    )


# How all work until a tenant says otherwise.
USUAL = five_days("").working_time()
