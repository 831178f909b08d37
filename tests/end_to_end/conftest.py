"""A whole installation, started as `make up` starts it, and Chromium in front of it.

Stories run one after another. With `-n 2` they run in two workers before the same installation
(on two cores some press keys sooner than a page is ready for them): each works with clients of its
own and tells them by a mark in their names. Which tests stay together `Stories` says; what is
measured runs while no other test does (`@pytest.mark.alone`).
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
from xdist.scheduler import LoadScopeScheduling

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
]
# For what never comes: a machine may be slow.
STEP_MS = 60_000
LIST = "/counterparties"
APART = {"test_screens.py"}
TOGETHER = {
    # A tenant has one registry, and there is one address for the vendor's stand-in.
    "test_registry_story.py": "registry",
    "test_wizard.py": "registry",
    # A list that thousands of clients come into moves under the keys.
    "test_list_tools.py": "list",
    "test_import_story.py": "list",
}


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

    def context(
        self,
        browser: Browser,
        login: str,
        theme: str = "light",
        width: int = 1440,
        height: int = 900,
    ) -> BrowserContext:
        """A browser of this user's own, signed in."""
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,  # type: ignore[arg-type]
            locale="ru-RU",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(STEP_MS)
        # The form for it has a test of its own.
        signed = context.request.post(f"{self.url}/v1/sessions", data=self.credentials(login))
        assert signed.ok, signed.text()
        return context


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


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "alone: measures, so no other worker's test runs meanwhile")


def pytest_unconfigure(config: pytest.Config) -> None:
    # Workers that are interrupted end no fixtures.
    if not hasattr(config, "workerinput"):
        installation.stop(_directory())


class Stories(LoadScopeScheduling):
    """A module is one worker's, save screens, which fill gaps."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.split("::", maxsplit=1)[0].rsplit("/", 1)[-1]
        if module in APART:
            return nodeid
        return TOGETHER.get(module, module)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Stories:
    return Stories(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Any:
    alone = item.get_closest_marker("alone") is not None
    with installation.company(Path(os.environ["CRM_TEST_DIRECTORY"]), alone=alone):
        return (yield)


@pytest.fixture(scope="session")
def crm() -> Iterator[Crm]:
    if running := os.environ.get("CRM_TEST_DEMO"):
        # While tests are written: a running installation by its demo.json.
        yield from _running(Path(running), os.environ.get("CRM_DADATA_URL", ""))
        return
    demo = installation.shared(_directory())
    yield from _running(demo, installation.registry_url(_directory()))


def _directory() -> Path:
    return Path(os.environ["CRM_TEST_DIRECTORY"]) / "installation"


def _running(path: Path, registry_url: str) -> Iterator[Crm]:
    demo: dict[str, Any] = json.loads(path.read_text())
    running = Crm(demo["url"], demo["tenant"], demo["users"], registry_url)
    yield running
    for client in running.clients.values():
        client.close()


@pytest.fixture(scope="session")
def registry_peer(crm: Crm) -> Iterator[dadata.Peer]:
    """Stands in for the vendor of the registry of companies, as all tests run offline.

    Who uses it is named in TOGETHER.
    """
    with dadata.serving(urlsplit(crm.registry_url).port or 0) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=STEP_MS)
    with sync_playwright() as playwright:
        chromium = _launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(crm: Crm, browser: Browser) -> Iterator[Visit]:
    """visit(login, theme="light", width=1440) -> a signed-in page; its errors fail the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(
        login: str,
        theme: str = "light",
        width: int = 1440,
        height: int = 900,
        *,
        path: str = LIST,
    ) -> Page:
        context = crm.context(browser, login, theme, width, height)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if path:
            page.goto(crm.url + path)
        if path == LIST:
            page.get_by_role("heading", name="Контрагенты").first.wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors, errors


def _launch(playwright: Playwright) -> Browser:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "Debian's package chromium is not installed: run `make install-tests`"
    return playwright.chromium.launch(executable_path=chromium, args=FLAGS)
