"""Ray: the cluster that an address means, or Ray on this machine, started and ended with the work."""

from __future__ import annotations

import logging
import os
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import CitedQAError, StorageError
from index.workers import processors

CONNECT_SECONDS = 5.0
LOCAL_STORE_BYTES = 512 << 20
STARTS = 3
# Read by Ray when it is imported or started. Nobody is told that it is used; on this machine it is there for
# loopback alone; a worker sees the graphics cards that there are; its own messages stay in its own logs.
_SETTINGS = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
}


@dataclass(frozen=True, slots=True)
class Ray:
    """A Ray cluster to read, encode and write files with.

    Attributes:
        address: `host:port`; None for the cluster that RAY_ADDRESS names, or else for this machine.

    """

    address: str | None = None


@contextmanager
def connected(cluster: Ray) -> Iterator[None]:
    """Ray, connected to the cluster or started on this machine, and let go of afterwards.

    Raises:
        StorageError: if it is not installed, cannot be reached or gives up.
        CitedQAError: what stopped a worker, as there.

    """
    address = cluster.address or os.environ.get("RAY_ADDRESS")
    if address:
        _check_reachable(address)
    ray = _imported(is_local=not address)
    begun = not ray.is_initialized()
    if begun:
        _start(address)
    logging.getLogger("ray").setLevel(logging.ERROR)
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # what goes wrong is raised
    try:
        with _unheard():
            try:
                yield
            finally:
                if begun:
                    ray.shutdown()
    except ray.exceptions.RayError as error:
        raise _explained(error) from error


def _imported(is_local: bool) -> Any:
    settings = _SETTINGS if is_local else {**_SETTINGS, "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "1"}
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    try:
        import ray  # noqa: PLC0415  (part of the extra `scale`)
        import ray.data  # noqa: PLC0415
    except ImportError as error:
        raise StorageError("Ray is not installed here; pip install 'cited-qa[scale]' brings it") from error
    return ray


def _start(address: str | None) -> None:
    import ray  # noqa: PLC0415

    quiet: dict[str, Any] = {"logging_level": logging.ERROR, "log_to_driver": False}
    try:
        with _hushed():
            if address:
                ray.init(address, **quiet)
            else:
                _start_here(STARTS, quiet)
    except Exception as error:  # Ray's own, when it does not start, are plain ones
        if address:
            reason = f"Ray cannot be used there ({_line(error)}); check that it was started with the same "
            raise StorageError(f"{reason}versions of Ray and Python", address) from None
        raise StorageError(
            f"Ray cannot be started on this machine ({_line(error)}); try again when less is going on here"
        ) from None


def _start_here(attempts: int, quiet: dict[str, Any]) -> None:
    """Start Ray on this machine; where much goes on there, its parts may be later than it lets them."""
    import ray  # noqa: PLC0415

    memory = LOCAL_STORE_BYTES
    try:
        with _without_dashboard():
            ray.init(
                "local", num_cpus=processors(), object_store_memory=memory, include_dashboard=False, **quiet
            )
    except Exception:
        if attempts == 1:
            raise
        _start_here(attempts - 1, quiet)


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep off standard output what Ray says of workers that it lost, and all that it warns of."""
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"ray\b|index\.fleet")
        yield


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep off standard error what Ray's part in C++ writes there as it starts."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


@contextmanager
def _without_dashboard() -> Iterator[None]:
    """Keep from being started what asks the network, unasked, in which cloud this machine stands."""
    from ray._private import services  # noqa: PLC0415

    kept = services.start_api_server
    services.start_api_server = lambda *_, **__: (None, None)
    try:
        yield
    finally:
        services.start_api_server = kept


def _check_reachable(address: str) -> None:
    if address in {"auto", "local"}:
        return
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdecimal():
        raise StorageError("this is no address of a Ray cluster; write host:port", address)
    try:
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()
    except (OSError, ValueError, OverflowError) as error:  # the latter for what cannot be a host or a port
        reason = getattr(error, "strerror", None) or error
        raise StorageError(
            f"no Ray can be reached there ({reason}); check host and port, and that Ray was started there",
            address,
        ) from None


def _explained(error: BaseException) -> CitedQAError:
    """What stopped a worker, as an error of this project."""
    cause: BaseException | None = error
    while cause is not None:
        for found in (getattr(cause, "cause", None), cause):
            if isinstance(found, CitedQAError):
                return found
        cause = cause.__cause__
    return gave_up(error)


def gave_up(error: BaseException) -> StorageError:
    """The error for one that nothing here foresees."""
    return StorageError(f"Ray gave up ({_line(error)}); run the same command again, which goes on from there")


def _line(error: BaseException) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[-1].strip()[:300] if lines else type(error).__name__
