"""OccasionService over gRPC."""

from datetime import date, timedelta

from google.type import date_pb2

from crm.counterparties.v1 import occasions_pb2 as pb
from crm.counterparties.v1 import occasions_pb2_grpc as pb_grpc
from services.counterparties import field_rights
from services.counterparties.actions.references import READ, visible
from services.counterparties.holidays import store as holidays
from services.counterparties.occasions import finding
from services.counterparties.occasions.days import period
from services.counterparties.occasions.finding import Found, Place
from services.counterparties.occasions.store import Asked
from services.counterparties.rpc.professional_holidays import date_message, today
from services.kit import paging
from services.kit.errors import InvalidArgument
from services.kit.mapping import converter
from services.kit.person import ME
from services.kit.rpc import Servicer

_to_message = converter(pb.Occasion)
WEEK = timedelta(days=6)


class OccasionServicer(Servicer, pb_grpc.OccasionServiceServicer):
    def ListOccasions(
        self, request: pb.ListOccasionsRequest, context: object
    ) -> pb.ListOccasionsResponse:
        caller, db = self.asked(context)
        now = today(caller)
        start = _date(request, "start_date") or now
        end = _date(request, "end_date") or start + WEEK
        client = visible(db, caller, request.counterparty) if request.counterparty else None
        asked = Asked(
            keys=caller.keys(READ),
            owner=caller.user if request.owner == ME else request.owner,
            counterparty=client.name if client else "",
        )
        rights = field_rights.of(caller)
        found, more = finding.after(
            db,
            asked,
            rights,
            period(start, end, holidays.all_of(db)),
            _place(request.page_token) or Place(start),
            paging.size_of(request),
        )
        return pb.ListOccasionsResponse(
            occasions=[_shown(each, rights) for each in found],
            next_page_token=_token(more),
            today_date=date_message(now),
        )


def _shown(found: Found, rights: field_rights.FieldRights) -> pb.Occasion:
    return rights.hide(_to_message(found.occasion), found.record["market_state"])


def _date(request: pb.ListOccasionsRequest, field: str) -> date | None:
    if not request.HasField(field):  # type: ignore[arg-type]
        return None
    sent: date_pb2.Date = getattr(request, field)
    try:
        return date(sent.year, sent.month, sent.day)
    except ValueError as error:
        text = f"{field} is no day of a calendar"
        raise InvalidArgument(text, field=field, reason="DATE_IMPOSSIBLE") from error


def _token(place: Place | None) -> str:
    return paging.seal(["occasions", place.day.isoformat(), place.skipped]) if place else ""


def _place(page_token: str) -> Place | None:
    if not page_token:
        return None
    match paging.unseal(page_token):
        case ["occasions", str(day), int(skipped)] if 0 <= skipped <= finding.DEEPEST:
            return Place(date.fromisoformat(day), skipped)
        case _:
            text = "page_token is not one of this list's"
            raise InvalidArgument(text, field="page_token", reason="PAGE_TOKEN_FOREIGN")
