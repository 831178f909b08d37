"""The door for 1C lets in who has a key, and takes nothing that does harm."""

import base64
import socket
from typing import Any

import httpx

from crm.identity.v1 import api_keys_pb2 as keys
from gateway.exchange import LIMIT, PATH
from services.deals.accounting.commerceml.document import MOST_BYTES
from services.deals.accounting.store import SESSIONS
from services.kit import clock, files
from services.kit.bound import Document
from services.kit.jobs import JOBS
from tests.deals.accounting.shop import Shop, own
from tests.deals.payments import desk
from tests.gateway.conftest import Start
from tests.peers.onec import ROOT, OneC, file_of, order, zipped
from tests.waiting import until

LOGIN, PASS = "failure\nНе подходят логин или пароль", "failure\nОбмен не начат"


def test_only_a_key_of_this_tenant_comes_in(shop: Shop, other_shop: Shop) -> None:
    bare = shop.onec().http.get(PATH, params={"type": "sale", "mode": "checkauth"})
    assert (bare.status_code, bare.text[:8]) == (401, "failure\n")
    assert bare.headers["www-authenticate"].startswith("Basic ")
    session = shop.people.admin.session.access_token
    for password in ("wrong", f"crmk.{shop.office.tenant}.wrong", other_shop.key.secret, session):
        one = shop.onec(password=password)
        assert one.enter() == "failure"
    assert other_shop.onec(password=shop.key.secret).enter() == "failure"
    weak = shop.onec(password=shop.new_key("accounting.read", "accounting.write").secret)
    assert weak.enter() == "failure"
    for garbage in ("Basic", "Basic ###", "Basic " + base64.b64encode(b"x").decode(), "Bearer x"):
        query = {"type": "sale", "mode": "checkauth"}
        said = weak.http.get(PATH, params=query, headers={"authorization": garbage})
        assert said.text.startswith(LOGIN)


def test_a_pass_is_for_its_key_alone_and_ends_with_it(shop: Shop, other_shop: Shop) -> None:
    name = shop.invoice().name
    one, other = shop.onec(), other_shop.onec().begin()
    for mode in ("init", "file", "import", "query", "success"):
        assert one.ask(mode).text.startswith(PASS)
    one.begin()
    assert shop.key.secret.rpartition(".")[2] not in one.cookie
    assert (len(one.orders()), len(other.orders())) == (1, 0)
    # The key itself is no pass, and a pass opens no other session.
    one.cookie = f"crm_exchange={shop.key.secret}"
    assert one.ask("query").text.startswith(PASS)
    second = shop.onec()
    second.enter()
    assert second.ask("query").text.startswith("failure\n")
    one.begin()
    shop.keyring().DeleteApiKey(keys.DeleteApiKeyRequest(name=shop.key.name))
    shop.gateway.gateway.state.sessions.forget_all()
    assert one.ask("success").text.startswith(PASS)
    assert shop.link(name) is None


def test_a_session_is_its_keys(shop: Shop) -> None:
    """Who knows its UUID comes into none of another key."""
    one = shop.onec().begin()
    client = shop.gateway.client()
    found = SESSIONS.select(shop.office.db, {})[0]
    body = {"session": own(found.name)}
    for secret, status in (
        (shop.new_key("accounting.exchange").secret, 404),
        (shop.key.secret, 200),
    ):
        headers = {"authorization": f"Bearer {secret}"}
        said = client.post("/v1/accounting/files:fetch", json=body, headers=headers)
        assert said.status_code == status
    assert one.confirm() == "success"


