"""Schema: the collections of an index in Milvus, and which of a server's collections are ours.

An index named `n` is an alias `n`, which stands for `n_documents_<build>`: a row a document, and one row that
notes the format, the model and the build. `n_passages_<build>` holds the passages with their vectors and
stems, `n_texts_<build>` the documents' texts and layouts in parts. Building an index anew makes the next
three and then has the alias stand for them, so that readers see the one or the other. Whatever is built,
`n_notes` holds what people made of answers, and `n_vocabulary` the words that occur or did.

A passage belongs to an edition of a document. Readers see the editions that documents' rows name, and no
others: a writer puts texts and passages first and the row last.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.errors import FormatMismatch, IndexCorrupt, StorageError
from index.milvus.client import Client

if TYPE_CHECKING:
    from pymilvus import CollectionSchema

FORMAT = 2
PROGRAM = "cited-qa"
# The row of the documents that notes what the index is.
META = "meta"
KINDS = ("documents", "passages", "texts")
# A build, as `create` names it: when it was begun, and what tells it from others of that second.
_BUILD = "([0-9a-f]+)_[0-9a-f]{8}"
# Of a VARCHAR, in bytes.
MOST_BYTES = 65_535
# Those of Milvus Lite, which takes no others; `index.milvus.weighing` reckons with them.
BM25 = {"bm25_k1": 1.5, "bm25_b": 0.75}

_STRINGS: dict[str, dict[str, int]] = {
    "documents": {"name": MOST_BYTES, "source": MOST_BYTES, "source_key": 32, "content": 64, "layout": 64,
                  "file_sha256": 64, "edition": 32, "stamp": 32},
    "passages": {"edition": 32, "stamp": 32, "heading": MOST_BYTES, "sentences": MOST_BYTES, "text_hash": 32,
                 "words": MOST_BYTES},
    "texts": {"blob": 64, "stamp": 32, "text": MOST_BYTES},
    "notes": {"shelf": 64, "key": MOST_BYTES, "text": MOST_BYTES},
    "vocabulary": {"word": MOST_BYTES, "words": MOST_BYTES},
}  # fmt: skip
_NUMBERS: dict[str, tuple[str, ...]] = {
    "documents": ("passages", "text_parts", "layout_parts", "added", "checksum"),
    "passages": ("start", "stop", "page", "length", "checksum", "written"),
    "texts": ("written",),
    "notes": ("added",),
    "vocabulary": (),
}
# What is looked up by equality.
_LOOKED_UP = {
    "documents": ("source_key", "content", "layout", "file_sha256", "edition"),
    "passages": ("edition", "text_hash"),
    "texts": ("blob",),
    "notes": ("shelf",),
    "vocabulary": (),
}
# Those whose `words` are weighed by BM25.
_WEIGHED = ("passages", "vocabulary")


@dataclass(frozen=True, slots=True)
class Collections:
    """The collections of one build of an index, with what is noted of it."""

    documents: str
    passages: str
    texts: str
    meta: Mapping[str, str]

    @property
    def names(self) -> tuple[str, str, str]:
        """All three, the documents last: what is dropped goes in the other order."""
        return self.texts, self.passages, self.documents


def resolve(client: Client) -> Collections | None:
    """The collections that an index's alias stands for at the moment; None where there is no such alias.

    Raises:
        StorageError: if the name belongs to another program.
        IndexCorrupt, FormatMismatch: as their names say.

    """
    name = client.address.name
    found = client.described(name)
    if found is None:
        return None
    real = str(found["collection_name"])
    if not real.startswith(f"{name}_documents_") or not _is_of_kind("documents", found):
        raise _of_another(client)
    client.load(real)
    rows = client.query(real, f'id == "{META}"', ["name"])
    meta = json.loads(rows[0]["name"]) if rows else {}
    if meta.get("program") != PROGRAM:
        raise IndexCorrupt.at(client.address, "it does not note what it is")
    if meta["format"] != str(FORMAT):
        raise FormatMismatch(
            f"this index has format {meta['format']}, this version reads format {FORMAT}; "
            "use the version that made it, or build it anew under another name",
            client.address,
        )
    collections = Collections(real, meta["passages"], meta["texts"], meta)
    client.load(collections.passages)
    client.load(collections.texts)
    return collections


def create(client: Client, dimension: int, meta: Mapping[str, str]) -> Collections:
    """Make the collections of a new build; no alias stands for them yet."""
    build = f"{int(time.time()):x}_{secrets.token_hex(4)}"
    names = {kind: f"{client.address.name}_{kind}_{build}" for kind in KINDS}
    noted = {**meta, "program": PROGRAM, "format": str(FORMAT), "dimension": str(dimension), **names}
    for kind in reversed(KINDS):
        client.create(names[kind], _schema(kind, dimension), _indexes(kind, client.is_lite))
    client.put(names["documents"], [{**_blank("documents"), "id": META, "name": json.dumps(noted)}])
    return Collections(names["documents"], names["passages"], names["texts"], noted)


def beside(client: Client, kind: str) -> str | None:
    """The collection of a kind that no build replaces, ready to be read; None where there is none yet.

    Raises:
        StorageError: if it belongs to another program.

    """
    name = f"{client.address.name}_{kind}"
    found = client.described(name)
    if found is None:
        return None
    if not _is_of_kind(kind, found):
        raise _of_another(client)
    client.load(name)
    return name


def create_beside(client: Client, kind: str) -> str:
    """Make such a collection, unless another process does so at this moment."""
    name = f"{client.address.name}_{kind}"
    try:
        client.create(name, _schema(kind, 0), _indexes(kind, client.is_lite))
    except StorageError:
        if beside(client, kind) is None:
            raise
    return name


def left_over(client: Client, older_than: float) -> list[str]:
    """Collections of builds that were cut short or replaced, begun more than so many seconds ago."""
    current = resolve(client)
    in_use = current.names if current else ()
    ours = re.compile(f"{client.address.name}_(?:{'|'.join(KINDS)})_{_BUILD}")
    builds = [match for name in client.collections() if (match := ours.fullmatch(name))]
    return [
        match[0]
        for match in builds
        if match[0] not in in_use and time.time() - int(match[1], 16) >= older_than
    ]


def row(kind: str, **values: Any) -> dict[str, Any]:
    """A row of a kind of collection; Milvus wants every field."""
    return {**_blank(kind), **values}


def _is_of_kind(kind: str, found: Mapping[str, Any]) -> bool:
    return {field["name"] for field in found["fields"]} >= {*_STRINGS[kind], *_NUMBERS[kind]}


def _of_another(client: Client) -> StorageError:
    return StorageError(
        "a collection of another program has this name; choose another name for the index", client.address
    )


def _blank(kind: str) -> dict[str, Any]:
    blank: dict[str, Any] = dict.fromkeys(_STRINGS[kind], "") | dict.fromkeys(_NUMBERS[kind], 0)
    return blank if kind in _WEIGHED else {**blank, "nothing": [0.0, 0.0]}


def _schema(kind: str, dimension: int) -> CollectionSchema:
    from pymilvus import DataType, Function, FunctionType, MilvusClient  # noqa: PLC0415  (extra `scale`)

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=128)
    for field, most in _STRINGS[kind].items():
        analysed = (
            {"enable_analyzer": True, "analyzer_params": {"tokenizer": "standard"}}
            if field == "words"
            else {}
        )
        schema.add_field(field, DataType.VARCHAR, max_length=most, **analysed)
    for field in _NUMBERS[kind]:
        schema.add_field(field, DataType.INT64)
    if kind not in _WEIGHED:
        # A collection must have a vector.
        schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)
        return schema
    if kind == "passages":
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field("weights", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(
        Function(
            name="bm25",
            function_type=FunctionType.BM25,
            input_field_names=["words"],
            output_field_names=["weights"],
        )
    )
    return schema


def _indexes(kind: str, is_lite: bool) -> list[dict[str, Any]]:
    looked_up = [
        {"field_name": field, "index_name": field, "index_type": "INVERTED"} for field in _LOOKED_UP[kind]
    ]
    if kind not in _WEIGHED:
        return [*looked_up, {"field_name": "nothing", "index_type": "FLAT", "metric_type": "L2"}]
    # Milvus Lite reads every row's id for a search; a graph would then cost candidates and save nothing.
    best = "FLAT" if is_lite else "AUTOINDEX"
    dense = {"field_name": "vector", "index_type": best, "metric_type": "IP"}
    words = {
        "field_name": "weights",
        "index_type": "SPARSE_INVERTED_INDEX",
        "metric_type": "BM25",
        "params": BM25,
    }
    return [*looked_up, *([dense] if kind == "passages" else []), words]
