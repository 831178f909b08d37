"""A day, a calendar and the planner: a work is closed, put to an hour, handed to another."""

import uuid
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from services.kit import clock
from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible


def test_works_are_planned_by_hand(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    now = clock.now().astimezone(ZoneInfo("Europe/Moscow")).date()
    # So far on that nobody else has anything there.
    later = now + timedelta(days=70)
    today, free = planned(crm, f"Сегодня {mark}", now), planned(crm, f"Потом {mark}", later)

    page: Page = visit("ivanova", path="/my-day")
    row = page.get_by_role("region", name="Сегодня").get_by_role("listitem").filter(has_text=mark)
    expect(row).to_be_visible()
    accessible(page)
    row.get_by_role("link").first.focus()
    page.keyboard.press("Equal")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Закрыть с плюсом")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(row.get_by_role("button")).to_have_count(0)
    assert crm.api("ivanova").get(f"/v1/{today}").json()["sign"] == "PLUS"

    # From any time that day to an hour of it, and back.
    page.goto(f"{crm.url}/calendar?view=day&day={later}")
    chip = page.locator(f'[data-work="{free}"]')
    lane = page.get_by_role("region", name="Весь день")
    expect(lane.locator(chip)).to_be_visible()
    accessible(page)
    chip.drag_to(page.locator(f'[data-day="{later}"]'), target_position={"x": 300, "y": 612})
    expect(chip.locator("time")).to_have_text("12:30")
    page.get_by_role("button", name="Отменить").click()
    expect(lane.locator(chip)).to_be_visible()

    head: Page = visit("belov", path=f"/planner?day={later}")
    petrov = head.locator(f'[data-user="{user(crm, "petrov")}"]')
    work = head.locator(f'[data-work="{free}"]')
    expect(work).to_be_visible()
    accessible(head)
    work.drag_to(petrov.locator(f'[data-day="{later}"]'))
    expect(petrov.locator(work)).to_be_visible()
    # It leaves the calendar of who had it, by itself.
    expect(chip).to_have_count(0)


def planned(crm: Crm, title: str, day: date) -> str:
    """Any time that day, of Ivanova."""
    body = {"display_name": title, "when": {"kind": "DAY", "start_date": day.isoformat()}}
    return crm.api("ivanova").post("/v1/works", json=body).raise_for_status().json()["name"]


def user(crm: Crm, login: str) -> str:
    return crm.api(login).get("/v1/profile").json()["user"]["name"]
