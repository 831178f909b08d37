"""Where funnels and the versions of their stages are kept, and what is asked of them."""

from pymongo import IndexModel

from services.deals.funnels.funnel import Funnel, FunnelVersion
from services.kit import paging
from services.kit.mongo import Collection, Db
from services.kit.paging import Order, Page

FUNNELS: Collection[Funnel] = Collection(
    "funnels",
    Funnel,
    indexes=[
        IndexModel([("position", 1), ("_id", 1)], name="position"),
        IndexModel([("title_key", 1)], name="title_key", unique=True),
    ],
    derived=lambda funnel: {"title_key": funnel.title_key},
)
VERSIONS: Collection[FunnelVersion] = Collection("funnelVersions", FunnelVersion)
ALL = (FUNNELS, VERSIONS)


def page(db: Db, request: paging.Request, *, show_archived: bool) -> Page[Funnel]:
    where = {} if show_archived else {"archived": False}
    return FUNNELS.page(db, where, request, Order("position"))


def count(db: Db, limit: int) -> int:
    return FUNNELS.raw(db).count({}, limit)


def default(db: Db) -> Funnel | None:
    return next(iter(FUNNELS.select(db, {"default": True}, 1)), None)
