"""Where deals and their moves are kept, and how they are found.

Nobody else writes deals: each writer here also writes what the change adds to the totals.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from bson.raw_bson import RawBSONDocument
from pymongo import IndexModel

from services.deals import amounts
from services.deals.deal import Deal, NextWork, State
from services.deals.listing import BEGINNING, SORTS
from services.deals.move import DealMove
from services.deals.totals import store as totals
from services.deals.totals.total import Total, guests_of, rows
from services.kit import lists, paging, saving
from services.kit.copying import replace
from services.kit.mapping import to_document
from services.kit.money import Money
from services.kit.mongo import Collection, Db
from services.kit.paging import Page
from services.kit.plans import Plan
from services.kit.words import bounded, word_keys, words

Document = dict[str, Any]
# Dates sort as texts; deals without one come last.
NO_DATE = "9999"
# Whole fields only: what a row of a list shows.
_LIST_FIELDS: Document = dict.fromkeys(
    (
        *("display_name", "counterparty", "counterparty_display_name", "counterparty_inn"),
        *("decision_maker", "decision_maker_display_name", "funnel", "funnel_version", "stage"),
        *("state", "rank", "amount", "expected_close_date", "own_probability", "probability"),
        *("weighted_amount", "owner", "owner_display_name", "org_path", "source", "campaign"),
        *("next_step", "contract_number", "contract_date", "shipment_date", "lead"),
        *("loss_reason", "close_time", "stage_change_time", "stuck_time", "next_work"),
        "next_due_date",
        *("invoiced", "paid", "delete_time", "creator", "create_time", "update_time", "version"),
        *("close_date_key", "amount_key"),
    ),
    1,
)
_CARD_FIELDS: Document = dict.fromkeys(
    (
        *("display_name", "counterparty", "counterparty_display_name", "amount", "stage", "rank"),
        *("expected_close_date", "probability", "owner", "owner_display_name", "paid"),
        *("stage_change_time", "stuck_time", "next_work", "next_due_date", "version"),
    ),
    1,
)
# What it is linked to, and what is copied of that.
LINKS = ("counterparty", "decision_maker")
_OF_PARTIES = (
    *("counterparty_display_name", "counterparty_inn", "counterparty_segments"),
    *("decision_maker_display_name", "text", "search"),
)
_WEIGHTED = {"$toLong": {"$multiply": [{"$ifNull": ["$weighted_amount.amount", 0]}, 100]}}
_FIGURES: Document = {
    "count": {"$sum": 1},
    "amount": {"$sum": "$amount_key"},
    "weighted": {"$sum": _WEIGHTED},
}
# Keys that exist for indexes only; nobody reads them.
_DERIVED = ("search", "text", "place", "close_date_key", "amount_key", "meetings")
_WITHOUT_DERIVED: Document = dict.fromkeys(_DERIVED, 0)


def _keys(deal: Deal) -> Document:
    day = deal.expected_close_date
    names = f"{deal.display_name} {deal.counterparty_display_name} {deal.counterparty_inn}"
    text = list(dict.fromkeys(words(f"{names} {deal.contract_number}")))
    return {
        "place": deal.place,
        "close_date_key": day.isoformat() if day else NO_DATE,
        "amount_key": amounts.minor(deal.amount),
        "text": " ".join(text),
        "search": bounded(word_keys(text)),
    }


DEALS: Collection[Deal] = Collection(
    "deals",
    Deal,
    indexes=[
        # Funnel and stage stand behind, to be compared without the deals being read.
        *(
            IndexModel(
                [(field, 1) for field in ("visible_to", "state", key, "_id", "funnel", "stage")],
                name=f"visible_by_{key.removesuffix('_key')}",
            )
            for key in SORTS.values()
            if key != "rank"
        ),
        IndexModel(
            [("visible_to", 1), ("place", 1), ("rank", 1), ("_id", 1)], name="visible_by_rank"
        ),
        IndexModel([("place", 1), ("rank", 1), ("_id", 1)], name="place"),
        IndexModel(
            [("owner", 1), ("state", 1), ("create_time", 1), ("_id", 1)],
            name="owner_by_create_time",
        ),
        IndexModel(
            [("counterparty", 1), ("create_time", 1), ("_id", 1)],
            name="counterparty",
            partialFilterExpression={"counterparty": {"$gt": ""}},
        ),
        IndexModel(
            [("decision_maker", 1), ("_id", 1)],
            name="decision_maker",
            partialFilterExpression={"decision_maker": {"$gt": ""}},
        ),
        IndexModel([("search", 1)], name="search"),
        IndexModel(
            [(field, 1) for field in ("visible_to", "state", "close_time", "funnel")],
            name="closed",
            partialFilterExpression={"close_time": {"$gt": BEGINNING}},
        ),
    ],
    derived=_keys,
)
MOVES: Collection[DealMove] = Collection(
    "dealMoves",
    DealMove,
    indexes=[IndexModel([("deal", 1), ("create_time", -1), ("_id", -1)], name="deal")],
)
ALL = (DEALS, MOVES, totals.TOTALS)


# --- one deal --------------------------------------------------------------------------------


def card(db: Db, name: str) -> Document | None:
    return DEALS.raw(db).find_one({"_id": name}, _WITHOUT_DERIVED)


def insert(db: Db, deal: Deal) -> Deal:
    totals.add(db, rows(None, deal))
    return DEALS.insert(db, deal)


def save(db: Db, before: Deal, after: Deal) -> Deal:
    """Inside the transaction that read `before`."""
    saved = DEALS.replace(db, after)
    totals.add(db, rows(before, saved))
    return saved


def save_many(db: Db, pairs: Sequence[tuple[Deal, Deal]]) -> list[Deal]:
    """The same of many, (before, after)."""
    saved = saving.replace_many(db, DEALS, pairs)
    told = zip(pairs, saved, strict=True)
    totals.add(db, (row for (before, _), after in told for row in rows(before, after)))
    return saved


@dataclass(frozen=True, slots=True)
class _Billed:
    invoiced: Money | None
    paid: Money | None


def renew_money(db: Db, changed: Sequence[tuple[Deal, Deal]]) -> None:
    """What is billed of deals and paid, in pairs (before, after): no change of their own."""
    news = [
        (before, after)
        for before, after in changed
        if (before.invoiced, before.paid) != (after.invoiced, after.paid)
    ]
    totals.add(db, (row for before, after in news for row in rows(before, after)))
    DEALS.raw(db).bulk_update(
        ({"_id": after.name}, {"$set": to_document(_Billed(after.invoiced, after.paid))})
        for _, after in news
    )


def refresh_copies(db: Db, pairs: Sequence[tuple[Deal, Deal]]) -> None:
    """Who deals are linked to is called otherwise: that is no change of theirs either."""
    totals.add(db, (row for before, after in pairs for row in rows(before, after)))
    documents = [(before, DEALS.document(db, after)) for before, after in pairs]
    DEALS.raw(db).bulk_update(
        (
            {"_id": before.name, **{field: getattr(before, field) for field in LINKS}},
            {"$set": {key: each[key] for key in _OF_PARTIES}},
        )
        for before, each in documents
    )


def set_next_work(db: Db, deal: Deal, work: NextWork | None) -> None:
    """Others tell of works: cards show them, but the deal itself has not changed. Two that tell at
    once conflict, or each would overlook what the other one tells."""
    after = replace(deal, next_work=work)
    stored = DEALS.document(db, after)["next_work"]
    told = {"$set": {"next_work": stored}, "$inc": {"meetings": 1}}
    DEALS.raw(db).update_one({"_id": deal.name}, told)
    if after != deal:
        totals.add(db, rows(deal, after))


def set_next_due(db: Db, deal: Deal, day: date | None) -> None:
    """The same of what is promised and ordered. Of two who change that at once each would see
    nothing of the other's: so they meet here, and the second one looks again."""
    stored = day.isoformat() if day else None
    news = {"$set": {"next_due_date": stored}, "$inc": {"meetings": 1}}
    DEALS.raw(db).update_one({"_id": deal.name}, news)
    if day != deal.next_due_date:
        totals.add(db, rows(deal, replace(deal, next_due_date=day)))


