"""Filters by custom fields read little more than they show, whether few or many clients fit."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from crm.counterparties.v1 import counterparties_pb2 as pb
from services.counterparties import field_rights, store
from services.counterparties.counterparty import Counterparty
from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.custom_fields.filters import conditions
from services.counterparties.custom_fields.store import definitions
from services.counterparties.listing import SORTS, Listing, plan
from services.counterparties.requisites import Kind
from services.kit import lists
from services.kit.caller import visible_to
from services.kit.plans import Plan
from services.kit.testing_door import Door
from tests.counterparties.office import BRANCH_A, ROOT, Office
from tests.counterparties.test_custom_fields import define
from tests.counterparties.test_indexes import PAGE, stages

DOCUMENTS, RARE = 3000, 30
# Filter -> how many clients fit.
FEW: Mapping[str, int] = {
    "text:eq:редкий": RARE,
    "text:contains:едк": RARE,
    "list:eq:net": RARE,
    "list:any_of:net": RARE,
    "multi_list:eq:net": RARE,
    "number:ge:1000000": RARE,
    "money:le:-1": RARE,
    "date:ge:2030-01-01": RARE,
    "boolean:eq:false": RARE,
    "link:set": RARE,
}
MANY = ["list:eq:da", "number:ge:0", "money:ge:0", "date:le:2026-12-31", "boolean:eq:true"]


@pytest.fixture(scope="module")
def filled(door: Door) -> Office:
    office = Office.opened(door)
    for kind in ("TEXT", "NUMBER", "MONEY", "DATE", "LIST", "MULTI_LIST", "BOOLEAN", "LINK"):
        define(office, kind.lower(), kind, filterable=True)
    store.COUNTERPARTIES.insert_many(office.db, clients())
    return office


def clients() -> Iterator[Counterparty]:
    for number in range(DOCUMENTS):
        rare = number % (DOCUMENTS // RARE) == 0
        values: dict[str, Any] = {
            "number": 10**6 + number if rare else number,
            "money": {"amount": f"{-number - 1 if rare else number}.00", "currency": "RUB"},
            "date": "2030-05-05" if rare else "2026-11-22",
            "list": "net" if rare else "da",
            "multi_list": ["da", "net"] if rare else ["da"],
            "boolean": not rare,
        }
        if rare:
            values |= {"text": "Редкий", "link": f"https://x.ru/{number}"}
        path = (ROOT, BRANCH_A)
        yield Counterparty(
            name=store.COUNTERPARTIES.new_name(),
            display_name=f"Клиент {number:05}",
            kind=Kind.LEGAL,
            owner="users/1",
            org_path=path,
            visible_to=visible_to("users/1", path),
            custom_fields=values,
        )


def planned(office: Office, condition: str, sort: str = "", keys: tuple[str, ...] = ("*",)) -> Plan:
    known = definitions(office.db, Resource.COUNTERPARTY)
    listing = Listing(order_by=sort, custom=conditions([condition], known))
    return plan(listing, "users/0", keys, field_rights.EVERYTHING)


def explained(office: Office, chosen: Plan, limit: int = PAGE) -> dict[str, Any]:
    return store.COUNTERPARTIES.raw(office.db).explain(
        chosen.filter,
        sort=chosen.order.sort if chosen.order else None,
        limit=limit,
        hint=f"tenant_1_{chosen.index}",
    )


@pytest.mark.parametrize("keys", [("*",), (BRANCH_A,)])
@pytest.mark.parametrize("condition", FEW)
def test_what_few_have_is_read_by_its_own_keys(
    filled: Office, condition: str, keys: tuple[str, ...]
) -> None:
    for sort in SORTS:
        rare = planned(filled, condition, sort, keys).rare
        assert rare is not None
        answer = explained(filled, rare)
        used = set(stages(answer["queryPlanner"]["winningPlan"]))
        assert "COLLSCAN" not in used
        statistics = answer["executionStats"]
        assert statistics["nReturned"] == FEW[condition]
        assert statistics["totalDocsExamined"] <= FEW[condition] + 1
        assert statistics["totalKeysExamined"] <= 2 * FEW[condition] + 5


@pytest.mark.parametrize("condition", MANY)
def test_what_many_have_is_read_in_the_order_of_the_list(filled: Office, condition: str) -> None:
    for sort in SORTS:
        answer = explained(filled, planned(filled, condition, sort))
        used = set(stages(answer["queryPlanner"]["winningPlan"]))
        assert not used & {"COLLSCAN", "SORT"}, used
        # One in a hundred does not fit; a merge opens each of its branches.
        assert answer["executionStats"]["totalDocsExamined"] <= 1.1 * PAGE + 10


def test_which_of_the_two_is_asked_of_the_index_itself(filled: Office) -> None:
    assert RARE < lists.RARE < DOCUMENTS - RARE
    few, many = planned(filled, "list:eq:net"), planned(filled, "list:eq:da")
    assert lists.better(filled.db, store.COUNTERPARTIES, few) is few.rare
    assert lists.better(filled.db, store.COUNTERPARTIES, many) is many
    assert len(filled.listed(filled.admin, custom=["list:eq:net"], page_size=200)) == RARE


def test_without_conditions_nothing_is_asked_before(filled: Office) -> None:
    chosen = plan(Listing(), "users/0", ("*",), field_rights.EVERYTHING)
    assert chosen.rare is None
    assert lists.better(filled.db, store.COUNTERPARTIES, chosen) is chosen


def test_pages_go_on_where_the_last_one_ended(filled: Office) -> None:
    found: list[str] = []
    token = ""
    while True:
        page = filled.counterparties(filled.admin).ListCounterparties(
            pb.ListCounterpartiesRequest(custom=["boolean:eq:false"], page_size=7, page_token=token)
        )
        found += [each.display_name for each in page.counterparties]
        token = page.next_page_token
        if not token:
            break
    assert len(found) == RARE == len(set(found))
    assert found == sorted(found)
