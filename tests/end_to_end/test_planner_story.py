"""A day, a calendar and the planner: a work is closed, put to an hour, and handed to another; all
that somebody had to do goes to a colleague at once, and back.
"""

import uuid
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from services.kit import clock
from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible
from tests.waiting import until

HEAD = "belov"


@pytest.fixture
def people(crm: Crm) -> list[dict[str, str]]:
    """Two of this story's own, with empty days: nobody else fills the cells it looks into."""
    api, mark = crm.api("admin"), uuid.uuid4().hex[:6]
    manager = api.get("/v1/users", params={"query": crm.logins("manager")[0]}).json()["users"][0]
    found: list[dict[str, str]] = []
    for name in ("Зимина Ольга", "Летов Олег"):
        user = {
            "login": f"planned-{uuid.uuid4().hex[:6]}",
            "display_name": f"{name} {mark}",
            "org_unit": manager["org_unit"],
            "assignments": manager["assignments"],
        }
        body = {"user": user, "password": "correct horse battery"}
        found.append(api.post("/v1/users", json=body).raise_for_status().json())
    today = clock.now().date().isoformat()
    asked = {
        "users": [each["name"] for each in found],
        "start_date": today,
        "end_date": today,
    }
    # They are told of by events.
    until(lambda: len(crm.api(HEAD).get("/v1/planner", params=asked).json()["rows"]) == 2)
    return found


def test_works_are_planned_by_hand(crm: Crm, visit: Any, people: list[dict[str, str]]) -> None:
    mark = uuid.uuid4().hex[:8]
    now = clock.now().astimezone(ZoneInfo("Europe/Moscow")).date()
    later = now + timedelta(days=70)
    ill, other = (each["name"] for each in people)
    done = planned(crm, ill, f"Сегодня {mark}", now)
    free = planned(crm, ill, f"Потом {mark}", later)

    page: Page = visit(HEAD, path=f"/my-day?user={ill}")
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
    assert crm.api(HEAD).get(f"/v1/{done}").json()["sign"] == "PLUS"

    # From any time that day to an hour of it, and back.
    page.goto(f"{crm.url}/calendar?view=day&day={later}&user={ill}")
    chip = page.locator(f'[data-work="{free}"]')
    lane = page.get_by_role("region", name="Весь день")
    expect(lane.locator(chip)).to_be_visible()
    accessible(page)
    chip.drag_to(page.locator(f'[data-day="{later}"]'), target_position={"x": 300, "y": 612})
    expect(chip.locator("time")).to_have_text("12:30")
    page.get_by_role("button", name="Отменить").click()
    expect(lane.locator(chip)).to_be_visible()

    page.goto(f"{crm.url}/planner?day={later}&users={ill}&users={other}")
    his, theirs = (page.locator(f'[data-user="{each}"]') for each in (ill, other))
    expect(his.locator(chip)).to_be_visible()
    accessible(page)
    chip.drag_to(theirs.locator(f'[data-day="{later}"]'))
    expect(theirs.locator(chip)).to_be_visible()

    # Whoever fell ill: all that he has to do, at once.
    page.get_by_role("button", name=f"Передать работы: {people[1]['display_name']}").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_role("status")).to_contain_text("1 работа")
    form.get_by_label("Исполнитель").fill(people[0]["display_name"])
    page.get_by_role("option", name=people[0]["display_name"]).click()
    accessible(page)
    form.get_by_role("button", name="Передать").click()
    expect(his.locator(chip)).to_be_visible()
    page.get_by_role("button", name="Отменить изменения").click()
    expect(theirs.locator(chip)).to_be_visible()


def planned(crm: Crm, owner: str, title: str, day: date) -> str:
    """Any time that day."""
    when = {"kind": "DAY", "start_date": day.isoformat()}
    body = {"display_name": title, "owner": owner, "when": when}
    return crm.api(HEAD).post("/v1/works", json=body).raise_for_status().json()["name"]
