// Adding: files that are chosen or dropped go to the server.
(() => {
  "use strict";

  const page = window.citedQA;
  const { one } = page;

  // They go one by one, then the index takes them.
  async function addFiles(files) {
    if (!files.length) return;
    if (one("#library").open) one("#library").close();
    const arriving = one("#arriving");
    const said = arriving.dataset;
    const kinds = said.accepts.split(" ");
    const refused = [];
    const good = [];
    for (const file of files) {
      const why = !kinds.some((kind) => file.name.toLowerCase().endsWith(kind))
        ? said.kind
        : file.size > Number(said.maxBytes)
          ? said.large
          : file.size === 0
            ? said.empty
            : "";
      const filled = why.replaceAll("{size}", file.size.toLocaleString("en"));
      if (why) refused.push(filled.replaceAll("{name}", () => file.name));
      else good.push(file);
    }
    let [clash, known] = ["", []];
    try {
      if (good.length) [clash, known] = await page.clash(good.map((file) => file.name));
    } catch (error) {
      return page.complain(error.message, () => addFiles(files));
    }
    const choice = clash && (await page.openSheet(page.parsed(clash)));
    const replace = choice === "replace" ? known : [];
    const wanted = choice ? good : good.filter((file) => !known.includes(file.name));
    const arrived = [];
    const unsent = [];
    const names = wanted.map((file) => file.name);
    page.come(names, 1);
    for (const file of wanted) {
      try {
        arrived.push({ name: file.name, token: await upload(file) });
      } catch (error) {
        if (error instanceof page.Unanswered) {
          unsent.push(file);
          page.complain(error.message, () => addFiles(unsent));
          continue;
        }
        refused.push(said.stopped);
        arrived.length = 0;
        break;
      }
    }
    one("span", arriving).textContent = said.waiting;
    arriving.hidden = !arrived.length;
    one("progress", arriving).removeAttribute("value");
    if (arrived.length || refused.length) page.take({ files: arrived, refused, replace, names });
    else page.come(names, -1);
  }

  let sending = null;
  function upload(file) {
    const arriving = one("#arriving");
    const bar = one("progress", arriving);
    one("span", arriving).textContent = arriving.dataset.sending;
    one("bdi", arriving).textContent = file.name;
    bar.value = 0;
    one("#notice .notice")?.remove();
    arriving.hidden = false;
    const body = new FormData();
    const name = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    body.append("files", file, name);
    return new Promise((done, failed) => {
      const request = (sending = new XMLHttpRequest());
      request.open("POST", "gradio_api/upload");
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) bar.value = event.loaded / event.total;
      };
      request.onabort = failed;
      request.onerror = () => failed(page.unanswered(0));
      request.onload = () => {
        const token = request.status === 200 && tokenOf(request.responseText);
        const head = (name) => request.getResponseHeader(name);
        token ? done(token) : failed(page.unanswered(request.status, head("content-type"), request.responseText, head("retry-after")));
      };
      request.send(body);
    });
  }

  // The folder and name that the server gave a file; nothing where it is not the page's server that answers.
  function tokenOf(answer) {
    try {
      return String(JSON.parse(answer)[0]).replaceAll("\\", "/").split("/").slice(-2).join("/");
    } catch {
      return "";
    }
  }

  let over = 0;
  const holdsFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  function dragged(event) {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    over = Math.max(0, over + (event.type === "dragenter") - (event.type === "dragleave"));
    if (event.type === "drop") over = 0;
    one("#drop").hidden = over === 0;
    if (event.type === "drop" && !one("#sheet").open) addFiles([...event.dataTransfer.files]);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-stop]")) sending.abort();
    else if (event.target.closest?.("[data-pick]")) one("#files").click();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "files") return;
    const files = [...event.target.files];
    event.target.value = "";
    addFiles(files);
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) document.addEventListener(kind, dragged);
})();
