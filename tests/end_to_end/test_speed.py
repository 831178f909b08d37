"""How fast the list feels: wide alarms, three times the budgets, as machines differ.

Budgets: largest paint 1 s, interactions 150 ms, 14 ms of the page's own time a scrolled frame (the
frames a second depend on who else works on the machine), no blank frames.
"""

from typing import Any

from playwright.sync_api import CDPSession, Page, expect

LARGEST_PAINT_MS = 3 * 1000
INTERACTION_MS = 3 * 150
FRAME_CPU_MS = 3 * 14
WATCH = """
  window.seen = { paint: 0, slow: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.seen.paint = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.interactionId) window.seen.slow.push([entry.name, entry.duration]);
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
"""
SCROLL = """() => new Promise((done) => {
  const grid = document.querySelector('[role=grid]');
  const start = performance.now();
  let frames = 0, blank = 0;
  const step = () => {
    const now = performance.now();
    if (now - start > 3000)
      return done({ frames, fps: frames / ((now - start) / 1000), blank });
    frames += 1;
    const box = grid.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + 200, box.top + box.height / 2);
    if (!at?.closest('[role=row]')) blank += 1;
    const end = grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 4;
    grid.scrollTop = end ? 0 : grid.scrollTop + 120;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""


def test_the_list_is_quick(visit: Any) -> None:
    page: Page = visit("admin")
    page.add_init_script(WATCH)
    page.reload()
    expect(page.locator("#row-3 a").first).to_be_visible()
    paint = page.evaluate("window.seen.paint")
    cpu = page.context.new_cdp_session(page)
    cpu.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = busy(cpu)
    scrolled = page.evaluate(SCROLL)
    frame = 1000 * (busy(cpu) - before) / scrolled["frames"]
    page.evaluate("document.querySelector('[role=grid]').scrollTop = 0")
    work(page)
    slow = sorted((entry[1] for entry in page.evaluate("window.seen.slow")), reverse=True)
    worst = slow[len(slow) // 4] if slow else 0  # three quarters are quicker
    figures = f"paint {paint} ms, interaction {worst} ms, frame {frame} ms, {scrolled}"
    assert paint <= LARGEST_PAINT_MS, figures
    assert worst <= INTERACTION_MS, figures
    assert frame <= FRAME_CPU_MS, figures
    assert scrolled["blank"] == 0, figures


def busy(cpu: CDPSession) -> float:
    """Seconds that the page's main thread has worked."""
    metrics = cpu.send("Performance.getMetrics")["metrics"]
    return next(each["value"] for each in metrics if each["name"] == "TaskDuration")


def work(page: Page) -> None:
    """What one does in a list: select, sort, look, search."""
    page.locator("#row-1 [role=gridcell]").first.click()
    page.keyboard.press("j")
    page.keyboard.press("Shift+KeyX")
    page.get_by_role("button", name="Контрагент").click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("grid").focus()
    page.keyboard.press("Space")
    page.keyboard.press("j")
    page.wait_for_timeout(400)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+KeyK")
    page.get_by_role("combobox").press_sequentially("альфа", delay=40)
    page.wait_for_timeout(400)
