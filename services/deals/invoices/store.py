"""Where invoices and our own firms are kept, and how they are found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError

from services.deals.invoices.invoice import Invoice, InvoiceAccounting, InvoicePayment, State
from services.deals.invoices.number import number_key
from services.deals.invoices.seller import Seller
from services.deals.invoices.stating import STATED
from services.kit import bound, clock, lists, paging
from services.kit.copying import replace
from services.kit.errors import Stale
from services.kit.mapping import from_document, to_document
from services.kit.money import Money
from services.kit.mongo import Collection, Db
from services.kit.paging import NEWEST_FIRST, Order, Page
from services.kit.plans import Plan

Document = dict[str, Any]
MOST_WORDS, MOST_KEYS = 6, 30
_WORD = re.compile(r"[^\W_]+")
_LAST = "\U0010ffff"
_STATES = tuple(state.value for state in State)


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(_WORD.findall(text.lower().replace("ё", "е"))))


def _keys(invoice: Invoice) -> Document:
    words = _words(f"{invoice.buyer_display_name} {invoice.buyer_inn} {invoice.number}")
    return {
        "number_key": invoice.key,
        "open": bool(invoice.left),
        "left": invoice.left,
        "search": [*words, invoice.key.lower()][:MOST_KEYS],
    }


INVOICES: Collection[Invoice] = Collection(
    "invoices",
    Invoice,
    indexes=[
        IndexModel(
            [("visible_to", 1), ("state", 1), ("create_time", -1), ("_id", -1)], name="visible"
        ),
        IndexModel(
            [("owner", 1), ("state", 1), ("create_time", 1), ("_id", 1)],
            name="owner_by_create_time",
        ),
        IndexModel(
            [("deal", 1), ("create_time", -1), ("_id", -1)],
            name="deal",
            partialFilterExpression={"deal": {"$gt": ""}},
        ),
        IndexModel(
            [("counterparty", 1), ("create_time", -1), ("_id", -1)],
            name="counterparty",
            partialFilterExpression={"counterparty": {"$gt": ""}},
        ),
        # What payments are matched with.
        IndexModel([("buyer_inn", 1), ("open", 1)], name="buyer_inn"),
        IndexModel([("search", 1)], name="search"),
        IndexModel(
            [("seller", 1), ("number_key", 1), ("issue_date", 1)], name="number", unique=True
        ),
        IndexModel(
            [("seller", 1), ("issue_date", 1), ("_id", 1)],
            name="unsent",
            partialFilterExpression={"unsent": True},
        ),
    ],
    derived=_keys,
)
SELLERS: Collection[Seller] = Collection(
    "sellers",
    Seller,
    indexes=[
        IndexModel([("create_time", 1), ("_id", 1)], name="create_time"),
        IndexModel(
            [("taken", 1)],
            name="taken",
            unique=True,
            partialFilterExpression={"taken": {"$exists": True}},
        ),
    ],
    # An account belongs to one of them.
    derived=lambda seller: {"taken": list(seller.accounts)} if seller.accounts else {},
)
ALL = (INVOICES, SELLERS)
# Of numbers; its documents are counters.
_NUMBERS = "invoiceNumbers"
_TRIES = 5


# --- sellers ---------------------------------------------------------------------------------


def sellers(db: Db) -> list[Seller]:
    """All: a tenant has few."""
    return SELLERS.select(db, {}, limit=200)


def meet_at_sellers(db: Db) -> None:
    """Two that make or change some conflict: one of them is the default one, and no other."""
    db.bound(_NUMBERS).update_one({"_id": f"sellers/{db.tenant}"}, {"$inc": {"n": 1}}, upsert=True)


def page_of_sellers(db: Db, request: paging.Request) -> Page[Seller]:
    return SELLERS.page(db, {}, request, Order("create_time"))


def next_number(db: Db, seller: str, year: int) -> int:
    """Outside of transactions: nobody waits for anybody's end."""
    counter = {"_id": f"{_NUMBERS}/{db.tenant}/{seller}/{year}"}
    for _ in range(_TRIES):
        try:
            found = db.bound(_NUMBERS).find_one_and_update(counter, {"$inc": {"n": 1}}, upsert=True)
        except DuplicateKeyError:
            continue  # somebody else took the first one right now
        return found["n"] if found else 1
    raise Stale("The next number is being taken by others")


def is_number_taken(db: Db, seller: str, number: str, year: int) -> bool:
    """In this year: whoever reads a number without its date takes them for one."""
    days = {"$gte": date(year, 1, 1).isoformat(), "$lte": date(year, 12, 31).isoformat()}
    query = {"seller": seller, "number_key": number_key(number), "issue_date": days}
    return bool(INVOICES.raw(db).count(query, 1, hint="tenant_1_number"))


# --- lists -----------------------------------------------------------------------------------


def page(
    db: Db, where: Document, states: Sequence[str], query: str, request: paging.Request
) -> Page[Invoice]:
    """Newest first; what words find in the order of the index that finds it."""
    wanted = {**where, "state": {"$in": list(states or _STATES)}, **found_by(query)}
    index = index_of(wanted)
    order = NEWEST_FIRST if index != "search" else None
    found = lists.page(db, INVOICES, Plan(wanted, index, order), request, {})
    items = [from_document(Invoice, bound.read(bytes(each.raw))) for each in found.items]
    return Page(items, found.next_page_token)


def index_of(where: Document) -> str:
    """All queries start with the tenant, as all indexes do: so it is named, not left to chance."""
    if "search" in where:
        return "search"
    return next((key for key in ("deal", "counterparty") if key in where), "visible")


