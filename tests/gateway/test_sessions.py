"""Signing in and out, cookies, CSRF, and how callers are remembered."""

import functools
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from gateway import credentials
from gateway.problems import Problem
from gateway.sessions import csrf_token
from tests.gateway.conftest import Running, Start
from tests.gateway.toys import PASSWORD, TENANT
from tests.waiting import until

GOOD = {"tenant": TENANT, "login": "anna", "password": PASSWORD}


def flags(answer: httpx.Response, name: str) -> set[str]:
    cookies = answer.headers.get_list("set-cookie")
    found = next(each for each in cookies if each.startswith(f"{name}="))
    return {part.strip().partition("=")[0].lower() for part in found.split(";")[1:]}


def test_a_look_as_somebody_else_goes_before_the_browsers_own_session() -> None:
    cookie = b"crm_view=the-look; crm_session=own"
    found = credentials.credential_of({b"cookie": cookie})
    assert found is not None
    assert (found.text, found.own, found.viewing) == ("the-look", "own", True)
    # The page proves itself by its own session, whose token its script has.
    right = {b"cookie": cookie, b"x-csrf-token": csrf_token("own").encode()}
    credentials.check_csrf("POST", right, found)
    forged = {**right, b"x-csrf-token": csrf_token("the-look").encode()}
    with pytest.raises(Problem):
        credentials.check_csrf("POST", forged, found)
    # Without a session of its own a look is nobody's.
    assert credentials.credential_of({b"cookie": b"crm_view=the-look"}) is None


def test_a_program_gets_a_token(gateway: Running) -> None:
    client = gateway.client(headers={"user-agent": "our-script/1"})
    body = client.post("/v1/sessions", json={**GOOD, "user_agent": "forged"}).json()
    assert body["access_token"].startswith("secret-")
    created = gateway.toys["identity"].sessions.created[-1]
    assert (created.user_agent, created.ip_address) == ("our-script/1", "127.0.0.1")


def test_a_browsers_script_never_sees_the_token(gateway: Running) -> None:
    headers = {"sec-fetch-mode": "cors", "sec-fetch-site": "same-origin"}
    answer = gateway.client(headers=headers).post("/v1/sessions", json=GOOD)
    assert answer.json()["access_token"] == ""
    assert answer.cookies["crm_session"].startswith("secret-")


def test_cookie_flags(gateway: Running, start_gateway: Start) -> None:
    answer = gateway.client().post("/v1/sessions", json=GOOD)
    assert flags(answer, "crm_session") == {"path", "max-age", "samesite", "httponly"}
    assert flags(answer, "crm_csrf") == {"path", "max-age", "samesite"}
    secure = start_gateway(gateway.toys, CRM_PUBLIC_URL="https://crm.example")
    answer = secure.client().post("/v1/sessions", json=GOOD)
    assert "secure" in flags(answer, "crm_session")
    assert "secure" in flags(answer, "crm_csrf")
    assert "max-age" in answer.headers["strict-transport-security"]


def test_another_sites_page_cannot_sign_anybody_in(gateway: Running) -> None:
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    client = gateway.client(headers={**foreign, "sec-fetch-mode": "cors"})
    assert client.post("/v1/sessions", json=GOOD).status_code == 403
    before = len(gateway.toys["identity"].sessions.created)
    assert client.post("/sign-in", data=GOOD).status_code == 403
    assert not client.cookies
    assert len(gateway.toys["identity"].sessions.created) == before


def test_a_proxy_may_change_the_host(gateway: Running, start_gateway: Start) -> None:
    behind = start_gateway(gateway.toys, CRM_PUBLIC_URL="https://crm.example")
    headers = {"origin": "https://crm.example", "sec-fetch-site": "same-origin"}
    assert behind.client(headers=headers).post("/sign-in", data=GOOD).status_code == 303


def test_ending_the_own_session_clears_the_cookies(gateway: Running) -> None:
    browser = gateway.browser()
    csrf = {"x-csrf-token": browser.cookies["crm_csrf"]}
    live = gateway.toys["identity"].sessions.live
    name = live[browser.cookies["crm_session"]][0]
    other = live[gateway.token()][0]
    assert "set-cookie" not in browser.delete(f"/v1/{other}", headers=csrf).headers
    assert browser.delete(f"/v1/{name}", headers=csrf).status_code == 200
    assert "crm_session" not in browser.cookies


def test_a_cookie_needs_the_csrf_header(gateway: Running) -> None:
    browser = gateway.browser()
    assert browser.get("/v1/counterparties/1").status_code == 200
    for wrong in ({}, {"x-csrf-token": ""}, {"x-csrf-token": "x" * 32}):
        answer = browser.post("/v1/counterparties", json={}, headers=wrong)
        assert (answer.status_code, answer.json()["reason"]) == (403, "CSRF_FAILED")
    right = {"x-csrf-token": browser.cookies["crm_csrf"]}
    assert browser.post("/v1/counterparties", json={}, headers=right).status_code == 200
    foreign = {"x-csrf-token": gateway.browser().cookies["crm_csrf"]}
    assert browser.post("/v1/counterparties", json={}, headers=foreign).status_code == 403


