"""Kinds of relations: those each tenant begins with, and its own."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from crm.counterparties.v1 import relations_pb2 as pb
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import tenants_pb2
from tests.counterparties.office import Office, refused
from tests.counterparties.relations.web import PARTIES, PERSONS, kinds, relate, stub


def create(
    office: Office, title: str, reverse_title: str = "", **fields: object
) -> pb.RelationKind:
    fields = {"between": PARTIES, **fields}
    made = pb.RelationKind(title=title, reverse_title=reverse_title, **fields)  # type: ignore[arg-type]
    return stub(office).CreateRelationKind(pb.CreateRelationKindRequest(relation_kind=made))


def update(office: Office, kind: pb.RelationKind, **fields: object) -> pb.RelationKind:
    changed = pb.RelationKind(name=kind.name, **fields)  # type: ignore[arg-type]
    request = pb.UpdateRelationKindRequest(relation_kind=changed)
    request.update_mask.paths.extend(fields)
    return stub(office).UpdateRelationKind(request)


def test_a_tenant_begins_with_some_once(office: Office, other_office: Office) -> None:
    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(lambda _: kinds(office), range(4)))
    assert all(each.keys() == seen[0].keys() for each in seen)
    supplier = seen[0]["Поставщик"]
    assert (supplier.reverse_title, supplier.between, supplier.built_in) == (
        "Покупатель", PARTIES, True
    )  # fmt: skip
    assert seen[0]["Знакомые"].between == PERSONS
    assert len(office.changes("relation_kind_created")) == len(seen[0])
    # A new tenant has them in its own language before anybody asks.
    tenant = tenants_pb2.Tenant(name=f"tenants/{other_office.tenant}", language="en")
    other_office.tell(identity.TenantCreated(tenant=tenant), tenant.name, 1)
    given = kinds(other_office)
    assert given["Supplier"].reverse_title == "Buyer"
    assert not {each.name for each in given.values()} & {each.name for each in seen[0].values()}


def test_an_own_kind(office: Office) -> None:
    made = create(office, "  Инвестор ", "Объект  инвестиций")
    assert (made.title, made.reverse_title, made.built_in) == (
        "Инвестор", "Объект инвестиций", False
    )  # fmt: skip
    assert create(office, "Соседи").reverse_title == "Соседи"
    with refused() as refusal:
        create(office, "объект инвестиций", "инвестор")
    assert refusal.reason == "RELATION_KIND_TAKEN"
    with refused() as refusal:
        create(office, "")
    assert refusal.fields == (("title", "FIELD_REQUIRED"),)
    with refused() as refusal:
        update(office, made, between=PERSONS)
    assert refusal.fields == (("between", "RELATION_KIND_BETWEEN_FIXED"),)
    with refused() as refusal:
        update(office, made, title="Соседи", reverse_title="Соседи")
    assert refusal.reason == "RELATION_KIND_TAKEN"
    one, other = office.create(office.admin, "А"), office.create(office.admin, "Б")
    related = relate(office, one, "Инвестор", other)
    assert update(office, made, title="Вкладчик").title == "Вкладчик"
    shown = stub(office).GetRelation(pb.GetRelationRequest(name=related.name))
    assert shown.title == "Вкладчик"


def test_a_kind_in_use_is_archived(office: Office) -> None:
    made, spare = create(office, "Инвестор", "Стартап"), create(office, "Соседи")
    one, other = office.create(office.admin, "А"), office.create(office.admin, "Б")
    relate(office, one, "Инвестор", other)
    calls = stub(office)
    with refused() as refusal:
        calls.DeleteRelationKind(pb.DeleteRelationKindRequest(name=made.name))
    assert refusal.reason == "RELATION_KIND_IN_USE"
    with refused() as refusal:
        built_in = kinds(office)["Поставщик"]
        calls.DeleteRelationKind(pb.DeleteRelationKindRequest(name=built_in.name))
    assert refusal.reason == "RELATION_KIND_BUILT_IN"
    calls.DeleteRelationKind(pb.DeleteRelationKindRequest(name=spare.name))
    archived = calls.ArchiveRelationKind(pb.ArchiveRelationKindRequest(name=made.name))
    assert archived.archived
    assert not {"Инвестор", "Соседи"} & kinds(office).keys()
    everything = calls.ListRelationKinds(pb.ListRelationKindsRequest(show_archived=True))
    assert everything.relation_kinds[-1] == archived
    third = office.create(office.admin, "В")
    again = pb.Relation(source=one.name, target=third.name, kind=made.name)
    with refused() as refusal:
        calls.CreateRelation(pb.CreateRelationRequest(relation=again))
    assert refusal.fields == (("kind", "RELATION_KIND_ARCHIVED"),)
    calls.RestoreRelationKind(pb.RestoreRelationKindRequest(name=made.name, etag=archived.etag))
    relate(office, one, "Инвестор", third)


def test_kinds_are_written_by_right_and_read_by_their_tenant(
    office: Office, other_office: Office
) -> None:
    grants = dict(office.admin.grants)
    del grants["relation_kinds.write"]
    reader = replace(office.admin, grants=grants)
    supplier = kinds(office, reader)["Поставщик"]
    with refused() as refusal:
        stub(office, reader).ArchiveRelationKind(pb.ArchiveRelationKindRequest(name=supplier.name))
    assert refusal.code == "PERMISSION_DENIED"
    for attempt in (
        lambda calls: calls.GetRelationKind(pb.GetRelationKindRequest(name=supplier.name)),
        lambda calls: calls.ArchiveRelationKind(pb.ArchiveRelationKindRequest(name=supplier.name)),
        lambda calls: calls.DeleteRelationKind(pb.DeleteRelationKindRequest(name=supplier.name)),
    ):
        with refused() as refusal:
            attempt(stub(other_office))
        assert refusal.code == "NOT_FOUND"
