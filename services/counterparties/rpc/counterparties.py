"""CounterpartyService over gRPC."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from google.api import httpbody_pb2

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import counterparties_pb2_grpc as pb_grpc
from crm.job.v1 import jobs_pb2
from services.counterparties import bulk, bulk_preview, export, field_rights, store
from services.counterparties.actions import counterparties as actions
from services.counterparties.actions.references import EXPERT_CREATE, READ
from services.counterparties.counterparty import Counterparty
from services.counterparties.custom_fields import filters
from services.counterparties.custom_fields.custom_field import Resource
from services.counterparties.custom_fields.store import definitions
from services.counterparties.custom_fields.values import NO_FIELDS
from services.counterparties.listing import Listing, plan
from services.counterparties.managing import store as managing
from services.counterparties.managing.conflicts import Conflicts, ManagerConflict
from services.kit import clock, lists, sheets, wire
from services.kit.caller import UI, Access, Caller
from services.kit.downloads import as_sheet
from services.kit.errors import NotFound
from services.kit.mapping import converter, from_proto, to_proto
from services.kit.mongo import Db
from services.kit.people import inactive_people
from services.kit.person import INACTIVE
from services.kit.plans import Plan
from services.kit.rows import Rows
from services.kit.rpc import Servicer, request_id, short

MOST_SELECTED = 10_000
_to_message = converter(pb.Counterparty)
_KINDS = wire.enum_names(pb.Counterparty.Kind.DESCRIPTOR)
_MARKET_STATES = wire.enum_names(pb.Counterparty.MarketState.DESCRIPTOR)
_STAGES = wire.enum_names(pb.Counterparty.LifecycleStage.DESCRIPTOR)
_NEXT_WORKS = wire.enum_names(pb.Counterparty.NextWorkState.DESCRIPTOR)
_ROLES = wire.enum_names(pb.Counterparty.Role.DESCRIPTOR)
_CASCADES = wire.enum_names(pb.Counterparty.OwnerCascade.DESCRIPTOR)
_CONFLICTS = wire.enum_names(pb.Counterparty.ManagerConflict.DESCRIPTOR)


class CounterpartyServicer(Servicer, pb_grpc.CounterpartyServiceServicer):
    def GetCounterparty(
        self, request: pb.GetCounterpartyRequest, context: object
    ) -> pb.Counterparty:
        caller, db = self.asked(context)
        document = store.card(db, request.name)
        if document is None or not caller.may(READ, document["visible_to"]):
            raise NotFound(f"No {request.name}", name=request.name)
        return shown(caller, document)

    def ListCounterparties(
        self, request: pb.ListCounterpartiesRequest, context: object
    ) -> pb.ListCounterpartiesResponse:
        caller, db = self.asked(context)
        page = store.page(db, _plan(db, request, caller), request)
        return _ROWS.answer(page, caller.field_rights)

    def CountCounterparties(
        self, request: pb.CountCounterpartiesRequest, context: object
    ) -> pb.CountCounterpartiesResponse:
        caller, db = self.asked(context)
        chosen = _plan(db, request.filter, caller)
        if request.exact:
            return pb.CountCounterpartiesResponse(
                count=lists.count(db, store.COUNTERPARTIES, chosen)
            )
        found = lists.count(db, store.COUNTERPARTIES, chosen, lists.CAP + 1)
        return pb.CountCounterpartiesResponse(count=min(found, lists.CAP), capped=found > lists.CAP)

    def SelectCounterparties(
        self, request: pb.SelectCounterpartiesRequest, context: object
    ) -> pb.SelectCounterpartiesResponse:
        caller, db = self.asked(context)
        found = store.select(db, _plan(db, request.filter, caller), MOST_SELECTED + 1)
        return pb.SelectCounterpartiesResponse(
            counterparties=[shown(caller, each) for each in found[:MOST_SELECTED]],
            capped=len(found) > MOST_SELECTED,
        )

    def CreateCounterparty(
        self, request: pb.CreateCounterpartyRequest, context: object
    ) -> pb.Counterparty:
        caller, db = self.asked(context)
        if caller.source == UI:
            # A tenant may want its people to go step by step; a program has no wizard.
            caller.require(EXPERT_CREATE)
        values = from_proto(request.counterparty, Counterparty)
        created = actions.create(
            db,
            caller,
            values,
            request_id(request.request_id),
            bypass_duplicates=request.bypass_duplicates,
        )
        return changed(caller, created)

    def UpdateCounterparty(
        self, request: pb.UpdateCounterpartyRequest, context: object
    ) -> pb.Counterparty:
        caller, db = self.asked(context)
        sent = request.counterparty
        values = from_proto(sent, Counterparty, request.update_mask.paths)
        updated = actions.update(
            db,
            caller,
            sent.name,
            sent.etag,
            values,
            bypass_duplicates=request.bypass_duplicates,
            owner_cascade=short(request.owner_cascade, _CASCADES),
        )
        return changed(caller, updated)

    def DeleteCounterparty(
        self, request: pb.DeleteCounterpartyRequest, context: object
    ) -> pb.Counterparty:
        caller, db = self.asked(context)
        return changed(caller, actions.delete(db, caller, request.name, request.etag))

    def UndeleteCounterparty(
        self, request: pb.UndeleteCounterpartyRequest, context: object
    ) -> pb.Counterparty:
        caller, db = self.asked(context)
        return changed(caller, actions.undelete(db, caller, request.name, request.etag))

    def BulkUpdateCounterparties(
        self, request: pb.BulkUpdateCounterpartiesRequest, context: object
    ) -> jobs_pb2.Job:
        caller, db = self.asked(context)
        update = _bulk_update(db, request)
        job = bulk.start(db, caller, update, request_id(request.request_id))
        return to_proto(job, jobs_pb2.Job)

    def PreviewBulkUpdate(
        self, request: pb.PreviewBulkUpdateRequest, context: object
    ) -> pb.PreviewBulkUpdateResponse:
        caller, db = self.asked(context)
        found = bulk_preview.preview(db, caller, _bulk_update(db, request.update))
        return pb.PreviewBulkUpdateResponse(
            total=found.total,
            changed=found.changed,
            skipped=found.skipped,
            refused=found.refused,
            reasons=[
                pb.BulkUpdateReason(reason=reason, count=count)
                for reason, count in found.reasons.items()
            ],
            new_owners=[
                pb.NewOwner(owner=owner.name, owner_display_name=owner.display_name, count=count)
                for owner, count in found.new_owners
            ],
            estimated=found.estimated,
        )

    def ExportCounterparties(
        self, request: pb.ExportCounterpartiesRequest, context: object
    ) -> Iterator[httpbody_pb2.HttpBody]:
        caller, db = self.asked(context)
        file_format = sheets.format_of(request.format)
        listing = _listing(db, request.filter)
        found = export.pieces(db, caller, listing, file_format, request.names, request.except_names)
        return as_sheet(found, file_format, f"counterparties-{clock.now().date().isoformat()}")


def shown(caller: Caller, document: Mapping[str, Any]) -> pb.Counterparty:
    """As this caller may see it."""
    return _shown(document, caller.field_rights)


def _shown(document: Mapping[str, Any], rights: tuple[Access, ...]) -> pb.Counterparty:
    message = _to_message(document)
    return field_rights.given(rights).hide(message, document["market_state"]) if rights else message


def _row(document: dict[str, Any], rights: tuple[Access, ...]) -> pb.Counterparty:
    # A list shows the first address; the card has them all.
    document["addresses"] = document["addresses"][:1]
    return _shown(document, rights)


_ROWS = Rows(pb.ListCounterpartiesResponse, "counterparties", _row)


def changed(caller: Caller, counterparty: Counterparty) -> pb.Counterparty:
    message = to_proto(counterparty, pb.Counterparty)
    return field_rights.of(caller).hide(message, counterparty.market_state)


def _plan(db: Db, request: pb.ListCounterpartiesRequest, caller: Caller) -> Plan:
    keys = caller.keys(READ)
    return plan(_listing(db, request), caller.user, keys, field_rights.of(caller))


def _bulk_update(db: Db, request: pb.BulkUpdateCounterpartiesRequest) -> bulk.BulkUpdate:
    return bulk.BulkUpdate(
        filter=_listing(db, request.filter) if request.HasField("filter") else None,
        names=tuple(request.names),
        except_names=tuple(request.except_names),
        add_segments=tuple(request.add_segments),
        remove_segments=tuple(request.remove_segments),
        owner=request.owner,
        owner_by_segments=request.owner_by_segments,
        owner_cascade=short(request.owner_cascade, _CASCADES),
        add_participants=tuple(request.add_participants),
        remove_participants=tuple(request.remove_participants),
        add_roles=short(request.add_roles, _ROLES),
        remove_roles=short(request.remove_roles, _ROLES),
        territory=request.territory,
        industry=request.industry,
        market_state=_MARKET_STATES.get(request.market_state, ""),
        lifecycle_stage=_STAGES.get(request.lifecycle_stage, ""),
        delete=request.delete,
    )


def _listing(db: Db, request: pb.ListCounterpartiesRequest) -> Listing:
    fields = definitions(db, Resource.COUNTERPARTY) if request.custom else NO_FIELDS
    return Listing(
        query=request.query,
        order_by=request.order_by,
        kind=short(request.kind, _KINDS),
        market_state=short(request.market_state, _MARKET_STATES),
        segments=tuple(request.segments),
        owner=_owners(db, request.owner),
        org_unit=request.org_unit,
        roles=short(request.roles, _ROLES),
        deleted=request.deleted,
        source_import=request.source_import,
        custom=filters.conditions(request.custom, fields),
        registry_alarming=request.registry_alarming,
        conflicts=_conflicts(db, request),
        lifecycle_stage=short(request.lifecycle_stage, _STAGES),
        next_work=_NEXT_WORKS.get(request.next_work, ""),
    )


def _conflicts(db: Db, request: pb.ListCounterpartiesRequest) -> Conflicts | None:
    kinds = short(request.manager_conflict, _CONFLICTS)
    if not kinds:
        return None
    return Conflicts(kinds=tuple(map(ManagerConflict, kinds)), bindings=managing.bindings(db))


def _owners(db: Db, asked: Sequence[str]) -> tuple[str, ...]:
    """Those who have left stand for themselves; if nobody has, the word finds nothing."""
    return (*asked, *inactive_people(db)) if INACTIVE in asked else tuple(asked)
