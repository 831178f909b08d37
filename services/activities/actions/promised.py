"""Works that stages of deals ask for: planned as soon as a deal comes there, once."""

import uuid
from datetime import date
from typing import Any

from crm.deals.v1 import events_pb2 as deals
from services.activities.actions.works import plan
from services.activities.dictionaries.keeping import WORK_ACTIONS
from services.activities.store import WORKS
from services.activities.when import on_day, today
from services.kit import clock
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.people import find_people

_NAMES = uuid.UUID("b9c5a7d2-51f4-4f0b-8b59-5d8d3c8e0a42")


def keep(db: Db, caller: Caller, event: deals.WorksPlanned) -> None:
    """In whatever order, however often it comes; who is not known here leaves it to somebody."""
    known = find_people(db, [event.executor]) if event.executor else {}
    executor = known[event.executor].name if event.executor in known else ""
    for promised in event.works:
        name = f"{WORKS.id}/{uuid.uuid5(_NAMES, f'{db.tenant}|{promised.plan}')}"
        if WORKS.find(db, name) is None:
            values: dict[str, Any] = {
                "action": _action(db, caller, promised.key),
                "display_name": promised.display_name,
                "owner": executor,
                "subject": event.deal,
                "links": (event.counterparty,) if event.counterparty else (),
                "when": on_day(_day(promised, caller)),
                "plan": promised.plan,
            }
            plan(db, caller, name, values, None)


def _day(promised: deals.PlannedDealWork, caller: Caller) -> date:
    due = promised.due_date
    if not promised.HasField("due_date"):
        return today(clock.now(), caller.tenant_time_zone)
    return date(due.year, due.month, due.day)


def _action(db: Db, caller: Caller, key: str) -> str:
    """A funnel may name a key that is no action's: then it is the first one, under its own name."""
    actions = WORK_ACTIONS.recent(db, caller.language).values()
    named = (each.name for each in actions if each.key == key and not each.archived)
    return next(named, WORK_ACTIONS.first(db, caller.language))
