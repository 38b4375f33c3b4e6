// The page's one script: it keeps anchors, marks and the address in step. Text is made by the server alone.
(() => {
  "use strict";

  const state = { current: null, turn: 0, shown: null, focus: null, folds: new Set(["overview"]), serial: null,
    pointing: null, unseen: null };
  const STREAM_ENDS_MS = 500;
  const ASKED_KEPT = 200;
  const SLOW_MS = 5000;
  // So long a smooth scroll takes at most.
  const ON_ITS_WAY_MS = 1500;
  const [RETRY_MS, MOST_RETRY_MS] = [3000, 300_000];
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const turnOf = (key) => (key ? key.split("-")[0] : "");
  const holds = (element, name, key) => (element.dataset[name] || "").split(" ").includes(key);

  // What the page sends: one order at a time, so that what the server shows is always the newest. The page itself
  // is the first. Files are taken beside the others, one lot after another.
  const orders = [];
  const lots = [];
  const sent = { order: { order: {} }, lot: null };
  let pressing = false;

  function send(kind, order, typed = null) {
    orders.push({ kind, order, typed, shows: false });
    next();
  }

  function next() {
    if (sent.order || !orders.length) return;
    sent.order = orders.shift();
    press(sent.order.kind);
  }

  function take(lot) {
    lots.push(lot);
    nextLot();
  }

  function nextLot() {
    if (sent.lot || !lots.length) return;
    sent.lot = lots.shift();
    press("take");
  }

  function press(kind) {
    pressing = true;
    one(`#${kind}`).click();
    pressing = false;
  }

  // What Gradio's events ask of the page, and tell it.
  window.citedQA = {
    // For the page's other scripts: what they share, and what is to be told when.
    one, all, still, started: [], painted: [], remembered: [],
    paint: () => paint(),
    show: (key) => select(key),
    arrive: (key) => arrive(key),
    act: (order) => act(order),
    unask: (questions) => keepAsked(askedBefore().filter((question) => !questions.includes(question))),
    order: () => JSON.stringify(sent.order.order),
    begun: () => {
      sent.order.shows = true;
      clearBox(sent.order.typed);
    },
    done: () => {
      sent.order = null;
      delete document.body.dataset.reopening;
      offerAgain();
      next();
    },
    taken: () => JSON.stringify(sent.lot),
    added: () => {
      send("act", { do: "show" });
      one("#arriving").hidden = true;
      come(sent.lot.names, -1);
      // Gradio closes the stream of an event a moment after its end; what began before that would not be heard of.
      setTimeout(() => {
        sent.lot = null;
        nextLot();
      }, STREAM_ENDS_MS);
    },
    linked: () => JSON.stringify(readAddress()),
  };

  // The same words once more, before they show, are a slip of the finger.
  function ask(question, literal = false, typed = null) {
    if ([sent.order, ...orders].some((one) => one?.order.question === question && !one.shows)) return;
    send("ask", { question, literal }, typed);
  }

  function catchQuestion(event) {
    const box = one("#question textarea");
    const enters = event.type === "keydown" && event.key === "Enter" && !event.shiftKey && !event.isComposing;
    const clicks = event.type === "click" && !pressing && event.target.closest?.("#ask");
    if (!(enters && event.target === box) && !clicks) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (box.value.trim()) ask(box.value, false, box.value);
  }

  // Once its question stands in the conversation, the box is empty again, unless more was typed since.
  function clearBox(typed) {
    const box = one("#question textarea");
    if (typed === null || box.value !== typed) return;
    box.value = "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const act = (order) => send("act", order);

  // Citations: the keys of the current turn, in the order of the conversation.
  function keysOf(turn) {
    const keys = all(`.turn[data-turn="${turn}"] a[data-cite]:not(.unit)`).map((anchor) => anchor.dataset.cite);
    return [...new Set(keys)];
  }

  function select(key, { reveal = false, scroll = true } = {}) {
    state.current = key;
    state.unseen = null;
    if (key && turnOf(key) !== "0") state.turn = Number(turnOf(key));
    paint();
    const mark = key && all("#pane mark").find((element) => holds(element, "cites", key));
    if (mark) {
      state.shown = mark.closest("article").dataset.document;
      if (reveal) show("source");
      if (scroll) bring(mark, key);
    }
    remember();
  }

  function paint() {
    const { current, turn } = state;
    for (const mark of all("#pane :is(mark, .spot)")) {
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
    if (!window.citedQA.draws()) {
      fillCard();
      fillSuggested();
    }
    watchParts();
    label();
    for (const tell of window.citedQA.painted) tell();
  }

  function openDocument() {
    const articles = all("#pane article.document");
    const cited = articles.find((article) => all("mark.current", article).length);
    const chosen = articles.find((article) => article.dataset.document === state.shown);
    const shown = cited || chosen || articles.find((article) => !article.hidden) || articles[0];
    for (const article of articles) article.hidden = article !== shown;
  }

  // What a document is, asked for once it is shown; beside a conversation that has begun it comes folded, and so
  // it does above the pages of a PDF.
  const cards = new Map();
  function fillCard() {
    const slot = one("#pane article.document:not([hidden]) .overview");
    if (!slot || !window.citedQA.card) return;
    const { overview: name, version } = slot.dataset;
    const key = `${version} ${name}`;
    if (cards.has(key)) return putCard(slot, cards.get(key));
    if (newestTurn()) state.folds.delete("overview");
    cards.set(key, "");
    once(() => window.citedQA.card(name), key, cards, fillCard);
  }

  // What the server has no time for now is asked for again, ever more seldom, while there is still a place for it.
  const waits = new Map();
  async function once(ask, key, answers, fill) {
    const markup = await ask().catch(() => null);
    if (markup !== null) {
      answers.set(key, markup);
      return markup && fill();
    }
    const wait = waits.get(key) || RETRY_MS;
    waits.set(key, Math.min(2 * wait, MOST_RETRY_MS));
    setTimeout(() => {
      answers.delete(key);
      fill();
    }, wait);
  }

  function putCard(slot, markup) {
    const sheets = one("#sheets");
    const other = one("#sheets > .overview");
    if (sheets && other?.dataset.version !== slot.dataset.version) {
      other?.remove();
      sheets.prepend(slot.cloneNode(false));
    }
    const empties = [slot, one("#sheets > .overview")].filter((one) => one && !one.childElementCount);
    for (const empty of empties) {
      empty.append(parsed(markup));
      for (const fold of all("details", empty)) {
        if (empty !== slot) fold.dataset.fold += "-sheets";
        fold.open = state.folds.has(fold.dataset.fold);
      }
    }
    // A citation that is still on its way into view has moved.
    if (empties.length && brought.mark?.isConnected && performance.now() - brought.at < ON_ITS_WAY_MS) {
      bring(brought.mark, brought.key);
    }
  }

  // Questions to begin with and to go on with, each found to work before it is shown.
  const suggestions = new Map();
  function fillSuggested() {
    for (const slot of all("#transcript .suggested")) {
      const told = (turn) => [turn.dataset.asked, JSON.parse(turn.dataset.read || "{}").searched].filter(Boolean);
      const asked = all("#transcript .turn:not([data-long])").flatMap(told);
      const wanted = [JSON.parse(slot.dataset.suggest || "[]"), JSON.parse(slot.dataset.near || "null"), asked];
      const key = JSON.stringify([...wanted, one("#scope")?.textContent]);
      if (slot.dataset.filled === key) continue;
      slot.replaceChildren(); // what was found for other documents
      if (suggestions.get(key)) {
        slot.append(parsed(suggestions.get(key)));
        slot.dataset.filled = key;
      } else if (!suggestions.has(key) && window.citedQA.suggested) {
        suggestions.set(key, "");
        once(() => window.citedQA.suggested(wanted), key, suggestions, fillSuggested);
      }
    }
  }

  // The documents are no longer what they were.
  function suggestAnew() {
    suggestions.clear();
    for (const slot of all("#transcript .suggested")) delete slot.dataset.filled;
  }

  // A name that stands in many places leads to the next one with each click.
  function point(button) {
    const places = button.dataset.point.split(" ");
    const at = walked.get(button.dataset.point) || 0;
    walked.set(button.dataset.point, (at + 1) % places.length);
    const [start, end] = places[at].split("-").map(Number);
    act({ do: "point", name: button.closest("[data-overview]").dataset.overview, start, end });
  }
  const walked = new Map();

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
      if (where.textContent !== words) where.replaceChildren(...(at >= 0 ? [words] : middled(words)));
    }
    const isAlone = keys.length === 1 && at === 0;
    for (const button of all("#walk [data-step]")) button.disabled = keys.length === 0 || isAlone;
  }

  // A long name gives way in its middle: names are told apart by how they begin and by how they end.
  const [LONG_NAME, NAME_END] = [24, 14];
  function middled(name) {
    if (name.length <= LONG_NAME) return [name];
    const whole = document.createElement("span");
    whole.className = "middled";
    for (const words of [name.slice(0, -NAME_END), name.slice(-NAME_END)]) {
      whole.append(Object.assign(document.createElement("span"), { textContent: words }));
    }
    return [whole];
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
    const { drawn, pending } = window.citedQA;
    const on = drawn() || pending();
    window.citedQA.bring(on ? key : null);
    if (!on) bringIntoView(mark);
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
    bringUnseen();
  }

  function bringUnseen() {
    if (state.unseen && one("#pane").clientHeight) select(state.unseen);
  }

  // The address holds the questions and the citation, so that a reload comes back to the same words. In order:
  // "in" names a document that is asked from there on, alone or with those in a row ("" for all), "q" is a question with the ones before it
  // as context, "w" one whose words stand alone; "less" counts those that there was no room for. What this browser
  // keeps of the conversation is told apart, since it is more.
  function remember() {
    const query = new URLSearchParams();
    const turns = all("#transcript .turn");
    const held = new URLSearchParams(location.search);
    if (!turns.length && (held.has("q") || held.has("w"))) return; // it is about to be asked anew
    const { linked: most, kept: mostKept } = one("#transcript .turns")?.dataset || { linked: 0, kept: 0 };
    const short = turns.filter((turn) => !("long" in turn.dataset));
    if (!window.citedQA.forgets()) noteAsked(short.map((turn) => turn.dataset.asked));
    const linked = short.slice(-most);
    const left = Number(one("#transcript [data-left]")?.dataset.left || 0);
    const less = left + turns.length - linked.length;
    let scope = "[]";
    const turnTo = (names) => {
      const chosen = JSON.parse(names);
      if (names !== scope) for (const name of chosen.length ? chosen : [""]) query.append("in", name);
      scope = names;
    };
    for (const turn of linked) {
      turnTo(turn.dataset.in || "[]");
      query.append("alone" in turn.dataset ? "w" : "q", turn.dataset.asked);
    }
    turnTo(one("#scope [data-scope]")?.dataset.scope || "[]");
    if (less > 0) query.set("less", less);
    if (state.current && turnOf(state.current) !== "0") query.set("cite", state.current);
    for (const [name, value] of held) if (name.startsWith("__")) query.set(name, value);
    const words = query.toString();
    history.replaceState(history.state, "", words ? `?${words}` : location.pathname);
    const kept = turns.filter((turn) => turn.dataset.asked).slice(-mostKept).map((turn) => ({
      question: turn.dataset.asked, literal: "alone" in turn.dataset, in: JSON.parse(turn.dataset.in || "[]"),
      note: turn.dataset.read && JSON.parse(turn.dataset.read),
    }));
    for (const tell of window.citedQA.remembered) tell(words, kept, left + turns.length - kept.length);
  }

  // Anybody's link may name questions, so those alone are asked anew that were asked in this browser before; the
  // first other one is put into the box, for the visitor's own key. A conversation that is kept here comes back whole.
  function readAddress() {
    const query = new URLSearchParams(location.search);
    const own = window.citedQA.kept(query.toString());
    if (own) noteAsked(own.turns.map(({ question }) => question));
    const { turns, scope, other } = inAddress(query);
    if (other) offer(other);
    const left_out = Number(own ? own.left : query.get("less")) || 0;
    return { turns: own ? own.turns : turns, scope, left_out, visitor: visitor(), shown: window.citedQA.looking() };
  }

  function reopens() {
    const query = new URLSearchParams(location.search);
    return Boolean(window.citedQA.kept(query.toString())) || inAddress(query).turns.length > 0;
  }

  function inAddress(query) {
    const known = new Set(askedBefore());
    const turns = [];
    let scope = [];
    let begins = true; // names in a row are asked together
    let other = "";
    for (const [name, value] of query) {
      if (name === "in") {
        scope = [...(begins ? [] : scope), ...(value ? [value] : [])];
        begins = false;
        continue;
      }
      begins = true;
      if (name !== "q" && name !== "w") continue;
      if (known.has(value)) turns.push({ question: value, literal: name === "w", in: scope });
      else {
        other = value;
        break;
      }
    }
    return { turns, scope, other };
  }

  // Older Gradios empty the box once more before the page is first answered: then it is offered again.
  let offered = "";
  function offer(question) {
    offered = question;
    put(question);
  }

  function offerAgain() {
    const question = offered;
    offered = "";
    if (question && !one("#question textarea").value) put(question);
  }

  function put(question) {
    const box = one("#question textarea");
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  function askedBefore() {
    try {
      return JSON.parse(localStorage.getItem("asked")).filter((question) => typeof question === "string");
    } catch {
      return [];
    }
  }

  function noteAsked(questions) {
    const before = askedBefore();
    const all = [...new Set([...before, ...questions])].slice(-ASKED_KEPT);
    if (all.length === before.length && all.every((question, place) => question === before[place])) return;
    keepAsked(all);
  }

  function keepAsked(questions) {
    try {
      localStorage.setItem("asked", JSON.stringify(questions));
    } catch {
      // A browser that keeps nothing: each question in the address waits for a key.
    }
  }

  // Tells this tab's ratings apart from another's, also after a reload.
  function visitor() {
    const chance = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    try {
      if (!sessionStorage.getItem("visitor")) sessionStorage.setItem("visitor", chance());
      return sessionStorage.getItem("visitor");
    } catch {
      return chance();
    }
  }

  function newestTurn() {
    return Math.max(0, ...all("#transcript .turn").map((turn) => Number(turn.dataset.turn)));
  }

  // After the server has written: go to the new answer, else only paint anew.
  let linked = null;
  let written = "";
  function refresh() {
    keep();
    noticed();
    if (state.pointing && all("#pane mark").some((mark) => holds(mark, "cites", state.pointing))) {
      const key = state.pointing;
      state.pointing = null;
      return select(key, { reveal: true });
    }
    const newest = one(`#transcript .turn[data-turn="${newestTurn()}"]`);
    const signature = newest ? `${newest.dataset.turn} ${newest.className}` : "";
    if (signature === written || !newest) {
      written = signature;
      paint();
      return remember();
    }
    written = signature;
    if (newest.classList.contains("pending")) {
      arriveAt(newest);
      paint();
      return remember();
    }
    const key = linked;
    linked = null;
    if (!arrive(key)) arrive(newest.dataset.turn);
  }

  // To a turn and one of its citations, its first one unless that leads somewhere; false where there is no such turn.
  function arrive(key) {
    const turn = key && one(`#transcript .turn[data-turn="${turnOf(key)}"]`);
    if (!turn) return false;
    arriveAt(turn);
    const wanted = all("a[data-cite]", turn).find((anchor) => anchor.dataset.cite === key) || one("a.cite[data-cite]", turn);
    select(wanted ? wanted.dataset.cite : null);
    return true;
  }

  function arriveAt(turn) {
    state.turn = Number(turn.dataset.turn);
    const scroller = one("#transcript");
    const top = one(".asked", turn).getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    const goal = state.turn === 1 ? 0 : top - 24;
    const far = Math.abs(goal - scroller.scrollTop) > 4 * scroller.clientHeight;
    scroller.scrollTo({ top: goal, behavior: far || still.matches ? "auto" : "smooth" });
  }

  async function copy(button) {
    const words = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const area = document.createElement("textarea");
      area.value = words;
      button.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1500);
  }

  function download(name, content) {
    const link = document.createElement("a");
    link.download = name;
    link.href = URL.createObjectURL(new Blob([content], { type: "text/plain;charset=utf-8" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  function parsed(markup) {
    const written = document.createElement("template");
    written.innerHTML = markup;
    return written.content;
  }

  // What the server writes anew keeps its open folds and the focus.
  function keep() {
    for (const fold of all("details[data-fold]")) fold.open = state.folds.has(fold.dataset.fold);
    if (!state.focus || document.activeElement !== document.body || one("dialog[open]")) return;
    const wanted = all("[data-focus]").find((element) => element.dataset.focus === state.focus);
    if (wanted) wanted.focus({ preventScroll: true });
  }

  // Notices: what the server says once, and what the page is to do then.
  let fading = 0;
  function noticed() {
    const notice = one("#notice .notice");
    if (!notice || notice.dataset.serial === state.serial) return;
    state.serial = notice.dataset.serial;
    clearTimeout(fading);
    one("#arriving").hidden = true;
    const { download: file, content, opens, listing, lasting, points, note, renamed } = notice.dataset;
    if (note) window.citedQA.pinned(note);
    if (renamed) window.citedQA.renamed(...JSON.parse(renamed));
    if (points) state.pointing = points;
    const sheet = one("template", notice);
    if (file) download(file, content);
    if (sheet) openSheet(sheet.content.cloneNode(true));
    if (opens) {
      state.shown = opens;
      select(null);
      one("#pane").scrollTop = 0;
    }
    showWork();
    if (listing !== undefined) suggestAnew();
    if (listing !== undefined && one("#library").open) {
      chosen = JSON.parse(one("#scope [data-scope]").dataset.scope);
      list();
    }
    if (lasting === undefined) fading = setTimeout(() => notice.remove(), 8000);
  }

  // What stands under the dialog of documents cannot be seen: how far the adding of files is, it says itself.
  function showWork() {
    const busy = one("#library").open && one("#notice .notice[data-busy]");
    const work = one("#library .work");
    const held = work.contains(document.activeElement);
    work.replaceChildren(...(busy ? [...busy.cloneNode(true).children] : []));
    one(":scope > .close", work)?.remove();
    if (held) (one("button", work) || one("#find")).focus();
  }

  // Dialogs. Esc and the focus going back are the browser's own doing.
  function openSheet(content) {
    const sheet = one("#sheet");
    sheet.replaceChildren(content);
    if (!sheet.open) sheet.showModal();
    return new Promise((done) => {
      sheet.onclose = () => done(sheet.returnValue);
      sheet.returnValue = "";
    });
  }

  let chosen = [];
  function openLibrary() {
    const find = one("#find");
    chosen = JSON.parse(one("#scope [data-scope]").dataset.scope);
    one("#library .listing").replaceChildren(); // those of before would be taken away under a finger
    find.value = "";
    list();
    one("#library").showModal();
    showWork();
    find.focus();
  }

  let asked = 0;
  async function list() {
    const mine = ++asked;
    const markup = await window.citedQA.listing([one("#find").value, chosen]);
    if (mine !== asked) return;
    redraw(parsed(markup));
  }

  // A list that is drawn anew keeps its place, and in the row that has the focus what was asked or typed there.
  const CONTROLS = [".among", ".choose", ".rename", ".remove", "[data-remove]", "[data-unsure]", ".to", "[data-renames]", "[data-unname]"];
  function redraw(markup) {
    const listing = one("#library .listing");
    const held = listing.contains(document.activeElement) && heldBy(document.activeElement);
    const { scrollTop, childElementCount: wasDrawn } = listing;
    listing.replaceChildren(markup);
    putComing(listing);
    const first = one('.choose[aria-current="true"]', listing) || one(".choose", listing);
    if (first) rove(first);
    if (wasDrawn) listing.scrollTop = scrollTop;
    else if (first && !one("#find").value) first.scrollIntoView({ block: "nearest" });
    if (held) holdAgain(held, all(".choose", listing));
  }

  function heldBy(element) {
    const row = element.closest("li");
    const choose = row && one(".choose", row);
    if (!choose?.dataset.choose) return { at: 0 };
    return {
      at: all("#library .choose").indexOf(choose), name: choose.dataset.choose,
      control: CONTROLS.find((one) => element.matches(one)),
      asks: [".sure", ".naming"].find((kind) => one(kind, row)?.hidden === false),
      typed: [one(".to", row).value, one(".to", row).selectionStart, one(".to", row).selectionEnd],
    };
  }

  function holdAgain({ at, name, control, asks, typed }, rows) {
    const same = rows.find((row) => row.dataset.choose === name);
    const choose = same || rows[Math.min(at, rows.length - 1)];
    if (!choose) return one("#find").focus();
    rove(choose);
    const row = choose.closest("li");
    if (same && asks) inquire(row, true, asks);
    if (same && asks === ".naming") {
      one(".to", row).value = typed[0];
      one(".to", row).setSelectionRange(typed[1], typed[2]);
    }
    ((same && control && one(control, row)) || choose).focus();
  }

  // Files that are on their way into the index have a row at once.
  const coming = new Map(); // how many of each name
  function come(names, by) {
    for (const name of names) {
      const count = (coming.get(name) || 0) + by;
      if (count > 0) coming.set(name, count);
      else coming.delete(name);
    }
    if (one("#library").open) list();
  }

  function putComing(listing) {
    const known = new Set(all(".choose", listing).map((row) => row.dataset.choose));
    const rows = [...coming.keys()].filter((name) => !known.has(name)).map((name) => {
      const row = one("#coming").content.firstElementChild.cloneNode(true);
      one(".title", row).textContent = name;
      return row;
    });
    if (!rows.length) return;
    const box = one("ul", listing) || listing.insertBefore(document.createElement("ul"), listing.firstChild);
    (one(".every", box) || { after: (...some) => box.prepend(...some) }).after(...rows);
  }

  // Of the rows one alone is a stop of the Tab key; the arrow keys walk among them.
  function rove(to) {
    for (const button of all("#library .listing :is(.among, .choose, .rename, .remove)")) button.tabIndex = -1;
    for (const button of all(".among, .choose, .rename, .remove", to.closest("li"))) button.tabIndex = 0;
  }

  function walkRows(event) {
    const rows = all("#library .choose").filter((row) => row.offsetParent);
    const at = rows.indexOf(event.target.closest("li")?.querySelector(".choose"));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (next === undefined || (at < 0 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    if (next < 0) return one("#find").focus();
    const row = rows[Math.min(next, rows.length - 1)];
    if (!row) return;
    rove(row);
    row.focus();
  }

  // In a row of the list, a question takes the place of its buttons: is it meant, or what is the new name.
  function inquire(row, asks, kind) {
    one(kind, row).hidden = !asks;
    for (const button of all(".among, .choose, .rename, .remove", row)) button.hidden = asks;
    const sure = kind === ".sure";
    one(asks ? (sure ? "[data-unsure]" : ".to") : sure ? ".remove" : ".rename", row).focus();
  }

  function rename(row) {
    const { renames: name } = one("[data-renames]", row).dataset;
    act({ do: "rename", name, to: one(".to", row).value });
  }

  // Adding: the files go to the server one by one, then the index takes them.
  async function addFiles(files) {
    if (!files.length) return;
    if (one("#library").open) one("#library").close();
    const arriving = one("#arriving");
    const said = arriving.dataset;
    const kinds = said.accepts.split(" ");
    const refused = [];
    const good = [];
    for (const file of files) {
      const why = !kinds.some((kind) => file.name.toLowerCase().endsWith(kind))
        ? said.kind
        : file.size > Number(said.maxBytes)
          ? said.large
          : file.size === 0
            ? said.empty
            : "";
      const filled = why.replaceAll("{size}", file.size.toLocaleString("en"));
      if (why) refused.push(filled.replaceAll("{name}", () => file.name));
      else good.push(file);
    }
    let replace = false;
    const clash = good.length ? await window.citedQA.clash(good.map((file) => file.name)) : "";
    if (clash) {
      const choice = await openSheet(parsed(clash));
      if (!choice) good.length = 0;
      replace = choice === "replace";
    }
    const arrived = [];
    const names = good.map((file) => file.name);
    come(names, 1);
    for (const file of good) {
      try {
        arrived.push({ name: file.name, token: await upload(file) });
      } catch (event) {
        const stopped = event?.type === "abort";
        refused.push(stopped ? said.stopped : said.failed.replaceAll("{name}", () => file.name));
        if (stopped) arrived.length = 0;
        if (stopped) break;
      }
    }
    arriving.hidden = !arrived.length;
    one("progress", arriving).removeAttribute("value");
    if (arrived.length || refused.length) take({ files: arrived, refused, replace, names });
  }

  let sending = null;
  function upload(file) {
    const arriving = one("#arriving");
    const bar = one("progress", arriving);
    one("bdi", arriving).textContent = file.name;
    bar.value = 0;
    one("#notice .notice")?.remove();
    arriving.hidden = false;
    const body = new FormData();
    const name = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    body.append("files", file, name);
    return new Promise((done, failed) => {
      const request = (sending = new XMLHttpRequest());
      request.open("POST", "gradio_api/upload");
      request.responseType = "json";
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) bar.value = event.loaded / event.total;
      };
      request.onerror = request.onabort = failed;
      request.onload = () => {
        const path = request.status === 200 && Array.isArray(request.response) ? String(request.response[0]) : "";
        const token = path.replaceAll("\\", "/").split("/").slice(-2).join("/");
        token ? done(token) : failed();
      };
      request.send(body);
    });
  }

  let over = 0;
  const holdsFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  function dragged(event) {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    over = Math.max(0, over + (event.type === "dragenter") - (event.type === "dragleave"));
    if (event.type === "drop") over = 0;
    one("#drop").hidden = over === 0;
    if (event.type === "drop" && !one("#sheet").open) addFiles([...event.dataTransfer.files]);
  }

  // The server may be stopped or started again under an open page; the address brings the conversation back. One
  // that is busy answers late, or that it has no time: only one that twice in a row cannot be reached is gone.
  let server = null;
  let unreached = 0;
  async function watchServer() {
    const running = await askServer();
    if (running.id && server && running.id !== server) return location.reload();
    if (running.id) server = running.id;
    unreached = running.gone ? unreached + 1 : 0;
    one("#lost").hidden = unreached < 2;
    one("#slow").hidden = !running.late;
    setTimeout(watchServer, running.id ? 4000 : 1000);
  }

  async function askServer() {
    try {
      const answer = await fetch("gradio_api/app_id", { cache: "no-store", signal: AbortSignal.timeout(SLOW_MS) });
      if (answer.ok) return { id: (await answer.json()).app_id };
      return { late: answer.status === 429 || answer.status >= 500 };
    } catch (error) {
      return error.name === "TimeoutError" ? { late: true } : { gone: true };
    }
  }

  for (const kind of ["keydown", "click"]) document.addEventListener(kind, catchQuestion, true);

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const near = (selector) => target.closest(selector);
    const fold = near("summary") && near("details[data-fold]");
    if (fold) {
      state.folds[fold.open ? "delete" : "add"](fold.dataset.fold);
      requestAnimationFrame(() => fold.open && fold.scrollIntoView({ block: "nearest" }));
    }
    const anchor = near("a[data-cite]");
    if (anchor) {
      event.preventDefault();
      return select(anchor.dataset.cite, { reveal: true });
    }
    const mark = near("#pane :is(mark, .spot)");
    if (mark) {
      const keys = mark.dataset.cites.split(" ");
      return select(keys.find((key) => turnOf(key) === String(state.turn)) || keys[0], { scroll: false });
    }
    if (near("[data-cancel]")) return cancel(near("[data-cancel]"));
    if (near("[data-stop]")) return sending.abort();
    if (near("[data-point]")) return point(near("[data-point]"));
    if (near("[data-ask]")) return ask(near("[data-ask]").dataset.ask);
    if (near("[data-literal]")) return ask(near("[data-literal]").dataset.literal, true);
    if (near("[data-copy]")) return copy(near("[data-copy]"));
    if (near("[data-step]")) return step(Number(near("[data-step]").dataset.step));
    if (near("[data-tab]")) return show(near("[data-tab]").dataset.tab);
    if (near("[data-open]")) return openLibrary();
    if (near("[data-pick]")) return one("#files").click();
    if (near("[data-close]")) return near("dialog") ? near("dialog").close() : near(".notice").remove();
    if (near("[data-choice]")) return near("dialog").close(near("[data-choice]").dataset.choice);
    if (near("[data-choose]")) {
      near("dialog").close();
      return act({ do: "choose", names: near("[data-choose]").dataset.choose ? [near("[data-choose]").dataset.choose] : [] });
    }
    if (near("[data-sure]")) return inquire(near("li"), true, ".sure");
    if (near("[data-unsure]")) return inquire(near("li"), false, ".sure");
    if (near("[data-name]")) return inquire(near("li"), true, ".naming");
    if (near("[data-unname]")) return inquire(near("li"), false, ".naming");
    if (near("[data-renames]")) return rename(near("li"));
    if (near("[data-remove]")) return act({ do: "remove", name: near("[data-remove]").dataset.remove });
    if (near("[data-rate]")) {
      const { rate, rating } = near("[data-rate]").dataset;
      return act({ do: "rate", turn: Number(rate), rating });
    }
    if (near("[data-save]")) return save(near("[data-save]"));
    if (near("[data-saves]")) return saveCorrected(near("[data-saves]"));
    if (near("[data-export]")) {
      one("#export").hidePopover();
      return act({ do: "export", format: near("[data-export]").dataset.export });
    }
    if (near("[data-download]")) return download(near("[data-download]").dataset.download, near("[data-download]").dataset.content);
    if (target instanceof HTMLDialogElement) target.close();
  });

  // The notice is written anew with every passage: a press may end on another button than it began on.
  const cancel = (button) => act({ do: "cancel", lot: button.dataset.cancel });
  document.addEventListener("pointerdown", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-cancel]");
    if (button) cancel(button);
  });

  function save(button) {
    const turn = button.dataset.save;
    const sheet = one(`template[data-sheet="${turn}"]`);
    if (sheet) openSheet(sheet.content.cloneNode(true));
    else act({ do: "save", turn: Number(turn) });
  }

  function saveCorrected(button) {
    const chosen = one("#sheet input[name=right]:checked");
    if (!chosen) return one("#sheet input[name=right]").focus();
    one("#sheet").close();
    act({ do: "save", turn: Number(button.dataset.saves), right: chosen.value });
  }

  // A tick asks a document together with the others that are ticked; without any, all are asked.
  function tick(box) {
    chosen = box.checked ? [...chosen, box.value] : chosen.filter((name) => name !== box.value);
    for (const row of all("#library .choose")) {
      const { choose: name } = row.dataset;
      const on = name ? chosen.includes(name) : !chosen.length;
      if (on) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    const full = chosen.length >= Number(one("#library").dataset.most);
    for (const other of all("#library .among")) other.disabled = full && !other.checked;
    act({ do: "choose", names: chosen });
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === "find") list();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches(".among")) return tick(event.target);
    if (event.target.id !== "files") return;
    const files = [...event.target.files];
    event.target.value = "";
    addFiles(files);
  });
  document.addEventListener("focusin", (event) => {
    state.focus = event.target.closest("[data-focus]")?.dataset.focus || (event.target.closest("dialog") ? state.focus : null);
  });
  document.addEventListener("focusout", (event) => {
    setTimeout(() => {
      if (event.target.isConnected && document.activeElement === document.body) state.focus = null;
    });
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) document.addEventListener(kind, dragged);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (one("dialog[open]")) {
      const asking = event.target.closest?.(".sure, .naming");
      if (event.key === "Escape" && asking) {
        event.preventDefault();
        inquire(asking.closest("li"), false, asking.matches(".sure") ? ".sure" : ".naming");
      } else if (event.key === "Enter" && event.target.matches?.(".to")) {
        rename(asking.closest("li"));
      } else if (event.target.matches?.(".to")) {
        return;
      } else if (one("#library").open) walkRows(event);
      return;
    }
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      if (one("#export:popover-open")) return;
      one("#notice .notice:not([data-busy])")?.remove();
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
    if (!transcript || !pane || !one("#walk .where") || !one("#library") || !one("#notice")) return void setTimeout(start, 30);
    for (const [element, name, role] of [[transcript, "Conversation", "log"], [pane, "Source", "region"]]) {
      element.tabIndex = 0;
      element.setAttribute("role", role);
      element.setAttribute("aria-label", name);
    }
    one("#notice").setAttribute("role", "status");
    linked = new URLSearchParams(location.search).get("cite");
    let waiting = false;
    const observer = new MutationObserver((records) => {
      if (waiting || records.every(({ target }) => one("#sheets")?.contains(target))) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        observer.disconnect();
        refresh();
        watch();
      });
    });
    const watch = () => {
      for (const element of [transcript, pane, one("#scope"), one("#notice")]) {
        observer.observe(element, { childList: true, subtree: true, characterData: true, attributes: true });
      }
    };
    for (const begin of window.citedQA.started) begin();
    addEventListener("resize", bringUnseen);
    show("conversation");
    if (sent.order && reopens()) document.body.dataset.reopening = "yes";
    refresh();
    watch();
    watchServer();
  }

  start();
})();
