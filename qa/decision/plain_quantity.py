"""Plain quantities: of what stands in square metres, how many there are, not what each of them costs.

"How many square metres do we rent?" is answered by "an area of 1,240 square metres", not by "0.35 per square
metre"; and of "640 litres in all, of which 40 litres are spare" by the 640.
"""

from __future__ import annotations

import re

from index import Span
from index.words import stems
from qa.contents.numerals import NUMERAL
from qa.question import LONGEST_FORM

_ASKED = re.compile(
    r"\bhow\smany\s(?P<power>(?:square|cubic)\s)?(?P<unit>[a-z]{3,})\b(?!.*\b(?:per|each|every)\b)",
    re.IGNORECASE,
)
_SHORT = {
    "square metre": r"m²|m2|sq\.?\s?m|sqm|square\smeters?",
    "cubic metre": r"m³|m3|cu\.?\s?m|cbm|cubic\smeters?",
    "kilometre": r"km|kilometers?",
    "metre": r"m|meters?",
    "litre": r"l|liters?",
    "kilogram": r"kg|kilos?|kilogrammes?",
    "hectare": r"ha",
    "hour": r"h|hrs?",
    "minute": r"mins?",
}
_NUMBER = rf"(?:\d[\d.,'’\s]*|\b(?:{NUMERAL}|hundred|thousand)\s)"
_OF_WHICH = re.compile(
    r"\b(?:of\s(?:which|that|them|these)|thereof|including|among\sthem)\b[^.;]*\Z", re.IGNORECASE
)

# So far behind what was read may stand what it is for each of.
_NEAR = 40


def tells_quantity(question: str, sentence: str) -> bool | None:
    """Whether a sentence tells how many of a unit there are, as a question asks, or only what each is worth.

    None for any other question, and where a sentence speaks of no such unit.
    """
    unit = _unit_asked(question)
    if not unit:
        return None
    if _quantities(unit, sentence):
        return True
    return False if _per(unit).search(sentence) else None


def quantity_told(question: str, sentence: str, read: Span) -> Span | None:
    """Where a sentence tells how many of the unit asked for, if what was read of it is a rate or a part.

    None for any other question, and where what was read is neither.

    Args:
        question: what is asked.
        sentence: the sentence that answers.
        read: where in it the answer was read.

    """
    unit = _unit_asked(question)
    found = _quantities(unit, sentence) if unit else []
    own = [one for one in found if one.touches(read)]
    if not own:
        is_rate = unit and _per(unit).search(sentence, read.start, read.end + _NEAR)
        return found[0] if found and is_rate else None
    before = [one for one in found if one.end <= own[0].start]
    is_part = bool(before) and _OF_WHICH.search(sentence[before[-1].end : own[0].start])
    about = stems(sentence[own[0].end :]) & stems(question)
    return before[-1] if is_part and not about else None


def _unit_asked(question: str) -> str:
    """The unit that a question asks how many of, as a pattern; "" where it asks for none."""
    match = _ASKED.search(question) if len(question) <= LONGEST_FORM else None
    if match is None:
        return ""
    one = f"{match['power'] or ''}{match['unit']}".casefold()
    one = one.removesuffix("s").replace("meter", "metre").replace("liter", "litre")
    short = _SHORT.get(one)
    return rf"(?:{re.escape(one)}s?{f'|{short}' if short else ''})(?!\w)"


def _quantities(unit: str, sentence: str) -> list[Span]:
    forms = re.finditer(
        rf"(?<![\w.,])(?:{_NUMBER})(?:full\s|whole\s|or\smore\s)?{unit}", sentence, re.IGNORECASE
    )
    return [Span(*one.span()) for one in forms]


def _per(unit: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\b(?:per|an?|each|every)\s|/\s?){unit}", re.IGNORECASE)
