// The past: conversations and pinned answers, kept in this browser alone, within bounds.
(() => {
  "use strict";

  const { one, all } = window.citedQA;
  const MOST = { conversations: 100, notes: 200 };
  const FORGOTTEN = 200;
  let shown = "conversations";
  let leaving = false; // what the page shows until another one takes its place is no longer noted
  let known = ""; // the turns of this tab's conversation, as it noted them last

  // Whatever else was served from this address may have kept things by the same names: what is not as it was
  // written here is left out.
  const words = (value) => typeof value === "string";
  const sound = {
    conversations: (entry) => [entry.id, entry.query, entry.name || ""].every(words) && entry.turns.length && entry.turns.every(isTurn) && when(entry.at),
    notes: (entry) => [entry.id, entry.asked, entry.searched || ""].every(words) && entry.quotes.every((one) => words(one.quote)),
  };

  const isTurn = (turn) => words(turn.question) && turn.in.every(words) && (!turn.note || words(turn.note.id));

  function isSound(kind, entry) {
    try {
      return Boolean(sound[kind](entry));
    } catch {
      return false;
    }
  }

  function read(kind) {
    try {
      return JSON.parse(localStorage.getItem(kind)).filter((entry) => isSound(kind, entry));
    } catch {
      return [];
    }
  }

  // Newest first; the oldest go where there is no room.
  function write(kind, entries) {
    for (let most = MOST[kind]; most > 0; most = Math.floor(most / 2)) {
      try {
        return void localStorage.setItem(kind, JSON.stringify(entries.slice(0, most)));
      } catch {
        // A browser that is full, or keeps nothing.
      }
    }
  }

  const drop = (kind, id) => write(kind, read(kind).filter((entry) => entry.id !== id));

  // Conversations that were deleted, and may yet be open in another tab.
  function forgotten() {
    try {
      const ids = JSON.parse(localStorage.getItem("forgotten"));
      return Array.isArray(ids) ? ids : [];
    } catch {
      return [];
    }
  }

  // With a conversation go its questions, so that no address asks them anew, but for those of another one.
  function forget(id) {
    const asked = (entries) => entries.flatMap(({ turns }) => turns.map(({ question }) => question));
    const gone = asked(read("conversations").filter((entry) => entry.id === id));
    drop("conversations", id);
    const left = new Set(asked(read("conversations")));
    window.citedQA.unask(gone.filter((question) => !left.has(question)));
    try {
      localStorage.setItem("forgotten", JSON.stringify([id, ...forgotten()].slice(0, FORGOTTEN)));
    } catch {
      // A browser that keeps nothing has nothing that could come back.
    }
  }

  // Each place in the tab's history knows its conversation: back at one that was deleted, the desk is empty.
  const cameBack = forgotten().includes(history.state?.conversation);
  if (cameBack) {
    current("");
    history.replaceState(null, "", addressOf(window.citedQA.chosenIn(new URLSearchParams(location.search))));
  }

  function stamp() {
    if (history.state?.conversation !== current()) history.replaceState({ ...history.state, conversation: current() }, "");
  }

  function tellDeleted() {
    one("#deleted").hidden = !cameBack || Boolean(one("#transcript .turn"));
  }

  // This tab's conversation: noted whole as it grows, and known again by its address.
  function current(id) {
    try {
      if (id !== undefined) sessionStorage.setItem("conversation", id);
      return sessionStorage.getItem("conversation") || "";
    } catch {
      return "";
    }
  }

  function note(query, turns, left) {
    if (!turns.length || leaving) return;
    const id = current() || current(fresh());
    if (forgotten().includes(id)) return;
    const entries = read("conversations");
    const before = entries.find((entry) => entry.id === id);
    const told = JSON.stringify(turns);
    const elsewhere = before && known && JSON.stringify(before.turns) !== known;
    if (elsewhere) current(fresh()); // it went on in another tab: from here on there are two
    stamp();
    const grown = !before || elsewhere || JSON.stringify(before.turns) !== told;
    known = told;
    if (!grown && before.query === query) return;
    const entry = { id: current(), name: before?.name, query, turns, left, at: grown ? Date.now() : before.at };
    const others = entries.filter((other) => other.id !== entry.id);
    write("conversations", grown ? [entry, ...others] : entries.map((other) => (other.id === id ? entry : other)));
    if (one("#past").open && !one("#past .naming:not([hidden])")) list();
  }

  // A conversation goes by the name it was given, else by its first question.
  const called = (entry) => entry.name || entry.turns[0].question;

  function call(id, name) {
    write("conversations", read("conversations").map((entry) => (entry.id === id ? { ...entry, name } : entry)));
    list();
    one(`#past .rename[data-id="${CSS.escape(id)}"]`)?.focus();
  }

  // What is kept follows a document to its new name.
  function renamed(name, to) {
    const now = (one) => (one === name ? to : one);
    const named = (some, key) => some?.map((one) => ({ ...one, [key]: now(one[key]) }));
    const noted = (note) => note && { ...note, quotes: named(note.quotes, "document"), groups: named(note.groups, "label"), only: note.only?.map(now) };
    const turned = (turn) => ({ ...turn, in: turn.in.map(now), note: noted(turn.note) });
    const asked = (query) => [...new URLSearchParams(query)].map(([key, value]) => [key, key === "in" ? now(value) : value]);
    write("notes", read("notes").map(noted));
    const entries = read("conversations").map((entry) => ({
      ...entry, turns: entry.turns.map(turned), query: new URLSearchParams(asked(entry.query)).toString(),
    }));
    write("conversations", entries);
    known = JSON.stringify(entries.find(({ id }) => id === current())?.turns) || "";
  }

  const fresh = () => crypto.randomUUID?.() || `${Date.now()}`;

  // The conversation that an address stands for, as it is kept here; an address has room for its end alone.
  function kept(query) {
    const found = read("conversations").filter((entry) => uncited(entry.query) === uncited(query));
    const entry = found.find(({ id }) => id === current()) || (asks(query) && found[0]);
    if (!entry) return null;
    current(entry.id);
    known = JSON.stringify(entry.turns);
    return entry;
  }

  // An address without a question, as of a new conversation, stands for none but this tab's own.
  function asks(query) {
    const held = new URLSearchParams(query);
    return held.has("q") || held.has("w");
  }

  // The same address, whatever it shows.
  function uncited(query, cite = "") {
    const bare = new URLSearchParams(query);
    bare.delete("cite");
    if (cite) bare.set("cite", cite);
    return bare.toString();
  }

  // Where documents are asked of which nothing was asked yet.
  function addressOf(names) {
    const query = new URLSearchParams(names.map((name) => ["in", name])).toString();
    return query ? `?${query}` : location.pathname;
  }

  function begin(how = "assign") {
    const names = window.citedQA.chosen();
    current("");
    const name = one("#pane article.document:not([hidden])")?.dataset.document;
    looking(names.length === 1 ? names[0] : name);
    leaving = true;
    location[how](addressOf(names));
  }

  // The document that is read stays open beside a new conversation; asked for without a name, it is given once.
  function looking(name) {
    try {
      const before = sessionStorage.getItem("looking") || "";
      sessionStorage.setItem("looking", name || "");
      return before;
    } catch {
      return "";
    }
  }

  // At one of its citations, or at its last question.
  function reopen(entry, cite) {
    current(entry.id);
    leaving = true;
    location.assign(`?${uncited(entry.query, cite)}`);
  }

  // A note opens where it was pinned, while that conversation is kept; else by itself, as it was read.
  function openNote(note, n = 1) {
    one("#past").close();
    const here = all("#transcript .turn[data-read]").find((turn) => JSON.parse(turn.dataset.read).id === note.id);
    if (here) return window.citedQA.arrive(`${here.dataset.turn}-${n}`);
    const origin = originOf(note) || alone(note);
    reopen(origin, `${placeIn(origin, note)}-${n}`);
  }

  const placeIn = ({ turns }, note) => turns.findIndex((turn) => turn.note?.id === note.id) + 1;
  const originOf = (note, kept = read("conversations")) => kept.find((entry) => placeIn(entry, note));

  // Notes as they leave: each with the name of its conversation, where that was given one.
  function toExport() {
    const kept = read("conversations");
    return read("notes").map((note) => ({ ...note, conversation: originOf(note, kept)?.name || "" }));
  }

  function alone(note) {
    const asked = (note.only || []).map((name) => ["in", name]);
    const query = new URLSearchParams([...asked, ["q", note.asked]]).toString();
    const turns = [{ question: note.asked, literal: false, in: note.only || [], note }];
    const entry = { id: fresh(), query, turns, left: 0, at: Date.now() };
    write("conversations", [entry, ...read("conversations")]);
    return entry;
  }

  // The dialog.
  function open(kind) {
    one("#find-past").value = "";
    one("#past").showModal();
    view(kind);
    one("#find-past").focus();
  }

  function view(kind) {
    shown = kind;
    for (const button of all("#past [data-past]")) button.setAttribute("aria-pressed", String(button.dataset.past === kind));
    one("#past-title").textContent = kind === "notes" ? "Notes" : "History";
    one("#past .of-conversations").hidden = kind !== "conversations";
    one("#past .of-notes").hidden = kind !== "notes" || !read("notes").length;
    list();
  }

  const questions = ({ name = "", turns }) => [name, ...turns.map(({ question }) => question)].join(" ");

  function list() {
    const wanted = one("#find-past").value.toLowerCase().split(/\s+/).filter(Boolean);
    const kept = read("conversations");
    const noted = (note) => `${originOf(note, kept)?.name || ""} ${JSON.stringify(note)}`;
    const texts = { conversations: questions, notes: noted };
    const fits = (entry) => wanted.every((word) => texts[shown](entry).toLowerCase().includes(word));
    const entries = read(shown).filter(fits);
    const rows = element("ul");
    rows.append(...entries.map(shown === "notes" ? noteRow : conversationRow));
    const none = { conversations: "No conversation is kept yet.", notes: "Pin an answer to keep it here." }[shown];
    one("#past .listing").replaceChildren(entries.length ? rows : element("p", "said", wanted.length ? "Nothing has these words." : none));
    if (shown === "notes" && entries.length) tellFates(entries, [...rows.children]);
  }

  function element(name, kind = "", words = "") {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (words) made.textContent = words;
    return made;
  }

  const when = (at) => new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));

  function row(entry, inner, named) {
    const made = element("li");
    const remove = copied(".remove");
    remove.setAttribute("aria-label", `Delete “${named}”`);
    made.append(inner, remove, sure(entry, named));
    return made;
  }

  function sure(entry, named) {
    const asks = element("div", "sure");
    asks.hidden = true;
    asks.setAttribute("role", "group");
    asks.setAttribute("aria-label", `Delete “${named}”`);
    const [deletes, keeps] = [element("button", "danger", "Delete"), element("button", "", "Keep")];
    deletes.type = keeps.type = "button";
    keeps.dataset.unsure = "";
    deletes.addEventListener("click", () => remove(entry));
    asks.append(element("p", "", `Delete “${named}”? It cannot be brought back.`), deletes, keeps);
    return asks;
  }

  function remove(entry) {
    if (shown === "notes") drop("notes", entry.id);
    else forget(entry.id);
    if (entry.id === current()) return begin("replace");
    view(shown);
    pins();
    one("#find-past").focus();
  }

  function conversationRow(entry) {
    const opens = element("button", "entry");
    opens.type = "button";
    const count = entry.turns.length;
    const title = called(entry);
    opens.append(element("bdi", "title", title));
    opens.append(element("span", "below", `${when(entry.at)} · ${count} ${count === 1 ? "question" : "questions"}`));
    if (entry.id === current()) opens.setAttribute("aria-current", "true");
    opens.addEventListener("click", () => reopen(entry));
    const made = row(entry, opens, title);
    opens.after(renamer(entry, title));
    made.append(naming(entry, title));
    return made;
  }

  const copied = (part) => one("#row").content.querySelector(part).cloneNode(true);

  function renamer(entry, title) {
    const rename = copied(".rename");
    rename.dataset.id = entry.id;
    rename.setAttribute("aria-label", `Rename “${title}”`);
    return rename;
  }

  function naming(entry, title) {
    const asks = copied(".naming");
    const field = one(".to", asks);
    field.value = title;
    field.setAttribute("aria-label", `Rename “${title}” to`);
    asks.setAttribute("aria-label", `Rename “${title}”`);
    one(".primary", asks).addEventListener("click", () => call(entry.id, field.value.trim()));
    return asks;
  }

  // What is quoted, without the signs of markup; the places of both are of characters, not of halves of them.
  function wordsOf(quote, start, signs = []) {
    const isSign = (at) => signs.some(([begin, end]) => begin <= at && at < end);
    return [...quote].filter((_, at) => !isSign(start + at)).join("");
  }

  function noteRow(entry) {
    const card = element("div", "note");
    const heading = element("h3");
    heading.append(opener(entry.searched || entry.asked));
    card.append(heading);
    if (entry.searched) card.append(element("p", "below", `Asked as “${entry.asked}”`));
    if (entry.short) card.append(headline(entry));
    if (entry.sure) card.append(element("p", "below", entry.sure));
    for (const { n, quote, document: name, place, start, signs } of entry.quotes) {
      const cited = element("div");
      cited.dataset.n = n;
      const below = element("p", "below");
      below.append(opener(`${name} · ${place}`));
      cited.append(element("blockquote", "", wordsOf(quote, start, signs)), below);
      card.append(cited);
    }
    card.addEventListener("click", (event) => {
      if (getSelection().isCollapsed) openNote(entry, Number(event.target.closest("[data-n]")?.dataset.n) || 1);
    });
    return row(entry, card, entry.searched || entry.asked);
  }

  function headline({ short, unit, sure, confidence }) {
    const said = element("p", sure && confidence < 0.5 ? "short unsure" : "short", short);
    if (/^[$€£¥₹]$/.test(unit)) said.prepend(element("span", "unit", unit));
    else if (unit) said.append("\u00a0", element("span", "unit", unit));
    return said;
  }

  function opener(words) {
    const opens = element("button");
    opens.type = "button";
    opens.append(element("bdi", "", words));
    return opens;
  }

  // What became of the words that a note quotes, where they are no longer where they stood.
  async function tellFates(notes, rows) {
    const quotes = notes.map((note) => note.quotes.map(({ document: name, start, quote }) => [name, start, quote]));
    const isWanted = () => one("#past").open && Boolean(rows[0]?.isConnected);
    const fates = (await window.citedQA.persist(() => window.citedQA.fates(quotes), isWanted)) || [];
    for (const [at, said] of fates.entries()) {
      one(".note h3", rows[at]).after(...said.map((sentence) => element("p", "fate", sentence)));
    }
  }

  // Pins.
  function pins() {
    const kept = new Set(read("notes").map((entry) => entry.id));
    for (const button of all("[data-pin]")) {
      const is = String(kept.has(button.dataset.note));
      if (button.getAttribute("aria-pressed") !== is) button.setAttribute("aria-pressed", is);
    }
  }

  function pin(button) {
    if (button.getAttribute("aria-pressed") === "true") drop("notes", button.dataset.note);
    else window.citedQA.act({ do: "pin", turn: Number(button.dataset.pin) });
    pins();
  }

  document.addEventListener("click", (event) => {
    const near = (selector) => event.target.closest?.(selector);
    if (near("[data-begin]")) begin();
    else if (near("[data-open-past]")) open(near("[data-open-past]").dataset.openPast);
    else if (near("[data-past]")) view(near("[data-past]").dataset.past);
    else if (near("[data-pin]")) pin(near("[data-pin]"));
    else if (near("[data-notes]")) window.citedQA.act({ do: "notes", format: near("[data-notes]").dataset.notes, notes: toExport() });
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "find-past") list();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  window.citedQA.kept = kept;
  window.citedQA.looking = looking;
  window.citedQA.forgets = () => leaving || forgotten().includes(current());
  window.citedQA.remembered.push(note);
  window.citedQA.painted.push(pins, tellDeleted);
  window.citedQA.renamed = renamed;
  window.citedQA.conversation = () => read("conversations").find(({ id }) => id === current())?.name || "";
  window.citedQA.pinned = (told) => {
    const entry = JSON.parse(told);
    write("notes", [entry, ...read("notes").filter((other) => other.id !== entry.id)]);
    pins();
  };
})();
