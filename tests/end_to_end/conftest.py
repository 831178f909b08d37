"""The whole system, started as `make up` starts it, and Chromium in front of it.

CRM_TEST_SEPARATE=1 runs each service in processes of its own, as in a cluster.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from deploy.local.ports import free_port
from tests.contracts.descriptors import ROOT

SCREENSHOTS = ROOT / "build" / "screenshots"
SLOWEST_STEP_MS = 20_000
UP_WITHIN = 400


@dataclass(frozen=True)
class User:
    role: str
    login: str
    password: str


@dataclass(frozen=True)
class Installation:
    """A running system and who may sign in to it."""

    url: str
    tenant: str
    users: tuple[User, ...]
    directory: Path

    def user(self, role: str, number: int = 0) -> User:
        return [user for user in self.users if user.role == role][number]

    def api(self, user: User) -> httpx.Client:
        """The REST API as this user's program calls it; to be used in a `with`."""
        body = {"tenant": self.tenant, "login": user.login, "password": user.password}
        session = httpx.post(f"{self.url}/v1/sessions", json=body).raise_for_status().json()
        token = session["access_token"]
        return httpx.Client(
            base_url=self.url, headers={"authorization": f"Bearer {token}"}, timeout=30
        )


def command(directory: Path, *arguments: str, port: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deploy.local", *arguments],
        cwd=ROOT,
        env={**os.environ, "CRM_RUN_DIRECTORY": str(directory), "CRM_PORT": str(port)},
        capture_output=True,
        text=True,
        timeout=UP_WITHIN,
        check=False,
    )


def running(directory: Path, *options: str) -> Iterator[Installation]:
    started = command(directory, "up", *options, port=free_port(set()))
    assert started.returncode == 0, started.stderr + started.stdout
    try:
        demo = json.loads((directory / "demo.json").read_text("utf-8"))
        users = tuple(User(**user) for user in demo["users"])
        yield Installation(demo["url"], demo["tenant"], users, directory)
    finally:
        stopped = command(directory, "down")
        assert stopped.returncode == 0, stopped.stderr


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    options = ["--separate"] if os.environ.get("CRM_TEST_SEPARATE") else []
    yield from running(tmp_path_factory.mktemp("run"), *options)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "Chromium is missing: run `make test`, which installs it"
    with sync_playwright() as playwright:
        # Containers offer no user namespaces to root, and little shared memory.
        options = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(browser: Browser, installation: Installation) -> Iterator[Callable[..., Page]]:
    """A fresh, empty browser window; a test may open several for several people."""
    contexts: list[BrowserContext] = []

    def open_window(**options: object) -> Page:
        settings = {"locale": "ru-RU", "viewport": {"width": 1440, "height": 900}, **options}
        context = browser.new_context(base_url=installation.url, **settings)  # type: ignore[arg-type]
        context.set_default_timeout(SLOWEST_STEP_MS)
        contexts.append(context)
        return context.new_page()

    expect.set_options(timeout=SLOWEST_STEP_MS)
    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_browser: Callable[..., Page]) -> Page:
    return open_browser()
