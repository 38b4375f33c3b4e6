"""Sending: what of a public dataclass pydantic sends as JSON; pydantic itself is not needed here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

# Scores are sent to this many places.
PLACES = 4

T = TypeVar("T")


def sent(without: Collection[str] = (), rounded: Collection[str] = ()) -> Callable[[type[T]], type[T]]:
    """Have a dataclass sent without some fields, which are for code alone, and with some numbers rounded."""

    def schema_of(_: type[T], kind: Any, handler: Any) -> Any:
        # The hook that pydantic looks for; its schema names the fields twice.
        schema = handler.resolve_ref_schema(handler(kind))
        parts = [one for one in schema["schema"]["fields"] if one["name"] not in without]
        for part in parts:
            if part["name"] in rounded:
                part["schema"]["serialization"] = _ROUNDED
        schema["schema"]["fields"] = parts
        schema["fields"] = [part["name"] for part in parts]
        return schema

    def decorated(kind: type[T]) -> type[T]:
        setattr(kind, "__get_pydantic_core_schema__", classmethod(schema_of))  # noqa: B010  (unknown to mypy)
        return kind

    return decorated


def _rounded(value: float) -> float:
    return round(value, PLACES)


_ROUNDED = {"type": "function-plain", "function": _rounded, "return_schema": {"type": "float"}}
