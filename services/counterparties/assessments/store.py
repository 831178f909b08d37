"""Where assessments are kept."""

from collections.abc import Sequence
from datetime import date

from pymongo import IndexModel

from services.counterparties.assessments.assessment import Aspect, Assessment
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page, Request


def _order_key(assessment: Assessment) -> str:
    """By day; of one day the later written is the later."""
    return f"{assessment.assessment_date} {assessment.create_time:%Y-%m-%dT%H:%M:%S.%f}"


ASSESSMENTS: Collection[Assessment] = Collection(
    "assessments",
    Assessment,
    indexes=[
        IndexModel([("counterparty", 1), ("order_key", -1), ("_id", -1)], name="counterparty")
    ],
    derived=lambda assessment: {"order_key": _order_key(assessment)},
)
ALL = (ASSESSMENTS,)
_LATEST_FIRST = Order("order_key", descending=True)


def page(db: Db, counterparty: str, aspects: Sequence[str], request: Request) -> Page[Assessment]:
    where = {"counterparty": counterparty, **({"aspect": {"$in": [*aspects]}} if aspects else {})}
    return ASSESSMENTS.page(db, where, request, _LATEST_FIRST)


def latest_scores(db: Db, counterparty: str) -> list[tuple[int, date]]:
    """The last two of our service."""
    found = ASSESSMENTS.raw(db).find(
        {"counterparty": counterparty, "aspect": Aspect.SERVICE_SATISFACTION.value},
        {"score": 1, "assessment_date": 1},
        sort=[("order_key", -1)],
        limit=2,
    )
    return [
        (document["score"], date.fromisoformat(document["assessment_date"])) for document in found
    ]
