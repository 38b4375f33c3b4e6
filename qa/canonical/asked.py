"""Asked: what a question of a known intent is answered with, of the documents that its words name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index import Index, Only
from index.words import stems
from qa.canonical.meetings import LOOKED_THROUGH, meetings_meant
from qa.canonical.parts import all_of_part
from qa.canonical.signatures import is_of_another, side_said, signed_meant, signer_said
from qa.canonical.spoken import Word, naming, spoken
from qa.citation import Together
from qa.contents.headings import called
from qa.contracts.signing import signed_by
from qa.deadline import Deadline
from qa.gist.overviews import meant, overviews_of
from qa.intents.kinds import kinds_in
from qa.intents.learned import Intent, intent_of
from qa.intents.lists import ListOf
from qa.intents.signings import Signing
from qa.minutes.attended import Attended
from qa.minutes.attending import attendance_of
from qa.minutes.described import described
from qa.several.listing import all_labelled

# From here on an intent is right 97 times of 100 on another writer's questions (`fit_intents.py`).
SURE = 0.75
_LISTS = {Intent.DECISIONS: ListOf.DECISIONS, Intent.ACTIONS: ListOf.ACTIONS}
_TOLD = {Intent.PRESENT: Attended.PRESENT, Intent.ABSENT: Attended.ABSENT}
_WHEN = re.compile(r"\b(?:when|dates?|(?:what|which)\sday)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    intent: Intent
    words: Sequence[Word]
    index: Index
    names: list[str]
    spoken_of: Sequence[str]
    deadline: Deadline | None


def asked_as_learned(
    question: str, index: Index, document: Only, spoken_of: Sequence[str], deadline: Deadline | None
) -> Together | None:
    """What a question is answered with that surely asks for all of a kind; None for any other.

    None too where the documents have nothing of the kind, or the question names something that none is of.

    Raises:
        UnknownDocument: if the index holds no document of the given name.
        TooSlow: if the deadline is past.

    """
    intent, chance = intent_of(question)
    way = _WAYS.get(intent)
    if way is None or chance < SURE:
        return None
    return way(
        _Asked(question, intent, spoken(question, intent), index, index.among(document), spoken_of, deadline)
    )


def _labelled(asked: _Asked) -> Together | None:
    found = meetings_meant(asked.words, asked.index, asked.names, asked.spoken_of)
    if found is None:
        return None
    names, topic = [one.name for one in found.documents], " ".join(found.topic)
    kind = _LISTS[asked.intent]
    if topic and (told := all_labelled(kind, topic, names, asked.index, asked.deadline)):
        return told
    is_named = any(one.is_date for one in asked.words) or not topic
    return all_labelled(kind, "", names, asked.index, asked.deadline) if is_named else None


def _attendance(asked: _Asked) -> Together | None:
    found = meetings_meant(asked.words, asked.index, asked.names, asked.spoken_of)
    is_named = found is not None and (not found.topic or any(one.is_date for one in asked.words))
    return attendance_of(_TOLD[asked.intent], found.documents) if found and is_named else None


def _signed(asked: _Asked) -> Together | None:
    documents = signed_meant(asked.words, asked.index, asked.names, asked.spoken_of)
    is_when = asked.intent is Intent.SIGNED_WHEN
    signer = signer_said(asked.words, documents) if is_when else ""
    side = "" if signer else side_said(asked.question, documents, asked.index)
    if is_when and is_of_another(asked.question, asked.words, signer or side, documents):
        return None
    asks_when = is_when or bool(_WHEN.search(asked.question))
    signing = Signing("", side, signer, asks_who=not is_when, asks_when=asks_when)
    return signed_by(signing, [one.name for one in documents], asked.index, asked.names)


def _summary(asked: _Asked) -> Together | None:
    kinds = kinds_in(frozenset(one.stem for one in asked.words))
    titles = (stems(called(name, asked.index.documents[name])) for name in asked.names[:LOOKED_THROUGH])
    words = naming(asked.words, kinds.union(*titles))
    names = meant(frozenset(one.stem for one in words), asked.index, tuple(asked.names))
    names = names or described(" ".join(one.said for one in words), asked.index, asked.names)
    return overviews_of(names, asked.index, asked.deadline) if names else None


def _everything(asked: _Asked) -> Together | None:
    return all_of_part(asked.question, asked.words, asked.index, asked.names)


_WAYS: Mapping[Intent, Callable[[_Asked], Together | None]] = {
    Intent.DECISIONS: _labelled,
    Intent.ACTIONS: _labelled,
    Intent.PRESENT: _attendance,
    Intent.ABSENT: _attendance,
    Intent.SIGNERS: _signed,
    Intent.SIGNED_WHEN: _signed,
    Intent.SUMMARY: _summary,
    Intent.EVERYTHING: _everything,
}