# --- totals ---------------------------------------------------------------------------------------


def cells(db: Db) -> list[Total]:
    """What the ledger of totals must come to."""
    by = {key: f"${key}" for key in ("funnel", "state", "stage", "owner", "participants")}
    pipeline = [
        {"$match": {"state": {"$ne": State.DELETED.value}}},
        {"$group": {"_id": {**by, "currency": "$amount.currency"}, **_FIGURES}},
    ]
    found = DEALS.raw(db).aggregate(pipeline, hint="tenant_1_owner_by_create_time")
    return [_total(each.pop("_id"), each) for each in found]


def _total(key: Document, figures: Document) -> Total:
    guests, currency = guests_of(key.pop("participants")), key.pop("currency", None) or ""
    return Total(**key, guests=guests, currency=currency, **figures)


# --- the order within a stage ------------------------------------------------------------------


class Ranked(NamedTuple):
    name: str
    rank: str


def behind(db: Db, deal: Deal, limit: int) -> list[Ranked]:
    """Those that come after this one in its place, whoever sees them."""
    beyond = {"place": deal.place, "rank": {"$gt": deal.rank}}
    found = DEALS.raw(db).find(
        beyond, {"rank": 1}, sort=[("rank", 1), ("_id", 1)], limit=limit, hint="tenant_1_place"
    )
    return [Ranked(each["_id"], each["rank"]) for each in found]


