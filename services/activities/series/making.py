"""Makes the works of a series: once for each of its days, sixty days ahead.

A work is named after its series and its day. Each slice is one transaction that also says how far
it came, so whoever is stopped, or is not alone, leaves each day one work.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import series_pb2 as pb
from services.activities import store as works
from services.activities.calendars.of_whom import of_users
from services.activities.series import store
from services.activities.series.series import AHEAD_DAYS, State, WorkSeries
from services.activities.series.store import SERIES
from services.activities.series.telling import tell
from services.activities.store import WORKS
from services.activities.when import midnight, today
from services.activities.whereabouts import zone_names
from services.activities.work import READ, Work
from services.kit import changes, clock, telemetry
from services.kit.caller import Caller, system
from services.kit.copying import replace
from services.kit.due import do_due
from services.kit.events import EventWorker, every
from services.kit.mapping import to_proto
from services.kit.mongo import Db, transactional
from services.kit.owned import owned_by, unowned
from services.kit.people import find_people
from services.kit.person import Person
from services.kit.working_time import WorkingTime

AHEAD, PERIOD_S, LATER = timedelta(days=AHEAD_DAYS), 3600.0, timedelta(hours=1)
_NAMES = uuid.UUID("6a8f3c1e-2d5b-4e7a-9c40-1f7b5d2e8a63")
_DAY = timedelta(days=1)
log = telemetry.logger(__name__)


class SeriesTimer(EventWorker):
    @every(PERIOD_S)
    def make_works_of_series(self) -> None:
        make_due(self.db_of(""))


def make_due(db: Db) -> None:
    """Of all tenants."""
    now = clock.now()
    do_due(db, SERIES, "make_time", now, lambda of, names: make_each(of, names, now))


def make_each(db: Db, names: Sequence[str], now: datetime) -> None:
    for name in names:
        try:
            _make_next(db, name, now)
        # One that cannot be made keeps no other from it. If the store is away, this fails as well.
        except Exception:
            facts = {"series": name, "tenant": db.tenant, "alert": True}
            log.exception("works of a series were not made", extra={"facts": facts})
            store.put_off(db, name, now + LATER)


@transactional
def _make_next(db: Db, name: str, now: datetime) -> None:
    found = SERIES.find(db, name)
    if found is None or found.make_time is None or found.make_time > now:
        return
    caller, series = system(db.tenant), found.whole()
    made, _ = make(db, caller, series, now)
    saved = SERIES.replace(db, made)
    if saved.state is not found.state:
        news = events.WorkSeriesUpdated(work_series=to_proto(saved, pb.WorkSeries))
        changes.record(db, caller, news, before=found, after=saved, permission=READ)


def make(
    db: Db, caller: Caller, series: WorkSeries, now: datetime
) -> tuple[WorkSeries, list[Work]]:
    """Inside a transaction, which keeps what the series is then, too."""
    this_day = today(now, series.when.time_zone)
    before = max(series.made_until_date or date.min, this_day - _DAY)
    days = series.days_after(times_of(db, series), before, this_day + AHEAD)
    made = make_on(db, caller, series, [each for each in days if each >= this_day])
    return made_until(series, this_day), made


def make_on(db: Db, caller: Caller, series: WorkSeries, days: Sequence[date]) -> list[Work]:
    """On those of the days that have none."""
    if not days:
        return []
    names = {day: name_on(series, day) for day in days}
    taken = store.taken(db, series.name, list(names.values()), days)
    fit = fitting(db, series, [series.owner, *series.participants])
    drafts = [series.work_on(names[day], day) for day in days if day not in taken]
    made = works.insert_many(db, [fit(each) for each in drafts])
    tell(db, caller, events.WorkCreated, [(None, each) for each in made])
    return made


def made_until(series: WorkSeries, this_day: date) -> WorkSeries:
    """It is looked at again when the next of its days comes near; if none does, when the last one
    is over."""
    last = this_day + AHEAD
    following, final = series.rule_after(last), series.rule_until(last)
    look = following - AHEAD if following else final + _DAY if final else this_day
    is_over = following is None and look <= this_day
    return replace(
        series,
        made_until_date=last,
        state=State.ENDED if is_over else State.OPEN,
        make_time=None if is_over else midnight(look, series.when.time_zone),
    )


def times_of(db: Db, series: WorkSeries) -> WorkingTime:
    return of_users(db, [series.owner])[series.owner]


def name_on(series: WorkSeries, day: date) -> str:
    revision = f"|{series.revision}" if series.revision else ""
    return f"{WORKS.id}/{uuid.uuid5(_NAMES, f'{series.name}{revision}|{day}')}"


def fitting(db: Db, series: WorkSeries, users: Iterable[str]) -> Callable[[Work], Work]:
    """For works that these do or take part in."""
    people = find_people(db, sorted({*users} - {""}))
    zones = zone_names(db, people.values(), series.when.time_zone)
    return lambda work: _fitted(work, series, people, zones)


def _fitted(
    work: Work, series: WorkSeries, people: Mapping[str, Person], zones: Mapping[str, str]
) -> Work:
    """Stamped and due where its executor is; of who left meanwhile it waits for somebody else."""
    here = [each for each in work.participants if each in people and people[each].active]
    owner = people.get(work.owner)
    there = zones.get(work.owner, series.when.time_zone)
    tidy = replace(work, participants=tuple(here)).tidy(there, there)
    if tidy.due_time != work.due_time or work.first_due_time is None:
        tidy = tidy.watched()
    if owner is not None and owner.active:
        return owned_by(tidy, owner)
    return unowned(replace(tidy, owner=""), series.org_path, work.creator)
