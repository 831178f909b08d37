"""Where facts are kept."""

from collections.abc import Iterable, Sequence

from pymongo import IndexModel

from services.deals.facts.fact import PLANS, Fact, FactState, name_of
from services.kit import paging
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page

FACTS: Collection[Fact] = Collection(
    "dealFacts",
    Fact,
    indexes=[IndexModel([("subject", 1), ("time", 1), ("_id", 1)], name="subject")],
)
ALL = (FACTS,)


def page(db: Db, subject: str, request: paging.Request) -> Page[Fact]:
    told = {"subject": subject, "state": {"$ne": FactState.WITHDRAWN.value}}
    return FACTS.page(db, told, request, Order("time", descending=True))


def of(db: Db, subject: str) -> list[Fact]:
    return FACTS.select(db, {"subject": subject}, hint="tenant_1_subject")


def put(db: Db, fact: Fact) -> bool:
    """False: something newer is known of it."""
    known = FACTS.find(db, fact.name)
    if known is not None and known.version >= fact.version:
        return False
    FACTS.raw(db).replace_one({"_id": fact.name}, FACTS.document(db, fact), upsert=True)
    return True


def restate(db: Db, subjects: Sequence[str], own: str, stated: Iterable[Fact]) -> None:
    """Replaces all that is stated about these by this service itself, of references that begin so:
    inside the transaction that changes what it follows from."""
    of_them = {"subject": {"$in": list(subjects)}, "reference": {"$gte": own, "$lt": own + "~"}}
    FACTS.raw(db).delete_many(of_them)
    plan(db, stated)


def plan(db: Db, planned: Iterable[Fact]) -> None:
    if documents := [FACTS.document(db, each) for each in planned]:
        FACTS.raw(db).insert_many(documents)


def drop_plan(db: Db, subject: str, plan: str) -> None:
    """Somebody keeps the work that was planned."""
    FACTS.raw(db).delete_many({"_id": name_of(subject, PLANS + plan)})
