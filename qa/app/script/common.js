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

  // Where words are brought into view: at their beginning, or at the exact ones where both have no room in the source.
  function telling(marks, isExact) {
    const [first, exact] = [marks[0], marks.find(isExact)];
    if (!exact) return first;
    const reach = exact.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
    return reach > 0.65 * one("#pane").clientHeight ? exact : first;
  }

  // What is to be called once the page is there, after it is painted, and with each address that it gets.
  const [started, painted, remembered] = [[], [], []];
  window.citedQA = { heard: () => {}, one, all, still, parsed, telling, started, painted, remembered };
})();
