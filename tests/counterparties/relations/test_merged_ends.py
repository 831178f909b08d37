"""Relations follow a merge of their ends, and come back with an unmerge as they were."""

from typing import Any

from crm.counterparties.v1 import merges_pb2 as merges
from crm.counterparties.v1 import relations_pb2 as pb
from tests.counterparties.merging.desk import contact, merge, undo
from tests.counterparties.merging.desk import stub as merging
from tests.counterparties.office import Office, refused
from tests.counterparties.relations.web import (
    delete,
    graph,
    kinds,
    lines,
    relate,
    relations,
    stub,
    update,
)


def kept(office: Office) -> dict[str, Any]:
    found = office.db.bound("relations").find({}, {"version": 0, "update_time": 0})
    return {each["_id"]: each for each in found}


def test_relations_go_to_the_survivor_and_back(office: Office) -> None:
    one, other, third, fourth = (office.create(office.admin, name) for name in "АБВГ")
    relate(office, one, "Партнёры", other)  # with itself, once merged
    relate(office, one, "Поставщик", third)
    relate(office, third, "Поставщик", other)  # the same two, the other way around
    relate(office, other, "Дилер", fourth)
    before = kept(office)
    preview = merge(office, one, other, validate_only=True)
    assert {(each.collection, each.count) for each in preview.moved} == {
        ("relations", 1),
        ("relations", 2),
    }
    made = merge(office, one, other)
    assert relations(office, one) == ["А — Дилер — Г", "А — Поставщик — В"]
    assert relations(office, third) == ["А — Поставщик — В"]
    assert lines(graph(office, one, 3)) == {("А", "Поставщик", "В"), ("А", "Дилер", "Г")}
    # The name merged away means the survivor.
    assert relations(office, other) == relations(office, one)
    with refused() as refusal:
        relate(office, other, "Партнёры", one)
    assert refusal.fields == (("target", "RELATION_TO_ITSELF"),)
    for kind, end in (("Поставщик", third), ("Дилер", fourth)):
        with refused() as refusal:
            relate(office, one, kind, end)
        assert refusal.reason == "RELATION_EXISTS"
    undo(office, made)
    assert kept(office) == before
    assert relations(office, one) == ["А — Партнёры — Б", "А — Поставщик — В"]
    assert relations(office, other) == ["А — Партнёры — Б", "Б — Дилер — Г", "В — Поставщик — Б"]


def test_what_is_done_to_the_survivors_is_done_to_all_of_a_kind(office: Office) -> None:
    one, other, third = (office.create(office.admin, name) for name in "АБВ")
    first = relate(office, one, "Поставщик", third)
    relate(office, other, "Поставщик", third)
    made = merge(office, one, other)
    update(office, first, kind=kinds(office)["Дилер"].name)
    assert relations(office, third) == ["А — Дилер — В"]
    undo(office, made)
    assert relations(office, third) == ["А — Дилер — В", "Б — Дилер — В"]
    again = merge(office, one, other)
    shown = stub(office).ListRelations(pb.ListRelationsRequest(subject=third.name)).relations
    delete(office, shown[0])
    assert relations(office, third) == []
    relate(office, third, "Дилер", one)
    undone = undo(office, again)
    assert relations(office, other) == []
    assert len(undone.kept_children) == 1
    # Between the two that are apart again nothing is left of it.
    relate(office, other, "Дилер", third)


def test_relations_of_merged_contacts(office: Office) -> None:
    client = office.create(office.admin, "А")
    ivan, double, petr = (
        contact(office, client, display_name=name) for name in ("Иван", "Ваня", "Пётр")
    )
    relate(office, double, "Друзья", petr)
    relate(office, ivan, "Коллеги", double)
    before = kept(office)
    request = merges.MergeContactsRequest(
        survivor=ivan.name, merged=[double.name], confirm_persons=True
    )
    made = merging(office).MergeContacts(request)
    assert relations(office, ivan) == ["Иван — Друзья — Пётр"]
    undo(office, made)
    assert kept(office) == before
    assert relations(office, ivan) == ["Иван — Коллеги — Ваня"]


def test_a_client_shows_the_relations_of_its_people(office: Office) -> None:
    client, other = office.create(office.admin, "А"), office.create(office.admin, "Б")
    ivan, petr = (
        contact(office, client, display_name="Иван"),
        contact(office, other, display_name="Пётр"),
    )
    relate(office, client, "Партнёры", other)
    relate(office, petr, "Друзья", ivan)
    assert relations(office, client) == ["А — Партнёры — Б"]
    request = pb.ListRelationsRequest(subject=client.name, with_contacts=True)
    found = stub(office).ListRelations(request).relations
    assert [each.title for each in found] == ["Друзья", "Партнёры"]
