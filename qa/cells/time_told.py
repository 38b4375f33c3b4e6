"""Time told: whether a column holds what was planned, or what came of it, as a question asks."""

from __future__ import annotations

import re

from qa.tables.planned import tells_done, tells_plan

_PLANNED = re.compile(
    r"\b(?:budget\w*|plan(?:ned)?|set\saside|expect\w*|forecast|target|estimat\w+|meant|supposed)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:did|was|were|spent|actual\w*|really|so\sfar|took\sin|earned?|came)\b", re.IGNORECASE
)


def done_or_planned(question: str, head: str) -> float:
    """1 for what is asked of the two, -1 for the other; 0 where question or head tells nothing of it."""
    if not (tells_plan(head) or tells_done(head)):
        return 0.0
    is_planned = bool(_PLANNED.search(question))
    if not (is_planned or _DONE.search(question)):
        return 0.0
    return 1.0 if is_planned == tells_plan(head) else -1.0