def rank_anew(db: Db, ranks: Iterable[tuple[Ranked, str]]) -> None:
    """Inside the transaction that puts another deal among them: its rows tell of the column."""
    DEALS.raw(db).bulk_update(({"_id": each.name}, {"$set": {"rank": new}}) for each, new in ranks)


# --- moves ---------------------------------------------------------------------------------------


def moves_page(db: Db, deal: str, request: paging.Request) -> Page[DealMove]:
    return MOVES.page(db, {"deal": deal}, request)


# --- lists ---------------------------------------------------------------------------------------


def page(db: Db, plan: Plan, request: paging.Request) -> Page[RawBSONDocument]:
    return lists.page(db, DEALS, plan, request, _LIST_FIELDS)


def cards(db: Db, plan: Plan, request: paging.Request) -> Page[RawBSONDocument]:
    return lists.page(db, DEALS, plan, request, _CARD_FIELDS)


def sums(db: Db, plan: Plan) -> list[tuple[str, int, int]]:
    """(currency, how many, how much in minor units) of all that a list would show."""
    found = _added_up(db, plan, {"currency": "$amount.currency"})
    return [(each["currency"], each["count"], each["amount"]) for each in found]


def sums_by_stage(db: Db, plan: Plan) -> list[Document]:
    """The same by stage, weighted as well."""
    return _added_up(db, plan, {"stage": "$stage", "currency": "$amount.currency"})


def sums_by_owner(db: Db, plan: Plan) -> list[Document]:
    """By state, stage and owner."""
    by = {key: f"${key}" for key in ("state", "stage", "owner")}
    return _added_up(db, plan, {**by, "currency": "$amount.currency"})


def sums_by_month(db: Db, plan: Plan, closed_in: str = "") -> list[Document]:
    """By the month when they are expected; with a time zone, by that in which they were closed."""
    month: Document = {"$substrBytes": ["$close_date_key", 0, 7]}
    if closed_in:
        told = {"date": "$close_time", "format": "%Y-%m", "timezone": closed_in}
        month = {"$dateToString": told}
    return _added_up(db, plan, {"month": month, "currency": "$amount.currency"})


def _added_up(db: Db, plan: Plan, by: Document) -> list[Document]:
    # In no order: of all that words find nothing else is read.
    plan = plan.rare or plan
    group = {"_id": by, **_FIGURES}
    pipeline = [{"$match": plan.filter}, {"$group": group}, {"$sort": {"_id": 1}}]
    found = DEALS.raw(db).aggregate(pipeline, hint=plan.hint)
    keys = ((each, each["_id"]) for each in found)
    return [{**each, **key, "currency": key.get("currency") or ""} for each, key in keys]
