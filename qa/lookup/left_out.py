"""Left out: whether what answers has not all that a document is asked to say.

Where it is asked whether the lease says who pays for the lighting, what somebody else pays is no answer.
"""

from __future__ import annotations

import re

from index.words import stems
from qa.lookup.found import SURE, Found
from qa.question import asked_words

# What somebody does may be told by a noun: "the insurance of".
_WHO_DOES = re.compile(r"\W*(?:who|whom|which\s\w+)\s(?P<does>[\w-]+)", re.IGNORECASE)
_OF_ASKING = stems(
    "get give take make pay cost last need want long often much many allow allowed happen do done"
    " day date time"
)


def leaves_out(found: Found) -> bool:
    """Whether words of what is asked stand nowhere around what answers, which is not sure."""
    if not found.ranked or found.compared or found.confidence >= SURE:
        return False
    passage = found.ranked[0].candidate.hit.passage
    around = stems(f"{found.called[passage.document]} {passage.heading} {passage.text}")
    does = _WHO_DOES.match(found.question)
    done = stems(does["does"]) if does else frozenset()
    return any(
        (own := stems(word) - _OF_ASKING - done) and own.isdisjoint(around)
        for word in asked_words(found.question)
    )
