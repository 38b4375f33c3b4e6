// Place: what is read in the conversation and in the source stays in sight when the page takes another size.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one, all, still } = page;
  const SETTLED_MS = 150; // after the last movement
  // What is meant to be read where it is in sight: a question with what follows, a citation.
  const TELLING = { "#transcript": ".asked", "#pane": ":is(mark, .spot).current" };
  // What is read there, none of it within another, from above to below.
  const READ = {
    "#transcript": ".turn :is(h2, h3, p, figure, summary, table), .examples",
    "#pane": "article:not([hidden]) :is([data-line]:not(tr), tr), .sheet",
  };
  const places = new Map(); // by what scrolls: { element, at, offset, share, width, top }

  // To where an element stands that far below the upper edge; by a jump, where it is farther than some screens.
  function go(scroller, element, offset, most, isFirst = false) {
    const top = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    const goal = isFirst ? 0 : Math.max(0, top - offset);
    const far = Math.abs(goal - scroller.scrollTop) > most * scroller.clientHeight;
    Object.assign(placeOf(scroller), { element, at: -1, offset: isFirst ? top : offset, share: 0, width: scroller.clientWidth, isGoing: true });
    scroller.scrollTo({ top: goal, behavior: far || still.matches ? "auto" : "smooth" });
  }

  const placeOf = (scroller) => places.get(scroller) || places.set(scroller, {}).get(scroller);
  const readIn = (scroller) => all(READ[`#${scroller.id}`], scroller).filter((element) => element.getClientRects().length);

  // What is telling is what is read, else what stands at the upper edge.
  function note(scroller) {
    const place = placeOf(scroller);
    const { clientWidth: width, scrollTop: top } = scroller;
    if (!width || (place.width && place.width !== width) || place.top === top) return;
    const edges = scroller.getBoundingClientRect();
    const read = readIn(scroller);
    const element = tellingIn(scroller, edges) || read[firstBelow(read, edges.top)];
    if (!element) return;
    const box = element.getBoundingClientRect();
    const offset = box.top - edges.top;
    Object.assign(place, { element, at: read.indexOf(element), width, top });
    Object.assign(place, offset < 0 ? { offset: 0, share: offset / box.height } : { offset, share: 0 });
  }

  function tellingIn(scroller, { top, bottom }) {
    return all(TELLING[`#${scroller.id}`], scroller).find((element) => {
      const box = element.getBoundingClientRect();
      return box.height && box.top >= top && box.bottom <= bottom;
    });
  }

  // The first whose end is below the edge, by halving: a document may have thousands.
  function firstBelow(read, edge) {
    let [low, high] = [0, read.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (read[middle].getBoundingClientRect().bottom > edge) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  // Written anew, what was read is what stands in its place in the order.
  function keep(scroller) {
    const place = placeOf(scroller);
    const width = scroller.clientWidth;
    if (!width || width === place.width) return;
    place.width = width;
    const element = place.element?.isConnected ? place.element : readIn(scroller)[place.at];
    if (!element?.getClientRects().length) return;
    const { top, height } = element.getBoundingClientRect();
    scroller.scrollTop += top - scroller.getBoundingClientRect().top - place.offset - place.share * height;
    place.top = scroller.scrollTop;
  }

  page.started.push(() => {
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) keep(target);
    });
    for (const scroller of Object.keys(READ).map((name) => one(name))) {
      let waiting = 0;
      const settled = () => {
        placeOf(scroller).isGoing = false;
        note(scroller);
      };
      const moved = () => {
        if (!placeOf(scroller).isGoing) note(scroller);
        clearTimeout(waiting);
        waiting = setTimeout(settled, SETTLED_MS);
      };
      scroller.addEventListener("scroll", moved);
      page.painted.push(moved);
      observer.observe(scroller);
    }
  });

  Object.assign(page, { go });
})();
