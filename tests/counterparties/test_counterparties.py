"""CounterpartyService through its real door: create, change, delete, conflicts, repeats."""

import uuid

import pytest

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.counterparties.v1 import segments_pb2
from tests.counterparties.office import GOOD_INN, ROOT, Office, a_company, refused


def test_a_counterparty_is_kept_tidy_and_owned_by_its_creator(office: Office) -> None:
    created = office.create(
        office.manager_a,
        " ООО  «Ромашка» ",
        inn=GOOD_INN,
        kpp="770701001",
        phones=[pb.Phone(number="(812) 451-8672 доб. 516"), pb.Phone(number="8 846 712 47 64")],
        emails=[pb.Email(address="Ivan@Romashka.RU")],
    )
    assert created.display_name == "ООО «Ромашка»"
    assert [(p.number, p.extension) for p in created.phones] == [
        ("+78124518672", "516"),
        ("+78467124764", ""),
    ]
    assert created.emails[0].address == "Ivan@romashka.ru"
    assert created.owner == office.manager_a.user == created.creator
    assert created.owner_display_name == "manager-a"
    assert list(created.org_path) == list(office.manager_a.org_path)
    assert created.market_state == pb.Counterparty.MARKET_STATE_POTENTIAL
    assert created.state == pb.Counterparty.STATE_ACTIVE
    assert created.etag == '"1"'
    stub = office.counterparties(office.manager_a)
    assert stub.GetCounterparty(pb.GetCounterpartyRequest(name=created.name)) == created


def test_what_nobody_sees_does_not_stay_in_a_name(office: Office) -> None:
    created = office.create(office.manager_a, "ООО\u00a0\x00Ро\u200bмаш\u00adка\u202eгро\u202c")
    assert created.display_name == "ООО Ромашкагро"
    assert office.listed(office.manager_a, query="ромашкагро") == ["ООО Ромашкагро"]


def test_everything_wrong_with_a_write_is_reported_together(office: Office) -> None:
    with refused() as refusal:
        office.create(
            office.manager_a,
            inn="7707083894",
            kpp="1",
            phones=[pb.Phone(number="89123456789"), pb.Phone(number="12345")],
            emails=[pb.Email(address="нет")],
            bank_accounts=[pb.BankAccount(account="40702810157078437271", bic="044525225")],
            segments=["segments/none"],
            owner="users/nobody-known",
        )
    assert refusal.code == "INVALID_ARGUMENT"
    assert set(refusal.fields) == {
        ("inn", "INN_CHECKSUM"),
        ("kpp", "KPP_FORMAT"),
        ("phones[1].number", "PHONE_FORMAT"),
        ("emails[0].address", "EMAIL_FORMAT"),
        ("bank_accounts[0].account", "ACCOUNT_KEY"),
        ("segments[0]", "SEGMENT_UNKNOWN"),
        ("owner", "OWNER_UNKNOWN"),
    }
    assert office.listed(office.admin) == []
    assert office.changes() == []


def test_a_company_has_no_passport_and_a_person_no_kpp(office: Office) -> None:
    with refused() as refusal:
        office.create(office.admin, snils="11223344595")
    assert refusal.fields == (("snils", "FIELD_NOT_FOR_KIND"),)
    with refused() as refusal:
        office.create(office.admin, kind="KIND_INDIVIDUAL", kpp="770701001")
    assert refusal.fields == (("kpp", "KPP_KIND"),)


def test_required_fields_are_asked_for_together(office: Office) -> None:
    with refused() as refusal:
        office.counterparties(office.admin).CreateCounterparty(
            pb.CreateCounterpartyRequest(counterparty=pb.Counterparty(inn=GOOD_INN))
        )
    assert {field for field, _ in refusal.fields} == {"display_name", "kind"}


def test_the_same_request_creates_once(office: Office) -> None:
    request = pb.CreateCounterpartyRequest(counterparty=a_company(), request_id=str(uuid.uuid4()))
    stub = office.counterparties(office.manager_a)
    assert stub.CreateCounterparty(request) == stub.CreateCounterparty(request)
    assert len(office.changes("counterparty_created")) == 1
    with refused() as refusal:
        office.counterparties(office.manager_b).CreateCounterparty(request)
    assert refusal.code == "ALREADY_EXISTS"


def test_a_request_id_is_a_uuid(office: Office) -> None:
    with refused() as refusal:
        office.counterparties(office.admin).CreateCounterparty(
            pb.CreateCounterpartyRequest(counterparty=a_company(), request_id="../x")
        )
    assert refusal.reason == "REQUEST_ID_FORMAT"


