"""Numerals: the words for numbers, one by one and as patterns look for them."""

from __future__ import annotations

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
# What counts several; "one" may stand for a thing, too: "this one". The longer come first, as "six" begins
# "sixteen".
SEVERAL = rf"(?:{'|'.join(sorted(UNITS[2:], key=len, reverse=True))}|(?:{'|'.join(TENS)})(?:-\w+)?)"
NUMERAL = rf"(?:one|{SEVERAL})"
_DIGITS = {word: str(number) for number, word in enumerate(UNITS)} | {
    word: str(10 * number) for number, word in enumerate(TENS, start=2)
}


def in_digits(word: str) -> str:
    """A numeral's figure, "4" for "four"; any other word as it is."""
    return _DIGITS.get(word.casefold(), word)
