"""Settings: how a server is reached, who may use it, and what one request may cost."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from index import CitedQAError
from qa.fitted import ReaderSize
from qa.work import Bounds

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_KEY = 16


class ServerError(CitedQAError):
    """The server cannot be started as it was asked to."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server allows; the defaults are safe on a machine that others use too.

    Attributes:
        host: the address to listen on.
        port: the port, or the first one to try where `next_port` is set.
        next_port: whether to take the next free port where one is taken.
        api_key: what a client has to show; None where none is needed.
        insecure: whether to listen beyond this machine without a key.
        allowed_hosts: names, beside this machine's own, that requests may be addressed to.
        trusted_proxies: addresses of proxies whose word on the client's address and scheme is taken.
        bounds: how much work is done at once, and how long it may take.
        reader: which reader decides; see `qa.ask`.
        body_seconds: time in which a request's body has to arrive; uploads have as long as a change.
        requests_per_minute: what one client may send.
        max_body_bytes: size of a request's body.
        max_upload_bytes: size of an upload's body.
        log_json: whether the log is JSON Lines.
        log_requests: whether each request is logged, not the failed ones alone.
        log_questions: whether each request is logged, with the words of questions.

    """

    host: str = "127.0.0.1"
    port: int = 7860
    next_port: bool = False
    api_key: str | None = None
    insecure: bool = False
    allowed_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    reader: ReaderSize | None = None
    body_seconds: float = 20.0
    requests_per_minute: int = 600
    max_body_bytes: int = 1_000_000
    max_upload_bytes: int = 25_000_000
    log_json: bool = False
    log_requests: bool = False
    log_questions: bool = False

    def check(self) -> None:
        """Refuse what is not safe.

        Raises:
            ServerError: if others could reach the server without a key, or the key is easily guessed.

        """
        if self.api_key is not None and len(self.api_key) < SHORTEST_KEY:
            raise ServerError(
                f"The API key has {len(self.api_key)} characters; give one of {SHORTEST_KEY} or more, as "
                'python -c "import secrets; print(secrets.token_urlsafe(32))" prints'
            )
        if self.api_key is None and not self.insecure and not is_loopback(self.host):
            raise ServerError(
                "beyond this machine anyone could use the server; set an API key with "
                "CITED_QA_API_KEY or --api-key-file, or say --insecure if that is meant",
                self.host,
            )


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
