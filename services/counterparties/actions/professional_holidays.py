"""What can be done to professional holidays: none is deleted, as clients name them."""

from collections.abc import Iterable

from crm.counterparties.v1 import events_pb2 as events
from services.counterparties.actions.references import READ
from services.counterparties.holidays import known, store
from services.counterparties.holidays.holiday import HolidayExists, ProfessionalHoliday
from services.kit.dictionaries import Dictionary


class ProfessionalHolidays(Dictionary[ProfessionalHoliday]):
    collection = store.HOLIDAYS
    created = events.ProfessionalHolidayCreated
    updated = events.ProfessionalHolidayUpdated
    permission = READ

    def built_in(self, tenant: str, language: str) -> Iterable[ProfessionalHoliday]:  # noqa: ARG002
        # Russian ones, called as Russian decrees call them.
        return known.built_in(tenant)

    def taken(self, draft: ProfessionalHoliday) -> HolidayExists:
        return HolidayExists(f"There is {draft.title!r} already", title=draft.title)


PROFESSIONAL_HOLIDAYS = ProfessionalHolidays()
