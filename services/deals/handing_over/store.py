"""How much of sales somebody would leave, as far as the caller sees it."""

from dataclasses import dataclass

from services.deals import access
from services.deals.agreements import agreement
from services.deals.agreements.keeping import READ as READ_AGREEMENTS
from services.deals.deal import State as DealState
from services.deals.handing_over.estates import ESTATES
from services.deals.invoices import invoice
from services.deals.invoices.keeping import READ as READ_INVOICES
from services.deals.leads import access as leads_access
from services.deals.leads.lead import State as LeadState
from services.kit.caller import Caller
from services.kit.mongo import Db

# By collection: the right to see one, and the states in which somebody has to go on with it.
_OPEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "deals": (access.READ, (DealState.OPEN,)),
    "leads": (leads_access.READ, (LeadState.OPEN,)),
    "invoices": (READ_INVOICES, (invoice.State.OPEN, invoice.State.PARTLY_PAID)),
    "agreements": (
        READ_AGREEMENTS,
        (agreement.State.DRAFT, agreement.State.SUBMITTED, agreement.State.APPROVED),
    ),
}


@dataclass(frozen=True, slots=True)
class Left:
    """Of one kind."""

    open: int
    closed: int
    participating: int


def left_by(db: Db, caller: Caller, user: str) -> dict[str, Left]:
    """By collection."""
    found: dict[str, Left] = {}
    for estate in ESTATES:
        permission, states = _OPEN[estate.collection.id]
        raw, seen = estate.collection.raw(db), caller.visible(permission)
        his = {"owner": user, **seen}
        taking_part = {"$and": [{"visible_to": user}, seen], "owner": {"$ne": user}}
        found[estate.collection.id] = Left(
            open=raw.count({**his, "state": {"$in": list(states)}}, hint=estate.owner_hint),
            closed=raw.count({**his, "state": {"$nin": list(states)}}, hint=estate.owner_hint),
            participating=raw.count(taking_part, hint=estate.visible_hint),
        )
    return found
