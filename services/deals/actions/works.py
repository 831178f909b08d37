"""Works are planned when a deal comes into a stage; other services keep and do them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from google.type import date_pb2

from crm.deals.v1 import events_pb2 as events
from services.deals.deal import Deal
from services.deals.facts import store
from services.deals.facts.fact import Fact
from services.kit import changes
from services.kit.caller import Caller
from services.kit.mongo import Db


def plan(db: Db, caller: Caller, deal: Deal, works: list[Fact]) -> None:
    """Inside the transaction in which it came there."""
    if not works:
        return
    store.plan(db, works)
    zone = ZoneInfo(caller.tenant_time_zone)
    event = events.WorksPlanned(
        deal=deal.name,
        executor=deal.owner,
        counterparty=deal.counterparty,
        deal_display_name=deal.display_name,
        counterparty_display_name=deal.counterparty_display_name,
        works=[
            events.PlannedDealWork(
                plan=each.plan,
                key=each.key,
                display_name=each.display_name,
                due_date=_day(each.due_time, zone),
            )
            for each in works
        ],
    )
    changes.record(db, caller, event, after=deal, audit=False)


def _day(moment: datetime | None, zone: ZoneInfo) -> date_pb2.Date | None:
    if moment is None:
        return None
    day = moment.astimezone(zone).date()
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)
