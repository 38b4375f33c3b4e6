// Citations: which one is shown, in the conversation and in the source alike.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one, all } = page;
  const state = { current: null, turn: 0, shown: null, pointing: null, unseen: null };
  // So long a smooth scroll takes at most.
  const ON_ITS_WAY_MS = 1500;
  // What a turn says, as far as it is no button: a click on it shows where its words stand.
  const SAID = ".turn :is(.asked, .short, .statement, .evidence, .refusal)";
  const turnOf = (key) => (key ? key.split("-")[0] : "");
  const holds = (element, name, key) => (element.dataset[name] || "").split(" ").includes(key);

  // The keys of the current turn, in the order of the conversation.
  function keysOf(turn) {
    const keys = all(`.turn[data-turn="${turn}"] a[data-cite]:not(.unit)`).map((anchor) => anchor.dataset.cite);
    return [...new Set(keys)];
  }

  function select(key, { reveal = false, scroll = true } = {}) {
    state.current = key;
    state.unseen = null;
    if (key && turnOf(key) !== "0") state.turn = Number(turnOf(key));
    paint();
    const mark = markOf(key);
    if (mark) {
      state.shown = mark.closest("article").dataset.document;
      if (reveal) showSide("source");
      if (scroll) bring(mark, key);
    }
    page.remember();
  }

  const markOf = (key) => key && all("#pane mark").find((element) => holds(element, "cites", key));

  function paint() {
    const { current, turn } = state;
    for (const mark of all("#pane :is(mark, .spot)")) {
      const keys = (mark.dataset.cites || "").split(" ");
      mark.classList.toggle("active", keys.some((key) => turnOf(key) === String(turn) && !key.includes("p")));
      mark.classList.toggle("current", keys.includes(current));
      mark.classList.toggle("near", keys.includes(current) && current.includes("p"));
      mark.classList.toggle("exact", holds(mark, "exact", current));
    }
    for (const anchor of all("#transcript a[data-cite]")) {
      const on = anchor.dataset.cite === current;
      anchor.classList.toggle("current", on);
      if (on) anchor.setAttribute("aria-current", "true");
      else anchor.removeAttribute("aria-current");
    }
    for (const figure of all("#transcript .evidence")) figure.classList.toggle("current", figure.dataset.for === current);
    openDocument();
    if (!page.draws()) {
      page.fillCard();
      page.fillSuggested();
    }
    page.watchParts();
    label();
    for (const tell of page.painted) tell();
  }

  function openDocument() {
    const articles = all("#pane article.document");
    const cited = articles.find((article) => all("mark.current", article).length);
    const chosen = articles.find((article) => article.dataset.document === state.shown);
    const shown = cited || chosen || articles.find((article) => !article.hidden) || articles[0];
    for (const article of articles) article.hidden = article !== shown;
  }

  const reading = () => one("#pane article.document:not([hidden])")?.dataset.document;

  function label() {
    const keys = keysOf(state.turn);
    const at = keys.indexOf(state.current);
    const name = reading() || "";
    const kind = state.current?.includes("p") ? "Passage" : "Citation";
    const [where, place] = [one("#walk .where"), one("#walk .place")];
    one(".name", where).dataset.fits = name;
    if (one(".whole", where).textContent !== name) one(".whole", where).textContent = name;
    where.title = name;
    where.hidden = !name;
    const count = at >= 0 ? `${at + 1} of ${keys.length}` : "";
    if (one("span:last-child", place).textContent !== count) one("span:last-child", place).textContent = count;
    one(".aside", place).textContent = count && `${kind} `;
    const isAlone = keys.length === 1 && at === 0;
    for (const button of all("#walk [data-step]")) button.disabled = keys.length === 0 || isAlone;
  }

  function step(by) {
    const keys = keysOf(state.turn || newestTurn());
    if (!keys.length) return;
    const at = keys.indexOf(state.current);
    const next = at < 0 ? (by > 0 ? 0 : keys.length - 1) : (at + by + keys.length) % keys.length;
    select(keys[next]);
  }

  // A source that is not seen has nothing to scroll: once it is, the citation comes into view.
  let brought = {};
  function bring(mark, key) {
    brought = { mark, key, at: performance.now() };
    if (!one("#pane").clientHeight) {
      state.unseen = key;
      return;
    }
    const on = page.drawn() || page.pending();
    page.bring(on ? key : null);
    if (!on) bringIntoView(seenOf(key) || mark);
  }

  // What is seen of words: neither the signs of markup before them nor, where they reach beyond what the source has
  // room for, their beginning rather than the exact answer.
  function seenOf(key) {
    const seen = all("#pane mark").filter((mark) => holds(mark, "cites", key) && mark.getClientRects().length);
    return page.telling(seen, (mark) => holds(mark, "exact", key));
  }

  function bringIntoView(mark) {
    const pane = one("#pane");
    page.go(pane, mark, 0.3 * pane.clientHeight, 6);
    bringAcross(mark);
  }

  // A table that is wider than the source is scrolled to the exact words, or to where the mark begins.
  function bringAcross(mark) {
    const table = mark.closest(".table");
    if (!table) return;
    const exact = one("mark.exact", mark.closest("tr")) || mark;
    const [room, cell] = [table, exact.closest("td, th")].map((box) => box.getBoundingClientRect());
    if (cell.right > room.right) table.scrollLeft += cell.right - room.right;
    else if (cell.left < room.left) table.scrollLeft -= room.left - cell.left;
  }

  // Narrow screens show one side at a time.
  function showSide(side) {
    document.body.dataset.side = side;
    for (const tab of all("[data-tab]")) tab.setAttribute("aria-selected", String(tab.dataset.tab === side));
    bringUnseen();
  }

  function bringUnseen() {
    if (state.unseen && one("#pane").clientHeight) select(state.unseen);
  }

  function newestTurn() {
    return Math.max(0, ...all("#transcript .turn").map((turn) => Number(turn.dataset.turn)));
  }

  // After the server has written: go to the new answer, else only paint anew.
  const UNCITED = ""; // the page was left without a citation open
  let linked = null;
  let written = "";
  function refresh() {
    page.keep();
    page.noticed();
    if (state.pointing && markOf(state.pointing)) {
      const key = state.pointing;
      state.pointing = null;
      return select(key, { reveal: true });
    }
    const newest = one(`#transcript .turn[data-turn="${newestTurn()}"]`);
    const signature = newest ? `${newest.dataset.turn} ${newest.className}` : "";
    if (signature === written || !newest) {
      written = signature;
      paint();
      return page.remember();
    }
    written = signature;
    if (newest.classList.contains("pending")) {
      arriveAt(newest);
      paint();
      return page.remember();
    }
    const key = linked;
    linked = null;
    if (key === UNCITED) return stayAt(newest);
    if (!arrive(key)) arrive(newest.dataset.turn);
  }

  // To a turn and one of its citations, its first one unless that leads somewhere; beside a refusal, to the closest
  // passage. False where there is no such turn.
  function arrive(key) {
    const turn = key && one(`#transcript .turn[data-turn="${turnOf(key)}"]`);
    if (!turn) return false;
    arriveAt(turn);
    const wanted = all("a[data-cite]", turn).find((anchor) => anchor.dataset.cite === key);
    select(wanted ? key : firstOf(turn));
    return true;
  }

  // To a turn without a mark: the document that is read stands where the turn's words are, if they are there.
  function stayAt(turn) {
    arriveAt(turn);
    select(null);
    const key = firstOf(turn);
    const mark = markOf(key);
    if (mark && !mark.closest("article").hidden) bring(mark, key);
  }

  const firstOf = (turn) => one("a:is(.cite, .card)[data-cite]", turn)?.dataset.cite || null;

  function arriveAt(turn) {
    state.turn = Number(turn.dataset.turn);
    page.go(one("#transcript"), one(".asked", turn), 24, 4, state.turn === 1);
  }

  // A citation that is still on its way into view has moved.
  function bringAgain() {
    const isOnItsWay = brought.mark?.isConnected && performance.now() - brought.at < ON_ITS_WAY_MS;
    if (isOnItsWay) bring(brought.mark, brought.key);
  }

  function showDocument(name) {
    state.shown = name;
    select(null);
    one("#pane").scrollTop = 0;
  }

  // The document that is read goes by another name now.
  function calledAnew(name, to) {
    if (state.shown === name) state.shown = to;
  }

  document.addEventListener("click", (event) => {
    const near = (selector) => event.target.closest?.(selector);
    const anchor = near("a[data-cite]");
    const mark = near("#pane :is(mark, .spot)");
    if (anchor) {
      event.preventDefault();
      select(anchor.dataset.cite, { reveal: true });
    } else if (mark) {
      const keys = mark.dataset.cites.split(" ");
      select(keys.find((key) => turnOf(key) === String(state.turn)) || keys[0], { scroll: false });
    } else if (near(SAID) && getSelection().isCollapsed) {
      const key = near(".evidence")?.dataset.for;
      select(markOf(key) ? key : firstOf(near(".turn")));
    } else if (near("[data-step]")) step(Number(near("[data-step]").dataset.step));
    else if (near("[data-tab]")) showSide(near("[data-tab]").dataset.tab);
  });

  page.started.push(() => {
    const isReload = Boolean(history.state?.reading) && page.reopens();
    linked = new URLSearchParams(location.search).get("cite") || (isReload ? UNCITED : null);
    addEventListener("resize", bringUnseen);
    showSide("conversation");
  });

  Object.assign(page, {
    select, paint, refresh, step, arrive, newestTurn, bringAgain, showDocument, showSide, reading, calledAnew,
    cited: () => (turnOf(state.current) === "0" ? null : state.current),
    pointTo: (key) => (state.pointing = key),
  });
})();
