// What of a control can be seen: its box within all that cuts it, save lists that scroll to it.
() => {
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
}
