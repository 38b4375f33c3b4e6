"""Fuzz a loader: mutate valid files of its format, so many or for some minutes; keep what it cannot bear.

A loader may return a `Parsed` that holds together, or raise DocumentError; anything else, and anything slow,
is a finding. Its bytes are kept in the folder of findings, to be made a regression test of.
"""

from __future__ import annotations

import argparse
import io
import random
import signal
import time
import traceback
import zipfile
from itertools import pairwise
from pathlib import Path

from index import DocumentError
from index.limits import Limits
from index.loaders import LOADERS, Parsed

LIMITS = Limits(max_bytes=10_000_000, max_unpacked_bytes=50_000_000, max_pages=1000)
TOKENS = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r\n", b"\r", b"\x85", b"\xe2\x80\xae", b"\"",
    b"'", b",", b";", b"\t", b"|", b"<", b">", b"</", b"<!--", b"<![CDATA[", b"]]>",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;", b"&#x110000;", b"&nbsp;", b"<table>", b"<tr>",
    b"<td>", b"<p>", b"<h1>", b"<title/>", b"<pre>", b"<svg>", b"<template>", b"<nav>", b"<header>", b"-1",
    b"0", b"99999999999999999999", b"1e999", b"NaN", b"2147483648", b"1048577", b"XFD1048576", b"../",
    b"# ", b"```\n", b"> ", b"- ", b"| a | b |\n|---|---|\n", b"[a]: b\n", b"===\n", b"\n\n", b"</w:p>",
    b"/Type", b" obj\n", b"endstream", b"/Length 99999999", b"<<", b"[" * 300,
]  # fmt: skip


class Slow(Exception):
    """One input takes longer than allowed."""


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suffix", help="whose loader, such as .html")
    parser.add_argument("--samples", type=Path, required=True, help="folder with valid files of the format")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--inputs", type=int, default=None, help="so many, however long they take")
    parser.add_argument("--findings", type=Path, default=Path("findings"), help="folder for what is found")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=int, default=20, help="the most CPU time that one input may take")
    arguments = parser.parse_args()
    samples = [file.read_bytes() for file in sorted(arguments.samples.glob(f"*{arguments.suffix}"))]
    if not samples:
        parser.error(f"{arguments.samples}: there is no {arguments.suffix} file")
    arguments.findings.mkdir(parents=True, exist_ok=True)
    fuzz(arguments.suffix, samples, arguments)


def fuzz(suffix: str, samples: list[bytes], arguments: argparse.Namespace) -> None:
    """Mutate and read until the time is over; print how it went."""
    signal.signal(signal.SIGPROF, _too_slow)
    chance = random.Random(arguments.seed)
    # The input at hand is kept where it survives a crash of the interpreter.
    last = arguments.findings / f"last-{arguments.seed}{suffix}"
    begin, runs, read, refused, slowest = time.monotonic(), 0, 0, 0, 0.0
    found: dict[str, int] = {}
    while runs < arguments.inputs if arguments.inputs else time.monotonic() - begin < arguments.minutes * 60:
        data = mutated(chance, samples)
        last.write_bytes(data)
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, arguments.seconds)
        try:
            parsed = LOADERS[suffix](data, LIMITS)
            check(parsed)
            read += 1
        except DocumentError:
            refused += 1
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            where = traceback.extract_tb(error.__traceback__)[-1]
            kind = f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}"
            if kind not in found:
                name = arguments.findings / f"{len(found)}-{arguments.seed}{suffix}"
                name.write_bytes(data)
                print(f"{name}: {kind}: {str(error)[:200]}", flush=True)
            found[kind] = found.get(kind, 0) + 1
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        slowest = max(slowest, time.process_time() - started)
        runs += 1
    minutes = (time.monotonic() - begin) / 60
    print(
        f"{suffix}: {runs:,} inputs in {minutes:.1f} minutes, {read:,} read, {refused:,} refused, "
        f"slowest {slowest:.2f} s, findings: {found or 'none'}"
    )


def check(parsed: Parsed) -> None:
    """Assert that what a loader returned holds together."""
    parsed.text.encode()
    cursor = 0
    for start, end in parsed.blocks:
        assert cursor <= start < end <= len(parsed.text), "blocks overlap or leave the text"
        cursor = end
    for heading in parsed.headings:
        inside = any(one.start <= heading.start < heading.end <= one.end for one in parsed.blocks)
        assert inside, "a heading stands in no block"
    assert all(one <= other for one, other in pairwise((0, *parsed.pages, len(parsed.text)))), "pages"
    blocks = set(parsed.blocks)
    for row in (row for table in parsed.tables for row in table.rows):
        assert (row.start, row.end) in blocks, "a row is no block"
        edges = [row.start, *(edge for start, end, _ in row.cells() for edge in (start, end)), row.end]
        assert all(one <= other for one, other in pairwise(edges)), "cells overlap or leave their row"


def mutated(chance: random.Random, samples: list[bytes]) -> bytes:
    """One of the samples, damaged; of a zip file sometimes a member, packed again."""
    data = chance.choice(samples)
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _member_mutated(chance, data)
    return _mutated(chance, data, samples)


def _member_mutated(chance: random.Random, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    bodies = list(members.values())
    for name in chance.sample(sorted(members), min(len(members), chance.choice([1, 1, 1, 2, 3]))):
        members[name] = _mutated(chance, members[name], bodies)
        if chance.random() < 0.05:
            del members[name]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return packed.getvalue()


def _mutated(chance: random.Random, data: bytes, samples: list[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 1, 2, 4, 16])):
        place = chance.randrange(len(changed) + 1)
        length = chance.choice([1, 1, 4, 16, 64, 512])
        match chance.randrange(7):
            case 0 if changed:
                changed[place % len(changed)] = chance.randrange(256)
            case 1:
                changed[place:place] = chance.choice(TOKENS) * chance.choice([1, 1, 1, 3, 100])
            case 2:
                del changed[place : place + length]
            case 3 if chance.random() < 0.3:
                del changed[place:]
            case 4:
                changed[place:place] = changed[place : place + length] * chance.choice([1, 2, 50])
            case 5:
                other = chance.choice(samples)
                start = chance.randrange(len(other) + 1)
                changed[place : place + length] = other[start : start + length]
            case _:
                changed[place : place + length] = chance.randbytes(min(length, 16))
    return bytes(changed)


def _too_slow(*_: object) -> None:
    raise Slow("this input takes too long")


if __name__ == "__main__":
    main()
