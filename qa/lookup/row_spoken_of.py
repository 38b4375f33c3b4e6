"""The row spoken of: what another cell of a table says, where a row of it answered the question before."""

from __future__ import annotations

from index import Document, Span
from qa.lookup.found import PASSAGES_READ, Found, Scope, prospect_for
from qa.standalone.followups import EarlierTurn, about_what_was_told
from qa.standalone.leaning import leans, named_instead, without_preposition
from qa.tables.comparing import COMPARED, Compared
from qa.tables.same_row import RowCell, other_cell, same_cell


def in_row_spoken_of(question: str, meant: str, said: EarlierTurn, scope: Scope) -> Found | None:
    """What the row that answered before says under another head, or another row under the same one.

    Args:
        question: what is asked: "And how long does it take?", "And for grade 2?".
        meant: what that is with the earlier question's words.
        said: the earlier turn.
        scope: where it is asked.

    """
    among = scope.index.among(scope.document)
    if said.place is None or not leans(question) or said.documents[0] not in among:
        return None
    document, place = scope.index.documents[said.documents[0]], Span(*said.place)
    if named := without_preposition(named_instead(question)):
        told = same_cell(named, document, place)
        if told:
            return _told(meant, document, told, scope)
    told = other_cell(question, document, place)
    return _told(about_what_was_told(question, told.called), document, told, scope) if told else None


def _told(question: str, document: Document, told: RowCell, scope: Scope) -> Found:
    prospect = prospect_for(question, scope)
    hits = list(prospect.hits[:PASSAGES_READ])
    names = {hit.passage.document: prospect.called[hit.passage.document] for hit in hits}
    compared = Compared(document, told.row, told.cell, 0, 0)
    return Found(question, hits, names, [], [], (), COMPARED, compared)
