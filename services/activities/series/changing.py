"""How a series is otherwise from one of its works on, or for all that are open."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crm.activities.v1 import events_pb2 as events
from services.activities import store as works
from services.activities.access import UPDATE
from services.activities.series.making import fitting
from services.activities.series.reconciling import Reconciled, reconciled
from services.activities.series.series import State, WorkSeries, same_clock
from services.activities.series.telling import tell
from services.activities.when import When, on_day, today
from services.activities.work import State as WorkState
from services.activities.work import Work
from services.kit import clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.mongo import Db

Values = Mapping[str, Any]
# What makes it fall on other days.
_DAYS = ("rule", "on_day_off", "start")
_OF_ONE = ("based_on", "chain")


def first_work(caller: Caller, values: Values) -> Work:
    said = {key: value for key, value in values.items() if key not in _OF_ONE}
    day = on_day(today(clock.now(), caller.tenant_time_zone))
    filled: dict[str, Any] = {"owner": caller.user, "when": day, **said}
    if filled["when"] is None:
        filled["when"] = day
    return Work(**filled, name="", creator=caller.user)


def draft(
    current: WorkSeries,
    work: Values,
    values: Values,
    reference: Work | None,
    day: date | None,
    *,
    splits: bool,
) -> WorkSeries:
    """`reference` is the work that was changed, and `day` that of the rule it was made for: as it
    moves, all do."""
    said = {key: value for key, value in work.items() if key not in _OF_ONE}
    zone = current.when.time_zone
    sent: When | None = said.pop("when", None)
    shown = sent.tidy(zone, zone) if sent else None
    if reference is None or day is None or reference.when is None:
        moved = {"when": shown} if shown else {}
        return replace(current, work=replace(current.work, **said, **moved), **values)
    target = _target(shown, reference.when, day)
    start = target if splits else current.start + (target - day)
    when = _begun(current, shown, start)
    deadline = current.deadline_on(start)
    if (asked := said.get("deadline_time")) is not None:
        deadline = same_clock(asked, start - (target if sent else reference.when.days()[0]), zone)
    elif "deadline_time" in said:
        deadline = None
    said |= {"when": when, "deadline_time": deadline}
    rule = {} if target == day else {"rule": str(current.repeats.moved(day, target))}
    changed = replace(current, work=replace(current.work, **said))
    return replace(changed, **{**rule, **values})


def _begun(current: WorkSeries, shown: When | None, start: date) -> When:
    """As it was said of one, of the first one. What is wrong with it is told later."""
    if shown is None:
        return current.when_on(start)
    if not _is_sound(shown):
        return shown
    return replace(current, work=replace(current.work, when=shown)).when_on(start)


def _target(shown: When | None, before: When, day: date) -> date:
    if shown is None or not _is_sound(shown):
        return day
    first = shown.days()[0]
    return day if first == before.days()[0] else first


def _is_sound(when: When | None) -> bool:
    return when is not None and not any(when.problems(""))


def since(reference: Work | None, now: date, *, splits: bool) -> date:
    """From which day on its works get other days."""
    if reference is None or reference.series_date is None:
        return now
    return reference.series_date if splits else min(now, reference.series_date)


def going_on(
    current: WorkSeries, after: WorkSeries, day: date, name: str, creator: str
) -> WorkSeries:
    """The one that begins where `current` ends, before that day of its rule."""
    rule, old = after.repeats, current.repeats
    if rule.count and rule.count == old.count:
        before = old.counted_before(current.start, day)
        rule = replace(rule, count=max(1, rule.count - before))
    return replace(
        after,
        name=name,
        rule=str(rule),
        state=State.OPEN,
        based_on=current.name,
        creator=creator,
        made_until_date=None,
        create_time=None,
        revision=0,
        version=0,
    )


def has_other_days(before: WorkSeries, after: WorkSeries) -> bool:
    return any(getattr(before, key) != getattr(after, key) for key in _DAYS)


def plan(
    caller: Caller,
    before: WorkSeries,
    after: WorkSeries,
    found: Sequence[Work],
    days: Sequence[date],
    first: date,
) -> Reconciled:
    """What is closed, and what the caller may not change, keeps its day."""
    mine = [
        each
        for each in found
        if each.state is WorkState.OPEN and each.series_date and caller.may(UPDATE, each.visible_to)
    ]
    if after.name != before.name:
        mine = [each for each in mine if each.series_date and each.series_date >= first]
    names = {each.name for each in mine}
    covered = {each.series_date for each in found if each.name not in names}
    return reconciled(before, after, mine, [each for each in days if each not in covered], first)


def keep(db: Db, caller: Caller, after: WorkSeries, changed: Reconciled) -> None:
    people = [user for _, each in changed.changed for user in (each.owner, *each.participants)]
    fit = fitting(db, after, people)
    pairs = [(before, fit(each)) for before, each in changed.changed]
    saved = works.save_many(db, pairs)
    told = [(before, kept) for (before, _), kept in zip(pairs, saved, strict=True)]
    tell(db, caller, events.WorkUpdated, told)
    now = clock.now()
    # What somebody deleted by hand keeps its day free; these may come there again.
    gone = [(each, replace(each.deleted(now), series_date=None)) for each in changed.gone]
    kept = works.save_many(db, gone)
    tell(
        db,
        caller,
        events.WorkDeleted,
        [(before, each) for (before, _), each in zip(gone, kept, strict=True)],
    )
