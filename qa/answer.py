"""Answers: search, read, decide, cite; every citation stands in its document at the offsets it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index import Hit, Index, Only, check_query, sent
from qa.citation import AnswerKind, Citation, Group, Together, grouped, joined
from qa.contracts.ending import notice_to_end, way_out_of_it
from qa.contracts.parties import parties_asked, party_asked
from qa.contracts.signing import signers_asked
from qa.contracts.term import tells_the_same, term_asked
from qa.deadline import Deadline
from qa.decision.citing import cited
from qa.decision.deciding import default_threshold
from qa.fitted import ReaderSize
from qa.gist.overviews import overviews_asked
from qa.intents.cheaper import of_the_two
from qa.intents.endings import IT, contract_running
from qa.intents.lists import listing_asked
from qa.intents.twofold import both_asked
from qa.language import languages_apart
from qa.lookup.elsewhere import of_the_apposed, of_the_named, of_what_was_spoken_of
from qa.lookup.found import Found, Scope
from qa.lookup.surest import best_reading
from qa.minutes.attending import attendance_asked
from qa.minutes.minute_taker import minute_taker_asked
from qa.minutes.voters import voters_asked
from qa.reader import Reader, Reading
from qa.several.counting import counted
from qa.several.listing import listed_all, nothing_to_do
from qa.several.named import named_alone
from qa.several.other import the_other
from qa.several.places import each_document, said_elsewhere
from qa.several.sides import side_by_side
from qa.several.superlatives import cheaper_of, difference_of, most_of
from qa.standalone.followups import EarlierTurn, names_a_document, names_in, opening_of, standalone
from qa.standalone.pronouns import points_back
from qa.tables.beyond_plan import beyond_plan
from qa.tables.changed import changed
from qa.tables.totals import added_up
from qa.who_reads import default_reader
from qa.wire import in_json
from qa.wording import respell, tidy

MAX_TURNS = 3


@sent(without=("readings",), rounded=("confidence",))
@dataclass(frozen=True, slots=True)
class Answer:
    """What the documents say to a question.

    Attributes:
        asked: the question as it was typed.
        question: the standalone question that was searched.
        answered: False means that no answer was found.
        text: the words to show: the quotes, or the refusal.
        span: the shortest exact answer, verbatim; None where whole sentences answer, or nothing does.
        confidence: calibrated probability that the first citation answers, 0..1.
        citations: the evidence, the best first.
        nearest: the closest passages, best first; also on a refusal.
        readings: what the reader made of those passages.
        missing: words of the question that occur in no document.
        notes: what a user should know of how the question was treated.
        kind: what it is: one answer looked up, or what several places say together.
        statement: what that is, in a sentence of this program's; "" for what was looked up.
        groups: its citations by what they are of; of what was looked up, only where documents differ.
        reader: which reader decided; counting and overviews need none.

    """

    asked: str
    question: str
    answered: bool
    text: str
    span: str | None
    confidence: float
    citations: tuple[Citation, ...]
    nearest: tuple[Hit, ...]
    readings: tuple[Reading, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    kind: AnswerKind = AnswerKind.LOOK_UP
    statement: str = ""
    groups: tuple[Group, ...] = ()
    reader: ReaderSize = "small"

    @property
    def unit(self) -> str:
        """What the exact answer, a table's figure, is in, by the document's words; "" where it says so."""
        return next((one.unit for one in self.citations if one.exact is not None), "") if self.span else ""

    def to_dict(self) -> dict[str, Any]:
        """The answer in JSON's types."""
        found: dict[str, Any] = in_json(self)
        return found


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
    turn = _Turn(question, tidy(question), previous, scope, least)
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

    def asks_on(self, part: str, document: Only, earlier: EarlierTurn) -> Answer:
        """Ask another question, or a part of this one, as a turn of its own."""
        scope = self.scope
        return ask(part, scope.index, (), document, self.least, earlier, scope.deadline, scope.reader)

    def spoken_of(self) -> tuple[str, ...]:
        """The documents that the earlier question named, or else those that answered it."""
        if self.previous is None:
            return ()
        index = self.scope.index
        named = named_alone(self.previous.question, index, index.among(self.scope.document))
        return named.documents if named else self.previous.documents

    def asks(self, part: str, document: Only) -> Answer:
        """Look a part of the question up in some documents."""
        if signers := signers_asked(part, self.scope.index, document):
            return _together(part, signers, self.scope.reader)
        within = replace(self.scope, document=document)
        return _answer(part, best_reading([part], EarlierTurn(""), within), within, self.least)


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
    told = told or way_out_of_it(asked, index, document, turn.spoken_of())
    if told:
        return _together(turn.question, told, scope.reader)
    silence = nothing_to_do(asked, index, document)
    return _silent(turn.question, silence, scope) if silence else None


