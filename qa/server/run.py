"""Running: the server on its port, until a signal ends it gracefully; SIGHUP opens the index anew."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import uvicorn

from index import CitedQAError, Limits
from qa.server.app import build
from qa.server.heads import Prompt
from qa.server.logs import configure_logs
from qa.server.settings import ServerError
from qa.service import Service

if TYPE_CHECKING:
    from types import FrameType

    from index import Index
    from qa.server.settings import Settings

WAITING_CONNECTIONS = 128
PORTS_TO_TRY = 100
# Beside the time an answer may take, what a connection may take to be closed.
CLOSING_SECONDS = 5
# Against running out of file descriptors; a page that is open holds one or two.
MAX_CONNECTIONS = 1_000
logger = logging.getLogger("cited_qa")


def serve(
    opening: Callable[[], Index], settings: Settings, open_browser: bool = False, has_example: bool = False
) -> None:
    """Serve an index until a signal says to stop.

    Args:
        opening: opens the index, now and whenever it is to be opened anew.
        settings: how; checked first.
        open_browser: whether to show the page.
        has_example: as of `Service`.

    Raises:
        ServerError: if the settings are not safe or the port cannot be opened.
        CitedQAError: if the index cannot be opened.

    """
    with ready(opening, settings, open_browser, has_example) as server:
        server.run(sockets=[server.listening])


@contextlib.contextmanager
def ready(
    opening: Callable[[], Index], settings: Settings, open_browser: bool = False, has_example: bool = False
) -> Iterator[Server]:
    """A server whose port is open already and that answers once it is run; errors as of `serve`."""
    settings.check()
    listening = listen(settings)
    configure_logs(settings.log_json, settings.log_requests or settings.log_questions)
    limits = Limits(max_bytes=settings.max_upload_bytes)
    service = Service(opening, settings.bounds, limits, reader=settings.reader, has_example=has_example)
    try:
        app = build(service, settings)
        proxies = list(settings.trusted_proxies)
        config = uvicorn.Config(
            app,
            http=Prompt,
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            lifespan="on",
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies,
            limit_concurrency=MAX_CONNECTIONS,
            timeout_graceful_shutdown=int(settings.bounds.answer_seconds + CLOSING_SECONDS),
        )
        yield Server(config, service, app.state.page, listening, open_browser)
    finally:
        service.close(at_once=True)
        listening.close()


def listen(settings: Settings) -> socket.socket:
    """A socket on the port, or on the next free one where that is asked for.

    Raises:
        ServerError: if there is none to be had.

    """
    host, reason = settings.host.strip("[]"), ""
    ports = range(settings.port, min(settings.port + (PORTS_TO_TRY if settings.next_port else 1), 65_536))
    for port in ports:
        listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(WAITING_CONNECTIONS)
        except (TypeError, ValueError) as error:  # it could be the name of no machine
            listening.close()
            raise _no_address(str(error), host) from None
        except OSError as error:
            listening.close()
            reason = error.strerror or str(error)
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise _no_address(reason, host) from None
        else:
            return listening
    tried = f"port {ports[0]}" if len(ports) == 1 else f"port {ports[0]} to {ports[-1]}"
    raise ServerError(f"{tried} cannot be opened ({reason}); choose another with --port", host)


def _no_address(reason: str, host: str) -> ServerError:
    return ServerError(f"this is no address of this machine ({reason}); choose another with --host", host)


def address_of(listening: socket.socket) -> str:
    """Where a person on this machine finds what listens there."""
    host, port = listening.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104  (compared, not bound)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(uvicorn.Server):
    """Uvicorn, which tells its address, lets go of the page's open streams and knows SIGHUP.

    Attributes:
        listening: the open port.
        address: where a person on this machine finds it.

    """

    def __init__(
        self,
        config: uvicorn.Config,
        service: Service,
        page: Any,
        listening: socket.socket,
        open_browser: bool,
    ) -> None:
        super().__init__(config)
        self.listening = listening
        self.address = address_of(listening)
        self._service = service
        self._page = page
        self._open_browser = open_browser
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, and say so."""
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        print(f"The chat is at {self.address}  (stop it with Ctrl+C)", file=sys.stderr, flush=True)
        if self._open_browser:
            threading.Thread(target=webbrowser.open, args=(self.address,), daemon=True).start()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle signals while serving in the main thread; having stopped for one is no failure."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        handlers: dict[int, Callable[[int, FrameType | None], None]] = {
            signal.SIGINT: self.handle_exit,
            signal.SIGTERM: self.handle_exit,
        }
        if hasattr(signal, "SIGHUP"):
            handlers[signal.SIGHUP] = self._on_hangup
        before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop: answers that are being made are sent, streams that only wait are ended."""
        super().handle_exit(sig, frame)
        if self._loop:  # it may be told to stop before it serves
            self._loop.call_soon_threadsafe(self._page.stop_event.set)

    def _on_hangup(self, _: int, __: FrameType | None) -> None:
        threading.Thread(target=self._reopen, name="qa-reopen", daemon=True).start()

    def _reopen(self) -> None:
        try:
            self._service.opened.reopen()
        except CitedQAError as error:
            logger.warning("The index was not opened anew: %s", error)
        else:
            logger.info("The index was opened anew: %d documents.", len(self._service.names()))
