"""Every list of identity walks an index in its order: no collection scan, no sort in memory."""

from typing import Any

import pytest

from services.identity import store
from services.identity.user import User
from services.kit import clock
from services.kit.mongo import Collection
from services.kit.paging import NEWEST_FIRST, Order
from tests.identity.office import Building

TENANT = "many-users"
UNIT = "orgUnits/many"


@pytest.fixture(scope="module")
def many(building: Building) -> Building:
    db = building.db(TENANT)
    people = [
        User(
            name=f"users/many-{n}", login=f"login{n}", display_name=f"Сотрудник {n}", org_unit=UNIT
        ).with_path(("orgUnits/root", UNIT))
        for n in range(2000)
    ]
    store.USERS.insert_many(db, people)
    return building


def stages(plan: dict[str, Any]) -> set[str]:
    below = [plan[key] for key in ("inputStage",) if key in plan] + plan.get("inputStages", [])
    return {plan["stage"]}.union(*(stages(each) for each in below))


@pytest.mark.parametrize(
    ("collection", "query", "order"),
    [
        (store.USERS, {}, store.BY_NAME),
        (store.USERS, {"org_path": UNIT}, store.BY_NAME),
        (store.USERS, {"$and": [{"search": {"$regex": "login1999"}}]}, store.BY_NAME),
        (store.ORG_UNITS, {}, store.BY_PLACE),
        (store.ROLES, {}, store.BY_PLACE),
        (store.SESSIONS, {"user": "users/1", "expire_time": {"$gt": clock.now()}}, NEWEST_FIRST),
        (store.API_KEYS, {}, NEWEST_FIRST),
        (store.SUBSTITUTIONS, {"visible_to": "*"}, store.LATEST_FIRST),
        (store.SUBSTITUTIONS, {"visible_to": "*", "people": "users/1"}, store.LATEST_FIRST),
        (
            store.SAVED_VIEWS,
            {"resource": "x", "$or": [{"owner": "users/1"}, {"visibility": "SHARED"}]},
            store.BY_NAME,
        ),
    ],
)
def test_a_list_walks_an_index(
    many: Building, collection: Collection[Any], query: dict[str, Any], order: Order
) -> None:
    db = many.db(TENANT)
    plan = collection.raw(db).explain(query, sort=order.sort, limit=51)
    assert stages(plan["queryPlanner"]["winningPlan"]) <= {"LIMIT", "FETCH", "IXSCAN"}


def test_a_search_by_a_part_fetches_what_it_found_only(many: Building) -> None:
    query = {"$and": [{"search": {"$regex": "login1999"}}]}
    plan = store.USERS.raw(many.db(TENANT)).explain(query, sort=store.BY_NAME.sort, limit=51)
    assert plan["executionStats"]["totalDocsExamined"] == 1
