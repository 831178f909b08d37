"""What tests of relations do again and again."""

from typing import Any

from crm.counterparties.v1 import relations_pb2 as pb
from crm.counterparties.v1 import relations_pb2_grpc
from services.kit.caller import Caller
from tests.counterparties.office import Office

PARTIES, PERSONS = pb.RelationKind.BETWEEN_PARTIES, pb.RelationKind.BETWEEN_PERSONS


def stub(office: Office, caller: Caller | None = None) -> Any:
    return office.door.stub(relations_pb2_grpc.RelationServiceStub, caller or office.admin)


def kinds(office: Office, caller: Caller | None = None) -> dict[str, pb.RelationKind]:
    """By title."""
    request = pb.ListRelationKindsRequest(page_size=200)
    found = stub(office, caller).ListRelationKinds(request)
    return {kind.title: kind for kind in found.relation_kinds}


def relate(
    office: Office,
    source: Any,
    kind: str,
    target: Any,
    caller: Caller | None = None,
    request_id: str = "",
    **fields: Any,
) -> pb.Relation:
    made = pb.Relation(
        source=source.name, target=target.name, kind=kinds(office)[kind].name, **fields
    )
    request = pb.CreateRelationRequest(relation=made, request_id=request_id)
    return stub(office, caller).CreateRelation(request)


def update(
    office: Office, relation: pb.Relation, caller: Caller | None = None, **fields: Any
) -> pb.Relation:
    request = pb.UpdateRelationRequest(relation=pb.Relation(name=relation.name, **fields))
    request.update_mask.paths.extend(field for field in fields if field != "etag")
    return stub(office, caller).UpdateRelation(request)


def delete(office: Office, relation: pb.Relation, caller: Caller | None = None) -> None:
    stub(office, caller).DeleteRelation(pb.DeleteRelationRequest(name=relation.name))


def relations(office: Office, subject: Any, caller: Caller | None = None) -> list[str]:
    """As sentences, sorted."""
    request = pb.ListRelationsRequest(subject=subject.name, page_size=200)
    return sorted(map(said, stub(office, caller).ListRelations(request).relations))


def said(relation: pb.Relation) -> str:
    source, target = relation.source_party, relation.target_party
    return f"{source.display_name} — {relation.title} — {target.display_name}"


def graph(
    office: Office, centre: Any, depth: int = 1, caller: Caller | None = None
) -> pb.RelationGraph:
    request = pb.GetRelationGraphRequest(name=centre.name, depth=depth)
    return stub(office, caller).GetRelationGraph(request)


def nodes(found: pb.RelationGraph) -> dict[str, int]:
    """Distances by name shown."""
    return {node.display_name: node.distance for node in found.nodes}


def lines(found: pb.RelationGraph) -> set[tuple[str, str, str]]:
    names = {node.name: node.display_name for node in found.nodes}
    return {(names[e.source], e.title, names[e.target]) for e in found.edges}


def paths(office: Office, one: Any, other: Any, caller: Caller | None = None) -> list[list[str]]:
    request = pb.FindRelationPathsRequest(name=one.name, target=other.name)
    found = stub(office, caller).FindRelationPaths(request)
    return [[step.party.display_name for step in way.steps] for way in found.paths]
