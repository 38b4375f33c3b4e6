"""Conversation: a follow-up becomes questions that stand alone, without a language model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.search import MAX_QUERY_CHARS
from index.words import content_words, words

if TYPE_CHECKING:
    from index import Index
    from qa.answer import Answer

_OPENING = re.compile(
    r"""^\W*(?:and|but|so|or|then|also|what\sabout|how\sabout|since\swhen|until\swhen|says\swho|according\sto\swho
    |how\scome|why\sso|why\snot|in\swhat|by\swhom|by\swhen|for\swhat|which\sone|who\selse|what\selse|how\sso
    |such\sas|like\swhat)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PRONOUN = re.compile(
    r"""\b(?:it|its|they|them|their|theirs|he|she|him|his|her|hers|this|that|these|those|there|ones?|same
    |others?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "that" as a relative word points at nothing outside its sentence.
_RELATIVE = re.compile(r"(?<=\w\s)that\s(?=\w+)", re.IGNORECASE)
_INSTEAD = re.compile(
    r"^\W*(?:and\s|but\s|so\s)*(?:(?:what|how)\sabout|and)\s(?P<slot>[^?]+?)\W*$", re.IGNORECASE | re.VERBOSE
)
_NAME = re.compile(r"\b[A-Z][\w&]*(?:\s+[A-Z][\w&]*)*(?:[’']s)?")
_POINTED_AT = re.compile(r"\b(?:that|this|the|its|their|his|her)\s\w+", re.IGNORECASE)
_QUESTION_WORDS = {"who", "what", "when", "where", "which", "why", "how"}
SHORT_WORDS = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn: the standalone question that was searched and the first words cited, if any."""

    question: str
    quote: str = ""


class Conversation:
    """Questions asked one after another; each may lean on the ones before.

    Attributes:
        answers: the answers so far, oldest first.

    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self.answers: list[Answer] = []

    @property
    def questions(self) -> list[str]:
        """The questions so far as they were typed, oldest first."""
        return [answer.asked for answer in self.answers]

    def ask(self, question: str, document: str | None = None, threshold: float | None = None) -> Answer:
        """Ask, with the turns so far as context; arguments and errors as of `qa.ask`."""
        from qa.answer import ask, turn_of  # noqa: PLC0415  (qa.answer imports this file)

        previous = turn_of(self.answers[-1]) if self.answers else None
        answer = ask(question, self._index, document=document, threshold=threshold, previous=previous)
        self.answers.append(answer)
        return answer


def leans(question: str) -> bool:
    """Whether a question needs an earlier turn to be understood: it is elliptical or points back."""
    if _OPENING.match(question):
        return True
    if _PRONOUN.search(_RELATIVE.sub(" ", question)):
        return True
    return _says_too_little(question)


def standalone(question: str, previous: Turn | None) -> list[str]:
    """Questions that may be meant; the reader's score chooses among them."""
    if previous is None or not leans(question):
        return [question]
    short_enough = (text for text in _readings(question, previous) if len(text) <= MAX_QUERY_CHARS)
    rewritten = list(dict.fromkeys(short_enough))
    return rewritten if rewritten and _says_too_little(question) else [question, *rewritten]


def _says_too_little(question: str) -> bool:
    """Whether the words as typed could be answered from anywhere: "Over how long?", "Who reported it?"."""
    meaning = [word for word in content_words(question) if word.casefold() not in _QUESTION_WORDS]
    return len(meaning) < SHORT_WORDS and not _NAME.search(question[1:])


def _readings(question: str, previous: Turn) -> Iterator[str]:
    bare = question.strip().rstrip("?!. ")
    yield f"{previous.question.rstrip('?!. ')}, {_decapitalised(bare)}?"
    if slot := _INSTEAD.match(question):
        yield from _slot_replaced(slot["slot"], previous.question)
    subject = _subject(previous.question)
    if subject and _PRONOUN.search(question):
        yield _PRONOUN.sub(lambda match: _like(match.group(), subject), question, count=1)
    known = {word.casefold() for word in words(question)}
    context = [word for word in content_words(previous.question) if word.casefold() not in known]
    yield f"{bare} {' '.join(context)}?"
    if previous.quote:
        yield f"{bare}: {previous.quote}"


def _slot_replaced(slot: str, question: str) -> Iterator[str]:
    """The earlier question with each of its names, or things pointed at, replaced by the new one."""
    for name in [*_NAME.finditer(question, 1), *_POINTED_AT.finditer(question)]:
        ending = "’s" if name.group().endswith(("’s", "'s")) and not slot.endswith(("’s", "'s")) else ""
        yield question[: name.start()] + slot + ending + question[name.end() :]


def _subject(question: str) -> str:
    """What the earlier question was about: its last name, else its last content words."""
    names = _NAME.findall(question, 1)
    return str(names[-1]) if names else " ".join(content_words(question)[-2:])


def _like(pronoun: str, subject: str) -> str:
    """The subject in the pronoun's form: `its` becomes `Microsoft’s`."""
    possessive = pronoun.casefold() in {"its", "their", "his", "theirs", "hers"}
    plain = subject.removesuffix("’s").removesuffix("'s")
    return f"{plain}’s" if possessive else plain


def _decapitalised(text: str) -> str:
    first, *_ = text.split(maxsplit=1) or [""]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]
