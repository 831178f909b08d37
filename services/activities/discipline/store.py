"""Where ladders of escalation are kept."""

from pymongo import IndexModel

from services.activities.discipline.ladder import EscalationLadder
from services.kit import paging
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page

LADDERS: Collection[EscalationLadder] = Collection(
    "escalationLadders",
    EscalationLadder,
    indexes=[IndexModel([("position", 1), ("_id", 1)], name="position")],
)


def page(db: Db, request: paging.Request) -> Page[EscalationLadder]:
    return LADDERS.page(db, {}, request, Order("position"))
