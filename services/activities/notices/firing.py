"""Reminds, each reminder once: what it makes and that it has fired are kept together."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.activities.notices.facts import facts_of
from services.activities.notices.notice import KEPT, Notice, State, name_for
from services.activities.notices.raising import raise_many, told
from services.activities.notices.store import NOTICES
from services.activities.preferences.preference import NoticeKind
from services.activities.reminders import store as reminders
from services.activities.reminders.row import ReminderRow
from services.activities.reminders.store import REMINDERS
from services.activities.store import WORKS
from services.activities.substitutes import store as substitutes
from services.activities.work import State as WorkState
from services.activities.work import Work
from services.kit import clock
from services.kit.caller import system
from services.kit.copying import replace
from services.kit.due import do_due
from services.kit.mongo import Db, transactional

SLICE = 100


def fire_due(db: Db) -> None:
    """Of all tenants. What was due while nothing ran is due now."""
    now = clock.now()
    do_due(db, REMINDERS, "fire_time", now, lambda of, names: fire(of, names, now))


def fire(db: Db, names: Sequence[str], now: datetime) -> None:
    for at in range(0, len(names), SLICE):
        _fire(db, names[at : at + SLICE], now)


@transactional
def _fire(db: Db, names: Sequence[str], now: datetime) -> None:
    rows = reminders.fire(db, names, now)
    works = {
        each.name: each
        for each in WORKS.select(db, {"_id": {"$in": [row.work for row in rows if row.work]}})
        if each.state is WorkState.OPEN
    }
    caller = system(db.tenant)
    drafts = {draft.name: draft for draft in _reminding(db, rows, works, now)}
    raise_many(db, caller, [*drafts.values()])
    again = [each.notice for each in rows if each.notice]
    snoozed = NOTICES.select(db, {"_id": {"$in": again}}) if again else []
    shown = [
        NOTICES.replace(db, replace(each.again(now), expire_time=now + KEPT))
        for each in snoozed
        if each.state is State.SNOOZED
    ]
    told(db, caller, shown)


def _reminding(
    db: Db, rows: Sequence[ReminderRow], works: Mapping[str, Work], now: datetime
) -> list[Notice]:
    """Who is away is reminded with who stands in for him."""
    instead = substitutes.of(db, sorted({row.user for row in rows}), now)
    drafts: list[Notice] = []
    for row in rows:
        work = works.get(row.work)
        if work is not None:
            drafts.append(_notice(row, work, row.user, ""))
            if row.user in instead:
                drafts.append(_notice(row, work, instead[row.user], work.owner_display_name))
    return drafts


def _notice(row: ReminderRow, work: Work, user: str, instead_of: str) -> Notice:
    return Notice(
        name=name_for(row.name, user),
        user=user,
        kind=NoticeKind.REMINDER,
        record=work.name,
        display_name=work.display_name,
        facts=facts_of(work) | ({"instead_of": instead_of} if instead_of else {}),
    )
