// Notices: what the server says once, and what the page is to do then; sheets, in which it asks.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one } = page;

  let fading = 0;
  let serial = null;
  function noticed() {
    const notice = one("#notice .notice");
    if (!notice || notice.dataset.serial === serial) return;
    serial = notice.dataset.serial;
    clearTimeout(fading);
    one("#arriving").hidden = true;
    const { download: file, content, opens, listing, lasting, points, note, renamed } = notice.dataset;
    if (note) page.pinned(note);
    if (renamed) for (const follow of [page.renamed, page.calledAnew]) follow(...JSON.parse(renamed));
    if (points) page.pointTo(points);
    const sheet = one("template", notice);
    if (file) page.download(file, content);
    if (sheet) openSheet(sheet.content.cloneNode(true));
    if (opens) page.showDocument(opens);
    showWork();
    if (listing !== undefined) page.suggestAnew();
    if (listing !== undefined && one("#library").open) page.listAnew();
    if (lasting === undefined) fading = setTimeout(() => notice.remove(), 8000);
  }

  // What stands under the dialog of documents cannot be seen: how far the adding of files is, it says itself.
  function showWork() {
    const busy = one("#library").open && one("#notice .notice[data-busy]");
    const work = one("#library .work");
    const held = work.contains(document.activeElement);
    work.replaceChildren(...(busy ? [...busy.cloneNode(true).children] : []));
    one(":scope > .close", work)?.remove();
    if (held) (one("button", work) || one("#find")).focus();
  }

  // Dialogs. Esc and the focus going back are the browser's own doing.
  function openSheet(content) {
    const sheet = one("#sheet");
    sheet.replaceChildren(content);
    if (!sheet.open) sheet.showModal();
    return new Promise((done) => {
      sheet.onclose = () => done(sheet.returnValue);
      sheet.returnValue = "";
    });
  }

  // The notice is written anew with every passage: a press may end on another button than it began on.
  const cancel = (button) => page.act({ do: "cancel", lot: button.dataset.cancel });
  document.addEventListener("pointerdown", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-cancel]");
    if (button) cancel(button);
  });

  document.addEventListener("click", (event) => {
    const near = (selector) => event.target.closest?.(selector);
    if (near("[data-cancel]")) cancel(near("[data-cancel]"));
    else if (near("[data-close]")) (near("dialog") ? near("dialog").close() : near(".notice").remove());
    else if (near("[data-choice]")) near("dialog").close(near("[data-choice]").dataset.choice);
    else if (event.target instanceof HTMLDialogElement) event.target.close();
  });

  Object.assign(page, { noticed, showWork, openSheet });
})();
