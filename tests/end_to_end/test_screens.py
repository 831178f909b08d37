"""Every screen in both themes, wide and on a phone: axe finds nothing, nothing is cut off.

The same visits make the pictures of README (gateway/web/screenshots), if CRM_SCREENSHOTS is set.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import ROOT, Crm

AXE = ROOT / "gateway" / "web" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "gateway" / "web" / "screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = f"""async () => {{
  const where = (n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '');
  const found = await axe.run(document, {{ runOnly: {RULES} }});
  return found.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map(where).join(' | '));
}}"""
# Those that README shows.
PICTURED = {
    "counterparties-light",
    "card-dark",
    "import-light",
    "roles-light",
    "counterparties-light-phone",
    "card-light-phone",
}
SCREENS = {
    "counterparties": "/counterparties",
    "nothing-found": "/counterparties?query=нетникого",
    "card": "",
    "card-details": "?tab=requisites",
    "card-relations": "?tab=relations",
    "card-history": "?tab=history",
    "create": "/counterparties/new",
    "register": "/counterparties/register",
    "drafts": "/counterparties/drafts",
    "contacts": "/contacts",
    "occasions": "/occasions?whose=all&period=month",
    "duplicates": "/duplicates",
    "imports": "/imports",
    "import": "",
    "users": "/admin/users",
    "org-units": "/admin/org-units",
    "roles": "/admin/roles",
    "segments": "/admin/segments",
    "managers": "/admin/managers",
    "custom-fields": "/admin/fields",
    "relation-kinds": "/admin/relation-kinds",
    "holidays": "/admin/holidays",
    "substitutions": "/admin/substitutions",
    "api-keys": "/admin/api-keys",
    "integrations": "/admin/integrations",
    "personal-data": "/admin/personal-data",
    "profile": "/profile",
    "no-such-client": "/counterparties/00000000-0000-4000-8000-000000000000",
    "no-such-page": "/nowhere",
}


@pytest.fixture(scope="module")
def places(crm: Crm) -> dict[str, str]:
    """Where each screen is in this installation."""
    api = crm.api("admin")
    client = api.get("/v1/counterparties", params={"kind": "LEGAL"}).json()["counterparties"][0]
    imported = api.get("/v1/imports").json()["imports"][0]
    card = f"/{client['name']}"
    found = {name: path or f"/{imported['name']}" for name, path in SCREENS.items()}
    return {
        name: card + SCREENS[name] if name.startswith("card") else path
        for name, path in found.items()
    }


@pytest.fixture(
    params=[("light", 1440), ("dark", 1440), ("light", 360), ("dark", 360)], scope="module"
)
def screen(
    request: pytest.FixtureRequest, crm: Crm, browser: Any
) -> Iterator[tuple[Page, str, int]]:
    """One signed-in page for all screens of a theme and width."""
    from tests.end_to_end.conftest import STEP_MS, sign_in  # noqa: PLC0415

    theme, width = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,
        locale="ru-RU",
        reduced_motion="reduce",
    )
    context.set_default_timeout(STEP_MS)
    page = context.new_page()
    sign_in(page, crm, "admin")
    yield page, theme, width
    context.close()


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_accessible_and_fits(
    screen: tuple[Page, str, int], crm: Crm, places: dict[str, str], name: str
) -> None:
    page, theme, width = screen
    page.goto(crm.url + places[name])
    settle(page)
    page.evaluate(AXE.read_text())
    problems = page.evaluate(RUN_AXE)
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    keep_picture(page, f"{name}-{theme}{'' if width > 1000 else '-phone'}")
    assert problems == []
    assert overflow <= 0, f"{overflow} px wider than the screen"


def test_the_sign_in_page_is_accessible_in_both_themes(crm: Crm, browser: Any) -> None:
    for theme in ("light", "dark"):
        context = browser.new_context(color_scheme=theme, locale="ru-RU")
        page = context.new_page()
        page.goto(f"{crm.url}/sign-in")
        page.evaluate(AXE.read_text())
        assert page.evaluate(RUN_AXE) == []
        keep_picture(page, f"sign-in-{theme}")
        context.close()


def settle(page: Page) -> None:
    """Until the data is there: no skeleton, no request under way."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)


def keep_picture(page: Page, name: str) -> None:
    if os.environ.get("CRM_SCREENSHOTS") and name in PICTURED:
        Path(PICTURES).mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")
