"""Where statements, their documents on the way and payments are kept, and how they are found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pymongo import IndexModel

from services.deals import amounts
from services.deals.payments.matching import Decision
from services.deals.payments.payment import INCOMING, Payment, State
from services.deals.payments.statement import State as StatementState
from services.deals.payments.statement import Statement
from services.kit import bound, clock, lists, paging
from services.kit.copying import replace
from services.kit.errors import NotFound
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db
from services.kit.paging import NEWEST_FIRST, Order, Page
from services.kit.plans import Plan

Document = dict[str, Any]
_TOLD: Document = dict.fromkeys(
    (
        *("number", "pay_date", "amount", "account", "payer_inn", "purpose"),
        *("accounting_key", "decision", "state"),
    ),
    1,
)
_DECISIONS = tuple(each.value for each in Decision)
_STATES = tuple(each.value for each in State)


def _statement_keys(statement: Statement) -> Document:
    # What failed may be tried again.
    known = {} if statement.state is StatementState.FAILED else {"known": statement.digest}
    waiting = {"waiting": True} if statement.state is StatementState.MATCHING else {}
    return known | waiting


def _payment_keys(payment: Payment) -> Document:
    day = payment.pay_date.isoformat() if payment.pay_date else ""
    statement = payment.statement.partition("/")[2]
    keys: Document = {"place": f"{day}|{statement}|{payment.index:06}"}
    known_by = payment.dedup_key if payment.decision is not Decision.DUPLICATE else ""
    if payment.accounting_key:
        alike = payment.like_key if known_by else ""
        own = accounting_key(payment.accounting_key)
        keys["once"] = [each for each in (own, known_by, alike) if each]
    elif known_by:
        keys["once"] = known_by
    return keys


def accounting_key(ref_key: str) -> str:
    return f"accounting:{ref_key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPart:
    """Documents of a statement that wait to be decided together, the `n`-th such part; `run`: of
    which reading of the file. One for hundreds: as records of their own they would cost more than
    what is made of them."""

    name: str
    statement: str
    run: str
    n: int
    documents: tuple[Mapping[str, Any], ...] = ()


STATEMENTS: Collection[Statement] = Collection(
    "statements",
    Statement,
    indexes=[
        IndexModel([("create_time", -1), ("_id", -1)], name="create_time"),
        IndexModel(
            [("waiting", 1), ("create_time", 1)],
            name="waiting",
            partialFilterExpression={"waiting": {"$exists": True}},
        ),
        IndexModel(
            [("known", 1)],
            name="known",
            unique=True,
            partialFilterExpression={"known": {"$exists": True}},
        ),
    ],
    derived=_statement_keys,
)
PARTS: Collection[StatementPart] = Collection(
    "statementParts",
    StatementPart,
    indexes=[IndexModel([("statement", 1), ("run", 1), ("n", 1)], name="n")],
)
PAYMENTS: Collection[Payment] = Collection(
    "payments",
    Payment,
    indexes=[
        IndexModel([("statement", 1), ("index", 1), ("_id", 1)], name="statement"),
        IndexModel([("state", 1), ("decision", 1), ("place", -1), ("_id", -1)], name="state"),
        IndexModel(
            [("counterparty", 1), ("place", -1), ("_id", -1)],
            name="counterparty",
            partialFilterExpression={"counterparty": {"$gt": ""}},
        ),
        IndexModel(
            [("once", 1)],
            name="once",
            unique=True,
            partialFilterExpression={"once": {"$exists": True}},
        ),
    ],
    derived=_payment_keys,
)
ALL = (STATEMENTS, PARTS, PAYMENTS)


# --- statements --------------------------------------------------------------------------------


def known_statement(db: Db, digest: str) -> Statement | None:
    found = STATEMENTS.select(db, {"known": digest}, 1, "tenant_1_known")
    return found[0] if found else None


def is_first(db: Db, statement: Statement) -> bool:
    """Whether none that came before it waits to be matched."""
    moment = statement.create_time
    earlier = [
        {"create_time": {"$lt": moment}},
        {"create_time": moment, "_id": {"$lt": statement.name}},
    ]
    query = {"waiting": True, "$or": earlier}
    return not STATEMENTS.raw(db).count(query, 1, hint="tenant_1_waiting")


def page_of_statements(db: Db, request: paging.Request) -> Page[Statement]:
    return STATEMENTS.page(db, {}, request, NEWEST_FIRST)


def keep_part(db: Db, part: StatementPart) -> None:
    PARTS.insert(db, part)


def part(db: Db, statement: str, run: str, n: int) -> StatementPart | None:
    """None behind the last one."""
    query = {"statement": statement, "run": run, "n": n}
    return next(iter(PARTS.select(db, query, 1, "tenant_1_n")), None)


def forget_parts(db: Db, statement: str) -> None:
    PARTS.raw(db).delete_many({"statement": statement})


# --- payments ------------------------------------------------------------------------------------


def get(db: Db, name: str) -> Payment:
    found = PAYMENTS.find(db, name)
    if found is None:
        raise NotFound(f"No {name}", name=name)
    return found


def page(
    db: Db,
    request: paging.Request,
    *,
    statement: str = "",
    counterparty: str = "",
    states: Sequence[str] = (),
    decisions: Sequence[str] = (),
) -> Page[Payment]:
    """Newest first; those of a statement in its order."""
    where: Document = {
        "state": {"$in": list(states or _STATES)},
        "decision": {"$in": list(decisions or _DECISIONS)},
    }
    order = Order("index") if statement else Order("place", descending=True)
    for key, name in (("statement", statement), ("counterparty", counterparty)):
        if name:
            where[key] = name
    found = lists.page(db, PAYMENTS, Plan(where, index_of(where), order), request, {})
    items = [from_document(Payment, bound.read(bytes(each.raw))) for each in found.items]
    return Page(items, found.next_page_token)


def index_of(where: Document) -> str:
    """All queries start with the tenant, as all indexes do: so it is named, not left to chance."""
    return next((key for key in ("statement", "counterparty") if key in where), "state")


def insert(db: Db, payments: Sequence[Payment]) -> list[tuple[Payment, Document]]:
    """Each with its document, which its event is made of as well."""
    now = clock.now()
    stamped = [replace(each, version=1, create_time=now, update_time=now) for each in payments]
    documents = [PAYMENTS.document(db, each) for each in stamped]
    PAYMENTS.raw(db).insert_many(documents)
    return list(zip(stamped, documents, strict=True))


def imported(db: Db, keys: Iterable[str]) -> dict[str, str]:
    """Of these keys, by which payment each is known."""
    wanted = set(keys)
    query = {"once": {"$in": list(wanted)}}
    found = PAYMENTS.raw(db).find(query, {"once": 1}, hint="tenant_1_once")
    return {
        key: each["_id"]
        for each in found
        for key in ([each["once"]] if isinstance(each["once"], str) else each["once"])
        if key in wanted
    }


def incoming_of(db: Db, days: Iterable[date]) -> list[Payment]:
    """What came in from the first of these days to the last."""
    ordered = sorted(each.isoformat() for each in days)
    if not ordered:
        return []
    query = {
        "state": {"$in": list(_STATES)},
        "decision": {"$in": [each.value for each in INCOMING]},
        "place": {"$gte": f"{ordered[0]}|", "$lt": f"{ordered[-1]}}}"},
    }
    found = PAYMENTS.raw(db).find(query, _TOLD, hint="tenant_1_state")
    return [from_document(Payment, each) for each in found]


def told_by_accounting(db: Db, ref_keys: Iterable[str]) -> dict[str, Payment]:
    """By their keys there."""
    query = {"once": {"$in": [accounting_key(each) for each in ref_keys]}}
    found = PAYMENTS.select(db, query, hint="tenant_1_once")
    return {each.accounting_key: each for each in found}


def received(db: Db, clients: Sequence[str], since: date) -> dict[str, Decimal]:
    """Roubles that came from clients since a day: their turnover. Of whom nothing came, nothing."""
    if not clients:
        return {}
    where = {
        "counterparty": {"$in": sorted(set(clients))},
        "place": {"$gte": since.isoformat()},
        "state": State.DONE.value,
        "amount.currency": amounts.ROUBLES,
    }
    total: Document = {"_id": "$counterparty", "total": {"$sum": "$amount.amount"}}
    found = PAYMENTS.raw(db).aggregate(
        [{"$match": where}, {"$group": total}], hint="tenant_1_counterparty"
    )
    return {each["_id"]: each["total"].to_decimal() for each in found}
