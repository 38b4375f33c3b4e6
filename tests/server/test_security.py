"""The server's doors, against the real `qa serve`: keys, hosts, origins, and what of Gradio is shut."""

from __future__ import annotations

import contextlib
import re
import socket
import time

import httpx
import pytest
from playwright.sync_api import expect
from talking import STAKE, get, logged_with, post, problem_of, request, wait_for

from qa.server.access import COOKIE
from qa.server.rates import Rates

KEY = "correct horse battery staple"
BEARER = {"Authorization": f"Bearer {KEY}"}
CLOSED = ("GET", "/v1/documents"), ("GET", "/metrics"), ("GET", "/openapi.json"), ("GET", "/theme.css"), (
    "POST", "/v1/ask"), ("POST", "/mcp"), ("POST", "/gradio_api/queue/join"), ("GET", "/picture"), (
    "GET", "/nothing")  # fmt: skip


@pytest.fixture(scope="module")
def keyed(serve, tmp_path_factory):
    """One with a key from a file, behind a proxy that tells who asks."""
    file = tmp_path_factory.mktemp("keyed") / "key"
    file.write_text(f"{KEY}\n", encoding="utf-8")
    with serve("--api-key-file", file, "--trusted-proxy", "127.0.0.1", "--rate", "1200") as served:
        yield served


@pytest.fixture(scope="module")
def locked(keyed):
    return keyed.address


@pytest.fixture(scope="module")
def unlocked(serve_here):
    with serve_here(allowed_hosts=("docs.example.org",)) as address:
        yield address


@pytest.fixture(scope="module")
def behind(serve):
    """One behind a proxy that tells who asks, and that gives each but little."""
    with serve("--trusted-proxy", "127.0.0.1", "--rate", "8", "--log-requests") as served:
        yield served


def test_beyond_this_machine_it_starts_with_a_key_alone(qa_here, monkeypatch):
    for host in ("0.0.0.0", "::", "192.0.2.7", "example.org"):
        refused = qa_here("serve", "--host", host)
        assert refused.returncode == 1
        assert "API key" in refused.stderr
    monkeypatch.setenv("CITED_QA_API_KEY", "secret")
    weak = qa_here("serve", "--host", "0.0.0.0")
    assert weak.returncode == 1
    assert "16" in weak.stderr


def test_who_guesses_at_the_key_is_slowed_down_and_finds_it_in_no_log(keyed):
    guesser = {"X-Forwarded-For": "192.0.2.66"}
    wrong = guesser | {"X-API-Key": "wrong"}
    wait_for(lambda: get(f"{keyed.address}/assets/x.js", headers=wrong).status_code == 429)
    assert get(f"{keyed.address}/v1/documents", headers=BEARER).status_code == 200
    assert KEY not in keyed.log()


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_with_a_key_everything_is_shut_to_those_without(locked, method, path):
    for headers in (
        {},
        {"X-API-Key": "wrong"},
        {"Authorization": "Bearer"},
        {"Cookie": f"{COOKIE}=9999999999.a.b"},
    ):
        response = request(method, f"{locked}{path}", headers=headers)
        assert response.status_code == 401, headers
        assert response.headers["content-type"] == "application/problem+json"
        assert "www-authenticate" in response.headers


def test_either_header_opens(locked):
    for headers in (BEARER, {"X-API-Key": KEY}):
        asked = httpx.post(f"{locked}/v1/ask", json={"question": STAKE}, headers=headers, timeout=60)
        assert asked.json()["span"] == "27%"
    assert get(f"{locked}/healthz").status_code == 200
    assert get(f"{locked}/readyz").status_code == 200


def test_a_browser_gets_a_form_and_a_cookie_for_the_key(locked):
    with httpx.Client(base_url=locked, timeout=60) as browser:
        page = browser.get("/?q=What%22%3E%3Cscript%3E", headers={"Accept": "text/html"})
        assert page.status_code == 401
        assert "<script>" not in page.text
        wrong = browser.post("/login", data={"key": "wrong"})
        assert wrong.status_code == 401
        assert "not the key" in wrong.text
        entered = browser.post("/login", data={"key": KEY, "query": "q=When%3F"})
        assert (entered.status_code, entered.headers["location"]) == (303, "/?q=When%3F")
        cookie = entered.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert KEY not in cookie
        assert browser.get("/v1/documents").status_code == 200
        forged = browser.post("/v1/ask", json={"question": STAKE})
        assert forged.status_code == 403
        own = browser.post("/v1/ask", json={"question": STAKE}, headers={"Origin": locked}, timeout=60)
        assert own.status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "127.0.0.2"]
)
def test_a_request_for_another_host_is_refused_everywhere(unlocked, host):
    for path in ("/", "/healthz", "/v1/documents", "/gradio_api/app_id", "/mcp"):
        assert get(f"{unlocked}{path}", headers={"Host": host}).status_code == 421


