"""Where professional holidays are kept."""

from collections.abc import Sequence

from pymongo import IndexModel

from services.counterparties.holidays.holiday import ProfessionalHoliday
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page, Request
from services.kit.texts import line

HOLIDAYS: Collection[ProfessionalHoliday] = Collection(
    "professionalHolidays",
    ProfessionalHoliday,
    indexes=[IndexModel([("title_key", 1)], name="title", unique=True)],
    derived=lambda holiday: {"title_key": line(holiday.title).casefold().replace("ё", "е")},
)
ALL = (HOLIDAYS,)


def page(db: Db, request: Request) -> Page[ProfessionalHoliday]:
    return HOLIDAYS.page(db, {}, request, Order("title_key"))


def all_of(db: Db) -> list[ProfessionalHoliday]:
    return HOLIDAYS.select(db, {})


def missing(db: Db, wanted: Sequence[str]) -> set[str]:
    if not wanted:
        return set()
    found = HOLIDAYS.raw(db).find({"_id": {"$in": list(wanted)}}, {"_id": 1})
    return set(wanted) - {document["_id"] for document in found}
