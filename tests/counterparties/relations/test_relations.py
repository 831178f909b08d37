"""Relations of clients and of people: who makes them, who sees them, what befalls them."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from crm.counterparties.v1 import contacts_pb2
from crm.counterparties.v1 import counterparties_pb2 as clients
from crm.counterparties.v1 import relations_pb2 as pb
from services.counterparties.relations import store
from services.counterparties.relations.relation import MOST_RELATIONS as MOST
from services.counterparties.relations.relation import Relation, pair_of
from services.kit.caller import reading
from tests.counterparties.merging.desk import contact
from tests.counterparties.office import Office, refused, restricted
from tests.counterparties.relations.web import (
    delete,
    kinds,
    relate,
    relations,
    stub,
    update,
)


def test_a_relation_is_read_from_both_ends(office: Office) -> None:
    one, other = office.create(office.admin, "Альфа"), office.create(office.admin, "Бета")
    made = relate(office, one, "Поставщик", other, note=" с 2019 ")
    assert (made.title, made.reverse_title) == ("Поставщик", "Покупатель")
    assert (made.note, made.creator_display_name, made.writable) == ("с 2019", "admin", True)
    assert relations(office, one) == relations(office, other) == ["Альфа — Поставщик — Бета"]
    assert stub(office).GetRelation(pb.GetRelationRequest(name=made.name)) == made
    changed = update(office, made, note="", kind=kinds(office)["Подрядчик"].name, etag=made.etag)
    assert (changed.title, changed.note) == ("Подрядчик", "")
    with refused() as refusal:
        update(office, made, note="поздно", etag=made.etag)
    assert refusal.reason == "STALE_ETAG"
    delete(office, made)
    assert relations(office, one) == []
    told = [each["type"] for each in office.changes() if each["type"].startswith("relation_")]
    assert told[-3:] == ["relation_created", "relation_updated", "relation_deleted"]


def test_two_are_related_by_one_kind_once(office: Office) -> None:
    one, other = office.create(office.admin, "А"), office.create(office.admin, "Б")
    request_id = str(uuid.uuid4())
    made = relate(office, one, "Поставщик", other, request_id=request_id)
    assert relate(office, one, "Поставщик", other, request_id=request_id).name == made.name
    for source, target in ((one, other), (other, one)):
        with refused() as refusal:
            relate(office, source, "Поставщик", target)
        assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "RELATION_EXISTS")
        assert refusal.fields == (("target", "RELATION_EXISTS"),)
    more = relate(office, other, "Партнёры", one)
    with refused() as refusal:
        update(office, more, kind=made.kind)
    assert refusal.reason == "RELATION_EXISTS"
    third = office.create(office.admin, "В")

    def try_to(way: int) -> bool:
        try:
            relate(office, *((one, "Дилер", third) if way % 2 else (third, "Дилер", one)))
        except Exception:  # noqa: BLE001
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_to, range(4))) == 1


def test_what_makes_no_relation(office: Office) -> None:
    one, other = office.create(office.admin, "А"), office.create(office.admin, "Б")
    person = office.create(office.admin, "Иванов", kind="KIND_INDIVIDUAL")
    employee = contact(office, one, display_name="Петров")
    with refused() as refusal:
        relate(office, one, "Партнёры", one)
    assert refusal.fields == (("target", "RELATION_TO_ITSELF"),)
    with refused() as refusal:
        relate(office, one, "Знакомые", employee)
    assert refusal.fields == (("source", "RELATION_NEEDS_PERSON"),)
    with refused() as refusal:
        relate(office, person, "Партнёры", employee)
    assert refusal.fields == (("target", "RELATION_NEEDS_PARTY"),)
    with refused() as refusal:
        relate(office, clients.Counterparty(name="imports/1"), "Партнёры", employee)
    assert refusal.fields == (("source", "RELATION_END_UNKNOWN"),)
    request = pb.Relation(source=one.name, target=other.name, kind="relationKinds/none")
    with refused() as refusal:
        stub(office).CreateRelation(pb.CreateRelationRequest(relation=request))
    assert refusal.fields == (("kind", "RELATION_KIND_UNKNOWN"),)
    with refused() as refusal:
        relate(office, one, "Партнёры", other, note="я" * 2001)
    assert refusal.fields == (("note", "TEXT_TOO_LONG"),)
    made = relate(office, person, "Знакомые", employee)
    with refused() as refusal:
        update(office, made, target=other.name)
    assert refusal.fields == (("target", "RELATION_ENDS_FIXED"),)


def test_who_may_relate(office: Office, other_office: Office) -> None:
    a, b = office.manager_a, office.manager_b
    own = office.create(a, "Мой")
    foreign = office.create(b, "Чужой")
    shared = office.create(b, "Общий", participants=[a.user])
    with refused() as refusal:
        relate(office, own, "Партнёры", foreign, a)
    assert refusal.fields == (("target", "RELATION_END_UNKNOWN"),)
    # Who may change either end may say what they are to each other.
    looks = replace(a, grants={**a.grants, "counterparties.read": ("*",)})
    made = relate(office, foreign, "Партнёры", own, looks)
    both = relate(office, shared, "Партнёры", own, a)
    with refused() as refusal:
        relate(office, shared, "Поставщик", foreign, replace(looks, grants=reading(looks.grants)))
    assert refusal.code == "PERMISSION_DENIED"
    office_only = replace(looks, grants={**looks.grants, "counterparties.update": ("users/x",)})
    for attempt in (
        lambda: relate(office, shared, "Поставщик", foreign, office_only),
        lambda: update(office, made, office_only, note="x"),
        lambda: delete(office, made, office_only),
    ):
        with refused() as refusal:
            attempt()
        assert refusal.code == "PERMISSION_DENIED"
    # Both ends must be seen.
    assert relations(office, own, a) == ["Общий — Партнёры — Мой"]
    assert relations(office, shared, b) == []
    for caller, name in ((a, made.name), (b, both.name), (other_office.admin, made.name)):
        with refused() as refusal:
            stub(office, caller).GetRelation(pb.GetRelationRequest(name=name))
        assert refusal.code == "NOT_FOUND"
        with refused() as refusal:
            delete(office, pb.Relation(name=name), caller)
        assert refusal.code == "NOT_FOUND"
    told = office.changes("relation_created")
    heard = {row["subject"]: row["visible_to"] for row in told}
    assert heard[made.name] == ["*", "orgUnits/root"]
    assert a.user in heard[both.name]


def test_hidden_fields_of_ends_stay_hidden(office: Office) -> None:
    one = office.create(office.manager_a, "А", inn="7707083893")
    other = office.create(office.manager_a, "Б")
    made = relate(office, one, "Партнёры", other)
    assert made.source_party.inn == "7707083893"
    caller = restricted(office.manager_a, ("inn", "", "NONE"))
    seen = stub(office, caller).GetRelation(pb.GetRelationRequest(name=made.name)).source_party
    assert (seen.inn, list(seen.hidden_fields)) == ("", ["inn"])


def test_relations_go_to_the_recycle_bin_with_an_end_and_come_back(office: Office) -> None:
    one, other = office.create(office.admin, "А"), office.create(office.admin, "Б")
    person, friend = (
        contact(office, each, display_name=f"К{each.display_name}") for each in (one, other)
    )
    relate(office, one, "Партнёры", other)
    made = relate(office, person, "Знакомые", friend)
    office.contacts(office.admin).DeleteContact(contacts_pb2.DeleteContactRequest(name=friend.name))
    assert relations(office, person) == []
    with refused() as refusal:
        stub(office).GetRelation(pb.GetRelationRequest(name=made.name))
    assert refusal.code == "NOT_FOUND"
    with refused() as refusal:
        relate(office, person, "Друзья", friend)
    assert refusal.reason == "RELATION_END_DELETED"
    office.contacts(office.admin).UndeleteContact(
        contacts_pb2.UndeleteContactRequest(name=friend.name)
    )
    assert relations(office, person) == ["КА — Знакомые — КБ"]
    office.counterparties(office.admin).DeleteCounterparty(
        clients.DeleteCounterpartyRequest(name=other.name)
    )
    assert relations(office, one) == relations(office, other) == relations(office, person) == []
    office.counterparties(office.admin).UndeleteCounterparty(
        clients.UndeleteCounterpartyRequest(name=other.name)
    )
    assert relations(office, one) == ["А — Партнёры — Б"]
    assert relations(office, person) == ["КА — Знакомые — КБ"]


def test_one_end_has_a_bounded_number_of_relations(office: Office) -> None:
    hub, *others = [office.create(office.admin, f"К{number}") for number in range(3)]
    ends = [(f"counterparties/{n}", hub.name)[:: -1 if n % 2 else 1] for n in range(MOST - 1)]
    store.RELATIONS.insert_many(
        office.db,
        [
            Relation(
                name=store.RELATIONS.new_name(),
                source=one,
                target=other,
                kind="relationKinds/1",
                pair=pair_of(one, other),
            )
            for one, other in ends
        ],
    )
    relate(office, others[0], "Партнёры", hub)
    with refused() as refusal:
        relate(office, others[1], "Партнёры", hub)
    assert (refusal.reason, refusal.metadata) == (
        "RELATIONS_TOO_MANY",
        {"name": hub.name, "most": str(MOST)},
    )
