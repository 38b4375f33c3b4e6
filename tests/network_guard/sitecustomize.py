"""A guard against the network: any socket beyond loopback is refused and noted in `$CITED_QA_NETWORK_LOG`.

Python imports a module of this name at start, so the folder on PYTHONPATH guards every child process too.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from typing import Any

LOG = "CITED_QA_NETWORK_LOG"


def is_local(address: Any) -> bool:
    """Whether a socket address or host name stays on this machine."""
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(address, str | bytes) and not isinstance(host, tuple) and os.sep in os.fsdecode(address):
        return True  # a Unix socket's path
    host = os.fsdecode(host).split("%")[0] if isinstance(host, str | bytes) else host
    if host in (None, "localhost", "localhost."):
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def guard(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook that refuses what is not local."""
    if event in ("socket.connect", "socket.bind", "socket.sendto"):
        connection, address = arguments[0], arguments[1]
        if connection.family.name not in ("AF_INET", "AF_INET6") or is_local(address):
            return
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        address = arguments[0]
        if is_local(address):
            return
    else:
        return
    with open(os.environ[LOG], "a", encoding="utf-8") as log:  # noqa: PTH123  (as little as can be at start)
        log.write(f"{event} {address!r} by {' '.join(sys.argv)[:200]}\n")
    raise ConnectionRefusedError(f"the tests allow no network: {event} {address!r}")


def ask_first(connect: Callable[..., Any]) -> Callable[..., Any]:
    """A method like `connect`, which looks names up before it tells the hook, that asks before it does."""

    def checked(self: socket.socket, address: Any) -> Any:
        guard("socket.connect", (self, address))
        return connect(self, address)

    return checked


if os.environ.get(LOG):
    sys.addaudithook(guard)
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, ask_first(getattr(socket.socket, name)))
