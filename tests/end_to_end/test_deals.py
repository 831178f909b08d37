"""Deals: the board, a stage that asks for a field, a colleague's move, won, lost and back."""

import uuid
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible


def test_a_deal_goes_over_the_board_before_a_colleagues_eyes(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    funnel, client = a_funnel(crm, mark), a_client(crm, mark)
    page: Page = visit("admin", path=f"/deals?funnel={funnel}")
    create(page, f"Поставка {mark}", client)
    page.goto(f"{crm.url}/deals?funnel={funnel}")
    card = page.get_by_role("listitem").filter(has_text=f"Поставка {mark}")
    expect(column(page, "Новая").get_by_role("listitem")).to_have_count(1)
    accessible(page)

    colleague: Page = visit("belov", path=f"/deals?funnel={funnel}")
    expect(column(colleague, "Новая")).to_contain_text(f"Поставка {mark}")

    # Asked before it is saved; thought better of, it is where it was.
    card.drag_to(column(page, "Предложение"))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Для этапа «Предложение» нужно")
    accessible(page)
    dialog.get_by_role("button", name="Отмена").click()
    expect(column(page, "Новая")).to_contain_text(f"Поставка {mark}")
    card.drag_to(column(page, "Предложение"))
    dialog.get_by_label("Сумма").fill("1500,50")
    dialog.get_by_role("button", name="Сохранить и перенести").click()
    expect(dialog).to_have_count(0)
    expect(column(page, "Предложение")).to_contain_text("1 501")
    expect(column(colleague, "Предложение")).to_contain_text(f"Поставка {mark}")

    # The keyboard's way, and back by the button of the message.
    card.get_by_role("link").focus()
    card.get_by_role("button", name="Действия").click()
    page.get_by_role("menuitem", name="Договор").click()
    expect(column(page, "Договор")).to_contain_text(f"Поставка {mark}")
    # The move before it cannot be taken back any more.
    back = taken_back(page, "Договор")
    back.click()
    expect(column(page, "Предложение")).to_contain_text(f"Поставка {mark}")

    # Nor can this one, once a colleague has moved it on.
    back = taken_back(page, "Предложение")
    back.hover()  # and it stays
    moved_on(crm, funnel, "Договор")
    back.click()
    expect(page.get_by_role("alert")).to_contain_text("уже на этапе «Договор»")
    expect(column(page, "Договор")).to_contain_text(f"Поставка {mark}")


def test_a_deal_is_lost_for_a_reason_opened_again_and_won(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    funnel = a_funnel(crm, mark)
    made = crm.api("admin").post(
        "/v1/deals", json={"display_name": f"Монтаж {mark}", "funnel": f"funnels/{funnel}"}
    )
    made.raise_for_status()
    page: Page = visit("admin", theme="dark", path=f"/{made.json()['name']}")
    page.get_by_label("Позвонить").check()
    expect(page.get_by_text("1 из 1")).to_be_visible()
    page.get_by_role("button", name="Проиграна").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Проиграна").click()
    expect(dialog).to_contain_text("Выберите причину")
    dialog.get_by_role("combobox").click()
    page.get_by_role("option").first.click()
    dialog.get_by_role("button", name="Проиграна").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Открыть снова").click()
    expect(page.get_by_role("button", name="Выиграна")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="Договор").get_by_role("button").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("Договор")
    page.get_by_role("button", name="Выиграна").click()
    expect(page.get_by_role("button", name="Выиграна")).to_have_count(0)
    accessible(page)
    page.get_by_role("tab", name="Этапы").click()
    expect(page.get_by_text("Новая → Договор")).to_be_visible()
    expect(page.get_by_text("Пропущены этапы: Предложение")).to_be_visible()
    accessible(page)


def test_a_funnel_is_changed_for_new_deals_only(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    funnel = a_funnel(crm, mark)
    page: Page = visit("admin", path=f"/admin/funnels/{funnel}")
    page.get_by_role("button", name="Добавить этап").click()
    page.get_by_placeholder("Название этапа").last.fill("Отгрузка")
    page.get_by_role("button", name="Выше: Отгрузка").click()
    accessible(page)
    page.get_by_role("button", name="Сохранить").click()
    row = page.get_by_role("row").filter(has_text=f"Опт {mark}")
    expect(row).to_contain_text("Новая → Предложение → Отгрузка → Договор")
    accessible(page)


def a_funnel(crm: Crm, mark: str) -> str:
    """Three stages; the offer asks for an amount."""
    stages = [
        {
            "display_name": "Новая",
            "color": "gray",
            "probability": 10,
            "checklist": [{"display_name": "Позвонить"}],
        },
        {"display_name": "Предложение", "color": "blue", "conditions": {"fields": ["amount"]}},
        {"display_name": "Договор", "color": "green", "probability": 90},
    ]
    funnel = {"display_name": f"Опт {mark}", "kind": "MANUAL", "stages": stages}
    made = crm.api("admin").post("/v1/funnels", json=funnel)
    made.raise_for_status()
    return made.json()["name"].split("/")[1]


def taken_back(page: Page, stage: str) -> Locator:
    """The button of the last move's message, when that has come and no other is left."""
    expect(page.get_by_text(f"этап «{stage}»")).to_be_visible()
    expect(page.get_by_text("— этап «")).to_have_count(1)
    return page.get_by_role("button", name="Отменить")


def moved_on(crm: Crm, funnel: str, title: str) -> None:
    """A colleague moves the only deal of a funnel."""
    api = crm.api("belov")
    stages = api.get(f"/v1/funnels/{funnel}").json()["stages"]
    (stage,) = [each["id"] for each in stages if each["display_name"] == title]
    (deal,) = api.get(f"/v1/deals?funnel=funnels/{funnel}").json()["deals"]
    api.post(f"/v1/{deal['name']}:move", json={"stage": stage}).raise_for_status()


def a_client(crm: Crm, mark: str) -> str:
    client = {"display_name": f"ООО «Свет {mark}»", "kind": "LEGAL"}
    crm.api("admin").post("/v1/counterparties", json=client).raise_for_status()
    return f"Свет {mark}"


def create(page: Page, title: str, client: str) -> None:
    page.get_by_role("banner")
    page.get_by_role("main").get_by_role("button", name="Сделка", exact=True).first.click()
    form = page.get_by_role("dialog")
    form.get_by_label("Название").fill(title)
    form.get_by_label("Клиент").fill(client)
    page.get_by_role("option", name=client).click()
    form.get_by_role("button", name="Сделка").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def column(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True)
