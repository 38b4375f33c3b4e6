"""Answers: search, read, decide, cite; every citation stands in its document at the offsets it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Index, Only, Span, check_query
from qa.answered import Answer, of_both, of_found, of_nothing, of_places, turn_of
from qa.canonical.asked import asked_as_learned
from qa.citation import Citation
from qa.contracts.compared import all_compared, compared
from qa.contracts.ending import notice_to_end, way_out_of_it
from qa.contracts.itself import asks_of_itself, is_told, said_of_itself
from qa.contracts.parties import parties_asked, party_asked
from qa.contracts.signing import signers_asked
from qa.deadline import Deadline
from qa.decision.deciding import default_threshold
from qa.fitted import ReaderSize
from qa.gist.overviews import overviews_asked
from qa.intents.cheaper import of_the_two
from qa.intents.lists import listing_asked
from qa.intents.twofold import both_asked
from qa.intents.wrapped import unwrapped
from qa.lookup.elsewhere import of_the_apposed, of_the_named, of_what_was_spoken_of
from qa.lookup.found import CONTRADICTED, Scope
from qa.lookup.left_out import leaves_out
from qa.lookup.row_spoken_of import in_row_spoken_of
from qa.lookup.surest import best_reading
from qa.minutes.attending import attendance_asked
from qa.minutes.minute_taker import minute_taker_asked
from qa.minutes.next_place import next_place
from qa.minutes.voters import voters_asked
from qa.minutes.who_does_it import who_does_it
from qa.several.counting import counted
from qa.several.instead import put_instead
from qa.several.listing import listed_all, nothing_to_do
from qa.several.named import named_alone
from qa.several.other import the_other
from qa.several.places import each_document, said_elsewhere
from qa.several.sides import side_by_side
from qa.several.superlatives import cheaper_of, difference_of, most_of
from qa.standalone.followups import EarlierTurn, standalone
from qa.standalone.leaning import names_a_document
from qa.standalone.pronouns import points_back
from qa.tables.beyond_plan import beyond_plan
from qa.tables.changed import changed
from qa.tables.totals import added_up
from qa.who_reads import default_reader
from qa.wording import respell, tidy

MAX_TURNS = 3


def ask(
    question: str,
    index: Index,
    history: Sequence[str] = (),
    document: Only = None,
    threshold: float | None = None,
    previous: EarlierTurn | None = None,
    deadline: Deadline | None = None,
    reader: ReaderSize | None = None,
) -> Answer:
    """Answer a question with the documents' own words, or say that no answer was found.

    Args:
        question: what is asked.
        index: the documents.
        history: earlier questions, oldest first, for a question that leans on them.
        document: look in this document alone, or in these.
        threshold: answer from this confidence on; by default where both kinds of error cost the same.
        previous: the earlier turn where it is known already; spares asking the history again.
        deadline: when to give up; looked at between steps.
        reader: "large" has a larger network look again at what the small one found best; by default it does
            where it is installed, unless the environment variable CITED_QA_READER says "small".

    Raises:
        QuestionError: if the question has no word or is too long.
        DocumentError: if the index holds no document of such a name.
        ModelError: if the reader is not installed or cannot be prepared, or the variable names none.
        TooSlow: if the deadline is past.

    """
    check_query(question)
    reader = reader or default_reader()
    scope = Scope(index, document, deadline, reader)
    least = default_threshold(reader) if threshold is None else threshold
    previous = _last_turn(history, scope) if previous is None else previous
    turn = _Turn(question, unwrapped(tidy(question)), previous, scope, least)
    if other := the_other(turn.tidied, previous, index, document):
        answer = turn.asks_on(other.question, other.documents, other.previous)
        return replace(answer, asked=question, question=other.told)
    return _of_whole_documents(turn) or _of_what_is_meant(turn)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A question where it is asked, after what was asked before, and the confidence from which to answer."""

    question: str
    tidied: str
    previous: EarlierTurn | None
    scope: Scope
    least: float
    meant: str = ""  # as the documents spell it

    @property
    def is_wrapped(self) -> bool:
        """Whether it asks whether documents say something: "Does the lease say who pays for it?"."""
        return self.tidied != tidy(self.question)

    def asks_on(self, part: str, document: Only, earlier: EarlierTurn) -> Answer:
        """Ask another question, or a part of this one, as a turn of its own."""
        return self._asked(part, document, self.least, earlier)

    def spoken_of(self) -> tuple[str, ...]:
        """The documents that the earlier question named, or else those that answered it."""
        if self.previous is None:
            return ()
        index = self.scope.index
        named = named_alone(self.previous.question, index, index.among(self.scope.document))
        return named.documents if named else self.previous.documents

    def asks(self, part: str, document: Only) -> Answer:
        """Ask a part of the question of some documents, whatever was asked before."""
        return self.asks_on(part, document, EarlierTurn(""))

    def reads(self, part: str, document: Only) -> Answer:
        """The same, with the best answer that there is, however unsure it is."""
        return self._asked(part, document, 0.0, EarlierTurn(""))

    def _asked(self, part: str, document: Only, least: float, earlier: EarlierTurn) -> Answer:
        scope = self.scope
        return ask(part, scope.index, (), document, least, earlier, scope.deadline, scope.reader)


