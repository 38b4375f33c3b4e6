// What the page's scripts share: each takes from `citedQA` what the others put there. Text is made by the server alone.
(() => {
  "use strict";

  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  function parsed(markup) {
    const written = document.createElement("template");
    written.innerHTML = markup;
    return written.content;
  }

  // What is to be called once the page is there, after it is painted, and with each address that it gets.
  const [started, painted, remembered] = [[], [], []];
  window.citedQA = { heard: () => {}, one, all, still, parsed, started, painted, remembered };
})();
