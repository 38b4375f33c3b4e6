"""Ranges: of two amounts that stand as one range, both: "between 3 and 5 days", "from £26 to £29"."""

from __future__ import annotations

import re
from dataclasses import replace

from index import Span
from qa.contents.numerals import NUMERAL
from qa.evidence.candidates import Candidate
from qa.question import LONGEST_FORM, Sought, sought_by

_DIGITS = r"(?:[$€£¥₹]\s?)?\d[\d,]*(?:\.\d+)?"
_NUMBER = rf"(?:{_DIGITS}|{NUMERAL})"
_UNIT = r"(?:\s?(?:%|per\s?cent|°C?|[$€£]|(?:thousand|million|billion)|[a-z]+))?"
_MEASURE = (
    r"(?:\s?%|\sper\scent|\s(?:working\s)?(?:second|minute|hour|day|night|week|month|year|metre|mile|litre|pound"
    r"|euro|dollar)s?\b)?"
)
_RANGE = re.compile(
    rf"""(?:\b(?:from\s)(?P<low>{_NUMBER}{_UNIT})\sto\s(?P<high>{_NUMBER})
    |\bbetween\s(?P<one>{_NUMBER}{_UNIT})\sand\s(?P<other>{_NUMBER})
    |(?<![\w.,/–—-])(?P<first>{_DIGITS})\s?[–—-]\s?(?P<last>{_DIGITS})(?![\w/–—-])){_MEASURE}""",
    re.IGNORECASE | re.VERBOSE,
)
_AMOUNT = re.compile(
    r"\bhow\slong\b|\bwhat\b.*\b(?:costs?|price|fee|rent|charge|salary|wage|period|length|weight|temperature)\b",
    re.IGNORECASE,
)
# Who asks for one end of it does not ask for the whole.
_ONE_END = re.compile(
    r"\b(?:old|former|formerly|previous(?:ly)?|before|so\sfar|until\snow|current(?:ly)?|now|original(?:ly)?|was|were"
    r"|new|minimum|maximum|least|most|lowest|highest|earliest|latest|start|begin|end)\b",
    re.IGNORECASE,
)
# "The rent goes up from 48 to 54 euros": the first is what it was, the second what it will be.
_CHANGED = re.compile(
    r"\b(?:rais|increas|ris(?:e|es|en|ing)\b|rose\b|g(?:o|oes|oing|one)\sup|went\sup|put\sup|lower|cuts?\b|cutting|reduc|fall|fell\b|drop"
    r"|chang|adjust|g(?:o|oes)\sdown|went\sdown|move[sd]?\b)",
    re.IGNORECASE,
)
_WAS = re.compile(
    r"\b(?:old|former|formerly|previous(?:ly)?|before|so\sfar|until\snow|current(?:ly)?|now|today|at\s(?:present|the\smoment)"
    r"|original(?:ly)?)\b",
    re.IGNORECASE,
)
_WILL_BE = re.compile(r"\b(?:new|will|would|in\sfuture)\b", re.IGNORECASE)
# The second end of "from … to" may be meant by itself.
_PARTIAL, _ENDS = ("low", "one", "other", "first", "last"), ("low", "high", "one", "other", "first", "last")


def in_whole_range(question: str, candidate: Candidate) -> Candidate:
    """The candidate with the whole range where its span holds one end; of "from … to", the first.

    Of what changes from one to the other, with the end that is asked for: what it is now, or will be.
    """
    asks_amount = sought_by(question) is Sought.AMOUNT or bool(_AMOUNT.search(question[:LONGEST_FORM]))
    if not asks_amount or candidate.window.cells:
        return candidate
    if _ONE_END.search(question[:LONGEST_FORM]) or _WILL_BE.search(question[:LONGEST_FORM]):
        return _at_the_end_asked(question, candidate)
    own, start = candidate.span, candidate.sentence.start
    for match in _RANGE.finditer(candidate.text):
        held = {
            name: own.touches(Span(start + match.start(name), start + match.end(name)))
            for name in _ENDS
            if match[name]
        }
        if any(held.get(name) for name in _PARTIAL) and not all(held.values()):
            whole = Span(min(own.start, start + match.start()), max(own.end, start + match.end()))
            return replace(candidate, span=whole)
    return candidate


def _at_the_end_asked(question: str, candidate: Candidate) -> Candidate:
    """The candidate with what something is now, or will be, of a sentence that says how it changes."""
    was, will_be = (bool(form.search(question[:LONGEST_FORM])) for form in (_WAS, _WILL_BE))
    if was == will_be or not _CHANGED.search(candidate.text):
        return candidate
    start, end = candidate.sentence.start, "low" if was else "high"
    for match in _RANGE.finditer(candidate.text):
        whole = Span(start + match.start(), start + match.end())
        if match["low"] and candidate.span.touches(whole):
            last = match.end(end) if was else match.end()
            return replace(candidate, span=Span(start + match.start(end), start + last))
    return candidate
