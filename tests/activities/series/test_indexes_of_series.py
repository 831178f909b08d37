"""Every look for series and their works comes from an index: explained by Mongo itself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.activities.series import store
from services.activities.series.series import State, WorkSeries
from services.activities.store import WORKS
from services.activities.when import midnight, on_day
from services.activities.work import Work
from services.kit.caller import EVERYBODY, visible_to
from services.kit.testing_door import Door
from tests.activities.desk import Desk
from tests.counterparties.test_indexes import stages
from tests.deals.office import BRANCH_A, ROOT

SERIES, DAYS, FIRST = 40, 30, date(2026, 12, 1)
NOW = datetime(2026, 12, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(door: Door) -> Desk:
    desk = Desk.opened(door)
    path = (ROOT, BRANCH_A)
    series = [
        WorkSeries(
            name=f"workSeries/{desk.office.tenant}-{number}",
            work=Work(name="", subject=f"counterparties/{number % 8}"),
            state=State.ENDED if number % 4 == 0 else State.OPEN,
            make_time=NOW + timedelta(days=number) if number % 4 else None,
            owner=f"users/{number % 5}",
            org_path=path,
            visible_to=visible_to(f"users/{number % 5}", path),
        )
        for number in range(SERIES)
    ]
    store.SERIES.insert_many(desk.office.db, series)
    WORKS.insert_many(desk.office.db, (work(each.name, n) for each in series for n in range(DAYS)))
    return desk


def work(series: str, number: int) -> Work:
    day = FIRST + timedelta(days=number)
    when = on_day(day).tidy("UTC", "UTC")
    return Work(name=WORKS.new_name(), series=series, series_date=day, when=when)


def examined(answer: Any) -> tuple[set[str], int, int]:
    statistics = answer["executionStats"]
    used = set(stages(answer["queryPlanner"]["winningPlan"]))
    return used, statistics["nReturned"], statistics["totalDocsExamined"]


@pytest.mark.parametrize("keys", [[EVERYBODY], [BRANCH_A, "users/2"]])
def test_a_list_of_series_is_read_off_its_index(filled: Desk, keys: list[str]) -> None:
    where = {"state": {"$in": ["OPEN"]}, "visible_to": {"$in": keys}}
    sort = [("create_time", -1), ("_id", -1)]
    answer = store.SERIES.raw(filled.office.db).explain(
        where, sort=sort, limit=11, hint="tenant_1_visible_by_create_time"
    )
    used, returned, opened = examined(answer)
    assert not used & {"COLLSCAN", "SORT"}
    assert returned == 11
    assert opened <= 2 * returned


def test_series_of_a_client_are_read_off_their_index(filled: Desk) -> None:
    where = {"linked": "counterparties/3", "work.subject": "counterparties/3"}
    answer = store.SERIES.raw(filled.office.db).explain(where, hint=store.LINKED)
    used, returned, opened = examined(answer)
    assert "COLLSCAN" not in used
    assert opened == returned == SERIES // 8


def test_what_has_to_be_made_is_read_off_its_index(filled: Desk) -> None:
    where = {"make_time": {"$gt": datetime(1970, 1, 1, tzinfo=UTC), "$lte": NOW}}
    answer = store.SERIES.raw(filled.office.db).explain(
        where, sort=[("make_time", 1)], limit=500, hint="due_make_time"
    )
    assert not examined(answer)[0] & {"COLLSCAN", "SORT"}


def test_of_a_series_its_own_works_alone_are_opened(filled: Desk) -> None:
    series = f"workSeries/{filled.office.tenant}-7"
    raw = WORKS.raw(filled.office.db)
    last = (FIRST + timedelta(days=DAYS - 3)).isoformat()
    lying = {"series": series, "$or": [{"state": "OPEN"}, {"series_date": {"$gte": last}}]}
    used, returned, opened = examined(raw.explain(lying, hint=store.BY_SERIES))
    assert "COLLSCAN" not in used
    assert returned == opened == DAYS
    first = midnight(FIRST + timedelta(days=DAYS - 5), "UTC")
    taken = {"series": series, "start_key": {"$gte": first}, "series_date": {"$in": [last]}}
    used, returned, opened = examined(raw.explain(taken, hint=store.BY_SERIES))
    assert "COLLSCAN" not in used
    assert (returned, opened) == (1, 5)
