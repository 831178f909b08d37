"""Pages, counts and streams of what a `Plan` finds in a collection."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bson.raw_bson import RawBSONDocument
from pymongo import IndexModel

from services.kit import paging
from services.kit.bound import Document
from services.kit.errors import InvalidArgument
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page
from services.kit.plans import Plan, both

CAP = 1000  # what a count goes up to unless it must be exact
DEEPEST_MATCH = 10_000
# So few are sorted sooner than they are come across in the order of a long list.
RARE = 2000


def sorted_indexes(
    name: str, *leading: str, keys: Iterable[str], **options: Any
) -> list[IndexModel]:
    """One index of leading filters for each key to sort by; backwards it serves ` desc`."""
    return [
        IndexModel(
            [(field, 1) for field in (*leading, key, "_id")],
            name=f"{name}_by_{key.removesuffix('_key')}",
            **options,
        )
        for key in keys
    ]


def better(db: Db, collection: Collection[Any], plan: Plan) -> Plan:
    """The search index for what few have; of the rest a list's own order soon shows a page."""
    if plan.rare is None or plan.narrow is None:
        return plan
    found = collection.raw(db).count(plan.narrow, RARE + 1, hint=plan.rare.hint)
    return plan if found > RARE else plan.rare


def page(
    db: Db,
    collection: Collection[Any],
    plan: Plan,
    request: paging.Request,
    shown: Mapping[str, Any],
) -> Page[RawBSONDocument]:
    """`shown`: the projection of a row."""
    plan = better(db, collection, plan)
    if plan.order is None:
        return _page_of_matches(db, collection, plan, request, shown)
    return _page_in_order(db, collection, plan, plan.order, request, shown)


def count(db: Db, collection: Collection[Any], plan: Plan, limit: int = 0) -> int:
    # Nothing is sorted for a number: who sees everything reads just those that fit.
    sees_all = plan.rare is not None and "visible_to" not in plan.rare.filter
    plan = plan.rare if plan.rare is not None and sees_all else better(db, collection, plan)
    return collection.raw(db).count(plan.filter, limit, hint=plan.hint)


def stream(
    db: Db,
    collection: Collection[Any],
    plan: Plan,
    shown: Mapping[str, Any],
    batch_size: int = 500,
) -> Iterator[Document]:
    """Everything a list would show, in its order."""
    plan = better(db, collection, plan)
    return iter(
        collection.raw(db).stream(
            plan.filter,
            shown,
            sort=plan.order.sort if plan.order else None,
            batch_size=batch_size,
            hint=plan.hint,
        )
    )


def names(db: Db, collection: Collection[Any], plan: Plan, batch_size: int = 5000) -> Iterator[str]:
    """Of everything a list would show."""
    plan = better(db, collection, plan)
    found = collection.raw(db).stream(
        plan.filter, {"_id": 1}, batch_size=batch_size, hint=plan.hint
    )
    return (str(document["_id"]) for document in found)


def _page_in_order(
    db: Db,
    collection: Collection[Any],
    plan: Plan,
    order: Order,
    request: paging.Request,
    shown: Mapping[str, Any],
) -> Page[RawBSONDocument]:
    size = paging.size_of(request)
    beyond = paging.after(request, order)
    # Inside of `$and`: the plan may have a condition on the same key.
    where = both(plan.filter, {"$and": [beyond]}) if beyond else plan.filter
    found = collection.raw(db).find_unread(
        where, shown, sort=order.sort, limit=size + 1, hint=plan.hint
    )
    more = len(found) > size
    return Page(found[:size], paging.token(found[size - 1], order) if more else "")


def _page_of_matches(
    db: Db,
    collection: Collection[Any],
    plan: Plan,
    request: paging.Request,
    shown: Mapping[str, Any],
) -> Page[RawBSONDocument]:
    """In the index's order there is no key to go on from: these pages count, up to a depth."""
    size = paging.size_of(request)
    skip = _depth(request.page_token)
    found = collection.raw(db).find_unread(
        plan.filter, shown, limit=size + 1, skip=skip, hint=plan.hint
    )
    deeper = skip + size
    more = len(found) > size and deeper < DEEPEST_MATCH
    return Page(found[:size], paging.seal(["match", deeper]) if more else "")


def _depth(page_token: str) -> int:
    if not page_token:
        return 0
    match paging.unseal(page_token):
        case ["match", int(depth)] if 0 < depth < DEEPEST_MATCH:
            return depth
        case _:
            text = "page_token is not one of this list's"
            raise InvalidArgument(text, field="page_token", reason="PAGE_TOKEN_FOREIGN")