def test_a_request_for_a_name_of_its_own_is_served(unlocked):
    port = unlocked.rsplit(":", 1)[1]
    for host in (
        f"localhost:{port}",
        f"127.0.0.1:{port}",
        "[::1]",
        "docs.example.org",
        "DOCS.example.org:80",
    ):
        assert get(f"{unlocked}/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/ask"),
        ("GET", "/v1/documents"),
        ("POST", "/gradio_api/run/predict"),
        ("POST", "/gradio_api/queue/join"),
        ("GET", "/gradio_api/queue/data"),
        ("POST", "/mcp"),
        ("POST", "/login"),
    ],
)
def test_another_sites_page_is_refused(unlocked, method, path, headers):
    response = request(method, f"{unlocked}{path}", headers=headers)
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


def test_a_link_from_another_site_opens_the_page(unlocked):
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert get(unlocked, headers=link).status_code == 200
    assert get(unlocked, headers=link | {"Sec-Fetch-Dest": "iframe"}).status_code == 403


def test_a_websocket_is_refused(unlocked):
    host, port = unlocked.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(
            f"GET /gradio_api/queue/data HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAA\r\n\r\n".encode()
        )
        assert b" 101 " not in connection.recv(200)


def test_every_response_tells_the_browser_what_not_to_do(unlocked):
    for path in ("/", "/healthz", "/nothing", "/gradio_api/app_id", "/v1/documents", "/theme.css"):
        headers = get(f"{unlocked}{path}").headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in re.sub("style-src [^;]*", "", headers["content-security-policy"])
        assert "server" not in headers


def test_the_page_links_nothing_that_is_not_there(unlocked):
    page = get(f"{unlocked}/").text
    links = re.findall(r'<link[^>]*\bhref="(?P<href>(?:\./|/)[^"]*)"', page)
    assert links
    for link in links:
        assert get(f"{unlocked}/{link.lstrip('./')}").status_code == 200, link


def gradio_routes() -> list[tuple[str, str]]:
    """Every route of the page's Gradio application as it is installed, a method and a path each."""
    import gradio

    from index import Index
    from qa.app import build_app
    from qa.service import Service

    index = Index.from_texts({"a.txt": "The bridge was opened in 1999."})
    blocks = build_app(Service(lambda: index))
    app = gradio.routes.App.create_app(blocks)
    found = []
    left = list(app.routes)
    while left:
        route = left.pop()
        left.extend(getattr(getattr(route, "original_router", None), "routes", ()))
        if hasattr(route, "methods"):
            path = re.sub(r"\{[^}]*:path\}", "etc/passwd", route.path)
            found += [(method, re.sub(r"\{[^}]*\}", "x", path)) for method in route.methods]
    return sorted(set(found))


OPENED = {
    ("GET", "/"),
    ("HEAD", "/"),
    ("GET", "/favicon.ico"),
    ("GET", "/theme.css"),
    ("GET", "/assets/etc/passwd"),
    ("GET", "/gradio_api/app_id"),
    ("GET", "/gradio_api/heartbeat/x"),
    ("GET", "/gradio_api/queue/data"),
    ("GET", "/gradio_api/startup-events"),
    ("POST", "/gradio_api/component_server"),
    ("POST", "/gradio_api/queue/join"),
}
# Where the page takes files.
UPLOADING = {("POST", "/gradio_api/upload")}
# These are the server's own.
OWN = {"/login", "/logout", "/openapi.json"}


@pytest.mark.gradio
def test_of_gradios_routes_only_those_that_the_page_needs_are_open(unlocked):
    routes = gradio_routes()
    assert len(routes) > 60
    assert ("GET", "/gradio_api/file=etc/passwd") in routes
    for method, path in routes:
        if (method, path.rstrip("/") or "/") in OPENED | UPLOADING or path.rstrip("/") in OWN:
            continue
        response = request(method, f"{unlocked}{path}", json={} if method == "POST" else None)
        assert response.status_code in (404, 405), (method, path)
        assert "gradio" not in response.text.lower()


@pytest.mark.parametrize("end", ["", "/"])
def test_what_the_page_needs_is_served_with_a_slash_at_its_end_and_without(unlocked, end):
    response = post(f"{unlocked}/gradio_api/component_server{end}", json={})
    assert response.json() == {"detail": "Invalid JSON body."}  # as Gradio itself says it


