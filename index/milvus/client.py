"""Client: the calls to Milvus that an index needs, each bounded in time, each failure one sentence."""

from __future__ import annotations

import logging
import os
import re
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from index.address import MilvusAddress
from index.errors import IndexLocked, IndexNotFound, Remedy, StorageError

if TYPE_CHECKING:
    from pymilvus import CollectionSchema, MilvusClient

TOKEN = "CITED_QA_MILVUS_TOKEN"  # noqa: S105  (a variable's name)
CERTIFICATE = "CITED_QA_MILVUS_CA"
CONNECT_SECONDS = 4.0
READ_SECONDS = 9.0
WRITE_SECONDS = 60.0
# The least that servers let pass without taking it for an attack; the client's own default ends connections.
KEEPALIVE_MS = 310_000
# Full-text search came with this version.
OLDEST = (2, 5)
ROWS_AT_ONCE = 500
MOST_FOUND = 16_384
_NO_COLLECTION = 100
_REFUSED = ("auth", "password", "permission", "privilege", "UNAUTHENTICATED", "PERMISSION_DENIED")

Row = dict[str, Any]


class Match(NamedTuple):
    """A row that a search found, with its score, which grows with goodness."""

    score: float
    row: Row


class Client:
    """A connection to a server, or to a file that this process alone has open.

    Args:
        address: where.

    Raises:
        StorageError: if it cannot be reached, refuses the token or has no full-text search.
        IndexLocked: if another process has the file open.

    """

    def __init__(self, address: MilvusAddress) -> None:
        self.address = address
        self._file = _file_of(address.real_file) if address.file else None
        self._client = _connected(address)
        self._is_closed = False
        if self._file:
            self._file.enter()
        try:
            with self._told():
                version = self._client.get_server_version(timeout=READ_SECONDS)
            _check_version(address, version)
            self.is_lite = "lite" in version
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection; the last one to a file lets other processes open it."""
        if not self._is_closed:
            self._is_closed = True
            self._client.close()
            if self._file:
                self._file.leave()

    def query(
        self, collection: str, condition: str, fields: Sequence[str], limit: int = MOST_FOUND
    ) -> list[Row]:
        """The rows that meet a condition, as they are now; so many at most."""
        with self._told():
            return [
                dict(row)
                for row in self._client.query(
                    collection,
                    filter=condition,
                    output_fields=list(fields),
                    consistency_level="Strong",
                    timeout=READ_SECONDS,
                    **({} if "count(*)" in fields else {"limit": limit}),
                )
            ]

    def count(self, collection: str, condition: str = "") -> int:
        """How many rows meet a condition, as they are now."""
        (row,) = self.query(collection, condition, ["count(*)"])
        return int(row["count(*)"])

    def each(self, collection: str, fields: Sequence[str], condition: str = "") -> Iterator[Row]:
        """All rows, or those that meet a condition, read as they are asked for, in no order."""
        with self._told():
            rows = self._client.query_iterator(
                collection,
                batch_size=ROWS_AT_ONCE,
                output_fields=list(fields),
                filter=condition,
                consistency_level="Strong",
                timeout=READ_SECONDS,
            )
        try:
            while True:
                with self._told():
                    some = rows.next()
                if not some:
                    return
                yield from map(dict, some)
        finally:
            rows.close()

    def search(
        self, collection: str, field: str, query: Any, k: int, condition: str, fields: Sequence[str]
    ) -> list[Match]:
        """The `k` rows that a vector or a text is nearest to, best first."""
        return self.search_each(collection, field, [query], k, condition, fields)[0]

    def search_each(
        self,
        collection: str,
        field: str,
        queries: Sequence[Any],
        k: int,
        condition: str,
        fields: Sequence[str],
    ) -> list[list[Match]]:
        """The same for several vectors or texts at once."""
        with self._told():
            found = self._client.search(
                collection,
                data=list(queries),
                anns_field=field,
                limit=min(k, MOST_FOUND),
                filter=condition,
                output_fields=list(fields),
                consistency_level="Session",  # what this process wrote, and nearly all that others did
                timeout=READ_SECONDS,
            )
        # Milvus Lite gives BM25 with its sign turned.
        return [
            [Match(abs(one["distance"]), {"id": one["id"], **one["entity"]}) for one in matches]
            for matches in found
        ]

    def put(self, collection: str, rows: Sequence[Row]) -> None:
        """Write rows; one of the same id is replaced."""
        for start in range(0, len(rows), ROWS_AT_ONCE):
            with self._told(), self._alone():
                self._client.upsert(
                    collection, list(rows[start : start + ROWS_AT_ONCE]), timeout=WRITE_SECONDS
                )

    def delete(self, collection: str, condition: str) -> None:
        """Remove the rows that meet a condition."""
        with self._told(), self._alone():
            self._client.delete(collection, filter=condition, timeout=WRITE_SECONDS)

    def settle(self, collection: str) -> None:
        """Have Milvus Lite sort what was written, or its searches read it all; a server does so by itself."""
        if self.is_lite:
            with self._told(), self._alone():
                self._client.flush(collection, timeout=WRITE_SECONDS)

    def collections(self) -> list[str]:
        """The names of all collections."""
        with self._told():
            return list(self._client.list_collections(timeout=READ_SECONDS))

    def described(self, name: str) -> Mapping[str, Any] | None:
        """What a name or an alias stands for; None where that is nothing."""
        try:
            with self._told():
                found: Mapping[str, Any] = self._client.describe_collection(name, timeout=READ_SECONDS)
                return found
        except IndexNotFound:
            return None

    def create(self, name: str, schema: CollectionSchema, indexes: Sequence[Mapping[str, Any]]) -> None:
        """Make a collection, ready to be searched."""
        params = self._client.prepare_index_params()
        for one in indexes:
            params.add_index(**one)
        with self._told(), self._alone():
            self._client.create_collection(
                name, schema=schema, consistency_level="Bounded", timeout=WRITE_SECONDS
            )
            # An empty collection's indexes are there at once; to wait for each takes half a second.
            self._client.create_index(name, params, timeout=WRITE_SECONDS, sync=False)
            self._client.load_collection(name, timeout=WRITE_SECONDS)

    def load(self, name: str) -> None:
        """Have a collection ready to be searched; one that is so already costs next to nothing."""
        with self._told():
            self._client.load_collection(name, timeout=WRITE_SECONDS)

    def drop(self, name: str) -> None:
        """Remove a collection; one that is not there is let be."""
        with self._told(), self._alone():
            self._client.drop_collection(name, timeout=WRITE_SECONDS)

    def point(self, alias: str, name: str, is_new: bool) -> None:
        """Have an alias stand for a collection from now on.

        Raises:
            IndexLocked: if it is to be new, and another process was first.

        """
        try:
            with self._told(), self._alone():
                if is_new:
                    self._client.create_alias(name, alias, timeout=WRITE_SECONDS)
                else:
                    self._client.alter_alias(name, alias, timeout=WRITE_SECONDS)
        except StorageError as error:
            if is_new and self.described(alias):
                raise IndexLocked(
                    "another process has just made this index", self.address, Remedy.GROW
                ) from error
            raise

    def unpoint(self, alias: str) -> None:
        """Have an alias stand for nothing any more."""
        with self._told(), self._alone():
            self._client.drop_alias(alias, timeout=WRITE_SECONDS)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self._file is None:
            yield
        else:
            with self._file.turn:
                yield

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn the client's errors into this project's."""
        import grpc  # noqa: PLC0415  (part of the extra `scale`)
        from pymilvus import MilvusException  # noqa: PLC0415

        try:
            yield
        except (MilvusException, grpc.RpcError, ValueError) as error:
            raise _explained(self.address, error) from None


