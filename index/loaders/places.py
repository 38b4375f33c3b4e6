"""Places: which characters of which page a text's words are, told in a few bytes a line."""

from __future__ import annotations

import base64
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple


class Place(NamedTuple):
    """`text[start:end]` are the characters of a page from `at` on, made spaces among them."""

    start: int
    end: int
    page: int
    at: int


class Placing:
    """Notes the places of a text's words in the order of the text, while it is put together."""

    def __init__(self) -> None:
        self._found: list[Place] = []

    def add(self, start: int, page: int, at: Sequence[int]) -> None:
        """The text goes on at `start` with characters of a page; -1 is one that the page does not have."""
        begun = end = 0
        for place, one in enumerate(at):
            if one < 0:
                continue
            if end and one != at[begun] + place - begun:
                self._found.append(Place(start + begun, start + end, page, at[begun]))
                end = 0
            if not end:
                begun = place
            end = place + 1
        if end:
            self._found.append(Place(start + begun, start + end, page, at[begun]))

    def packed(self) -> str:
        """All of them, as `unpacked` reads them."""
        rows = array("i")
        end = page = after = 0
        for one in self._found:
            rows.extend((one.start - end, one.end - one.start, one.page - page, one.at - after))
            end, page, after = one.end, one.page, one.at + one.end - one.start
        columns = b"".join(rows[column::4].tobytes() for column in range(4))
        return base64.b85encode(zlib.compress(columns)).decode() if self._found else ""


def unpacked(packed: str) -> list[Place]:
    """What `Placing.packed` wrote."""
    if not packed:
        return []
    numbers = array("i", zlib.decompress(base64.b85decode(packed)))
    count = len(numbers) // 4
    gaps, lengths, turns, jumps = (numbers[count * column : count * (column + 1)] for column in range(4))
    ends = accumulate(gap + length for gap, length in zip(gaps, lengths, strict=True))
    afters = accumulate(jump + length for jump, length in zip(jumps, lengths, strict=True))
    return [
        Place(end - length, end, page, after - length)
        for end, after, page, length in zip(ends, afters, accumulate(turns), lengths, strict=True)
    ]


def within(places: Sequence[Place], start: int, end: int) -> Iterator[Place]:
    """The places of `text[start:end]`, cut to it."""
    first = bisect_right(places, start, key=lambda place: place.end)
    for place in places[first:]:
        if place.start >= end:
            return
        left = max(start, place.start)
        yield Place(left, min(end, place.end), place.page, place.at + left - place.start)
