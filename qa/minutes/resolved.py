"""Resolved: what minutes say in sentences was decided, and of whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Span
from qa.minutes.postponed import decides_nothing

# "It was agreed that …", "The board unanimously resolved to …": how minutes say what was decided.
_BODY = r"(?:council|committee|board|meeting|assembly|members|governors|trustees|directors|shareholders)"
# Where a sentence starts, within the signs of emphasis or behind those of the one before.
_STARTS = r"(?:(?:^|(?<=[.!?:]\s)|(?<=[.!?:][*_]\s)|(?<=[.!?:][*_]{2}\s))[*_]{0,3})"
_PUT = r"(?:proposal|motion|amendment|request|application|suggestion|counter-?proposal)"
_RESOLVED = re.compile(
    rf"{_STARTS}(?:It\swas|The\s(?:[\w’'-]+\s){{0,2}}?{_BODY})\s(?:then\s|also\s|\w+ly\s)?"
    r"(?i:resolved|agreed|decided)\s(?:\w+ly\s)?(?:that|to|on)\b"
    r"|,\sit\swas\s(?:then\s|also\s|\w+ly\s)?(?:resolved|agreed|decided)\s(?:that|to|not\sto|on)\b"
    # What became of a proposal, and what a body did.
    rf"|{_STARTS}(?:It|This)\swas\s(?:then\s|\w+ly\s)?(?:carried|passed|adopted|rejected|defeated)\b"
    rf"|{_STARTS}(?:After\s(?:[\w’'-]+\s){{1,5}}?)?(?:[Tt]he|[Aa]n?(?=\s(?:\w+\s)?{_PUT}\b))\s(?:[\w£€$%,’'-]+(?:\.\d+)?\s){{0,16}}?"
    r"(?:was|were)\s(?:\w+ly\s)?(?:carried|passed|adopted|approved|rejected|defeated|lost,)(?<=[\w,])(?!\w)"
    r"|[;,:–—]\s(?:this|which)\swas\s(?:\w+ly\s)?(?:agreed|accepted|approved|carried|rejected|decided)\b"
    r"|\bput\sto\s(?:the|a)\svote\b[^.!?]{0,80}?\b(?:carried|passed|adopted|approved|rejected|defeated|lost)\b"
    rf"|{_STARTS}The\s(?:[\w’'-]+\s){{0,2}}?{_BODY}\s(?:then\s|also\s|\w+ly\s)?"
    r"(?:approved|adopted|accepted|rejected|appointed|elected)\b",
    re.MULTILINE,
)
# "Ms Ada Stone (plot 6) was elected treasurer": what a meeting decides of people.
_NAME = r"(?:(?:Mrs?|Ms|Miss|Dr|Prof)\.?\s)?[A-Z][\w’'-]+(?:\s[A-Z][\w’'.-]+){0,3}(?:\s\([^()\n]{1,40}\))?"
_ELECTED = re.compile(
    rf"{_STARTS}(?:As\s[^.,\n]{{1,40}},?\s)?{_NAME}(?:,\s{_NAME})*(?:,?\s(?:and|&)\s{_NAME})?\s(?:was|were)\s(?:\w+\s)?"
    r"(?:re-?)?(?:elected|appointed|confirmed|co-?opted)\b",
    re.MULTILINE,
)
# In other words, which say it in minutes alone: "After some talk it was decided to …", "We agreed that …".
_ADVERBS = r"(?:(?:then|also|therefore|finally|further|next|\w+ly)\s)*"
_DID = r"(?:resolved|agreed|decided)"
_BY_WHOM = r"(?:,?\s(?:\w+ly|(?:by|with|after|without|at)\s[^.;:]{1,60}?),?)?"
_WHAT = rf"{_BY_WHOM}[*_]{{0,3}}\s(?:that|to|not\sto|on|against|in\sfavou?r\sof)\b"
_LED = (
    r"(?:(?:(?:After|Following|Upon|On|In|With|Given|Despite|By|At|For|As\sa\sresult)\b[^.;:!?]{0,80}?|Finally|Therefore"
    r"|Then|Instead|Accordingly|So|However|Nevertheless|Lastly|Again|Also|Afterwards|Eventually|Meanwhile),?\s)?"
)
_BEFORE_IT = (
    rf"(?:{_STARTS}(?:{_LED}[*_]{{0,3}}[Ii]t|And\sit)|[,;]\s(?:(?:and|but|so)\s)?it|\s(?:and|but|so)\sit)"
)
_OPENS = rf"(?:{_STARTS}{_LED}|;\s|[;,]\s(?:and|but|so)\s)"
_WE = (
    r"(?:[Ww]e|(?:[Ee]veryone|[Ee]verybody|[Aa]ll|[Tt]hose)(?:\s(?:those|present|there|members|of\sus)){0,2}|[Mm]embers"
    r"|[Tt]he\s(?:[\w’'-]+\s){0,2}?(?:council|committee|board|meeting|assembly|members|governors|trustees|directors"
    r"|shareholders|staff|team|group|panel|partners|parents|residents|owners|association|society|club|majority))"
)
_TOLD_IN_MINUTES = re.compile(
    rf"{_BEFORE_IT}\s(?:was|has\sbeen)\s{_ADVERBS}(?:{_DID}|settled|voted){_WHAT}"
    rf"|{_OPENS}{_WE}\s{_ADVERBS}(?:have\s|has\s)?{_ADVERBS}(?:(?:{_DID}|opted|chose){_WHAT}|voted{_BY_WHOM}\s(?:that|to|not\sto|for|against)\b)"
    rf"|{_OPENS}{_WE}\s{_ADVERBS}(?:agreed|settled\son|approved|adopted|accepted|rejected|endorsed|ratified|authori[sz]ed"
    r"|turned\sdown|appointed|elected|fixed)\s(?:a|an|the|this|its|his|her|their)\b"
    rf"|{_OPENS}{_WE}\s(?:was|were)\s(?:\w+\s)?in\sfavou?r\sof\b"
    rf"|{_STARTS}(?:There\swas\s(?:\w+\s)?(?:agreement|consensus)|(?:Agreement|Consensus)\swas\s(?:\w+\s)?reached)\s(?:that|to|on)\b"
    rf"|{_STARTS}(?:Agreed|Resolved|Decided){_BY_WHOM}\s(?:that|to|not\sto)\b"
    rf"|{_STARTS}The\s(?:motion|proposal|resolution|amendment)\s(?:[\w’'-]+\s){{0,12}}?(?:carried|passed|failed|fell)(?=[\s.,;(])"
    rf"|{_STARTS}(?:(?:(?:The\s)?[Mm]otion|Unanimously)\sc|C)arried(?=\.|,|\s(?:\w+ly|by|with|nem|\d)\b|\s\(|$)"
    r"|\s[–—-]\s(?:unanimously\s)?(?:agreed|approved|accepted|carried|adopted|rejected)(?:\s\w+ly)?(?=\.?$|\.\s)"
    r"|\((?:unanimously\s)?(?:agreed|approved|accepted|carried|adopted|rejected)(?:\s\w+ly)?\)"
    # What stays so.
    rf"|{_STARTS}The\s(?:[\w’'-]+\s){{1,5}}?(?:will\s)?(?:stays?|remains?)\s(?:as|where)\s(?:it\sis|they\sare)\b(?!\suntil\snow)",
    re.MULTILINE,
)
# Minutes say what they are where they begin.
_OF_MEETING = re.compile(r"\b(?:minutes|meeting|assembly|session)\b", re.IGNORECASE)
_OPENING_CHARS = 400
# What it is that was carried, the sentence before says.
_OF_IT = re.compile(
    r"(?:It|This)\swas\s(?!(?:(?:then|also|\w+ly)\s)*(?:resolved|agreed|decided))|(?:(?:The\s)?[Mm]otion\s|Unanimously\s)?[Cc]arried\b"
    r"|(?:It|This|The\s(?:motion|proposal|amendment))\swas\s(?:then\s)?seconded\b"
)
_ENDS = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St))(?<!\bMrs)(?<!\b(?:Prof|Cllr))(?P<stop>[.!?][*_]{0,3})(?:\s+(?=[*_]{0,3}[A-Z])|\Z)"
)
# In characters: an end is looked for so far around a label.
_LONGEST_SENTENCE = 1_000
# "It was seconded. Carried.": so many sentences before say what.
_MOST_BEFORE = 2


def resolved(text: str, unit: Span) -> list[Span]:
    """The sentences of a stretch of a text that say what was decided, each once."""
    forms = (_RESOLVED, _ELECTED, _TOLD_IN_MINUTES) if is_of_meeting(text) else (_RESOLVED,)
    found = {
        _with_what(text, unit, Span(*one.span()))
        for form in forms
        for one in form.finditer(text, *unit)
        if not decides_nothing(text[one.end() : unit.end])
    }
    return sorted(one for one in found if not any(_is_within(one, other) for other in found))


def _is_within(part: Span, whole: Span) -> bool:
    return part != whole and whole.start <= part.start and part.end <= whole.end


def is_of_meeting(text: str) -> bool:
    """Whether a text says where it begins that it is of a meeting."""
    return bool(_OF_MEETING.search(text, 0, _OPENING_CHARS))


def _with_what(text: str, unit: Span, within: Span) -> Span:
    """The sentence that some words stand in, with those before where it says no more than "it"."""
    found = sentence_around(text, unit, within)
    for _ in range(_MOST_BEFORE):
        if found.start == unit.start or not _OF_IT.match(text, *found):
            break
        before = Span(found.start - 2, found.start - 1)
        found = Span(sentence_around(text, unit, before).start, found.end)
    return found


def sentences_of(text: str, unit: Span) -> Iterator[Span]:
    """The sentences of a stretch of a text."""
    start = unit.start
    for one in _ENDS.finditer(text, *unit):
        yield Span(start, one.end("stop"))
        start = one.end()
    if start < unit.end:
        yield Span(start, unit.end)


def sentence_around(text: str, unit: Span, within: Span) -> Span:
    """The sentence of a stretch of a text that some words stand in."""
    first = max(unit.start, within.start - _LONGEST_SENTENCE)
    # What an end is followed by has to be seen, behind the signs of emphasis.
    ends = [one.end() for one in _ENDS.finditer(text, first, within.start + 4) if one.end() <= within.start]
    stop = _ENDS.search(text, within.end, min(unit.end, within.end + _LONGEST_SENTENCE))
    return Span(
        ends[-1] if ends else first,
        stop.end("stop") if stop else min(unit.end, within.end + _LONGEST_SENTENCE),
    )