class _File:
    """A file that is open in this process, for any number of clients.

    Attributes:
        turn: held by who writes: Milvus Lite takes one writer at a time, where a server takes any number.

    """

    def __init__(self, path: Path) -> None:
        self.turn = threading.RLock()
        self._path = path
        self._users = 0

    def enter(self) -> None:
        with self.turn:
            self._users += 1

    def leave(self) -> None:
        from milvus_lite.server_manager import server_manager_instance  # noqa: PLC0415

        with self.turn:
            self._users -= 1
            if not self._users:
                server_manager_instance.release_server(str(self._path))


@lru_cache(maxsize=1024)
def _file_of(path: Path) -> _File:
    """The same for all who use a file in this process."""
    return _File(path)


def _connected(address: MilvusAddress) -> MilvusClient:
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # read at its import; what it logs is raised, too
    try:
        from pymilvus import MilvusClient, MilvusException  # noqa: PLC0415  (part of the extra `scale`)
    except ImportError as error:
        raise StorageError(
            "Milvus' client is not installed here; pip install 'cited-qa[scale]' brings it", address
        ) from error
    # They log each failure with its stack, beside raising it.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    lite = logging.getLogger("milvus_lite")
    lite.propagate = False
    lite.addHandler(logging.NullHandler())
    if address.file:
        return _opened(address, address.file)
    _check_reachable(address)
    scheme = "https" if address.tls else "http"
    options: dict[str, Any] = {"server_pem_path": _certificate(address)} if address.tls else {}
    try:
        return MilvusClient(
            f"{scheme}://{address.host}:{address.port}",
            token=os.environ.get(TOKEN, ""),
            timeout=CONNECT_SECONDS,
            dedicated=True,
            grpc_options={"grpc.keepalive_time_ms": KEEPALIVE_MS},
            **options,
        )
    except (MilvusException, OSError, ValueError) as error:
        raise _explained(address, error) from None