def _of_what_is_meant(turn: _Turn) -> Answer:
    """What answers the question as it is meant: spelled as in the documents, and standing alone."""
    previous, scope = turn.previous, turn.scope
    meant = respell(turn.tidied, scope.index)
    of_two = of_the_two(meant, previous.question) if previous else ""
    meant = of_two or meant
    questions = standalone(meant, previous)
    if told := _signers(turn, questions) or _actions(turn, questions) or _of_both(turn, meant):
        return told
    ways = (cheaper_of, difference_of, side_by_side, most_of, each_document)
    told_of = (way(meant, scope.index, scope.document, turn.asks) for way in ways)
    if several := next(filter(None, told_of), None):
        return replace(_together(turn.question, several, scope.reader), question=of_two or turn.question)
    return _looked_up(turn, meant, questions)


def _signers(turn: _Turn, questions: Sequence[str]) -> Answer | None:
    """Who signed, where that is asked as it was typed or as it is meant: "signers" may stand nowhere."""
    scope = turn.scope
    spoken_of = turn.previous.documents if turn.previous else ()
    for worded in dict.fromkeys((turn.tidied, *questions)):
        if told := signers_asked(worded, scope.index, scope.document, spoken_of):
            return replace(_together(turn.question, told, scope.reader), question=worded)
    return None


def _actions(turn: _Turn, questions: Sequence[str]) -> Answer | None:
    """What somebody has to do who was spoken of: "What else does she have to do?"."""
    scope = turn.scope
    for worded in questions if points_back(turn.tidied) else ():
        asked = listing_asked(worded)
        if (
            asked
            and asked.is_doer
            and (told := listed_all(worded, scope.index, scope.document, scope.deadline))
        ):
            return replace(_together(turn.question, told, scope.reader), question=worded)
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
    answer = _answer(turn.question, meant_by_name, scope, turn.least)
    if told := _term_instead(turn, questions, answer):
        return told
    is_of_all = not said.question and meant_by_name is found and not found.compared
    if not is_of_all:
        return answer
    return said_elsewhere(answer, scope.index.among(scope.document), scope.index, turn.asks)


def _term_instead(turn: _Turn, questions: Sequence[str], answer: Answer) -> Answer | None:
    """What a contract says of its term, where that is asked and what was looked up does not tell it."""
    scope = turn.scope
    spoken_of = turn.spoken_of()
    asking = sorted(filter(contract_running, questions), key=lambda one: contract_running(one) == IT)
    for worded in asking:
        if told := term_asked(worded, scope.index, scope.document, spoken_of):
            is_told = any(tells_the_same(one, told.citations[0]) for one in answer.citations[:1])
            return (
                None if is_told else replace(_together(turn.question, told, scope.reader), question=asking[0])
            )
    return None


def _of_both(turn: _Turn, meant: str) -> Answer | None:
    """What answers the two questions that one is made of; None where it is one, or nothing answers either.

    The second leans on the first; where it has no word for that, it is of the document that the first names.
    """
    two = both_asked(meant)
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
        return _side_by_side(turn.question, two, answers)
    return replace(answers[0], asked=turn.question, notes=(*answers[0].notes, *notes)) if answers else None


