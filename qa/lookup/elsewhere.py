"""Elsewhere: what other documents say than the one that answers, where a question names or means them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from index import Passage
from index.words import stems, words
from qa.contents.figures import YEAR
from qa.contents.measured import names_a_measure
from qa.contracts.apposed import names_no_more, with_the_name
from qa.intents.kinds import kin_of
from qa.lookup.found import SHORT_PASSAGES, SURE, Found, Scope, first_in_cell_asked
from qa.lookup.second_tries import REWRITE_GAIN
from qa.lookup.surest import best_reading
from qa.question import asked_words
from qa.several.named import NamedDocuments, named_alone
from qa.several.owned import named_elsewhere, owner_named
from qa.standalone.followups import EarlierTurn
from qa.standalone.subjects import document_in

# What a document says that holds a name of the question, beside one that does not.
NAMED_GAIN = 0.25


def of_what_was_spoken_of(
    found: Found, questions: Sequence[str], said: EarlierTurn, scope: Scope, least: float
) -> Found:
    """What the document says that was spoken of, where a question points back and another one answers.

    Where the earlier question named that document, whatever it says; else where it answers.

    Args:
        found: what is found in all documents.
        questions: the ways to understand the question.
        said: the earlier turn.
        scope: where it is asked.
        least: the confidence from which to answer.

    """
    among = scope.index.among(scope.document)
    if not (found.ranked and said.question and len(among) > 1) or document_in(questions[0]):
        return found
    named = named_alone(said.question, scope.index, among)
    # The earlier answer may be of one that is not asked now, or is there no more.
    spoken_of = named.documents if named else tuple(name for name in said.documents if name in among)
    if len(spoken_of) != 1 or found.ranked[0].candidate.hit.passage.document in spoken_of:
        return found
    within = best_reading(questions, said, replace(scope, document=spoken_of))
    return within if named or within.confidence >= least else found


def of_the_apposed(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What is found for the name of whom a question calls by what he does, where that is surer."""
    if found.compared or found.confidence >= SURE:
        return found
    search = partial(scope.index.search, k=SHORT_PASSAGES, document=scope.document)
    question = with_the_name(found.question, [hit.passage for hit in search(found.question)])
    later = best_reading([question], said, scope) if question else found
    if question and found.ranked and names_no_more(found.ranked[0].candidate.span_text, question):
        return later  # the caterer is not who writes to the caterer
    return later if later.confidence >= found.confidence + REWRITE_GAIN else found


def of_the_named(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What a document that the question names says, unless another speaks of that one and is surer."""
    asked = scope.index.among(scope.document)
    if not found.ranked:
        return found
    if named := named_alone(found.question, scope.index, asked):
        if len(named.documents) == len(asked) and len(words(named.words)) < 2:
            return found  # "the lease", where there is no other document
        return _surer(found, _within(named, said, scope), named)
    if owned := owner_named(found.question, found.hits, found.called):
        within = _within(owned, said, scope)
        return replace(within, question=found.question) if within.confidence > found.confidence else found
    return _of_the_one_named(found, said, scope) if len(asked) > 1 else found


def _of_the_one_named(found: Found, said: EarlierTurn, scope: Scope) -> Found:
    """What the documents say that hold a name of the question, where the one that answers does not."""
    search = partial(scope.index.search, document=scope.document)
    elsewhere = named_elsewhere(found.question, found.ranked[0].candidate.hit, search)
    if elsewhere is None:
        return found
    if names_a_measure(found.question):  # the salary of one is not that of another
        return best_reading([found.question], said, replace(scope, document=elsewhere.documents))
    within = _within(elsewhere, said, scope)
    is_likely = within.confidence > found.confidence - NAMED_GAIN
    return replace(within, question=found.question, missing=found.missing) if is_likely else found


def _within(named: NamedDocuments, said: EarlierTurn, scope: Scope) -> Found:
    """What the named documents say to the question without the words that name them."""
    return best_reading([named.question], said, replace(scope, document=named.documents))


def _surer(found: Found, within: Found, named: NamedDocuments) -> Found:
    passage = found.ranked[0].candidate.hit.passage
    there = stems(f"{passage.heading} {passage.text}")
    is_another = passage.document not in named.documents and stems(named.words) <= there
    if passage.document in named.documents and found.confidence > within.confidence:
        return found
    if is_another and (found.confidence > within.confidence or _says_more(found, within)):
        return found
    if within.ranked and YEAR.search(named.words):  # "in the 2026 budget"
        within = replace(within, ranked=first_in_cell_asked(found.question, within.ranked))
    return replace(within, question=found.question, missing=found.missing)


def _says_more(found: Found, within: Found) -> bool:
    """Whether what is found holds all that is asked, and what the named documents say does not."""
    first, other = (one.ranked[0].candidate.hit.passage if one.ranked else None for one in (found, within))
    kin = [kin_of(word) for word in asked_words(within.question)]

    def holds_all(passage: Passage | None) -> bool:
        there = stems(f"{passage.heading} {passage.text}") if passage else frozenset()
        return all(one & there for one in kin)

    return holds_all(first) and not holds_all(other)
