// The connection: whether the server is there, late, or another one.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one, started } = page;
  const SLOW_MS = 5000;
  const AT_ONCE_MS = 1000;
  const GONE = 5;

  // The server may be stopped or started again under an open page; the address brings the conversation back. One
  // that is busy answers late, or that it has no time, and cuts a connection or two: only one that cannot be reached
  // again and again, each time at once and with nothing heard of it in between, is gone.
  let server = null;
  let unreached = 0;
  let isLate = false;
  const heard = () => (unreached = 0);
  async function watchServer() {
    const running = await askServer();
    if (running.id && server && running.id !== server) return location.reload();
    if (running.id) server = running.id;
    unreached = running.gone ? unreached + 1 : 0;
    one("#lost").hidden = unreached < GONE;
    isLate = Boolean(running.late);
    tellSlow();
    setTimeout(watchServer, running.id ? 4000 : 1000);
  }

  async function askServer() {
    const since = performance.now();
    try {
      const answer = await fetch("gradio_api/app_id", { cache: "no-store", signal: AbortSignal.timeout(SLOW_MS) });
      if (answer.ok) return { id: (await answer.json()).app_id };
      return { late: answer.status === 429 || answer.status >= 500 };
    } catch {
      return performance.now() - since < AT_ONCE_MS ? { gone: true } : { late: true };
    }
  }

  // Slow is what somebody waits for: what the server does by itself after an answer keeps nobody waiting.
  function tellSlow() {
    one("#slow").hidden = !(isLate && page.isWorking());
  }

  // What was asked is done: if the server was late, it is no longer.
  function answered() {
    isLate = false;
    tellSlow();
  }

  Object.assign(page, { heard, answered });
  started.push(watchServer);
})();
