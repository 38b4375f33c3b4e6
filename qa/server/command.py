"""The commands `qa serve` and `qa mcp`, and what `qa chat` shares with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.fitted import ReaderSize
from qa.opening import BUNDLED, ReaderOption, Source, size_of, with_source
from qa.server.settings import ServerError, Settings
from qa.work import MAX_SECONDS, Bounds

TimeoutOption = Annotated[
    float, typer.Option(min=0.1, max=MAX_SECONDS, help="Seconds that a question may take.")
]


@with_source
def serve_command(
    source: Source = BUNDLED,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="The port.")] = 7860,
    api_key: Annotated[
        str | None,
        typer.Option(
            envvar="CITED_QA_API_KEY", help="What clients have to show; rather set in the environment."
        ),
    ] = None,
    api_key_file: Annotated[
        Path | None, typer.Option(help="A file that holds the key, as systemd's credentials do.")
    ] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Listen beyond this machine without a key.")
    ] = False,
    allowed_host: Annotated[
        list[str] | None, typer.Option(help="A name the server goes by; may be given again.")
    ] = None,
    trusted_proxy: Annotated[
        list[str] | None, typer.Option(help="A proxy's address whose X-Forwarded-* headers count.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Questions answered at once.")] = 2,
    timeout: TimeoutOption = 30.0,
    reader: ReaderOption = None,
    rate: Annotated[int, typer.Option(min=1, help="Requests a minute from one address.")] = 600,
    max_upload_mb: Annotated[float, typer.Option(min=0.001, max=1_000_000, help="Size of an upload.")] = 25.0,
    log_json: Annotated[bool, typer.Option("--log-json", help="Log JSON Lines.")] = False,
    log_requests: Annotated[
        bool, typer.Option("--log-requests", help="Log every request, not the failed ones alone.")
    ] = False,
    log_questions: Annotated[
        bool, typer.Option("--log-questions", help="Log every request, with the words of questions.")
    ] = False,
) -> None:
    """Serve the chat page, the HTTP API and MCP.

    Beyond this machine it needs a key. SIGTERM stops it once the answers that are being made are sent, SIGHUP
    opens the index anew. The page is at /, the API under /v1 (described in /openapi.json), MCP at /mcp, and
    /healthz, /readyz and /metrics are for supervisors.
    """
    settings = Settings(
        host=host,
        port=port,
        api_key=_key(api_key, api_key_file),
        insecure=insecure,
        allowed_hosts=tuple(allowed_host or ()),
        trusted_proxies=tuple(trusted_proxy or ()),
        bounds=Bounds(workers, waiting=8 * workers, answer_seconds=timeout),
        reader=size_of(reader),
        requests_per_minute=rate,
        max_upload_bytes=int(max_upload_mb * 1_000_000),
        log_json=log_json,
        log_requests=log_requests,
        log_questions=log_questions,
    )
    settings.check()
    from qa.server.run import serve  # noqa: PLC0415  (gradio, mcp and fastapi take seconds to import)

    serve(source.settled().open, settings, has_example=source.is_example)


@with_source
def chat_command(
    source: Source = BUNDLED,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="The first port to try.")] = 7860,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
    timeout: TimeoutOption = 30.0,
    reader: ReaderOption = None,
) -> None:
    """Open the browser chat: `qa serve` on this machine alone, with a browser.

    With --index FOLDER, what is added on the page stays in that folder; one that is not there yet, or is
    empty, becomes a new index. Without an index the bundled article is asked until a document is added, and
    what is added stays until the server stops.
    """
    from qa.server.run import serve  # noqa: PLC0415

    settings = chat_settings(port, timeout, size_of(reader))
    serve(source.begun().open, settings, open_browser=browser, has_example=source.is_example)


def chat_settings(port: int = 7860, timeout: float = 30.0, reader: ReaderSize | None = None) -> Settings:
    """How `qa chat` serves: on this machine alone, on the first free port."""
    return Settings(port=port, next_port=True, bounds=Bounds(answer_seconds=timeout), reader=reader)


@with_source
def mcp_command(source: Source = BUNDLED, timeout: TimeoutOption = 30.0, reader: ReaderOption = None) -> None:
    """Serve the documents to an agent over MCP, on standard input and output."""
    from qa.server.logs import configure_logs  # noqa: PLC0415
    from qa.server.threads import Threads  # noqa: PLC0415
    from qa.server.tools import tools  # noqa: PLC0415
    from qa.service import Service  # noqa: PLC0415

    configure_logs()
    bounds = Bounds(answer_seconds=timeout)
    service = Service(source.settled().open, bounds, reader=size_of(reader))
    try:
        tools(service, Threads(service)).run("stdio")
    finally:
        service.close(at_once=True)


def _key(given: str | None, file: Path | None) -> str | None:
    if file is None:
        return given or None
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ServerError(f"the key cannot be read ({reason}); check the file", file) from None
