// Finding in a document and its outline: what is looked for is found by the server, in the whole text.
(() => {
  "use strict";

  const { one, all } = window.citedQA;
  const PAUSE_MS = 150;
  const MOST_ON_PAGES = 200;
  let found = { words: "", name: "", count: 0, spans: [] };
  let at = -1;
  let typing = 0;

  const shown = () => window.citedQA.reading();

  function tell() {
    const { words, count, spans } = found;
    const said = !words ? "" : !count ? "Not found" : at < 0 ? `${count} found` : `${at + 1} of ${count}`;
    one("#seek .told").textContent = count > spans.length && at >= 0 ? `${said} (first ${spans.length})` : said;
    for (const button of document.querySelectorAll("#seek [data-seek='1'], #seek [data-seek='-1']")) {
      button.disabled = !count;
    }
  }

  async function look() {
    const words = one("#seek-words").value.trim();
    const name = shown();
    const isFound = () => words === found.words && name === found.name;
    if (isFound()) return;
    const isWanted = () => words === one("#seek-words").value.trim() && name === shown();
    const tellLack = (sentence) => isWanted() && (one("#seek .told").textContent = sentence);
    const asks = () => (words && name ? window.citedQA.seek([name, words]) : [0, []]);
    const places = await window.citedQA.persist(asks, isWanted, tellLack);
    if (!places) return;
    const [count, spans] = places;
    // Meanwhile more was typed, or the same was found and perhaps stepped through already.
    if (words !== one("#seek-words").value.trim() || isFound()) return;
    found = { words, name, count, spans };
    at = -1;
    tell();
    await mark();
    reveal();
  }

  // Whatever was found is marked, in the text that is written out and on the pages; the place that is walked to
  // is marked by the server, as a citation is.
  let ranges = [];
  function mark() {
    const article = one("#pane article.document:not([hidden])");
    const is = !one("#seek").hidden && found.count > 0 && article?.dataset.document === found.name;
    ranges = is && window.CSS?.highlights ? rangesIn(article, found.words) : [];
    if (window.CSS?.highlights) {
      const marked = new Highlight();
      for (const range of ranges) marked.add(range);
      CSS.highlights.set("found", marked);
    }
    return window.citedQA.markPages(is ? found.spans.slice(0, MOST_ON_PAGES) : []);
  }

  function rangesIn(article, words) {
    const nodes = [];
    let text = "";
    let block = null;
    for (const part of all(".part", article)) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const own = walker.currentNode.parentElement.closest("[data-line], td, th");
        if (block && own !== block) text += "\n";
        block = own;
        nodes.push([text.length, walker.currentNode]);
        text += walker.currentNode.data;
      }
    }
    const sought = words.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("\\s+");
    return [...text.matchAll(new RegExp(sought, "gi"))].map((place) => rangeOf(nodes, place.index, place.index + place[0].length));
  }

  function rangeOf(nodes, start, end) {
    const range = document.createRange();
    range.setStart(...pointIn(nodes, start));
    const [node, before] = pointIn(nodes, end - 1);
    range.setEnd(node, before + 1);
    return range;
  }

  // The last text that begins at or before a character, and where in it that is.
  function pointIn(nodes, character) {
    let [low, high] = [0, nodes.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (nodes[middle][0] <= character) low = middle;
      else high = middle - 1;
    }
    const [begins, node] = nodes[low];
    return [node, Math.min(character - begins, node.length - 1)];
  }

  // The first place that is found comes into view, unless one is.
  function reveal() {
    const pane = one("#pane");
    const { top, bottom, height } = pane.getBoundingClientRect();
    const places = window.citedQA.drawn() ? all("#sheets .seeking") : ranges;
    const boxes = places.map((place) => place.getBoundingClientRect()).filter((box) => box.height);
    if (!boxes.length || boxes.some((box) => box.top >= top && box.bottom <= bottom)) return;
    const next = boxes.find((box) => box.top > bottom) || boxes[0];
    pane.scrollTop += next.top - top - 0.3 * height;
  }

  // The first place that is not above what is being read.
  function firstRead() {
    const { top } = one("#pane").getBoundingClientRect();
    const isRead = (place) => place.getBoundingClientRect().bottom > top;
    if (window.citedQA.drawn()) return Number(all("#sheets .seeking").find(isRead)?.dataset.place || 0);
    const part = all("#pane article.document:not([hidden]) .part").find(isRead);
    const begins = found.spans.findIndex(([start]) => start >= Number(part?.dataset.from));
    const above = ranges.filter((range) => part?.contains(range.startContainer) && !isRead(range));
    return begins < 0 ? 0 : (begins + above.length) % found.spans.length;
  }

  async function step(by) {
    await look();
    const { name, spans } = found;
    if (!spans.length) return;
    at = ((at < 0 ? firstRead() - (by > 0) : at) + by + spans.length) % spans.length;
    tell();
    const [start, end] = spans[at];
    window.citedQA.act({ do: "point", name, start, end });
  }

  function open(is) {
    one("#seek").hidden = !is;
    const back = one("[data-seek='open']");
    back.setAttribute("aria-expanded", String(is));
    mark();
    if (!is) return back.focus();
    one("#seek-words").focus();
    one("#seek-words").select();
    tell();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-seek]");
    if (!button) {
      if (event.target.closest?.("#outline [data-point]")) one("#outline").hidePopover();
      return;
    }
    const { seek } = button.dataset;
    if (seek === "open") open(one("#seek").hidden);
    else if (seek === "close") open(false);
    else step(Number(seek));
  });

  document.addEventListener("input", (event) => {
    if (event.target.id !== "seek-words") return;
    clearTimeout(typing);
    typing = setTimeout(look, PAUSE_MS);
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "seek-words" || event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      open(false);
    }
  }, true);

  window.citedQA.painted.push(() => {
    if (!one("#seek").hidden) mark();
  });
  window.citedQA.started.push(() => {
    one("#outline").addEventListener("beforetoggle", async (event) => {
      if (event.newState !== "open") return;
      const { persist, outline, lacking, parsed } = window.citedQA;
      const name = shown() || "";
      const isWanted = () => one("#outline").matches(":popover-open") && name === (shown() || "");
      const tell = (sentence, again) => one("#outline").replaceChildren(lacking(sentence, again));
      one("#outline").replaceChildren();
      await new Promise(requestAnimationFrame); // it opens once this is over
      const markup = await persist(() => outline(name), isWanted, tell);
      if (markup !== null) one("#outline").replaceChildren(parsed(markup));
    });
  });
})();
