"""A draft of a series becomes one that may be kept, or is refused with all that is wrong."""

from collections.abc import Iterator

from services.activities.actions.settling import settled
from services.activities.series.making import times_of
from services.activities.series.series import WorkSeries
from services.activities.when import today
from services.activities.work import Work
from services.kit import clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument, Violation
from services.kit.mongo import Db

# What each of its works gets anew.
_OF_NONE = {"chain": "", "due_time": None, "first_due_time": None, "watch_time": None}
_STAMPS = ("owner", "owner_display_name", "org_path", "participants", "visible_to", "stamp_version")


def settled_series(
    db: Db, caller: Caller, draft: WorkSeries, before: WorkSeries | None
) -> WorkSeries:
    tidy = draft.tidy()
    problems = [*tidy.problems_of_rule()]
    try:
        work = settled(db, caller, tidy.work, before.work if before else None)
    except InvalidArgument as error:
        raise InvalidArgument.of([*_inside(error), *problems]) from error
    if problems:
        raise InvalidArgument.of(problems)
    stamps = {key: getattr(work, key) for key in _STAMPS}
    series = replace(tidy, work=_template(work), **stamps)
    day = today(clock.now(), series.when.time_zone)
    is_other = before is None or before.rule != series.rule
    if is_other and (never := [*series.problems(times_of(db, series), day)]):
        raise InvalidArgument.of(never)
    return series


def _template(work: Work) -> Work:
    return replace(work, visible_to=(), **_OF_NONE)


def _inside(error: InvalidArgument) -> Iterator[Violation]:
    for each in error.violations:
        yield Violation(f"work.{each.field}", each.reason, each.description)