def test_a_browsers_calls_are_told_as_ui(gateway: Running) -> None:
    gateway.browser().get("/v1/profile")
    assert gateway.toys["identity"].sessions.metadata[-1]["x-source"] == "UI"


def test_a_bearer_token_needs_no_csrf_header(gateway: Running) -> None:
    assert gateway.program().post("/v1/counterparties", json={}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": "Basic YTpi"},
        {"authorization": "Bearer"},
        {"authorization": "Bearer " + "x" * 5000},
        {"cookie": "crm_session=wrong"},
    ],
)
def test_strangers_are_told_to_sign_in(gateway: Running, headers: dict[str, str]) -> None:
    answer = gateway.client(headers=headers).get("/v1/counterparties")
    assert (answer.status_code, answer.json()["reason"]) == (401, "UNAUTHENTICATED")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_identity_is_asked_once_for_many(gateway: Running) -> None:
    sessions = gateway.toys["identity"].sessions
    client = gateway.program()
    before = sessions.asked
    sessions.pause = 0.2
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: client.get("/v1/counterparties/1"), range(10)))
    sessions.pause = 0.0
    assert {answer.status_code for answer in answers} == {200}
    assert sessions.asked == before + 1


def test_a_session_ended_through_the_gateway_is_over_at_once(gateway: Running) -> None:
    token = gateway.token()
    client = gateway.client(headers={"authorization": f"Bearer {token}"})
    assert client.get("/v1/profile").status_code == 200
    name = gateway.toys["identity"].sessions.live[token][0]
    assert client.delete(f"/v1/{name}").status_code == 200
    assert client.get("/v1/profile").status_code == 401


def test_the_sign_in_page_brings_back(gateway: Running) -> None:
    client = gateway.client()
    page = client.get(
        "/sign-in?next=/counterparties%3Fquery%3Dx", headers={"accept-language": "en"}
    )
    assert "Sign in" in page.text
    assert 'value="/counterparties?query=x"' in page.text
    answer = client.post("/sign-in", data={**GOOD, "next": "/counterparties?query=x"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/counterparties?query=x")
    assert client.get("/sign-in").headers["location"] == "/"


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/%5cevil\\x",
        "javascript:alert(1)",
        "/\n/evil.example",
        "/\t/evil.example",
        "evil",
    ],
)
def test_sign_in_leads_nowhere_else(gateway: Running, place: str) -> None:
    answer = gateway.client().post("/sign-in", data={**GOOD, "next": place})
    assert answer.headers["location"] == "/"


def test_a_refused_sign_in_says_so_and_keeps_what_was_typed(gateway: Running) -> None:
    form = {**GOOD, "password": "wrong", "login": '"><script>alert(1)</script>'}
    answer = gateway.client().post("/sign-in", data=form)
    assert answer.status_code == 401
    assert "Неверная организация" in answer.text
    assert "<script>alert" not in answer.text
    assert "crm_session" not in answer.headers.get("set-cookie", "")


def test_signing_out(gateway: Running) -> None:
    browser = gateway.browser()
    token = browser.cookies["crm_session"]
    cross = browser.get("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert cross.status_code == 200
    assert token in gateway.toys["identity"].sessions.live
    answer = browser.post("/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert token not in gateway.toys["identity"].sessions.live
    assert "crm_session" not in browser.cookies


def test_an_invitation_sets_the_password(gateway: Running) -> None:
    client = gateway.client()
    assert "10 знаков" in client.get("/invite/good").text
    differ = client.post("/invite/good", data={"password": "a" * 12, "repeat": "b" * 12})
    assert (differ.status_code, "не совпадают" in differ.text) == (400, True)
    same = {"password": "a" * 12, "repeat": "a" * 12}
    assert client.post("/invite/used", data=same).status_code == 404
    answer = client.post("/invite/good?tenant=demo", data=same)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?login=anna&tenant=demo")


def test_too_many_attempts_to_sign_in(gateway: Running, start_gateway: Start) -> None:
    tight = start_gateway(gateway.toys, CRM_SIGN_IN_LIMIT="1")
    client = tight.client()
    statuses = [client.post("/v1/sessions", json=GOOD).status_code for _ in range(3)]
    assert statuses == [200, 429, 429]
    answer = client.post("/sign-in", data=GOOD)
    assert (answer.status_code, int(answer.headers["retry-after"]) > 0) == (429, True)


def test_a_tenants_rate_is_limited_and_told(gateway: Running, start_gateway: Start) -> None:
    tight = start_gateway(gateway.toys, CRM_KEY_RATE_LIMIT="2")
    client = tight.program()
    ask = functools.partial(client.get, "/v1/counterparties/1")
    answers = [ask() for _ in range(4)]
    assert [each.status_code for each in answers] == [200] * 4
    assert answers[0].headers["ratelimit-limit"] == "4"
    assert answers[0].headers["ratelimit-remaining"] == "3"
    # However slow the machine: there are two more a second.
    last = until(lambda: None if (answer := ask()).is_success else answer)
    assert (last.status_code, last.json()["reason"]) == (429, "RATE_LIMITED")
    assert int(last.headers["retry-after"]) >= 1
    until(lambda: ask().is_success)
    assert tight.program().get("/v1/counterparties/1").status_code == 200
