"""What can be done to templates of campaigns."""

from collections.abc import Iterable

from crm.activities.v1 import events_pb2 as events
from services.activities.campaigns.seeds import built_in_templates
from services.activities.campaigns.store import TEMPLATES
from services.activities.campaigns.template import CampaignTemplate
from services.kit.dictionaries import Remembered


class CampaignTemplates(Remembered[CampaignTemplate]):
    collection = TEMPLATES
    created = events.CampaignTemplateCreated
    updated = events.CampaignTemplateUpdated
    permission = "works.read"

    def built_in(self, tenant: str, language: str) -> Iterable[CampaignTemplate]:
        return built_in_templates(tenant, language)


CAMPAIGN_TEMPLATES = CampaignTemplates()
