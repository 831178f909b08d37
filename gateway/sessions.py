"""Who is asking: a credential becomes a caller token, kept for moments and dropped on bad news."""

import asyncio
import base64
import hashlib
import hmac
import time
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from crm.identity.v1 import sessions_pb2
from gateway.channels import DEADLINE_S, Service
from gateway.problems import Problem

KEPT_S = 30.0
# Without the news of the broker a stale answer must not live long.
KEPT_UNINFORMED_S = 5.0
# A token must not end on its way to a service.
SPARE_S = 5.0
MAX_KEPT = 20_000
MAX_CREDENTIAL = 4096
AUTHENTICATE = "/crm.identity.v1.SessionService/Authenticate"


class _Grant(msgspec.Struct):
    permissions: list[str] = []
    keys: list[str] = []


class _Claims(msgspec.Struct):
    tenant: str = ""
    user: str = ""
    exp: int = 0
    grants: list[_Grant] = []


@dataclass(slots=True)
class Signed:
    """A caller whom identity has vouched for."""

    digest: bytes
    authorization: str  # metadata of every call on his behalf
    tenant: str
    user: str
    session: str
    grants: dict[str, frozenset[str]]  # permission -> visibility keys
    until: float
    # When his rights change by themselves, or the token's life is over.
    over: float


def unauthenticated(detail: str = "Sign in first") -> Problem:
    return Problem(401, "UNAUTHENTICATED", detail, headers=[(b"www-authenticate", b"Bearer")])


def digest_of(credential: str) -> bytes:
    return hashlib.sha256(credential.encode("utf-8", "surrogateescape")).digest()


def csrf_token(credential: str) -> str:
    """Made from the session's secret, so that it needs no store and no foreign one fits."""
    key = credential.encode("utf-8", "surrogateescape")
    made = hmac.new(key, b"crm-csrf", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made[:24]).decode()


class Sessions:
    """The cache of callers. One question to identity at a time for each credential."""

    def __init__(self, identity: Service) -> None:
        self._identity = identity
        self._kept: dict[bytes, Signed] = {}
        self._asking: dict[bytes, asyncio.Task[Signed]] = {}
        # Answers asked for before bad news came are not kept after it.
        self._news = 0
        self.informed = False

    async def caller(self, credential: str) -> Signed:
        digest = digest_of(credential)
        known = self._kept.get(digest)
        if known is not None and known.until > time.monotonic():
            return known
        return await self._ask_once(digest, credential)

    def known(self, credential: str) -> Signed | None:
        """What needs no waiting."""
        found = self._kept.get(digest_of(credential))
        return found if found is not None and found.until > time.monotonic() else None

    async def _ask_once(self, digest: bytes, credential: str) -> Signed:
        task = self._asking.get(digest)
        if task is None:
            task = asyncio.ensure_future(self._ask(digest, credential))
            self._asking[digest] = task
            task.add_done_callback(lambda done: self._answered(digest, done))
        return await asyncio.shield(task)

    def _answered(self, digest: bytes, done: asyncio.Task[Signed]) -> None:
        if self._asking.get(digest) is done:
            del self._asking[digest]
        if not done.cancelled():
            done.exception()  # those who asked may have hung up; nobody else is told

    async def _ask(self, digest: bytes, credential: str) -> Signed:
        if len(credential) > MAX_CREDENTIAL:
            raise unauthenticated()
        news = self._news
        request = sessions_pb2.AuthenticateRequest(credential=credential).SerializeToString()
        try:
            raw = await self._identity.call(AUTHENTICATE, request, (), DEADLINE_S)
        except Problem as problem:
            if problem.status in {400, 401, 403, 404}:
                raise unauthenticated("The session has ended or the key is not valid") from problem
            raise
        signed = self._signed(digest, sessions_pb2.AuthenticateResponse.FromString(raw))
        if news == self._news:
            self._keep(signed)
        return signed

    def _signed(self, digest: bytes, answer: sessions_pb2.AuthenticateResponse) -> Signed:
        claims = _claims(answer.caller_token)
        life = max(0.0, claims.exp - time.time())
        left = max(0.0, life - SPARE_S)
        kept = KEPT_S if self.informed else KEPT_UNINFORMED_S
        grants: dict[str, frozenset[str]] = {}
        for grant in claims.grants:
            for permission in grant.permissions:
                grants[permission] = grants.get(permission, frozenset()) | set(grant.keys)
        return Signed(
            digest=digest,
            authorization=f"Bearer {answer.caller_token}",
            tenant=answer.tenant,
            user=answer.user,
            session=answer.session,
            grants=grants,
            until=time.monotonic() + min(kept, left),
            over=time.monotonic() + life,
        )

    def _keep(self, signed: Signed) -> None:
        if len(self._kept) >= MAX_KEPT:
            now = time.monotonic()
            self._kept = {key: each for key, each in self._kept.items() if each.until > now}
            if len(self._kept) >= MAX_KEPT:
                self._kept.clear()
        self._kept[signed.digest] = signed

    # --- bad news ---------------------------------------------------------------------------

    def forget_session(self, session: str) -> None:
        self._forget(each for each in self._kept.values() if each.session == session)

    def forget_user(self, user: str) -> None:
        self._forget(each for each in self._kept.values() if each.user == user)

    def forget_tenant(self, tenant: str) -> None:
        self._forget(each for each in self._kept.values() if each.tenant == tenant)

    def forget_all(self) -> None:
        self._forget(list(self._kept.values()))

    def _forget(self, doomed: Iterable[Signed]) -> None:
        self._news += 1
        # A question already asked may be answered with what was true before.
        self._asking.clear()
        for each in list(doomed):
            self._kept.pop(each.digest, None)


def _claims(token: str) -> _Claims:
    """Read without verifying: the token came from identity itself over its own channel."""
    try:
        payload = token.split(".")[1]
        raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        return msgspec.json.decode(raw, type=_Claims)
    except (IndexError, ValueError, msgspec.MsgspecError) as error:
        raise Problem(500, "INTERNAL", "The caller token cannot be read") from error
