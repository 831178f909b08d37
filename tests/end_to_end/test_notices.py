"""A reminder appears by itself behind the bell, leads to its work, is put off; a push is shown."""

import json
import uuid
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from services.kit import clock
from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, fits
from tests.waiting import until


def test_a_reminder_rings_leads_to_its_work_and_is_put_off(crm: Crm, visit: Any) -> None:
    mark, api = uuid.uuid4().hex[:8], crm.api("admin")
    page: Page = visit("admin", width=360, path="/profile/notices")
    expect(page.get_by_role("row", name="Просрочено", exact=False).first).to_be_visible()
    accessible(page)
    fits(page)
    page.set_viewport_size({"width": 1440, "height": 900})

    # It begins in a minute: «an hour before» is now.
    start = clock.now() + timedelta(minutes=1)
    when = {
        "kind": "EXACT",
        "start_time": start.isoformat(),
        "end_time": (start + timedelta(minutes=30)).isoformat(),
    }
    body = {"display_name": f"Позвонить {mark}", "when": when}
    reminders = [{"minutes_before": 60}]
    work = api.post("/v1/works", json={**body, "reminders": reminders}).raise_for_status().json()
    pop = page.get_by_role("alert").filter(has_text=mark)
    expect(pop).to_contain_text("Напоминание")
    pop.get_by_role("button", name="Закрыть").click()
    bell = page.get_by_role("banner").get_by_role("button", name="Уведомления")
    bell.click()
    panel = page.get_by_role("dialog", name="Уведомления")
    row = panel.get_by_role("listitem").filter(has_text=mark)
    expect(row).to_be_visible()
    accessible(page)
    row.get_by_role("link").click()
    expect(page.get_by_role("article")).to_contain_text(mark)
    expect(page).to_have_url(f"{crm.url}/{work['name']}")

    bell.click()
    row.get_by_role("button", name=f"Отложить: Позвонить {mark}").click()
    page.get_by_role("menuitem", name="На 15 минут").click()
    expect(page.get_by_role("alert").filter(has_text="Напомним")).to_be_visible()
    expect(row).to_have_count(0)

    # What is pushed is shown by the worker; told twice, it replaces itself.
    assert pushed(crm, page, f"Раз {mark}", f"Два {mark}") == [f"Два {mark}"]


def pushed(crm: Crm, page: Page, *titles: str) -> list[str]:
    """What the browser shows of pushes with one tag: a headless one has no push service."""
    context = page.context
    context.grant_permissions(["notifications"], origin=crm.url)
    cdp = context.new_cdp_session(page)
    known: list[str] = []
    news = "ServiceWorker.workerRegistrationUpdated"
    cdp.on(news, lambda event: known.extend(e["registrationId"] for e in event["registrations"]))
    cdp.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.register('/push-worker.js').then(() => null)")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    worker = until(lambda: page.evaluate("1") and known)[-1]
    for title in titles:
        told = {"title": title, "body": "Напоминание", "tag": "notices/one", "open": "/my-day"}
        message = {"origin": crm.url, "registrationId": worker, "data": json.dumps(told)}
        cdp.send("ServiceWorker.deliverPushMessage", message)
    shown = """async () => {
      const worker = await navigator.serviceWorker.ready;
      return (await worker.getNotifications()).map(({ title }) => title);
    }"""
    until(lambda: titles[-1] in page.evaluate(shown))
    found: list[str] = page.evaluate(shown)
    page.evaluate("navigator.serviceWorker.ready.then((worker) => worker.unregister())")
    context.clear_permissions()
    return found
