"""Merging counterparties, and taking them apart again."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from crm.counterparties.v1 import contacts_pb2
from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import merges_pb2 as merges
from tests.counterparties.merging.desk import (
    base_of,
    card,
    contact,
    contacts_of,
    merge,
    note,
    notes_of,
    phone,
    stub,
    undo,
    update,
)
from tests.counterparties.office import GOOD_INN, Office, refused

OTHER_INN = "7736050003"


def test_a_survivor_gains_what_it_lacks_and_keeps_what_it_has(office: Office) -> None:
    survivor = office.create(
        office.admin,
        "ООО «Ромашка»",
        phones=[phone("+78431234567", "12")],
        emails=[pb.Email(address="info@romashka.ru")],
        roles=["ROLE_CLIENT"],
        comment="Своё",
    )
    other = office.create(
        office.admin,
        "Ромашка ООО",
        inn=GOOD_INN,
        kpp="770701001",
        market_state="MARKET_STATE_EXISTING",
        phones=[phone("+78431234567", "12"), phone("+78431234567")],
        emails=[pb.Email(address="INFO@romashka.ru"), pb.Email(address="sales@romashka.ru")],
        roles=["ROLE_SUPPLIER", "ROLE_CLIENT"],
        comment="Чужое",
        website="romashka.ru",
    )
    merge(office, survivor, other)
    now = card(office, survivor.name)
    assert (now.display_name, now.comment) == ("ООО «Ромашка»", "Своё")
    assert (now.inn, now.kpp, now.website) == (GOOD_INN, "770701001", "romashka.ru")
    assert now.market_state == pb.Counterparty.MARKET_STATE_EXISTING
    assert [(p.number, p.extension) for p in now.phones] == [
        ("+78431234567", "12"),
        ("+78431234567", ""),
    ]
    assert [e.address for e in now.emails] == ["info@romashka.ru", "sales@romashka.ru"]
    assert list(now.roles) == [pb.Counterparty.ROLE_CLIENT, pb.Counterparty.ROLE_SUPPLIER]
    assert list(now.aliases) == [other.name]


def test_each_field_may_be_chosen(office: Office) -> None:
    survivor = office.create(office.admin, "А", territory="Казань", phones=[phone("+78431234567")])
    other = office.create(office.admin, "Б", territory="Уфа", phones=[phone("+78437654321")])
    choices = dict.fromkeys(("display_name", "territory", "phones"), other.name)
    made = merge(office, survivor, other, choices=choices)
    now = card(office, survivor.name)
    assert (now.display_name, now.territory) == ("Б", "Уфа")
    assert [p.number for p in now.phones] == ["+78437654321"]
    assert set(made.changed_fields) >= {"display_name", "territory", "phones"}
    with refused() as refusal:
        merge(office, now, office.create(office.admin), choices={"version": now.name})
    assert refusal.reason == "CHOICE_UNKNOWN"


def test_requisites_of_another_taxpayer_are_not_mixed_in(office: Office) -> None:
    survivor = office.create(office.admin, "А", inn=GOOD_INN)
    other = office.create(office.admin, "Б", inn=OTHER_INN, kpp="773601001")
    merge(office, survivor, other)
    now = card(office, survivor.name)
    assert (now.inn, now.kpp) == (GOOD_INN, "")


def test_what_the_kind_does_not_have_is_left_out(office: Office) -> None:
    company = office.create(office.admin, "ООО «Ваза»")
    person = office.create(
        office.admin,
        "Иванов Иван",
        kind="KIND_INDIVIDUAL",
        snils="11223344595",
        phones=[phone("+79161234567")],
    )
    merge(office, company, person, confirm_persons=True)
    now = card(office, company.name)
    assert (now.kind, now.snils) == (pb.Counterparty.KIND_LEGAL, "")
    assert [p.number for p in now.phones] == ["+79161234567"]


def test_a_survivor_of_another_kind_loses_what_that_kind_does_not_have(office: Office) -> None:
    company = office.create(office.admin, "ИП Иванов", inn=GOOD_INN, kpp="770701001")
    proprietor = office.create(
        office.admin, "Иванов И. И.", kind="KIND_SOLE_PROPRIETOR", inn="500100732259"
    )
    before = base_of(office)
    choices = {"kind": proprietor.name, "inn": proprietor.name}
    made = merge(office, company, proprietor, choices=choices)
    now = made.counterparty
    assert (now.kind, now.inn) == (pb.Counterparty.KIND_SOLE_PROPRIETOR, "500100732259")
    assert now.kpp == ""
    undo(office, made)
    assert base_of(office) == before


def test_the_owner_may_be_chosen_and_his_people_see_the_survivor(office: Office) -> None:
    survivor = office.create(office.manager_a, "А")
    other = office.create(office.manager_b, "Б")
    before = base_of(office)
    made = merge(office, survivor, other, choices={"owner": other.name})
    assert office.listed(office.manager_b) == ["А"]
    assert office.listed(office.manager_a) == []
    undo(office, made)
    assert office.listed(office.manager_a) == ["А"]
    assert base_of(office) == before


def test_who_was_merged_away_answers_the_survivor_and_leaves_all_lists(office: Office) -> None:
    survivor, other = office.create(office.admin, "Альфа"), office.create(office.admin, "Омега")
    merge(office, survivor, other)
    assert card(office, other.name).name == survivor.name
    assert office.listed(office.admin) == ["Альфа"]
    assert office.listed(office.admin, query="Омега") == []
    assert office.listed(office.admin, deleted=True) == []
    count = office.counterparties(office.admin).CountCounterparties(
        pb.CountCounterpartiesRequest(filter=pb.ListCounterpartiesRequest())
    )
    assert count.count == 1
    assert update(office, other.name, comment="по старой ссылке").name == survivor.name
    assert contact(office, other, display_name="Анна").counterparty == survivor.name
    assert contacts_of(office, other.name) == ["Анна"]
    assert note(office, other.name, "Заметка").counterparty == survivor.name
    third = office.create(office.admin, "Третья")
    merge(office, third, survivor)
    assert card(office, other.name).name == third.name
    assert list(card(office, third.name).aliases) == [survivor.name, other.name]


def test_children_follow_and_come_back(office: Office) -> None:
    survivor, other = office.create(office.admin, "А"), office.create(office.admin, "Б")
    contact(office, survivor, display_name="Анна")
    contact(office, other, display_name="Борис")
    note(office, other.name, "Заметка")
    before = base_of(office)
    made = merge(office, survivor, other)
    assert contacts_of(office, survivor.name) == ["Анна", "Борис"]
    assert notes_of(office, survivor.name) == ["Заметка"]
    assert {(m.collection, m.source, m.count) for m in made.moved} == {
        ("contacts", other.name, 1),
        ("notes", other.name, 1),
    }
    undone = undo(office, made)
    assert (undone.state, list(undone.kept_fields)) == (merges.Merge.STATE_UNDONE, [])
    assert contacts_of(office, other.name) == ["Борис"]
    assert notes_of(office, other.name) == ["Заметка"]
    assert base_of(office) == before
    with refused() as refusal:
        undo(office, made)
    assert refusal.reason == "ALREADY_UNMERGED"


def test_what_was_done_since_the_merge_is_kept_and_named(office: Office) -> None:
    survivor = office.create(office.admin, "А", phones=[phone("+78431234567")])
    other = office.create(
        office.admin, "Б", phones=[phone("+78437654321")], website="b.ru", industry="Торговля"
    )
    moved = contact(office, other, display_name="Борис")
    made = merge(office, survivor, other)
    newer = [phone("+78431234567"), phone("+78437654321"), phone("+78430000001")]
    update(office, survivor.name, phones=newer, website="other.ru")
    contact(office, survivor, display_name="Новый")
    elsewhere = office.create(office.admin, "В")
    office.contacts(office.admin).UpdateContact(
        contacts_pb2.UpdateContactRequest(
            contact=contacts_pb2.Contact(name=moved.name, counterparty=elsewhere.name)
        )
    )
    undone = undo(office, made)
    assert list(undone.kept_fields) == ["phones", "website"]
    assert list(undone.kept_children) == [moved.name]
    now = undone.counterparty
    assert [p.number for p in now.phones] == ["+78431234567", "+78430000001"]
    assert (now.website, now.industry, list(now.aliases)) == ("other.ru", "", [])
    assert contacts_of(office, survivor.name) == ["Новый"]
    assert contacts_of(office, elsewhere.name) == ["Борис"]
    back = card(office, other.name)
    assert (back.name, back.website, back.industry) == (other.name, "b.ru", "Торговля")


def test_a_refusal_of_advertising_stays_with_all(office: Office) -> None:
    granted = office.create(office.admin, "А", marketing_consent="CONSENT_GRANTED")
    refusing = office.create(office.admin, "Б", marketing_consent="CONSENT_REFUSED")
    choices = {"marketing_consent": granted.name}
    made = merge(office, granted, refusing, choices=choices)
    assert card(office, granted.name).marketing_consent == pb.Counterparty.CONSENT_REFUSED
    undo(office, made)
    for each in (granted, refusing):
        assert card(office, each.name).marketing_consent == pb.Counterparty.CONSENT_REFUSED


def test_merges_are_undone_in_any_order_that_leaves_the_survivor(office: Office) -> None:
    first, second = office.create(office.admin, "А"), office.create(office.admin, "Б", inn=GOOD_INN)
    third = office.create(office.admin, "В", website="v.ru")
    before = base_of(office)
    earlier, later = merge(office, first, second), merge(office, first, third)
    undo(office, earlier)
    assert card(office, first.name).inn == ""
    undo(office, later)
    assert base_of(office) == before
    inner, outer = merge(office, first, second), merge(office, third, first)
    with refused() as refusal:
        undo(office, inner)
    assert refusal.reason == "SURVIVOR_NOT_ACTIVE"
    undo(office, outer)
    undo(office, inner)
    assert base_of(office) == before


def test_a_look_before_changes_nothing(office: Office) -> None:
    survivor, other = (
        office.create(office.admin, "А"),
        office.create(office.admin, "Б", inn=GOOD_INN),
    )
    contact(office, other, display_name="Борис")
    before = base_of(office)
    seen = merge(office, survivor, other, validate_only=True)
    assert (seen.name, seen.counterparty.inn) == ("", GOOD_INN)
    assert [(m.collection, m.count) for m in seen.moved] == [("contacts", 1)]
    assert base_of(office) == before


def test_stale_etags_and_crossing_merges_are_refused(office: Office) -> None:
    one, other = office.create(office.admin, "А"), office.create(office.admin, "Б")
    with refused() as refusal:
        merge(office, one, other, etags={other.name: '"7"'})
    assert refusal.reason == "STALE_ETAG"
    for _ in range(5):
        with ThreadPoolExecutor(2) as both:
            ways = [both.submit(_try, office, one, other), both.submit(_try, office, other, one)]
            came = [way.result() for way in ways]
        made = [each for each in came if isinstance(each, merges.Merge)]
        assert len(made) == 1
        assert [each for each in came if isinstance(each, str)] == ["ALREADY_MERGED"]
        undo(office, made[0])


def _try(office: Office, survivor: pb.Counterparty, other: pb.Counterparty) -> Any:
    try:
        with refused() as refusal:
            made = merge(office, survivor, other)
    except AssertionError:
        return made
    return refusal.reason


def test_the_same_request_merges_once(office: Office) -> None:
    one, other = office.create(office.admin, "А"), office.create(office.admin, "Б")
    request_id = "4f9f0a3e-54f5-4b3a-9d3c-1f2f7f6f0a11"
    made = merge(office, one, other, request_id=request_id)
    assert merge(office, one, other, request_id=request_id).name == made.name
    listed = stub(office).ListMerges(merges.ListMergesRequest(subject=other.name)).merges
    assert [each.name for each in listed] == [made.name]
    assert [m.name for m in stub(office).ListMerges(merges.ListMergesRequest()).merges] == [
        made.name
    ]


def test_who_knows_the_name_of_a_merge_does_not_read_it_by_a_request(office: Office) -> None:
    one, other = office.create(office.admin, "А"), office.create(office.admin, "Б")
    made = merge(office, one, other)
    mine, too = office.create(office.manager_b, "В"), office.create(office.manager_b, "Г")
    with refused() as refusal:
        merge(office, mine, too, caller=office.manager_b, request_id=made.name.partition("/")[2])
    assert refusal.code == "ALREADY_EXISTS"


def test_the_same_request_sent_at_once_merges_once(office: Office) -> None:
    one, other = office.create(office.admin, "А"), office.create(office.admin, "Б")
    request_id = "4f9f0a3e-54f5-4b3a-9d3c-1f2f7f6f0a12"
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda _: merge(office, one, other, request_id=request_id).name, range(4))
        assert len(set(made)) == 1


def test_it_is_told_with_all_that_others_need(office: Office) -> None:
    one, other = office.create(office.admin, "А"), office.create(office.admin, "Б")
    contact(office, other, display_name="Борис")
    made = merge(office, one, other)
    undo(office, made)
    kinds = [change["type"] for change in office.changes()][3:]
    assert kinds == [
        *("contact_updated", "counterparty_merged", "counterparty_absorbed"),
        *("contact_updated", "counterparty_unmerged", "counterparty_released"),
    ]
    told = office.changes("counterparty_merged")[0]
    assert told["subject"] == one.name
    assert {each["field"] for each in told["changes"]} >= {"aliases"}