def _side_by_side(question: str, two: tuple[str, str], answers: Sequence[Answer]) -> Answer:
    """Two answers as one, the evidence of each under its question."""
    citations, groups = grouped(two, [one.citations for one in answers])
    first, second = answers
    return replace(
        first,
        asked=question,
        question=question,
        text=joined(citations),
        span=None,
        confidence=min(first.confidence, second.confidence),
        citations=citations,
        nearest=(*first.nearest, *second.nearest),
        readings=(*first.readings, *second.readings),
        missing=(),
        notes=tuple(dict.fromkeys((*first.notes, *second.notes))),
        kind=AnswerKind.PLACES,
        statement="Two questions, each answered by itself",
        groups=groups,
    )


def turn_of(answer: Answer) -> EarlierTurn:
    """What a later question can lean on."""
    opening = opening_of(answer.question, answer.asked)
    if not answer.citations:
        return EarlierTurn(answer.question, opening=opening)
    around = "\n".join(hit.passage.text for hit in answer.nearest)
    first, *more = answer.citations
    told = (first,) if answer.kind is AnswerKind.LOOK_UP else (first, *more)
    documents = tuple(dict.fromkeys(one.document for one in told))
    names = tuple(names_in(around))
    return EarlierTurn(answer.question, first.quote, answer.span or "", names, documents, opening)


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


def _answer(asked: str, found: Found, scope: Scope, threshold: float) -> Answer:
    index = scope.index
    answered = bool(found.ranked or found.compared) and found.confidence >= threshold
    citations = _cited(found, index) if answered else ()
    spans = [span for citation in citations if (span := citation.exact) is not None]
    spans = [] if found.compared and found.compared.others else spans
    refusal = _refusal(len(index.among(scope.document)), len(index.documents))
    apart = None if answered else languages_apart(asked, " ".join(hit.passage.text for hit in found.hits))
    if apart:
        refusal = (
            f"{refusal} The question is in {apart[0]}, what was searched in {apart[1]}: ask in {apart[1]}."
        )
    return Answer(
        asked=asked,
        question=found.question,
        answered=answered,
        text=joined(citations) if answered else refusal,
        span=spans[0] if spans else None,
        confidence=found.confidence,
        citations=citations,
        nearest=tuple(found.hits),
        readings=tuple(found.readings),
        missing=found.missing,
        notes=tuple(_notes(found)),
        reader=scope.reader,
    )


def _refusal(asked: int, documents: int) -> str:
    """That no answer was found, in so many documents of all."""
    if asked == 1:
        return "No answer was found in the document."
    return f"No answer was found in the {f'{asked:,} chosen ' if asked < documents else ''}documents."


def _cited(found: Found, index: Index) -> tuple[Citation, ...]:
    if found.compared:
        return found.compared.citations()
    return cited(found.question, found.ranked, index)


def _together(asked: str, found: Together, reader: ReaderSize) -> Answer:
    return Answer(
        asked=asked,
        question=asked,
        answered=True,
        text=joined(found.citations),
        span=None,
        confidence=1.0,
        citations=found.citations,
        nearest=(),
        notes=found.notes,
        kind=found.kind,
        statement=found.statement,
        groups=found.groups,
        reader=reader,
    )


def _silent(question: str, silence: str, scope: Scope) -> Answer:
    """The refusal of a question, with what is known of why nothing answers it."""
    refusal = _refusal(len(scope.index.among(scope.document)), len(scope.index.documents))
    return Answer(question, question, False, f"{refusal} {silence}", None, 0.0, (), (), reader=scope.reader)


def _notes(found: Found) -> Iterator[str]:
    read = Reader.load().cut_question(found.question)
    if read != found.question:
        yield f"the reader's window has room for the first {len(read)} characters"
    if found.compared and found.compared.among:
        yield f"the answer was found by comparing {found.compared.among} values of a table"


__all__ = ["Answer", "Citation", "ask"]
