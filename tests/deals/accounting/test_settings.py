"""Who sets the exchange up, what of it is secret, and where it may lead."""

import json
import logging
from dataclasses import replace
from typing import Any

import pytest

from crm.deals.v1 import accounting_pb2 as pb
from services.deals.accounting import address, store
from services.deals.accounting.port import AddressRefused
from services.kit.caller import Caller
from services.kit.settings import Settings, SettingsError
from tests.deals.accounting.books import Books
from tests.deals.office import refused
from tests.peers import odata


def _with(caller: Caller, *verbs: str) -> Caller:
    kept = {key: keys for key, keys in caller.grants.items() if not key.startswith("accounting.")}
    return replace(caller, grants={**kept, **{f"accounting.{verb}": ("*",) for verb in verbs}})


def test_a_test_shows_the_organizations_of_1c(books: Books) -> None:
    answer = books.rpc().TestAccounting(pb.TestAccountingRequest())
    assert (answer.good, answer.reason) == (True, "")
    (organization,) = answer.organizations
    assert (organization.ref_key, organization.inn) == (odata.ORGANIZATION, "7799071623")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("{base}x", "ACCOUNTING_NOT_PUBLISHED"),
        ("http://127.0.0.1:9", "ACCOUNTING_UNREACHABLE"),
        ("http://169.254.169.254/latest", "ACCOUNTING_ADDRESS"),
        ("https://10.0.0.1/buh", "ACCOUNTING_ADDRESS"),
        ("https://[::1]/buh", "ACCOUNTING_ADDRESS"),
        ("http://8.8.8.8/buh", "ACCOUNTING_ADDRESS"),
    ],
)
def test_a_wrong_address_is_told_by_the_test(books: Books, url: str, reason: str) -> None:
    books.set_up(url=url.format(base=books.base.address))
    answer = books.rpc().TestAccounting(pb.TestAccountingRequest())
    assert (answer.good, answer.reason) == (False, reason)


def test_who_may_read_may_not_write(books: Books) -> None:
    reader, nobody = _with(books.office.admin, "read"), _with(books.office.admin)
    assert books.rpc(reader).GetAccountingSettings(pb.GetAccountingSettingsRequest()).enabled
    name = "accountingLinks/none"
    calls: list[tuple[Caller, str, Any]] = [
        (nobody, "GetAccountingSettings", pb.GetAccountingSettingsRequest()),
        (nobody, "ListAccountingLinks", pb.ListAccountingLinksRequest()),
        (reader, "SetAccountingPassword", pb.SetAccountingPasswordRequest(password="x")),
        (reader, "TestAccounting", pb.TestAccountingRequest()),
        (reader, "RunAccounting", pb.RunAccountingRequest()),
        (reader, "RetryAccountingLink", pb.RetryAccountingLinkRequest(name=name)),
        (
            reader,
            "DismissAccountingLink",
            pb.DismissAccountingLinkRequest(name=name),
        ),
    ]
    for caller, method, request in calls:
        with refused() as refusal:
            getattr(books.rpc(caller), method)(request)
        assert refusal.code == "PERMISSION_DENIED"


