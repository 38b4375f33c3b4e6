"""Lite: a Milvus Lite server on loopback, with its data in a folder, for as long as it is needed."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_CODE = "import sys; from milvus_lite.cmdline import main; sys.exit(main(sys.argv[1:]))"


@dataclass(frozen=True)
class Lite:
    """A running server: its address, to which a name is to be added, its process and its data."""

    address: str
    process: subprocess.Popen[bytes]
    data: Path


@contextmanager
def lite_server(folder: Path) -> Iterator[Lite]:
    """Milvus Lite, which takes one call at a time."""
    log = folder / "log"
    port = free_port()
    options = {"data-dir": folder / "data", "host": "127.0.0.1", "port": port, "max-workers": 1}
    given = [f"--{name}={value}" for name, value in options.items()]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", _CODE, "server", *given], stdout=output, stderr=output
        )
    try:
        while not is_open(port):
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        yield Lite(f"milvus://127.0.0.1:{port}", process, folder / "data")
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def is_open(port: int) -> bool:
    """Whether something answers at a port of this machine."""
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0
