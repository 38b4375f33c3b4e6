"""Attendance told: the sentences of minutes that say who was there and who was not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index import Document, Span
from qa.contents.mentions import TITLES
from qa.contents.numerals import NUMERAL
from qa.minutes.attended import CAPITAL, LABELS, AttendanceLine, Attended
from qa.minutes.people import people_told
from qa.minutes.sentences import is_of_meeting, sentences_of

# So far minutes, and a section called so, say who came.
_OPENING_CHARS = 1_500
_WAS = r"(?:was|were|is|are|had\sbeen|has\sbeen|have\sbeen)\s(?:all\s|both\s|also\s)?"
_WORD = r"(?:his\s|her\s|their\s|an?\s)?"
_TABLE = r"(?:a?round|at)\sthe\stable"
# "came", not "came to the conclusion"
_TO_IT = (
    r"(?=\s?[.,;:)(]|\s?\Z|\s(?:(?:the|this|our)\s(?:meeting|session|assembly)|to\s(?:the|this|our)\s(?:meeting|session|assembly)"
    r"|in\sperson|by\s(?:video|phone|telephone)|online|remotely|as\s|for\sitems?|from\sitem|until\s|too|and\b|but\b|while\b))"
)
# "missing", not "missing two keys"
_FROM_IT = r"(?=\s?[.,;:)(]|\s?\Z|\s(?:from|at|because|since|as|and|but|with(?:out)?|again)\b)"
_SOMEBODY = rf"(?-i:(?:(?:{'|'.join(sorted(TITLES))})\.?\s)?{CAPITAL})"
_LATE = rf"(?:had\s)?(?:arrived|joined|came)\s(?:late|the\smeeting|at\s(?:\d|half|quarter|noon|{NUMERAL}\b))"
# Of a sentence's words these say it of those who are named after them, or before.
_AFTER = {
    Attended.PRESENT: (
        rf"(?:present|in\sattendance|taking\spart|attending|with\s(?:us|him|her|them)|{_TABLE})\s(?:(?:were|was|sat)|there\s(?:were|was))(?:\salso)?"
        r"|there\s(?:were|was)\s(?:also\s)?present"
        rf"|there\s(?:were|was)(?:\salso)?(?=\s(?-i:(?:the\s(?:[a-z-]+\s){{1,3}})?{CAPITAL}))"
        r"|(?:attended|chaired|led|opened|minuted|presided\sover)(?:\sat\s[^,;:]{1,20})?\sby|under\sthe\schair(?:manship|ing)?\sof|there\smet"
        r"|(?:minutes|notes)\sby"
        rf"|(?:as|had)\s(?:an?|our|the)\s(?:\w+\s)?guests?(?:\s(?:was|were|came|attended))?\s?[:,]?(?=\s{_SOMEBODY})"
        rf"|(?:our|the)\sguests?\s(?:was|were)|(?<=,\s)(?:together\s)?with(?=\s{_SOMEBODY})"
        r"|(?:were|was)\s(?:also\s)?joined\sby|in\sthe\schair\s(?:was|sat)"
        r"|(?:chair\s(?:was|were)\staken|(?:minutes|notes)\s(?:was|were)\s(?:taken|kept|written))\sby"
        r"|(?:we|there)\s(?:were|had)\s(?:[\w-]+\s?){1,6}:|welcomed|joining\s(?:us|the\s(?:call|meeting|session))?\s?(?:were|was)"
    ),
    Attended.ABSENT: (
        r"(?:apologies|regrets|excuses)(?:\sfor\sabsence)?(?:\s(?:were|was|had|have|has|been|received|sent|given|accepted|noted|came|come|in|and))*"
        r"\s(?:from|by)"
        r"|(?:absent|missing|excused|away|not\s(?:present|there)|unable\sto\s(?:attend|come))\s(?:was|were)(?:\salso)?|we\smissed"
    ),
}
_BEFORE = {
    Attended.PRESENT: (
        rf"{_WAS}(?:present|there|in\sattendance|(?:sitting\s)?{_TABLE})|(?:{_WAS}|sat\s)?in\sthe\schair"
        rf"|(?:attended|participated|turned\sup|took\spart(?:\sin\s(?:the|this)\s(?:meeting|session|assembly))?|came){_TO_IT}"
        r"|(?:joined|attended|took\spart)\s(?:us\s)?(?:for\s(?:the\s)?(?:items?|first|second|third|last)\b|(?:by|via|over)\s(?:video|phone|telephone)|online|remotely)"
        r"|met(?=\s(?:at|in|on|for|to|online|by)\b)|opened\sthe|chaired|presided|presiding|(?:took|had)\sthe\schair|called\sthe\smeeting|led\sthe\s(?:meeting|session|assembly)"
        r"|wrote\s(?:this|it|everything|all\sthis)\sdown"
        r"|(?:acted|served)\sas\s(?:the\s)?(?:chair\w*|secretary|clerk|(?:minute|note)[\s-]?taker)"
        rf"|(?:took|kept|wrote)\s(?:the\s)?(?:minutes|notes|record|protocol)|{_LATE}|left\s(?:the\smeeting|early|at\s\d)"
    ),
    Attended.ABSENT: (
        rf"(?:sent|gave|offered|tendered|made|sends|given)\s(?:in\s)?{_WORD}(?:apolog(?:y|ies)|regrets|excuses|word(?!\sthat\s\w+\s(?:would|will|might)\s(?:be\slate|come|arrive|join)))"
        r"|apologi[sz]ed(?!\sfor\s(?!(?:his|her|their|not)\b))|(?:had\s)?excused\s(?:him|her|them)sel(?:f|ves)|asked\sto\sbe\sexcused"
        rf"|{_WAS}(?:absent|missing{_FROM_IT}|away|excused|prevented|not\s(?:present|there)|unable\sto\s(?:attend|come|be\sthere|take\spart|join)"
        r"|ill\b|off\ssick|on\s(?:leave|holiday))"
        r"|(?:was|were)(?:\snot|n[’']t)\s(?:present|there|able\sto\s(?:attend|come))"
        r"|(?:could|did|can)(?:\s?not|n[’']t)\s(?:come|attend|appear|show\sup|turn\sup|be\s(?:there|present)|make\sit|take\spart|join)"
        r"|stayed\s(?:away|at\shome)|had\sto\s(?:cancel|stay\s(?:away|at\shome)|send\s(?:apologies|regrets))"
    ),
}
_SAYS = [
    (told, is_after, re.compile(rf"(?<![\w-])(?:{said})(?![\w-])(?:\s?(?P<colon>:))?", re.IGNORECASE))
    for is_after, by_told in ((True, _AFTER), (False, _BEFORE))
    for told, said in by_told.items()
]
_LATE_ALONE = re.compile(_LATE, re.IGNORECASE)
_OF_WHOM = re.compile(r"\b(?:(?:who|which)\s(?:\w+\s)?|that\s)\Z", re.IGNORECASE)
_NEXT_LABEL = re.compile(r"\n(?=[ \t*_#•-]*[A-Z][^:.\n]{1,40}:)")
# "Those present were as follows:"
_OPENS_LIST = re.compile(r"(?:\sas\sfollows)?\s?:?[*_ ]*")
_PARTS = re.compile(r"[;:]|,?\s(?:while|whereas|but)\s|,?\sand\s|,\s")
_SPLITS = re.compile(r";|[,.]?\s(?:while|whereas|but)\s")

_BRACKETS = re.compile(r"\s\([^()\n]*\)")


class _Said(NamedTuple):
    """That some were there or not, where a sentence says it, and whether of those named after it."""

    told: Attended
    is_after: bool
    at: Span


def told_in_sentences(document: Document) -> Iterator[AttendanceLine]:
    """Those of whom sentences say that they were there, chaired, were missing and the like, each once.

    Of a document that does not say that it is of a meeting, none.
    """
    if not is_of_meeting(document.text):
        return
    known: dict[Attended, list[frozenset[str]]] = {told: [] for told in Attended}
    for sentence, is_near in _sentences(document):
        for line in _lines(document.text, sentence, is_near=is_near):
            said = {one: frozenset(document.text[slice(*one)].split()) for one in line.people}
            people = tuple(
                one for one in line.people if not any(said[one] <= had for had in known[line.told])
            )
            known[line.told] += said.values()
            if people:
                yield line._replace(people=people)


def says_of_those_below(document: Document, line: Span) -> Attended | None:
    """What a line such as "The following were present:" says of those whom the lines below it name."""
    said = _said(document.text, line) if _is_near(document, line) and is_of_meeting(document.text) else []
    is_whole = len(said) == 1 and _OPENS_LIST.fullmatch(document.text, said[0].at.end, line.end)
    return said[0].told if is_whole else None


def says_who_came(text: str, line: Span) -> bool:
    """Whether a line says of some in a sentence that they were there or not."""
    return bool(_said(text, line))


def _sentences(document: Document) -> Iterator[tuple[Span, bool]]:
    """The sentences that may tell who came, each with whether it stands where minutes tell that."""
    for block in document.blocks:
        is_near = _is_near(document, block)
        if not (is_near or _LATE_ALONE.search(document.text, *block)) or document.row_at(block.start):
            continue
        for sentence in sentences_of(document.text, block):
            yield from ((line, is_near) for line in _lines_of(document.text, sentence))


def _lines_of(text: str, sentence: Span) -> Iterator[Span]:
    """A sentence in parts where a line begins with a label, which tells of those behind it."""
    starts = [sentence.start, *(one.end() for one in _NEXT_LABEL.finditer(text, *sentence))]
    for start, end in zip(starts, [*starts[1:], sentence.end], strict=True):
        yield Span(start, end)


def _is_near(document: Document, words: Span) -> bool:
    """Whether some words stand where minutes begin, or under "Attendance" or the like."""
    section = document.section_at(words.start)
    begins = section.start if any(one.fullmatch(section.heading) for one in LABELS.values()) else 0
    return words.start < begins + _OPENING_CHARS


def _lines(text: str, sentence: Span, *, is_near: bool) -> Iterator[AttendanceLine]:
    said = [one for one in _said(text, sentence) if is_near or _LATE_ALONE.match(text, one.at.start)]
    if not said:
        return
    edges = [sentence.start, *(_edge(text, one, other) for one, other in pairwise(said)), sentence.end]
    for one, (start, end) in zip(said, pairwise(edges), strict=True):
        about = _about(text, one, Span(start, end))
        people = tuple(people_told(text, about, sentence.start))
        if people:
            names = _with_brackets(text, Span(people[0].start, people[-1].end), about)
            line = Span(min(names.start, one.at.start), max(names.end, one.at.end))
            yield AttendanceLine(one.told, line, names, people, True)


def _said(text: str, sentence: Span) -> list[_Said]:
    """What a sentence says of those it names, in order; of what overlaps, what begins first."""
    found = [
        _Said(told, is_after or bool(match["colon"]), Span(*match.span()))
        for told, is_after, form in _SAYS
        for match in form.finditer(text, *sentence)
        if is_after or match["colon"] or not _OF_WHOM.search(text, sentence.start, match.start())
    ]
    kept: list[_Said] = []
    for one in sorted(found, key=lambda one: (one.at.start, -one.at.end)):
        if not kept or one.at.start >= kept[-1].at.end:
            kept.append(one)
    return [one for at, part in enumerate(kept) for one in _both_ways(text, part, kept[:at])]


def _both_ways(text: str, said: _Said, before: Sequence[_Said]) -> list[_Said]:
    """Of who welcomed others both; of who is "in the chair" within a list of others nothing more."""
    words = text[slice(*said.at)].casefold()
    if words == "welcomed":
        return [_Said(said.told, False, Span(said.at.start, said.at.start)), said]
    is_of_one_listed = words in ("in the chair", "presiding") and any(one.is_after for one in before)
    return [] if is_of_one_listed else [said]


def _edge(text: str, one: _Said, other: _Said) -> int:
    """Where what a sentence says first ends, and with it those of whom it says so."""
    if not one.is_after:
        return one.at.end
    for form in (_SPLITS, _PARTS):
        found = [match.start() for match in form.finditer(text, one.at.end, other.at.start)]
        if found:
            return found[-1]
    return other.at.start


def _about(text: str, said: _Said, within: Span) -> Span:
    """The words among which those are named of whom something is said."""
    if said.is_after:
        split = _SPLITS.search(text, said.at.end, within.end)
        return Span(said.at.end, split.start() if split else within.end)
    splits = [match.end() for match in _SPLITS.finditer(text, within.start, said.at.start)]
    return Span(splits[-1] if splits else within.start, said.at.start)


def _with_brackets(text: str, names: Span, within: Span) -> Span:
    match = _BRACKETS.match(text, names.end, within.end)
    return Span(names.start, match.end()) if match else names
