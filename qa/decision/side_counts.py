"""Side by side: of several counts in one sentence, one that is told of something else than a question asks.

Of "52 are content, 19 find it too salty, and 12 gave no opinion" the 12 are hardly those "unhappy with it".
"""

from __future__ import annotations

import re

from index import Span
from index.words import stems
from qa.contents.numerals import SEVERAL
from qa.question import LONGEST_FORM, asked_words

# "Which families" and "how many families" say what is counted, and not which of them.
_COUNTED = re.compile(r"\b(?:which|(?:how\smany)(?:\sof\s(?:the|our))?)\s([\w-]+)", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow\smany\b", re.IGNORECASE)
_PART = re.compile(r"(?:(?!,\D|[;:]|\band\b).)+", re.DOTALL)
_COUNT = re.compile(
    rf"(?<![\w.,])(?:\d{{1,3}}(?:[,.]\d{{3}})*|\d+|{SEVERAL})(?!\w)",
    re.IGNORECASE,
)
_LEAST_COUNTS = 3


def is_count_of_others(question: str, sentence: str, read: Span, around: str) -> bool:
    """Whether the count that was read is one of several, and nothing beside it is of what a question asks.

    Only where a word of the question stands nowhere around, which may be what tells the counts apart.

    Args:
        question: what is asked.
        sentence: the sentence that answers.
        read: where in it the count was read.
        around: the sentence with its heading and the sentence before.

    """
    if len(question) > LONGEST_FORM or not _HOW_MANY.search(question):
        return False
    parts = [part for part in _PART.finditer(sentence) if _COUNT.search(part.group())]
    own = next((part for part in parts if part.start() <= read.start < part.end()), None)
    if own is None or len(parts) < _LEAST_COUNTS or not _COUNT.fullmatch(sentence, *read):
        return False
    asked = stems(" ".join(asked_words(question)))
    told_apart = asked - stems(" ".join(_COUNTED.findall(question)))
    return not told_apart & stems(own.group()) and not asked <= stems(around)
