"""Where the dictionaries of works are kept."""

from typing import Any, TypeVar

from pymongo import IndexModel

from services.activities.dictionaries.action import InteractionKind, WorkAction
from services.kit import paging
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page

T = TypeVar("T")
_IN_ORDER = IndexModel([("position", 1), ("_id", 1)], name="position")
ACTIONS: Collection[WorkAction] = Collection(
    "workActions",
    WorkAction,
    indexes=[_IN_ORDER, IndexModel([("key", 1)], name="key", unique=True)],
)
KINDS: Collection[InteractionKind] = Collection(
    "interactionKinds", InteractionKind, indexes=[_IN_ORDER]
)
ALL: tuple[Collection[Any], ...] = (ACTIONS, KINDS)


def page(db: Db, collection: Collection[T], request: paging.Request) -> Page[T]:
    return collection.page(db, {}, request, Order("position"))
