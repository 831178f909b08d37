"""MergeService over gRPC."""

from collections.abc import Sequence
from typing import Any

from crm.counterparties.v1 import contacts_pb2, counterparties_pb2
from crm.counterparties.v1 import merges_pb2 as pb
from crm.counterparties.v1 import merges_pb2_grpc as pb_grpc
from crm.job.v1 import jobs_pb2
from services.counterparties import field_rights
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.merging import actions, bulk_merge
from services.counterparties.merging.kin import Kin
from services.counterparties.merging.merge import Merge, Wish
from services.kit.caller import Caller
from services.kit.mapping import to_proto
from services.kit.mongo import Db
from services.kit.rpc import Servicer, request_id


class MergeServicer(Servicer, pb_grpc.MergeServiceServicer):
    def MergeCounterparties(
        self, request: pb.MergeCounterpartiesRequest, context: object
    ) -> pb.Merge:
        caller, db = self.asked(context)
        return _merged(db, caller, actions.CLIENTS, request)

    def MergeContacts(self, request: pb.MergeContactsRequest, context: object) -> pb.Merge:
        caller, db = self.asked(context)
        return _merged(db, caller, actions.CONTACTS, request)

    def GetMerge(self, request: pb.GetMergeRequest, context: object) -> pb.Merge:
        caller, db = self.asked(context)
        return to_proto(actions.visible_merge(db, caller, request.name), pb.Merge)

    def ListMerges(self, request: pb.ListMergesRequest, context: object) -> pb.ListMergesResponse:
        caller, db = self.asked(context)
        page = actions.listed(db, caller, request.subject, request)
        return pb.ListMergesResponse(
            merges=[to_proto(each, pb.Merge) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def UndoMerge(self, request: pb.UndoMergeRequest, context: object) -> pb.Merge:
        caller, db = self.asked(context)
        return _with_survivor(db, caller, actions.undo(db, caller, request.name, request.etag))

    def BulkMergeCounterparties(
        self, request: pb.BulkMergeCounterpartiesRequest, context: object
    ) -> jobs_pb2.Job:
        caller, db = self.asked(context)
        bulk = bulk_merge.BulkMerge(groups=_groups(request.groups), min_score=request.min_score)
        job = bulk_merge.start(db, caller, bulk, request_id(request.request_id))
        return to_proto(job, jobs_pb2.Job)

    def PreviewBulkMerge(
        self, request: pb.PreviewBulkMergeRequest, context: object
    ) -> pb.PreviewBulkMergeResponse:
        caller, db = self.asked(context)
        bulk = bulk_merge.BulkMerge(groups=_groups(request.groups), min_score=request.min_score)
        seen = bulk_merge.preview(db, caller, bulk)
        return pb.PreviewBulkMergeResponse(
            groups=[
                pb.PreviewedGroup(
                    records=[to_proto(record, pb.MergedRecord) for record in each.records],
                    refusal_reason=each.refusal_reason,
                )
                for each in seen.groups
            ],
            group_count=seen.group_count,
            merged_count=seen.merged_count,
        )


def _merged(
    db: Db,
    caller: Caller,
    kin: Kin[Any],
    request: pb.MergeCounterpartiesRequest | pb.MergeContactsRequest,
) -> pb.Merge:
    wish = Wish(
        survivor=request.survivor,
        merged=tuple(request.merged),
        choices={each.field: each.source for each in request.choices},
        etags=dict(request.etags),
        confirm_persons=request.confirm_persons,
    )
    if request.validate_only:
        return _previewed(db, caller, kin, wish)
    made = actions.merge(db, caller, kin, wish, request_id(request.request_id))
    return _with_survivor(db, caller, made)


def _previewed(db: Db, caller: Caller, kin: Kin[Any], wish: Wish) -> pb.Merge:
    found = actions.outcome(db, caller, kin, wish)
    message = to_proto(actions.draft(db, caller, wish, found), pb.Merge)
    message.doubts.extend(to_proto(doubt, pb.PersonDoubt) for doubt in found.doubts)
    return _shown(caller, message, found.result)


def _with_survivor(db: Db, caller: Caller, merge: Merge) -> pb.Merge:
    kin = actions.kin_of(merge.survivor)
    return _shown(caller, to_proto(merge, pb.Merge), kin.seen(db, caller, merge.survivor))


def _shown(caller: Caller, message: pb.Merge, survivor: Counterparty | Contact) -> pb.Merge:
    """With the survivor as this caller may see it."""
    rights = field_rights.of(caller)
    if isinstance(survivor, Contact):
        shown = to_proto(survivor, contacts_pb2.Contact)
        message.contact.CopyFrom(rights.hide(shown, survivor.market_state))
    else:
        card = to_proto(survivor, counterparties_pb2.Counterparty)
        message.counterparty.CopyFrom(rights.hide(card, survivor.market_state))
    return message


def _groups(groups: Sequence[pb.MergeGroup]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.names) for group in groups)
