"""What people have to do already, and when they work: the room that is left for more."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.activities.mass.windows import Hours, Room
from services.activities.slot import point
from services.activities.store import SLOTS
from services.activities.work import State
from services.kit.mongo import Db
from services.kit.working_time import WorkingTime

# All of it stands in the index.
_SHOWN = {"_id": 0} | dict.fromkeys(("slot", "minutes", "start_time", "end_time"), 1)
_SLOT = "tenant_1_days"
_Planned = tuple[dict[str, int], dict[str, list[Hours]]]


def rooms(
    db: Db,
    users: Mapping[str, ZoneInfo],
    times: Mapping[str, WorkingTime],
    days: Sequence[date],
    now: datetime,
) -> dict[str, list[Room]]:
    """Of each of them his working days; all the days, if he works on none."""
    minutes, busy = _planned(db, users, days)
    found: dict[str, list[Room]] = {}
    for user, zone in users.items():
        time = times[user]
        worked = [day for day in days if time.is_working(day)] or days
        found[user] = [
            Room(
                day=day,
                minutes=minutes.get(point(user, day.isoformat()), 0),
                working_minutes=time.minutes(day),
                # Nothing is planned for hours that have passed.
                hours=[(max(a, now), b) for a, b in time.moments(day, zone) if b > now],
                busy=busy.get(point(user, day.isoformat()), ()),
            )
            for day in worked
        ]
    return found


def minutes_of(db: Db, users: Sequence[str], first: date, count: int) -> dict[str, int]:
    """How much each has to do on so many days."""
    days = [first + timedelta(days=n) for n in range(count)]
    found: Counter[str] = Counter()
    for place, minutes in _planned(db, users, days)[0].items():
        found[place.partition("|")[0]] += minutes
    return found


def _planned(db: Db, users: Iterable[str], days: Sequence[date]) -> _Planned:
    points = [point(user, day.isoformat()) for user in users if user for day in days]
    where = {"slot": {"$in": points}, "state": State.OPEN.value}
    minutes: defaultdict[str, int] = defaultdict(int)
    busy: defaultdict[str, list[Hours]] = defaultdict(list)
    for each in SLOTS.raw(db).stream(where, _SHOWN, hint=_SLOT) if points else ():
        minutes[each["slot"]] += each["minutes"]
        if each["end_time"] is not None:
            busy[each["slot"]].append((each["start_time"], each["end_time"]))
    return minutes, busy
