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
from services.kit.copying import replace
from services.kit.mongo import Db
from services.kit.parties import store as parties
from services.kit.parties.party import Party
from services.kit.people import find_people

_NAMES = uuid.UUID("b9c5a7d2-51f4-4f0b-8b59-5d8d3c8e0a42")


def keep(db: Db, caller: Caller, event: deals.WorksPlanned) -> None:
    """In whatever order, however often it comes; who is not known here leaves it to somebody."""
    known = find_people(db, [event.executor]) if event.executor else {}
    executor = known[event.executor].name if event.executor in known else ""
    about = _about(db, event)
    for promised in event.works:
        name = f"{WORKS.id}/{uuid.uuid5(_NAMES, f'{db.tenant}|{promised.plan}')}"
        if WORKS.find(db, name) is None:
            values: dict[str, Any] = {
                "action": _action(db, caller, promised.key),
                "display_name": promised.display_name,
                "owner": executor,
                **about,
                "when": on_day(_day(promised, caller)),
                "plan": promised.plan,
            }
            plan(db, caller, name, values, None)


def _about(db: Db, event: deals.WorksPlanned) -> dict[str, str]:
    """The deal and its client, which are followed from now on. What is told of them here says not
    who may see them: whoever wants to know asks their service."""
    deal = Party(
        name=event.deal,
        display_name=event.deal_display_name,
        counterparty=event.counterparty,
        hidden=("owner",),
        version=1,
    )
    client = replace(
        deal,
        name=event.counterparty,
        display_name=event.counterparty_display_name,
        counterparty="",
    )
    for each in (deal, client):
        if each.name:
            parties.keep(db, each, expected=True)
    return {
        "subject": deal.name,
        "subject_display_name": deal.display_name,
        "counterparty": client.name,
        "counterparty_display_name": client.display_name,
    }


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