def test_the_password_is_told_nowhere(books: Books, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        settings = books.set_up()
        books.invoice()
        books.exchange()
        books.there.statuses = [500]
        books.rpc().TestAccounting(pb.TestAccountingRequest())
    assert settings.password_present
    secrets = (odata.PASSWORD, json.dumps(odata.PASSWORD)[1:-1])
    told = [str(settings), caplog.text, str(books.office.changes())]
    kept = books.office.db.bound("accountingSettings").find({})
    told.append(str(kept))
    assert not [text for text in told for secret in secrets if secret in text]


def test_another_server_or_login_needs_its_password_again(books: Books) -> None:
    assert books.change(url=f"{books.base.address}/odata/standard.odata").password_present
    assert not books.change(login="another").password_present
    books.set_up()
    assert not books.change(url="https://example.com/buh").password_present
    assert books.settings().state == pb.AccountingSettings.STATE_BROKEN


def test_a_password_of_another_secret_is_refused_in_words(books: Books) -> None:
    sealed = {"$set": {"sealed_password": b"0" * 60}}
    books.office.db.bound("accountingSettings").update_many({}, sealed)
    assert books.rpc().TestAccounting(pb.TestAccountingRequest()).reason == (
        "ACCOUNTING_PASSWORD_UNREADABLE"
    )


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("url", "ftp://host/base", "ACCOUNTING_URL"),
        ("url", "https://me:secret@host/base", "ACCOUNTING_URL"),
        ("url", "https://host:99999/base", "ACCOUNTING_URL"),
        ("url", "", "ACCOUNTING_URL"),
        ("login", "", "FIELD_REQUIRED"),
        ("login", "a:b", "ACCOUNTING_LOGIN"),
        ("interval_minutes", 0, "ACCOUNTING_INTERVAL"),
        ("objects", {"Catalog_Контрагенты": "a/b"}, "ACCOUNTING_OBJECT"),
        ("objects", {"Нет такого": "Catalog_X"}, "ACCOUNTING_OBJECT"),
    ],
)
def test_a_bad_field_is_named(books: Books, field: str, value: Any, reason: str) -> None:
    with refused() as refusal:
        books.change(**{field: value})
    assert refusal.fields == ((field, reason),)


def test_an_organization_is_of_one_of_our_firms(books: Books) -> None:
    wrong = pb.AccountingOrganization(seller="sellers/none", ref_key="no key")
    with refused() as refusal:
        books.change(organizations=[wrong])
    assert refusal.fields == (
        ("organizations[0].seller", "SELLER_UNKNOWN"),
        ("organizations[0].ref_key", "ACCOUNTING_KEY"),
    )


def test_what_somebody_changed_meanwhile_is_not_overwritten(books: Books) -> None:
    with refused() as refusal:
        books.change(interval_minutes=5, etag='"0"')
    assert refusal.reason == "STALE_ETAG"


def test_a_run_is_asked_for_only_if_it_is_on(books: Books) -> None:
    books.rpc().RunAccounting(pb.RunAccountingRequest())
    job = store.standing(books.office.db).job
    books.rpc().RunAccounting(pb.RunAccountingRequest())
    assert store.standing(books.office.db).job == job
    books.change(enabled=False)
    with refused() as refusal:
        books.rpc().RunAccounting(pb.RunAccountingRequest())
    assert refusal.reason == "ACCOUNTING_OFF"


def test_other_names_of_objects_are_used(books: Books) -> None:
    for usual, theirs in ((odata.OBJECTS[3], "Document_СчетНаОплатуКлиенту"),):
        books.there.rows[theirs] = books.there.rows.pop(usual)
        books.change(objects={usual: theirs})
    books.invoice()
    books.exchange()
    assert len(books.there.rows["Document_СчетНаОплатуКлиенту"]) == 1


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "100.64.0.1", "0.0.0.1"),
        *("169.254.169.254", "224.0.0.1", "[::1]", "[fd00::1]", "[fe80::1]", "[::ffff:10.0.0.1]"),
        *("[2002:7f00:1::1]", "[64:ff9b::7f00:1]"),
    ],
)
def test_private_networks_need_the_operators_word(host: str) -> None:
    with pytest.raises(AddressRefused):
        address.resolved(f"https://{host}/buh", ())


def test_a_network_the_operator_names_is_allowed() -> None:
    networks = address.networks(Settings({address.VARIABLE: "10.20.0.0/16, 192.168.1.5"}))
    target = address.resolved("http://10.20.1.2:8080/buh", networks)
    (checked,) = target.addresses
    assert target.base(checked) == "http://10.20.1.2:8080/buh/odata/standard.odata"
    assert target.host_header == "10.20.1.2:8080"
    with pytest.raises(AddressRefused):
        address.resolved("http://192.168.1.6/buh", networks)
    with pytest.raises(SettingsError):
        address.networks(Settings({address.VARIABLE: "10.20.0.1/16"}))
