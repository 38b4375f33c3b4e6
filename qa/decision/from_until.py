"""From and until: of two moments in a sentence the one that a question asks for, or all that is between them.

In "it comes into force on 1 July 2025 and runs until 30 June 2027" both are dates, of the same kind to a
reader that looks for a time; "when is it closed?" is answered by "from 7 July to 1 September".
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum, auto

from index import Span
from qa.contents.mentions import DATE, MONTHS, WEEKDAYS
from qa.contracts.replaced import of_the_replaced
from qa.evidence.candidates import Candidate
from qa.question import LONGEST_FORM, Sought, sought_by

_HOUR = re.compile(
    r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]m\b|[ap]\.m\.|o['’]clock)|\b\d{1,2}:\d\d\b|\bnoon\b|\bmidnight\b",
    re.IGNORECASE,
)
_BEGINNING = re.compile(
    r"\b(?:start|begin|began|begun|commenc|(?:come|came)s?\sinto\s(?:force|effect)|(?:takes?|took)\seffect|(?:re-?)?open(?:s|ed)?\b"
    r"|(?:from|since)\swhen)",
    re.IGNORECASE,
)
_END = re.compile(
    r"\b(?:ends?\b|ended\b|ending\b|expir|finish|terminat|over\b|clos(?:es?|ed)\b|stop|(?:until|till)\swhen|runs?\sout|ran\sout)",
    re.IGNORECASE,
)
# Between such a word and its moment stand at most a few words: "until and including Friday", "ends on the".
_GAP = r"(?:\s(?:and|including|on|at|the|about|around|midnight|noon|of)){0,3}\s\Z"
_UNTIL = re.compile(
    rf"\b(?:until|till|to|through|ends?|ended|ending|expires?|expired|expiring|finish(?:es|ed)?|closes?|closed){_GAP}",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"\b(?:from|since|starts?|started|starting|begins?|began|beginning|commences?|commenced|commencing|effective|effect|force"
    rf"|opens?|opened|between){_GAP}",
    re.IGNORECASE,
)


# "Is closed", "was open": what lasts neither begins nor ends.
_STATE = re.compile(
    r"\b(?:is|are|was|were|be|been|stays?|stayed|remains?)\b(?:\s[\w'’-]+){0,8}?\s(?:open|closed|shut)\b",
    re.IGNORECASE,
)
# A closure begins when something closes, and ends when it opens again.
_CLOSED, _OPENS = (
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?:is|are|be|was|were|stays?|remains?)\s(?:\w+\s)?(?:closed|shut)\b",
        r"\b(?:re-?)?(?:opens?|close[sd]?)\b",
    )
)
# "When did he die?" asks for a moment, "when did it last?" does not.
_EVENT = re.compile(
    r"\b(?:born|birth|died?|death|elected|appointed|founded|signed|published|discovered|invented)\b"
    r"|\bwhen\sdid\b(?!.*\b(?:last|run|go\son|happen|take\splace|work|serve|live|rule|reign|stay|lead|teach)\b)",
    re.IGNORECASE,
)
_MOMENT = (
    rf"(?:{DATE.pattern}|(?i:{_HOUR.pattern})|\b(?:{'|'.join(MONTHS)})\b|\b(?:{'|'.join(WEEKDAYS)})s?\b"
    r"|\b(?:1[5-9]|20)\d\d\b)"
)
_AT = rf"(?:\s(?:at\s)?(?i:{_HOUR.pattern}))?"
# "From 17 to 21 November": of the first of two moments a bare number may stand there.
_FIRST = rf"(?:the\s)?(?:{_MOMENT}{_AT}|\d{{1,2}}(?:[:.]\d\d|st|nd|rd|th)?)"
_LAST = rf"(?:the\s)?{_MOMENT}{_AT}"
_PERIOD = re.compile(
    rf"""(?:\b[Ff]rom\s)?\b(?:{"|".join(MONTHS)})\s\d{{1,2}}\s?[–—-]\s?\d{{1,2}}\b(?:,?\s\d{{4}})?
    |\b[Ff]rom\s{_FIRST}\s(?:to|until|till|through)\s(?P<from>{_LAST})
    |\b[Bb]etween\s{_FIRST}\sand\s{_LAST}
    |(?<![\w.,])(?<!\d[–—-]){_FIRST}(?:\s?[–—-]\s?|\s(?:to|until|till|through)\s){_LAST}""",
    re.VERBOSE,
)
# What was put off from one day to another is on the other.
_MOVED = re.compile(
    r"\b(?:postponed?|moved?|changed?|brought\sforward|shifted|put\s(?:off|back)|extended|rescheduled|adjourned|delayed"
    r"|deferred)\b",
    re.IGNORECASE,
)


_HOURS = re.compile(
    rf"(?:\b(?:from|until|till|between|before|after|at)\s)?(?:{_HOUR.pattern})"
    rf"(?:\s?(?:[–—-]|to|until|till|and)\s?(?:{_HOUR.pattern}))?",
    re.IGNORECASE,
)
# "When is the shop open on Mondays?" asks for hours, not for the day from which it is.
_HOURS_ASKED = re.compile(
    rf"(?<!from\s)(?<!since\s)(?<!until\s)(?<!till\s)\b(?:when|at\s(?:what|which)\stimes?)\b"
    rf"(?=.*{_STATE.pattern})"
    rf".*\bon\s(?:an?\s|every\s|the\s)?(?P<day>{'|'.join(WEEKDAYS)}|weekday|weekend|working\sday)s?\b",
    re.IGNORECASE,
)


_MAY = re.compile(r"\bwhen\s(?:can|could|may|might|must|should)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\W*(?:if|where|unless|once|as\ssoon\sas|in\scase|provided|should)\b", re.IGNORECASE)
# What somebody may do at once, for good cause, is no end yet.
_MAY_END = re.compile(
    r"\b(?:may|can|(?:is|are)\sentitled\sto)\s(?:\w+\s){0,2}?(?:end|terminate|cancel|rescind|withdraw)\w*\b[^.;]*?"
    r"\b(?:at\sonce|immediate(?:ly)?|forthwith|without\s(?:\w+\s)?notice)\b",
    re.IGNORECASE,
)
# "When does it begin, and when does it end?": the last is asked, what is before it was.
_ANOTHER_ASKED = re.compile(
    r",\s(?:(?:and|but|so|then)\s)?(?=(?:(?:until|till|from|since)\s)?when\b)", re.IGNORECASE
)
# "When does the agreement on the lodge end?": on a day, at no hour.
_CONTRACTS_OWN = re.compile(
    rf"\b(?:contract|agreement|lease|sublease|licence)\s(?:(?:on|of|for|with|about|between)\s[^?]*?)?"
    rf"(?:{_BEGINNING.pattern}|{_END.pattern})",
    re.IGNORECASE,
)
# "And when does it end, heating contract begin?" asks for the end, whatever was asked before.
_ASKED_OF_IT = re.compile(
    r"\bwhen\s(?:do|does|did|will|is|are)\s(?:it|they|this|that)\s\w+(?:\s(?:into\s\w+|effect|over|out)\b)?",
    re.IGNORECASE,
)
_ANY_MOMENT = re.compile(_MOMENT)
# "The agreement of 3 May 2017" is called by that day.
_DATED = re.compile(r"\b(?:of|dated|(?:signed|made|concluded)(?:\son)?)\s(?:the\s)?\Z", re.IGNORECASE)


class _End(Enum):
    BEGINNING = auto()
    END = auto()


def at_the_time_asked(question: str, candidate: Candidate) -> Candidate:
    """The candidate with the moment that the question asks for, where its span is another, a part, or both.

    Where it asks for no end of two, with all that is from one to the other.
    """
    if sought_by(question) is not Sought.TIME or candidate.window.cells:
        return candidate
    if opened := _HOURS_ASKED.search(question[:LONGEST_FORM]):
        return _hours(opened["day"], candidate)
    asked = _asked(question)
    if asked is not None and _CLOSED.search(candidate.text) and _OPENS.search(_passing(question)):
        asked = _End.END if asked is _End.BEGINNING else _End.BEGINNING
    if asked is not None:
        return _at_the_end(question, asked, candidate)
    return candidate if _EVENT.search(question[:LONGEST_FORM]) else _whole_period(candidate)


def tells_moment_asked(question: str, candidate: Candidate) -> bool | None:
    """Whether a candidate tells when that begins or ends which a question asks for.

    False of a condition ("if the fee is not paid") alone, of what may be done at once, of an agreement whose
    place this one takes, and of a beginning where an end is asked for; None of what is none of these, and for
    any other question: when something may be ended, a condition says.
    """
    if sought_by(question) is not Sought.TIME or _MAY.search(question[:LONGEST_FORM]):
        return None
    asked = _asked(question)
    if asked is None:
        return None
    if any(end is asked for _, end in _own_moments(question, asked, candidate)):
        return True
    if _is_of_the_replaced(question, asked, candidate) or _is_the_other_end(asked, candidate):
        return False
    if _CONTRACTS_OWN.search(question[:LONGEST_FORM]) and _is_hour(candidate.span, candidate):
        return False
    is_left_open = _CONDITION.match(candidate.span_text) or _MAY_END.search(candidate.text)
    return False if is_left_open and not _ANY_MOMENT.search(candidate.span_text) else None


def _hours(day: str, candidate: Candidate) -> Candidate:
    """The candidate with the hours of its sentence, those after the day asked for; all of it without any.

    Where its span tells hours, it is widened to all that go with them.
    """
    text, start = candidate.text, candidate.sentence.start
    if _HOUR.search(candidate.span_text):
        return _whole_period(candidate)
    hours = [Span(start + match.start(), start + match.end()) for match in _HOURS.finditer(text)]
    if not hours:
        return replace(candidate, span=candidate.sentence) if DATE.search(candidate.span_text) else candidate
    named = re.search(rf"\b{day}", text, re.IGNORECASE)
    after = (one for one in hours if named and one.start >= start + named.start())
    return replace(candidate, span=next(after, hours[0]))


def _whole_period(candidate: Candidate) -> Candidate:
    """The candidate with the period that its span is of or stands beside; of what was moved, its new time."""
    text, start = candidate.text, candidate.sentence.start
    for match in _PERIOD.finditer(text):
        period = Span(start + match.start(), start + match.end())
        first, last = sorted((period, candidate.span))
        between = text[first.end - start : last.start - start]
        if first.end < last.start and between not in (" ", ", "):
            continue
        if match["from"] and _MOVED.search(text[: match.start()]):
            return replace(candidate, span=Span(start + match.start("from"), period.end))
        return replace(candidate, span=Span(first.start, max(first.end, last.end)))
    return candidate


def _at_the_end(question: str, asked: _End, candidate: Candidate) -> Candidate:
    moments = _own_moments(question, asked, candidate)
    chosen = [end for span, end in moments if span.touches(candidate.span)]
    meant = [span for span, end in moments if end is asked]
    if len(meant) == 1 and _is_of_the_replaced(question, asked, candidate):
        return replace(candidate, span=meant[0])
    if len(meant) != 1 or not chosen or None in chosen:
        return candidate
    if chosen == [asked] and not _is_within(candidate.span, meant[0]):
        return candidate
    return replace(candidate, span=meant[0])


def _own_moments(question: str, asked: _End, candidate: Candidate) -> list[tuple[Span, _End | None]]:
    """The dates and hours of a sentence without those of an agreement whose place this one takes.

    Where a contract begins or ends, no hours.
    """
    of_days = bool(_CONTRACTS_OWN.search(question[:LONGEST_FORM]))
    moments = [one for one in _moments(candidate) if not (of_days and _is_hour(one[0], candidate))]
    return [one for one in moments if not _is_anothers(one[0], question, asked, candidate)]


def _is_of_the_replaced(question: str, asked: _End, candidate: Candidate) -> bool:
    return _is_anothers(candidate.span, question, asked, candidate)


def _is_hour(span: Span, candidate: Candidate) -> bool:
    """Whether a span tells an hour and no day."""
    low, high = span.start - candidate.sentence.start, span.end - candidate.sentence.start
    said = candidate.text[low:high]
    return bool(_HOUR.search(said)) and not DATE.search(said)


def _is_the_other_end(asked: _End, candidate: Candidate) -> bool:
    """Whether where an end is asked for, a span is the day on which something begins."""
    if asked is not _End.END:
        return False
    chosen = [(span, end) for span, end in _moments(candidate) if span.touches(candidate.span)]
    start = candidate.sentence.start
    return bool(chosen) and all(
        end is _End.BEGINNING and not _END.search(candidate.text[: span.start - start])
        for span, end in chosen
    )


def _is_anothers(span: Span, question: str, asked: _End, candidate: Candidate) -> bool:
    """Whether a span tells the end of an agreement whose place this one takes, or of when that is."""
    text, start = candidate.text, candidate.sentence.start
    low = span.start - start
    if asked is _End.BEGINNING and not _DATED.search(text[:low]):
        return False  # this one begins as that one ends
    stretches = of_the_replaced(question, text, candidate.hit.passage.document)
    return any(one.start <= low < one.end for one in stretches)


def _is_within(span: Span, whole: Span) -> bool:
    return whole.start <= span.start and span.end <= whole.end


def _passing(question: str) -> str:
    """A question without what it says of a state that lasts."""
    return _STATE.sub(" ", question[:LONGEST_FORM])


def _asked(question: str) -> _End | None:
    *_, said = _ANOTHER_ASKED.split(_passing(question))
    said = of_it.group() if (of_it := _ASKED_OF_IT.search(said)) else said
    beginning, end = _BEGINNING.search(said), _END.search(said)
    if bool(beginning) == bool(end):
        return None
    return _End.BEGINNING if beginning else _End.END


def _moments(candidate: Candidate) -> list[tuple[Span, _End | None]]:
    """The dates and hours of a sentence, each with what begins or ends there."""
    text, start = candidate.text, candidate.sentence.start
    found = sorted(match.span() for form in (DATE, _HOUR) for match in form.finditer(text))
    return [(Span(start + low, start + high), _end_at(text[:low])) for low, high in found]


def _end_at(before: str) -> _End | None:
    if _UNTIL.search(before):
        return _End.END
    return _End.BEGINNING if _FROM.search(before) else None
