// Orders: what the page sends to the server, one after another.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one } = page;
  const STREAM_ENDS_MS = 500;
  const [RETRY_MS, MOST_RETRY_MS] = [3000, 60_000];

  // What the page sends: one order at a time, so that what the server shows is always the newest. The page itself
  // is the first. Files are taken beside the others, one lot after another.
  const orders = [];
  const lots = [];
  const sent = { order: { kind: "restore", order: {} }, lot: null };
  let pressing = false;
  let begins = true; // until the server has answered the page itself

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
  const events = {
    order: () => JSON.stringify(sent.order.order),
    begun: () => {
      sent.order.shows = true;
      clearBox(sent.order.typed);
    },
    done: () => {
      wait = RETRY_MS;
      sent.order = null;
      page.answered();
      if (complains) page.content();
      complains = false;
      if (begins) begin();
      page.offerAgain();
      next();
    },
    failed,
    taken: () => JSON.stringify(sent.lot),
    notAdded: () => {
      const lot = sent.lot;
      const { message, isUndone } = page.trouble();
      events.added();
      page.complain(message, isUndone ? () => take(lot) : () => send("act", { do: "show" }));
      if (isUndone) page.come(lot.names, 1);
    },
    added: () => {
      send("act", { do: "show" });
      one("#arriving").hidden = true;
      page.come(sent.lot.names, -1);
      // Gradio closes the stream of an event a moment after its end; what began before that would not be heard of.
      setTimeout(() => {
        sent.lot = null;
        page.answered();
        nextLot();
      }, STREAM_ENDS_MS);
    },
  };

  // What the address held is on the page now, and the page may write there.
  function begin() {
    begins = false;
    delete document.body.dataset.reopening;
    page.remember();
  }

  // Which documents are asked, or will be once the server has heard of it.
  function chosen() {
    const choice = [sent.order, ...orders].findLast((one) => one?.order.do === "choose");
    return choice?.order.names || JSON.parse(one("#scope [data-scope]")?.dataset.scope || "[]");
  }

  // What did not come about: what may be done twice, or was not begun, is done again by itself; of the rest a
  // person says so, and what comes after it goes on.
  let wait = RETRY_MS;
  let complains = false;
  function failed() {
    const { kind, order, typed, shows } = sent.order;
    const trouble = page.trouble();
    const again = { ...sent.order, kind: kind === "ask" && shows ? "answer" : kind };
    const mayRepeat = trouble.isUndone || ["answer", "restore"].includes(again.kind);
    if (!mayRepeat) {
      events.done();
      return page.complain(trouble.message, () => send(kind, order, typed));
    }
    sent.order = again;
    complains = true;
    const repeat = () => {
      clearTimeout(timer);
      page.content();
      press(again.kind);
    };
    const timer = setTimeout(repeat, 1000 * trouble.seconds || wait);
    wait = Math.min(2 * wait, MOST_RETRY_MS);
    page.complain(trouble.message, repeat);
  }

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
  const isWorking = () => Boolean(sent.order || sent.lot);

  for (const kind of ["keydown", "click"]) document.addEventListener(kind, catchQuestion, true);
  document.addEventListener("click", (event) => {
    const near = (selector) => event.target.closest?.(selector);
    if (near("[data-ask]")) ask(near("[data-ask]").dataset.ask);
    else if (near("[data-literal]")) ask(near("[data-literal]").dataset.literal, true);
  });

  Object.assign(page, events, { act, take, chosen, isWorking, isBeginning: () => begins });
})();
