"""WorkCalendarService over gRPC."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from crm.activities.v1 import calendars_pb2 as pb
from crm.activities.v1 import calendars_pb2_grpc as pb_grpc
from services.activities import whereabouts
from services.activities.calendars import store
from services.activities.calendars.calendar import WorkCalendar
from services.activities.calendars.counting import Count, days_of, ending
from services.activities.calendars.keeping import WORK_CALENDARS
from services.activities.when import in_range
from services.kit import clock
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument, NotFound
from services.kit.mapping import from_proto, to_proto
from services.kit.mongo import Db
from services.kit.people import known_people
from services.kit.person import ME, Person
from services.kit.rpc import Servicer, request_id

_MOST_DAYS = 400


class WorkCalendarServicer(Servicer, pb_grpc.WorkCalendarServiceServicer):
    def ListWorkCalendars(
        self, request: pb.ListWorkCalendarsRequest, context: object
    ) -> pb.ListWorkCalendarsResponse:
        caller, db = self.asked(context)
        WORK_CALENDARS.begin(db, caller.language)
        page = store.page(db, request)
        return pb.ListWorkCalendarsResponse(
            work_calendars=[to_proto(each, pb.WorkCalendar) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateWorkCalendar(
        self, request: pb.CreateWorkCalendarRequest, context: object
    ) -> pb.WorkCalendar:
        caller, db = self.asked(context)
        values = from_proto(request.work_calendar, WorkCalendar)
        made = WORK_CALENDARS.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.WorkCalendar)

    def UpdateWorkCalendar(
        self, request: pb.UpdateWorkCalendarRequest, context: object
    ) -> pb.WorkCalendar:
        caller, db = self.asked(context)
        sent = request.work_calendar
        values = from_proto(sent, WorkCalendar, request.update_mask.paths)
        saved = WORK_CALENDARS.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.WorkCalendar)

    def ListWorkingDays(
        self, request: pb.ListWorkingDaysRequest, context: object
    ) -> pb.ListWorkingDaysResponse:
        caller, db = self.asked(context)
        first, last = _period(request)
        person, known = _person(db, caller, request.user), store.known(db)
        calendar = (
            store.CALENDARS.get(db, request.calendar) if request.calendar else known.of(person)
        )
        return pb.ListWorkingDaysResponse(
            working_days=[to_proto(each, pb.WorkingDay) for each in days_of(calendar, first, last)],
            time_zone=_zone(db, caller, person).key,
        )

    def AddWorkingTime(
        self, request: pb.AddWorkingTimeRequest, context: object
    ) -> pb.AddWorkingTimeResponse:
        caller, db = self.asked(context)
        count = Count(minutes=request.minutes, days=request.days)
        if problems := [*count.problems()]:
            raise InvalidArgument.of(problems)
        person, known = _person(db, caller, request.user), store.known(db)
        said = request.HasField("start_time")
        start: datetime = request.start_time.ToDatetime(tzinfo=UTC) if said else clock.now()
        _require_our_times("start_time", start.date())
        working, zone = known.time(known.of(person)), _zone(db, caller, person)
        answer = pb.AddWorkingTimeResponse()
        answer.end_time.FromDatetime(ending(working, start, count, zone))
        return answer


class _Days:
    """What `ListWorkingDays` reads of its request."""

    start_date: date
    end_date: date


def _period(request: pb.ListWorkingDaysRequest) -> tuple[date, date]:
    asked = from_proto(request, _Days)
    first, last = asked["start_date"], asked["end_date"]
    _require_our_times("start_date", first)
    _require_our_times("end_date", last)
    if last < first:
        text = "The last day is before the first one."
        raise InvalidArgument(text, field="end_date", reason="WHEN_ENDS_BEFORE")
    if last - first >= timedelta(days=_MOST_DAYS):
        text = f"At most {_MOST_DAYS} days: ask for fewer."
        raise InvalidArgument(text, field="end_date", reason="TOO_MANY")
    return first, last


def _require_our_times(field: str, day: date) -> None:
    if problems := [*in_range(field, day)]:
        raise InvalidArgument.of(problems)


def _person(db: Db, caller: Caller, user: str) -> Person:
    """Colleagues may know of each other when they work."""
    name = caller.user if user in ("", ME) else user
    found = known_people(db, caller, [name]).get(name)
    if found is None:
        raise NotFound(f"No {name}", name=name)
    return found


def _zone(db: Db, caller: Caller, person: Person) -> ZoneInfo:
    if person.name == caller.user:
        return ZoneInfo(caller.time_zone)
    return ZoneInfo(whereabouts.zone_names(db, [person], caller.tenant_time_zone)[person.name])
