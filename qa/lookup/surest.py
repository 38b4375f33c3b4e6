"""The surest of several ways to understand a question."""

from __future__ import annotations

from collections.abc import Sequence

from index.words import stems
from qa.lookup.found import SURE, Found, Scope, prospect_for, read
from qa.lookup.its_cost import of_its_cost
from qa.lookup.second_tries import REWRITE_GAIN, SECOND_TRIES
from qa.question import asked_words
from qa.standalone.followups import EarlierTurn
from qa.standalone.leaning import asks_for_another_thing
from qa.standalone.pronouns import points_back

# One that holds the earlier quotation finds that quotation's words again, whatever is asked of it.
QUOTE_GAIN = 0.2
# No surer is an answer to what points back, beside what was spoken of, where it speaks of nothing of that.
ASTRAY = 0.3


def best_reading(questions: Sequence[str], said: EarlierTurn, scope: Scope) -> Found:
    """The surest of several ways to understand a question; the first unless it is clearly beaten.

    All are searched; they are read one after another, the most promising first, until one is sure.
    """
    first, *others = [prospect_for(question, scope) for question in questions]
    others.sort(key=lambda one: -one.promise)
    found = read(first, said, scope)
    most = min(found.confidence, ASTRAY) if _is_astray(found, questions[0], said) else found.confidence
    for prospect in others:
        if most >= SURE:
            break
        later = read(prospect, said, scope)
        if _says_nothing_new(later, questions[0], said):
            continue
        quotes = bool(said.quote) and said.quote in prospect.question
        worth = later.confidence - (QUOTE_GAIN if quotes else REWRITE_GAIN)
        if worth > most:
            found, most = later, worth
    costs = of_its_cost(found, questions, said, scope)
    if costs is not found or most >= SURE:
        return costs
    for second_try in SECOND_TRIES:
        found = second_try(found, said, scope)
    return found


def _is_astray(found: Found, question: str, said: EarlierTurn) -> bool:
    """Whether what answers a question that points back has no word of the earlier one around it."""
    if not (found.ranked and points_back(question)) or found.compared:
        return False
    first = found.ranked[0].candidate
    passage = first.hit.passage
    around = f"{found.called[passage.document]} {passage.heading} {first.context}"
    return stems(" ".join(asked_words(said.question))).isdisjoint(stems(around))


def _says_nothing_new(found: Found, question: str, said: EarlierTurn) -> bool:
    """Whether what an earlier turn told is found again, with no word of a question for another thing."""
    if not (found.ranked and said.quote and asks_for_another_thing(question, said.question)):
        return False
    told = found.ranked[0].candidate.text
    return told.strip() == said.quote.strip() and stems(" ".join(asked_words(question))).isdisjoint(
        stems(told)
    )