def test_an_update_changes_what_its_mask_names_and_tells(office: Office) -> None:
    created = office.create(office.manager_a, comment="старый", territory="Казань")
    changed = office.counterparties(office.manager_a).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(
            counterparty=pb.Counterparty(name=created.name, comment="новый", etag=created.etag),
            update_mask={"paths": ["comment", "territory"]},
        )
    )
    assert (changed.comment, changed.territory, changed.etag) == ("новый", "", '"2"')
    told = office.changes("counterparty_updated")[0]
    assert {each["field"]: (each["old"], each["new"]) for each in told["changes"]} == {
        "comment": ("старый", "новый"),
        "territory": ("Казань", ""),
    }
    assert told["visible_to"] == ["*", office.manager_a.user, "=orgUnits/a", ROOT, "orgUnits/a"]


def test_a_write_that_changes_nothing_is_no_change(office: Office) -> None:
    created = office.create(office.admin, comment="тот же")
    answer = office.counterparties(office.admin).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(
            counterparty=pb.Counterparty(name=created.name, comment="тот же")
        )
    )
    assert answer.etag == created.etag
    assert office.changes("counterparty_updated") == []


def test_a_stale_etag_is_refused(office: Office) -> None:
    created = office.create(office.admin)
    stub = office.counterparties(office.admin)

    def write(comment: str) -> None:
        stub.UpdateCounterparty(
            pb.UpdateCounterpartyRequest(
                counterparty=pb.Counterparty(name=created.name, comment=comment, etag=created.etag)
            )
        )

    write("первый")
    with refused() as refusal:
        write("второй")
    assert (refusal.code, refusal.reason) == ("ABORTED", "STALE_ETAG")


def test_an_existing_company_needs_its_inn(office: Office) -> None:
    with refused() as refusal:
        office.create(office.admin, market_state="MARKET_STATE_EXISTING")
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "REQUISITES_MISSING")
    assert (refusal.metadata or {})["fields"] == "inn"
    office.create(office.admin, market_state="MARKET_STATE_EXISTING", inn=GOOD_INN)
    office.create(office.admin, market_state="MARKET_STATE_EXISTING", kind="KIND_INDIVIDUAL")


def test_an_owner_must_be_an_active_user_of_the_tenant(
    office: Office, other_office: Office
) -> None:
    with refused() as refusal:
        office.create(office.admin, owner=other_office.manager_a.user)
    assert refusal.fields == (("owner", "OWNER_UNKNOWN"),)
    office.announce(office.manager_b, version=2, disabled=True)
    with refused() as refusal:
        office.create(office.admin, owner=office.manager_b.user)
    assert refusal.fields == (("owner", "OWNER_INACTIVE"),)
    assert office.create(office.admin, owner="users/me").owner == office.admin.user


def test_the_recycle_bin(office: Office) -> None:
    created = office.create(office.manager_a, "Ромашка")
    stub = office.counterparties(office.manager_a)
    deleted = stub.DeleteCounterparty(pb.DeleteCounterpartyRequest(name=created.name))
    assert deleted.state == pb.Counterparty.STATE_DELETED
    assert deleted.HasField("delete_time")
    assert office.listed(office.manager_a) == []
    assert office.listed(office.manager_a, query="ромаш") == []
    assert office.listed(office.manager_a, deleted=True) == ["Ромашка"]
    assert stub.GetCounterparty(pb.GetCounterpartyRequest(name=created.name)) == deleted
    with refused() as refusal:
        stub.DeleteCounterparty(pb.DeleteCounterpartyRequest(name=created.name))
    assert refusal.reason == "ALREADY_DELETED"
    with refused() as refusal:
        stub.UpdateCounterparty(
            pb.UpdateCounterpartyRequest(
                counterparty=pb.Counterparty(name=created.name, comment="x")
            )
        )
    assert refusal.reason == "DELETED_UNCHANGEABLE"
    restored = stub.UndeleteCounterparty(pb.UndeleteCounterpartyRequest(name=created.name))
    assert restored.state == pb.Counterparty.STATE_ACTIVE
    assert not restored.HasField("delete_time")
    assert office.listed(office.manager_a) == ["Ромашка"]
    with refused() as refusal:
        stub.UndeleteCounterparty(pb.UndeleteCounterpartyRequest(name=created.name))
    assert refusal.reason == "NOT_DELETED"
    told = [change["type"] for change in office.changes()]
    assert told == ["counterparty_created", "counterparty_deleted", "counterparty_restored"]


def test_a_list_shows_no_card_fields(office: Office) -> None:
    office.create(
        office.admin,
        comment="секрет",
        particulars="кошка",
        participants=[office.manager_b.user],
        bank_accounts=[pb.BankAccount(account="40702810157078437270", bic="044525225")],
        addresses=[pb.Address(text="Казань"), pb.Address(text="Пермь")],
    )
    answer = office.counterparties(office.admin).ListCounterparties(pb.ListCounterpartiesRequest())
    shown = answer.counterparties[0]
    assert [a.text for a in shown.addresses] == ["Казань"]
    for field in ("comment", "particulars", "participants", "bank_accounts"):
        assert not getattr(shown, field)


