"""Labels: by what words minutes call a line, a list, a section or a table one of actions or of decisions."""

from __future__ import annotations

import re
from enum import StrEnum

from index import Document
from qa.minutes.sentences import is_of_meeting


class Sort(StrEnum):
    """What lines, tables and sections may be labelled as."""

    ACTION = "action"
    DECISION = "decision"


_SOMEBODY = r"(?-i:[A-Z][\w’'.-]*(?:\s(?:and\s)?[A-Z][\w’'-]*){0,3})"
NOUNS = {
    Sort.ACTION: (
        r"(?:(?:action(?:\s(?:points?|items?))?|task|to[\s-]?do|next\sstep|follow-?up)s?|(?-i:AP)s?)"
    ),
    Sort.DECISION: r"(?:decision|resolution)s?",
}
_SAID = {
    Sort.ACTION: rf"actions?\s(?:required|agreed)|(?:action|task|job|to[\s-]?do)\s(?:for\s|on\s)?{_SOMEBODY}",
    Sort.DECISION: (
        r"(?:it\swas\s)?(?:resolved|decided|agreed)|(?:re-?)?elected(?:\s\w+ly)?|decisions?\s(?:taken|made)"
    ),
}
# "A-31", "3", "2024/12"
_NUMBER = r"(?:\s(?:no\.?\s)?[A-Za-z]{0,3}[-\d][\w./-]*)?"
_BULLET = r"(?:[*#>•·▪◦‣–—-]+\s+|\(?\d+(?:\.\d+)*[.)]\s+|\d+(?:\.\d+)+\s+|\(?[a-z]\)\s+)"
BULLETED = re.compile(rf"\s*{_BULLET}")
# "Decision: …", "**Action A-31:** …", "3. Agreed – …", at the beginning of a line or a sentence.
LABELS = {
    sort: re.compile(
        rf"(?:^|(?<=[.!?]\s))[ \t]*{_BULLET}?[*_\[]*(?=[A-Z])(?i:(?:{NOUNS[sort]}|{_SAID[sort]}){_NUMBER})"
        r"[*_]*(?:\s?:|\s[–—-]\s)[*_]*",
        re.MULTILINE,
    )
    for sort in Sort
}
# "→ Ada writes to the town – by 3 May"
_ARROW = re.compile(
    r"[ \t]*(?:[→⇒➔➜➝►]|[-=]>)\s+"
    r"(?=[A-Z][\w’'.-]*(?:\s(?:and\s)?[A-Z][\w’'-]*){0,4}\s(?:\([^()\n]{1,40}\)\s)?[a-z])"
)
_SHOUTED = re.compile(r"^[ \t]*(?:RESOLVED|AGREED|DECIDED)\s(?=that\b|to\b|THAT\b|TO\b)", re.MULTILINE)
# "… was adopted (decision 2024-13).", "… to be mended (action: Ada Stone)."
NUMBERED_AFTER = {
    sort: re.compile(
        rf"\({NOUNS[sort]}(?:\s(?=\S*\d)[\w./-]+|:\s?{_SOMEBODY}[^()\n]{{0,40}})\)", re.IGNORECASE
    )
    for sort in Sort
}
_AROUND = (
    r"agreed|taken|made|passed|adopted|list|log|register|plan|summary|arising|open|key|main|next|steps|follow-?ups?"
    r"|deadlines?|due\sdates?|owners?|responsibilities|who|what|when|by|of|the|and|from|this|meeting|for|to|be|&|,|:"
)
# "Who does what, and by when": a heading over actions that does not call them so.
_WHO_DOES_WHAT = re.compile(
    rf"{_BULLET}?(?:who\s(?:does|do|is\s(?:doing|to\sdo|responsible\sfor)|will\sdo|has\sto\sdo)\swhat|who,?\swhat"
    r"|what\s(?:every(?:one|body)|each(?:\sof\sus)?|people|we)\s(?:has|have|needs?|must)\s(?:to\s)?do|what\s(?:is|has|remains)\sto\sbe\sdone|(?:things\s)?(?:still\s)?to\sbe\sdone|things\sto\sdo)"
    r"(?:,?\s(?:and\s)?(?:(?:by|until)\s)?(?:whom?|when))*\W*",
    re.IGNORECASE,
)
_CALLED = {
    sort: re.compile(
        rf"{_BULLET}?(?:(?:item|part|section)\s\d+\W+)?(?=.*\b{NOUNS[sort]}\b)"
        rf"(?:(?:{'|'.join(NOUNS.values())}|{_AROUND})(?:\s+|(?=[,:])|\Z))+",
        re.IGNORECASE,
    )
    for sort in Sort
}
_JOBS = re.compile(rf"{_BULLET}?(?:jobs|duties|assignments|homework)\W*", re.IGNORECASE)


def label_end(words: str, sort: Sort) -> int | None:
    """Where the label that words open with ends."""
    forms = (LABELS[sort], _SHOUTED if sort is Sort.DECISION else _ARROW)
    return next((match.end() for form in forms if (match := form.match(words))), None)


def is_labelled(words: str, sort: Sort) -> bool:
    """Whether a sentence opens with a label, and says something behind it."""
    label = label_end(words, sort)
    return label is not None and any(map(str.isalnum, words[label:]))


def is_called(document: Document, heading: str, sort: Sort) -> bool:
    """Whether a heading is one of actions, or of decisions."""
    said = " ".join(heading.strip("#*_ ").split())
    is_of_doers = sort is Sort.ACTION and (
        _WHO_DOES_WHAT.fullmatch(said) or (_JOBS.fullmatch(said) and is_of_meeting(document.text))
    )
    return bool(is_of_doers or _CALLED[sort].fullmatch(said))


def says(words: str) -> bool:
    """Whether words are any at all."""
    return any(map(str.isalnum, words))


def unlisted(words: str) -> str:
    """Words without the sign or number of a list's item that they begin with."""
    item = BULLETED.match(words)
    return words[item.end() :] if item else words
