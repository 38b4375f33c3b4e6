"""Phrases: what a follow-up names with a preposition, in the place of what the earlier question had there.

"And for electricity?" after "How much is planned for gas in 2026?", "And in 2025?" after the same.
"""

from __future__ import annotations

import re

from qa.contents.figures import YEAR
from qa.contents.mentions import MONTHS

_MONTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?)?(?:{'|'.join(MONTHS)})\b"
_LEADING = r"(?:in|for|from|until|till|by|before|after|since|during|on|as\sof)"
_TIME = re.compile(
    rf"\b{_LEADING}\s(?:the\s(?:year|month|season)\s(?:of\s)?)?(?:{_MONTH}(?:\s{YEAR.pattern})?|{YEAR.pattern})",
    re.IGNORECASE,
)
# Behind one of these a thing is named; "of" may stand where a follow-up says "for".
_NAMING = r"for|of|with|to|at|in|on|from|by"
_ALIKE = {"for": "(?:for|of)", "of": "(?:for|of)", "in": "(?:in|of|at)", "at": "(?:in|at)"}
_ENDS = (
    rf"(?:{_NAMING}|{_LEADING}|and|or|is|are|was|were|do|does|did|costs?|pays?|gets?|takes?|lasts?|ends?"
    r"|begins?|starts?)"
)
_NOUN = re.compile(
    r"(?!(?:the|for|of|with|to|at|in|on|from|by|an?|my|our|your|its|their)\b)\b[^\W\d_]{2,}", re.IGNORECASE
)
_SLOT = re.compile(rf"(?P<naming>{_NAMING})\s(?P<thing>[^?]+)", re.IGNORECASE)


def with_phrase(slot: str, earlier: str) -> str:
    """The earlier question with a time or a thing in the place of its own; "" where it has none such.

    Args:
        slot: what the follow-up names, with its preposition: "for electricity", "in 2025".
        earlier: the earlier question.

    """
    if _TIME.fullmatch(slot):
        times = list(_TIME.finditer(earlier))
        if not times:
            return f"{earlier.rstrip('?!. ')} {slot}?"
        return f"{earlier[: times[-1].start()]}{slot}{earlier[times[-1].end() :]}"
    named = _SLOT.fullmatch(slot)
    if named is None:
        return ""
    naming = _ALIKE.get(named["naming"].casefold(), named["naming"])
    phrases = [one for one in _phrases(naming, earlier) if not _TIME.match(earlier, one.start())]
    if not phrases:  # "in the region North", "for the region South"
        said = {word.casefold() for word in _NOUN.findall(named["thing"])}
        alike = _phrases(f"(?:{_NAMING})", earlier)
        phrases = [one for one in alike if said & {word.casefold() for word in _NOUN.findall(one.group())}]
    return f"{earlier[: phrases[-1].start()]}{slot}{earlier[phrases[-1].end() :]}" if phrases else ""


def _phrases(naming: str, question: str) -> list[re.Match[str]]:
    form = rf"\b{naming}\s(?:(?:the|an?|my|our|your|its|their)\s)?[\w-]+(?:\s(?!{_ENDS}\b)[\w'’-]+){{0,3}}"
    return list(re.finditer(form, question, re.IGNORECASE))
