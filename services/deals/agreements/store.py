"""Where agreements are kept and found; what clients owe."""

from typing import Any

from pymongo import IndexModel

from services.deals.agreements.agreement import Agreement
from services.deals.invoices.store import INVOICES
from services.kit import bound, lists, paging
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db
from services.kit.paging import Page
from services.kit.plans import Plan
from services.kit.words import bounded, word_keys, words

Document = dict[str, Any]


def _keys(agreement: Agreement) -> Document:
    shown = f"{agreement.display_name} {agreement.counterparty_display_name} {agreement.number}"
    text = list(dict.fromkeys(words(shown)))
    return {"text": " ".join(text), "search": bounded(word_keys(text))}


AGREEMENTS: Collection[Agreement] = Collection(
    "agreements",
    Agreement,
    indexes=[
        IndexModel([("visible_to", 1), ("create_time", -1), ("_id", -1)], name="visible"),
        IndexModel(
            [("owner", 1), ("state", 1), ("create_time", 1), ("_id", 1)],
            name="owner_by_create_time",
        ),
        IndexModel(
            [("counterparty", 1), ("create_time", -1), ("_id", -1)],
            name="counterparty",
            partialFilterExpression={"counterparty": {"$gt": ""}},
        ),
        IndexModel([("search", 1)], name="search"),
    ],
    derived=_keys,
)
ALL: tuple[Collection[Any], ...] = (AGREEMENTS,)


def page(db: Db, plan: Plan, request: paging.Request) -> Page[Agreement]:
    found = lists.page(db, AGREEMENTS, plan, request, {})
    items = [from_document(Agreement, bound.read(bytes(each.raw))) for each in found.items]
    return Page(items, found.next_page_token)


def owed(db: Db, counterparty: str, currency: str, but: str) -> int:
    """What a client has not paid of invoices, in minor units; `but` those for one deal."""
    where = {
        "counterparty": counterparty,
        "open": True,
        "deal": {"$ne": but},
        "total.currency": currency,
    }
    total: Document = {"_id": None, "left": {"$sum": "$left"}}
    found = INVOICES.raw(db).aggregate(
        [{"$match": where}, {"$group": total}], hint="tenant_1_counterparty"
    )
    return int(found[0]["left"]) if found else 0
