"""Every look of mass creation, campaigns, plans and the tree comes from an index: so Mongo says."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.activities.campaigns import store as campaigns
from services.activities.campaigns.campaign import Campaign
from services.activities.campaigns.campaign import State as CampaignState
from services.activities.mass import store as mass
from services.activities.mass.row import MassRow
from services.activities.plans import store as plans
from services.activities.plans.plan import Period, WorkPlan
from services.activities.sign import Sign
from services.activities.store import WORKS
from services.activities.totals import store as ledger
from services.activities.totals.rollup import Bucket, Total
from services.activities.work import State, Work
from services.kit.caller import EVERYBODY, visible_to
from services.kit.paging import NEWEST_FIRST, Order
from services.kit.testing_door import Door
from tests.activities.desk import Desk
from tests.counterparties.test_indexes import stages
from tests.deals.office import BRANCH_A, ROOT

EACH, PEOPLE = 40, 8
NOW = datetime(2026, 12, 2, tzinfo=UTC)
DAY = date(2026, 12, 2)
PATH = (ROOT, BRANCH_A)


@pytest.fixture(scope="module")
def filled(door: Door) -> Desk:
    desk = Desk.opened(door)
    db = desk.office.db
    for job in ("one", "two"):
        named = (f"works/{db.tenant}-{job}-{n}" for n in range(EACH))
        mass.freeze(db, [MassRow(name=name, job=job, n=n) for n, name in enumerate(named)])
    campaigns.CAMPAIGNS.insert_many(db, map(campaign, range(EACH)))
    months = (DAY, DAY - timedelta(days=60), DAY - timedelta(days=120))
    kept = [plan(who, n, day) for who in range(PEOPLE) for n in range(5) for day in months]
    plans.PLANS.insert_many(db, kept)
    WORKS.insert_many(db, map(work, range(10 * EACH)))
    totals = (Total(node=f"works/{n % 5}", bucket=Bucket.OPEN, count=1) for n in range(EACH))
    ledger.add(db, totals)
    return desk


def campaign(number: int) -> Campaign:
    owner = f"users/{number % PEOPLE}"
    return Campaign(
        name=campaigns.CAMPAIGNS.new_name(),
        state=CampaignState.OPEN if number % 2 else CampaignState.ENDED,
        owner=owner,
        org_path=PATH,
        visible_to=visible_to(owner, PATH),
    )


def plan(person: int, number: int, day: date) -> WorkPlan:
    return WorkPlan(
        name=plans.PLANS.new_name(),
        user=f"users/{person}",
        action=f"workActions/{number}",
        period=Period.MONTH,
        start_date=Period.MONTH.first(day),
    )


def work(number: int) -> Work:
    is_open = number % 4 > 0
    return Work(
        name=WORKS.new_name(),
        action=f"workActions/{number % 3}",
        subject=f"counterparties/{number % 20}",
        state=State.OPEN if is_open else State.DONE,
        sign=None if is_open else Sign.PLUS,
        close_day="" if is_open else (DAY + timedelta(days=number % 60)).isoformat(),
        parent=f"works/{number % 5}",
        owner=f"users/{number % PEOPLE}",
        due_time=NOW + timedelta(hours=number),
    )


def examined(raw: Any, where: dict[str, Any], **asked: Any) -> tuple[set[str], int, int]:
    """The stages, how many were found and how many documents were opened for it."""
    answer = raw.explain(where, **asked)
    used = set(stages(answer["queryPlanner"]["winningPlan"]))
    statistics = answer["executionStats"]
    return used, statistics["nReturned"], statistics["totalDocsExamined"]


def test_rows_of_a_job_are_named_off_their_index_in_their_order(filled: Desk) -> None:
    raw = mass.ROWS.raw(filled.office.db)
    used, found, opened = examined(raw, {"job": "one"}, sort=[("n", 1)], hint="tenant_1_job")
    assert not used & {"COLLSCAN", "SORT"}
    assert found == opened == EACH


def test_who_has_such_a_work_already_is_found_by_whom_it_is_about(filled: Desk) -> None:
    about = [f"counterparties/{n}" for n in range(4)]
    where = {"linked": {"$in": about}, "state": "OPEN", "action": "workActions/1"}
    used, found, opened = examined(
        WORKS.raw(filled.office.db), where, projection={"linked": 1}, hint="tenant_1_linked"
    )
    assert "COLLSCAN" not in used
    assert 0 < found <= opened <= 4 * found


@pytest.mark.parametrize("keys", [[EVERYBODY], [BRANCH_A, "users/2"]])
def test_a_page_of_campaigns_is_read_off_its_index(filled: Desk, keys: list[str]) -> None:
    where = {"state": {"$in": ["OPEN"]}, "visible_to": {"$in": keys}}
    raw = campaigns.CAMPAIGNS.raw(filled.office.db)
    used, found, opened = examined(raw, where, sort=NEWEST_FIRST.sort, limit=11)
    assert not used & {"COLLSCAN", "SORT"}
    assert found == 11
    assert opened <= 2 * found


def test_open_works_of_a_campaign_are_named_without_opening_them(filled: Desk) -> None:
    where = {"parent": "works/1", "state": "OPEN"}
    used, found, opened = examined(
        WORKS.raw(filled.office.db), where, projection={"_id": 1}, hint="tenant_1_parent"
    )
    assert "COLLSCAN" not in used
    assert (found, opened) == (6 * EACH // 4, 0)


def test_of_plans_those_under_way_alone_are_opened(filled: Desk) -> None:
    where = plans.under_way(DAY) | {"user": {"$in": ["users/1", "users/2"]}}
    raw = plans.PLANS.raw(filled.office.db)
    used, found, opened = examined(raw, where, sort=Order("place").sort, limit=51)
    assert "COLLSCAN" not in used
    assert found == 10
    assert opened <= 5 * PEOPLE


def test_what_some_have_done_is_counted_without_opening_it(filled: Desk) -> None:
    where = plans.done_by(["users/0", "users/4"], DAY, DAY + timedelta(days=30))
    shown = {"owner": 1, "action": 1, "sign": 1, "_id": 0}
    used, found, opened = examined(
        WORKS.raw(filled.office.db), where, projection=shown, hint="tenant_1_done"
    )
    assert "COLLSCAN" not in used
    assert found > 0
    assert opened == 0


def test_the_tree_is_added_up_without_opening_its_rows(filled: Desk) -> None:
    raw = ledger.TOTALS.raw(filled.office.db)
    shown = {"node": 1, "bucket": 1, "count": 1, "_id": 0}
    where = {"node": {"$in": ["works/1", "works/2"]}}
    used, found, opened = examined(raw, where, projection=shown, hint="tenant_1_node")
    assert "COLLSCAN" not in used
    assert (found, opened) == (2 * EACH // 5, 0)


def test_rows_to_be_folded_are_read_in_their_order(filled: Desk) -> None:
    raw = ledger.TOTALS.raw(filled.office.db)
    where = {"time": {"$gte": 0, "$lt": ledger.ETERNAL}}
    used, found, opened = examined(raw, where, sort=[("time", 1)], limit=10, hint="tenant_1_time")
    assert not used & {"COLLSCAN", "SORT"}
    assert found == opened == 10
