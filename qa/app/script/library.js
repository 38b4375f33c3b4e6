// The dialog of documents: found, opened, chosen, renamed and removed there.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one, all } = page;

  let chosen = [];
  function openLibrary() {
    const find = one("#find");
    chosen = page.chosen();
    one("#library .listing").replaceChildren(); // those of before would be taken away under a finger
    find.value = "";
    one("#library").showModal();
    list();
    page.showWork();
    find.focus();
  }

  let asked = 0;
  async function list() {
    const mine = ++asked;
    const isWanted = () => mine === asked && one("#library").open;
    const tell = (sentence, again) => isWanted() && redraw(page.lacking(sentence, again));
    const markup = await page.persist(() => page.listing([one("#find").value, chosen]), isWanted, tell);
    if (mine === asked && markup !== null) redraw(page.parsed(markup));
  }

  // A list that is drawn anew keeps its place, and in the row that has the focus what was asked or typed there.
  const CONTROLS = [".among", ".entry", ".rename", ".remove", "[data-remove]", "[data-unsure]", ".to", "[data-renames]", "[data-unname]"];
  function redraw(markup) {
    const listing = one("#library .listing");
    const held = listing.contains(document.activeElement) && heldBy(document.activeElement);
    const { scrollTop, childElementCount: wasDrawn } = listing;
    listing.replaceChildren(markup);
    putComing(listing);
    const open = all(".entry", listing).find((entry) => nameOf(entry) === page.reading());
    open?.setAttribute("aria-current", "true");
    const first = open || one(".entry", listing);
    if (first) rove(first);
    if (wasDrawn) listing.scrollTop = scrollTop;
    else if (first && !one("#find").value) first.scrollIntoView({ block: "nearest" });
    if (held) holdAgain(held, all(".entry", listing));
  }

  const nameOf = (entry) => entry.dataset.show || "";

  function heldBy(element) {
    const row = element.closest("li");
    const entry = row && one(".entry", row);
    if (!entry || !nameOf(entry)) return { at: 0 };
    return {
      at: all("#library .entry").indexOf(entry), name: nameOf(entry),
      control: CONTROLS.find((one) => element.matches(one)),
      asks: [".sure", ".naming"].find((kind) => one(kind, row)?.hidden === false),
      typed: [one(".to", row).value, one(".to", row).selectionStart, one(".to", row).selectionEnd],
    };
  }

  function holdAgain({ at, name, control, asks, typed }, rows) {
    const same = rows.find((entry) => nameOf(entry) === name);
    const entry = same || rows[Math.min(at, rows.length - 1)];
    if (!entry) return one("#find").focus();
    rove(entry);
    const row = entry.closest("li");
    if (same && asks) inquire(row, true, asks);
    if (same && asks === ".naming") {
      one(".to", row).value = typed[0];
      one(".to", row).setSelectionRange(typed[1], typed[2]);
    }
    ((same && control && one(control, row)) || entry).focus();
  }

  // Files that are on their way into the index have a row at once.
  const coming = new Map(); // how many of each name
  function come(names, by) {
    for (const name of names) {
      const count = (coming.get(name) || 0) + by;
      if (count > 0) coming.set(name, count);
      else coming.delete(name);
    }
    if (one("#library").open) list();
  }

  function putComing(listing) {
    const known = new Set(all(".entry", listing).map(nameOf));
    const rows = [...coming.keys()].filter((name) => !known.has(name)).map((name) => {
      const row = one("#coming").content.firstElementChild.cloneNode(true);
      one(".title", row).textContent = name;
      return row;
    });
    if (!rows.length) return;
    const box = one("ul", listing) || listing.insertBefore(document.createElement("ul"), listing.firstChild);
    (one(".every", box) || { after: (...some) => box.prepend(...some) }).after(...rows);
  }

  // Of the rows one alone is a stop of the Tab key; the arrow keys walk among them.
  function rove(to) {
    for (const button of all("#library .listing :is(.among, .entry, .rename, .remove)")) button.tabIndex = -1;
    for (const button of all(".among, .entry, .rename, .remove", to.closest("li"))) button.tabIndex = 0;
  }

  function walkRows(event) {
    const rows = all("#library .entry").filter((row) => row.offsetParent);
    const at = rows.indexOf(event.target.closest("li")?.querySelector(".entry"));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (next === undefined || (at < 0 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    if (next < 0) return one("#find").focus();
    const row = rows[Math.min(next, rows.length - 1)];
    if (!row) return;
    rove(row);
    row.focus();
  }

  // In a row of the list, a question takes the place of its buttons: is it meant, or what is the new name.
  function inquire(row, asks, kind) {
    one(kind, row).hidden = !asks;
    for (const button of all(".among, .entry, .rename, .remove", row)) button.hidden = asks;
    const sure = kind === ".sure";
    one(asks ? (sure ? "[data-unsure]" : ".to") : sure ? ".remove" : ".rename", row).focus();
    if (asks && !sure) one(".to", row).select();
  }

  function rename(row) {
    const { renames: name } = one("[data-renames]", row).dataset;
    page.act({ do: "rename", name, to: one(".to", row).value });
  }

  // A tick asks a document together with the others that are ticked; without any, all are asked.
  function tick(box) {
    chosen = box.checked ? [...chosen, box.value] : chosen.filter((name) => name !== box.value);
    const every = one("#library [data-choose]");
    if (chosen.length) every?.removeAttribute("aria-current");
    else every?.setAttribute("aria-current", "true");
    const full = chosen.length >= Number(one("#library").dataset.most);
    for (const other of all("#library .among")) other.disabled = full && !other.checked;
    page.act({ do: "choose", names: chosen });
  }

  function listAnew() {
    chosen = page.chosen();
    list();
  }

  document.addEventListener("click", (event) => {
    const near = (selector) => event.target.closest?.(selector);
    if (near("[data-open]")) openLibrary();
    else if (near("[data-choose]")) {
      if (near("dialog")) near("dialog").close();
      else one("#scope .scope").focus(); // the button goes away
      page.act({ do: "choose", names: [] });
    } else if (near("[data-show]")) {
      near("dialog").close();
      page.showSide("source");
      page.act({ do: "open", name: near("[data-show]").dataset.show });
    } else if (near("[data-sure]")) inquire(near("li"), true, ".sure");
    else if (near("[data-unsure]")) inquire(near("li"), false, ".sure");
    else if (near("[data-name]")) inquire(near("li"), true, ".naming");
    else if (near("[data-unname]")) inquire(near("li"), false, ".naming");
    else if (near("[data-renames]")) rename(near("li"));
    else if (near("[data-example]")) page.act({ do: "example" });
    else if (near("[data-remove]")) page.act({ do: "remove", name: near("[data-remove]").dataset.remove });
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "find") list();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches(".among")) tick(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !one("dialog[open]")) return;
    const asking = event.target.closest?.(".sure, .naming");
    if (event.key === "Escape" && asking) {
      event.preventDefault();
      inquire(asking.closest("li"), false, asking.matches(".sure") ? ".sure" : ".naming");
    } else if (event.key === "Enter" && event.target.matches?.(".to")) {
      event.preventDefault(); // else it presses what has the focus next
      one(".primary", asking).click();
    } else if (one("#library").open && !event.target.matches?.(".to")) walkRows(event);
  });

  Object.assign(page, { come, listAnew });
})();
