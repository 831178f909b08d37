"""Where funnels and the versions of their stages are kept, and what is asked of them."""

from pymongo import IndexModel

from services.deals.funnels.funnel import Funnel, FunnelVersion, Stage
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
VERSIONS: Collection[FunnelVersion] = Collection(
    "funnelVersions",
    FunnelVersion,
    indexes=[IndexModel([("funnel", 1), ("stages_version", -1)], name="funnel")],
)
ALL = (FUNNELS, VERSIONS)


def page(db: Db, request: paging.Request, *, show_archived: bool) -> Page[Funnel]:
    where = {} if show_archived else {"archived": False}
    return FUNNELS.page(db, where, request, Order("position"))


def count(db: Db, limit: int) -> int:
    return FUNNELS.raw(db).count({}, limit)


def default(db: Db) -> Funnel | None:
    return next(iter(FUNNELS.select(db, {"default": True}, 1)), None)


def stages_with(db: Db, funnel: str, stage_id: str) -> tuple[Stage, ...]:
    """Of the last version that had this one."""
    having = {"funnel": funnel, "stages.id": stage_id}
    newest = [("stages_version", -1)]
    found = VERSIONS.raw(db).find(having, {"_id": 1}, sort=newest, limit=1, hint="tenant_1_funnel")
    return VERSIONS.get(db, found[0]["_id"]).stages if found else ()
