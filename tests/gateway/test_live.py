"""Live streams over a real broker: who hears what, and what happens when rights end."""

import asyncio
import json
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pika
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.gateway.conftest import Running, Start
from tests.gateway.toys import ANNA, BORIS, TENANT, Toy
from tests.waiting import until


class Broker:
    """Publishes events as the relay of a service does."""

    def __init__(self, url: str) -> None:
        self._connection = pika.BlockingConnection(pika.URLParameters(url))
        self._channel = self._connection.channel()

    def publish(self, kind: str, source: str = "counterparties", **given: Any) -> str:
        envelope = {
            "id": uuid.uuid4().hex,
            "source": source,
            "type": kind,
            "time": "2026-11-21T20:51:00.000Z",
            "tenant": TENANT,
            "subject": "counterparties/1",
            "version": 3,
            "permission": "counterparties.read",
            "visible_to": ["*", "users/somebody"],
            "caller": {"user": BORIS, "display_name": "Борис"},
            "data": {"counterparty": {"display_name": "not for streams"}},
            **given,
        }
        self._channel.basic_publish(f"{source}.events", kind, json.dumps(envelope).encode())
        return envelope["id"]

    def close(self) -> None:
        self._connection.close()


@pytest.fixture(scope="module")
def live(start_gateway: Start, amqp_url: str) -> Running:
    toys = {name: Toy(name) for name in ("identity", "counterparties")}
    running = start_gateway(toys, CRM_AMQP_URL=amqp_url)
    until(lambda: running.gateway.state.sessions.informed)
    return running


@pytest.fixture
def broker(amqp_url: str, live: Running) -> Iterator[Broker]:
    assert live.gateway.state.sessions.informed
    made = Broker(amqp_url)
    yield made
    made.close()


def listen(live: Running, login: str = "anna", **headers: str) -> ClientConnection:
    given = {"Authorization": f"Bearer {live.token(login)}", **headers}
    return connect(f"ws://127.0.0.1:{live.port}/v1/live", additional_headers=given)


def heard(socket: ClientConnection) -> dict[str, Any]:
    return json.loads(socket.recv(timeout=60))


def nothing_heard(socket: ClientConnection, broker: Broker, user: str) -> bool:
    """Of all that was told until now: what is told next comes first."""
    broker.publish("next", permission="signed_in", visible_to=[user])
    return heard(socket)["type"] == "next"


def test_a_browser_hears_what_it_may_see(live: Running, broker: Broker) -> None:
    with listen(live) as anna, listen(live, "boris") as boris:
        broker.publish("counterparty_updated")
        told = heard(anna)
        assert told["type"] == "counterparty_updated"
        assert (told["subject"], told["version"]) == ("counterparties/1", 3)
        assert (told["user"], told["user_display_name"]) == (BORIS, "Борис")
        assert "data" not in told
        assert nothing_heard(boris, broker, BORIS)
        broker.publish("counterparty_updated", visible_to=["*", "users/x", "orgUnits/b"])
        assert heard(boris)["type"] == "counterparty_updated"


def test_nobody_hears_without_the_permission_or_of_another_tenant(
    live: Running, broker: Broker
) -> None:
    with listen(live) as anna:
        broker.publish("segment_updated", permission="segments.read", visible_to=[])
        broker.publish("counterparty_updated", tenant="other")
        broker.publish("counterparty_updated", permission="", visible_to=[BORIS])
        assert nothing_heard(anna, broker, ANNA)


def test_progress_comes_with_its_content_to_its_owner(live: Running, broker: Broker) -> None:
    job = {"name": "jobs/counterparties/1", "state": "STATE_RUNNING", "counts": {"total": "7"}}
    with listen(live) as anna, listen(live, "boris") as boris:
        broker.publish("job_updated", permission="signed_in", visible_to=[ANNA], data={"job": job})
        told = heard(anna)["data"]["job"]
        assert (told["state"], told["counts"]["total"]) == ("RUNNING", 7)
        assert nothing_heard(boris, broker, BORIS)


def test_a_revoked_session_closes_its_stream(live: Running, broker: Broker) -> None:
    token = live.token()
    url = f"ws://127.0.0.1:{live.port}/v1/live"
    with connect(url, additional_headers={"Authorization": f"Bearer {token}"}) as socket:
        session, user = live.toys["identity"].sessions.live.pop(token)
        data = {"session": session, "user": user}
        broker.publish("session_revoked", "identity", subject=session, data=data)
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=60)
        assert socket.close_code == 4401
    client = live.client(headers={"authorization": f"Bearer {token}"})
    assert client.get("/v1/profile").status_code == 401


