"""A work that repeats: begun from the form, moved with those after it, ended and taken back."""

import uuid
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from services.kit import clock
from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, fits

MOSCOW = ZoneInfo("Europe/Moscow")


def working_day() -> date:
    """A Tuesday two weeks and more ahead: whatever day it is today, no week is cut short."""
    today = clock.now().astimezone(MOSCOW).date()
    return today + timedelta(days=15 + (1 - (today + timedelta(days=15)).weekday()) % 7)


def written(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def test_a_work_repeats_and_is_changed_with_those_after_it(crm: Crm, visit: Any) -> None:
    name, first = f"Обзвон {uuid.uuid4().hex[:8]}", working_day()
    page: Page = visit("admin", path=f"/works?query={name.split()[1]}")
    page.get_by_role("button", name="Работа", exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label("Что сделать").fill(name)
    form.get_by_label("День", exact=True).fill(written(first))
    form.get_by_label("Повторять").select_option(label="каждую неделю по вторникам")
    form.get_by_label("Закончить").select_option(label="после числа раз")
    form.get_by_label("Сколько раз").fill("4")
    expect(form.get_by_role("list", name="Ближайшие").get_by_role("listitem")).to_have_count(4)
    accessible(page)
    form.get_by_role("button", name="Запланировать").click()
    rows = page.get_by_role("row", name=name)
    expect(rows).to_have_count(4)
    expect(rows.get_by_role("img", name="Повторяется")).to_have_count(4)

    # The second one and those after it go to Wednesday: the first one stays.
    second = first + timedelta(days=7)
    page.get_by_role("row", name=written(second)).get_by_role("link", name=name).click()
    expect(page.get_by_role("link", name="каждую неделю по вторникам, 4 раза")).to_be_visible()
    page.get_by_role("button", name=f"Действия с работой: {name}").click()
    page.get_by_role("menuitem", name="Изменить").click()
    form = page.get_by_role("dialog")
    form.get_by_label("День", exact=True).fill(written(second + timedelta(days=1)))
    form.get_by_role("button", name="Сохранить").click()
    question = page.get_by_role("dialog", name="Изменить повторяющуюся работу")
    question.get_by_text("Эту и следующие").click()
    question.get_by_role("button", name="Применить").click()
    link = page.get_by_role("link", name="каждую неделю по средам, 3 раза")
    expect(link).to_be_visible()

    page.set_viewport_size({"width": 360, "height": 800})
    link.click()
    series = page.get_by_role("listitem").filter(has_text=name)
    expect(series).to_contain_text("каждую неделю по средам, 3 раза")
    fits(page)
    series.get_by_role("button", name="Завершить").click()
    expect(series).to_have_count(0)
    left = crm.api("admin").get("/v1/works", params={"query": name.split()[1]}).json()["works"]
    assert [each["when"]["start_date"] for each in left] == [first.isoformat()]
    page.get_by_role("button", name="Отменить").click()
    expect(series).to_have_count(1)
    back = crm.api("admin").get("/v1/works", params={"query": name.split()[1]}).json()["works"]
    moved = [second + timedelta(days=1 + 7 * n) for n in range(3)]
    assert [each["when"]["start_date"] for each in back] == [d.isoformat() for d in (first, *moved)]
