"""DealReportService over gRPC."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from crm.deals.v1 import reports_pb2 as pb
from crm.deals.v1 import reports_pb2_grpc as pb_grpc
from services.deals import store
from services.deals.access import READ
from services.deals.boards import showing
from services.deals.boards.board import stages_of
from services.deals.boards.remembered import Remembered
from services.deals.deal import State
from services.deals.funnels import keeping as funnels
from services.deals.funnels.funnel import Funnel
from services.deals.listing import Listing, closed_plan, moments, plan
from services.deals.reports import forecast as forecasts
from services.deals.reports import store as reports
from services.deals.reports.funnel_report import Report, StageRow, reported
from services.deals.rpc.deals import closed_within, owners
from services.deals.rpc.losses import LossReport
from services.deals.rpc.sums import monies
from services.deals.totals import store as totals
from services.kit import clock, wire
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.person import Person
from services.kit.rpc import Servicer

_REPORTS: Remembered[pb.ReportFunnelResponse, None] = Remembered()
# Sums alone: what products, reasons and people are called the ledger does not know.
_LOSSES: Remembered[Mapping[str, list[dict[str, Any]]], None] = Remembered()
_STATES = (State.OPEN.value, State.WON.value, State.LOST.value)


class DealReportServicer(Servicer, pb_grpc.DealReportServiceServicer):
    def ReportFunnel(
        self, request: pb.ReportFunnelRequest, context: object
    ) -> pb.ReportFunnelResponse:
        caller, db = self.asked(context)
        funnels.begin(db, caller.language)
        funnel = funnels.recent(db, request.funnel)
        listing = Listing(
            owner=owners(db, request.owner),
            org_unit=request.org_unit,
            state=_STATES,
            funnel=(funnel.name,),
        )
        days = _days(request)
        if any(days):
            return _told(db, funnel, _of_days(db, caller, listing, days))
        seen = showing.scope_of(db, caller, listing)
        # As boards do: by the ledger's tokens it is known whether anything has changed.
        tokens = totals.tokens(db, {"funnel": funnel.name}, "state")
        key = (db.database, db.tenant, funnel.name, funnel.version, seen, showing.titles(db))
        by = ("state", "stage", "owner", "currency")
        rows = lambda: totals.added_up(db, {"funnel": funnel.name}, by, seen)  # noqa: E731
        return _REPORTS.answer(key, tokens, lambda: _told(db, funnel, rows()))

    def ReportLosses(
        self, request: pb.ReportLossesRequest, context: object
    ) -> pb.ReportLossesResponse:
        caller, db = self.asked(context)
        funnels.begin(db, caller.language)
        funnel = funnels.recent(db, request.funnel)
        since, until = closed_within(request, caller)
        listing = Listing(
            owner=owners(db, request.owner),
            org_unit=request.org_unit,
            state=(State.LOST.value,),
            funnel=(funnel.name,),
            closed_since=since,
            closed_until=until,
        )
        seen = showing.scope_of(db, caller, listing)
        tokens = totals.tokens(db, {"funnel": funnel.name, "state": State.LOST.value}, "stage")
        key = (db.database, db.tenant, funnel.name, seen, since, until, caller.tenant_time_zone)
        chosen = closed_plan(listing, caller.user, caller.keys(READ), clock.now())
        rows = lambda: reports.losses(db, chosen, caller.tenant_time_zone)  # noqa: E731
        return LossReport(db, caller, funnel, _LOSSES.answer(key, tokens, rows)).told()

    def ReportForecast(
        self, request: pb.ReportForecastRequest, context: object
    ) -> pb.ReportForecastResponse:
        caller, db = self.asked(context)
        listing = Listing(
            owner=owners(db, request.owner),
            org_unit=request.org_unit,
            funnel=tuple(request.funnel),
            order_by="expected_close_date",
        )
        eyes = (caller.user, caller.keys(READ), clock.now())
        expected = store.sums_by_month(db, plan(listing, *eyes))
        closed = Listing(
            owner=listing.owner,
            org_unit=listing.org_unit,
            funnel=listing.funnel,
            state=(State.WON.value,),
        )
        won = store.sums_by_month(db, plan(closed, *eyes), closed_in=caller.tenant_time_zone)
        return pb.ReportForecastResponse(
            months=[
                pb.ForecastMonth(
                    month=each.month,
                    count=each.count,
                    amounts=monies(each.amounts),
                    weighted_amounts=monies(each.weighted),
                    won_amounts=monies(each.won),
                )
                for each in forecasts.forecast(expected, won)
            ]
        )


def _told(db: Db, funnel: Funnel, rows: Iterable[Mapping[str, Any]]) -> pb.ReportFunnelResponse:
    report, by_owner = reported([stage.id for stage in stages_of(funnel)], rows)
    people = showing.people(db)
    largest = sorted(by_owner.items(), key=lambda each: (-_size(each[1]), each[0]))
    return pb.ReportFunnelResponse(
        stages=_stages(funnel, report.stages),
        managers=[_manager(funnel, people, owner, of_him) for owner, of_him in largest],
        open=report.open,
        won=report.won,
        lost=report.lost,
        won_amounts=monies(report.won_amounts),
        win_rate=report.win_rate,
    )


def _of_days(
    db: Db, caller: Caller, listing: Listing, days: tuple[date | None, date | None]
) -> list[dict[str, Any]]:
    """From the deals created on these days of the tenant."""
    since, until = moments(*days, ZoneInfo(caller.tenant_time_zone))
    within = {"$gte": since, "$lt": until}
    created = {sign: moment for sign, moment in within.items() if moment}
    chosen = plan(listing, caller.user, caller.keys(READ), clock.now())
    return store.sums_by_owner(db, chosen.only({"create_time": created}))


def _days(request: pb.ReportFunnelRequest) -> tuple[date | None, date | None]:
    fields = request.DESCRIPTOR.fields_by_name
    first = wire.read_field(fields["min_create_date"], request)
    return first, wire.read_field(fields["max_create_date"], request)


def _size(report: Report) -> int:
    return report.open + report.won + report.lost


def _manager(
    funnel: Funnel, people: Mapping[str, Person], owner: str, report: Report
) -> pb.FunnelManagerRow:
    return pb.FunnelManagerRow(
        owner=owner,
        owner_display_name=people[owner].display_name if owner in people else "",
        open=report.open,
        won=report.won,
        lost=report.lost,
        won_amounts=monies(report.won_amounts),
        stages=_stages(funnel, report.stages),
    )


def _stages(funnel: Funnel, rows: Sequence[StageRow]) -> list[pb.FunnelStageRow]:
    return [
        pb.FunnelStageRow(
            stage=row.stage,
            display_name=funnel.title_of(row.stage),
            reached=row.reached,
            open=row.open,
            lost=row.lost,
            conversion=row.conversion,
            amounts=monies(row.amounts),
            weighted_amounts=monies(row.weighted),
        )
        for row in rows
    ]