def _of_whole_documents(turn: _Turn) -> Answer | None:
    """What documents say as a whole, in lists, tables and clauses, or that they have no such thing."""
    asked, scope = turn.tidied, turn.scope
    index, document, deadline = scope.index, scope.document, scope.deadline
    told = overviews_asked(asked, index, document, turn.previous is None, deadline)
    told = told or counted(turn.question, index, document, deadline)
    told = told or listed_all(asked, index, document, deadline)
    of_meetings = (attendance_asked, minute_taker_asked, voters_asked)
    of_contracts = (parties_asked, party_asked, notice_to_end)
    for way in (beyond_plan, changed, added_up, *of_meetings, *of_contracts):
        told = told or way(asked, index, document)
    told = told or way_out_of_it(asked, index, document, turn.spoken_of)
    if told:
        return of_places(turn.question, told, scope.reader)
    silence = nothing_to_do(asked, index, document)
    return of_nothing(turn.question, silence, scope) if silence else None


def _of_what_is_meant(turn: _Turn) -> Answer:
    """What answers the question as it is meant: spelled as in the documents, and standing alone."""
    previous, scope = turn.previous, turn.scope
    meant = respell(turn.tidied, scope.index)
    of_two = of_the_two(meant, previous.question) if previous else ""
    meant = of_two or meant
    turn = replace(turn, meant=meant)
    questions = _standalone(turn, meant)
    if not of_two and (beside := _beside(turn, meant, questions)):
        return beside
    for way in (_signers, _of_another, _actions, _who_does_it):
        if told := way(turn, questions):
            return told
    if told := _of_both(turn) or _compared(turn) or _as_learned(turn, questions):
        return told
    ways = [(one, turn.asks) for one in (cheaper_of, difference_of, side_by_side, most_of, each_document)]
    ways.insert(-1, (all_compared, turn.reads))
    told_of = (way(meant, scope.index, scope.document, asks) for way, asks in ways)
    if several := next(filter(None, told_of), None):
        return replace(of_places(turn.question, several, scope.reader), question=of_two or turn.question)
    return _looked_up(turn, meant, questions)


def _standalone(turn: _Turn, meant: str) -> list[str]:
    """The questions that a question may stand for, behind the earlier one."""
    previous = turn.previous
    if previous is None:
        return [meant]
    earlier, index = previous.opening or previous.question, turn.scope.index
    instead = put_instead(meant, earlier, index, index.among(turn.scope.document))
    return [instead] if instead else standalone(meant, previous)


def _beside(turn: _Turn, meant: str, questions: Sequence[str]) -> Answer | None:
    """What a table says beside or under what answered before: "And how long does it take?"."""
    if turn.previous is None:
        return None
    as_meant = next((one for one in questions if one != meant), meant)
    told = in_row_spoken_of(meant, as_meant, turn.previous, turn.scope)
    return of_found(turn.question, told, turn.scope, turn.least) if told else None


def _signers(turn: _Turn, questions: Sequence[str]) -> Answer | None:
    """Who signed, where that is asked as it was typed or as it is meant: "signers" may stand nowhere."""
    scope = turn.scope
    spoken_of = turn.previous.documents if turn.previous else ()
    for worded in dict.fromkeys((turn.tidied, *questions)):
        if told := signers_asked(worded, scope.index, scope.document, spoken_of):
            return replace(of_places(turn.question, told, scope.reader), question=worded)
    return None


def _of_another(turn: _Turn, questions: Sequence[str]) -> Answer | None:
    """By when a contract has to be cancelled, or where the next meeting is, as the question is meant."""
    scope = turn.scope
    for worded in questions:
        told = notice_to_end(worded, scope.index, scope.document)
        if told := told or next_place(worded, scope.index, scope.document):
            return replace(of_places(turn.question, told, scope.reader), question=worded)
    return None


def _actions(turn: _Turn, questions: Sequence[str]) -> Answer | None:
    """What somebody has to do who was spoken of: "What else does she have to do?"."""
    scope = turn.scope
    for worded in questions if points_back(turn.tidied) else ():
        asked = listing_asked(worded)
        is_of_doer = asked is not None and asked.is_doer
        told = listed_all(worded, scope.index, scope.document, scope.deadline) if is_of_doer else None
        if told:
            return replace(of_places(turn.question, told, scope.reader), question=worded)
    return None


