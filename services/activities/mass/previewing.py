"""What many works would mean for those who do them, day by day."""

from collections import Counter, defaultdict
from datetime import date

from google.type import date_pb2

from crm.activities.v1 import mass_pb2 as pb
from services.activities.mass.planned import Planned
from services.activities.mass.row import MassRow
from services.activities.mass.windows import Room


def preview(plan: Planned) -> pb.PreviewMassWorksResponse:
    mine: defaultdict[str, list[MassRow]] = defaultdict(list)
    for each in plan.rows:
        mine[each.owner].append(each)
    executors = [
        pb.PreviewMassWorksResponse.ExecutorLoad(
            user=user,
            display_name=plan.people[user].display_name,
            works=len(rows),
            days=_days(plan, user, rows),
        )
        for user, rows in mine.items()
        if user
    ]
    return pb.PreviewMassWorksResponse(
        works=len(plan.rows),
        planned_already=plan.planned_already,
        pool=len(mine.get("", ())),
        executors=sorted(executors, key=lambda each: each.display_name),
    )


def _days(
    plan: Planned, user: str, rows: list[MassRow]
) -> list[pb.PreviewMassWorksResponse.DayLoad]:
    new, conflicts = Counter[date](), Counter[date]()
    for row in rows:
        for day in row.when.days() if row.when else ():
            new[day] += 1
            conflicts[day] += row.conflict
    return [
        _day(room, new[room.day], conflicts[room.day], plan.minutes) for room in plan.rooms[user]
    ]


def _day(room: Room, new: int, conflicts: int, minutes: int) -> pb.PreviewMassWorksResponse.DayLoad:
    return pb.PreviewMassWorksResponse.DayLoad(
        load_date=date_pb2.Date(year=room.day.year, month=room.day.month, day=room.day.day),
        new_works=new,
        minutes_before=room.minutes,
        minutes_after=room.minutes + new * minutes,
        working_minutes=room.working_minutes,
        conflicts=conflicts,
    )
