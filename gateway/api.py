"""The REST door: plain ASGI, because every microsecond here is paid by each request."""

import time
import zlib
from typing import Any

from google.protobuf.message import Message

from gateway import asgi, catalog, credentials, decoding, downloads, encoding, problems, uploads
from gateway.access_log import shown
from gateway.asgi import JSON_TYPE, ClientGone, Receive, Scope, Send
from gateway.calls import Asked, Served
from gateway.problems import Problem
from gateway.routing import Router
from gateway.sessions import unauthenticated
from gateway.state import State
from gateway.texts import language_of
from services.kit import telemetry
from services.kit.errors import NotFound

log = telemetry.logger("gateway")
PACKED_FROM = 1024
PACKED = [(b"content-encoding", b"gzip"), (b"vary", b"accept-encoding")]
GZIP = 31  # zlib's word for a gzip header
IDENTITY = "identity"
CREATES_SESSION = "crm.identity.v1.SessionService.CreateSession"
DELETES_SESSION = "crm.identity.v1.SessionService.DeleteSession"
STARTS_VIEWING = "crm.identity.v1.ViewingService.StartViewing"
STOPS_VIEWING = "crm.identity.v1.ViewingService.StopViewing"


class NoRoute(NotFound):
    reason = "NO_ROUTE"


