// The past: conversations and pinned answers, kept in this browser alone, within bounds.
(() => {
  "use strict";

  const { one, all } = window.citedQA;
  const MOST = { conversations: 100, notes: 200 };
  let shown = "conversations";

  // Whatever else was served from this address may have kept things by the same names: what is not as it was
  // written here is left out.
  const words = (value) => typeof value === "string";
  const sound = {
    conversations: (entry) => [entry.id, entry.query, entry.title, ...entry.questions].every(words) && when(entry.at),
    notes: (entry) => [entry.id, entry.asked].every(words) && entry.quotes.every((one) => words(one.quote)),
  };

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

  // This tab's conversation: noted as it grows, by its address, which brings it back.
  function current(id) {
    try {
      if (id !== undefined) sessionStorage.setItem("conversation", id);
      return sessionStorage.getItem("conversation") || "";
    } catch {
      return "";
    }
  }

  function note(query, questions) {
    if (!questions.length) return;
    const entries = read("conversations");
    const id = current() || current(crypto.randomUUID?.() || `${Date.now()}`);
    const before = entries.find((entry) => entry.id === id);
    if (before && before.query === query) return;
    const grown = !before || before.questions.length !== questions.length;
    const entry = { id, query, questions, title: before?.title || questions[0], at: grown ? Date.now() : before.at };
    const others = entries.filter((other) => other.id !== id);
    write("conversations", grown ? [entry, ...others] : entries.map((other) => (other.id === id ? entry : other)));
    if (one("#past").open) list();
  }

  function begin() {
    current("");
    const names = JSON.parse(one("#scope [data-scope]")?.dataset.scope || "[]");
    const query = new URLSearchParams(names.map((name) => ["in", name])).toString();
    location.assign(query ? `?${query}` : location.pathname);
  }

  function reopen(entry) {
    current(entry.id);
    window.citedQA.noteAsked(entry.questions);
    location.assign(`?${entry.query}`);
  }

  // The dialog.
  function open() {
    one("#find-past").value = "";
    one("#past").showModal();
    view(shown);
    one("#find-past").focus();
  }

  function view(kind) {
    shown = kind;
    for (const button of all("#past [data-past]")) button.setAttribute("aria-pressed", String(button.dataset.past === kind));
    one("#past .of-conversations").hidden = kind !== "conversations";
    one("#past .of-notes").hidden = kind !== "notes" || !read("notes").length;
    list();
  }

  function list() {
    const wanted = one("#find-past").value.toLowerCase().split(/\s+/).filter(Boolean);
    const texts = { conversations: (entry) => entry.questions.join(" "), notes: (entry) => JSON.stringify(entry) };
    const fits = (entry) => wanted.every((word) => `${entry.title || ""} ${texts[shown](entry)}`.toLowerCase().includes(word));
    const entries = read(shown).filter(fits);
    const rows = element("ul");
    rows.append(...entries.map(shown === "notes" ? noteRow : conversationRow));
    const none = { conversations: "No conversation is kept yet.", notes: "Pin an answer to keep it here." }[shown];
    one("#past .listing").replaceChildren(entries.length ? rows : element("p", "said", wanted.length ? "Nothing has these words." : none));
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
    const remove = element("button", "remove");
    remove.type = "button";
    remove.append(one("#past .close svg").cloneNode(true));
    remove.setAttribute("aria-label", `Delete “${named}”`);
    remove.addEventListener("click", () => {
      drop(shown, entry.id);
      view(shown);
      pins();
      one("#find-past").focus();
    });
    made.append(inner, remove);
    return made;
  }

  function conversationRow(entry) {
    const opens = element("button", "choose");
    opens.type = "button";
    const count = entry.questions.length;
    opens.append(element("bdi", "title", entry.title));
    opens.append(element("span", "below", `${when(entry.at)} · ${count} ${count === 1 ? "question" : "questions"}`));
    if (entry.id === current()) opens.setAttribute("aria-current", "true");
    opens.addEventListener("click", () => reopen(entry));
    return row(entry, opens, entry.title);
  }

  function noteRow(entry) {
    const card = element("div", "note");
    card.append(element("h3", "", entry.asked));
    if (entry.short) card.append(element("p", "short", entry.short));
    for (const { quote, document: name, place } of entry.quotes) {
      card.append(element("blockquote", "", quote), element("p", "below", `${name} · ${place}`));
    }
    return row(entry, card, entry.asked);
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
    else if (near("[data-open-past]")) open();
    else if (near("[data-past]")) view(near("[data-past]").dataset.past);
    else if (near("[data-pin]")) pin(near("[data-pin]"));
    else if (near("[data-notes]")) window.citedQA.act({ do: "notes", format: near("[data-notes]").dataset.notes, notes: read("notes") });
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "find-past") list();
  });

  window.citedQA.remembered.push(note);
  window.citedQA.painted.push(pins);
  window.citedQA.pinned = (told) => {
    const entry = JSON.parse(told);
    write("notes", [entry, ...read("notes").filter((other) => other.id !== entry.id)]);
    pins();
  };
})();
