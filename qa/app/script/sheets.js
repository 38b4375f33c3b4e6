// Sheets: the pages of a PDF as they are, drawn as they come near, with the cited words marked on them.
(() => {
  "use strict";

  const { one, all, paint } = window.citedQA;
  const KEPT_PICTURES = 60;
  const AT_ONCE = 3;
  const [RETRY_MS, MOST_RETRY_MS] = [1500, 300_000]; // a picture that fails again is asked for ever more seldom
  const SKETCH_WIDTH = 200;
  const documents = new Map(); // by name and file: { name, file, sizes, box, rectangles }
  const failed = new WeakMap(); // how long to wait after the next failure, by sheet
  const near = new Set();
  const around = new Set();
  let watching = []; // what sees which sheets come near
  let loading = 0;
  let sharp = 0; // of those, pictures that are no sketches
  let wanted = null; // the citation to bring into view once its page knows where it stands
  let picturesShown = [];

  const article = () => one("#pane article.document:not([hidden])");
  const keyOf = (element) => `${element.dataset.file} ${element.dataset.document}`;
  const held = () => article() && documents.get(keyOf(article()));
  const drawn = () => document.body.dataset.view === "page" && Boolean(held()?.sizes?.length);
  // Whether it is not known yet that there are pages.
  const pending = () => document.body.dataset.view === "page" && Boolean(article()?.dataset.file) && !held()?.sizes;

  const watch = (set, rootMargin) =>
    new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) set[isIntersecting ? "add" : "delete"](target);
        setTimeout(pump); // once it is known of both sets
      },
      { root: one("#pane"), rootMargin },
    );

  // The one shown document: its pages are asked for once, and laid out as soon as their sizes are known.
  async function follow() {
    const shown = article();
    const can = Boolean(shown?.dataset.file);
    const key = can ? keyOf(shown) : "";
    for (const other of all("#sheets > .sheets")) if (other.dataset.key !== key) other.remove();
    document.body.dataset.paged = can ? "yes" : "no";
    if (!can) return settle();
    if (!documents.has(key)) {
      const entry = { name: shown.dataset.document, file: shown.dataset.file, rectangles: new Map() };
      documents.set(key, entry);
      entry.sizes = await window.citedQA.persist(() => window.citedQA.sizes(entry.name), () => true);
      entry.box = laidOut(entry, key);
      if (wanted && !entry.sizes.length) return window.citedQA.select(wanted);
      return paint();
    }
    const entry = documents.get(key);
    if (!entry.sizes) return settle();
    if (!entry.sizes.length) {
      document.body.dataset.paged = "no";
      one(".pageless", shown).hidden = false;
      return settle();
    }
    if (!entry.box.isConnected) one("#sheets").append(entry.box);
    settle();
    await spots(entry, shown);
  }

  function laidOut(entry, key) {
    const box = document.createElement("div");
    box.className = "sheets";
    box.dataset.key = key;
    entry.sizes.forEach(([width, height], at) => {
      const sheet = document.createElement("figure");
      sheet.className = "sheet";
      sheet.dataset.page = at + 1;
      sheet.style.aspectRatio = `${width} / ${height}`;
      sheet.setAttribute("aria-label", `Page ${at + 1} of ${entry.sizes.length}`);
      box.append(sheet);
      for (const observer of watching) observer.observe(sheet);
    });
    return box;
  }

  function settle() {
    document.body.dataset.sheets = drawn() ? "yes" : "no";
    for (const button of all("#views button")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === document.body.dataset.view));
    }
    count();
    pump();
  }

  // Pictures, a few at a time: sketches of the sheets around, and sharp ones of those that are near; what is
  // seen comes first. The farthest sharp ones are let go.
  function pump() {
    if (!drawn()) return;
    const pane = one("#pane").getBoundingClientRect();
    const apart = (sheet) => {
      const { top, bottom } = sheet.getBoundingClientRect();
      return Math.max(0, top - pane.bottom, pane.top - bottom);
    };
    const waiting = (set, kind) => [...set].filter((sheet) => sheet.offsetParent && !sheet.dataset[kind]);
    const jobs = [
      ...waiting(around, "sketch").map((sheet) => ["sketch", sheet, apart(sheet)]),
      ...waiting(near, "picture").map((sheet) => ["picture", sheet, apart(sheet) + 50]),
    ];
    jobs.sort((a, b) => a[2] - b[2]);
    for (const [kind, sheet] of jobs) {
      if (loading >= AT_ONCE) break;
      if (kind === "sketch" || sharp < AT_ONCE - 1) load(kind, sheet); // one way stays free for sketches
    }
  }

  // What somebody waits to see comes before what tells of it: until a first picture has come, the rest waits.
  const draws = () => Boolean(one("#pane").clientHeight) && (pending() || (drawn() && !held().hasBegun));

  async function load(kind, sheet) {
    const entry = held();
    const { name, file } = entry;
    const density = Math.min(devicePixelRatio || 1, 3);
    const width = kind === "sketch" ? SKETCH_WIDTH : Math.round(sheet.clientWidth * density);
    const picture = new Image();
    picture.alt = `Page ${sheet.dataset.page}`;
    picture.src = `picture?${new URLSearchParams({ document: name, page: sheet.dataset.page, width, file })}`;
    sheet.dataset[kind] = "loading";
    loading += 1;
    sharp += kind === "picture";
    try {
      await picture.decode();
      sheet.dataset[kind] = "drawn";
      if (kind === "sketch") sheet.style.backgroundImage = `url("${picture.src}")`;
      else show(sheet, picture);
    } catch {
      const wait = failed.get(sheet) || RETRY_MS;
      failed.set(sheet, Math.min(2 * wait, MOST_RETRY_MS));
      setTimeout(() => {
        delete sheet.dataset[kind];
        pump();
      }, wait);
    } finally {
      loading -= 1;
      sharp -= kind === "picture";
      pump();
    }
    if (kind === "picture" && !entry.hasBegun) {
      entry.hasBegun = true;
      paint();
    }
  }

  function show(sheet, picture) {
    sheet.prepend(picture);
    picturesShown = [...picturesShown.filter((other) => other !== sheet), sheet];
    forget();
  }

  function forget() {
    const far = picturesShown.filter((sheet) => !near.has(sheet));
    for (const sheet of far.slice(0, Math.max(0, picturesShown.length - KEPT_PICTURES))) {
      one("img", sheet)?.remove();
      delete sheet.dataset.picture;
      picturesShown.splice(picturesShown.indexOf(sheet), 1);
    }
  }

  // Marks: where each citation stands is asked for once, and drawn over its pages.
  async function spots(entry, shown) {
    const signature = shown.dataset.marks || "[]";
    const marks = JSON.parse(signature);
    const place = ({ start, end }) => `${start}-${end}`;
    const unknown = marks.filter((mark) => !entry.rectangles.has(place(mark)));
    if (unknown.length) {
      const spans = unknown.map(({ start, end }) => [start, end]);
      const isWanted = () => shown.isConnected && shown.dataset.marks === signature;
      const found = await window.citedQA.persist(() => window.citedQA.places([entry.name, spans]), isWanted);
      if (!found) return;
      unknown.forEach((mark, at) => entry.rectangles.set(place(mark), found[at]));
    }
    if (!shown.isConnected || shown.dataset.marks !== signature) return; // others are on their way
    if (entry.signature !== signature) {
      entry.signature = signature;
      for (const spot of all(".spot", entry.box)) spot.remove();
      for (const mark of marks) for (const rectangle of entry.rectangles.get(place(mark))) put(entry, mark, rectangle);
      paint();
    }
    if (wanted) bring(wanted);
  }

  function put(entry, mark, rectangle) {
    const spot = laidOver(entry, "spot", rectangle);
    spot.dataset.cites = mark.key;
    if (mark.exact) spot.dataset.exact = mark.key;
  }

  function laidOver(entry, kind, [page, left, top, right, bottom]) {
    const spot = document.createElement("span");
    spot.className = kind;
    Object.assign(spot.style, {
      left: `${100 * left}%`, top: `${100 * top}%`,
      width: `${100 * (right - left)}%`, height: `${100 * (bottom - top)}%`,
    });
    entry.box.children[page - 1]?.append(spot);
    return spot;
  }

  // Words that are looked for, on the pages beside what is cited there.
  async function markPages(spans) {
    const entry = held();
    const sought = JSON.stringify(spans);
    if (!entry?.box || (entry.sought || "[]") === sought) return;
    entry.sought = sought;
    const asks = () => (spans.length ? window.citedQA.places([entry.name, spans]) : []);
    const found = await window.citedQA.persist(asks, () => entry.sought === sought);
    if (!found || entry.sought !== sought) return; // meanwhile others are
    for (const spot of all(".seeking", entry.box)) spot.remove();
    for (const [place, rectangles] of found.entries()) {
      for (const rectangle of rectangles) laidOver(entry, "seeking", rectangle).dataset.place = place;
    }
  }

  // Into view: the mark itself, or, until it is known, the top of its page.
  function bring(key) {
    wanted = key;
    const entry = held();
    if (!drawn() || !entry.box.isConnected) return;
    const its = all(".spot", entry.box).filter((one) => one.dataset.cites === key);
    const spot = window.citedQA.telling(its, (one) => one.dataset.exact === key);
    const mark = JSON.parse(article().dataset.marks || "[]").find((one) => one.key === key);
    if (spot) {
      wanted = null;
      return scrollTo(spot, 0.3);
    }
    if (mark?.page) scrollTo(entry.box.children[mark.page - 1], 0.02);
  }

  function scrollTo(element, share) {
    const pane = one("#pane");
    window.citedQA.go(pane, element, share * pane.clientHeight, 4);
  }

  // The page that is being read, of the pages as they are and in the text alike.
  const leaves = () => (drawn() ? all(".sheet", held().box) : all(".leaf", article()).filter((leaf) => leaf.offsetParent));
  function count() {
    const field = one("#page-number");
    const pages = article()?.dataset.pages;
    one("#leaves").hidden = !pages;
    if (!pages) return;
    one("#leaves .of").textContent = `of ${pages}`;
    field.max = pages;
    if (document.activeElement === field) return;
    const line = one("#pane").getBoundingClientRect().top + one("#pane").clientHeight * 0.4;
    const read = leaves().filter((leaf) => leaf.getBoundingClientRect().top <= line).pop();
    field.value = read ? read.dataset.page : 1;
  }

  async function turn(page) {
    if (drawn()) return scrollTo(held().box.children[page - 1], 0.02);
    const leaf = leaves().find((one) => Number(one.dataset.page) >= page);
    if (leaf) scrollTo(leaf, 0.02);
  }

  function view(kind) {
    const page = Number(one("#page-number").value) || 1;
    document.body.dataset.view = kind;
    try {
      localStorage.setItem("view", kind);
    } catch {
      // A browser that keeps nothing begins with pages each time.
    }
    settle();
    const current = one("#transcript a.cite.current, #transcript .card.current")?.dataset.cite;
    if (current && all(`#pane :is(mark, .spot).current`).length) window.citedQA.select(current);
    else turn(page);
  }

  function preferred() {
    try {
      return localStorage.getItem("view") === "text" ? "text" : "page";
    } catch {
      return "page";
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#views button");
    if (button) view(button.dataset.view);
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "page-number") turn(Number(event.target.value) || 1);
  });

  let counting = false;
  window.citedQA.started.push(() => {
    document.body.dataset.view = preferred();
    const box = document.createElement("div");
    box.id = "sheets";
    one("#pane").append(box);
    watching = [watch(near, "100% 0px"), watch(around, "500% 0px")];
    one("#pane").addEventListener("scroll", () => {
      if (counting) return;
      counting = true;
      requestAnimationFrame(() => {
        counting = false;
        count();
        pump();
      });
    });
    addEventListener("resize", () => pump());
  });
  window.citedQA.painted.push(follow);
  Object.assign(window.citedQA, { drawn, pending, draws, bring, markPages });
})();
