"""Where deals are lost: from the report's numbers to the deals themselves."""

import uuid
from typing import Any

from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible
from tests.end_to_end.test_deals import a_funnel


def test_a_number_of_the_report_leads_to_its_deals(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    funnel = a_funnel(crm, mark)
    lost(crm, funnel, f"Дорогая {mark}", "Дорого")
    lost(crm, funnel, f"Чужая {mark}", "Выбрали конкурента")
    page: Page = visit("admin", path=f"/deals/report?funnel={funnel}")
    losses = page.get_by_role("region", name="Где теряем сделки")
    expect(losses).to_contain_text("проиграно 2")
    losses.get_by_label("Когда закрыты").click()
    page.get_by_role("option", name="Прошлый месяц").click()
    expect(losses).to_contain_text("Потерь нет")
    losses.get_by_label("Когда закрыты").click()
    page.get_by_role("option", name="Этот месяц").click()
    losses.get_by_role("link", name="Дорого: показать 1 сделку").click()
    grid = page.get_by_role("grid")
    expect(grid).to_contain_text(f"Дорогая {mark}")
    expect(grid).not_to_contain_text(f"Чужая {mark}")
    filters = page.get_by_role("search", name="Отбор сделок")
    for chosen in ("Проиграна", "Дорого", f"Опт {mark}"):
        expect(filters).to_contain_text(chosen)
    accessible(page)
    filters.get_by_role("button", name="Сбросить фильтр «Причина проигрыша»").click()
    expect(grid).to_contain_text(f"Чужая {mark}")


def lost(crm: Crm, funnel: str, title: str, reason: str) -> None:
    api = crm.api("admin")
    reasons = api.get("/v1/lossReasons").raise_for_status().json()["loss_reasons"]
    (name,) = [each["name"] for each in reasons if each["display_name"] == reason]
    deal = api.post("/v1/deals", json={"display_name": title, "funnel": f"funnels/{funnel}"})
    api.post(f"/v1/{deal.json()['name']}:lose", json={"reason": name}).raise_for_status()
