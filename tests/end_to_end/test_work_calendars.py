"""A working calendar of somebody's own: kept by an administrator, seen where works are shown."""

import uuid

from playwright.sync_api import Page, expect

from services.kit import clock
from tests.end_to_end.conftest import Crm, Visit
from tests.end_to_end.screen import accessible, fits

NEXT_YEAR = clock.now().year + 1


def _february(crm: Crm) -> str:
    """A working day of next year's February, of which no other story knows."""
    query = {"start_date": f"{NEXT_YEAR}-02-02", "end_date": f"{NEXT_YEAR}-02-28"}
    days = crm.api("admin").get("/v1/workingDays", params=query).raise_for_status().json()
    return next(each["day_date"] for each in days["working_days"] if each["kind"] == "WORKING")


def test_a_day_off_of_somebodys_own_calendar(crm: Crm, visit: Visit) -> None:
    mark = uuid.uuid4().hex[:6]
    title, why = f"Смена {mark}", f"Переезд {mark}"
    day = _february(crm)
    me = crm.api("admin").get("/v1/profile").json()["user"]["display_name"]
    page: Page = visit("admin", path="/admin/work-calendars")
    expect(page.get_by_role("button", name="Пятидневка", exact=True)).to_be_visible()
    page.get_by_role("button", name="Добавить календарь").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Название").fill(title)
    # Hours that overlap are told of at once.
    form.get_by_role("button", name="Понедельник: добавить часы").click()
    form.get_by_label("Понедельник: начало 3").fill("17")
    form.get_by_label("Понедельник: конец 3").fill("20")
    expect(form.get_by_role("alert")).to_contain_text("раньше, чем кончаются предыдущие")
    form.get_by_role("button", name="Понедельник: убрать часы 3").click()
    expect(form.get_by_role("alert")).to_have_count(0)
    form.get_by_label("Сотрудники").fill(me)
    page.get_by_role("option", name=me, exact=True).click()
    form.get_by_role("button", name="Сохранить").click()
    expect(form).to_have_count(0)

    # Beside the holidays that everybody has, a day that only he has.
    page.get_by_role("button", name=title, exact=True).click()
    expect(form.get_by_role("button", name="1 января: Праздник")).to_be_visible()
    form.get_by_role("button", name="Следующий год").click()
    chosen = form.get_by_role("button", name=f"{int(day[8:])} февраля: Рабочий день", exact=True)
    chosen.click()
    form.get_by_text("Выходной", exact=True).first.click()
    form.get_by_label("Почему").fill(why)
    accessible(page)
    form.get_by_role("button", name="Готово").click()
    form.get_by_role("button", name="Сохранить").click()
    expect(form).to_have_count(0)
    expect(page.get_by_role("row", name=title)).to_contain_text(me)

    page.goto(f"{crm.url}/calendar?view=month&day={day}")
    cell = page.locator(f"[data-day='{day}']")
    expect(cell).to_have_attribute("data-kind", "HOLIDAY")
    expect(cell.get_by_title(why)).to_be_visible()
    fits(page)