def _opened(address: MilvusAddress, file: Path) -> MilvusClient:
    from pymilvus import MilvusClient, MilvusException  # noqa: PLC0415

    if not file.parent.is_dir():
        raise StorageError(f"there is no folder {file.parent}; make it first", address)
    with _overheard() as reasons:
        try:
            return MilvusClient(str(file), dedicated=True)
        except (MilvusException, ImportError, OSError) as error:
            if any(type(reason).__name__ == "DataDirLockedError" for reason in reasons):
                raise IndexLocked(
                    "another process has this file open, and it can be open in one alone; "
                    "stop that, or serve it with: milvus-lite server",
                    address,
                ) from None
            reason = reasons[0] if reasons else error
            raise StorageError(
                f"the file cannot be opened ({_short(reason)}); check that it is one of Milvus "
                "Lite, its rights, and that cited-qa[scale] is installed",
                address,
            ) from None


@contextmanager
def _overheard() -> Iterator[list[BaseException]]:
    """Take the errors that Milvus Lite logs instead of raising them."""
    found: list[BaseException] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.exc_info and record.exc_info[1]:
                found.append(record.exc_info[1])

    logger, ear = logging.getLogger("milvus_lite"), Ear()
    logger.addHandler(ear)
    try:
        yield found
    finally:
        logger.removeHandler(ear)


def _certificate(address: MilvusAddress) -> str:
    """The path of the certificate to trust; "" for those that the machine trusts."""
    path = os.environ.get(CERTIFICATE, "")
    try:
        if path:
            Path(path).read_bytes()
    except OSError as error:
        raise StorageError(
            f"the certificate that {CERTIFICATE} names cannot be read ({path}: {error.strerror}); "
            "give the path of one",
            address,
        ) from None
    return path


def _check_reachable(address: MilvusAddress) -> None:
    try:
        socket.create_connection((address.host.strip("[]"), address.port), CONNECT_SECONDS).close()
    except (OSError, ValueError) as error:  # the latter for what cannot be a machine's name
        reason = getattr(error, "strerror", None) or error
        raise StorageError(
            f"no server can be reached there ({reason}); check host and port, and that Milvus runs",
            address,
        ) from None


def _check_version(address: MilvusAddress, version: str) -> None:
    """Raise StorageError unless it has full-text search; a version that cannot be read is let be."""
    found = re.match(r"v?(\d+)\.(\d+)", version)
    if found and (int(found[1]), int(found[2])) < OLDEST:
        raise StorageError(
            f"this server is Milvus {version}, which has no full-text search; "
            f"use {OLDEST[0]}.{OLDEST[1]} or newer",
            address,
        )


def _explained(address: MilvusAddress, error: Exception) -> Exception:
    """The error of this project for one of the client's; it never holds the token."""
    reason = _short(error)
    if getattr(error, "code", None) == _NO_COLLECTION or "collection not found" in reason:
        return IndexNotFound("the index was removed or built anew meanwhile; ask again", address)
    if any(sign in str(one) for one in _chain(error) for sign in _REFUSED):
        return StorageError(f"the server refuses the name or password; set {TOKEN}=user:password", address)
    if "Fail connecting" in reason:
        wants = (
            f"{CERTIFICATE}, and that it wants TLS" if address.tls else "and whether it wants milvus+tls://"
        )
        return StorageError(
            f"something answers there, but lets nobody in; check that it is Milvus, {TOKEN}, {wants}",
            address,
        )
    if "UNIMPLEMENTED" in reason:
        return StorageError("what answers there is no Milvus server; check host and port", address)
    if address.file:
        return StorageError(f"the file cannot be used ({reason})", address, Remedy.FILE)
    return StorageError(
        f"the server cannot do this now ({reason}); check that Milvus runs, then try again", address
    )


def _chain(error: BaseException) -> list[BaseException]:
    """An error and what led to it; the client's may lead to themselves."""
    found = [error]
    while (before := found[-1].__cause__ or found[-1].__context__) and before not in found:
        found.append(before)
    return found


def _short(error: Any) -> str:
    """The first line of a reason, of the client or of gRPC, without the token."""
    code = getattr(error, "code", None)
    said = f"{code().name}: {error.details()}" if callable(code) else getattr(error, "message", "") or error
    words = str(said).strip().split("\n")[0][:300]
    token = os.environ.get(TOKEN)
    return words.replace(token, "…") if token else words
