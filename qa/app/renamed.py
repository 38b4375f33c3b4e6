"""Renamed: an answer follows a document that it was read in to its new name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.app.notes import Note
from qa.app.turn import Turn

if TYPE_CHECKING:
    from index import Document, Passage
    from qa import Answer


def renamed(turn: Turn, name: str, document: Document) -> Turn:
    """A turn in which one of the documents goes by the name that it has now."""
    new = document.name
    documents = {new if one == name else one: held for one, held in turn.documents.items()}
    if name in turn.documents:
        documents[new] = document
    return replace(
        turn,
        answer=turn.answer and _answer(turn.answer, name, new),
        note=turn.note and _note(turn.note, name, new),
        only=tuple(new if one == name else one for one in turn.only),
        documents=documents,
    )


def _answer(answer: Answer, name: str, new: str) -> Answer:
    def passage(one: Passage) -> Passage:
        return replace(one, document=new) if one.document == name else one

    return replace(
        answer,
        citations=tuple(
            replace(one, document=new, passage=passage(one.passage)) if one.document == name else one
            for one in answer.citations
        ),
        nearest=tuple(replace(hit, passage=passage(hit.passage)) for hit in answer.nearest),
        readings=tuple(replace(one, passage=passage(one.passage)) for one in answer.readings),
        groups=tuple(replace(one, label=new) if one.label == name else one for one in answer.groups),
    )


def _note(note: Note, name: str, new: str) -> Note:
    return note.model_copy(
        update={
            "quotes": [
                one.model_copy(update={"document": new}) if one.document == name else one
                for one in note.quotes
            ],
            "groups": [
                one.model_copy(update={"label": new}) if one.label == name else one for one in note.groups
            ],
            "only": [new if one == name else one for one in note.only],
        }
    )
