"""Where statements, their documents on the way and payments are kept, and how they are found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import IndexModel

from services.deals.payments.matching import Decision
from services.deals.payments.payment import Payment, State
from services.deals.payments.statement import State as StatementState
from services.deals.payments.statement import Statement
from services.kit import paging
from services.kit.errors import NotFound
from services.kit.mongo import Collection, Db
from services.kit.paging import NEWEST_FIRST, Order, Page

Document = dict[str, Any]
_DECISIONS = tuple(each.value for each in Decision)
_STATES = tuple(each.value for each in State)


def _statement_keys(statement: Statement) -> Document:
    # Who failed may be tried again.
    return {} if statement.state is StatementState.FAILED else {"known": statement.digest}


def _payment_keys(payment: Payment) -> Document:
    day = payment.pay_date.isoformat() if payment.pay_date else ""
    statement = payment.statement.partition("/")[2]
    keys: Document = {"place": f"{day}|{statement}|{payment.index:06}"}
    if payment.dedup_key and payment.decision is not Decision.DUPLICATE:
        keys["once"] = payment.dedup_key
    return keys


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A document of a statement that waits to be decided; `run`: of which reading of the file."""

    name: str
    statement: str
    run: str
    index: int


STATEMENTS: Collection[Statement] = Collection(
    "statements",
    Statement,
    indexes=[
        IndexModel([("create_time", -1), ("_id", -1)], name="create_time"),
        IndexModel(
            [("known", 1)],
            name="known",
            unique=True,
            partialFilterExpression={"known": {"$exists": True}},
        ),
    ],
    derived=_statement_keys,
)
ROWS: Collection[StatementRow] = Collection(
    "statementRows",
    StatementRow,
    indexes=[IndexModel([("statement", 1), ("run", 1), ("index", 1)], name="index")],
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
ALL = (STATEMENTS, ROWS, PAYMENTS)


# --- statements --------------------------------------------------------------------------------


def known_statement(db: Db, digest: str) -> Statement | None:
    found = STATEMENTS.select(db, {"known": digest}, 1, "tenant_1_known")
    return found[0] if found else None


def page_of_statements(db: Db, request: paging.Request) -> Page[Statement]:
    return STATEMENTS.page(db, {}, request, NEWEST_FIRST)


def insert_rows(db: Db, documents: Sequence[Document]) -> None:
    ROWS.raw(db).insert_many(documents, ordered=False)


def rows_after(db: Db, statement: str, run: str, index: int, limit: int) -> list[Document]:
    """The next ones in the file's order."""
    return ROWS.raw(db).find(
        {"statement": statement, "run": run, "index": {"$gt": index}},
        sort=[("index", 1)],
        limit=limit,
        hint="tenant_1_index",
    )


def forget_rows(db: Db, statement: str) -> None:
    ROWS.raw(db).delete_many({"statement": statement})


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
    if statement:
        return PAYMENTS.page(db, {**where, "statement": statement}, request, Order("index"))
    if counterparty:
        where["counterparty"] = counterparty
    return PAYMENTS.page(db, where, request, Order("place", descending=True))


def imported(db: Db, keys: Iterable[str]) -> dict[str, str]:
    """Of these keys, by which payment each is known."""
    found = PAYMENTS.raw(db).find({"once": {"$in": list(keys)}}, {"once": 1}, hint="tenant_1_once")
    return {each["once"]: each["_id"] for each in found}
