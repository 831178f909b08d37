"""What can be done to the dictionaries of leads and to the rules that find their owners.

Each lead is held against them, and they change once a month: they are remembered for a moment.
"""

from collections.abc import Iterable
from typing import Generic, TypeVar

from crm.deals.v1 import events_pb2 as events
from services.deals.lead_settings.rule import AssignmentRule
from services.deals.lead_settings.status import (
    MOST_ENTRIES,
    LeadStatus,
    LossReason,
    TooManyEntries,
    built_in_reasons,
    built_in_statuses,
)
from services.deals.lead_settings.store import REASONS, RULES, STATUSES, all_of
from services.kit.dictionaries import Dictionary, Entry
from services.kit.mongo import Db
from services.kit.recent import Recent

READ = "leads.read"
T = TypeVar("T", bound=Entry)


class Remembered(Dictionary[T], Generic[T]):
    """At most so many that all of them are read at once."""

    permission = READ

    def __init__(self) -> None:
        self._recent: Recent[dict[str, T]] = Recent()

    def admitted(self, db: Db, draft: T) -> T:
        if self.collection.raw(db).count({}, MOST_ENTRIES) >= MOST_ENTRIES:
            raise TooManyEntries(f"At most {MOST_ENTRIES}", most=str(MOST_ENTRIES))
        return draft

    def forget(self, db: Db) -> None:
        self._recent.forget(db)

    def recent(self, db: Db, language: str = "") -> dict[str, T]:
        """All by name, in their order, as they were a moment ago."""

        def read() -> dict[str, T]:
            self.begin(db, language)
            return {each.name: each for each in all_of(db, self.collection)}

        return self._recent.get(db, read)


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