def test_a_gradio_that_lacks_what_the_page_needs_is_named_at_the_start():
    from qa.server.mounting import check_needed
    from qa.server.settings import ServerError

    with pytest.raises(ServerError, match=r"Gradio 9\.0 does not serve GET /, .* install"):
        check_needed([], "9.0")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../../../../../etc/passwd",
        "/assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/%2e%2e/routes.py",
        "/assets//etc/passwd",
        "/static/js/..%5c..%5croutes.py",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file%3D/etc/passwd",
        "/gradio_api//file=/etc/passwd",
        "//gradio_api/file=/etc/passwd",
        "/v1/documents/../../../../etc/passwd",
        "/v1/documents/%2fetc%2fpasswd",
        "/v1/documents/file:%2f%2f%2fetc%2fpasswd",
    ],
)
def test_no_path_reaches_the_file_system(unlocked, path):
    host, port = unlocked.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        with contextlib.closing(connection.makefile("rb")) as stream:
            answer = stream.read()
    assert answer.split(b" ", 2)[1] in (b"403", b"404")
    assert b"root:" not in answer
    assert b"import" not in answer


@pytest.mark.parametrize("route", ["run/predict", "queue/join"])
@pytest.mark.parametrize("path", ["/etc/passwd", "https://example.invalid/x", "../x", 7, None])
def test_an_event_may_name_no_file_that_the_page_was_not_sent(unlocked, path, route):
    event = {
        "data": [{"path": path, "url": path, "meta": {"_type": "gradio.FileData"}}, "", None],
        "fn_index": 0,
        "session_hash": "abc",
    }
    response = post(f"{unlocked}/gradio_api/{route}", json=event)
    assert response.status_code == 403


def test_proxies_are_believed_where_they_are_trusted_alone(behind, unlocked):
    forwarded = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "192.0.2.1",
    }
    assert "evil.example" not in get(unlocked, headers=forwarded).text
    assert "https://127.0.0.1" not in get(unlocked, headers=forwarded).text
    for number in range(6):
        client = {"X-Forwarded-For": f"192.0.2.{number}"}
        assert get(f"{behind.address}/v1/documents", headers=client).status_code == 200
    logged_with(behind, 'client="192.0.2.5"')
    assert "https://127.0.0.1" in get(behind.address, headers=forwarded).text


def test_one_address_may_send_so_much_and_is_told_when_to_come_again(behind):
    with httpx.Client(
        base_url=behind.address, headers={"X-Forwarded-For": "192.0.2.99"}, timeout=60
    ) as client:
        statuses = [client.get("/v1/documents") for _ in range(9)]
        assert [response.status_code for response in statuses[:8]] == [200] * 8
        assert problem_of(statuses[-1])["status"] == 429
        assert 1 <= int(statuses[-1].headers["retry-after"]) <= 60
        assert client.get("/healthz").status_code == 200


def test_a_minutes_requests_may_come_at_once_and_a_wrong_key_counts_as_ten(monkeypatch):
    now = [1e9]
    monkeypatch.setattr(time, "time", lambda: now[0])
    rates = Rates(per_minute=8)
    assert [rates.take("a") for _ in range(9)] == [0] * 8 + [60]
    assert rates.take("b") == 0
    now[0] += 50
    assert rates.take("a") == 10
    now[0] += 10
    assert [rates.take("a") for _ in range(9)] == [0] * 8 + [60]
    rates.punish("b")
    assert rates.take("b") == 60


@pytest.mark.browser
def test_a_browser_enters_with_the_key_and_asks_without_breaking_the_policy(locked, chromium):
    context = chromium.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(f"{locked}/?q=When+did+the+partnership+begin%3F")
    page.get_by_label("API key").fill(KEY)
    told.clear()  # the browser logs the 401 of the first visit
    page.get_by_role("button", name="Enter").click()
    box = page.locator("#question textarea")
    expect(box).to_have_value("When did the partnership begin?", timeout=60_000)  # the address's question
    box.press("Enter")
    page.locator(".turn.answered").wait_for()
    page.fill("#question textarea", STAKE)
    page.press("#question textarea", "Enter")
    page.locator(".turn.answered[data-turn='2']").wait_for()
    assert page.locator(".short").last.inner_text() == "27%"
    page.locator(".turn a.cite").last.click()
    page.locator("#pane mark.current").first.wait_for()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.broken=1\">')")
    page.wait_for_timeout(300)
    assert page.evaluate("window.broken") is None
    refused, told = told, []
    assert [words for words in refused if "Content Security Policy" not in words and "404" not in words] == []
    assert sum("Content Security Policy" in words for words in refused) == 1  # the one that was tried
    cookie = context.cookies()[0]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    context.close()
