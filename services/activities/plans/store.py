"""Where plans are kept, and what has been done of them since: counted live, by an index alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pymongo import IndexModel

from services.activities.plans.plan import Period, WorkPlan
from services.activities.sign import Sign
from services.activities.store import WORKS
from services.kit import paging
from services.kit.bound import Document
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page

PLANS: Collection[WorkPlan] = Collection(
    "workPlans",
    WorkPlan,
    indexes=[
        IndexModel([("period", 1), ("start_date", 1), ("place", 1)], name="place", unique=True),
        IndexModel([("period", 1), ("start_date", 1), ("place", 1), ("_id", 1)], name="list"),
    ],
    derived=lambda plan: {"place": plan.place},
)
_DONE = "tenant_1_done"
_BY_PLACE = Order("place")


class Fact(NamedTuple):
    done: int = 0
    plus: int = 0


class Done(NamedTuple):
    """Works that somebody closed within some days, by action."""

    user: str
    action: str


def page(db: Db, users: Sequence[str], day: date, request: paging.Request) -> Page[WorkPlan]:
    """Of periods under way on a day."""
    return PLANS.page(db, under_way(day) | {"user": {"$in": list(users)}}, request, _BY_PLACE)


def under_way(day: date) -> Document:
    periods = [{"period": each.value, "start_date": each.first(day).isoformat()} for each in Period]
    return {"$or": periods}


def done_by(users: Sequence[str], first: date, after: date) -> Document:
    return {
        "owner": {"$in": sorted(set(users))},
        "close_day": {"$gte": first.isoformat(), "$lt": after.isoformat()},
        "sign": {"$in": [each.value for each in Sign]},
    }


def done(db: Db, users: Sequence[str], first: date, after: date) -> Mapping[Done, Fact]:
    """By person and action; under an empty action all he did."""
    where = done_by(users, first, after)
    is_plus = {"$cond": [{"$eq": ["$sign", Sign.PLUS.value]}, 1, 0]}
    group = {
        "_id": {"user": "$owner", "action": "$action"},
        "done": {"$sum": 1},
        "plus": {"$sum": is_plus},
    }
    found = WORKS.raw(db).aggregate([{"$match": where}, {"$group": group}], hint=_DONE)
    facts: dict[Done, Fact] = {}
    for each in found:
        one, plus = each["done"], each["plus"]
        user, action = each["_id"]["user"], each["_id"]["action"]
        facts[Done(user, action)] = Fact(one, plus)
        so_far = facts.get(Done(user, ""), Fact())
        facts[Done(user, "")] = Fact(so_far.done + one, so_far.plus + plus)
    return facts
