"""A tenant's working calendars, at their doors."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from google.protobuf import field_mask_pb2

from crm.activities.v1 import calendars_pb2 as pb
from crm.activities.v1 import calendars_pb2_grpc
from services.kit.caller import Caller
from tests.activities.desk import Desk, date_of

Pb = Any
# Half a day, on Saturdays too.
MORNINGS = tuple((day, (("10:00", "14:00"),)) for day in range(1, 7))


@dataclass(frozen=True)
class Bureau:
    desk: Desk

    def at(self, caller: Caller) -> Pb:
        return self.desk.office.door.stub(calendars_pb2_grpc.WorkCalendarServiceStub, caller)

    @property
    def admin(self) -> Pb:
        return self.at(self.desk.office.admin)

    def listed(self) -> dict[str, Pb]:
        found = self.admin.ListWorkCalendars(pb.ListWorkCalendarsRequest()).work_calendars
        return {each.display_name: each for each in found}

    def create(self, title: str, *, week: Any = MORNINGS, **values: Any) -> Pb:
        calendar = pb.WorkCalendar(display_name=title, week=week_of(week), **values)
        return self.admin.CreateWorkCalendar(pb.CreateWorkCalendarRequest(work_calendar=calendar))

    def update(self, calendar: Pb, *paths: str) -> Pb:
        mask = field_mask_pb2.FieldMask(paths=paths)
        request = pb.UpdateWorkCalendarRequest(work_calendar=calendar, update_mask=mask)
        return self.admin.UpdateWorkCalendar(request)

    def days(self, caller: Caller, first: str, last: str = "", **asked: Any) -> Pb:
        request = pb.ListWorkingDaysRequest(
            start_date=date_of(first), end_date=date_of(last or first), **asked
        )
        return self.at(caller).ListWorkingDays(request)

    def day(self, caller: Caller, day: str, **asked: Any) -> tuple[str, list[tuple[str, str]]]:
        (found,) = self.days(caller, day, **asked).working_days
        kind = pb.WorkingDay.Kind.Name(found.kind).removeprefix("KIND_")
        return kind, [(each.start, each.end) for each in found.hours]

    def later(self, caller: Caller, start: datetime, **asked: Any) -> datetime:
        request = pb.AddWorkingTimeRequest(**asked)
        request.start_time.FromDatetime(start)
        found = self.at(caller).AddWorkingTime(request).end_time
        moment: datetime = found.ToDatetime(tzinfo=UTC)
        return moment


def week_of(week: Any) -> list[Pb]:
    return [
        pb.WorkCalendar.WeekHours(weekday=day, hours=[pb.Hours(start=a, end=b) for a, b in hours])
        for day, hours in week
    ]


def off(day: str, comment: str = "") -> Pb:
    said = date.fromisoformat(day)
    return pb.WorkCalendar.DayHours(day_date=date_of(said.isoformat()), comment=comment)
