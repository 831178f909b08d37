"""What can be done to a series: begun, changed from a work on, ended, taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from google.protobuf.message import Message

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import series_pb2 as pb
from services.activities import store as works
from services.activities.access import UPDATE
from services.activities.access import changeable as changeable_work
from services.activities.dictionaries.keeping import WORK_ACTIONS
from services.activities.notices.raising import raise_many
from services.activities.notices.telling import of_change
from services.activities.series import changing, store
from services.activities.series.making import AHEAD, made_until, make, make_on, times_of
from services.activities.series.reconciling import is_touched
from services.activities.series.series import WorkInSeries, WorkSeries
from services.activities.series.settling import settled_series
from services.activities.series.store import SERIES
from services.activities.series.telling import tell
from services.activities.when import When, today
from services.activities.work import READ, Work
from services.activities.work import State as WorkState
from services.kit import changes, clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import NotFound
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.owned import require_may_hand_over
from services.kit.working_time import WorkingTime

MOST_SHOWN = 60
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is otherwise: of its works and of the series itself; from which work on."""

    work: Values
    series: Values
    from_work: str = ""
    all_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrences:
    kept: Sequence[When] = field(default_factory=list[When])
    left_out: Sequence[When] = field(default_factory=list[When])


def visible(db: Db, caller: Caller, name: str) -> WorkSeries:
    """NOT_FOUND if the caller may not even see it."""
    found = SERIES.find(db, name)
    if found is None or not caller.may(READ, found.visible_to):
        raise NotFound(f"No {name}", name=name)
    return found.whole()


def changeable(db: Db, caller: Caller, name: str, etag: str) -> WorkSeries:
    found = visible(db, caller, name)
    caller.require_for(UPDATE, found.visible_to)
    require_etag(found, etag)
    return found


def create(
    db: Db, caller: Caller, work: Values, values: Values, from_work: str, request_id: str
) -> WorkSeries:
    """The same request sent twice begins one."""
    # Outside of the transaction: the first work of a tenant may have to begin its dictionary.
    WORK_ACTIONS.recent(db, caller.language)
    name = SERIES.new_name(request_id)
    return SERIES.once(
        db,
        name,
        request_id,
        lambda: _create(db, caller, name, work, values, from_work),
        lambda found: found.creator == caller.user,
    )


@transactional
def _create(
    db: Db, caller: Caller, name: str, work: Values, values: Values, from_work: str
) -> WorkSeries:
    draft = WorkSeries(name=name, work=changing.first_work(caller, work), **values)
    series = settled_series(db, caller, replace(draft, creator=caller.user), None)
    first = _made_first(db, caller, series, from_work) if from_work else None
    series, made = make(db, caller, series, clock.now())
    saved = SERIES.insert(db, series)
    _tell(db, caller, events.WorkSeriesCreated, None, saved)
    if made and first is None:
        # Of all of them he hears once.
        raise_many(db, caller, [*of_change(None, made[0], caller.user, caller.display_name)])
    return saved.whole()


def _made_first(db: Db, caller: Caller, series: WorkSeries, name: str) -> Work:
    current = changeable_work(db, caller, name)
    current.require_open()
    if current.series:
        raise WorkInSeries(f"{name} is one of {current.series}", name=name, series=current.series)
    own = replace(current, series=series.name, series_date=series.start)
    saved = works.save(db, current, own)
    tell(db, caller, events.WorkUpdated, [(current, saved)])
    return saved


def update(db: Db, caller: Caller, name: str, etag: str, change: Change) -> WorkSeries:
    WORK_ACTIONS.recent(db, caller.language)
    return _update(db, caller, name, etag, change)


@transactional
def _update(db: Db, caller: Caller, name: str, etag: str, change: Change) -> WorkSeries:
    current = changeable(db, caller, name, etag)
    if current.delete_time is not None:
        current.require_open()
    reference = _reference(db, caller, current, change.from_work)
    day = _day_of_rule(current, reference, times_of(db, current))
    # Nothing would be left of what ends before its first day.
    splits = day is not None and not change.all_open and day > current.start
    draft = changing.draft(current, change.work, change.series, reference, day, splits=splits)
    after = settled_series(db, caller, draft, current)
    require_may_hand_over(caller, UPDATE, current, after.owner)
    now = today(clock.now(), current.when.time_zone)
    since = changing.since(reference, now, splits=splits)
    if not splits or day is None:
        return _change_all(db, caller, current, after, since, now)
    ended = SERIES.replace(db, current.ended_before(day))
    _tell(db, caller, events.WorkSeriesUpdated, current, ended)
    begun = changing.going_on(current, after, day, SERIES.new_name(), caller.user)
    begun = _rearranged(db, caller, current, begun, since, now)
    saved = SERIES.insert(db, begun)
    _tell(db, caller, events.WorkSeriesCreated, None, saved)
    return saved.whole()


