"""RelationService over gRPC."""

from collections.abc import Sequence

from google.protobuf import empty_pb2

from crm.counterparties.v1 import relations_pb2 as pb
from crm.counterparties.v1 import relations_pb2_grpc as pb_grpc
from services.counterparties import field_rights
from services.counterparties.relations import graph, keeping, store
from services.counterparties.relations.edge import Edge, Step
from services.counterparties.relations.keeping import Shown
from services.counterparties.relations.kinds import RELATION_KINDS
from services.counterparties.relations.relation import Party, Relation
from services.counterparties.relations.relation_kind import RelationKind
from services.kit.caller import Caller
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id


class RelationServicer(Servicer, pb_grpc.RelationServiceServicer):
    def GetRelation(self, request: pb.GetRelationRequest, context: object) -> pb.Relation:
        caller, db = self.asked(context)
        return _relation(caller, keeping.seen(db, caller, request.name))

    def ListRelations(
        self, request: pb.ListRelationsRequest, context: object
    ) -> pb.ListRelationsResponse:
        caller, db = self.asked(context)
        page = keeping.page(
            db, caller, request.subject, request, with_contacts=request.with_contacts
        )
        return pb.ListRelationsResponse(
            relations=[_relation(caller, each) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateRelation(self, request: pb.CreateRelationRequest, context: object) -> pb.Relation:
        caller, db = self.asked(context)
        values = from_proto(request.relation, Relation)
        made = keeping.create(db, caller, values, request_id(request.request_id))
        return _relation(caller, keeping.seen(db, caller, made.name))

    def UpdateRelation(self, request: pb.UpdateRelationRequest, context: object) -> pb.Relation:
        caller, db = self.asked(context)
        sent = request.relation
        values = from_proto(sent, Relation, request.update_mask.paths)
        keeping.update(db, caller, sent.name, sent.etag, values)
        return _relation(caller, keeping.seen(db, caller, sent.name))

    def DeleteRelation(self, request: pb.DeleteRelationRequest, context: object) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        keeping.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()

    def GetRelationGraph(
        self, request: pb.GetRelationGraphRequest, context: object
    ) -> pb.RelationGraph:
        caller, db = self.asked(context)
        found = graph.around(db, caller, request.name, request.depth)
        return pb.RelationGraph(
            nodes=[_party(caller, party) for party in found.nodes],
            edges=_edges(found.edges),
            truncated=found.truncated,
        )

    def FindRelationPaths(
        self, request: pb.FindRelationPathsRequest, context: object
    ) -> pb.FindRelationPathsResponse:
        caller, db = self.asked(context)
        found = graph.paths(db, caller, request.name, request.target)
        return pb.FindRelationPathsResponse(
            paths=[_path(caller, way) for way in found.ways], truncated=found.truncated
        )

    def GetRelationKind(
        self, request: pb.GetRelationKindRequest, context: object
    ) -> pb.RelationKind:
        _, db = self.asked(context)
        return to_proto(store.KINDS.get(db, request.name), pb.RelationKind)

    def ListRelationKinds(
        self, request: pb.ListRelationKindsRequest, context: object
    ) -> pb.ListRelationKindsResponse:
        caller, db = self.asked(context)
        RELATION_KINDS.begin(db, caller.language)
        page = store.kinds_page(db, request, show_archived=request.show_archived)
        return pb.ListRelationKindsResponse(
            relation_kinds=[to_proto(kind, pb.RelationKind) for kind in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateRelationKind(
        self, request: pb.CreateRelationKindRequest, context: object
    ) -> pb.RelationKind:
        caller, db = self.asked(context)
        values = from_proto(request.relation_kind, RelationKind)
        made = RELATION_KINDS.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.RelationKind)

    def UpdateRelationKind(
        self, request: pb.UpdateRelationKindRequest, context: object
    ) -> pb.RelationKind:
        caller, db = self.asked(context)
        sent = request.relation_kind
        values = from_proto(sent, RelationKind, request.update_mask.paths)
        saved = RELATION_KINDS.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.RelationKind)

    def ArchiveRelationKind(
        self, request: pb.ArchiveRelationKindRequest, context: object
    ) -> pb.RelationKind:
        caller, db = self.asked(context)
        saved = RELATION_KINDS.archive(db, caller, request.name, request.etag)
        return to_proto(saved, pb.RelationKind)

    def RestoreRelationKind(
        self, request: pb.RestoreRelationKindRequest, context: object
    ) -> pb.RelationKind:
        caller, db = self.asked(context)
        saved = RELATION_KINDS.restore(db, caller, request.name, request.etag)
        return to_proto(saved, pb.RelationKind)

    def DeleteRelationKind(
        self, request: pb.DeleteRelationKindRequest, context: object
    ) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        RELATION_KINDS.delete(db, caller, request.name, request.etag)
        return empty_pb2.Empty()


def _relation(caller: Caller, shown: Shown) -> pb.Relation:
    message = to_proto(shown.relation, pb.Relation)
    message.source_party.CopyFrom(_party(caller, shown.source))
    message.target_party.CopyFrom(_party(caller, shown.target))
    if shown.kind:
        message.title = shown.kind.title
        message.reverse_title = shown.kind.reverse_title
    message.writable = shown.is_writable(caller)
    return message


def _party(caller: Caller, party: Party) -> pb.RelationParty:
    message = to_proto(party, pb.RelationParty)
    return field_rights.of(caller).hide(message, party.market_state)


def _edges(edges: Sequence[Edge]) -> list[pb.RelationEdge]:
    return [to_proto(edge, pb.RelationEdge) for edge in edges]


def _path(caller: Caller, way: Sequence[Step]) -> pb.RelationPath:
    return pb.RelationPath(
        steps=[
            pb.RelationPath.Step(party=_party(caller, step.party), edges=_edges(step.edges))
            for step in way
        ]
    )
