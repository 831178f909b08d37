"""What the activities service does when others announce something."""

from crm.deals.v1 import events_pb2 as deals
from crm.identity.v1 import events_pb2 as identity
from services.activities.actions import promised
from services.activities.calendars.keeping import WORK_CALENDARS
from services.activities.campaigns.keeping import CAMPAIGN_TEMPLATES
from services.activities.dictionaries.keeping import (
    INTERACTION_KINDS,
    WORK_ACTIONS,
    WORK_SCRIPTS,
)
from services.activities.digest.timers import DigestTimer
from services.activities.discipline.keeping import ESCALATION_LADDERS
from services.activities.discipline.timers import DisciplineTimer
from services.activities.notices.timers import NoticeTimer
from services.activities.series.making import SeriesTimer
from services.activities.substitutes.listening import OfficeListener
from services.activities.timeline.listening import TimelineListener
from services.activities.totals.folding import TreeTimer
from services.activities.tree.recounting import TreeRecountTimer
from services.kit.envelope import Envelope
from services.kit.events import on
from services.kit.mongo import Db
from services.kit.parties.listening import PartyListener, SaleListener


class ActivityEvents(
    PartyListener,
    SaleListener,
    TimelineListener,
    TreeTimer,
    TreeRecountTimer,
    NoticeTimer,
    DisciplineTimer,
    DigestTimer,
    SeriesTimer,
    OfficeListener,
):
    @on(identity.TenantCreated)
    def give_dictionaries(self, db: Db, event: identity.TenantCreated, _: Envelope) -> None:
        works = (WORK_ACTIONS, INTERACTION_KINDS, WORK_SCRIPTS, CAMPAIGN_TEMPLATES)
        # In its language: the timers that ask for these know of none.
        for each in (*works, WORK_CALENDARS, ESCALATION_LADDERS):
            each.begin(db, event.tenant.language)

    # Each coming of a deal into a stage plans works of its own.
    @on(deals.WorksPlanned, every=True)
    def plan_works_of_stage(self, db: Db, event: deals.WorksPlanned, envelope: Envelope) -> None:
        promised.keep(db, envelope.caller, event)
