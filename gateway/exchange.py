"""The door for 1C, which comes by itself and speaks the protocol of CommerceML: words in lines.

It signs in with an API key as the password of HTTP Basic, and gets a pass for it: an hour's
credential, which it brings back in a cookie. So the key is sent once an exchange, and kept nowhere.
"""

import asyncio
import base64
import binascii
import time
from collections.abc import Mapping
from typing import Any

from google.protobuf.message import Message

from crm.deals.v1 import accounting_files_pb2 as pb
from crm.identity.v1 import sessions_pb2
from gateway import asgi, catalog, problems, uploads
from gateway.asgi import ClientGone, Header, Receive, Scope, Send
from gateway.calls import Asked, Served
from gateway.channels import DEADLINE_S
from gateway.problems import Problem
from gateway.sessions import Signed
from gateway.state import State
from gateway.texts import language_of
from gateway.transcoding import as_uuid, parameters
from services.kit import telemetry
from services.kit.errors import InvalidArgument, PermissionDenied, Unauthenticated

PATH = "/exchange/1c"
COOKIE, PASS, PERMISSION = "crm_exchange", "crmp.", "accounting.exchange"
# Of one piece of a file; 1C sends larger ones in several.
LIMIT = 8 * 2**20
ISSUE_PASS = "/crm.identity.v1.SessionService/IssuePass"  # noqa: S105 - a path
SERVICE, OWNER = "AccountingFileService", "deals"
ORDERS = "sale"
# 1C waits, and asks for as long as something is under way: not at once again.
PATIENCE_S, PAUSES, PAUSE_S = 60.0, 4, 0.25
SUCCESS, PROGRESS, FAILURE = "success", "progress", "failure"
PLAIN, XML = b"text/plain; charset=utf-8", b"text/xml; charset=utf-8"
# Told as what they are; other refusals are words, which 1C shows to its user.
STATUSES = frozenset({405, 408, 413, 429})
CHALLENGE = (b"www-authenticate", b'Basic realm="CRM", charset="UTF-8"')
log = telemetry.logger("gateway")
_File = pb.AccountingFile.State


class ModeUnknown(InvalidArgument):
    reason = "ACCOUNTING_EXCHANGE_MODE"


class TypeUnknown(InvalidArgument):
    reason = "ACCOUNTING_EXCHANGE_TYPE"


class LoginWrong(Unauthenticated):
    reason = "ACCOUNTING_EXCHANGE_LOGIN"


class PassOver(Unauthenticated):
    reason = "ACCOUNTING_EXCHANGE_PASS"


