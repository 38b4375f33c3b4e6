// The place: whatever size the source takes, the same words stand in it at the same height.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one, all } = page;
  // How far down a reader reads, and how far from there a block is looked for, in shares of the source's height.
  const READ_AT = 0.3;
  const AROUND = [0, 0.02, -0.02, 0.05, -0.05, 0.1];
  const BLOCKS = "[data-line], .part:empty, .sheet, .overview, header";
  let held = null; // { element, within: the share of it that stands above the line, at: the line's height }
  let waiting = false;
  let size = ""; // at which it is held: at another one the place is still to be kept

  // What is marked is what is read, while its beginning is in sight; else what stands where one reads.
  function hold() {
    const pane = one("#pane").getBoundingClientRect();
    if (!pane.height || sizeOf(one("#pane")) !== size) return;
    const heightOf = (element) => (element.getBoundingClientRect().top - pane.top) / pane.height;
    const isSeen = (element) => element.getClientRects().length && heightOf(element) >= 0 && heightOf(element) < 1;
    const mark = all("#pane :is(mark, .spot).current").find(isSeen);
    held = mark ? { element: mark, within: 0, at: heightOf(mark) } : blockAt(pane);
  }

  function blockAt(pane) {
    for (const by of AROUND) {
      const line = pane.top + (READ_AT + by) * pane.height;
      const element = document.elementFromPoint(pane.left + pane.width / 2, line)?.closest(BLOCKS);
      if (!element || !one("#pane").contains(element)) continue;
      const { top, height } = element.getBoundingClientRect();
      return { element, within: (line - top) / height, at: READ_AT + by };
    }
    return null;
  }

  const sizeOf = ({ clientWidth, clientHeight }) => `${clientWidth} ${clientHeight}`;

  function keepPlace() {
    const pane = one("#pane");
    if (!pane.clientHeight) return;
    const mark = page.coming();
    const isAsBefore = sizeOf(pane) === size; // a phone's other side was shown meanwhile
    size = sizeOf(pane);
    if (isAsBefore && !mark) return;
    if (mark && !mark.getClientRects().length) return page.bringAgain(); // it is on a page, not in the text
    const { element, within, at } = mark ? { element: mark, within: 0, at: READ_AT } : held || {};
    if (!element?.getClientRects().length) return;
    const { top, height } = element.getBoundingClientRect();
    pane.scrollTop += top + within * height - pane.getBoundingClientRect().top - at * pane.clientHeight;
  }

  function holdSoon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      hold();
    });
  }

  page.started.push(() => {
    one("#pane").addEventListener("scroll", holdSoon);
    new ResizeObserver(keepPlace).observe(one("#pane"));
  });
  page.painted.push(holdSoon);
})();
