"""Pipes: what a process apart and the one that started it say to each other.

A message is eight bytes of length and that many bytes. The process says an empty one when it is ready; then
each request of one or more messages has one reply.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
from collections.abc import Callable
from typing import BinaryIO

_LENGTH = struct.Struct(">Q")


def send(pipe: BinaryIO, message: bytes) -> None:
    """Write one message."""
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes:
    """Read one message.

    Raises:
        EOFError: if the other side is gone.

    """
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return _exactly(pipe, length)


def answer_each(reply: Callable[..., bytes], messages: int = 1) -> None:
    """Answer requests of so many messages over standard input and output until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which stops this process
    requests, replies = _own_pipes()
    send(replies, b"")
    while True:
        try:
            request = [receive(requests) for _ in range(messages)]
        except EOFError:
            return
        send(replies, reply(*request))


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for the messages alone: what a parser prints or asks goes nowhere."""
    sys.stdout.flush()
    requests, replies = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return os.fdopen(requests, "rb"), os.fdopen(replies, "wb")


def _exactly(pipe: BinaryIO, length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
