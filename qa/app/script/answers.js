// Answers: copied, judged, saved as test questions, exported.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one } = page;

  async function copy(button) {
    const words = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const area = document.createElement("textarea");
      area.value = words;
      button.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1500);
  }

  function download(name, content) {
    const link = document.createElement("a");
    link.download = name;
    link.href = URL.createObjectURL(new Blob([content], { type: "text/plain;charset=utf-8" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  function save(button) {
    const turn = button.dataset.save;
    const sheet = one(`template[data-sheet="${turn}"]`);
    if (sheet) page.openSheet(sheet.content.cloneNode(true));
    else page.act({ do: "save", turn: Number(turn) });
  }

  function saveCorrected(button) {
    const chosen = one("#sheet input[name=right]:checked");
    if (!chosen) return one("#sheet input[name=right]").focus();
    one("#sheet").close();
    page.act({ do: "save", turn: Number(button.dataset.saves), right: chosen.value });
  }

  document.addEventListener("click", (event) => {
    const near = (selector) => event.target.closest?.(selector);
    if (near("[data-copy]")) copy(near("[data-copy]"));
    else if (near("[data-rate]")) {
      const { rate, rating } = near("[data-rate]").dataset;
      page.act({ do: "rate", turn: Number(rate), rating });
    } else if (near("[data-save]")) save(near("[data-save]"));
    else if (near("[data-saves]")) saveCorrected(near("[data-saves]"));
    else if (near("[data-export]")) {
      one("#export").hidePopover();
      page.act({ do: "export", format: near("[data-export]").dataset.export, title: page.conversation() });
    } else if (near("[data-download]")) {
      const { download: name, content } = near("[data-download]").dataset;
      download(name, content);
    }
  });

  Object.assign(page, { download });
})();