class Api:
    def __init__(self, state: State) -> None:
        self._state = state
        self._router: Router[Served] = Router()
        for operation in catalog.operations():
            self._router.add(operation, Served(operation))
        self._traces = bool(state.settings.otlp_endpoint)
        self._languages: dict[bytes, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._traces:
            with telemetry.span(shown(scope["path"]), _trace(scope)) as span:
                await self._handle(scope, receive, send, span)
        else:
            await self._handle(scope, receive, send, None)

    async def _handle(self, scope: Scope, receive: Receive, send: Send, span: Any) -> None:
        started = time.perf_counter()
        headers: dict[bytes, bytes] = dict(scope["headers"])
        asked = Asked(
            method=scope["method"],
            headers=headers,
            request_id=asgi.request_id(headers),
            language=self._language(headers.get(b"accept-language", b"")),
            address=(scope.get("client") or ("", 0))[0],
        )
        if span is not None:
            asked.traceparent = telemetry.traceparent_of(span, "")
        try:
            served, segments = self._route(scope["path"], asked)
            await self._serve(served, segments, asked, scope, receive, send)
        except ClientGone:
            asked.status = 499
        except Exception as error:  # noqa: BLE001 - the door: all is answered
            await self._refuse(send, asked, error)
        if span is not None:
            span.update_name(f"{asked.method} {asked.route}")
            span.set_attribute("http.response.status_code", asked.status)
        seconds = time.perf_counter() - started
        self._state.metrics.observe(asked.route, asked.status, seconds)
        path = shown(scope["path"])
        self._state.log.add(
            asked.method, path, asked.status, seconds, asked.request_id, asked.tenant
        )

    def _route(self, path: str, asked: Asked) -> tuple[Served, list[str]]:
        found = self._router.find(path)
        if found is None:
            raise NoRoute("There is nothing at this path")
        verbs, segments = found
        served = verbs.get(asked.method)
        if served is None:
            allowed = ", ".join(sorted(verbs)).encode()
            headers = [(b"allow", allowed)]
            raise Problem(405, "METHOD_NOT_ALLOWED", "Not this method here", headers=headers)
        asked.route = served.label
        return served, segments

    async def _serve(
        self,
        served: Served,
        segments: list[str],
        asked: Asked,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        state = self._state
        if served.operation.public:
            if credentials.from_browser(asked.headers):
                credentials.check_same_site(asked.headers, state.settings.public_url)
            asked.limits = state.sign_in_limit.headers(state.sign_in_limit.take(asked.address))
        else:
            await self._admit(asked)
        service = state.services.get(served.service or _owner(served, segments))
        if service is None:
            raise NoRoute("There is no such service")
        asked.service = service
        if served.operation.uploads:
            limit = state.settings.upload_limit
            reply = await uploads.receive_file(served, segments, asked, scope, receive, limit)
            await self._answer(send, served, asked, reply)
            return
        request = await self._request(served, segments, asked, scope, receive)
        asked.ends_own_session = bool(asked.session) and scope["path"].endswith(asked.session)
        if served.operation.downloads:
            asked.status = await downloads.send_file(
                served, request, asked, send, [*self._headers(asked)]
            )
            return
        raw = await service.call(
            served.rpc, request.SerializeToString(), asked.metadata(), served.deadline
        )
        if asked.method != "GET":
            self._forget_changed(served, asked)
        await self._answer(send, served, asked, raw)

    async def _admit(self, asked: Asked) -> None:
        """Who is asking, by what right, and not too often."""
        state = self._state
        credential = credentials.credential_of(asked.headers)
        if credential is None:
            raise unauthenticated()
        asked.viewing = credential.viewing
        signed = await state.caller(credential.text, asked.address)
        credentials.check_csrf(asked.method, asked.headers, credential)
        asked.caller(signed, by_cookie=credential.by_cookie)
        state.tenant_limit.take(signed.tenant)
        asked.limits = state.key_limit.headers(state.key_limit.take(signed.digest))

    async def _request(
        self,
        served: Served,
        segments: list[str],
        asked: Asked,
        scope: Scope,
        receive: Receive,
    ) -> Message:
        transcoder = served.transcoder
        value: Any = None
        if transcoder.takes_body:
            body = await asgi.read_body(receive, asked.headers, self._state.settings.body_limit)
            value = _parsed(body, asked.headers, required=bool(transcoder.operation.body != "*"))
        request = transcoder.build(segments, scope["query_string"], value)
        if transcoder.conditional:
            transcoder.put_conditions(request, asked.headers, f"{asked.tenant}/{asked.user}")
        if served.operation.public:
            agent = asked.headers.get(b"user-agent", b"").decode("latin-1")[:500]
            transcoder.put_connection(request, agent, asked.address)
        return request

    async def _answer(self, send: Send, served: Served, asked: Asked, raw: bytes) -> None:
        headers = self._headers(asked)
        if served.whole:
            body = encoding.whole_to_json(served.reply, raw)
        else:
            reply = served.reply.FromString(raw)
            self._put_cookies(served.operation.method.full_name, reply, asked, headers)
            body = encoding.to_json(reply)
        headers.append(JSON_TYPE)
        asked.status = 200
        if len(body) > PACKED_FROM and _worth_packing(asked):
            headers += PACKED
            body = zlib.compress(body, level=1, wbits=GZIP)
        await asgi.respond(send, 200, headers, body)

    def _put_cookies(self, rpc: str, reply: Any, asked: Asked, headers: list[asgi.Header]) -> None:
        secure = self._state.settings.secure
        if rpc == CREATES_SESSION:
            self._hand_over(reply, asked, headers)
        elif rpc == DELETES_SESSION and asked.ends_own_session:
            headers += credentials.sign_out_cookies(secure=secure)
        elif rpc == STARTS_VIEWING and asked.by_cookie:
            # Beside the browser's own session, to which it returns.
            headers.append(credentials.viewing_cookie(reply, secure=secure))
            reply.access_token = ""
        elif rpc == STOPS_VIEWING:
            headers.append(credentials.stop_viewing_cookie(secure=secure))

    def _hand_over(self, session: Any, asked: Asked, headers: list[asgi.Header]) -> None:
        """The secret goes into the cookie; a page's script has no use for it."""
        secure = self._state.settings.secure
        headers += credentials.sign_in_cookies(session, secure=secure)
        if credentials.from_browser(asked.headers):
            session.access_token = ""

    def _forget_changed(self, served: Served, asked: Asked) -> None:
        """Rights may have changed; the event that tells so comes a moment later."""
        if served.service != IDENTITY or not asked.user:
            return
        if served.operation.permission == catalog.SIGNED_IN:
            self._state.sessions.forget_user(asked.user)
        else:
            self._state.sessions.forget_tenant(asked.tenant)

    async def _refuse(self, send: Send, asked: Asked, error: Exception) -> None:
        problem = problems.of(error)
        if problem.status >= 500:
            _tell_operator(problem, asked, error)
        asked.status = problem.status
        if asked.begun:
            return
        headers = self._headers(asked)
        if problem.headers:
            own = {name for name, _ in problem.headers}
            headers = [each for each in headers if each[0] not in own] + problem.headers
        if problem.status == 401 and asked.viewing:
            # The look is over, not the browser's own session.
            headers.append(credentials.stop_viewing_cookie(secure=self._state.settings.secure))
        if problem.retry_after:
            headers.append((b"retry-after", b"%d" % problem.retry_after))
        headers.append((b"content-type", problems.MEDIA_TYPE))
        body = problem.body(self._state.texts, asked.language, asked.request_id)
        await asgi.respond(send, problem.status, headers, body)

    def _headers(self, asked: Asked) -> list[asgi.Header]:
        request_id = (b"x-request-id", asked.request_id.encode())
        return [*self._state.data_headers, request_id, *asked.limits]

    def _language(self, header: bytes) -> str:
        known = self._languages.get(header)
        if known is None:
            if len(header) > 200:
                return language_of(header[:200])
            if len(self._languages) > 1000:
                self._languages.clear()
            known = self._languages[header] = language_of(header)
        return known


def _trace(scope: Scope) -> str:
    found = dict(scope["headers"]).get(b"traceparent", b"")
    return found.decode("latin-1")


def _worth_packing(asked: Asked) -> bool:
    """On this machine the bytes are cheaper than the time; a proxy here packs them itself."""
    local = asked.address.startswith("127.") or asked.address == "::1"
    return not local and b"gzip" in asked.headers.get(b"accept-encoding", b"")


def _owner(served: Served, segments: list[str]) -> str:
    """`jobs/<service>/…`: the second segment of the name says who answers."""
    start = served.operation.variables[0].start
    return segments[start + 1] if len(segments) > start + 1 else ""


def _parsed(body: bytes, headers: dict[bytes, bytes], *, required: bool) -> Any:
    if not body:
        if required:
            raise decoding.Malformed("A JSON body is needed")
        return {}
    media = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if media != b"application/json":
        # Also keeps other sites' forms out: they cannot send this type without asking first.
        raise Problem(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json")
    return decoding.parse(body)


def _tell_operator(problem: Problem, asked: Asked, error: Exception) -> None:
    facts = {"request_id": asked.request_id, "service": problem.service}
    if problem.service:
        log.warning(problem.detail, extra={"facts": facts})
    else:
        log.error(problem.detail, exc_info=error, extra={"facts": facts})
