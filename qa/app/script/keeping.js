// Keeping: what the server writes anew keeps its open folds and the focus.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one, all } = page;
  const folds = new Set(["overview"]);
  let focus = null;

  function keep() {
    for (const fold of all("details[data-fold]")) fold.open = folds.has(fold.dataset.fold);
    if (!focus || document.activeElement !== document.body || one("dialog[open]")) return;
    const wanted = all("[data-focus]").find((element) => element.dataset.focus === focus);
    if (wanted) wanted.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const fold = event.target.closest?.("summary")?.closest("details[data-fold]");
    if (!fold) return;
    folds[fold.open ? "delete" : "add"](fold.dataset.fold);
    requestAnimationFrame(() => fold.open && fold.scrollIntoView({ block: "nearest" }));
  });
  document.addEventListener("focusin", (event) => {
    focus = event.target.closest("[data-focus]")?.dataset.focus || (event.target.closest("dialog") ? focus : null);
  });
  document.addEventListener("focusout", (event) => {
    setTimeout(() => {
      if (event.target.isConnected && document.activeElement === document.body) focus = null;
    });
  });

  Object.assign(page, { folds, keep });
})();
