"""Where agreements are kept and found; what clients owe."""

from collections.abc import Sequence
from typing import Any

from pymongo import IndexModel

from services.deals.agreements.agreement import STANDARD, Agreement, Kind
from services.deals.invoices.store import INVOICES
from services.kit import paging
from services.kit.mongo import Collection, Db
from services.kit.paging import NEWEST_FIRST, Page
from services.kit.plans import both, one_or_in
from services.kit.words import bounded, found_by, parse, word_keys, words

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


def page(
    db: Db,
    keys: Sequence[str],
    request: paging.Request,
    *,
    kind: Kind | None = None,
    states: Sequence[str] = (),
    counterparty: str = "",
    segments: Sequence[str] = (),
    query: str = "",
) -> Page[Agreement]:
    """`counterparty`: its own ones, and standard ones that fit its segments."""
    where: Document = {"visible_to": one_or_in([*keys, STANDARD])}
    if kind:
        where["kind"] = kind.value
    if states:
        where["state"] = one_or_in(states)
    if counterparty:
        of_any: list[Any] = [[], *segments]
        fitting: Document = {"kind": Kind.STANDARD.value, "segments": {"$in": of_any}}
        where["$and"] = [{"$or": [{"counterparty": counterparty}, fitting]}]
    return AGREEMENTS.page(db, both(where, found_by(parse(query))), request, NEWEST_FIRST)


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
