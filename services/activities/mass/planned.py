"""Many works as they are going to be: what a preview tells and what a job makes, the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from services.activities.access import ASSIGN
from services.activities.actions.settling import settled
from services.activities.calendars import of_whom
from services.activities.mass import windows
from services.activities.mass.distribution import Distribution, Way
from services.activities.mass.loads import rooms
from services.activities.mass.row import MassRow
from services.activities.mass.windows import Place, Room, Window
from services.activities.store import WORKS
from services.activities.when import Kind, When, on_day, today
from services.activities.whereabouts import zone_names
from services.activities.work import State, Work
from services.kit import clock
from services.kit.bulk import MOST_NAMES
from services.kit.caller import Caller, visible_to
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, InvalidArgument
from services.kit.mongo import Db
from services.kit.owned import owner_problems
from services.kit.people import known_people
from services.kit.person import NOBODY, Person

_AT_ONCE = 1000


class MassTooMany(InvalidArgument):
    reason = "MASS_TOO_MANY"


class ExecutorOutOfScope(FailedPrecondition):
    """Work is given to whoever one leads, and to oneself."""

    reason = "EXECUTOR_OUT_OF_SCOPE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`work`: what each of them is, as somebody asked for it."""

    work: Mapping[str, Any]
    distribution: Distribution
    window: Window
    skip_planned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    template: Work
    rows: Sequence[MassRow]
    planned_already: int = 0
    people: Mapping[str, Person] = field(default_factory=dict[str, Person])
    rooms: Mapping[str, Sequence[Room]] = field(default_factory=dict[str, Sequence[Room]])

    @property
    def minutes(self) -> int:
        """Of one of them on one of its days."""
        when = self.rows[0].when if self.rows else None
        return self.template.minutes // len(when.days()) if when else 0


def planned(db: Db, caller: Caller, order: Order, targets: Iterable[MassRow]) -> Planned:
    """Refused with what is wrong with it as a whole; changes nothing."""
    template = template_of(db, caller, order.work)
    wanted, already = _wanted(db, order, template, targets)
    given = order.distribution.tidy(caller.user)
    if problems := [*order.window.problems()]:
        raise InvalidArgument.of(problems)
    people = _people(db, caller, given, wanted)
    named = zone_names(db, (NOBODY, *people.values()), caller.tenant_time_zone)
    zones = {user: ZoneInfo(zone) for user, zone in named.items()}
    times = of_whom.of_people(db, people.values())
    now = clock.now()
    days = order.window.days(times[""].next_day(today(now, caller.tenant_time_zone)))
    room = rooms(db, zones, times, days, now)
    managers = [each.manager if each.manager in people else "" for each in wanted]
    load = {user: sum(each.minutes for each in room[user]) for user in people}
    owners = given.shared(managers, load, template.minutes)
    rows = [replace(each, owner=owner) for each, owner in zip(wanted, owners, strict=True)]
    placed = _placed(rows, room, order.window, template.minutes, zones)
    return Planned(
        template=template, rows=placed, planned_already=already, people=people, rooms=room
    )


def template_of(db: Db, caller: Caller, values: Mapping[str, Any]) -> Work:
    """What all of them are, free of problems; whose they are and when is each one's own."""
    said = {key: value for key, value in values.items() if key not in ("subject", "contact")}
    day = on_day(today(clock.now(), caller.tenant_time_zone))
    mine: dict[str, Any] = {"name": "", "owner": caller.user, "creator": caller.user, "when": day}
    draft = Work(**{**said, **mine})
    return replace(settled(db, caller, draft, None), chain="", due_time=None, first_due_time=None)


def _wanted(
    db: Db, order: Order, template: Work, targets: Iterable[MassRow]
) -> tuple[list[MassRow], int]:
    found = list({each.subject: each for each in targets}.values())
    if len(found) > MOST_NAMES:
        text = f"At most {MOST_NAMES} at once: narrow the choice."
        raise MassTooMany(text, field="plan.source", most=str(MOST_NAMES), count=str(len(found)))
    if not order.skip_planned:
        return found, 0
    already = _with_open(db, [each.subject for each in found], template.action)
    return [each for each in found if each.subject not in already], len(already)


def _with_open(db: Db, subjects: Sequence[str], action: str) -> set[str]:
    """Those for whom somebody has such a work to do."""
    found: set[str] = set()
    for at in range(0, len(subjects), _AT_ONCE):
        portion = subjects[at : at + _AT_ONCE]
        where = {"linked": {"$in": portion}, "state": State.OPEN.value, "action": action}
        works = WORKS.raw(db).stream(where, {"linked": 1}, hint="tenant_1_linked")
        found.update(*(each["linked"] for each in works))
    return found & set(subjects)


def _people(
    db: Db, caller: Caller, given: Distribution, rows: Sequence[MassRow]
) -> dict[str, Person]:
    """Who gets some of them: each within the reach of who gives them."""
    if given.way is not Way.OWNER:
        return people_for(db, caller, given.users)
    known = known_people(db, caller, sorted({each.manager for each in rows if each.manager}))
    active = {name: person for name, person in known.items() if person.active}
    _require_in_scope(caller, active.values())
    return active


def people_for(db: Db, caller: Caller, users: Sequence[str]) -> dict[str, Person]:
    """Those who were named."""
    known = known_people(db, caller, users)
    problems = (owner_problems("plan.distribution.users", each, known) for each in users)
    if wrong := [each for found in problems for each in found]:
        raise InvalidArgument.of(wrong)
    _require_in_scope(caller, known.values())
    return known


def _require_in_scope(caller: Caller, people: Iterable[Person]) -> None:
    for each in people:
        if not caller.may(ASSIGN, visible_to(each.name, each.org_path)):
            text = f"{each.display_name} is not among those to whom you give work"
            raise ExecutorOutOfScope(text, user=each.name, user_display_name=each.display_name)


def _placed(
    rows: Sequence[MassRow],
    room: Mapping[str, Sequence[Room]],
    window: Window,
    minutes: int,
    zones: Mapping[str, ZoneInfo],
) -> list[MassRow]:
    mine: defaultdict[str, list[MassRow]] = defaultdict(list)
    for each in rows:
        mine[each.owner].append(each)
    placed: list[MassRow] = []
    for user, his in mine.items():
        if window.whole:
            when = _whole(room[user])
            placed += [replace(each, when=when) for each in his]
            continue
        place = windows.exact if window.exact else windows.floating
        places = place(len(his), room[user], window.per_day, minutes)
        placed += [
            replace(each, when=_when(at, zones[user].key), conflict=at.conflict)
            for each, at in zip(his, places, strict=True)
        ]
    return placed


def _whole(room: Sequence[Room]) -> When:
    days = sorted(each.day for each in room)
    return When(kind=Kind.DAYS, start_date=days[0], end_date=days[-1])


def _when(place: Place, zone: str) -> When:
    if place.hours is None:
        return on_day(place.day).tidy(zone, zone)
    start, end = place.hours
    return When(kind=Kind.EXACT, start_time=start, end_time=end, time_zone=zone)
