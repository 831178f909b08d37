"""Tells of works that nobody closes in time: that they are overdue, and who hears of it next."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import works_pb2 as pb
from services.activities import store, whereabouts
from services.activities.calendars import of_whom
from services.activities.discipline.climbing import Climb, climb, ladder_of
from services.activities.discipline.keeping import ESCALATION_LADDERS
from services.activities.discipline.ladder import Whom
from services.activities.discipline.recipients import Office
from services.activities.notices.facts import facts_of
from services.activities.notices.notice import Notice, name_for
from services.activities.notices.raising import raise_many
from services.activities.preferences.preference import NoticeKind
from services.activities.store import WORKS
from services.activities.substitutes import store as substitutes
from services.activities.work import READ, State, Work
from services.kit import changes, clock
from services.kit.caller import system
from services.kit.copying import replace
from services.kit.due import do_due
from services.kit.mapping import to_proto
from services.kit.mongo import Db, transactional

SLICE = 200
# To whom, as what, and whether instead of the executor.
Told = tuple[str, NoticeKind, bool]


def watch_due(db: Db) -> None:
    """Of all tenants."""
    now = clock.now()
    do_due(db, WORKS, "watch_time", now, lambda of, names: watch(of, names, now))


def watch(db: Db, names: Sequence[str], now: datetime) -> None:
    # Outside of the transactions: the dictionary may have to begin.
    ESCALATION_LADDERS.recent(db)
    for at in range(0, len(names), SLICE):
        _watch(db, names[at : at + SLICE], now)


@transactional
def _watch(db: Db, names: Sequence[str], now: datetime) -> None:
    due = {"_id": {"$in": [*names]}, "watch_time": {"$lte": now}, "state": State.OPEN.value}
    works = WORKS.select(db, due)
    climbs = _climbs(db, works, now)
    pairs = [(each, _watched(each, climbs[each.name], now)) for each in works]
    saved = store.save_many(db, pairs)
    caller = system(db.tenant)
    news = [
        changes.Change(
            event=events.WorkBecameOverdue(work=to_proto(after, pb.Work)),
            before=before,
            after=after,
            permission=READ,
            audit=False,
        )
        for (before, _), after in zip(pairs, saved, strict=True)
        if before.overdue_time is None
    ]
    changes.record_many(db, caller, news)
    raise_many(db, caller, [*_notices(_told(db, saved, climbs, now), now)])


def _climbs(db: Db, works: Sequence[Work], now: datetime) -> dict[str, Climb]:
    ladders = [*ESCALATION_LADDERS.recent(db).values()]
    executors = sorted({each.owner for each in works})
    zones, working = whereabouts.zones(db, executors), of_whom.of_users(db, executors)
    return {
        work.name: climb(
            ladder_of(work, ladders), work, working[work.owner], zones[work.owner], now
        )
        for work in works
    }


def _watched(work: Work, reached: Climb, now: datetime) -> Work:
    return replace(work, overdue_time=work.overdue_time or now, watch_time=reached.watch_time)


def _told(
    db: Db, works: Sequence[Work], climbs: Mapping[str, Climb], now: datetime
) -> dict[Told, list[Work]]:
    """Each of them once, whichever steps name him."""
    office = Office.around(db, works)
    instead = substitutes.of(db, sorted({each.owner for each in works if each.owner}), now)
    told: dict[Told, list[Work]] = {}
    for work in works:
        for each in _whom(work, climbs[work.name], office, instead):
            told.setdefault(each, []).append(work)
    return told


def _whom(work: Work, reached: Climb, office: Office, instead: Mapping[str, str]) -> Iterable[Told]:
    whom: dict[str, Told] = {}
    for step in reached.steps:
        user = office.whom(step, work)
        kind = NoticeKind.OVERDUE if step.whom is Whom.EXECUTOR else NoticeKind.ESCALATION
        if user:
            whom.setdefault(user, (user, kind, False))
        if kind is NoticeKind.OVERDUE and user in instead:
            whom.setdefault(instead[user], (instead[user], kind, True))
    return whom.values()


def _notices(told: Mapping[Told, Sequence[Work]], now: datetime) -> Iterable[Notice]:
    """Of one work, about that; of several, one that counts them."""
    for (user, kind, is_instead), works in told.items():
        first = works[0]
        facts = facts_of(first)
        if len(works) > 1:
            executors = {each.owner_display_name for each in works}
            facts = {"count": str(len(works))}
            facts |= {"executor": first.owner_display_name} if len(executors) == 1 else {}
        if is_instead:
            facts |= {"instead_of": first.owner_display_name}
        yield Notice(
            name=name_for(user, kind, str(is_instead), now.isoformat(), first.name),
            user=user,
            kind=kind,
            record=first.name if len(works) == 1 else "",
            display_name=first.display_name if len(works) == 1 else "",
            facts=facts,
        )
