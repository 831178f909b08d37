"""A whole installation of its own, started as `make up` starts it, and Chromium in front of it."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.peers import dadata

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
STEP_MS = 20_000


@dataclass(frozen=True)
class Crm:
    """A running installation and its demo users."""

    url: str
    tenant: str
    users: list[dict[str, str]]
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    def password(self, login: str) -> str:
        return next(user["password"] for user in self.users if user["login"] == login)

    def logins(self, role: str) -> list[str]:
        return [user["login"] for user in self.users if user["role"] == role]

    def api(self, login: str) -> httpx.Client:
        """The REST API as this user's program sees it."""
        if login in self.clients:
            return self.clients[login]
        body = {"tenant": self.tenant, "login": login, "password": self.password(login)}
        session = httpx.post(f"{self.url}/v1/sessions", json=body, timeout=30)
        session.raise_for_status()
        token = session.json()["access_token"]
        headers = {"authorization": f"Bearer {token}"}
        self.clients[login] = httpx.Client(base_url=self.url, headers=headers, timeout=30)
        return self.clients[login]


@pytest.fixture(scope="session")
def registry_peer() -> Iterator[tuple[dadata.Behaviour, str]]:
    """Stands in for the vendor of the registry of companies, as all tests run offline."""
    behaviour = dadata.Behaviour()
    # A running installation has been told where to ask.
    port = urlsplit(os.environ.get("CRM_DADATA_URL", "")).port or 0
    with dadata.serving(behaviour, port) as address:
        yield behaviour, address


@pytest.fixture(scope="session")
def crm(
    tmp_path_factory: pytest.TempPathFactory, registry_peer: tuple[dadata.Behaviour, str]
) -> Iterator[Crm]:
    if running_demo := os.environ.get("CRM_TEST_DEMO"):
        # While tests are written: a running installation by its demo.json.
        yield from _running(Path(running_demo))
        return
    directory = tmp_path_factory.mktemp("installation")
    environ = {
        **os.environ,
        "CRM_RUN_DIRECTORY": str(directory),
        "CRM_PORT": str(_free_port()),
        "CRM_DADATA_URL": registry_peer[1],
    }
    command = [sys.executable, "-m", "deploy.local"]
    started = subprocess.run([*command, "up"], cwd=ROOT, env=environ, check=False, timeout=420)
    try:
        assert started.returncode == 0, "the installation did not start, see above"
        yield from _running(directory / "demo.json")
    finally:
        subprocess.run([*command, "down"], cwd=ROOT, env=environ, check=False, timeout=90)


def _running(path: Path) -> Iterator[Crm]:
    demo: dict[str, Any] = json.loads(path.read_text())
    running = Crm(demo["url"], demo["tenant"], demo["users"])
    yield running
    for client in running.clients.values():
        client.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = _launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(crm: Crm, browser: Browser) -> Iterator[Any]:
    """visit(login, theme="light", width=1440) -> a signed-in page; its errors fail the test."""
    contexts: list[Any] = []
    errors: list[str] = []

    def open_page(login: str, theme: str = "light", width: int = 1440, height: int = 900) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,  # type: ignore[arg-type]
            locale="ru-RU",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contexts.append(context)
        context.set_default_timeout(STEP_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        sign_in(page, crm, login)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors, errors


def sign_in(page: Page, crm: Crm, login: str) -> None:
    page.goto(f"{crm.url}/sign-in")
    page.fill("input[name=tenant]", crm.tenant)
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", crm.password(login))
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/counterparties**")
    page.get_by_role("heading", name="Контрагенты").first.wait_for()


def _launch(playwright: Playwright) -> Browser:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "Debian's package chromium is not installed: run `make install-tests`"
    return playwright.chromium.launch(executable_path=chromium, args=FLAGS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
