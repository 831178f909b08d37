"""A client's life: its stage, an assessment, what it likes, a kind note, a birthday to remember."""

import uuid
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from services.kit import clock
from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible


def a_client(crm: Crm) -> tuple[str, str]:
    """With a director whose jubilee is today."""
    api = crm.api("admin")
    title = f"Юбилей {uuid.uuid4().hex[:6]}"
    body = {"display_name": title, "kind": "LEGAL"}
    client = api.post("/v1/counterparties", json=body).raise_for_status().json()["name"]
    today = clock.now().astimezone(ZoneInfo("Europe/Moscow")).date()
    # There was no 29 February fifty years before one.
    day = today + timedelta(days=(today.month, today.day) == (2, 29))
    contact = {
        "counterparty": client,
        "display_name": f"Директор {title}",
        "birth_date": day.replace(year=day.year - 50).isoformat(),
        "phones": [{"number": "+79261234567"}],
    }
    api.post("/v1/contacts", json=contact).raise_for_status()
    return client, title


def test_a_client_is_won_assessed_and_congratulated(crm: Crm, visit: Any) -> None:
    client, title = a_client(crm)
    page = visit("admin", path=f"/{client}")
    stages = page.get_by_label("Стадии работы с клиентом")
    stages.get_by_role("button", name="Удержание").click()
    expect(stages.locator("[aria-current=step]")).to_have_text("Удержание")
    assess(page)
    prefer(page)
    accessible(page)
    note(page, crm, client)
    page.goto(f"{crm.url}/counterparties?lifecycle_stage=RETENTION&query={title}")
    expect(page.get_by_role("link", name=title)).to_be_visible()
    congratulate(page, crm, title)
    kept = crm.api("admin").get(f"/v1/{client}").json()
    assert (kept["satisfaction"]["score"], kept["satisfaction"]["trend"]) == (5, "UP")
    assert kept["preferences"] == [{"topic": "Подарки", "text": "Чай, не кофе"}]


def assess(page: Page) -> None:
    block = page.get_by_label("Отношение к нам")
    for score in ("3", "5"):
        block.get_by_role("button", name="Оценить").click()
        block.get_by_text(score, exact=True).click()
        block.get_by_role("button", name="Сохранить").click()
        expect(block.get_by_text(f"{score} из 5").first).to_be_visible()
    expect(block.get_by_text("стало лучше")).to_be_visible()


def prefer(page: Page) -> None:
    page.get_by_role("button", name="Заполнить: Предпочтения").click()
    page.get_by_role("combobox", name="О чём").fill("Подарки")
    page.get_by_label("Что важно").fill("Чай, не кофе")
    page.get_by_role("form", name="Предпочтения").get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Чай, не кофе")).to_be_visible()


def note(page: Page, crm: Crm, client: str) -> None:
    page.goto(f"{crm.url}/{client}?tab=notes")
    page.get_by_label("Новая заметка").fill("Посоветовали нас соседям")
    page.get_by_label("О чём", exact=True).select_option("RECOMMENDATION")
    page.get_by_role("button", name="Добавить заметку").click()
    expect(page.get_by_role("listitem").get_by_text("Рекомендация")).to_be_visible()
    kinds = page.get_by_role("group", name="Какие заметки")
    kinds.get_by_text("Недоразумение").click()
    expect(page.get_by_text("Таких заметок нет")).to_be_visible()


def congratulate(page: Page, crm: Crm, title: str) -> None:
    page.goto(f"{crm.url}/occasions?period=month")
    row = page.get_by_role("listitem").filter(has_text=f"Директор {title}")
    expect(row.get_by_text("50 лет")).to_be_visible()
    accessible(page)
    page.set_viewport_size({"width": 360, "height": 740})
    expect(row).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    row.get_by_role("link", name=f"Директор {title}").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
