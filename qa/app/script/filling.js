// Filling: what is asked of the server once its place is seen: cards, suggested questions, parts of long documents.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one, all } = page;

  // What a document is, asked for once it is shown; beside a conversation that has begun it comes folded, and so
  // it does above the pages of a PDF.
  const cards = new Map();
  function fillCard() {
    const slot = cardSlot();
    if (!slot || !page.card) return;
    const name = slot.dataset.overview;
    const key = keyOf(slot);
    if (cards.has(key)) return putCard(slot, cards.get(key));
    if (page.newestTurn()) page.folds.delete("overview");
    cards.set(key, "");
    once(() => page.card(name), key, cards, fillCard, () => cardSlot() && keyOf(cardSlot()) === key);
  }

  const cardSlot = () => one("#pane article.document:not([hidden]) .overview");
  const keyOf = (slot) => `${slot.dataset.version} ${slot.dataset.overview}`;

  // Asked for once, while there is a place for it; what nobody waits for any more is asked for anew when it is seen.
  async function once(ask, key, answers, fill, isWanted) {
    const markup = await page.persist(ask, isWanted);
    if (markup === null) return void answers.delete(key);
    answers.set(key, markup);
    if (markup) fill();
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
      empty.append(page.parsed(markup));
      for (const fold of all("details", empty)) {
        if (empty !== slot) fold.dataset.fold += "-sheets";
        fold.open = page.folds.has(fold.dataset.fold);
      }
    }
    if (empties.length) page.bringAgain();
  }

  // Questions to begin with and to go on with, each found to work before it is shown.
  const suggestions = new Map();
  function fillSuggested() {
    for (const slot of all("#transcript .suggested")) {
      const wanted = wantedIn(slot);
      const key = suggestionKey(slot);
      if (slot.dataset.filled === key) continue;
      slot.replaceChildren(); // what was found for other documents
      if (suggestions.get(key)) {
        slot.append(page.parsed(suggestions.get(key)));
        slot.dataset.filled = key;
      } else if (!suggestions.has(key) && page.suggested) {
        suggestions.set(key, "");
        const isWanted = () => all("#transcript .suggested").some((one) => suggestionKey(one) === key);
        once(() => page.suggested(wanted), key, suggestions, fillSuggested, isWanted);
      }
    }
  }

  function wantedIn(slot) {
    const told = (turn) => [turn.dataset.asked, JSON.parse(turn.dataset.read || "{}").searched].filter(Boolean);
    const asked = all("#transcript .turn:not([data-long])").flatMap(told);
    return [JSON.parse(slot.dataset.suggest || "[]"), JSON.parse(slot.dataset.near || "null"), asked];
  }

  const suggestionKey = (slot) => JSON.stringify([...wantedIn(slot), one("#scope .scope")?.textContent]);

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
    page.act({ do: "point", name: button.closest("[data-overview]").dataset.overview, start, end });
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
    if (!article || part.childElementCount || !page.part) return;
    parts.unobserve(part);
    const ask = () => page.part([article.dataset.document, Number(part.dataset.part)]);
    const tell = (sentence, again) => part.replaceChildren(page.lacking(sentence, again));
    const markup = await page.persist(ask, () => part.isConnected, tell);
    const whole = page.parsed(markup || "").firstElementChild;
    if (whole) part.replaceChildren(...whole.childNodes);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-point]");
    if (button) point(button);
  });

  Object.assign(page, { fillCard, fillSuggested, suggestAnew, watchParts });
})();
