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
