"""Finds the occasions of a period, day by day and by name within a day."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from services.counterparties import store as base
from services.counterparties.counterparty import MarketState
from services.counterparties.field_rights import FieldRights
from services.counterparties.holidays.holiday import ProfessionalHoliday
from services.counterparties.occasions import store
from services.counterparties.occasions.days import Day, age_on, is_jubilee
from services.counterparties.occasions.store import Asked, Document
from services.kit.mongo import Db

DEEPEST = 10_000
_FIELDS = _OF_TRADES, _OF_BIRTHDAYS = "professional_holidays", "birth_date"


class Place(NamedTuple):
    """Where a page begins: how many occasions of a day are behind it."""

    day: date
    skipped: int = 0


class Found(NamedTuple):
    """An occasion as crm.counterparties.v1.Occasion has it, and the record it comes from."""

    occasion: Document
    record: Document


def after(
    db: Db, asked: Asked, rights: FieldRights, days: Sequence[Day], place: Place, size: int
) -> tuple[list[Found], Place | None]:
    """At most `size` from a place on, and where to go on."""
    ways = (
        (base.COUNTERPARTIES, store.clients_way(db, asked)),
        (base.CONTACTS, store.contacts_way(db, asked)),
    )
    left = [day for day in days if day.date >= place.day]
    behind = place.skipped
    found: list[Found] = []
    while left:
        chunk: Sequence[Day] = left
        for collection, way in ways:
            chunk = store.portion(db, collection, way, chunk, asked.at_once)
        # Nobody has more than a few occasions on one day, and one is enough to count; unless they
        # are hidden, or somebody else's.
        most = 0 if len(chunk) > 1 or _hides(rights) else behind + size + 1
        records = [
            record
            for collection, way in ways
            for record in store.people(db, collection, way, chunk, most if way.exact else 0)
        ]
        for day, occasions in _by_day(db, asked.owner, rights, chunk, records):
            room = size - len(found)
            shown = occasions[behind : behind + room]
            found += shown
            reached = behind + len(shown)
            # Nobody goes through more of a day; the next day's are there all the same.
            if reached < min(len(occasions), DEEPEST):
                return found, Place(day, reached)
            behind = 0
        left = left[len(chunk) :]
    return found, None


def _hides(rights: FieldRights) -> bool:
    return any(set(rights.readable_states(field)) != {*MarketState} for field in _FIELDS)


def _by_day(
    db: Db, owner: str, rights: FieldRights, days: Sequence[Day], records: Sequence[Document]
) -> Iterator[tuple[date, list[Found]]]:
    clients = store.clients_of(db, (r["counterparty"] for r in records if "counterparty" in r))
    for day in days:
        occasions = [
            Found(occasion, record)
            for record in records
            for occasion in _occasions(record, day, rights, clients)
            if not owner or occasion["owner"] == owner
        ]
        occasions.sort(key=lambda each: (each.record["name_key"], each.record["_id"]))
        yield day.date, occasions


def _occasions(
    record: Document, day: Day, rights: FieldRights, clients: dict[str, Document]
) -> Iterator[Document]:
    for key in record["search"]:
        if key not in day.causes:
            continue
        holiday = day.causes[key]
        field = _OF_TRADES if holiday else _OF_BIRTHDAYS
        # A day that his role hides is none to him.
        if MarketState(record["market_state"]) not in rights.readable_states(field):
            continue
        cause = _of_holiday(holiday) if holiday else _of_birthday(record, day.date)
        if cause is not None:
            yield {**_about(record, clients), **cause, "occasion_date": day.date.isoformat()}


def _of_holiday(holiday: ProfessionalHoliday) -> Document:
    return {
        "kind": "PROFESSIONAL_HOLIDAY",
        "professional_holiday": holiday.name,
        "title": holiday.title,
    }


def _of_birthday(record: Document, day: date) -> Document | None:
    age = age_on(day, date.fromisoformat(record["birth_date"]))
    return {"kind": "BIRTHDAY", "age": age, "jubilee": is_jubilee(age)} if age > 0 else None


def _about(record: Document, clients: dict[str, Document]) -> dict[str, Any]:
    client = clients.get(record["counterparty"], {}) if "counterparty" in record else record
    return {
        "person": record["_id"],
        "person_display_name": record["display_name"],
        "job_title": record.get("job_title", ""),
        "counterparty": record.get("counterparty", record["_id"]),
        "counterparty_display_name": client.get("display_name", ""),
        "owner": client.get("owner", ""),
        "owner_display_name": client.get("owner_display_name", ""),
        "phones": record["phones"],
        "emails": record["emails"],
    }
