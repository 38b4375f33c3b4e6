"""Two leases and a menu, and what holds for every answer of several places."""

from __future__ import annotations

import json

from index import Index
from qa import Answer

MILL = """Lease of the mill

This contract is made between Ada Stone and Brook Ltd on 3 March 2020.

The rent is 900 euros a month. Either side may end the lease with three months' notice. Notice must be given
in writing.

The deposit is two monthly rents. Dogs are allowed in the yard."""
BARN = """Lease of the barn

This contract is made between Carl Reed and Brook Ltd on 9 June 2021.

The rent is 1,250 euros a month and rises every two years. The notice period is six months to the end of
a quarter.

Pets are forbidden. The tenant paints the barn every five years."""
MENU = """Menu of the ferry

Soup costs four euros. The fish of the day costs nine euros, with potatoes. The kitchen closes at nine."""
MILL_NAME, BARN_NAME, MENU_NAME = "mill-lease.txt", "barn-lease.txt", "menu.txt"


def check(answer: Answer, index: Index) -> None:
    """What holds for every answer of several places."""
    assert answer.answered
    assert answer.statement
    assert [one.n for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert [n for group in answer.groups for n in group.citations] == [one.n for one in answer.citations]
    for one in answer.citations:
        assert index.documents[one.document].text[one.start : one.end] == one.quote != ""
        assert one.passage.start <= one.start < one.end <= one.passage.end
        assert one.quote in answer.text
    sent = json.loads(json.dumps(answer.to_dict()))["groups"]
    assert [(one["label"], one["citations"]) for one in sent] == [
        (group.label, list(group.citations)) for group in answer.groups
    ]


def quotes(answer: Answer, name: str) -> str:
    return " ".join(one.quote for one in answer.citations if one.document == name)
