"""What becomes of the works of a series that is otherwise now (pure).

What somebody changed by hand stays as he left it; works whose day is left go to the days that
come instead, so that who has one before him still has it afterwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.activities.series.series import CONTENTS, WorkSeries
from services.activities.when import When
from services.activities.work import Work
from services.kit.copying import replace

Pairs = list[tuple[Work, Work]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """`changed`: as each was and is; `lacking`: days that have no work yet."""

    changed: Pairs
    gone: list[Work]
    lacking: list[date]


def reconciled(
    before: WorkSeries,
    after: WorkSeries,
    works: Iterable[Work],
    days: Sequence[date],
    since: date,
) -> Reconciled:
    """`works`: those to be changed; `days`: which have a work now. Works that lie before `since`
    stay on their days."""
    ordered = sorted(works, key=lambda each: (each.series_date or date.min, each.name))
    free, place = list(days), dict[str, date]()
    for work in ordered:
        day = work.series_date
        if day is not None and (day in free or day < since):
            place[work.name] = day
            free = [each for each in free if each != day]
    homeless = [each for each in ordered if each.name not in place]
    place |= {work.name: day for work, day in zip(homeless, free, strict=False)}
    left = homeless[len(free) :]
    changed = [
        (each, _changed(before, after, each, place[each.name]))
        for each in ordered
        if each.name in place
    ]
    return Reconciled(
        changed=[(old, new) for old, new in changed if old != new],
        gone=[each for each in left if not is_touched(before, each)],
        lacking=[day for day in free[len(homeless) :] if day >= since],
    )


def is_touched(series: WorkSeries, work: Work) -> bool:
    """Whether somebody changed it by hand."""
    said = (group[0] for group in CONTENTS)
    is_other = any(getattr(work, key) != getattr(series.work, key) for key in said)
    return is_other or not _lies_as_made(series, work) or not _is_due_as_made(series, work)


def _changed(before: WorkSeries, after: WorkSeries, work: Work, day: date) -> Work:
    values: dict[str, Any] = {"series": after.name, "series_date": day}
    for first, *rest in CONTENTS:
        old, new = getattr(before.work, first), getattr(after.work, first)
        if old != new and getattr(work, first) == old:
            values |= {key: getattr(after.work, key) for key in (first, *rest)}
    if _lies_as_made(before, work):
        when = after.when_on(day)
        values |= {} if _is_same(when, work.when) else {"when": when}
    if _is_due_as_made(before, work):
        values["deadline_time"] = after.deadline_on(day)
    return replace(work, **values)


def _lies_as_made(series: WorkSeries, work: Work) -> bool:
    return work.series_date is not None and _is_same(series.when_on(work.series_date), work.when)


def _is_due_as_made(series: WorkSeries, work: Work) -> bool:
    return work.series_date is not None and (
        series.deadline_on(work.series_date) == work.deadline_time
    )


def _is_same(one: When, other: When | None) -> bool:
    """Days are in the zone of their executor, whoever that is."""
    if other is None or one.is_exact:
        return one == other
    return replace(one, time_zone="") == replace(other, time_zone="")
