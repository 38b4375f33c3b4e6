"""Other sites: a link may name a question, and nothing but the visitor's own key asks it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from driving import BEGIN
from playwright.sync_api import expect
from talking import post

pytestmark = [pytest.mark.browser, pytest.mark.gradio]

PAGE = """<!doctype html><title>Another site</title><body><iframe name="framed"></iframe><script>
async function told(asking) { try { return String((await asking).type); } catch { return "refused"; } }
const post = (path, mode) => fetch(CHAT + path, {
  method: "POST", mode, credentials: "include", body: '{"question": "When?", "data": [], "fn_index": 0}',
  headers: { "Content-Type": mode === "cors" ? "application/json" : "text/plain" },
});
const opened = (source) => new Promise((tell) => {
  source.onopen = () => tell("opened");
  source.onerror = () => tell("refused");
});
window.attack = async () => ({
  blindly: await told(post("/gradio_api/run/predict", "no-cors")),
  asked: await told(post("/v1/ask", "cors")),
  called: await told(post("/mcp", "cors")),
  read: await told(fetch(CHAT + "/v1/documents")),
  events: await opened(new EventSource(CHAT + "/gradio_api/queue/data?session_hash=a")),
  socket: await opened(new WebSocket(CHAT.replace("http", "ws") + "/gradio_api/queue/join")),
});
window.frameIt = () => new Promise((tell) => {
  const frame = document.querySelector("iframe");
  frame.onload = tell;
  frame.src = CHAT + "/?q=When";
});
window.postForm = () => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: CHAT + "/gradio_api/run/predict", enctype: "text/plain" });
  form.append(Object.assign(document.createElement("input"), { name: '{"data":["', value: '"]}' }));
  document.body.append(form);
  form.submit();
};
</script>"""


@pytest.fixture
def other_site(address: str) -> Iterator[str]:
    """A page of another origin on this machine that attacks the chat."""
    page = PAGE.replace("CHAT", repr(address)).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_a_question_in_the_address_waits_in_the_box_for_the_visitors_key(open_page, address: str):
    page = open_page(f"{address}/?q={BEGIN.replace(' ', '+')}&q=And+then%3F")
    box = page.locator("#question textarea")
    expect(box).to_have_value(BEGIN)
    page.wait_for_timeout(1_000)
    assert page.locator(".turn").count() == 0
    box.press("Enter")
    page.locator(".turn.answered").wait_for()
    page.reload()
    page.locator(".turn.answered").wait_for()
    assert page.locator(".turn").count() == 1
    assert page.locator("#question textarea").input_value() == ""


def test_another_origin_can_neither_post_nor_read_nor_frame_nor_listen(
    chromium, address: str, other_site: str
):
    context = chromium.new_context()
    page = context.new_page()
    statuses: list[tuple[str, int]] = []
    page.on(
        "response",
        lambda response: (
            statuses.append((response.request.method, response.status))
            if response.url.startswith(address)
            else None
        ),
    )
    page.goto(other_site)
    told = page.evaluate("attack()")
    assert told.pop("blindly") in ("opaque", "refused")  # it is sent, and the server refuses it
    assert set(told.values()) == {"refused"}, told
    page.evaluate("frameIt()")
    assert all(frame.url == "chrome-error://chromewebdata/" for frame in page.frames[1:])
    with page.expect_response(f"{address}/gradio_api/run/predict") as posted:
        page.evaluate("postForm()")
    assert posted.value.request.resource_type == "document"
    assert {status for _, status in statuses} == {403}, statuses
    context.close()


@pytest.mark.parametrize(
    "origin", ["http://[", "null", "http://127.0.0.1", "", "http://é", "//", "http://" * 99]
)
def test_an_origin_that_is_no_address_is_refused(address: str, origin: str):
    answer = post(f"{address}/v1/ask", content=b"{}", headers={b"Origin": origin.encode()})
    assert answer.status_code == 403, answer.text
