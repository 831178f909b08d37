"""What every screen owes its users, asked of it in the page itself."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Page, Request, Route

ROOT = Path(__file__).parents[2]
AXE = ROOT / "gateway" / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# All that a theme changes.
COLOURS = ["color-contrast"]
RUN_AXE = """async (runOnly) => {
  const where = (n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '');
  const found = await axe.run(document, { runOnly, resultTypes: ['violations'], preload: false });
  return found.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map(where).join(' | '));
}"""
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
# A frame is drawn when what came before it is done, however slow the machine; the second one shows
# what the first has measured.
AT_REST = """async () => {
  const frame = () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  await frame();
  await frame();
  const is = (selector) => document.querySelector(selector) !== null;
  return is('#root > *') && !is('.mantine-Skeleton-root');
}"""
SETTLED_WITHIN_S = 60.0


def axe_of(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """What axe finds wrong; it is brought into each page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(RUN_AXE, list(rules))


def held(page: Page, address: str) -> Callable[[], None]:
    """What is asked of this address comes when the returned function is called."""
    waiting: list[Route] = []
    open_now = False

    def hold(route: Route) -> None:
        if open_now:
            route.continue_()
        else:
            waiting.append(route)

    def release() -> None:
        nonlocal open_now
        open_now = True
        for route in waiting:
            route.continue_()

    page.route(address, hold)
    return release


def accessible(page: Page) -> None:
    assert axe_of(page) == []


def fits(page: Page) -> None:
    wider = page.evaluate(TOO_WIDE)
    assert wider <= 0, f"{wider} px wider than the screen"


class Calm:
    """Knows when a page has come to rest: drawn, no request under way, no skeleton."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._under_way: set[Request] = set()
        page.on("request", self._begun)
        page.on("requestfinished", self._over)
        page.on("requestfailed", self._over)

    def wait(self, times: int = 1) -> None:
        """Until it was found at rest so many times in a row."""
        deadline = time.monotonic() + SETTLED_WITHIN_S
        calm = 0
        while calm < times:
            assert time.monotonic() < deadline, [each.url for each in self._under_way]
            calm = calm + 1 if self._page.evaluate(AT_REST) and not self._under_way else 0

    def _begun(self, request: Request) -> None:
        self._under_way.add(request)

    def _over(self, request: Request) -> None:
        self._under_way.discard(request)
