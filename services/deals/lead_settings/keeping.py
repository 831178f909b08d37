"""What can be done to the dictionaries of leads and to the rules that find their owners.

Each lead is held against them, and they change once a month: they are remembered for a moment.
"""

from collections.abc import Iterable
from typing import Generic, TypeVar

from crm.deals.v1 import events_pb2 as events
from services.deals.lead_settings.rule import AssignmentRule
from services.deals.lead_settings.status import (
    LeadStatus,
    LossReason,
    built_in_reasons,
    built_in_statuses,
)
from services.deals.lead_settings.store import REASONS, RULES, STATUSES
from services.kit import dictionaries
from services.kit.dictionaries import Entry
from services.kit.mongo import Db

READ = "leads.read"
T = TypeVar("T", bound=Entry)


class Remembered(dictionaries.Remembered[T], Generic[T]):
    permission = READ


class LeadStatuses(Remembered[LeadStatus]):
    collection = STATUSES
    created = events.LeadStatusCreated
    updated = events.LeadStatusUpdated

    def built_in(self, tenant: str, language: str) -> Iterable[LeadStatus]:
        return built_in_statuses(tenant, language)

    def first(self, db: Db) -> str:
        """What a new lead has unless somebody says otherwise."""
        offered = (each for each in self.recent(db).values() if not each.archived)
        return next((each.name for each in offered), "")


class LossReasons(Remembered[LossReason]):
    collection = REASONS
    created = events.LossReasonCreated
    updated = events.LossReasonUpdated

    def built_in(self, tenant: str, language: str) -> Iterable[LossReason]:
        return built_in_reasons(tenant, language)


class AssignmentRules(Remembered[AssignmentRule]):
    collection = RULES
    created = events.AssignmentRuleCreated
    updated = events.AssignmentRuleUpdated
    deleted = events.AssignmentRuleDeleted


LEAD_STATUSES, LOSS_REASONS, ASSIGNMENT_RULES = LeadStatuses(), LossReasons(), AssignmentRules()
