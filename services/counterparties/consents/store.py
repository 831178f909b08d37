"""Where entries and purposes are kept."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from pymongo import IndexModel

from services.counterparties.consents.consent import Consent, Status
from services.counterparties.consents.purpose import ConsentPurpose, Kind, built_in_name
from services.kit import marks
from services.kit.mapping import from_document
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page, Request

Document = dict[str, Any]
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
CONSENTS: Collection[Consent] = Collection(
    "consents",
    Consent,
    indexes=[
        IndexModel([("person", 1), ("said_time", -1), ("_id", -1)], name="person"),
        IndexModel(
            [("expire_time", 1), ("_id", 1)],
            name="ends",
            # Said as a range, which Mongo sees that the question lies within; of a $type it does
            # not, and would read all entries.
            partialFilterExpression={"expire_time": {"$gt": _BEGINNING}},
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


def ended_since_last_look(db: Db, until: datetime) -> Iterator[list[str]]:
    """Whose consents to advertising have ended, in the order they ended in."""
    raw, where, shown = CONSENTS.raw(db), ended_by(db, until), {"person": 1}
    for found in marks.beyond(
        db, "consents", raw, "expire_time", where, hint="tenant_1_ends", fields=shown
    ):
        yield list(dict.fromkeys(document["person"] for document in found))


def ended_by(db: Db, until: datetime) -> Document:
    ended = {"$gt": _BEGINNING, "$lte": until}
    return {"expire_time": ended, "purpose": advertising(db), "status": Status.GIVEN.value}


def advertising(db: Db) -> str:
    return built_in_name(db.tenant, Kind.ADVERTISING)
