"""Where the dictionaries of leads and their rules of assignment are kept."""

from typing import Any, TypeVar

from pymongo import IndexModel

from services.deals.lead_settings.rule import AssignmentRule
from services.deals.lead_settings.status import LeadStatus, LossReason
from services.kit import paging
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page

T = TypeVar("T")
_IN_ORDER = IndexModel([("position", 1), ("_id", 1)], name="position")
STATUSES: Collection[LeadStatus] = Collection("leadStatuses", LeadStatus, indexes=[_IN_ORDER])
REASONS: Collection[LossReason] = Collection("lossReasons", LossReason, indexes=[_IN_ORDER])
RULES: Collection[AssignmentRule] = Collection(
    "assignmentRules", AssignmentRule, indexes=[_IN_ORDER]
)
ALL: tuple[Collection[Any], ...] = (STATUSES, REASONS, RULES)


def page(db: Db, collection: Collection[T], request: paging.Request) -> Page[T]:
    return collection.page(db, {}, request, Order("position"))


def all_of(db: Db, collection: Collection[Any]) -> list[Any]:
    """Few, in their order."""
    found = collection.select(db, {})
    return sorted(found, key=lambda each: (each.position, each.name))
