"""Where facts about clients are kept."""

from pymongo import IndexModel

from services.counterparties.facts.fact import WorkFact
from services.kit.mongo import Collection, Db

# Those that ended are kept as well: older news of them may come late.
FACTS: Collection[WorkFact] = Collection(
    "clientFacts",
    WorkFact,
    indexes=[IndexModel([("subject", 1), ("open", 1), ("due_time", 1)], name="subject")],
)
ALL = (FACTS,)


def open_of(db: Db, subject: str) -> list[WorkFact]:
    return FACTS.select(db, {"subject": subject, "open": True}, hint="tenant_1_subject")


def put(db: Db, fact: WorkFact) -> bool:
    """False: something newer is known of it."""
    known = FACTS.find(db, fact.name)
    if known is not None and known.version >= fact.version:
        return False
    FACTS.raw(db).replace_one({"_id": fact.name}, FACTS.document(db, fact), upsert=True)
    return True
