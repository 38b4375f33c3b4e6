// Awaiting: what an answer, or the first questions to suggest, wait for, said anew each second.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one, all } = page;
  const AGAIN_MS = 1000;

  // Where it is said, each with what it says else; an invitation says nothing once it has questions.
  const places = () => all("#transcript [data-awaited]").filter((place) => !one(".welcome .suggested > *") || !place.closest(".welcome"));

  let asking = false;
  async function tell() {
    if (asking || !page.awaited || !places().length) return;
    asking = true;
    const sentence = await page.awaited(null).catch(() => ""); // what is amiss, the answer itself tells
    for (const place of all("#transcript [data-awaited]")) say(place, places().includes(place) ? sentence : "");
    setTimeout(() => {
      asking = false;
      if (sentence || one("#transcript .turn [data-awaited]")) tell();
    }, AGAIN_MS);
  }

  function say(place, sentence) {
    const words = sentence || place.dataset.awaited;
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  }

  page.painted.push(tell);
})();
