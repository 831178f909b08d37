"""What can be done to working calendars."""

from collections.abc import Iterable

from crm.activities.v1 import events_pb2 as events
from services.activities.calendars import store
from services.activities.calendars.calendar import CalendarIsDefault, WorkCalendar
from services.activities.calendars.seeds import five_days
from services.activities.calendars.store import CALENDARS
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.dictionaries import Remembered
from services.kit.mongo import Db


class WorkCalendars(Remembered[WorkCalendar]):
    collection = CALENDARS
    created = events.WorkCalendarCreated
    updated = events.WorkCalendarUpdated
    permission = "works.read"

    def built_in(self, tenant: str, language: str) -> Iterable[WorkCalendar]:
        yield five_days(tenant, language)

    def forget(self, db: Db) -> None:
        super().forget(db)
        store.forget(db)

    def save(
        self, db: Db, caller: Caller, current: WorkCalendar, changed: WorkCalendar
    ) -> WorkCalendar:
        if current.default_calendar and (changed.archived or not changed.default_calendar):
            text = "Make another calendar the default one first"
            raise CalendarIsDefault(text, name=current.name)
        self._take_over(db, caller, changed)
        return super().save(db, caller, current, changed)

    def _create(self, db: Db, caller: Caller, draft: WorkCalendar) -> WorkCalendar:
        self._take_over(db, caller, draft)
        return super()._create(db, caller, draft)

    def _take_over(self, db: Db, caller: Caller, changed: WorkCalendar) -> None:
        """A unit or person has one calendar, and one is the default."""
        if changed.archived and changed.default_calendar:
            raise CalendarIsDefault("It is offered no more", name=changed.name)
        for each in CALENDARS.select(db, {"_id": {"$ne": changed.name}}):
            left = each.without(changed.org_units, changed.users)
            if changed.default_calendar:
                left = replace(left, default_calendar=False)
            super().save(db, caller, each, left)


WORK_CALENDARS = WorkCalendars()
