"""Where a request carries its credential, and the cookies that carry it for browsers."""

import hmac
import time
from typing import NamedTuple

from crm.identity.v1.sessions_pb2 import Session
from gateway import asgi
from gateway.problems import Problem
from gateway.sessions import csrf_token

SESSION_COOKIE, CSRF_COOKIE = "crm_session", "crm_csrf"
# Beside the session's own, while its owner looks on as somebody else.
VIEW_COOKIE = "crm_view"
SESSION_DAYS = 30
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Credential(NamedTuple):
    text: str
    by_cookie: bool
    # What the page's proof against forgery is made of: the browser's own session.
    own: str = ""
    viewing: bool = False


def credential_of(headers: dict[bytes, bytes]) -> Credential | None:
    """A bearer token is meant before a cookie: a program says what it wants."""
    authorization = headers.get(b"authorization")
    if authorization:
        scheme, _, token = authorization.decode("latin-1").partition(" ")
        token = token.strip()
        return Credential(token, False) if scheme.lower() == "bearer" and token else None
    if b"cookie" in headers:
        found = asgi.cookies(headers[b"cookie"])
        token = found.get(SESSION_COOKIE, "")
        view = found.get(VIEW_COOKIE, "")
        return Credential(view or token, True, token, bool(view)) if token else None
    return None


def check_csrf(method: str, headers: dict[bytes, bytes], credential: Credential) -> None:
    """A cookie travels with requests that other sites make; this header cannot."""
    if method in SAFE or not credential.by_cookie:
        return
    given = headers.get(b"x-csrf-token", b"")
    if not hmac.compare_digest(given, csrf_token(credential.own).encode()):
        raise Problem(403, "CSRF_FAILED", "Repeat the cookie crm_csrf in the header X-CSRF-Token")


def check_same_site(headers: dict[bytes, bytes], public_url: str) -> None:
    """Signing in has no session to tie a token to: what the browser says of the origin decides."""
    site = headers.get(b"sec-fetch-site", b"same-origin")
    if site not in {b"same-origin", b"none"} or not same_origin(headers, public_url):
        raise Problem(403, "CSRF_FAILED", "Sign in from the CRM's own page")


def same_origin(headers: dict[bytes, bytes], public_url: str) -> bool:
    """A proxy may change the host on the way: then the public address is what pages come from."""
    origin = headers.get(b"origin")
    if origin is None or (public_url and origin.lower() == public_url.lower().encode()):
        return True
    host = headers.get(b"host", b"")
    return origin.partition(b"://")[2].lower() == host.lower()


def from_browser(headers: dict[bytes, bytes]) -> bool:
    return b"sec-fetch-mode" in headers


def sign_in_cookies(session: Session, *, secure: bool) -> list[tuple[bytes, bytes]]:
    access_token = session.access_token
    left = session.expire_time.seconds - int(time.time())
    age = left if left > 0 else SESSION_DAYS * 86400
    return [
        _set_cookie(SESSION_COOKIE, access_token, age, secure=secure, hidden=True),
        _set_cookie(CSRF_COOKIE, csrf_token(access_token), age, secure=secure, hidden=False),
        stop_viewing_cookie(secure=secure),
    ]


def viewing_cookie(session: Session, *, secure: bool) -> tuple[bytes, bytes]:
    age = session.expire_time.seconds - int(time.time())
    return _set_cookie(VIEW_COOKIE, session.access_token, age, secure=secure, hidden=True)


def stop_viewing_cookie(*, secure: bool) -> tuple[bytes, bytes]:
    return _set_cookie(VIEW_COOKIE, "", 0, secure=secure, hidden=True)


def sign_out_cookies(*, secure: bool) -> list[tuple[bytes, bytes]]:
    return [
        _set_cookie(SESSION_COOKIE, "", 0, secure=secure, hidden=True),
        _set_cookie(CSRF_COOKIE, "", 0, secure=secure, hidden=False),
        stop_viewing_cookie(secure=secure),
    ]


def _set_cookie(
    name: str, value: str, age: int, *, secure: bool, hidden: bool
) -> tuple[bytes, bytes]:
    parts = [f"{name}={value}", "Path=/", f"Max-Age={age}", "SameSite=Lax"]
    parts += ["HttpOnly"] if hidden else []
    parts += ["Secure"] if secure else []
    return b"set-cookie", "; ".join(parts).encode("latin-1")