def found_by(query: str) -> Document:
    """All words of the query begin one of the invoice's; the longest is looked up."""
    words = sorted(_words(query[:200])[:MOST_WORDS], key=len, reverse=True)
    if not words:
        return {}
    first, *others = [{"search": {"$elemMatch": {"$gte": w, "$lt": w + _LAST}}} for w in words]
    return {**first, **({"$and": others} if others else {})}


def many(db: Db, names: Iterable[str]) -> dict[str, Invoice]:
    found = INVOICES.select(db, {"_id": {"$in": sorted(set(names))}})
    return {each.name: each for each in found}


def of_deals(db: Db, deals: Iterable[str]) -> list[Document]:
    """What their invoices say of these deals."""
    return INVOICES.raw(db).find(
        {"deal": {"$in": sorted(set(deals))}, "state": {"$ne": State.CANCELLED.value}},
        dict.fromkeys(("deal", "total", "paid", *STATED), 1),
        hint="tenant_1_deal",
    )


# --- what the exchange with accounting looks at ------------------------------------------------


def unsent(db: Db, sellers: Iterable[str], since: date, limit: int) -> list[Invoice]:
    """Invoices of these firms, of this day and later, that have changed since."""
    return INVOICES.select(db, _unsent(sellers, since), limit, "tenant_1_unsent")


def is_any_unsent(db: Db, sellers: Iterable[str], since: date) -> bool:
    return bool(INVOICES.raw(db).count(_unsent(sellers, since), 1, hint="tenant_1_unsent"))


def _unsent(sellers: Iterable[str], since: date) -> Document:
    where = {"$in": sorted(set(sellers))}
    return {"seller": where, "issue_date": {"$gte": since.isoformat()}, "unsent": True}


def note_looked_at(db: Db, names: Iterable[str]) -> None:
    """Neither a version nor an event is due: it says what it said."""
    INVOICES.raw(db).update_many({"_id": {"$in": sorted(set(names))}}, {"$set": {"unsent": False}})


def note_accounting(db: Db, name: str, shown: InvoiceAccounting) -> None:
    """Likewise."""
    INVOICES.raw(db).update_one({"_id": name}, {"$set": {"accounting": to_document(shown)}})


# --- what payments are matched with ------------------------------------------------------------

_BILL: Document = dict.fromkeys(
    (
        *("number", "number_key", "issue_date", "buyer_inn", "left", "seller", "total.currency"),
        "counterparty",
    ),
    1,
)


def numbered(db: Db, sellers: Iterable[str], keys: Iterable[str]) -> list[Document]:
    """All of these numbers of these firms, whoever the buyers are."""
    return INVOICES.raw(db).find(with_numbers(sellers, keys), _BILL, hint="tenant_1_number")


def with_numbers(sellers: Iterable[str], keys: Iterable[str]) -> Document:
    firms, numbers = ({"$in": sorted(set(each))} for each in (sellers, keys))
    return {"seller": firms, "number_key": numbers}


def open_of(db: Db, inns: Iterable[str]) -> list[Document]:
    """What these buyers have not paid yet."""
    query = {"buyer_inn": {"$in": sorted(set(inns))}, "open": True}
    return INVOICES.raw(db).find(query, _BILL, hint="tenant_1_buyer_inn")


def buyers(db: Db, inns: Iterable[str]) -> dict[str, str]:
    """Of these INNs, those that some invoice has; with the client it is for, if it says."""
    wanted = sorted(set(inns))
    if not wanted:
        return {}
    found = INVOICES.raw(db).aggregate(
        [
            {"$match": {"buyer_inn": {"$in": wanted}}},
            {"$group": {"_id": "$buyer_inn", "client": {"$max": "$counterparty"}}},
        ],
        hint="tenant_1_buyer_inn",
    )
    return {each["_id"]: each["client"] or "" for each in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paid:
    """What payments change of an invoice."""

    payments: tuple[InvoicePayment, ...]
    received: int
    paid: Money | None
    balance: Money | None
    state: State
    paid_time: datetime | None


_PAID = tuple(field.name for field in fields(_Paid))


def documents(db: Db, names: Iterable[str]) -> dict[str, Document]:
    found = INVOICES.raw(db).find({"_id": {"$in": sorted(set(names))}})
    return {each["_id"]: each for each in found}


def save_paid(
    db: Db, changed: Sequence[tuple[Document, Invoice]]
) -> list[tuple[Document, Invoice]]:
    """Saves in one round trip what payments made of documents; what they are now. Stale if somebody
    saved one since."""
    now = clock.now()
    saved: list[tuple[Document, Invoice]] = []
    updates: list[tuple[Document, Document]] = []
    for document, paid in changed:
        after = replace(paid, version=paid.version + 1, update_time=now)
        news = {
            **to_document(_Paid(**{field: getattr(after, field) for field in _PAID})),
            "open": bool(after.left),
            "left": after.left,
            "version": after.version,
            "update_time": now,
        }
        mine = {"_id": after.name, "version": paid.version}
        updates.append((mine, {"$set": news}))
        saved.append(({**document, **news}, after))
    _require_all(INVOICES.raw(db).bulk_update(updates), len(updates))
    return saved


def save_relinked(
    db: Db, changed: Sequence[tuple[Invoice, Invoice]]
) -> list[tuple[Invoice, Invoice]]:
    """The same of those that are another client's now."""
    now = clock.now()
    saved = [
        (before, replace(after, version=before.version + 1, update_time=now))
        for before, after in changed
    ]
    matched = INVOICES.raw(db).bulk_update(
        (
            {"_id": before.name, "version": before.version},
            {
                "$set": {
                    "counterparty": after.counterparty,
                    "version": after.version,
                    "update_time": now,
                }
            },
        )
        for before, after in saved
    )
    _require_all(matched, len(saved))
    return saved


def _require_all(matched: int, wanted: int) -> None:
    if matched != wanted:
        raise Stale("An invoice was changed by someone else")
