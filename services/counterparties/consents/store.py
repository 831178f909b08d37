"""Where entries and purposes are kept."""

from collections.abc import Sequence
from datetime import datetime

from pymongo import IndexModel

from services.counterparties.consents.consent import Consent, Status
from services.counterparties.consents.purpose import ConsentPurpose, Kind, built_in_name
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page, Request

CONSENTS: Collection[Consent] = Collection(
    "consents",
    Consent,
    indexes=[
        IndexModel([("person", 1), ("said_time", -1), ("_id", -1)], name="person"),
        IndexModel(
            [("expire_time", 1)],
            name="expire_time",
            partialFilterExpression={"expire_time": {"$type": "date"}},
        ),
    ],
)
PURPOSES: Collection[ConsentPurpose] = Collection(
    "consentPurposes",
    ConsentPurpose,
    indexes=[IndexModel([("create_time", 1), ("_id", 1)], name="create_time")],
)
ALL = (CONSENTS, PURPOSES)
_LAST_SAID_FIRST = Order("said_time", descending=True)


def page(db: Db, person: str, request: Request) -> Page[Consent]:
    return CONSENTS.page(db, {"person": person}, request, _LAST_SAID_FIRST)


def of(db: Db, person: str) -> list[Consent]:
    return CONSENTS.select(db, {"person": person})


def of_many(db: Db, people: Sequence[str], purpose: str) -> dict[str, list[Consent]]:
    found: dict[str, list[Consent]] = {}
    where = {"person": {"$in": list(people)}, "purpose": purpose}
    for document in CONSENTS.raw(db).stream(where):
        entry = from_document(Consent, document)
        found.setdefault(entry.person, []).append(entry)
    return found


def expired_between(db: Db, since: datetime, until: datetime) -> list[str]:
    """Whose consents to advertising ended then."""
    ended = {"$gt": since, "$lte": until}
    return CONSENTS.raw(db).distinct(
        "person", {"expire_time": ended, "purpose": advertising(db), "status": Status.GIVEN.value}
    )


def advertising(db: Db) -> str:
    return built_in_name(db.tenant, Kind.ADVERTISING)
