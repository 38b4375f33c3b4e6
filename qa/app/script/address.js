// The address: it holds what a reload comes back to, and is read once.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one, all } = page;
  const ASKED_KEPT = 200;

  // The address holds the questions and the citation, so that a reload comes back to the same words. In order:
  // "in" names a document that is asked from there on, alone or with those in a row ("" for all), "q" is a question
  // with the ones before it as context, "w" one whose words stand alone; "less" counts those that there was no room
  // for. What this browser keeps of the conversation is told apart, since it is more, and which document is read,
  // since that is no part of a link: the tab's history knows it.
  function remember() {
    if (page.isBeginning()) return; // it is yet to be read
    const query = new URLSearchParams();
    const turns = all("#transcript .turn");
    const held = new URLSearchParams(location.search);
    if (!turns.length && (held.has("q") || held.has("w"))) return; // it is about to be asked anew
    const { linked: most, kept: mostKept } = one("#transcript .turns")?.dataset || { linked: 0, kept: 0 };
    const short = turns.filter((turn) => !("long" in turn.dataset));
    if (!page.forgets()) noteAsked(short.map((turn) => turn.dataset.asked));
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
    if (page.cited()) query.set("cite", page.cited());
    for (const [name, value] of held) if (name.startsWith("__")) query.set(name, value);
    const words = query.toString();
    history.replaceState({ ...history.state, reading: page.reading() }, "", words ? `?${words}` : location.pathname);
    const kept = turns.filter((turn) => turn.dataset.asked).slice(-mostKept).map((turn) => ({
      question: turn.dataset.asked, literal: "alone" in turn.dataset, in: JSON.parse(turn.dataset.in || "[]"),
      note: turn.dataset.read && JSON.parse(turn.dataset.read),
    }));
    for (const tell of page.remembered) tell(words, kept, left + turns.length - kept.length);
  }

  // Anybody's link may name questions, so those alone are asked anew that were asked in this browser before; the
  // first other one is put into the box, for the visitor's own key. A conversation that is kept here comes back whole.
  function readAddress() {
    const query = new URLSearchParams(location.search);
    const own = page.kept(query.toString());
    if (own) noteAsked(own.turns.map(({ question }) => question));
    const { turns, scope, other } = inAddress(query);
    if (other) offer(other);
    const left_out = Number(own ? own.left : query.get("less")) || 0;
    const looked = page.looking();
    const shown = history.state?.reading || looked;
    return { turns: own ? own.turns : turns, scope, left_out, visitor: visitor(), shown };
  }

  function reopens() {
    const query = new URLSearchParams(location.search);
    return Boolean(page.kept(query.toString())) || inAddress(query).turns.length > 0;
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

  // Which documents are asked from the end of an address on.
  function chosenIn(query) {
    const names = [];
    let isAmong = false;
    for (const [name, value] of query) {
      if (name === "in" && !isAmong) names.length = 0;
      if (name === "in" && value) names.push(value);
      isAmong = name === "in";
    }
    return names;
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

  Object.assign(page, {
    remember, reopens, offerAgain, chosenIn,
    unask: (questions) => keepAsked(askedBefore().filter((question) => !questions.includes(question))),
    linked: () => JSON.stringify(readAddress()),
  });
})();
