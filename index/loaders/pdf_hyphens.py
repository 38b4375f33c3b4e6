"""Hyphens at line ends: one that parts a word goes, one that belongs to a compound stays."""

from __future__ import annotations

import re
from collections.abc import Iterable

HYPHENS = ("-", "\u2010", "\u2011", "\u00ad")

_SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
_PARTED = re.compile(rf"(?<![^\W_])({_WORD.pattern})[-\u2010\u2011\u00ad]\Z")
_FIRST_PARTS = frozenset(
    {"all", "cross", "double", "ex", "fast", "full", "half", "hard", "high", "ill", "large", "left", "long",
     "low", "mid", "multi", "near", "new", "non", "old", "one", "open", "part", "quasi", "real", "right",
     "second", "self", "semi", "short", "single", "small", "so", "soft", "top", "two", "three", "four",
     "five", "well", "wide"}
)  # fmt: skip
_LINKS = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "up"})
_MIN_KNOWN_PART = 3
_MAX_WORD = 200


class Hyphens:
    """What a document's own words say about its hyphens.

    Args:
        texts: the document's lines; what is parted at their ends does not count as a word.

    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._known: set[str] = set()
        for text in texts:
            words = [_plain(word) for word in _WORD.findall(text)]
            if words and text.endswith(HYPHENS):
                words.pop()
            for word in words:
                self._known.update((word, *word.split("-")))

    def joined(self, text: str, following: str) -> str:
        """A line as it stands before the next one: with a space, or ready to be continued at once."""
        if not text.endswith(HYPHENS):
            return f"{text} "
        parted, rest = _PARTED.search(text[-_MAX_WORD:]), _WORD.match(following)
        if parted is None or rest is None:
            return text[:-1] if text.endswith(_SOFT_HYPHEN) else f"{text} "
        if text.endswith(_SOFT_HYPHEN) or self._is_one_word(_plain(parted.group(1)), rest.group()):
            return text[:-1]
        return text

    def _is_one_word(self, head: str, tail: str) -> bool:
        if not tail[0].islower() or not head[-1].isalpha():
            return False
        tail = _plain(tail)
        if f"{head}-{tail}" in self._known:
            return False
        before, _, part = head.rpartition("-")
        rest = tail.partition("-")[0]
        if before and part in _LINKS:
            return False
        if part + rest in self._known:
            return True
        both_known = {part, rest} <= self._known and min(len(part), len(rest)) >= _MIN_KNOWN_PART
        return not (part in _FIRST_PARTS or both_known)


def _plain(word: str) -> str:
    return word.casefold().replace("\u2010", "-").replace("\u2011", "-")
