"""Where working calendars are kept, and how they were a moment ago."""

from pymongo import IndexModel

from services.activities.calendars.calendar import Calendars, WorkCalendar
from services.activities.calendars.seeds import five_days
from services.kit import paging
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page
from services.kit.recent import Recent

_DEFAULT = {"default_calendar": True}
CALENDARS: Collection[WorkCalendar] = Collection(
    "workCalendars",
    WorkCalendar,
    indexes=[
        IndexModel([("position", 1), ("_id", 1)], name="position"),
        # Whoever two name at the same moment has one of them.
        *(
            IndexModel([(each, 1)], name=each, unique=True, partialFilterExpression=only)
            for each, only in (
                ("default_calendar", _DEFAULT),
                ("org_units", {"org_units": {"$gt": ""}}),
                ("users", {"users": {"$gt": ""}}),
            )
        ),
    ],
)
_RECENT: Recent[Calendars] = Recent()


def page(db: Db, request: paging.Request) -> Page[WorkCalendar]:
    return CALENDARS.page(db, {}, request, Order("position"))


def known(db: Db) -> Calendars:
    """Writes nothing: whoever counts working time may be in the midst of a transaction."""
    return _RECENT.get(db, lambda: Calendars(CALENDARS.select(db, {}), five_days(db.tenant)))


def forget(db: Db) -> None:
    _RECENT.forget(db)
