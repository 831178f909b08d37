"""Every sort and filter of the list comes from an index: explained by Mongo itself."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from services.counterparties import field_rights, store
from services.counterparties.counterparty import (
    Counterparty,
    LifecycleStage,
    MarketState,
    Role,
)
from services.counterparties.details import Phone
from services.counterparties.listing import SORTS, Listing, plan
from services.counterparties.requisites import Kind
from services.kit import clock, lists
from services.kit.caller import visible_to
from services.kit.testing_door import Door
from tests.counterparties.office import BRANCH_A, BRANCH_B, ROOT, Office

DOCUMENTS, PAGE = 2400, 51
FILTERS: Mapping[str, dict[str, Any]] = {
    "none": {},
    "kind": {"kind": ("INDIVIDUAL",)},
    "market_state": {"market_state": ("EXISTING",)},
    "segment": {"segments": ("segments/3",)},
    "two segments": {"segments": ("segments/1", "segments/2")},
    "role": {"roles": ("SUPPLIER",)},
    "stage": {"lifecycle_stage": ("RETENTION",)},
    "two stages": {"lifecycle_stage": ("RETENTION", "EXPANSION")},
    "owner": {"owner": ("users/4",)},
    "unit": {"org_unit": BRANCH_B},
    "deleted": {"deleted": True},
    "import": {"source_import": "imports/1"},
    "no next work": {"next_work": "NONE"},
}
QUERIES = ["ромаш", "снаб", "8460000", "846 000-01-23", "77", "i@x.ru"]
CALLERS = {"all": ("*",), "branch": (BRANCH_A,), "two keys": (BRANCH_A, "users/4")}


@pytest.fixture(scope="module")
def filled(door: Door) -> Office:
    office = Office.opened(door)
    store.COUNTERPARTIES.insert_many(office.db, clients())
    return office


def clients() -> Iterator[Counterparty]:
    seeded = random.Random(5)  # noqa: S311
    words = ["газ", "нефть", "снаб", "ромашка", "лютик", "вектор", "альфа", "строй"]
    for number in range(DOCUMENTS):
        owner = f"users/{number % 8}"
        path = (ROOT, BRANCH_A if number % 2 else BRANCH_B)
        yield (
            Counterparty(
                name=store.COUNTERPARTIES.new_name(),
                display_name=f"ООО «{seeded.choice(words).title()}{seeded.choice(words)}» {number}",
                kind=Kind.INDIVIDUAL if number % 10 == 0 else Kind.LEGAL,
                market_state=MarketState.EXISTING if number % 5 == 0 else MarketState.POTENTIAL,
                segments=(f"segments/{number % 12}",),
                roles=(Role.SUPPLIER,) if number % 7 == 0 else (),
                lifecycle_stage=[None, *LifecycleStage][number % 11 % 5],
                phones=(Phone(number=f"+7846{number:07}"),),
                owner=owner,
                org_path=path,
                visible_to=visible_to(owner, path),
                source_import="imports/1" if number % 9 == 0 else "",
            )
            if number % 16
            else deleted(number, owner, path)
        )


def deleted(number: int, owner: str, path: tuple[str, ...]) -> Counterparty:
    gone = Counterparty(
        name=store.COUNTERPARTIES.new_name(),
        display_name=f"Удалённый {number}",
        kind=Kind.LEGAL,
        owner=owner,
        org_path=path,
        visible_to=visible_to(owner, path),
    )
    return gone.deleted(clock.now())


def stages(tree: Mapping[str, Any]) -> Iterator[str]:
    yield tree["stage"]
    for inner in [tree.get("inputStage"), *tree.get("inputStages", ())]:
        if inner:
            yield from stages(inner)


def explained(office: Office, listing: Listing, keys: tuple[str, ...]) -> dict[str, Any]:
    chosen = plan(listing, "users/0", keys, field_rights.EVERYTHING)
    return store.COUNTERPARTIES.raw(office.db).explain(
        chosen.filter,
        sort=chosen.order.sort if chosen.order else None,
        limit=PAGE,
        hint=f"tenant_1_{chosen.index}",
    )


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("sort", [f"{sort}{way}" for sort in SORTS for way in ("", " desc")])
def test_a_list_reads_little_more_than_it_shows(
    filled: Office, caller: str, sort: str, name: str
) -> None:
    listing = Listing(order_by=sort, **FILTERS[name])
    answer = explained(filled, listing, CALLERS[caller])
    used = set(stages(answer["queryPlanner"]["winningPlan"]))
    assert not used & {"COLLSCAN", "SORT"}, used
    statistics = answer["executionStats"]
    # A merge opens each of its branches before it has anything to show.
    opened = 6 * len(CALLERS[caller])
    allowed = 3 * max(statistics["nReturned"], 1) + opened
    if caller != "all" and name in ("owner", "import", "unit"):
        # What is not the caller's is passed over: these filters ask for others' records.
        allowed = DOCUMENTS
    assert statistics["totalKeysExamined"] <= allowed


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_reads_its_index_only(filled: Office, query: str) -> None:
    answer = explained(filled, Listing(query=query), ("*",))
    used = set(stages(answer["queryPlanner"]["winningPlan"]))
    assert not used & {"COLLSCAN", "SORT"}, used
    statistics = answer["executionStats"]
    assert statistics["totalKeysExamined"] <= 3 * statistics["nReturned"] + 20


def test_no_list_can_forget_the_tenant(filled: Office, other_office: Office) -> None:
    for filters in FILTERS.values():
        chosen = plan(Listing(**filters), "users/0", ("*",), field_rights.EVERYTHING)
        assert lists.count(filled.db, store.COUNTERPARTIES, chosen) > 0
        assert lists.count(other_office.db, store.COUNTERPARTIES, chosen) == 0


def test_clients_asked_for_by_name_are_read_alone(filled: Office) -> None:
    raw = store.COUNTERPARTIES.raw(filled.db)
    names = [document["_id"] for document in raw.find({}, {"_id": 1}, limit=100)]
    done = raw.explain({"_id": {"$in": names}, "visible_to": {"$in": ["*"]}})["executionStats"]
    assert done["nReturned"] == len(names)
    assert done["totalKeysExamined"] <= 2 * len(names)
