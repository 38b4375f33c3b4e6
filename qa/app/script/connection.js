// The connection: whether the server is there, late, or another one.
(() => {
  "use strict";

  const { one, started } = window.citedQA;
  const SLOW_MS = 5000;

  // The server may be stopped or started again under an open page; the address brings the conversation back. One
  // that is busy answers late, or that it has no time: only one that twice in a row cannot be reached is gone.
  let server = null;
  let unreached = 0;
  async function watchServer() {
    const running = await askServer();
    if (running.id && server && running.id !== server) return location.reload();
    if (running.id) server = running.id;
    unreached = running.gone ? unreached + 1 : 0;
    one("#lost").hidden = unreached < 2;
    one("#slow").hidden = !running.late;
    setTimeout(watchServer, running.id ? 4000 : 1000);
  }

  async function askServer() {
    try {
      const answer = await fetch("gradio_api/app_id", { cache: "no-store", signal: AbortSignal.timeout(SLOW_MS) });
      if (answer.ok) return { id: (await answer.json()).app_id };
      return { late: answer.status === 429 || answer.status >= 500 };
    } catch (error) {
      return error.name === "TimeoutError" ? { late: true } : { gone: true };
    }
  }

  started.push(watchServer);
})();