def test_a_user_who_lost_a_right_hears_no_more(live: Running, broker: Broker) -> None:
    grants = live.toys["identity"].sessions.grants
    with listen(live) as anna:
        held = grants.pop(ANNA)
        try:
            broker.publish("user_updated", "identity", subject=ANNA, permission="users.read")
            broker.publish("counterparty_updated")
            assert nothing_heard(anna, broker, ANNA)
        finally:
            grants[ANNA] = held


def test_a_changed_role_reaches_requests_at_once(live: Running, broker: Broker) -> None:
    client = live.program()
    client.get("/v1/profile")
    sessions = live.toys["identity"].sessions
    before = sessions.asked
    client.get("/v1/profile")
    assert sessions.asked == before
    broker.publish("role_updated", "identity", subject="roles/1", permission="roles.read")
    until(lambda: client.get("/v1/profile").is_success and sessions.asked > before)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil"])
def test_another_sites_page_cannot_listen(live: Running, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        listen(live, Origin=origin)
    assert refused.value.response.status_code == 403


def test_our_own_page_can(live: Running, broker: Broker) -> None:
    browser = live.browser()
    cookie = f"crm_session={browser.cookies['crm_session']}"
    headers = {"Cookie": cookie, "Origin": live.url}
    with connect(f"ws://127.0.0.1:{live.port}/v1/live", additional_headers=headers) as socket:
        broker.publish("counterparty_updated")
        assert heard(socket)["subject"] == "counterparties/1"


def test_strangers_are_closed_out(live: Running) -> None:
    with connect(f"ws://127.0.0.1:{live.port}/v1/live") as socket:
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=60)
        assert socket.close_code == 4401
    assert live.client().get("/v1/events").status_code == 401


class Stream:
    """Server-sent events read in a thread."""

    def __init__(self, live: Running, login: str = "anna", **headers: str) -> None:
        self.lines: list[str] = []
        self._client = live.client(
            headers={"authorization": f"Bearer {live.token(login)}", **headers}
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        self.wait_for("retry")

    def _read(self) -> None:
        try:
            with self._client.stream("GET", "/v1/events") as answer:
                assert answer.headers["content-type"] == "text/event-stream"
                for line in answer.iter_lines():
                    self.lines.append(line)
        except httpx.HTTPError:
            return

    def wait_for(self, text: str) -> str:
        return until(lambda: next((line for line in list(self.lines) if text in line), None))


def test_a_program_resumes_where_it_was(live: Running, broker: Broker) -> None:
    stream = Stream(live)
    first = broker.publish("counterparty_updated", subject="counterparties/first")
    stream.wait_for(f"id: {first}")
    broker.publish("counterparty_updated", subject="counterparties/missed")
    broker.publish("counterparty_updated", subject="counterparties/foreign", tenant="other")
    stream.wait_for("counterparties/missed")
    again = Stream(live, **{"last-event-id": first})
    again.wait_for("counterparties/missed")
    assert not any("foreign" in line or "first" in line for line in again.lines)
    unknown = Stream(live, **{"last-event-id": "long-ago"})
    unknown.wait_for("event: reset")


def test_a_client_that_does_not_keep_up_is_dropped(live: Running) -> None:
    from gateway.events import Event  # noqa: PLC0415
    from gateway.sessions import Signed  # noqa: PLC0415
    from gateway.streams import SLOW, Client, Ended  # noqa: PLC0415

    caller = Signed(b"", "", TENANT, ANNA, "", {"p": frozenset("*")}, 0.0, 0.0)
    event = Event("1", "t", TENANT, "p", frozenset("*"), "{}")

    async def overflow() -> None:
        client = Client(live.gateway.state, "x", caller)
        for _ in range(300):
            client.offer(event)
        with pytest.raises(Ended) as ended:
            await client.next()
        assert ended.value.code == SLOW

    asyncio.run(overflow())


def test_a_broken_event_does_not_stop_the_feed(live: Running, amqp_url: str) -> None:
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    channel = connection.channel()
    for body in (b"not json", b"[]", b"\xff", b'{"id":1}'):
        channel.basic_publish("counterparties.events", "x", body)
    connection.close()
    broker = Broker(amqp_url)
    with listen(live) as anna:
        broker.publish("counterparty_updated")
        assert heard(anna)["type"] == "counterparty_updated"
    broker.close()