class Exchange:
    def __init__(self, state: State) -> None:
        self._state = state
        self._served = {
            str(each.method.name): Served(each)
            for each in catalog.operations()
            if each.method.containing_service.name == SERVICE
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        headers: dict[bytes, bytes] = dict(scope["headers"])
        asked = Asked(
            method=scope["method"],
            headers=headers,
            request_id=asgi.request_id(headers),
            language=language_of(headers.get(b"accept-language", b"")[:200]),
            address=(scope.get("client") or ("", 0))[0],
            route="Exchange1C",
        )
        try:
            said = await self._answer(asked, scope, receive)
            await self._say(send, asked, 200, said)
        except ClientGone:
            asked.status = 499
        except Exception as error:  # noqa: BLE001 - the door: all is answered
            await self._refuse(send, asked, error)
        seconds, state = time.perf_counter() - started, self._state
        state.metrics.observe(asked.route, asked.status, seconds)
        # Without the query: names of files are the client's own.
        state.log.add(asked.method, PATH, asked.status, seconds, asked.request_id, asked.tenant)

    async def _answer(self, asked: Asked, scope: Scope, receive: Receive) -> str | bytes:
        query = dict(parameters(scope["query_string"]))
        mode = query.get("mode", "")
        if asked.method not in ("GET", "POST"):
            raise Problem(405, "METHOD_NOT_ALLOWED", "GET or POST")
        if mode == "checkauth":
            return await self._enter(asked)
        session = await self._admit(asked)
        if mode == "init":
            return await self._begin(asked, session, query)
        if query.get("type") != ORDERS:
            raise TypeUnknown("Orders alone: type=sale")
        return await self._step(mode, asked, session, query, receive)

    async def _step(
        self, mode: str, asked: Asked, session: str, query: Mapping[str, str], receive: Receive
    ) -> str | bytes:
        match mode:
            case "file":
                return await self._take(asked, session, query, receive)
            case "import":
                return await self._import(asked, session, query)
            case "query":
                found = await self._call("FetchAccountingFile", asked, session=session)
                return found.content
            case "success":
                await self._call("ConfirmAccountingFile", asked, session=session)
                return SUCCESS
            case _:
                raise ModeUnknown("There is no such step here")

    async def _enter(self, asked: Asked) -> str:
        """Who brings a key of this tenant that may exchange files."""
        self._state.sign_in_limit.take(asked.address)
        login, key = basic(asked.headers)
        signed = await self._caller(key, asked, LoginWrong("The key is not good"))
        if signed.tenant != login:
            raise LoginWrong("The login is not the code of the key's tenant")
        if PERMISSION not in signed.grants:
            raise PermissionDenied(f"The key needs the permission {PERMISSION}")
        request = sessions_pb2.IssuePassRequest(credential=key).SerializeToString()
        identity = self._state.services["identity"]
        raw = await identity.call(ISSUE_PASS, request, (), DEADLINE_S)
        return f"{SUCCESS}\n{COOKIE}\n{sessions_pb2.Pass.FromString(raw).text}\n"

    async def _admit(self, asked: Asked) -> str:
        """The session that a pass is for."""
        given = asgi.cookies(asked.headers.get(b"cookie")).get(COOKIE, "")
        over = PassOver("Begin with mode=checkauth and bring its cookie back")
        if not given.startswith(PASS):
            raise over
        signed = await self._caller(given, asked, over)
        asked.caller(signed, by_cookie=False)
        self._state.tenant_limit.take(signed.tenant)
        self._state.key_limit.take(signed.session)
        asked.service = self._state.services.get(OWNER)
        return as_uuid(given.encode(), signed.session)

    async def _caller(self, credential: str, asked: Asked, refusal: Unauthenticated) -> Signed:
        try:
            return await self._state.caller(credential, asked.address)
        except Problem as problem:
            raise refusal if problem.status == 401 else problem from problem

    async def _begin(self, asked: Asked, session: str, query: Mapping[str, str]) -> str:
        wanted = query.get("version", "")
        begun = await self._call(
            "BeginAccountingFiles", asked, session=session, version=wanted[:20]
        )
        said = ["zip=yes", f"file_limit={LIMIT}", *([f"version={begun.version}"] if wanted else [])]
        return "\n".join(said) + "\n"

    async def _take(
        self, asked: Asked, session: str, query: Mapping[str, str], receive: Receive
    ) -> str:
        served = self._served["UploadAccountingFile"]
        fields = {"session": session, "file_name": query.get("filename", "")}
        raw = await uploads.receive_raw(served, asked, fields, receive, LIMIT)
        return _told(served.reply.FromString(raw))

    async def _import(self, asked: Asked, session: str, query: Mapping[str, str]) -> str:
        for _ in range(PAUSES):
            file = await self._call(
                "ImportAccountingFile",
                asked,
                session=session,
                file_name=query.get("filename", ""),
            )
            if file.state != _File.STATE_IMPORTING:
                return _told(file)
            await asyncio.sleep(PAUSE_S)
        return PROGRESS

    async def _call(self, name: str, asked: Asked, **fields: str) -> Any:
        served = self._served[name]
        request: Message = served.transcoder.request(**fields)
        raw = await asked.answerer.call(
            served.rpc, request.SerializeToString(), asked.metadata(), PATIENCE_S
        )
        return served.reply.FromString(raw)

    async def _refuse(self, send: Send, asked: Asked, error: Exception) -> None:
        problem = problems.of(error)
        if problem.status >= 500:
            facts = {"request_id": asked.request_id, "service": problem.service}
            log.error(problem.detail, exc_info=error, extra={"facts": facts})
        texts = self._state.texts
        text = texts.error(problem.reason, problem.status, asked.language, problem.metadata)
        headers: list[Header] = list(problem.headers)
        asks = problem.status == 401 and not {b"authorization", b"cookie"} & asked.headers.keys()
        if problem.status == 401:
            headers = [CHALLENGE] if asks else []
        if problem.retry_after:
            headers.append((b"retry-after", b"%d" % problem.retry_after))
        told = asks or problem.status in STATUSES or problem.status >= 500
        said = f"{FAILURE}\n{text}\n{asked.request_id}\n"
        await self._say(send, asked, problem.status if told else 200, said, headers)

    async def _say(
        self,
        send: Send,
        asked: Asked,
        status: int,
        said: str | bytes,
        more: list[Header] | None = None,
    ) -> None:
        asked.status = status
        media = XML if isinstance(said, bytes) else PLAIN
        headers: list[Header] = [*self._state.data_headers, *(more or []), (b"content-type", media)]
        headers.append((b"x-request-id", asked.request_id.encode()))
        await asgi.respond(
            send, status, headers, said if isinstance(said, bytes) else said.encode()
        )


def basic(headers: Mapping[bytes, bytes]) -> tuple[str, str]:
    """The login and the password of HTTP Basic."""
    scheme, _, given = headers.get(b"authorization", b"").partition(b" ")
    try:
        text = base64.b64decode(given.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    login, colon, password = text.partition(":")
    if scheme.lower() != b"basic" or not colon or not password:
        raise LoginWrong("Sign in with HTTP Basic: the tenant's code and an API key")
    return login, password


def _told(file: Any) -> str:
    """A file of which more is to come is well so far."""
    if file.state == _File.STATE_FAILED:
        raise Problem(400, file.error_reason or "INTERNAL", "The file could not be imported")
    return SUCCESS
