"""Where campaigns and their templates are kept."""

from typing import Any

from pymongo import IndexModel

from services.activities.campaigns.campaign import Campaign, State
from services.activities.campaigns.template import CampaignTemplate
from services.kit import paging
from services.kit.caller import Caller
from services.kit.mongo import Collection, Db
from services.kit.paging import NEWEST_FIRST, Page
from services.kit.stamps import Stamped

TEMPLATES: Collection[CampaignTemplate] = Collection(
    "campaignTemplates",
    CampaignTemplate,
    indexes=[IndexModel([("position", 1), ("_id", 1)], name="position")],
)
_PLACES = (("state", 1), ("create_time", 1), ("_id", 1))
CAMPAIGNS: Collection[Campaign] = Collection(
    "campaigns",
    Campaign,
    indexes=[
        IndexModel([("owner", 1), *_PLACES], name="owner_by_create_time"),
        IndexModel([("visible_to", 1), *_PLACES], name="visible_by_create_time"),
    ],
)
ALL: tuple[Collection[Any], ...] = (TEMPLATES, CAMPAIGNS)
STAMPED = Stamped(collection=CAMPAIGNS, states=tuple(State))


def page(
    db: Db, caller: Caller, states: tuple[str, ...], request: paging.Request
) -> Page[Campaign]:
    """Those the caller sees, newest first."""
    where = {"state": {"$in": list(states)}, **caller.visible("works.read")}
    return CAMPAIGNS.page(db, where, request, NEWEST_FIRST)
