"""PlannerService over gRPC."""

from datetime import date
from typing import Any

from google.type import date_pb2

from crm.activities.v1 import planner_pb2 as pb
from crm.activities.v1 import planner_pb2_grpc as pb_grpc
from crm.activities.v1 import works_pb2
from services.activities.planning import calendar, load, my_day, planner, store
from services.activities.planning.conflicts import conflicts
from services.activities.planning.grid import Row, View
from services.activities.planning.my_day import day_of, substituted
from services.activities.planning.sight import Sight, cards
from services.activities.spans import days
from services.activities.when import When
from services.activities.work import READ
from services.kit import clock, wire
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument
from services.kit.mapping import from_proto
from services.kit.person import ME
from services.kit.plans import seen_by
from services.kit.rpc import Servicer, short

_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)
_STATES = wire.enum_names(works_pb2.Work.State.DESCRIPTOR)


class PlannerServicer(Servicer, pb_grpc.PlannerServiceServicer):
    def GetMyDay(self, request: pb.GetMyDayRequest, context: object) -> pb.MyDay:
        caller, db = self.asked(context)
        sight, now = Sight(db, caller), clock.now()
        user = sight.person(request.user).name
        day = day_of(db, user, caller.time_zone, now)
        own = user == caller.user
        timed, any_time, tomorrow = sight.cards([day.timed, day.any_time, day.tomorrow])
        return pb.MyDay(
            today_date=_date(day.today),
            overdue=cards(day.overdue),
            overdue_count=day.overdue_count,
            timed=timed,
            any_time=any_time,
            tomorrow=tomorrow,
            plus=day.plus,
            minus=day.minus,
            substituted=[
                pb.MyDay.Substituted(**each._asdict())
                for each in (substituted(db, caller, now) if own else ())
            ],
            unprocessed_interactions=my_day.unprocessed(db, caller, user, now),
        )

    def ListCalendarWorks(
        self, request: pb.ListCalendarWorksRequest, context: object
    ) -> pb.ListCalendarWorksResponse:
        caller, db = self.asked(context)
        sight, view = Sight(db, caller), _view(request, caller, calendar.MOST_DAYS)
        if len(request.users) > calendar.MOST_USERS:
            text = f"At most {calendar.MOST_USERS} people at once."
            raise InvalidArgument(text, field="users", reason="TOO_MANY")
        users = [each.name for each in sight.people(request.users or [ME])]
        states = short(request.state, _STATES)
        shown = calendar.works_of(db, users, view, states, max(request.works_per_day, 0))
        (works,) = sight.cards([shown.works])
        return pb.ListCalendarWorksResponse(
            works=works,
            more=[
                pb.ListCalendarWorksResponse.DayCount(
                    user=user, more_date=_date(date.fromisoformat(day)), works=count
                )
                for (user, day), count in shown.more.items()
            ],
            capped=shown.capped,
        )

    def GetPlanner(self, request: pb.GetPlannerRequest, context: object) -> pb.Planner:
        caller, db = self.asked(context)
        sight, view = Sight(db, caller), _view(request, caller, planner.MOST_DAYS)
        size = min(request.page_size or planner.USUAL_ROWS, planner.MOST_ROWS)
        people, token = planner.people_of(
            db, sight, request.users, request.org_unit, max(size, 1), request.page_token
        )
        users, action, now = [each.name for each in people], tuple(request.action), clock.now()
        chosen, found = days(view.first, view.last), planner.cells_of(db, users, view, action)
        working = load.working_minutes(db, people, chosen)
        worked = load.working_hours(db, people, view)
        late = store.overdue_of(db, users, now)
        asked = max(request.works_per_cell, 0) or planner.USUAL_CARDS
        most = min(asked, planner.MOST_CARDS)
        cells = [
            found.get((user, day.isoformat()), list[Row]()) for user in users for day in chosen
        ]
        firsts = sight.cards([each[:most] for each in cells])
        shown = zip(cells, firsts, strict=True)
        answer = pb.Planner(start_date=_date(view.first), next_page_token=token)
        for person in people:
            row = answer.rows.add(
                user=person.name,
                display_name=person.display_name,
                org_unit=person.org_path[-1] if person.org_path else "",
                overdue=late.get(person.name, 0),
                working_hours=[
                    pb.PlannerRow.WorkingHours(start_time=start, end_time=end)
                    for start, end in worked.get(person.name, ())
                ],
            )
            for minutes in working[person.name]:
                each, first = next(shown)
                sums = planner.added(each, now)
                row.cells.add(
                    works=sums.works,
                    minutes=sums.minutes,
                    working_minutes=minutes,
                    plus=sums.plus,
                    minus=sums.minus,
                    overdue=sums.overdue,
                    first=first,
                )
        if not request.page_token:
            where = store.pool_filter(seen_by(request.org_unit, caller.keys(READ)), action)
            answer.pool.extend(cards(store.pool(db, where, planner.MOST_POOL)))
            answer.pool_count = store.count_pool(db, where)
        return answer

    def FindConflicts(
        self, request: pb.FindConflictsRequest, context: object
    ) -> pb.FindConflictsResponse:
        caller, db = self.asked(context)
        sight, zone = Sight(db, caller), caller.time_zone
        planned = from_proto(request, _Asked)["when"].tidy(zone, zone)
        if problems := list(planned.problems("when")):
            raise InvalidArgument.of(problems)
        user = caller.user if request.user in ("", ME) else request.user
        found = conflicts(db, user, planned, request.work, zone)
        person = sight.known(user)
        working = load.working_minutes(db, [person], [found.day])[person.name][0]
        (works,) = sight.cards([found.works])
        return pb.FindConflictsResponse(works=works, minutes=found.minutes, working_minutes=working)


class _Asked:
    """What `FindConflicts` reads of its request."""

    when: When


class _Days:
    """What calendars and planners read of theirs."""

    start_date: date
    end_date: date


def _view(request: Any, caller: Caller, most: int) -> View:
    asked = from_proto(request, _Days)
    first, last = asked["start_date"], asked["end_date"]
    for field, day in asked.items():
        if not _FIRST_DAY <= day <= _LAST_DAY:
            text = "Correct the year."
            raise InvalidArgument(text, field=field, reason="DATE_OUT_OF_RANGE")
    if last < first:
        text = "The last day is before the first one."
        raise InvalidArgument(text, field="end_date", reason="WHEN_ENDS_BEFORE")
    if (last - first).days >= most:
        text = f"At most {most} days: ask for fewer."
        raise InvalidArgument(text, field="end_date", reason="WHEN_TOO_LONG")
    return View(first, last, caller.time_zone)


def _date(day: date) -> date_pb2.Date:
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)
