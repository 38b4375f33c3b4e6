// Finding in a document and its outline: what is looked for is found by the server, in the whole text.
(() => {
  "use strict";

  const { one } = window.citedQA;
  const PAUSE_MS = 150;
  let found = { words: "", name: "", count: 0, spans: [] };
  let at = -1;
  let typing = 0;

  const shown = () => one("#pane article.document:not([hidden])")?.dataset.document;

  function tell() {
    const { words, count, spans } = found;
    const said = !words ? "" : !count ? "Not found" : at < 0 ? `${count}` : `${at + 1} of ${count}`;
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
    const [count, spans] = words && name ? await window.citedQA.seek([name, words]) : [0, []];
    // Meanwhile more was typed, or the same was found and perhaps stepped through already.
    if (words !== one("#seek-words").value.trim() || isFound()) return;
    found = { words, name, count, spans };
    at = -1;
    tell();
  }

  async function step(by) {
    await look();
    const { name, spans } = found;
    if (!spans.length) return;
    at = at < 0 ? (by > 0 ? 0 : spans.length - 1) : (at + by + spans.length) % spans.length;
    tell();
    const [start, end] = spans[at];
    window.citedQA.act({ do: "point", name, start, end });
  }

  function open(is) {
    one("#seek").hidden = !is;
    const back = one("[data-seek='open']");
    back.setAttribute("aria-expanded", String(is));
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

  window.citedQA.started.push(() => {
    one("#outline").addEventListener("beforetoggle", async (event) => {
      if (event.newState !== "open") return;
      const written = document.createElement("template");
      written.innerHTML = await window.citedQA.outline(shown() || "");
      one("#outline").replaceChildren(written.content);
    });
  });
})();
