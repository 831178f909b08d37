"""What can be done to the dictionaries of leads and to the rules that find their owners.

Each lead is held against them, and they change once a month: they are remembered for a moment.
"""

import time
from collections.abc import Iterable
from typing import Any, Generic, TypeVar

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

READ = "leads.read"
T = TypeVar("T", bound=Entry)
RECENT_S = 2.0


class Remembered(Dictionary[T], Generic[T]):
    """At most so many that all of them are read at once."""

    permission = READ

    def __init__(self) -> None:
        self._recent: dict[tuple[str, str], tuple[float, dict[str, T]]] = {}

    def admitted(self, db: Db, draft: T) -> T:
        if self.collection.raw(db).count({}, MOST_ENTRIES) >= MOST_ENTRIES:
            raise TooManyEntries(f"At most {MOST_ENTRIES}", most=str(MOST_ENTRIES))
        return draft

    def forget(self, db: Db) -> None:
        self._recent.pop((db.database, db.tenant), None)

    def recent(self, db: Db, language: str = "") -> dict[str, T]:
        """All by name, in their order, as they were a moment ago."""
        place, now = (db.database, db.tenant), time.monotonic()
        expires, known = self._recent.get(place, (0.0, {}))
        if expires > now:
            return known
        self.begin(db, language)
        fresh: dict[str, Any] = {each.name: each for each in all_of(db, self.collection)}
        self._recent[place] = (now + RECENT_S, fresh)
        return fresh


class LeadStatuses(Remembered[LeadStatus]):
    collection = STATUSES
    created = events.LeadStatusCreated
    updated = events.LeadStatusUpdated

    def built_in(self, tenant: str, language: str) -> Iterable[LeadStatus]:
        return built_in_statuses(tenant, language)

    def first(self, db: Db, language: str) -> str:
        """What a new lead has unless somebody says otherwise."""
        offered = (each for each in self.recent(db, language).values() if not each.archived)
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
