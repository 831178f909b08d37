"""The whole gateway as one ASGI application: API on the short way, everything else by Starlette."""

import asyncio
import gc
import time
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from gateway import asgi, exchange, openapi, pages, state
from gateway.access_log import shown
from gateway.api import Api
from gateway.asgi import ClientGone, Message, Receive, Scope, Send
from gateway.exchange import Exchange
from gateway.live import Feed
from gateway.pages import Pages
from gateway.problems import Problem, internal
from gateway.settings import GatewaySettings
from gateway.static import Statics
from gateway.streams import EVENTS_PATH, Streams
from services.kit import telemetry

log = telemetry.logger("gateway")
# Asked for every few seconds by those who watch us.
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
API_PREFIX = "/v1/"


class Gateway:
    """Everything lives between start and stop, inside one event loop."""

    def __init__(self, settings: GatewaySettings, *, quiet: bool = False) -> None:
        self._settings = settings
        self._quiet = quiet
        self._background: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind == "http":
            path = scope["path"]
            body = asgi.impatient(receive, self._settings.body_pause_s)
            if path == exchange.PATH:
                await self._exchange(scope, body, send)
            elif not path.startswith(API_PREFIX):
                await self._pages(scope, body, self._guarded(scope, send))
            elif path == EVENTS_PATH:
                await self._streams.events(scope, receive, send)
            else:
                await self._api(scope, body, send)
        elif kind == "websocket":
            await self._streams.websocket(scope, receive, send)
        else:
            await self._lifespan(receive, send)

    def _guarded(self, scope: Scope, send: Send) -> Send:
        """No answer leaves without the protecting headers and a line in the log."""
        wanted = self.state.data_headers
        started = time.perf_counter()

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                present = {name for name, _ in headers}
                headers += [each for each in wanted if each[0] not in present]
                message["headers"] = headers
                self._tell(scope, message["status"], time.perf_counter() - started)
            await send(message)

        return guarded

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        path: str = scope["path"]
        if path in QUIET and status < 400:
            return
        self.state.metrics.observe("page", status, seconds)
        given = asgi.request_id(dict(scope["headers"]))
        self.state.log.add(scope["method"], shown(path), status, seconds, given, "")

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.start()
        except Exception as error:
            log.exception("The gateway cannot start")
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def start(self) -> None:
        self.state = state.make(self._settings, quiet=self._quiet)
        self._feed = Feed(self.state)
        self._streams = Streams(self.state, self._feed)
        self._api = Api(self.state)
        self._exchange = Exchange(self.state)
        self._statics = Statics()
        self._page = Pages(self.state)
        self._pages = Site(self.state, self._page, self._statics).app()
        self._feed.start()
        self._keep(self._statics.pack())
        settle_memory()

    async def stop(self) -> None:
        for task in self._background:
            task.cancel()
        await self._streams.close()
        await self._feed.stop()
        await self.state.services.close()
        self.state.log.flush()

    def _keep(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


class Site:
    """Pages, files, and what operators ask for."""

    def __init__(self, shared: state.State, page: Pages, statics: Statics) -> None:
        self._state, self._page, self._statics = shared, page, statics
        self._document = b""

    def app(self) -> Starlette:
        both = ["GET", "POST"]
        return Starlette(
            routes=[
                Route("/healthz", self.healthz),
                Route("/readyz", self.readyz),
                Route("/metrics", self.metrics),
                Route("/openapi.json", self.openapi),
                Route("/docs", self.docs),
                Route("/pages/{name}", self.own_file),
                Route("/sign-in", self._page.sign_in, methods=both),
                Route("/sign-out", self._page.sign_out, methods=both),
                Route("/invite/{token}", self._page.invite, methods=both),
                Route("/{path:path}", self.anything),
            ],
            exception_handlers={Problem: self._failed, ClientGone: self._gone},
        )

    async def healthz(self, _: Request) -> Response:
        return self._data({"status": "ok"})

    async def readyz(self, _: Request) -> Response:
        """Ready when every service is; says which are not."""
        services = list(self._state.services.by_name.values())
        healthy = await asyncio.gather(*(service.healthy() for service in services))
        dead = [each.name for each, well in zip(services, healthy, strict=True) if not well]
        states = {each.name: "dead" if each.name in dead else "ok" for each in services}
        live = "ok" if self._state.sessions.informed else "dead"
        content = {"status": "dead" if dead else "ok", "services": states, "dead": dead}
        return self._data({**content, "live": live}, 503 if dead else 200)

    async def metrics(self, request: Request) -> Response:
        """For the scraper inside; through a public proxy it would tell strangers too much."""
        if request.headers.get("x-forwarded-for"):
            return Response(status_code=404)
        media = "text/plain; version=0.0.4; charset=utf-8"
        return Response(self._state.metrics.text(), media_type=media)

    async def openapi(self, _: Request) -> Response:
        if not self._document:
            self._document = await asyncio.to_thread(lambda: openapi.text().encode())
        return Response(self._document, media_type="application/json")

    async def docs(self, request: Request) -> Response:
        return self._page.plain(request, "docs.html")

    async def own_file(self, request: Request) -> Response:
        return self._page.own_file(request.path_params["name"])

    async def anything(self, request: Request) -> Response:
        """A built file, else the application for those signed in, else the way to sign in."""
        headers = pages.headers_of(request)
        path = request.url.path
        found = self._statics.answer(path, headers)
        if found is not None:
            response = Response(found.body, found.status)
            response.raw_headers = [*found.headers, *_length(found.body)]
            return response
        if path.startswith(("/assets/", "/v1")) or "." in path.rpartition("/")[2]:
            return self._page.failure(request, Problem(404, "NO_ROUTE"))
        if not await self._page.signed_in(headers, request.client.host if request.client else ""):
            return RedirectResponse(pages.sign_in_path(path, request.url.query), status_code=303)
        return self._application(request)

    def _application(self, request: Request) -> Response:
        if not self._statics.index:
            return self._page.plain(request, "not_built.html", status=503)
        page, policy = self._statics.page()
        response = Response(page, media_type="text/html")
        response.raw_headers.append((b"content-security-policy", policy.encode()))
        return response

    async def _failed(self, request: Request, error: Exception) -> Response:
        problem = error if isinstance(error, Problem) else internal()
        return self._page.failure(request, problem)

    async def _gone(self, _: Request, __: Exception) -> Response:
        return Response(status_code=499)

    def _data(self, content: dict[str, Any], status: int = 200) -> Response:
        body = msgspec.json.encode(content)
        return Response(body, status, media_type="application/json")


def settle_memory() -> None:
    """What was made at start stays for ever: looking through it again and again is waste."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def _length(body: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"content-length", b"%d" % len(body))] if body else []
