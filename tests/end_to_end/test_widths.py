"""From a phone to a wide desk: no control is cut, covered or off the screen, in either theme."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.end_to_end.conftest import STEP_MS, Crm, sign_in
from tests.end_to_end.test_screens import SCREENS, settle

WIDTHS = (360, 480, 768, 900, 1024, 1280, 1440, 1920)
# What of a control can be seen: its box within all that cuts it, save lists that scroll to it.
FAULTS = """() => {
  const seen = (node) => {
    let { left, right, top, bottom } = node.getBoundingClientRect();
    for (let box = node.parentElement; box; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      const edge = box.getBoundingClientRect();
      left = Math.max(left, edge.left); right = Math.min(right, edge.right);
      top = Math.max(top, edge.top); bottom = Math.min(bottom, edge.bottom);
    }
    return { left, right, top, bottom, width: right - left, height: bottom - top };
  };
  const scrolls = (node) => {
    for (let box = node.parentElement; box; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (/auto|scroll/.test(style.overflowX) && box.scrollWidth > box.clientWidth) return true;
    }
    return false;
  };
  const floats = (node) => {
    for (let box = node; box; box = box.parentElement) {
      if (/fixed|sticky|absolute/.test(getComputedStyle(box).position)) return true;
    }
    return false;
  };
  const shown = (node) => {
    const { width, height } = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    return width > 1 && height > 1 && style.visibility !== 'hidden' && style.opacity !== '0';
  };
  const name = (node) => (node.getAttribute('aria-label') || node.textContent || node.type).trim();
  const cutText = (node) => [node, ...node.querySelectorAll('*')].some((part) => {
    const style = getComputedStyle(part);
    return style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis' && part.clientWidth > 1
      && part.scrollWidth > part.clientWidth + 1;
  });
  const all = [...document.querySelectorAll('button, a, input:not([type=radio])')]
    .filter((node) => shown(node) && !node.closest('[role=grid], [role=row], .visuallyHidden'));
  const faults = [];
  for (const node of all) {
    const whole = node.getBoundingClientRect();
    if (floats(node) && whole.bottom <= 0) continue;
    const part = seen(node);
    const beyond = whole.right > innerWidth + 1;
    if (beyond && !scrolls(node)) faults.push(`off the screen: ${name(node)}`);
    else if (part.width < whole.width - 2 && !scrolls(node)) faults.push(`cut: ${name(node)}`);
    if (node.tagName !== 'INPUT' && cutText(node)) faults.push(`its text is cut: ${name(node)}`);
  }
  const still = all.filter((node) => !floats(node)).map((node) => [node, seen(node)])
    .filter(([, box]) => box.width > 2 && box.height > 2);
  for (const [index, [one, a]] of still.entries()) {
    for (const [other, b] of still.slice(index + 1)) {
      // A field's own buttons lie in it.
      if (one.contains(other) || one.tagName === 'INPUT') continue;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 2) faults.push(`${name(one)} covers ${name(other)}`);
    }
  }
  const more = document.documentElement.scrollWidth - innerWidth;
  return more > 0 ? [...faults, `the page is ${more} px too wide`] : faults;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut_at_any_width(crm: Crm, browser: Any, theme: str) -> None:
    context = browser.new_context(color_scheme=theme, locale="ru-RU", reduced_motion="reduce")
    context.set_default_timeout(STEP_MS)
    page = context.new_page()
    sign_in(page, crm, "admin")
    faults = [fault for path in _paths(crm) for fault in _faults(page, crm.url, path)]
    context.close()
    assert faults == []


def _faults(page: Page, url: str, path: str) -> list[str]:
    page.goto(url + path)
    settle(page)
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(120)
        found += [f"{path} at {width}: {fault}" for fault in page.evaluate(FAULTS)]
    return found


def _paths(crm: Crm) -> list[str]:
    api = crm.api("admin")
    client = api.get("/v1/counterparties", params={"kind": "LEGAL"}).json()["counterparties"][0]
    imported = api.get("/v1/imports").json()["imports"][0]
    desk = [f"/{imported['name']}?step={step}" for step in ("file", "columns", "rows", "result")]
    plain = [path for path in SCREENS.values() if path.startswith("/")]
    return [*plain, f"/{client['name']}", f"/{client['name']}?tab=contacts", *desk]
