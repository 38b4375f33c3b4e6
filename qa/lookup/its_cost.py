"""Its cost: the fee or the rent of a contract, read where a way to understand a question asks for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.contracts.cost import CostAsked, cost_asked, cost_told
from qa.lookup.found import SURE, Found, Scope, prospect_for, prospect_of, read
from qa.standalone.followups import EarlierTurn, own_part
from qa.standalone.leaning import named_instead


def of_its_cost(found: Found, questions: Sequence[str], said: EarlierTurn, scope: Scope) -> Found:
    """What is found for the fee or the rent of a contract, where one of several ways asks what that costs.

    A way that leans on the earlier question has its period from there: another contract may name another one.
    """
    is_asked = cost_asked(own_part(found.question, said.question)) is not None
    if is_asked and found.confidence >= SURE:
        return found
    own = own_part(questions[0], said.question)
    for question in (*_of_another(own, said.question), *questions):
        asked = cost_asked(question)
        if asked is None:
            continue
        for meant in (asked, asked._replace(period="")) if question != questions[0] else (asked,):
            told = _read(question, meant, found, said, scope)
            if told and (told.confidence >= found.confidence or not is_asked):
                return told
    return found


def _of_another(question: str, earlier: str) -> list[str]:
    """What another contract costs, asked in whole, where a question names that alone after what one costs."""
    other = named_instead(question)
    return [f"What does {other} cost?"] if other and cost_asked(earlier) else []


def _read(question: str, asked: CostAsked, found: Found, said: EarlierTurn, scope: Scope) -> Found | None:
    """What is read for the sum that a contract tells as its cost; None where it tells none."""
    index = scope.index
    among = index.among(scope.document)
    names = dict.fromkeys(
        name for name in (*(hit.passage.document for hit in found.hits), *said.documents) if name in among
    )
    told = cost_told(asked, {name: index.documents[name] for name in names}, said.documents)
    if told is None:
        return None
    within = replace(scope, document=told.passage.document)
    prospect = prospect_for(f"How much is the {told.sum}?", within)
    later = read(prospect, said, within)
    if later.ranked and later.ranked[0].candidate.sentence != told.sentence:
        there = [hit for hit in prospect.hits if told.sentence in hit.passage.sentences]
        later = read(prospect_of(prospect.question, there, index), said, within) if there else later
    first = later.ranked[0].candidate if later.ranked else None
    is_there = first is not None and first.sentence == told.sentence
    return replace(later, question=question, missing=()) if is_there else None
