"""Where professional holidays are kept."""

import uuid
from collections.abc import Sequence

from pymongo import IndexModel

from services.counterparties.details import line
from services.counterparties.holidays.holiday import ProfessionalHoliday
from services.counterparties.holidays.known import KNOWN
from services.kit.mongo import Collection, Db, transactional
from services.kit.paging import Order, Page, Request

HOLIDAYS: Collection[ProfessionalHoliday] = Collection(
    "professionalHolidays",
    ProfessionalHoliday,
    indexes=[IndexModel([("title_key", 1)], name="title", unique=True)],
    derived=lambda holiday: {"title_key": line(holiday.title).casefold().replace("ё", "е")},
)
ALL = (HOLIDAYS,)
# Names in other tenants must differ, and two processes must not begin one tenant's twice.
_NAMES = uuid.UUID("5d6b3c0e-6f4e-4c0b-9d2a-6f3f0a5b7c21")


def page(db: Db, request: Request) -> Page[ProfessionalHoliday]:
    begin(db)
    return HOLIDAYS.page(db, {}, request, Order("title_key"))


def all_of(db: Db) -> list[ProfessionalHoliday]:
    begin(db)
    return HOLIDAYS.select(db, {})


def missing(db: Db, wanted: Sequence[str]) -> set[str]:
    if not wanted:
        return set()
    found = HOLIDAYS.raw(db).find({"_id": {"$in": list(wanted)}}, {"_id": 1})
    return set(wanted) - {document["_id"] for document in found}


def begin(db: Db) -> None:
    """A tenant that has none has not looked yet: none can be deleted, only archived."""
    if not HOLIDAYS.raw(db).count({}, 1):
        _begin(db)


@transactional
def _begin(db: Db) -> None:
    if HOLIDAYS.raw(db).count({}, 1):
        return
    HOLIDAYS.insert_many(
        db,
        [
            ProfessionalHoliday(
                name=f"{HOLIDAYS.id}/{uuid.uuid5(_NAMES, f'{db.tenant} {title}')}",
                title=title,
                rule=rule,
            )
            for title, rule in KNOWN
        ],
    )
