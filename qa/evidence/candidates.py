"""Evidence: the sentences that may answer a question, each read at two grains, compared and weighed.

Reading is what an answer costs, so what cannot come first any more is not read: passages whose best sentence
is far behind by meaning and by shared words, or behind the sentences read before them, and sentences that are
far behind once their passages were read (`python tests/benchmarks/thrift.py` asks both ways).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index import Hit, Passage, Span
from qa.deadline import Deadline
from qa.evidence.clues import (
    CLUE_FEATURES,
    Clues,
    Prospect,
    cells_in,
    in_place,
    text_of,
    under_heading,
    weighed,
)
from qa.evidence.support import NamedThings, fits
from qa.question import as_read
from qa.reader import Reader, Reading

FLOOR = -15.0
# In units of the ranking's score.
PASSAGE_GAP = 3.0
# What is known of a passage before it is read lacks what reading takes off the score of what does not answer.
UNREAD_LEAD = 1.0
SENTENCE_GAP = 2.0
ALWAYS_READ = 2
# Passages read together; each round tells whether another is needed.
ROUND = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer.

    Attributes:
        hit: the retrieved passage it stands in.
        sentence: the sentence, as document offsets; a table's row is one.
        span: the best span inside it, as document offsets.
        passage_reading: log-odds that the passage answers.
        in_passage: log-odds that this sentence answers, read within its passage.
        narrowly: the same, read with nothing but the sentence before it; `in_passage` where it was not.
        clues: what is known without reading.
        fit: how well the span's look is that of what is sought, 0..1.

    """

    hit: Hit
    sentence: Span
    span: Span
    passage_reading: float
    in_passage: float
    narrowly: float
    clues: Clues
    fit: float

    def features(self) -> tuple[float, ...]:
        """What the ranking weighs, in the order of `RANKING_FEATURES`."""
        return (
            max(self.passage_reading, FLOOR),
            max(self.in_passage, FLOOR),
            self.best_reading,
            self.fit,
            *self.clues.features(self.hit),
        )

    @property
    def best_reading(self) -> float:
        """Log-odds that the sentence answers, at the grain that is surer of it."""
        return max(self.in_passage, self.narrowly, FLOOR)

    @property
    def text(self) -> str:
        """The sentence's words."""
        return text_of(self.hit.passage, self.sentence)

    @property
    def context(self) -> str:
        """The sentence before it in its passage, its heading, and its own words."""
        sentences = self.hit.passage.sentences
        place = sentences.index(self.sentence)
        return in_place(self.hit.passage, sentences[place - 1] if place else None, self.sentence)

    @property
    def under_heading(self) -> str:
        """The sentence's words after those of its heading."""
        return under_heading(self.hit.passage, self.sentence)

    @property
    def window(self) -> Passage:
        """The sentence with the one before it, which says what "it" is; a table's row by itself."""
        passage, sentence = self.hit.passage, self.sentence
        place = passage.sentences.index(sentence)
        cells = tuple(cells_in(passage, sentence))
        first = place if cells or not place else place - 1
        sentences = passage.sentences[first : place + 1]
        whole = Span(sentences[0].start, sentence.end)
        return Passage(passage.document, *whole, text_of(passage, whole), sentences=sentences, cells=cells)

    @property
    def span_text(self) -> str:
        """The span's words."""
        return text_of(self.hit.passage, self.span)


RANKING_FEATURES = (
    "passage_reading", "in_passage", "best_reading", "fit", *CLUE_FEATURES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for one question.

    Attributes:
        named: what the question names.
        candidates: the sentences that were read.
        readings: the readings of their passages.

    """

    named: NamedThings
    candidates: list[Candidate]
    readings: list[Reading]


def gather(
    prospect: Prospect,
    reader: Reader,
    told: str = "",
    width: float = 1.0,
    deadline: Deadline | None = None,
) -> Evidence:
    """Read passages whole and sentence by sentence.

    Args:
        prospect: what is asked, and what was found for it.
        reader: what reads it.
        told: words that no span may overlap.
        width: how many times the usual gaps behind the best are read; infinity reads everything.
        deadline: looked at between rounds of reading.

    Raises:
        TooSlow: if the deadline is past.

    """
    phrased = as_read(prospect.question)

    def read(some: Sequence[Hit]) -> tuple[list[Candidate], list[Reading]]:
        if deadline:
            deadline.check()
        readings = reader.read(phrased, [hit.passage for hit in some], told)
        return list(_candidates(some, readings, prospect)), readings

    candidates, readings = _read_in_rounds(prospect, read, width)
    open_places = _undecided(candidates, width)
    if deadline:
        deadline.check()
    windows = reader.read(phrased, [candidates[place].window for place in open_places], told)
    for place, window in zip(open_places, windows, strict=True):
        candidates[place] = _read_narrowly(candidates[place], window, prospect.named)
    return Evidence(prospect.named, candidates, readings)


def ranking_score(candidate: Candidate) -> float:
    """How good an answer a candidate is; larger is better."""
    return weighed(RANKING_FEATURES, candidate.features())


def _candidates(hits: Sequence[Hit], readings: Sequence[Reading], prospect: Prospect) -> Iterator[Candidate]:
    for hit, reading in zip(hits, readings, strict=True):
        for one in reading.sentences:
            clue = prospect.clues.get((hit.rank, one.sentence))
            if clue:
                sentence = text_of(hit.passage, one.sentence)
                fit = fits(prospect.named.sought, text_of(hit.passage, one.span), sentence)
                yield Candidate(hit, one.sentence, one.span, reading.score, one.score, one.score, clue, fit)


def _read_in_rounds(
    prospect: Prospect,
    read: Callable[[Sequence[Hit]], tuple[list[Candidate], list[Reading]]],
    width: float,
) -> tuple[list[Candidate], list[Reading]]:
    """Read the most promising hits, then those that may still beat the best sentence read so far."""
    promise = prospect.promises
    waiting = [hit for hit in prospect.hits if hit.rank in promise]
    waiting.sort(key=lambda hit: -promise[hit.rank])
    least = prospect.promise - PASSAGE_GAP * width
    candidates: list[Candidate] = []
    readings: list[Reading] = []
    while waiting := [hit for hit in waiting if promise[hit.rank] >= least]:
        found, made = read(waiting[:ROUND])
        waiting = waiting[ROUND:]
        candidates += found
        readings += made
        if found:
            least = max(least, max(map(ranking_score, found)) + UNREAD_LEAD - PASSAGE_GAP * (width - 1))
    return candidates, readings


def _undecided(candidates: Sequence[Candidate], width: float) -> list[int]:
    """Places of the candidates to read narrowly: near the best, answering, or of the same words."""
    if not candidates:
        return []
    scores = [ranking_score(one) for one in candidates]
    order = sorted(range(len(candidates)), key=lambda place: -scores[place])
    wanted = candidates[order[0]].span_text.casefold()
    return [
        place
        for turn, place in enumerate(order)
        if turn < ALWAYS_READ
        or scores[place] >= scores[order[0]] - SENTENCE_GAP * width
        or candidates[place].in_passage > 0
        or candidates[place].span_text.casefold() == wanted
    ]


def _read_narrowly(candidate: Candidate, window: Reading, named: NamedThings) -> Candidate:
    one = next((one for one in window.sentences if one.sentence == candidate.sentence), None)
    if one is None:
        return candidate
    if candidate.in_passage >= one.score:
        return replace(candidate, narrowly=one.score)
    fit = fits(named.sought, text_of(candidate.hit.passage, one.span), candidate.text)
    return replace(candidate, narrowly=one.score, span=one.span, fit=fit)