def _change_all(
    db: Db, caller: Caller, current: WorkSeries, after: WorkSeries, since: date, now: date
) -> WorkSeries:
    if after == current:
        return current
    after = replace(after, revision=current.revision + changing.has_other_days(current, after))
    saved = SERIES.replace(db, _rearranged(db, caller, current, after, since, now))
    _tell(db, caller, events.WorkSeriesUpdated, current, saved)
    return saved.whole()


def _reference(db: Db, caller: Caller, series: WorkSeries, name: str) -> Work | None:
    if not name:
        return None
    found = changeable_work(db, caller, name)
    if found.series != series.name or found.series_date is None:
        raise NotFound(f"No {name} in {series.name}", name=name)
    return found


def _day_of_rule(series: WorkSeries, reference: Work | None, times: WorkingTime) -> date | None:
    if reference is None or reference.series_date is None:
        return None
    return series.day_of_rule(reference.series_date, times)


def _rearranged(
    db: Db, caller: Caller, before: WorkSeries, after: WorkSeries, since: date, now: date
) -> WorkSeries:
    """With its works where they belong now, sixty days ahead."""
    times, last = times_of(db, after), now + AHEAD
    found = store.works(db, before.name, since)
    plan = changing.plan(caller, before, after, found, after.days(times, since, last), since)
    changing.keep(db, caller, after, plan)
    lacking = [each for each in plan.lacking if each >= now]
    make_on(db, caller, after, lacking)
    if plan.changed:
        first = plan.changed[0]
        raise_many(db, caller, [*of_change(*first, caller.user, caller.display_name)])
    return made_until(after, now)


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> WorkSeries:
    """What is closed, past or was changed by hand stays."""
    current, now = changeable(db, caller, name, etag), clock.now()
    after = current.deleted(now)
    found = store.works(db, name, (this_day := today(now, current.when.time_zone)))
    gone = [
        (each, each.deleted(now))
        for each in found
        if each.state is WorkState.OPEN
        and each.series_date is not None
        and each.series_date >= this_day
        and not is_touched(current, each)
    ]
    kept = works.save_many(db, gone)
    pairs = [(before, saved) for (before, _), saved in zip(gone, kept, strict=True)]
    tell(db, caller, events.WorkDeleted, pairs)
    saved = SERIES.replace(db, after)
    _tell(db, caller, events.WorkSeriesDeleted, current, saved)
    return saved.whole()


@transactional
def undelete(db: Db, caller: Caller, name: str, etag: str) -> WorkSeries:
    """With the works that went with it; those of days since then are made."""
    current, now = changeable(db, caller, name, etag), clock.now()
    after = current.restored()
    pairs = [(each, each.restored()) for each in store.deleted_with(db, current)]
    kept = works.save_many(db, pairs)
    told = [(before, saved) for (before, _), saved in zip(pairs, kept, strict=True)]
    tell(db, caller, events.WorkRestored, told)
    made, _ = make(db, caller, after, now)
    saved = SERIES.replace(db, made)
    _tell(db, caller, events.WorkSeriesUpdated, current, saved)
    return saved.whole()


def preview(db: Db, caller: Caller, work: Values, values: Values) -> Occurrences:
    """From today on; changes nothing."""
    draft = WorkSeries(name="", work=changing.first_work(caller, work), **values)
    series = settled_series(db, caller, draft, None)
    times, rule = times_of(db, series), series.repeats
    first = max(series.start, today(clock.now(), series.when.time_zone))
    # Long enough for sixty of them, wherever the rule ends.
    last = first + min(rule.far * MOST_SHOWN, timedelta(days=366 * 12))
    days = series.days(times, first, last)[:MOST_SHOWN]
    # What comes once in a lifetime has none so soon.
    seen = series.left_out(times, first, days[-1] if days else last)[:MOST_SHOWN]
    return Occurrences(
        kept=[series.when_on(each) for each in days],
        left_out=[series.when_on(each) for each in seen],
    )


def _tell(
    db: Db, caller: Caller, event: type[Message], before: WorkSeries | None, after: WorkSeries
) -> None:
    message: Any = event
    news = message(work_series=to_proto(after.whole(), pb.WorkSeries))
    changes.record(db, caller, news, before=before, after=after, permission=READ)
