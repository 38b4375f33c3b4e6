// The start: once Gradio has written the page, it is told from the server's writing on; and the keys of the page.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one } = page;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      if (one(":popover-open")) return;
      one("#notice .notice:not([data-busy])")?.remove();
      page.select(null);
      if (typing) typing.blur();
    } else if (!typing && event.key === "/") {
      event.preventDefault();
      page.showSide("conversation");
      one("#question textarea").focus();
    } else if (!typing && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      event.preventDefault();
      page.step(event.key === "ArrowRight" ? 1 : -1);
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
    let waiting = false;
    const observer = new MutationObserver((records) => {
      if (waiting || records.every(({ target }) => one("#sheets")?.contains(target))) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        observer.disconnect();
        page.refresh();
        watch();
      });
    });
    const watch = () => {
      for (const element of [transcript, pane, one("#scope"), one("#notice")]) {
        observer.observe(element, { childList: true, subtree: true, characterData: true, attributes: true });
      }
    };
    for (const begin of page.started) begin();
    if (page.isBeginning() && page.reopens()) document.body.dataset.reopening = "yes";
    page.refresh();
    watch();
  }

  start();
})();
