// Names: a long one gives way in its middle, to the room that it has. Names are told apart by how they begin and end.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one, all } = page;
  const END = 16; // so many signs of its end stay, less where a word begins there
  const LEAST = 5; // and so many of how it begins

  function fit() {
    for (const place of all("[data-fits]")) shorten(place, place.dataset.fits);
  }

  function shorten(place, name) {
    const isTooLong = (words) => {
      place.textContent = words;
      return place.scrollWidth > place.clientWidth;
    };
    if (!isTooLong(name)) return;
    const signs = [...name];
    const end = signs.slice(-END).join("").replace(/^\S*\s+(?=\S)/, "");
    const cut = (count) => `${signs.slice(0, count).join("").trimEnd()}…${end}`;
    if (isTooLong(cut(LEAST))) return void (place.textContent = name); // its end gives way then, by the style
    let [fits, most] = [LEAST, signs.length - END];
    while (fits < most) {
      const middle = Math.ceil((fits + most) / 2);
      if (isTooLong(cut(middle))) most = middle - 1;
      else fits = middle;
    }
    place.textContent = cut(fits);
  }

  page.started.push(() => {
    const observer = new ResizeObserver(fit);
    for (const around of [one("#walk .reads"), one("#composer")]) observer.observe(around);
  });
  page.painted.push(fit);
})();
