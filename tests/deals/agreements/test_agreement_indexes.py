"""Lists of agreements come from an index, whatever is asked for."""

from typing import Any

import pytest

from services.deals.agreements.agreement import STANDARD, Agreement, Kind
from services.deals.agreements.listing import Listing, plan
from services.deals.agreements.store import AGREEMENTS
from services.kit import lists
from services.kit.caller import visible_to
from services.kit.testing_door import Door
from tests.counterparties.test_indexes import stages
from tests.deals.office import BRANCH_A, BRANCH_B, ROOT, Office

COUNT, PAGE = 1200, 51
NEWEST = [("create_time", -1), ("_id", -1)]
CALLERS = {"all": ("*",), "branch": (BRANCH_A,), "two keys": (BRANCH_A, "users/4")}


@pytest.fixture(scope="module")
def filled(door: Door) -> Office:
    office = Office.opened(door)
    AGREEMENTS.insert_many(office.db, map(an_agreement, range(COUNT)))
    return office


def an_agreement(number: int) -> Agreement:
    owner, path = f"users/{number % 8}", (ROOT, BRANCH_A if number % 2 else BRANCH_B)
    standard = number % 50 == 0
    return Agreement(
        name=AGREEMENTS.new_name(),
        display_name=f"Поставка {number}",
        kind=Kind.STANDARD if standard else Kind.INDIVIDUAL,
        counterparty="" if standard else f"counterparties/{number % 40}",
        owner=owner,
        org_path=path,
        visible_to=(*visible_to(owner, path), *((STANDARD,) if standard else ())),
    )


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": Kind.STANDARD},
        {"states": ("DRAFT", "ACTIVE")},
        {"counterparty": "counterparties/3", "segments": ("segments/1",)},
        {"query": "поставка"},
    ],
)
def test_a_list_is_read_off_its_index(filled: Office, caller: str, asked: dict[str, Any]) -> None:
    chosen = plan(Listing(**asked), CALLERS[caller])
    answer = AGREEMENTS.raw(filled.db).explain(
        chosen.filter, sort=NEWEST, limit=PAGE, hint=chosen.hint
    )
    assert not {"COLLSCAN", "SORT"} & set(stages(answer["queryPlanner"]["winningPlan"]))
    if not asked:
        opened = 2 * (len(CALLERS[caller]) + 1)
        assert answer["executionStats"]["totalDocsExamined"] <= PAGE + opened


def test_a_rare_word_is_looked_up(filled: Office) -> None:
    chosen = lists.better(filled.db, AGREEMENTS, plan(Listing(query="поставка 777"), ("*",)))
    assert chosen.index == "search"
    answer = AGREEMENTS.raw(filled.db).explain(
        chosen.filter, sort=NEWEST, limit=PAGE, hint=chosen.hint
    )
    assert "COLLSCAN" not in stages(answer["queryPlanner"]["winningPlan"])
