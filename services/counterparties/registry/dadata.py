"""The provider DaData: findById/party and suggest/party over HTTPS."""

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from services.counterparties.registry import party
from services.counterparties.registry.gate import Gate
from services.counterparties.registry.party import Suggestion
from services.counterparties.registry.provider import (
    BadAnswer,
    KeyOrLimit,
    KeyRefused,
    LimitReached,
    RequestRefused,
    TooFast,
    Unanswered,
)
from services.kit.errors import ServiceError
from services.kit.once import made_once
from services.kit.settings import Settings, SettingsError

VENDOR = "https://suggestions.dadata.ru"
PATH = "/suggestions/api/4_1/rs"
# The vendor gives at most 300; so many branches are still a list one reads.
MOST_FOUND, MOST_SUGGESTED = 100, 10
LARGEST = 4 * 2**20
PAUSES_S = (0.3, 0.8)
CONNECT_S = 2.0
_LIMIT_WORDS = ("limit", "лимит", "quota", "exceeded")


def base_url(settings: Settings) -> str:
    """CRM_DADATA_URL: the vendor's unless said; a bare host means the vendor's path on it."""
    url = settings.text("CRM_DADATA_URL", VENDOR).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError("CRM_DADATA_URL must start with http:// or https://.")
    return url if parts.path else f"{url}{PATH}"


class DaData:
    def __init__(self, url: str, key: str, gate: Gate) -> None:
        self._url, self._gate = url, gate
        self._headers = {"Authorization": f"Token {key}", "Accept": "application/json"}

    def find_by_id(self, number: str, kpp: str = "") -> list[Suggestion]:
        question = {"query": number, "count": MOST_FOUND, **({"kpp": kpp} if kpp else {})}
        return self._gate.ask(lambda until: self._ask("findById/party", question, until))

    def suggest(self, text: str) -> list[Suggestion]:
        question = {"query": text, "count": MOST_SUGGESTED}
        return self._gate.ask(lambda until: self._ask("suggest/party", question, until))

    def _ask(self, path: str, question: Mapping[str, Any], until: float) -> list[Suggestion]:
        """Again only after 429 and 5xx, with pauses, as long as somebody waits."""
        pauses = list(PAUSES_S)
        while True:
            status, body, wait = self._send(path, question, until)
            if status == 200:
                return _answer(body)
            passing = status == 429 or status >= 500
            delay = max(pauses.pop(0), wait) if passing and pauses else None
            if delay is None or time.monotonic() + delay >= until:
                raise _refusal(status, body, wait)
            time.sleep(delay)

    def _send(
        self, path: str, question: Mapping[str, Any], until: float
    ) -> tuple[int, bytes, float]:
        remaining = max(0.1, until - time.monotonic())
        timeout = httpx.Timeout(remaining, connect=min(CONNECT_S, remaining))
        try:
            with _client().stream(
                "POST",
                f"{self._url}/{path}",
                json=question,
                headers=self._headers,
                timeout=timeout,
            ) as response:
                return response.status_code, _body(response), _retry_after(response)
        # What the library says of it may quote the request: only its kind is passed on.
        except httpx.TimeoutException:
            raise Unanswered("The registry did not answer in time") from None
        except httpx.HTTPError as error:
            raise Unanswered(f"No connection to the registry: {type(error).__name__}") from None


@made_once
def _client() -> httpx.Client:
    """One pool of connections for all tenants: the key goes with each request."""
    return httpx.Client(follow_redirects=False, limits=httpx.Limits(max_connections=8))


def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > LARGEST:
            raise BadAnswer("The registry's answer is too large")
    return bytes(body)


def _retry_after(response: httpx.Response) -> float:
    value = response.headers.get("retry-after", "")
    return float(value) if value.isdigit() else 0.0


def _answer(body: bytes) -> list[Suggestion]:
    try:
        found = party.as_answer(json.loads(body))
    except (ValueError, RecursionError):
        found = None
    if found is None:
        raise BadAnswer("The registry's answer is no list of suggestions")
    return found


def _refusal(status: int, body: bytes, wait: float) -> ServiceError:
    if status == 401:
        return KeyRefused("The registry refuses the key")
    if status == 403:
        said = body[:2000].decode(errors="replace").lower()
        if any(word in said for word in _LIMIT_WORDS):
            return LimitReached("The day's limit of the registry is used up")
        return KeyOrLimit("The registry refuses the key, or its day's limit is used up")
    if status == 402:
        return LimitReached("The account at the registry is empty")
    if status == 429:
        return TooFast("Too many questions to the registry", retry_after=max(1, round(wait)))
    if status >= 500:
        return Unanswered(f"The registry answers with HTTP {status}")
    if status >= 400:
        return RequestRefused(f"The registry answers with HTTP {status}")
    return BadAnswer(f"The registry answers with HTTP {status}")
