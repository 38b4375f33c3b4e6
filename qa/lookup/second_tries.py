"""Second tries: what else a question may mean that nothing answers surely as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from index import Passage
from index.words import stems
from qa.contracts.addressed import addressed, spoken_to
from qa.decision.sum_named import tell_the_sum
from qa.intents.other_words import in_other_words
from qa.intents.set_aside import budget_asked
from qa.lookup.found import PASSAGES_READ, Found, Scope, prospect_for, read
from qa.question import asked_words, at_whose_expense, tells_who_pays
from qa.standalone.followups import EarlierTurn
from qa.tables.in_charge import is_in_charge
from qa.tables.planned import speaks_of_plan
from qa.tables.recurring_heads import asks_of_month, in_its_season

# A later way to understand a question is preferred to the first one only if it is clearly the surer.
REWRITE_GAIN = 0.05
# Of so many of the best passages the documents may be letters to somebody.
LETTERS_READ = 5


def _of_the_sum_named(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What is found where the sum asked for is called by its name, if what answers is none so called."""
    first = found.ranked[0].candidate if found.ranked else None
    telling = tell_the_sum(found.question, first, [hit.passage for hit in found.hits]) if first else []
    if not telling:
        return found
    later = read(prospect_for(found.question, replace(scope, document=tuple(telling))), said, scope)
    return later if later.confidence > found.confidence else found


def _of_who_it_is(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What other documents say of who somebody is, where a row says no more than who is in charge of it."""
    first = found.ranked[0].candidate if found.ranked else None
    if first is None or not is_in_charge(found.question, first):
        return found
    named = dict.fromkeys(hit.passage.document for hit in found.hits)
    others = tuple(name for name in named if name != first.hit.passage.document)
    if not others:
        return found
    later = read(prospect_for(found.question, replace(scope, document=others)), said, scope)
    return later if later.confidence > found.confidence else found


def _in_other_words(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What is found for a question in a document's own words for the same, where that is surer."""
    for wording in in_other_words(found.question):
        prospect = prospect_for(wording.question, scope)
        question = wording.as_in(
            _said_in(hit.passage, prospect.called) for hit in prospect.hits[:PASSAGES_READ]
        )
        if not question:
            continue
        prospect = prospect if question == wording.question else prospect_for(question, scope)
        later = read(prospect, said, scope)
        is_surer = later.confidence >= found.confidence + REWRITE_GAIN
        return replace(later, question=found.question) if is_surer else found
    return found


def _said_in(passage: Passage, named: Mapping[str, str]) -> str:
    return f"{named[passage.document]} {passage.heading} {passage.text}"


def _at_whose_expense(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What is found for who pays for something, or for at whose expense it is, where that is told of it."""
    question = at_whose_expense(found.question)
    if not question:
        return found
    later = read(prospect_for(question, scope), said, scope)
    if not later.ranked or later.confidence < found.confidence + REWRITE_GAIN:
        return found
    first = later.ranked[0].candidate
    of_it = stems(" ".join(asked_words(found.question))) & stems(f"{first.hit.passage.heading} {first.text}")
    told = replace(later, question=found.question, missing=found.missing)
    return told if of_it and tells_who_pays(first.text) else found


def _of_its_budget(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What a plan has for something, where it is asked what is set aside for that."""
    question = budget_asked(found.question)
    plans = tuple(
        dict.fromkeys(hit.passage.document for hit in found.hits if _is_of_plan(hit.passage, found))
    )
    if not question or not plans:
        return found
    later = read(prospect_for(question, replace(scope, document=plans)), said, scope)
    first = later.ranked[0].candidate if later.ranked else None
    is_surer = later.confidence >= found.confidence + REWRITE_GAIN and not later.missing
    is_told = first is not None and _is_of_plan(first.hit.passage, later) and bool(first.window.cells)
    return replace(later, question=found.question) if is_surer and is_told else found


def _is_of_plan(passage: Passage, found: Found) -> bool:
    """Whether a passage holds rows of a table that tells what was planned."""
    return bool(passage.cells) and speaks_of_plan(_said_in(passage, found.called))


def _of_the_addressed(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What letters and contracts say to whom the question names, and they call "you"."""
    best = found
    for name in dict.fromkeys(hit.passage.document for hit in found.hits[:LETTERS_READ]):
        question = spoken_to(found.question, addressed(scope.index.documents[name]))
        if question:
            later = read(prospect_for(question, replace(scope, document=(name,))), said, scope)
            best = later if later.confidence >= best.confidence + REWRITE_GAIN else best
    return best if best is found else replace(best, question=found.question)


def _in_its_season(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What is found for the season that a document says the month asked for is in."""
    if not (found.ranked and asks_of_month(found.question)):
        return found
    first = found.ranked[0].candidate.hit.passage
    question = in_its_season(found.question, scope.index.documents[first.document].text)
    if not question:
        return found
    later = read(prospect_for(question, replace(scope, document=(first.document,))), said, scope)
    return replace(later, question=found.question) if later.confidence > found.confidence else found


# Each takes what is found so far, and gives that back where it finds nothing surer.
SECOND_TRIES: tuple[Callable[[Found, EarlierTurn, Scope], Found], ...] = (
    _of_the_sum_named,
    _of_who_it_is,
    _in_other_words,
    _at_whose_expense,
    _of_its_budget,
    _of_the_addressed,
    _in_its_season,
)
