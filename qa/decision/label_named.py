"""Label named: whether a line such as "Next meeting: 21 April" has the label that a question asks for."""

from __future__ import annotations

import re

from index.words import stems, words
from qa.contents.mentions import DATE
from qa.question import Sought, asked_words, sought_by

_LABEL = re.compile(r"\W*(?P<label>[^:;.\n·]{3,60}?)\s?:\s")
_LEAST, _MOST = 2, 5


def tells_by_label(question: str, sentence: str, around: str) -> bool:
    """Whether a line tells a day, and its label is what a question asks the day of.

    Args:
        question: what is asked.
        sentence: the line.
        around: what else is known of its place, where the question's other words stand.

    """
    match = _LABEL.match(sentence)
    if match is None or sought_by(question) is not Sought.TIME:
        return False
    label, asked = stems(match["label"]), stems(" ".join(asked_words(question)))
    is_named = _LEAST <= len(words(match["label"])) <= _MOST and label <= asked
    return is_named and asked - label <= stems(around) and bool(DATE.search(sentence, match.end()))
