"""The planner: people and days, with the load and the first works of each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.activities.planning import store
from services.activities.planning.grid import Cell, Row, View, laid
from services.activities.planning.sight import Sight
from services.activities.sign import Sign
from services.activities.work import State
from services.kit import paging
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db
from services.kit.people import PEOPLE
from services.kit.person import Person
from services.kit.recent import Recent

MOST_DAYS, USUAL_ROWS, MOST_ROWS, USUAL_CARDS, MOST_CARDS = 31, 60, 200, 6, 50
MOST_POOL = 100
_OPEN, _PLUS, _MINUS = State.OPEN.value, Sign.PLUS.value, Sign.MINUS.value
_STAFF: Recent[list[Person]] = Recent()


@dataclass(frozen=True, slots=True)
class Sums:
    """What a cell adds up to."""

    works: int
    minutes: int
    plus: int
    minus: int
    overdue: int


def added(each: Sequence[Row], now: datetime) -> Sums:
    minutes = plus = minus = overdue = 0
    for row in each:
        if row.state == _OPEN:
            minutes += row.minutes
            overdue += row.due_time is not None and row.due_time < now
        elif row.sign == _PLUS:
            plus += 1
        elif row.sign == _MINUS:
            minus += 1
    return Sums(len(each), minutes, plus, minus, overdue)


def cells_of(
    db: Db, users: Sequence[str], view: View, action: Sequence[str]
) -> Mapping[Cell, list[Row]]:
    where = store.days_filter(users, view.first, view.last, view.zone, store.SHOWN, action)
    return laid(store.rows(db, where), view) if users else {}


def people_of(
    db: Db, sight: Sight, asked: Sequence[str], unit: str, size: int, token: str
) -> tuple[list[Person], str]:
    """A page of those whose works the caller sees, and the token of the next one."""
    staff = [each for each in _staff(db) if sight.sees(each)]
    if asked:
        known = {each.name: each for each in staff}
        staff = [known[name] for name in dict.fromkeys(asked) if name in known]
    if unit:
        staff = [each for each in staff if unit in each.org_path]
    at = _after(staff, token) if token else 0
    shown = staff[at : at + size]
    more = len(staff) > at + size
    return shown, paging.seal(["planner", shown[-1].name]) if more else ""


def _staff(db: Db) -> list[Person]:
    """All who work here, by unit and name."""

    def read() -> list[Person]:
        found = PEOPLE.select(db, {"active": True})
        return sorted(found, key=lambda each: (each.org_path, each.display_name, each.name))

    return _STAFF.get(db, read)


def _after(staff: Sequence[Person], token: str) -> int:
    place: Any = paging.unseal(token)
    match place:
        case ["planner", str(name)]:
            # Who has left meanwhile leaves no place: then from the start on.
            found = (at for at, each in enumerate(staff) if each.name == name)
            return next(found, -1) + 1
        case _:
            text = "page_token is not one of this list's"
            raise InvalidArgument(text, field="page_token", reason="PAGE_TOKEN_FOREIGN")
