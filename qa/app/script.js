// The page's one script: it keeps anchors, marks and the address in step. Text is made by the server alone.
(() => {
  "use strict";

  const state = { current: null, turn: 0, order: null };
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const turnOf = (key) => (key ? key.split("-")[0] : "");
  const holds = (element, name, key) => (element.dataset[name] || "").split(" ").includes(key);

  // What Gradio's events ask of the page.
  window.citedQA = {
    sent() {
      const order = state.order;
      state.order = null;
      return JSON.stringify(order || {});
    },
    linked() {
      return JSON.stringify(new URLSearchParams(location.search).getAll("q"));
    },
  };

  function ask(question, literal = false) {
    state.order = { question, literal };
    one("#ask").click();
  }

  // Citations: the keys of the current turn, in the order of the conversation.
  function keysOf(turn) {
    const keys = all(`.turn[data-turn="${turn}"] a[data-cite]`).map((anchor) => anchor.dataset.cite);
    return [...new Set(keys)];
  }

  function select(key, { reveal = false, scroll = true } = {}) {
    state.current = key;
    if (key) state.turn = Number(turnOf(key));
    paint();
    const mark = key && all("#pane mark").find((element) => holds(element, "cites", key));
    if (mark) {
      if (reveal) show("source");
      if (scroll) bringIntoView(mark);
    }
    remember();
  }

  function paint() {
    const { current, turn } = state;
    for (const mark of all("#pane mark")) {
      const keys = (mark.dataset.cites || "").split(" ");
      mark.classList.toggle("active", keys.some((key) => turnOf(key) === String(turn) && !key.includes("p")));
      mark.classList.toggle("current", keys.includes(current));
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
    watchParts();
    label();
  }

  function openDocument() {
    const articles = all("#pane article.document");
    const cited = articles.find((article) => all("mark.current", article).length);
    const shown = cited || articles.find((article) => !article.hidden) || articles[0];
    for (const article of articles) article.hidden = article !== shown;
  }

  // Long documents come in parts, each written when it is about to be seen.
  let parts = null;
  function watchParts() {
    parts ||= new IntersectionObserver(
      (entries) => {
        for (const entry of entries) if (entry.isIntersecting) fill(entry.target);
      },
      { root: one("#pane"), rootMargin: "1500px 0px" },
    );
    parts.disconnect();
    for (const part of all("#pane .part:empty")) parts.observe(part);
  }

  async function fill(part) {
    const article = part.closest("article.document");
    if (!article || part.childElementCount || !window.citedQA.part) return;
    parts.unobserve(part);
    const markup = await window.citedQA.part(article.dataset.document, Number(part.dataset.part));
    const written = document.createElement("template");
    written.innerHTML = markup;
    const whole = written.content.firstElementChild;
    if (whole && !part.childElementCount) part.replaceChildren(...whole.childNodes);
  }

  function label() {
    const keys = keysOf(state.turn);
    const at = keys.indexOf(state.current);
    const shown = one("#pane article.document:not([hidden])");
    const where = one("#walk .where");
    const kind = state.current && state.current.includes("p") ? "Passage" : "Citation";
    if (where) {
      const words = at >= 0 ? `${kind} ${at + 1} of ${keys.length}` : shown ? shown.dataset.document : "";
      if (where.textContent !== words) where.textContent = words;
    }
    for (const button of all("#walk [data-step]")) button.disabled = keys.length === 0;
  }

  function step(by) {
    const keys = keysOf(state.turn || newestTurn());
    if (!keys.length) return;
    const at = keys.indexOf(state.current);
    const next = at < 0 ? (by > 0 ? 0 : keys.length - 1) : (at + by + keys.length) % keys.length;
    select(keys[next]);
  }

  function bringIntoView(mark) {
    const pane = one("#pane");
    const top = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
    const goal = Math.max(0, top - pane.clientHeight * 0.3);
    const far = Math.abs(goal - pane.scrollTop) > 6 * pane.clientHeight;
    pane.scrollTo({ top: goal, behavior: far || still.matches ? "auto" : "smooth" });
  }

  // Narrow screens show one side at a time.
  function show(side) {
    document.body.dataset.side = side;
    for (const tab of all("[data-tab]")) tab.setAttribute("aria-selected", String(tab.dataset.tab === side));
  }

  // The address holds the questions and the citation, so that a reload comes back to the same words.
  function remember() {
    const query = new URLSearchParams();
    for (const turn of all("#transcript .turn")) {
      if (turn.dataset.asked) query.append("q", turn.dataset.asked);
    }
    if (state.current) query.set("cite", state.current);
    for (const [name, value] of new URLSearchParams(location.search)) if (name.startsWith("__")) query.set(name, value);
    const words = query.toString();
    history.replaceState(history.state, "", words ? `?${words}` : location.pathname);
  }

  function newestTurn() {
    return Math.max(0, ...all("#transcript .turn").map((turn) => Number(turn.dataset.turn)));
  }

  // After the server has written: go to the new answer, else only paint anew.
  let linked = new URLSearchParams(location.search).get("cite");
  let written = "";
  function refresh() {
    const newest = one(`#transcript .turn[data-turn="${newestTurn()}"]`);
    const signature = newest ? `${newest.dataset.turn} ${newest.className}` : "";
    if (signature === written) return paint();
    written = signature;
    if (!newest) return paint();
    const wanted = linked && all("#transcript a[data-cite]").find((anchor) => anchor.dataset.cite === linked);
    if (!newest.classList.contains("pending")) linked = null;
    const first = one("a.cite[data-cite]", newest);
    state.turn = Number(newest.dataset.turn);
    const scroller = one("#transcript");
    const target = one(".asked", wanted ? wanted.closest(".turn") : newest);
    const top = target.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    scroller.scrollTo({ top: newest.dataset.turn === "1" ? 0 : top - 24, behavior: still.matches ? "auto" : "smooth" });
    if (newest.classList.contains("pending")) {
      paint();
      return remember();
    }
    return select(wanted ? wanted.dataset.cite : first ? first.dataset.cite : null);
  }

  async function copy(button) {
    const words = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const area = document.createElement("textarea");
      area.value = words;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1500);
  }

  // The server may be stopped or started again under an open page; the address brings the conversation back.
  let server = null;
  async function watchServer() {
    let running = null;
    try {
      const answer = await fetch("gradio_api/app_id", { cache: "no-store", signal: AbortSignal.timeout(3000) });
      if (answer.ok) running = (await answer.json()).app_id;
    } catch {
      running = null;
    }
    if (running !== null && server !== null && running !== server) return location.reload();
    if (running !== null) server = running;
    one("#lost").hidden = running !== null;
    setTimeout(watchServer, running === null ? 1000 : 4000);
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const near = (selector) => target.closest(selector);
    const anchor = near("a[data-cite]");
    if (anchor) {
      event.preventDefault();
      return select(anchor.dataset.cite, { reveal: true });
    }
    const mark = near("#pane mark");
    if (mark) {
      const keys = mark.dataset.cites.split(" ");
      return select(keys.find((key) => turnOf(key) === String(state.turn)) || keys[0], { scroll: false });
    }
    if (near("[data-ask]")) return ask(near("[data-ask]").dataset.ask);
    if (near("[data-literal]")) return ask(near("[data-literal]").dataset.literal, true);
    if (near("[data-copy]")) return copy(near("[data-copy]"));
    if (near("[data-step]")) return step(Number(near("[data-step]").dataset.step));
    if (near("[data-tab]")) return show(near("[data-tab]").dataset.tab);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      select(null);
      if (typing) typing.blur();
    } else if (!typing && event.key === "/") {
      event.preventDefault();
      show("conversation");
      one("#question textarea").focus();
    } else if (!typing && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      event.preventDefault();
      step(event.key === "ArrowRight" ? 1 : -1);
    }
  });

  function start() {
    const transcript = one("#transcript");
    const pane = one("#pane");
    if (!transcript || !pane || !one("#walk .where")) return void setTimeout(start, 30);
    for (const [element, name, role] of [[transcript, "Conversation", "log"], [pane, "Source", "region"]]) {
      element.tabIndex = 0;
      element.setAttribute("role", role);
      element.setAttribute("aria-label", name);
    }
    let waiting = false;
    const observer = new MutationObserver(() => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        observer.disconnect();
        refresh();
        watch();
      });
    });
    const watch = () => {
      for (const element of [transcript, pane]) {
        observer.observe(element, { childList: true, subtree: true, characterData: true, attributes: true });
      }
    };
    show("conversation");
    refresh();
    watch();
    watchServer();
  }

  start();
})();
