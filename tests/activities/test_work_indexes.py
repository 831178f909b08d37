"""Every list and grid of works comes from an index: explained by Mongo itself."""

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.activities import store
from services.activities.listing import SORTS, Listing, plan
from services.activities.sign import Sign
from services.activities.slot import point, slots
from services.activities.when import Kind, When
from services.activities.work import State, Work
from services.kit.caller import visible_to
from services.kit.testing_door import Door
from tests.activities.desk import Desk
from tests.counterparties.test_indexes import stages
from tests.deals.office import BRANCH_A, BRANCH_B, ROOT

WORKS, PEOPLE, PAGE = 1200, 8, 51
FIRST, NOW = date(2026, 11, 1), datetime(2026, 11, 15, tzinfo=UTC)
FILTERS: Mapping[str, dict[str, Any]] = {
    "none": {},
    "states": {"state": ("OPEN", "CANCELLED")},
    "done": {"state": ("DONE",)},
    "owner": {"owner": ("users/4",)},
    "mine": {"owner": ("users/me",)},
    "pool": {"owner": ("users/none",)},
    "unit": {"org_unit": BRANCH_B},
    "client": {"link": "counterparties/3"},
    "children": {"parent": "works/head"},
    "action": {"action": ("workActions/1",)},
    "sign": {"state": ("DONE",), "sign": ("PLUS",)},
    "overdue": {"overdue": True},
    "days": {"min_due_time": NOW, "max_due_time": NOW + timedelta(days=3)},
    "words": {"query": "насос 77"},
}
CALLERS = {"all": ("*",), "branch": (BRANCH_A,), "two keys": (BRANCH_A, "users/4")}
# What is found is few of all, and sorted then.
SORTED_AFTER = {"words"}


@pytest.fixture(scope="module")
def filled(door: Door) -> Desk:
    desk = Desk.opened(door)
    made = store.WORKS.insert_many(desk.office.db, works())
    store.SLOTS.insert_many(
        desk.office.db, (slot for each in made for slot in slots(each).values())
    )
    return desk


def works() -> Iterator[Work]:
    seeded = random.Random(5)  # noqa: S311
    for number in range(WORKS):
        owner = f"users/{number % PEOPLE}" if number % 11 else ""
        path = (ROOT, BRANCH_A if number % 2 else BRANCH_B)
        state = [State.OPEN, State.OPEN, State.DONE, State.CANCELLED][number // 8 % 4]
        day = FIRST + timedelta(days=seeded.randrange(60))
        when = When(kind=Kind.DAY, start_date=day).tidy("UTC", "Europe/Moscow")
        ended = state in (State.DONE, State.CANCELLED)
        yield Work(
            name=store.WORKS.new_name(),
            display_name=f"{seeded.choice(['Насос', 'Труба', 'Кран'])} {number}",
            action=f"workActions/{number % 3}",
            state=state,
            sign=Sign.PLUS if state is State.DONE else None,
            when=when,
            due_time=when.ends(),
            watch_time=None if ended else when.ends(),
            subject=f"counterparties/{number % 40}",
            owner=owner,
            org_path=path,
            visible_to=visible_to(owner, path),
            parent="works/head" if number % 9 == 0 else "",
            close_time=NOW + timedelta(seconds=number) if ended else None,
            close_day=day.isoformat() if ended else "",
        )


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("sort", [f"{sort}{way}" for sort in SORTS for way in ("", " desc")])
def test_a_list_is_read_off_its_index(filled: Desk, caller: str, sort: str, name: str) -> None:
    chosen = plan(Listing(order_by=sort, **FILTERS[name]), "users/0", CALLERS[caller], NOW)
    assert chosen.order
    answer = store.WORKS.raw(filled.office.db).explain(
        chosen.filter, sort=chosen.order.sort, limit=PAGE, hint=chosen.hint
    )
    used = set(stages(answer["queryPlanner"]["winningPlan"]))
    by_close = sort.startswith("close_time") and name in ("client", "children")
    allowed = {"SORT"} if name in SORTED_AFTER or by_close else set[str]()
    assert not used & ({"COLLSCAN", "SORT"} - allowed), used


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("name", ["none", "mine", "overdue", "client", "children"])
def test_a_page_opens_little_more_than_it_shows(filled: Desk, caller: str, name: str) -> None:
    chosen = plan(Listing(**FILTERS[name]), "users/5", CALLERS[caller], NOW)
    assert chosen.order
    answer = store.WORKS.raw(filled.office.db).explain(
        chosen.filter, sort=chosen.order.sort, limit=PAGE, hint=chosen.hint
    )
    statistics = answer["executionStats"]
    shown = max(statistics["nReturned"], PAGE // 2)
    assert statistics["totalDocsExamined"] <= 3 * shown


def test_a_week_of_everybody_is_summed_up_without_opening_it(filled: Desk) -> None:
    days = [(FIRST + timedelta(days=14 + n)).isoformat() for n in range(7)]
    points = [point(f"users/{user}", day) for user in range(PEOPLE) for day in days]
    answer = store.SLOTS.raw(filled.office.db).explain(
        {"slot": {"$in": points}},
        projection={"slot": 1, "state": 1, "sign": 1, "minutes": 1, "due_time": 1, "_id": 0},
        hint="tenant_1_days",
    )
    statistics = answer["executionStats"]
    assert statistics["nReturned"] > PEOPLE
    assert statistics["totalDocsExamined"] == 0
    assert statistics["totalKeysExamined"] <= statistics["nReturned"] + len(points) + 1


def test_who_has_to_be_told_next_is_read_off_its_index(filled: Desk) -> None:
    answer = store.WORKS.raw(filled.office.db).explain(
        {"watch_time": {"$gt": datetime(1970, 1, 1, tzinfo=UTC), "$lte": NOW}},
        sort=[("watch_time", 1)],
        limit=200,
        hint="due_watch_time",
    )
    assert not {"COLLSCAN", "SORT"} & set(stages(answer["queryPlanner"]["winningPlan"]))


def test_what_people_have_done_is_counted_without_opening_it(filled: Desk) -> None:
    answer = store.WORKS.raw(filled.office.db).explain(
        {"owner": "users/4", "close_day": {"$gt": "", "$gte": "2026-11-01", "$lt": "2026-12-01"}},
        projection={"action": 1, "sign": 1, "_id": 0},
        hint="tenant_1_done",
    )
    statistics = answer["executionStats"]
    assert statistics["nReturned"] > 0
    assert statistics["totalDocsExamined"] == 0
