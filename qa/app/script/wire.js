// The wire: what the server is asked, and its answer by its status. Where there is none, one sentence says so, and
// it is asked again: when the server says, else ever more seldom.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one } = page;
  const [RETRY_MS, MOST_RETRY_MS] = [3000, 300_000];
  const EVENTS = /\/gradio_api\/(run\/predict|queue\/join)/;
  const NO_TIME = [429, 502, 503, 504];
  const PROBLEM = "application/problem+json";

  class Unanswered extends Error {
    constructor(sentence, seconds = 0, isUndone = false) {
      super(sentence);
      Object.assign(this, { seconds, isUndone });
    }
  }

  // A status of 0 is a connection that was cut. What is refused for want of time has certainly not been done.
  function unanswered(status, type = "", text = "", after = "") {
    const said = one("#trouble").dataset;
    const known = NO_TIME.includes(status) ? said.busy : status ? said.failed : said.unreached;
    const isUndone = status === 429 || status === 503;
    return new Unanswered((type?.startsWith(PROBLEM) && detailOf(text)) || known, Number(after) || 0, isUndone);
  }

  function detailOf(text) {
    try {
      const { detail } = JSON.parse(text);
      return typeof detail === "string" ? detail : "";
    } catch {
      return "";
    }
  }

  // Gradio keeps to itself why an event failed: what went wrong last is noted here. Where a connection is cut under
  // one, it would load the page anew, and what was asked would be lost: it is told of a failure like any other.
  let last = null;
  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    try {
      const answer = await fetched(...asked);
      page.heard();
      if (answer.ok) return answer;
      const text = await answer.clone().text().catch(() => "");
      last = [answer.status, answer.headers.get("content-type"), text, answer.headers.get("retry-after")];
      return answer;
    } catch (error) {
      last = [0];
      if (!EVENTS.test(String(asked[0]))) throw error;
      return new Response("{}", { status: 504, headers: { "Content-Type": "application/json" } });
    }
  };
  const trouble = () => unanswered(...(last || [0]));

  // What the script asks by name, each with one argument.
  function lookUp(component, names) {
    for (const name of names) page[name] = (given) => answerTo({ data: given, component_id: component, fn_name: name });
  }

  async function answerTo(asked) {
    const body = JSON.stringify({ ...asked, session_hash: "lookups" });
    const headers = { "Content-Type": "application/json" };
    let answer = null;
    try {
      answer = await fetch("gradio_api/component_server/", { method: "POST", headers, body });
      if (answer.ok) return await answer.json();
    } catch {
      throw unanswered(answer ? answer.status : 0);
    }
    const text = await answer.text().catch(() => "");
    throw unanswered(answer.status, answer.headers.get("content-type"), text, answer.headers.get("retry-after"));
  }

  // Asked until it is answered, while it is still wanted; null once it is not. An answer of null is none yet.
  async function persist(ask, isWanted, tell = () => {}) {
    for (let wait = RETRY_MS; isWanted(); wait = Math.min(2 * wait, MOST_RETRY_MS)) {
      let lack = null;
      try {
        const found = await ask();
        if (found !== null) return found;
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        lack = error;
      }
      await new Promise((again) => {
        if (lack) tell(lack.message, again);
        setTimeout(again, 1000 * lack?.seconds || wait);
      });
    }
    return null;
  }

  // The sentence in the place of what is missing, with a way to ask for it now.
  function lacking(sentence, again) {
    const told = one("#lacking").content.firstElementChild.cloneNode(true);
    one("span", told).textContent = sentence;
    one("button", told).addEventListener("click", again);
    return told;
  }

  // The sentence above the page, on what a person did.
  let repeat = null;
  function complain(sentence, again) {
    const told = one("#trouble");
    one("span", told).textContent = sentence;
    repeat = again;
    told.hidden = false;
  }

  function content() {
    one("#trouble").hidden = true;
    repeat = null;
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("#trouble button")) return;
    const again = repeat;
    content();
    again?.();
  });

  Object.assign(page, { Unanswered, unanswered, trouble, lookUp, persist, lacking, complain, content });
})();
