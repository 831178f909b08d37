"""Boards as somebody sees them: their columns, with the sums of what he may see."""

from datetime import datetime
from typing import NamedTuple

from services.deals import store
from services.deals.access import READ
from services.deals.boards.board import Sums, by_column, stages_of
from services.deals.deal import State
from services.deals.funnels import keeping as funnels
from services.deals.funnels.funnel import Funnel, Stage
from services.deals.listing import Listing, plan
from services.deals.totals import store as totals
from services.deals.totals.scope import Scope, scope
from services.kit import clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.mongo import Db
from services.kit.people import PEOPLE
from services.kit.person import Person
from services.kit.plans import Plan
from services.kit.recent import Recent

_people: Recent[dict[str, Person]] = Recent()
_titles: Recent[int] = Recent()
_RANK = "rank"


class Column(NamedTuple):
    stage: Stage
    outdated: bool
    sums: Sums


def scope_of(db: Db, caller: Caller, listing: Listing) -> Scope:
    return scope(listing, caller.user, caller.keys(READ), people(db).values())


def people(db: Db) -> dict[str, Person]:
    """All of the tenant, as they were a moment ago."""
    return _people.get(db, lambda: {each.name: each for each in PEOPLE.select(db, {})})


def titles(db: Db) -> int:
    """Another number when people are called otherwise: the ledger does not know that."""
    called = ((each.name, each.display_name) for each in people(db).values())
    return _titles.get(db, lambda: hash(frozenset(called)))


def is_of_owners_alone(listing: Listing) -> bool:
    """Whether the ledger knows what the filter asks for."""
    return _on_board(replace(listing, owner=(), org_unit="")) == Listing()


def tokens(db: Db, funnel: Funnel) -> dict[str, int]:
    """By stage: see `totals`."""
    return totals.tokens(db, {"funnel": funnel.name, "state": State.OPEN.value}, "stage")


def columns(db: Db, caller: Caller, funnel: Funnel, listing: Listing, seen: Scope) -> list[Column]:
    where = {"funnel": funnel.name, "state": State.OPEN.value}
    if is_of_owners_alone(listing):
        rows = totals.added_up(db, where, ("stage", "currency"), seen)
    else:
        rows = store.sums_by_stage(db, plan(of_funnel(funnel, listing), *_eyes(caller)))
    sums = by_column(rows)
    present = [Column(each, False, sums.pop(each.id, Sums())) for each in stages_of(funnel)]
    return [
        *present,
        *(
            Column(funnels.stage_ever(db, funnel, stage), True, of_stage)
            for stage, of_stage in sorted(sums.items())
            if of_stage.count
        ),
    ]


def cards_plan(caller: Caller, funnel: Funnel, listing: Listing, stage: str) -> Plan:
    return plan(replace(of_funnel(funnel, listing), stage=(stage,), order_by=_RANK), *_eyes(caller))


def of_funnel(funnel: Funnel, listing: Listing) -> Listing:
    return replace(_on_board(listing), funnel=(funnel.name,), state=(State.OPEN.value,))


def _on_board(listing: Listing) -> Listing:
    """Without what a board says itself."""
    return replace(listing, funnel=(), stage=(), state=(), order_by="")


def _eyes(caller: Caller) -> tuple[str, tuple[str, ...], datetime]:
    return caller.user, caller.keys(READ), clock.now()
