"""Where drafts are kept; Mongo itself deletes those nobody has touched for long."""

from typing import Any

from pymongo import IndexModel

from services.counterparties.drafts.draft import CounterpartyDraft
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page, Request

DRAFTS: Collection[CounterpartyDraft] = Collection(
    "counterpartyDrafts",
    CounterpartyDraft,
    indexes=[
        IndexModel([("owner", 1), ("update_time", -1), ("_id", -1)], name="owner"),
        IndexModel([("expire_time", 1)], name="expire_time", expireAfterSeconds=0),
    ],
)
ALL = (DRAFTS,)
_LAST_CHANGED_FIRST = Order("update_time", descending=True)


def page(db: Db, owner: str, request: Request) -> Page[dict[str, Any]]:
    where = {"owner": owner}
    return DRAFTS.page_of_documents(db, where, request, _LAST_CHANGED_FIRST, {"content": 0})


def count(db: Db, owner: str, limit: int) -> int:
    return DRAFTS.raw(db).count({"owner": owner}, limit)
