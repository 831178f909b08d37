"""Where loyalty programs and the ledger of bonuses are kept."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pymongo import IndexModel

from services.deals import amounts
from services.deals.loyalty.bonus import Bonus, Kind
from services.deals.loyalty.program import LoyaltyProgram
from services.kit import paging
from services.kit.mongo import Collection, Db
from services.kit.paging import NEWEST_FIRST, Order, Page

Document = dict[str, Any]


def _keys(bonus: Bonus) -> Document:
    """A payment brings bonuses once, until it is taken back; `lot`, `debt`: what is not done."""
    keys: Document = {}
    if bonus.kind is Kind.ACCRUAL and not bonus.returned:
        keys["once"] = bonus.payment
    if bonus.left:
        keys["lot"] = bonus.expire_date.isoformat() if bonus.expire_date else "9999"
    if bonus.owed:
        keys["debt"] = True
    return keys


def _partial(name: str, *keys: str, unique: bool = False) -> IndexModel:
    exists = {name: {"$exists": True}}
    fields = [(each, 1) for each in keys]
    return IndexModel(fields, name=name, unique=unique, partialFilterExpression=exists)


PROGRAMS: Collection[LoyaltyProgram] = Collection(
    "loyaltyPrograms",
    LoyaltyProgram,
    indexes=[IndexModel([("position", 1), ("_id", 1)], name="position")],
)
BONUSES: Collection[Bonus] = Collection(
    "bonuses",
    Bonus,
    indexes=[
        IndexModel([("counterparty", 1), ("create_time", -1), ("_id", -1)], name="counterparty"),
        _partial("once", "once", unique=True),
        _partial("lot", "counterparty", "lot"),
        _partial("debt", "counterparty", "debt"),
        IndexModel(
            [("lot", 1)], name="expiring", partialFilterExpression={"lot": {"$exists": True}}
        ),
        IndexModel(
            [("invoice", 1), ("_id", 1)],
            name="invoice",
            partialFilterExpression={"invoice": {"$gt": ""}},
        ),
    ],
    derived=_keys,
)
ALL: tuple[Collection[Any], ...] = (PROGRAMS, BONUSES)
# One for each client; its documents are counters.
_MEETINGS = "bonusMeetings"


def programs_page(db: Db, request: paging.Request) -> Page[LoyaltyProgram]:
    return PROGRAMS.page(db, {}, request, Order("position"))


def page(db: Db, counterparty: str, request: paging.Request) -> Page[Bonus]:
    return BONUSES.page(db, {"counterparty": counterparty}, request, NEWEST_FIRST)


def meet(db: Db, clients: Iterable[str]) -> None:
    """Who changes a client's ledger meets whoever else does: the second one looks again."""
    for client in sorted(set(clients)):
        place = {"_id": f"{_MEETINGS}/{db.tenant}/{client}"}
        db.bound(_MEETINGS).update_one(place, {"$inc": {"n": 1}}, upsert=True)


def lots(db: Db, client: str) -> list[Bonus]:
    """What is left of what he got."""
    open_ones = {"counterparty": client, "lot": {"$gt": ""}}
    return BONUSES.select(db, open_ones, hint="tenant_1_lot")


def debts(db: Db, client: str) -> list[Bonus]:
    """Reversals that could not take all; the oldest first."""
    open_ones = {"counterparty": client, "debt": True}
    found = BONUSES.select(db, open_ones, hint="tenant_1_debt")
    return sorted(found, key=lambda each: (str(each.create_time), each.name))


def accrual(db: Db, payment: str) -> Bonus | None:
    found = BONUSES.select(db, {"once": payment}, 1, "tenant_1_once")
    return found[0] if found else None


def expiring(db: Db, before: date, limit: int) -> list[str]:
    """Clients with something left that was to be spent before a day."""
    past = {"lot": {"$lt": before.isoformat()}}
    found = BONUSES.raw(db).find(past, {"counterparty": 1}, limit=limit, hint="tenant_1_expiring")
    return sorted({each["counterparty"] for each in found})


def spent_on(db: Db, invoice: str) -> int:
    """With bonuses, in kopecks."""
    mine = {"invoice": invoice, "kind": Kind.SPENDING.value, "returned": False}
    found = BONUSES.select(db, mine, hint="tenant_1_invoice")
    return sum(-amounts.minor(each.amount) for each in found)


def relink(db: Db, pairs: Sequence[tuple[Bonus, Bonus]]) -> None:
    """Another client's now."""
    BONUSES.raw(db).bulk_update(
        (
            {"_id": before.name},
            {"$set": {"counterparty": after.counterparty}, "$inc": {"version": 1}},
        )
        for before, after in pairs
    )
