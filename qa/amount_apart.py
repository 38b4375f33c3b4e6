"""Amounts apart: of several amounts in one sentence, the one behind which the word of the question stands.

Of "0.9 pence black, 6 pence colour" an extra colour page costs 6 pence.
"""

from __future__ import annotations

import re
from itertools import pairwise

from index import Span
from index.words import stems
from qa.question import asked_words

_AMOUNT = re.compile(r"[$€£¥]\s?\d[\d,]*(?:\.\d+)?|(?<![\w.,])\d[\d,]*(?:\.\d+)?(?:\s(?:[^\W\d_]+|[%°]\w?))?")
_ENDS = re.compile(r"[,;:.](?=\s)|\s(?:and|or|but)\s")


def amount_told(question: str, sentence: str, read: Span) -> Span | None:
    """Where the amount is behind which alone a word of the question stands; None where it was read already.

    Args:
        question: what is asked.
        sentence: the sentence that answers.
        read: where in it an amount was read.

    """
    amounts = [Span(*match.span()) for match in _AMOUNT.finditer(sentence)]
    own = next((one for one in amounts if one.touches(read)), None)
    if own is None or len(amounts) < 2:
        return None
    asked = stems(" ".join(asked_words(question)))
    told = {one: asked & _behind(sentence, one, until) for one, until in pairwise([*amounts, None]) if one}
    unit = _unit(sentence, own)
    named = [one for one in amounts if told[one] and _unit(sentence, one) == unit]
    return named[0] if len(named) == 1 and own != named[0] else None


def _unit(sentence: str, amount: Span) -> str:
    """What an amount is in: its sign or word, or the sign right behind it."""
    said = re.sub(r"[\d.,\s]", "", sentence[slice(*amount)])
    return said or sentence[amount.end : amount.end + 1].strip()


def _behind(sentence: str, amount: Span, following: Span | None) -> frozenset[str]:
    """The stems of the words between an amount and what ends its part of the sentence, its unit left out."""
    end = following.start if following else len(sentence)
    stop = _ENDS.search(sentence, amount.end, end)
    return stems(sentence[amount.end : stop.start() if stop else end])