def _who_does_it(turn: _Turn, questions: Sequence[str]) -> Answer | None:
    """Who does what was spoken of: "Who is taking care of that?"."""
    previous, scope = turn.previous, turn.scope
    if previous is None:
        return None
    among = scope.index.among(scope.document)
    documents = [one for one in previous.documents if one in among]
    place = Span(*previous.place) if previous.place else None
    told = who_does_it(turn.tidied, scope.index, documents, place)
    return replace(of_places(turn.question, told, scope.reader), question=questions[0]) if told else None


def _as_learned(turn: _Turn, questions: Sequence[str]) -> Answer | None:
    """What answers a question that surely asks for all of a kind, in words that no form knows."""
    scope = turn.scope
    for worded in questions:
        told = asked_as_learned(worded, scope.index, scope.document, turn.spoken_of(), scope.deadline)
        if told:
            return replace(of_places(turn.question, told, scope.reader), question=worded)
    return None


def _looked_up(turn: _Turn, meant: str, questions: Sequence[str]) -> Answer:
    """What is read in the passages that are found, here or in the documents that the question names."""
    previous, scope = turn.previous, turn.scope
    said = previous if previous and questions != [meant] else EarlierTurn("")
    if said.span and names_a_document(meant):  # it may say the same
        said = replace(said, span="")
    found = best_reading(questions, said, scope)
    if points_back(meant):
        found = of_what_was_spoken_of(found, questions, said, scope, turn.least)
    meant_by_name = of_the_apposed(of_the_named(found, said, scope), said, scope)
    if turn.is_wrapped and leaves_out(meant_by_name):
        meant_by_name = replace(meant_by_name, confidence=min(meant_by_name.confidence, CONTRADICTED))
    answer = of_found(turn.question, meant_by_name, scope, turn.least)
    if told := _own_words_instead(turn, questions, answer):
        return told
    is_of_all = not said.question and meant_by_name is found and not found.compared
    if not is_of_all:
        return answer
    return said_elsewhere(answer, scope.index.among(scope.document), scope.index, turn.asks)


def _own_words_instead(turn: _Turn, questions: Sequence[str], answer: Answer) -> Answer | None:
    """What a contract says of its term, first day or notice, where what was looked up does not tell it."""
    earlier = turn.previous.question if turn.previous else ""
    asking = [one for one in dict.fromkeys((turn.tidied, *questions)) if asks_of_itself(one, earlier)]
    if not asking:
        return None
    scope = turn.scope
    own = said_of_itself(asking, scope.index, scope.document, turn.spoken_of(), earlier)
    if own is None or any(is_told(one, own) for one in answer.citations[:1]):
        return None
    return replace(of_places(turn.question, own.told, scope.reader), question=own.question)


def _compared(turn: _Turn) -> Answer | None:
    """What contracts say that are held against each other."""
    scope = turn.scope
    held = compared(turn.meant, scope.index, scope.document, turn.reads)
    return of_places(turn.question, held, scope.reader) if held else None


def _of_both(turn: _Turn) -> Answer | None:
    """What answers the two questions that one is made of; None where it is one, or nothing answers either.

    The second leans on the first; where it has no word for that, it is of the document that the first names.
    """
    two = both_asked(turn.meant)
    if not two:
        return None
    scope = turn.scope
    first = turn.asks_on(two[0], scope.document, turn.previous or EarlierTurn(""))
    among = scope.index.among(scope.document)
    named = None if points_back(two[1]) else named_alone(two[0], scope.index, among)
    second = turn.asks_on(two[1], named.documents if named else scope.document, turn_of(first))
    told = {one.exact for one in first.citations} - {None}
    if second.span in told:  # who signed is not when it ends
        second = replace(second, answered=False)
    answers = [one for one in (first, second) if one.answered]
    unanswered = [asked for asked, one in zip(two, (first, second), strict=True) if not one.answered]
    notes = tuple(f"No answer was found to “{asked}”." for asked in unanswered)
    if len(answers) == 2:
        return of_both(turn.question, two, answers)
    return replace(answers[0], asked=turn.question, notes=(*answers[0].notes, *notes)) if answers else None


def _last_turn(history: Sequence[str], scope: Scope) -> EarlierTurn | None:
    turn = None
    for question in history[-MAX_TURNS:]:
        answer = ask(
            question,
            scope.index,
            document=scope.document,
            previous=turn,
            deadline=scope.deadline,
            reader=scope.reader,
        )
        turn = turn_of(answer)
    return turn


__all__ = ["Answer", "Citation", "ask"]
