"""Every list of interactions comes from an index: explained by Mongo itself."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.activities.interactions import store
from services.activities.interactions.interaction import Interaction, State
from services.activities.interactions.listing import Listing, plan
from services.activities.interactions.participant import Participant
from services.kit.caller import visible_to
from services.kit.plans import seen_by
from services.kit.testing_door import Door
from tests.activities.desk import Desk
from tests.counterparties.test_indexes import stages
from tests.deals.office import BRANCH_A, BRANCH_B, ROOT

COUNT, PEOPLE, PAGE = 1200, 8, 51
NOW = datetime(2026, 11, 15, tzinfo=UTC)
FILTERS: Mapping[str, dict[str, Any]] = {
    "none": {},
    "states": {"state": ("NEW", "POSTPONED")},
    "owner": {"owner": ("users/4",)},
    "mine": {"owner": ("users/me",)},
    "nobodys": {"owner": ("users/none",)},
    "unit": {"org_unit": BRANCH_B},
    "unprocessed": {"unprocessed": True},
    "mine unprocessed": {"unprocessed": True, "owner": ("users/me",)},
    "unlinked": {"unprocessed": True, "unlinked": True},
    "client": {"links": ("counterparties/3",)},
    "merged client": {"links": ("counterparties/3", "counterparties/4")},
    "client, unprocessed": {"links": ("counterparties/3",), "unprocessed": True},
    "chain": {"chain": "interactions/3"},
    "kind": {"kind": ("interactionKinds/1",)},
    "words": {"query": "насос 77"},
    "telephone": {"query": "+7 912 000 07 77"},
}
CALLERS = {"all": ("*",), "branch": (BRANCH_A,), "two keys": (BRANCH_A, "users/4")}
# What is found is few of all, and sorted then.
SORTED_AFTER = {"words", "telephone", "client, unprocessed"}


@pytest.fixture(scope="module")
def filled(door: Door) -> Desk:
    desk = Desk.opened(door)
    store.INTERACTIONS.insert_many(desk.office.db, interactions())
    return desk


def interactions() -> Iterator[Interaction]:
    for number in range(COUNT):
        owner = f"users/{number % PEOPLE}" if number % 11 else ""
        path = (ROOT, BRANCH_A if number % 2 else BRANCH_B)
        state = [State.NEW, State.POSTPONED, State.PROCESSED, State.PROCESSED][number // 8 % 4]
        begun = NOW + timedelta(hours=number - COUNT // 2)
        yield Interaction(
            name=store.INTERACTIONS.new_name(),
            topic=f"Насос {number}",
            kind=f"interactionKinds/{number % 3}",
            state=state,
            start_time=begun,
            waiting_time=None if state is State.PROCESSED else begun,
            subject=f"counterparties/{number % 40}",
            with_whom=(Participant(text=f"+7912000{number:04}").tidy(),),
            chain=f"interactions/{number % 30}",
            owner=owner,
            org_path=path,
            visible_to=visible_to(owner, path),
        )


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("name", FILTERS)
def test_a_list_is_read_off_its_index(filled: Desk, caller: str, name: str) -> None:
    chosen = plan(Listing(**FILTERS[name]), "users/5", CALLERS[caller], NOW)
    assert chosen.order
    answer = store.INTERACTIONS.raw(filled.office.db).explain(
        chosen.filter, sort=chosen.order.sort, limit=PAGE, hint=chosen.hint
    )
    used = set(stages(answer["queryPlanner"]["winningPlan"]))
    allowed = {"SORT"} if name in SORTED_AFTER else set[str]()
    assert not used & ({"COLLSCAN", "SORT"} - allowed), used
    statistics = answer["executionStats"]
    if caller == "all":
        assert statistics["nReturned"] > 0
    if caller == "all" and name not in SORTED_AFTER | {"kind"}:
        assert statistics["totalDocsExamined"] <= 3 * max(statistics["nReturned"], PAGE // 2)


@pytest.mark.parametrize("caller", CALLERS)
def test_ones_unprocessed_are_counted_off_their_index(filled: Desk, caller: str) -> None:
    where = {"owner": "users/4", **store.waits(NOW), **seen_by("", CALLERS[caller])}
    answer = store.INTERACTIONS.raw(filled.office.db).explain(where, hint=store.WAITING_HINT)
    statistics = answer["executionStats"]
    assert statistics["totalKeysExamined"] < COUNT / PEOPLE
