"""Where facts are kept."""

from pymongo import IndexModel

from services.deals.facts.fact import Fact, FactKind, FactState
from services.kit.mongo import Collection, Db

FACTS: Collection[Fact] = Collection(
    "dealFacts",
    Fact,
    indexes=[
        IndexModel([("subject", 1), ("kind", 1), ("state", 1)], name="subject"),
    ],
)
ALL = (FACTS,)


def done(db: Db, subject: str) -> set[tuple[FactKind, str]]:
    """Which works were closed with plus, which documents are signed, by their keys."""
    kinds = [FactKind.WORK.value, FactKind.DOCUMENT.value]
    where = {"subject": subject, "kind": {"$in": kinds}, "state": FactState.PLUS.value}
    found = FACTS.raw(db).find(where, {"kind": 1, "key": 1}, hint="tenant_1_subject")
    return {(FactKind(each["kind"]), each["key"]) for each in found}
