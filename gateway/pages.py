"""Pages that must work at once and without the bundle: sign-in, sign-out, invitation, errors."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import jinja2
from google.protobuf.message import Message
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from crm.identity.v1 import sessions_pb2, users_pb2
from gateway import asgi, credentials, static
from gateway.calls import Asked
from gateway.channels import DEADLINE_S
from gateway.problems import Problem
from gateway.state import State
from gateway.texts import LANGUAGES, language_of

TEMPLATES = Path(__file__).parent / "templates"
# Their own style sheet is all they need.
PAGE_POLICY = static.policy("", []).replace(" 'unsafe-inline'", "")
LANGUAGE_COOKIE = "crm_language"
FORM_LIMIT = 16 * 1024
SESSIONS = "/crm.identity.v1.SessionService/"
OWN_FILES = {
    "pages.css": "text/css",
    "pages.js": "text/javascript",
    "docs.css": "text/css",
    "docs.js": "text/javascript",
}
ACCEPT = "/crm.identity.v1.UserService/AcceptInvitation"


class Pages:
    def __init__(self, state: State) -> None:
        self._state = state
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True
        )

    # --- sign-in ----------------------------------------------------------------------------

    async def sign_in(self, request: Request) -> Response:
        headers = headers_of(request)
        next_path = safe_path(request.query_params.get("next", ""))
        if request.method == "GET":
            if await self.signed_in(headers, _address(request)):
                return self._to(next_path)
            values = {"tenant": request.query_params.get("tenant", ""), "next": next_path}
            values["login"] = request.query_params.get("login", "")
            notice = "invite_done" if request.query_params.get("invited") else ""
            return self._page(request, "sign_in.html", values=values, notice=notice)
        self._check_site(headers)
        form = await _form(request)
        values = {key: form.get(key, "") for key in ("tenant", "login")}
        values["next"] = safe_path(form.get("next", ""))
        try:
            session = await self._create_session(request, form)
        except Problem as problem:
            return self._page(request, "sign_in.html", problem=problem, values=values)
        return self._signed_in(session, values["next"])

    async def _create_session(self, request: Request, form: dict[str, str]) -> Any:
        address = _address(request)
        self._state.sign_in_limit.take(address)
        asking = sessions_pb2.CreateSessionRequest(
            tenant=form.get("tenant", "").strip(),
            login=form.get("login", "").strip(),
            password=form.get("password", ""),
            user_agent=request.headers.get("user-agent", "")[:500],
            ip_address=address,
        )
        raw = await self._call(request, SESSIONS + "CreateSession", asking)
        return sessions_pb2.Session.FromString(raw)

    def _signed_in(self, session: Any, next_path: str) -> Response:
        response = self._to(next_path)
        secure = self._state.settings.secure
        response.raw_headers += credentials.sign_in_cookies(session, secure=secure)
        return response

    async def signed_in(self, headers: dict[bytes, bytes], address: str) -> bool:
        """Whether the browser's session is alive; a dead identity service counts as yes, as the
        sign-in page would not work either and the screens can say what is wrong."""
        credential = credentials.credential_of(headers)
        if credential is None:
            return False
        try:
            await self._state.caller(credential.own or credential.text, address)
        except Problem as problem:
            return problem.status != 401
        return True

    # --- sign-out ---------------------------------------------------------------------------

    async def sign_out(self, request: Request) -> Response:
        headers = headers_of(request)
        site = headers.get(b"sec-fetch-site", b"none")
        if request.method == "GET" and site not in {b"none", b"same-origin"}:
            # Another site's link or picture must not sign people out.
            return self._page(request, "sign_out.html")
        if request.method == "POST":
            self._check_site(headers)
        credential = credentials.credential_of(headers)
        if credential is not None:
            await self._end_session(request, credential.own or credential.text)
        response = RedirectResponse("/sign-in", status_code=303)
        secure = self._state.settings.secure
        response.raw_headers += credentials.sign_out_cookies(secure=secure)
        return response

    async def _end_session(self, request: Request, credential: str) -> None:
        try:
            signed = await self._state.sessions.caller(credential)
        except Problem:
            return
        ending = sessions_pb2.DeleteSessionRequest(name=signed.session)
        await self._call(request, SESSIONS + "DeleteSession", ending, signed.authorization)
        self._state.sessions.forget_session(signed.session)

    # --- invitation -------------------------------------------------------------------------

    async def invite(self, request: Request) -> Response:
        if request.method == "GET":
            return self._page(request, "invite.html")
        self._check_site(headers_of(request))
        form = await _form(request)
        password = form.get("password", "")
        if password != form.get("repeat", ""):
            return self._page(request, "invite.html", error_key="passwords_differ")
        accepting = users_pb2.AcceptInvitationRequest(
            token=request.path_params["token"], password=password
        )
        try:
            raw = await self._call(request, ACCEPT, accepting)
        except Problem as problem:
            return self._page(request, "invite.html", problem=problem)
        user = users_pb2.User.FromString(raw)
        # The link of an invitation may say the organisation's code; then he need not type it.
        tenant = request.query_params.get("tenant", "")
        known = urlencode({"login": user.login, "tenant": tenant, "invited": "1"})
        return RedirectResponse(f"/sign-in?{known}", status_code=303)

    # --- errors -----------------------------------------------------------------------------

    def failure(self, request: Request, problem: Problem) -> Response:
        return self._page(request, "error.html", problem=problem)

    def plain(self, request: Request, template: str, status: int = 200) -> Response:
        response = self._page(request, template)
        response.status_code = status
        return response

    def own_file(self, name: str) -> Response:
        """Style sheets and scripts of these pages; the templates themselves are not for reading."""
        media = OWN_FILES.get(name)
        if media is None:
            return Response(status_code=404)
        response = Response((TEMPLATES / name).read_bytes(), media_type=media)
        response.headers["cache-control"] = "no-cache"
        return response

    # --- how pages are made -----------------------------------------------------------------

    async def _call(
        self, request: Request, rpc: str, message: Message, authorization: str = ""
    ) -> bytes:
        headers = headers_of(request)
        asked = Asked(
            method=request.method,
            headers=headers,
            request_id=asgi.request_id(headers),
            language=_language(request),
            address="",
        )
        metadata = asked.metadata("UI", authorization)
        identity = self._state.services["identity"]
        return await identity.call(rpc, message.SerializeToString(), metadata, DEADLINE_S)

    def _check_site(self, headers: dict[bytes, bytes]) -> None:
        credentials.check_same_site(headers, self._state.settings.public_url)

    def _page(
        self,
        request: Request,
        template: str,
        *,
        problem: Problem | None = None,
        error_key: str = "",
        notice: str = "",
        values: dict[str, str] | None = None,
    ) -> Response:
        language = _language(request)
        texts = self._state.texts
        words = texts.pages[language]
        error = words[error_key] if error_key else ""
        if problem is not None:
            error = self._explained(problem, language)
        html = self._templates.get_template(template).render(
            t=words,
            language=language,
            other=next(each for each in LANGUAGES if each != language),
            here=request.url.path,
            error=error,
            notice=words[notice] if notice else "",
            status=problem.status if problem else 200,
            request_id=asgi.request_id(headers_of(request)) if problem else "",
            values=values or {},
        )
        status = problem.status if problem else 400 if error_key else 200
        response = HTMLResponse(html, status_code=status)
        self._dress(request, response, language)
        if problem is not None and problem.retry_after:
            response.headers["retry-after"] = str(problem.retry_after)
        return response

    def _explained(self, problem: Problem, language: str) -> str:
        texts = self._state.texts
        reasons = [each["reason"] for each in problem.fields] or [problem.reason]
        said = (language, problem.metadata)
        return ". ".join(texts.error(each, problem.status, *said) for each in reasons)

    def _dress(self, request: Request, response: Response, language: str) -> None:
        secure = self._state.settings.secure
        response.headers["content-security-policy"] = PAGE_POLICY
        if request.query_params.get("lang"):
            response.set_cookie(
                LANGUAGE_COOKIE, language, max_age=31536000, samesite="lax", secure=secure
            )

    def _to(self, path: str) -> Response:
        return RedirectResponse(path, status_code=303)


def headers_of(request: Request) -> dict[bytes, bytes]:
    return dict(request.scope["headers"])


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _language(request: Request) -> str:
    """Asked for on the page, chosen earlier, or the browser's."""
    for said in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if said in LANGUAGES:
            return said
    return language_of(headers_of(request).get(b"accept-language"))


async def _form(request: Request) -> dict[str, str]:
    body = await asgi.read_body(request.receive, headers_of(request), FORM_LIMIT)
    found = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return {key: values[0] for key, values in found.items()}


def safe_path(path: str) -> str:
    """Only a path of ours: anything that a browser might read as another site becomes `/`."""
    parts = urlsplit(path)
    own = path.startswith("/") and not path.startswith(("//", "/\\"))
    if not own or parts.scheme or parts.netloc or not path.isprintable() or "\\" in path:
        return "/"
    return "/" if parts.path in {"/sign-in", "/sign-out"} else path


def sign_in_path(path: str, query: str) -> str:
    here = path + (f"?{query}" if query else "")
    return "/sign-in" if here == "/" else f"/sign-in?next={quote(here, safe='')}"
