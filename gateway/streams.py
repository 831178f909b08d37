"""Live streams to clients: a WebSocket for browsers, server-sent events for programs.

Both tell the same events, each client only those of records it may see at that moment. A client
that does not keep up is dropped: it comes back and asks for what it missed.
"""

import asyncio
import time
from collections import defaultdict
from typing import Any

from gateway import asgi, credentials, problems
from gateway.asgi import Header, Receive, Scope, Send
from gateway.events import Event
from gateway.live import Feed
from gateway.problems import Problem
from gateway.sessions import Signed, unauthenticated
from gateway.state import State
from gateway.texts import language_of

LIVE_PATH, EVENTS_PATH = "/v1/live", "/v1/events"
WAITING = 256  # events a client may be behind
PER_USER = 100
HEARTBEAT_S = 15.0
RECHECK_S = 60.0
RETRY_S = 1.0
# A change of rights often comes as several events: they are read anew once.
SETTLE_S = 0.05
# Close codes of the WebSocket: ours begin at 4000.
SIGNED_OUT, FORBIDDEN, TOO_MANY, SLOW, RESTART, AWAY = 4401, 4403, 4429, 1013, 1012, 1001


class Ended(Exception):
    """The stream is over; `code` is what a WebSocket is closed with."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Client:
    """One open stream: its events wait here until they are sent."""

    def __init__(self, state: State, credential: str, signed: Signed) -> None:
        self._state, self._credential = state, credential
        self.signed = signed
        self._waiting: asyncio.Queue[Event | Ended] = asyncio.Queue(WAITING)
        self._stale = False
        self._checked = time.monotonic()

    def offer(self, event: Event) -> None:
        # While rights are being read anew everything waits; it is looked at again before sending.
        if self._stale or event.is_for(self.signed):
            try:
                self._waiting.put_nowait(event)
            except asyncio.QueueFull:
                self._state.metrics.dropped.inc()
                self.end(SLOW)

    def rights_changed(self) -> None:
        self._stale = True

    def end(self, code: int) -> None:
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(Ended(code))

    async def next(self) -> Event | None:
        """The next event he may see; None when it is time for a sign of life."""
        found = await self._waited()
        if isinstance(found, Ended):
            raise found
        await self._refresh()
        return found if found is not None and found.is_for(self.signed) else None

    async def _waited(self) -> Event | Ended | None:
        if not self._waiting.empty():
            return self._waiting.get_nowait()
        try:
            async with asyncio.timeout(SETTLE_S if self._stale else HEARTBEAT_S):
                return await self._waiting.get()
        except TimeoutError:
            return None

    def _is_time(self) -> bool:
        now = time.monotonic()
        return now - self._checked > RECHECK_S or now > self.signed.over

    async def _refresh(self) -> None:
        while self._stale or self._is_time():
            self._stale = False
            try:
                self.signed = await self._state.sessions.caller(self._credential)
            except Problem as problem:
                if problem.status == 401:
                    raise Ended(SIGNED_OUT) from problem
                # Identity is away: better late than to one who may not hear it any more.
                self._stale = True
                await asyncio.sleep(RETRY_S)
                continue
            self._checked = time.monotonic()


class Streams:
    """All open streams of this process."""

    def __init__(self, state: State, feed: Feed) -> None:
        self._state, self._feed = state, feed
        self._clients: defaultdict[str, set[Client]] = defaultdict(set)
        feed.on_event = self._tell
        feed.on_rights_changed = self._rights_changed
        feed.on_gap = lambda: self._end_all(RESTART)

    # --- from the feed ----------------------------------------------------------------------

    def _tell(self, event: Event) -> None:
        for client in tuple(self._clients.get(event.tenant, ())):
            client.offer(event)

    def _rights_changed(self, tenant: str) -> None:
        for client in self._clients.get(tenant, ()):
            client.rights_changed()

    def _end_all(self, code: int) -> None:
        for clients in self._clients.values():
            for client in clients:
                client.end(code)

    async def close(self) -> None:
        self._end_all(AWAY)
        await asyncio.sleep(0)

    # --- to clients -------------------------------------------------------------------------

    async def websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        headers: dict[bytes, bytes] = dict(scope["headers"])
        # A browser lets any page open a WebSocket with our cookies: the origin must be ours.
        if scope["path"] != LIVE_PATH or not credentials.same_origin(
            headers, self._state.settings.public_url
        ):
            await send({"type": "websocket.close", "code": FORBIDDEN})
            return
        try:
            client = await self._client(headers)
        except Problem as problem:
            # Accepted all the same: a page cannot read the status of a refused handshake.
            code = {401: SIGNED_OUT, 429: TOO_MANY}.get(problem.status, SLOW)
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": code})
            return
        reading = asyncio.ensure_future(_until_gone(receive))
        writing = asyncio.ensure_future(self._write_messages(client, send))
        try:
            await asyncio.wait({reading, writing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._leave(client, "websocket", reading, writing)

    async def _write_messages(self, client: Client, send: Send) -> None:
        self._state.metrics.live.labels("websocket").inc()
        # Its events are kept already: once a page sees it open, nothing is missed any more.
        await send({"type": "websocket.accept"})
        try:
            while True:
                event = await client.next()
                if event is not None:
                    await send({"type": "websocket.send", "text": event.text})
        except Ended as ended:
            await send({"type": "websocket.close", "code": ended.code})

    async def events(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if scope["method"] != "GET":
            wrong = Problem(405, "METHOD_NOT_ALLOWED", headers=[(b"allow", b"GET")])
            await self._refuse(headers, wrong, send)
            return
        try:
            client = await self._client(headers)
        except Problem as problem:
            await self._refuse(headers, problem, send)
            return
        missed = self._missed(client, headers.get(b"last-event-id"))
        await send({"type": "http.response.start", "status": 200, "headers": self._sse_headers()})
        reading = asyncio.ensure_future(_until_gone(receive))
        writing = asyncio.ensure_future(self._write_events(client, missed, send))
        try:
            await asyncio.wait({reading, writing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._leave(client, "events", reading, writing)

    async def _write_events(self, client: Client, missed: str, send: Send) -> None:
        self._state.metrics.live.labels("events").inc()

        async def write(text: str, more: bool = True) -> None:
            body = text.encode()
            await send({"type": "http.response.body", "body": body, "more_body": more})

        try:
            await write(f"retry: 2000\n\n{missed}")
            while True:
                event = await client.next()
                await write(_sse(event) if event is not None else ": still here\n\n")
        except Ended:
            await write("", more=False)

    def _missed(self, client: Client, last: bytes | None) -> str:
        """What came after the event the program saw last; `reset` if that is forgotten."""
        if last is None:
            return ""
        recent = list(self._feed.recent)
        wanted = last.decode("latin-1")
        place = next((n for n, event in enumerate(recent) if event.id == wanted), None)
        if place is None:
            return "event: reset\ndata: {}\n\n"
        return "".join(_sse(each) for each in recent[place + 1 :] if each.is_for(client.signed))

    async def _client(self, headers: dict[bytes, bytes]) -> Client:
        credential = credentials.credential_of(headers)
        if credential is None:
            raise unauthenticated()
        signed = await self._state.sessions.caller(credential.text)
        self._state.tenant_limit.take(signed.tenant)
        clients = self._clients[signed.tenant]
        if sum(each.signed.user == signed.user for each in clients) >= PER_USER:
            raise Problem(429, "RATE_LIMITED", "Too many open streams", retry_after=5)
        client = Client(self._state, credential.text, signed)
        clients.add(client)
        return client

    async def _leave(self, client: Client, kind: str, *tasks: asyncio.Task[Any]) -> None:
        for clients in list(self._clients.values()):
            clients.discard(client)
        self._state.metrics.live.labels(kind).dec()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _sse_headers(self) -> list[Header]:
        own = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no")]
        return [*self._state.data_headers, *own]

    async def _refuse(self, headers: dict[bytes, bytes], problem: Problem, send: Send) -> None:
        language = language_of(headers.get(b"accept-language"))
        body = problem.body(self._state.texts, language, asgi.request_id(headers))
        answer = [*self._state.data_headers, (b"content-type", problems.MEDIA_TYPE)]
        await asgi.respond(send, problem.status, answer + problem.headers, body)


def _sse(event: Event) -> str:
    return f"id: {event.id}\ndata: {event.text}\n\n"


async def _until_gone(receive: Receive) -> None:
    """Clients have nothing to say here; we only listen for them to leave."""
    while True:
        message = await receive()
        if message["type"] in {"websocket.disconnect", "http.disconnect"}:
            return
