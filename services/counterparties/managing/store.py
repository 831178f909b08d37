"""Where managers are kept, and the copy of a moment ago that creates use."""

from pymongo import IndexModel

from services.counterparties.managing.conflicts import Binding
from services.counterparties.managing.segment_manager import Manager
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page, Request
from services.kit.recent import Recent

_RECENT = Recent[tuple[Manager, ...]]()

MANAGERS: Collection[Manager] = Collection(
    "managers",
    Manager,
    indexes=[
        IndexModel([("user", 1)], name="user", unique=True),
        IndexModel([("create_time", 1), ("_id", 1)], name="create_time"),
        IndexModel([("segments", 1)], name="segments"),
    ],
)
ALL = (MANAGERS,)


def page(db: Db, request: Request) -> Page[Manager]:
    return MANAGERS.page(db, {}, request, Order("create_time"))


def all_of(db: Db) -> tuple[Manager, ...]:
    """As they were a moment ago: asked for by every create, changed once a month."""
    return _RECENT.get(
        db, lambda: tuple(sorted(MANAGERS.select(db, {}), key=lambda each: each.name))
    )


def forget(db: Db) -> None:
    """This process sees its own change at once."""
    _RECENT.forget(db)


def bindings(db: Db) -> tuple[Binding, ...]:
    return tuple(Binding(user=each.user, segments=each.segments) for each in all_of(db))


def is_segment_managed(db: Db, segment: str) -> bool:
    return bool(MANAGERS.raw(db).count({"segments": segment}, 1))
