"""A whole installation, started as `make up` starts it, and Chromium in front of it.

Stories run one after another, each with clients of its own that it tells by a mark in their names.
"""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.end_to_end import installation
from tests.peers import dadata

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A user's next page goes on in the process that has compiled our scripts (Seat).
    "--process-per-site",
]
# For what never comes: a machine may be slow.
STEP_MS = 60_000
LIST = "/counterparties"


@dataclass(frozen=True)
class Crm:
    """A running installation and its demo users."""

    url: str
    tenant: str
    users: list[dict[str, str]]
    registry_url: str = ""
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    def password(self, login: str) -> str:
        return next(user["password"] for user in self.users if user["login"] == login)

    def logins(self, role: str) -> list[str]:
        return [user["login"] for user in self.users if user["role"] == role]

    def credentials(self, login: str) -> dict[str, str]:
        return {"tenant": self.tenant, "login": login, "password": self.password(login)}

    def api(self, login: str) -> httpx.Client:
        """The REST API as this user's program sees it."""
        if login in self.clients:
            return self.clients[login]
        session = httpx.post(f"{self.url}/v1/sessions", json=self.credentials(login), timeout=30)
        session.raise_for_status()
        token = session.json()["access_token"]
        headers = {"authorization": f"Bearer {token}"}
        self.clients[login] = httpx.Client(base_url=self.url, headers=headers, timeout=30)
        return self.clients[login]

    def context(self, browser: Browser, login: str) -> BrowserContext:
        """A browser of this user's own, signed in."""
        context = browser.new_context(
            viewport={"width": 1440, "height": 900},
            locale="ru-RU",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(STEP_MS)
        self.sign_in(context, login)
        return context

    def sign_in(self, context: BrowserContext, login: str) -> None:
        """The form for it has a test of its own."""
        signed = context.request.post(f"{self.url}/v1/sessions", data=self.credentials(login))
        assert signed.ok, signed.text()


class Visit(Protocol):
    """Opens a page as a user; `path` is where, with "" nowhere yet."""

    def __call__(
        self,
        login: str,
        theme: str = "light",
        width: int = 1440,
        height: int = 900,
        *,
        path: str = LIST,
    ) -> Page: ...


class Seat:
    """A user's browser, from story to story: it stays signed in and keeps what it has compiled, of
    which every page of a new one would cost seconds. What a story left in it is forgotten."""

    def __init__(self, crm: Crm, browser: Browser, login: str) -> None:
        self._crm, self._login = crm, login
        self.context = crm.context(browser, login)
        self._cookies = self.context.cookies()
        # As long as there is a page, there is its process.
        self._holder = self.context.new_page()
        self._holder.goto(f"{crm.url}/icon.svg")

    def take(self) -> BrowserContext:
        self._holder.evaluate("localStorage.clear()")
        self.context.clear_cookies()
        self.context.add_cookies(self._cookies)  # type: ignore[arg-type]
        # A story may have ended the user's sessions.
        if not self.context.request.get(f"{self._crm.url}/v1/profile").ok:
            self._crm.sign_in(self.context, self._login)
            self._cookies = self.context.cookies()
        return self.context

    def leave(self) -> None:
        for page in self.context.pages:
            if page is not self._holder:
                page.close()


@pytest.fixture(scope="session")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crm]:
    if demo := os.environ.get("CRM_TEST_DEMO"):
        # While tests are written: a running installation by its demo.json.
        yield from _running(Path(demo), os.environ.get("CRM_DADATA_URL", ""))
        return
    with installation.running(tmp_path_factory.mktemp("installation")) as (path, registry_url):
        yield from _running(path, registry_url)


def _running(path: Path, registry_url: str) -> Iterator[Crm]:
    demo: dict[str, Any] = json.loads(path.read_text())
    running = Crm(demo["url"], demo["tenant"], demo["users"], registry_url)
    yield running
    for client in running.clients.values():
        client.close()


@pytest.fixture(scope="session")
def registry_peer(crm: Crm) -> Iterator[dadata.Peer]:
    """Stands in for the vendor of the registry of companies, as all tests run offline."""
    with dadata.serving(urlsplit(crm.registry_url).port or 0) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=STEP_MS)
    with sync_playwright() as playwright:
        chromium = _launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def seats() -> dict[str, Seat]:
    """By login; they end with the browser."""
    return {}


@pytest.fixture
def visit(crm: Crm, browser: Browser, seats: dict[str, Seat]) -> Iterator[Visit]:
    """visit(login, theme="light", width=1440) -> a signed-in page; its errors fail the test.

    Whoever comes twice to a story does so with another device.
    """
    taken: dict[str, Seat] = {}
    devices: list[BrowserContext] = []
    errors: list[str] = []

    def of(login: str) -> BrowserContext:
        if login in taken:
            devices.append(crm.context(browser, login))
            return devices[-1]
        taken[login] = seats.get(login) or seats.setdefault(login, Seat(crm, browser, login))
        return taken[login].take()

    def open_page(
        login: str,
        theme: str = "light",
        width: int = 1440,
        height: int = 900,
        *,
        path: str = LIST,
    ) -> Page:
        page = of(login).new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.on("pageerror", lambda error: errors.append(str(error)))
        if path:
            page.goto(crm.url + path)
        if path == LIST:
            page.get_by_role("heading", name="Контрагенты").first.wait_for()
        return page

    yield open_page
    for seat in taken.values():
        seat.leave()
    for device in devices:
        device.close()
    assert not errors, errors


def _launch(playwright: Playwright) -> Browser:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "Debian's package chromium is not installed: run `make install-tests`"
    return playwright.chromium.launch(executable_path=chromium, args=FLAGS)
