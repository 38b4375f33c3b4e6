"""Topics: which questions ask whether documents say something of a thing: "Does the lease mention pets?"."""

from __future__ import annotations

from index.words import content_words
from qa.intents.forms import asked_as, forms

_SAY = r"(?:say|mention|contain|state|specify|tell\s(?:me|us)|cover|talk|speak|include|have)"
_OF = r"(?:about|on|of|regarding|concerning)"
_ABOUT = forms(
    rf"(?:do|does|did)\s[^?]+?\s{_SAY}\s(?:anything|something|a\sword)(?:\s\w+)?\s{_OF}\s(?P<topic>[^?]+?)",
    r"(?:do|does|did)\s[^?]+?\smention\s(?P<topic>[^?]+?)",
    rf"(?:is|was)\s(?:there\s)?(?:anything|something)(?:\s\w+)?\s{_OF}\s(?P<topic>[^?]+?)(?:\sin\s[^?]+)?",
    rf"what\s(?:do|does|did)\s[^?]+?\s(?:say|tell\s(?:me|us))\s{_OF}\s(?P<topic>[^?]+?)",
)


def thing_spoken_of(question: str) -> str:
    """What a question wants documents to speak of: "goats" of "keeping goats"; "" for any other question."""
    match = asked_as(question, _ABOUT)
    return content_words(match["topic"])[-1] if match else ""