def test_what_is_too_large_or_cut_off_is_not_taken(shop: Shop) -> None:
    one = shop.onec().begin()
    with socket.create_connection(("127.0.0.1", shop.gateway.port)) as line:
        # Told at once: nobody waits for what is not taken anyway.
        line.sendall(_upload_of(one, LIMIT + 1))
        said = line.makefile("rb").read()
    assert said.startswith(b"HTTP/1.1 413 ")
    assert b"failure\n" in said
    for _ in range(MOST_BYTES // LIMIT):
        # Of one and the same piece there is one: the first byte makes others of them.
        assert one.post("orders.xml", bytes([_ + 32]) + b" " * (LIMIT - 1)).text == "success"
    assert one.post("orders.xml", b"more").text.startswith("failure\n")
    kept, deals = _kept_pieces(shop), shop.gateway.gateway.state.services["deals"]
    with socket.create_connection(("127.0.0.1", shop.gateway.port)) as line:
        line.sendall(_upload_of(one, 1_000_000) + b"<" * 500_000)
        until(lambda: deals.uploading == 1)
    until(lambda: deals.uploading == 0)
    assert one.take("cut.xml") == "failure"
    until(lambda: _kept_pieces(shop) == kept)


def test_hostile_files_are_refused_and_change_nothing(shop: Shop) -> None:
    name = shop.invoice().name
    shop.fetched()
    good = order(own(name), "1", {"Дата оплаты по 1С": "2026-11-21"})
    entity = f'<!DOCTYPE x [<!ENTITY a "1">]><{ROOT}><Документ/>&a;</{ROOT}>'.encode()
    file = f'<!DOCTYPE x SYSTEM "file:///etc/passwd"><{ROOT}></{ROOT}>'.encode()
    bomb = zipped({"orders.xml": b" " * (MOST_BYTES + 1), "others.xml": file_of([good])})
    for data in (entity, file, bomb, f"<{ROOT}><a></{ROOT}>".encode(), b"PK\x05\x06 no zip"):
        assert shop.brings(data) == "failure"
    one = shop.onec().begin()
    for path in ("../orders.xml", "/etc/passwd", "a\\b.xml", "", "x" * 101):
        assert one.post(path, file_of([good])).text.startswith("failure\nИмя файла")
    assert one.ask("import", filename="orders.xml").text.startswith("failure\nТакого файла")
    assert not desk.listed(shop.office)
    assert _kept_pieces(shop) == 0


def test_steps_that_there_are_not_are_refused(shop: Shop) -> None:
    one = shop.onec().begin()
    assert one.ask("deactivate").text.startswith("failure\nТакого шага")
    assert one.ask("file", kind="catalog").text.startswith("failure\nЗдесь обмениваются")
    assert one.http.put(PATH).status_code == 405
    said = one.ask("query", mode2="x")
    assert said.headers["content-security-policy"].startswith("default-src 'none'")
    assert said.headers["content-type"] == "text/xml; charset=utf-8"


def test_who_tries_often_waits(start_gateway: Start, behind: dict[str, Any], shop: Shop) -> None:
    strict = start_gateway(behind, CRM_SIGN_IN_LIMIT="1")
    one = OneC(strict.client(), PATH, shop.office.tenant, "wrong")
    query = {"type": "sale", "mode": "checkauth"}

    def refused() -> httpx.Response | None:
        said = one.http.get(PATH, params=query, auth=("demo", "wrong"))
        return said if said.status_code == 429 else None

    assert one.enter() == "failure"
    said: httpx.Response = until(refused)
    assert said.text.startswith("failure\n")
    assert int(said.headers["retry-after"]) > 0


def test_what_was_left_behind_goes(shop: Shop) -> None:
    one = shop.onec().begin()
    assert one.send("orders.xml", b"<never whole>") == "success"
    assert _kept_pieces(shop) == 1
    long_ago = {"$set": {"create_time": clock.now().replace(year=2020)}}
    SESSIONS.raw(shop.office.db).update_many({}, long_ago)
    shop.onec().begin()
    assert _kept_pieces(shop) == 0
    assert len(SESSIONS.select(shop.office.db, {})) == 1
    assert not JOBS.select(shop.office.db, {"active": True})


def _upload_of(one: OneC, size: int) -> bytes:
    """Its headers."""
    head = f"POST {PATH}?type=sale&mode=file&filename=cut.xml HTTP/1.1\r\nHost: crm\r\n"
    return f"{head}Cookie: {one.cookie}\r\nContent-Length: {size}\r\n\r\n".encode()


def _kept_pieces(shop: Shop) -> int:
    db = shop.office.db
    wanted: Document = {"_id": {"$regex": f"^{shop.office.tenant}/accountingFiles/"}}
    return db.client[db.database][files.FILES].count_documents(wanted)