@pytest.mark.parametrize("order", ["display_name", "create_time"])
@pytest.mark.parametrize("way", ["", " desc"])
def test_pages_go_on_where_they_ended(office: Office, order: str, way: str) -> None:
    names = ["Ёлка", "Берёза", "абрикос", "Яблоко", "Ель"]
    for name in names:
        office.create(office.admin, name)
    found: list[str] = []
    token = ""
    while True:
        answer = office.counterparties(office.admin).ListCounterparties(
            pb.ListCounterpartiesRequest(page_size=2, page_token=token, order_by=order + way)
        )
        found += [each.display_name for each in answer.counterparties]
        token = answer.next_page_token
        if not token:
            break
    expected = names if order != "display_name" else ["абрикос", "Берёза", "Ёлка", "Ель", "Яблоко"]
    assert found == (expected[::-1] if way else expected)


def test_an_unknown_order_is_refused(office: Office) -> None:
    with refused() as refusal:
        office.listed(office.admin, order_by="inn")
    assert refusal.reason == "ORDER_UNKNOWN"


def test_filters(office: Office) -> None:
    segment = office.segments(office.admin).CreateSegment(
        segments_pb2.CreateSegmentRequest(segment=segments_pb2.Segment(display_name="Опт"))
    )
    office.create(office.manager_a, "А", segments=[segment.name], roles=["ROLE_SUPPLIER"])
    office.create(office.manager_b, "Б", kind="KIND_INDIVIDUAL", roles=["ROLE_CLIENT"])
    office.create(office.admin, "В", inn=GOOD_INN, market_state="MARKET_STATE_EXISTING")
    admin = office.admin
    assert office.listed(admin, segments=[segment.name]) == ["А"]
    assert office.listed(admin, roles=["ROLE_CLIENT", "ROLE_SUPPLIER"]) == ["А", "Б"]
    assert office.listed(admin, kind=["KIND_INDIVIDUAL"]) == ["Б"]
    assert office.listed(admin, market_state=["MARKET_STATE_EXISTING"]) == ["В"]
    assert office.listed(admin, owner=["users/me"]) == ["В"]
    assert office.listed(admin, owner=[office.manager_a.user, office.manager_b.user]) == ["А", "Б"]
    assert office.listed(admin, org_unit="orgUnits/a") == ["А"]
    assert office.listed(admin, org_unit=ROOT) == ["А", "Б", "В"]
    assert office.listed(office.head_a, org_unit=ROOT) == ["А"]
    assert office.listed(office.head_a, org_unit="orgUnits/b") == []
    assert office.listed(admin, segments=[segment.name], kind=["KIND_INDIVIDUAL"]) == []
    assert office.listed(admin, segments=[segment.name], query="а") == ["А"]


def test_nobodys_counterparties_are_found_by_who_sees_all(office: Office) -> None:
    created = office.create(office.admin, "Ничья")
    office.counterparties(office.admin).UpdateCounterparty(
        pb.UpdateCounterpartyRequest(
            counterparty=pb.Counterparty(name=created.name), update_mask={"paths": ["owner"]}
        )
    )
    assert office.listed(office.admin, owner=["users/none"]) == ["Ничья"]
    assert office.listed(office.head_a) == []


def test_all_that_a_filter_finds_are_told_in_one_answer_without_what_a_card_shows(
    office: Office,
) -> None:
    for caller, title in ((office.manager_a, "Альфа"), (office.manager_b, "Бета")):
        office.create(caller, title, inn="")
    office.create(
        office.manager_b, "Альфа-2", comment="о нём", phones=[pb.Phone(number="+78467124764")]
    )
    request = pb.SelectCounterpartiesRequest(filter=pb.ListCounterpartiesRequest(query="альфа"))
    answer = office.counterparties(office.admin).SelectCounterparties(request)
    found = [(each.display_name, each.owner) for each in answer.counterparties]
    assert found == [("Альфа", office.manager_a.user), ("Альфа-2", office.manager_b.user)]
    second = answer.counterparties[1]
    card = pb.GetCounterpartyRequest(name=second.name)
    assert second.etag == office.counterparties(office.admin).GetCounterparty(card).etag
    assert (second.comment, len(second.phones), answer.capped) == ("", 0, False)


def test_counts_are_capped_unless_exact(office: Office) -> None:
    for _ in range(3):
        office.create(office.manager_a)
    count = office.counterparties(office.admin).CountCounterparties
    answer = count(pb.CountCounterpartiesRequest())
    assert (answer.count, answer.capped) == (3, False)
    assert count(pb.CountCounterpartiesRequest(exact=True)).count == 3
    with_filter = pb.ListCounterpartiesRequest(owner=[office.manager_b.user])
    assert count(pb.CountCounterpartiesRequest(filter=with_filter)).count == 0
