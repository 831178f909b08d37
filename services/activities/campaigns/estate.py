"""The campaigns of a leaver, as they go to others."""

from crm.activities.v1 import campaigns_pb2 as pb
from crm.activities.v1 import events_pb2 as events
from services.activities.access import ASSIGN
from services.activities.campaigns.campaign import Campaign
from services.activities.campaigns.store import CAMPAIGNS
from services.activities.work import READ
from services.kit import changes, saving
from services.kit.caller import Caller
from services.kit.changes import Change
from services.kit.estates import Estate, Pairs
from services.kit.mapping import to_proto
from services.kit.mongo import Db


def _save(db: Db, caller: Caller, pairs: Pairs[Campaign], job: str) -> None:
    changes.record_many(
        db,
        caller,
        [
            Change(
                event=events.CampaignUpdated(campaign=to_proto(saved, pb.Campaign)),
                before=before,
                after=saved,
                permission=READ,
                job=job,
            )
            for (before, _), saved in zip(
                pairs, saving.replace_many(db, CAMPAIGNS, pairs), strict=True
            )
        ],
    )


ESTATE = Estate(collection=CAMPAIGNS, permission=ASSIGN, save=_save)
