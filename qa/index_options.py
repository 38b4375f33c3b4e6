"""The options of every command that takes files in: patterns and limits, which together make its rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated

import typer

from index import Limits, Ray, Rules
from qa.work import MAX_SECONDS

_DEFAULTS = Limits()
RECOGNITION_SECONDS = 3600.0

IncludeOption = Annotated[
    list[str] | None,
    typer.Option(
        help="In folders, take only files that match this pattern, as in .gitignore: *.pdf, /docs/, "
        "a/**/b.md. May be given again."
    ),
]
ExcludeOption = Annotated[
    list[str] | None,
    typer.Option(
        help="In folders, leave out what matches this pattern, as in .gitignore. May be given again."
    ),
]
MaxBytesOption = Annotated[int, typer.Option(min=1, help="Largest file.")]
MaxUnpackedOption = Annotated[
    int, typer.Option("--max-unpacked-bytes", min=1, help="Most that a zip-based file may unpack to.")
]
MaxPagesOption = Annotated[int, typer.Option(min=1, help="Most pages, slides, sheets or chapters of a file.")]
MaxNestingOption = Annotated[int, typer.Option(min=1, help="Deepest nesting of elements in a file.")]
MaxMemoryOption = Annotated[
    int, typer.Option("--max-memory-bytes", min=1, max=2**60, help="Memory that parsing a file may take.")
]
TimeoutOption = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        min=0.001,
        max=MAX_SECONDS,
        help=f"Seconds that parsing a file may take; by default {_DEFAULTS.timeout_seconds:g}, "
        f"with --ocr {RECOGNITION_SECONDS:g}.",
    ),
]
OcrOption = Annotated[
    bool, typer.Option("--ocr", help="Read pages that are pictures, as from a scanner, by text recognition.")
]


def limits_with(ocr: bool) -> Limits:
    """The usual limits; text recognition takes seconds a page and may take its time."""
    return replace(_DEFAULTS, ocr=True, timeout_seconds=RECOGNITION_SECONDS) if ocr else _DEFAULTS


def _known_encoding(name: str) -> str:
    try:
        b"a".decode(name or "utf-8")
    except (LookupError, ValueError):
        raise typer.BadParameter("there is no text encoding of this name; try cp1252 or utf-16") from None
    return name


EncodingOption = Annotated[
    str,
    typer.Option(
        callback=_known_encoding,
        metavar="NAME",
        help="What text files are encoded in, such as cp1250; without it, each is found out.",
    ),
]


def with_options(**makers: Callable[..., object]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command, in the place of a parameter, the options of the function that makes its argument."""

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        merged: list[Parameter] = []
        for name, parameter in signature(command, eval_str=True).parameters.items():
            maker = makers.get(name)
            merged += signature(maker, eval_str=True).parameters.values() if maker else [parameter]

        @wraps(command)
        def run(**given: object) -> None:
            for name, maker in makers.items():
                options = signature(maker).parameters.keys() & given.keys()
                given[name] = maker(**{option: given.pop(option) for option in options})
            command(**given)

        run.__signature__ = Signature(merged)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in merged}
        return run

    return decorated


def _rules(
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    max_bytes: MaxBytesOption = _DEFAULTS.max_bytes,
    max_unpacked: MaxUnpackedOption = _DEFAULTS.max_unpacked_bytes,
    max_pages: MaxPagesOption = _DEFAULTS.max_pages,
    max_nesting: MaxNestingOption = _DEFAULTS.max_nesting,
    max_memory: MaxMemoryOption = _DEFAULTS.max_memory_bytes,
    timeout: TimeoutOption = None,
    ocr: OcrOption = False,
    encoding: EncodingOption = "",
) -> Rules:
    seconds = timeout or limits_with(ocr).timeout_seconds
    limits = Limits(max_bytes, max_unpacked, max_pages, max_nesting, max_memory, seconds, ocr, encoding)
    return Rules(tuple(include or ()), tuple(exclude or ()), limits)


class Engine(StrEnum):
    """What reads and encodes files."""

    HERE = "here"
    RAY = "ray"


def _ray(
    engine: Annotated[
        Engine, typer.Option(help="What reads and encodes files: this process, or a Ray cluster.")
    ] = Engine.HERE,
    ray_address: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="The Ray cluster; by default the one that RAY_ADDRESS names, or Ray on this machine.",
        ),
    ] = None,
) -> Ray | None:
    if ray_address and engine is not Engine.RAY:
        raise typer.BadParameter("--ray-address goes with --engine ray")
    return Ray(ray_address) if engine is Engine.RAY else None


with_rules = with_options(rules=_rules)
with_rules_and_engine = with_options(rules=_rules, ray=_ray)
