"""ProfessionalHolidayService over gRPC."""

from datetime import date
from zoneinfo import ZoneInfo

from google.type import date_pb2

from crm.counterparties.v1 import professional_holidays_pb2 as pb
from crm.counterparties.v1 import professional_holidays_pb2_grpc as pb_grpc
from services.counterparties.actions.professional_holidays import PROFESSIONAL_HOLIDAYS
from services.counterparties.holidays import store
from services.counterparties.holidays.holiday import HolidayRule, ProfessionalHoliday
from services.kit import clock
from services.kit.caller import Caller
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id


class ProfessionalHolidayServicer(Servicer, pb_grpc.ProfessionalHolidayServiceServicer):
    def GetProfessionalHoliday(
        self, request: pb.GetProfessionalHolidayRequest, context: object
    ) -> pb.ProfessionalHoliday:
        caller, db = self.asked(context)
        return _shown(store.HOLIDAYS.get(db, request.name), today(caller))

    def ListProfessionalHolidays(
        self, request: pb.ListProfessionalHolidaysRequest, context: object
    ) -> pb.ListProfessionalHolidaysResponse:
        caller, db = self.asked(context)
        PROFESSIONAL_HOLIDAYS.begin(db)
        page = store.page(db, request)
        day = today(caller)
        return pb.ListProfessionalHolidaysResponse(
            professional_holidays=[_shown(each, day) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateProfessionalHoliday(
        self, request: pb.CreateProfessionalHolidayRequest, context: object
    ) -> pb.ProfessionalHoliday:
        caller, db = self.asked(context)
        values = from_proto(request.professional_holiday, ProfessionalHoliday)
        made = PROFESSIONAL_HOLIDAYS.create(db, caller, values, request_id(request.request_id))
        return _shown(made, today(caller))

    def UpdateProfessionalHoliday(
        self, request: pb.UpdateProfessionalHolidayRequest, context: object
    ) -> pb.ProfessionalHoliday:
        caller, db = self.asked(context)
        sent = request.professional_holiday
        values = from_proto(sent, ProfessionalHoliday, request.update_mask.paths)
        # A rule cleared is one that nobody could follow: refused as an empty one is.
        if "rule" in values and values["rule"] is None:
            values["rule"] = HolidayRule()
        saved = PROFESSIONAL_HOLIDAYS.update(db, caller, sent.name, sent.etag, values)
        return _shown(saved, today(caller))


def today(caller: Caller) -> date:
    """Of the tenant: congratulations follow its calendar, not a traveller's."""
    return clock.now().astimezone(ZoneInfo(caller.tenant_time_zone)).date()


def date_message(day: date) -> date_pb2.Date:
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)


def _shown(holiday: ProfessionalHoliday, day: date) -> pb.ProfessionalHoliday:
    message = to_proto(holiday, pb.ProfessionalHoliday)
    message.next_date.CopyFrom(date_message(holiday.rule.next_from(day)))
    return message
