"""Every list, board and sum comes from an index: explained by Mongo itself."""

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.deals import rank, store
from services.deals.deal import Deal, State
from services.deals.listing import SORTS, Listing, closed_plan, plan
from services.deals.products.line import DealLine
from services.deals.totals import store as totals
from services.kit import lists
from services.kit.caller import visible_to
from services.kit.money import Money
from services.kit.testing_door import Door
from tests.counterparties.test_indexes import stages
from tests.deals.office import BRANCH_A, BRANCH_B, ROOT, Office

DEALS, PAGE = 1500, 51
NOW = datetime(2026, 11, 1, tzinfo=UTC)
FILTERS: Mapping[str, dict[str, Any]] = {
    "none": {},
    "state": {"state": ("WON",)},
    "states": {"state": ("OPEN", "LOST")},
    "funnel": {"funnel": ("funnels/1",)},
    "stage": {"funnel": ("funnels/1",), "stage": ("s1",)},
    "owner": {"owner": ("users/4",)},
    "unit": {"org_unit": BRANCH_B},
    "client": {"counterparty": "counterparties/3"},
    "days": {"min_expected_close_date": date(2026, 12, 1)},
    "stuck": {"stuck": True},
    "without work": {"without_work": True},
    "overdue": {"overdue_on": date(2026, 11, 1)},
    "product": {"product": ("products/1",)},
    "segment": {"segment": ("segments/1",)},
    "closed": {"state": ("WON", "LOST"), "closed_since": NOW},
    "words": {"query": "насос 77"},
}
CALLERS = {"all": ("*",), "branch": (BRANCH_A,), "two keys": (BRANCH_A, "users/4")}


@pytest.fixture(scope="module")
def filled(door: Door) -> Office:
    office = Office.opened(door)
    store.DEALS.insert_many(office.db, deals())
    return office


def deals() -> Iterator[Deal]:
    seeded = random.Random(5)  # noqa: S311
    for number in range(DEALS):
        owner = f"users/{number % 8}"
        path = (ROOT, BRANCH_A if number % 2 else BRANCH_B)
        state = [*State][0 if number % 5 else number // 5 % 4]
        closed = state in (State.WON, State.LOST)
        yield Deal(
            name=store.DEALS.new_name(),
            display_name=f"{seeded.choice(['Насос', 'Труба', 'Кран'])} {number}",
            counterparty=f"counterparties/{number % 40}" if number % 3 else "",
            funnel=f"funnels/{number % 2}",
            stage=f"s{number // 2 % 3}",
            state=state,
            close_time=NOW + timedelta(seconds=number) if closed else None,
            lines=(DealLine(product=f"products/{number % 3}", quantity="1"),),
            counterparty_segments=(f"segments/{number % 2}",),
            rank=rank.top(NOW + timedelta(seconds=number)),
            amount=Money(Decimal(number), "RUB"),
            expected_close_date=date(2026, 11, 1) + timedelta(days=number % 90),
            owner=owner,
            org_path=path,
            visible_to=visible_to(owner, path),
            next_due_date=date(2026, 10, 1) + timedelta(days=number % 60),
            stuck_time=NOW + timedelta(hours=number - DEALS // 2),
        )


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("sort", [f"{sort}{way}" for sort in SORTS for way in ("", " desc")])
def test_a_list_is_read_off_its_index(filled: Office, caller: str, sort: str, name: str) -> None:
    if sort.startswith("rank") and name != "stage":
        return
    listing = Listing(order_by=sort, **FILTERS[name])
    chosen = plan(listing, "users/0", CALLERS[caller], NOW)
    assert chosen.order
    answer = store.DEALS.raw(filled.db).explain(
        chosen.filter, sort=chosen.order.sort, limit=PAGE, hint=chosen.hint
    )
    used = set(stages(answer["queryPlanner"]["winningPlan"]))
    # What a client has is sorted when it is found, and so is what words find: few of all.
    sorted_after = {"SORT"} if name in ("client", "words") else set[str]()
    assert not used & ({"COLLSCAN", "SORT"} - sorted_after), used
    if name in ("none", "state", "states", "owner", "unit", "client"):
        statistics = answer["executionStats"]
        passed_over = caller != "all" and name in ("owner", "unit")
        shown = max(statistics["nReturned"], DEALS // 40)
        opened = 8 * len(CALLERS[caller])
        allowed = DEALS if passed_over else 3 * shown + opened
        assert statistics["totalDocsExamined"] <= allowed


@pytest.mark.parametrize(
    ("query", "index"), [("насос", "visible_by_create_time"), ("77", "search")]
)
def test_a_common_word_is_come_across_and_a_rare_one_looked_up(
    filled: Office, query: str, index: str
) -> None:
    chosen = plan(Listing(query=query), "users/0", CALLERS["all"], NOW)
    assert chosen.rare
    # As if half of a long list had the common one.
    used = chosen if index != "search" else lists.better(filled.db, store.DEALS, chosen)
    assert used.index == index
    answer = store.DEALS.raw(filled.db).explain(
        used.filter, sort=[("create_time", -1), ("_id", -1)], limit=PAGE, hint=used.hint
    )
    assert "COLLSCAN" not in stages(answer["queryPlanner"]["winningPlan"])
    assert answer["executionStats"]["totalDocsExamined"] <= 5 * PAGE


@pytest.mark.parametrize("caller", CALLERS)
def test_a_column_reads_the_cards_it_shows(filled: Office, caller: str) -> None:
    listing = Listing(order_by="rank", funnel=("funnels/1",), stage=("s1",))
    chosen = plan(listing, "users/0", CALLERS[caller], NOW)
    answer = store.DEALS.raw(filled.db).explain(
        chosen.filter, sort=[("rank", 1), ("_id", 1)], limit=21, hint=chosen.hint
    )
    assert answer["executionStats"]["totalDocsExamined"] <= 22 * len(CALLERS[caller])


@pytest.mark.parametrize("caller", CALLERS)
def test_closed_ones_are_read_off_their_index(filled: Office, caller: str) -> None:
    since = NOW + timedelta(seconds=DEALS // 2)
    listing = Listing(funnel=("funnels/1",), state=("WON",), closed_since=since)
    chosen = closed_plan(listing, "users/0", CALLERS[caller], NOW)
    answer = store.DEALS.raw(filled.db).explain(chosen.filter, hint=chosen.hint)
    statistics = answer["executionStats"]
    assert statistics["nReturned"] > 0
    assert statistics["totalDocsExamined"] <= statistics["nReturned"] * len(CALLERS[caller])


def test_the_ledger_is_read_off_its_index(filled: Office) -> None:
    where = {"time": {"$gte": 1}, "funnel": "funnels/1", "state": "OPEN"}
    answer = totals.TOTALS.raw(filled.db).explain(where, hint="tenant_1_time")
    used = set(stages(answer["queryPlanner"]["winningPlan"]))
    assert "COLLSCAN" not in used
    statistics = answer["executionStats"]
    assert statistics["totalDocsExamined"] == statistics["nReturned"]


def test_no_list_can_forget_the_tenant(filled: Office, other_office: Office) -> None:
    for filters in FILTERS.values():
        chosen = plan(Listing(**filters), "users/0", ("*",), NOW)
        assert lists.count(filled.db, store.DEALS, chosen) > 0, filters
        assert lists.count(other_office.db, store.DEALS, chosen) == 0
