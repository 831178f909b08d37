"""Every screen in both themes, from a phone to a wide desk: axe finds nothing, nothing is cut off.

The same visits make the pictures of README, if CRM_SCREENSHOTS is set (`make pictures`).
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import COLOURS, ROOT, RULES, Calm, accessible, axe_of
from tests.waiting import until

PICTURES = ROOT / "gateway" / "web" / "screenshots"
# Those that README shows.
PICTURED = {
    "counterparties-light",
    "card-dark",
    "deals-light",
    "import-light",
    "roles-light",
    "counterparties-light-phone",
    "card-light-phone",
}
# What follows the address of the client, the deal or the import that a name begins with, else the
# address.
SCREENS = {
    "counterparties": "/counterparties",
    "nothing-found": "/counterparties?query=нетникого",
    "card": "",
    "card-contacts": "?tab=contacts",
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
    "import": "?step=result",
    "import-file": "?step=file",
    "import-mapping": "?step=mapping",
    "import-rows": "?step=rows",
    "deals": "/deals",
    "deals-table": "/deals/table",
    "deals-report": "/deals/report",
    "deal": "",
    "deal-fulfilment": "?tab=fulfilment",
    "products": "/products",
    "products-prices": "/products?part=prices",
    "products-vat": "/products?part=vat",
    "products-loyalty": "/products?part=loyalty",
    "agreements": "/agreements",
    "leads": "/leads",
    "interactions": "/interactions?tab=all",
    "lead-settings": "/admin/lead-settings",
    "payments": "/payments",
    "payments-statements": "/payments?part=statements",
    "payments-all": "/payments?part=all",
    "payments-sellers": "/payments?part=sellers",
    "users": "/admin/users",
    "org-units": "/admin/org-units",
    "roles": "/admin/roles",
    "segments": "/admin/segments",
    "managers": "/admin/managers",
    "custom-fields": "/admin/fields",
    "funnels": "/admin/funnels",
    "funnel": "/admin/funnels/new",
    "work-settings": "/admin/work-settings",
    "work-scripts": "/admin/work-settings?part=scripts",
    "work-ladders": "/admin/work-settings?part=ladders",
    "work-templates": "/admin/work-settings?part=campaigns",
    "relation-kinds": "/admin/relation-kinds",
    "holidays": "/admin/holidays",
    "work-calendars": "/admin/work-calendars",
    "repeated-works": "/repeated-works",
    "substitutions": "/admin/substitutions",
    "api-keys": "/admin/api-keys",
    "integrations": "/admin/integrations",
    "accounting": "/admin/accounting",
    "personal-data": "/admin/personal-data",
    "profile": "/profile",
    "profile-notices": "/profile/notices",
    "no-such-client": "/counterparties/00000000-0000-4000-8000-000000000000",
    "no-such-page": "/nowhere",
}
# A phone, a tablet, a small and a usual desk, a wide one; each on its side of the layouts' breaks.
WIDTHS = (360, 768, 1024, 1440, 1920)
# axe takes longer than all else; between these widths only the places of things change.
WITH_AXE = (360, 1440)
# A theme changes colours alone, which are axe's to judge.
LOOKS = [*(("light", width) for width in WIDTHS), *(("dark", width) for width in WITH_AXE[::-1])]
# What is wrong with the controls of a page: cut, covered, off the screen.
CONTROLS = (ROOT / "tests" / "end_to_end" / "controls.js").read_text("utf-8")
CSV = "Наименование;ИНН;E-mail\r\nБез ошибок;;\r\nС ошибкой;7707083893;нет-почты\r\n"


@pytest.fixture(scope="module")
def places(crm: Crm) -> dict[str, str]:
    """Where each screen is in this installation."""
    api = crm.api("admin")
    # Of the demo, as other stories change theirs while this one looks.
    query = {"kind": "LEGAL", "order_by": "create_time"}
    client = api.get("/v1/counterparties", params=query).json()["counterparties"][0]["name"]
    found = api.get("/v1/imports", params={"page_size": 200}).json()["imports"]
    done = next(each["name"] for each in found if each["file_name"].startswith("clients_"))
    # The first of the demo is paid for, with bonuses, and has promises.
    deal = api.get("/v1/deals", params={"order_by": "create_time"}).json()["deals"][0]["name"]
    staged = _staged(crm)
    of = {
        "card": client,
        "deal": deal,
        "import": done,
        "import-rows": staged,
        "import-mapping": staged,
    }
    return {
        name: path if path.startswith("/") else f"/{of.get(name) or of[name.split('-')[0]]}{path}"
        for name, path in SCREENS.items()
    }


def _staged(crm: Crm) -> str:
    """An import that waits for its mistakes to be mended."""
    api = crm.api("admin")
    file = {"file": ("screens.csv", CSV.encode())}
    made = api.post("/v1/imports", data={"kind": "LEGAL"}, files=file).raise_for_status().json()
    until(lambda: api.get(f"/v1/{made['name']}").json()["state"] == "STAGED")
    return made["name"]


@pytest.fixture(scope="module")
def desk(crm: Crm, browser: Any) -> Iterator[tuple[Page, Calm]]:
    """One signed-in page for all screens."""
    context = crm.context(browser, "admin")
    page = context.new_page()
    yield page, Calm(page)
    context.close()


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_accessible_and_nothing_is_cut(
    desk: tuple[Page, Calm], crm: Crm, places: dict[str, str], name: str
) -> None:
    """Opened on a phone, then made wider: stories open theirs on a wide screen."""
    page, calm = desk
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.emulate_media(color_scheme="light")
    page.goto(crm.url + places[name])
    calm.wait(times=3)
    faults: list[str] = []
    for theme, width in LOOKS:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        calm.wait()
        faults += [f"{theme} at {width}: {fault}" for fault in _faults(page, theme, width)]
        keep_picture(page, name, theme, width)
    assert faults == []


def _faults(page: Page, theme: str, width: int) -> list[str]:
    found: list[str] = page.evaluate(CONTROLS)
    if width in WITH_AXE:
        found += axe_of(page, RULES if theme == "light" else COLOURS)
    return found


def test_one_signs_in_on_a_page_that_is_accessible_in_both_themes(crm: Crm, browser: Any) -> None:
    context = browser.new_context(locale="ru-RU")
    page = context.new_page()
    page.goto(f"{crm.url}/sign-in")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        accessible(page)
    page.fill("input[name=tenant]", crm.tenant)
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", crm.password("admin"))
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/counterparties**")
    expect(page.get_by_role("heading", name="Контрагенты").first).to_be_visible()
    context.close()


def keep_picture(page: Page, name: str, theme: str, width: int) -> None:
    picture = f"{name}-{theme}{'' if width > 1000 else '-phone'}"
    if os.environ.get("CRM_SCREENSHOTS") and width in WITH_AXE and picture in PICTURED:
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{picture}.png")
