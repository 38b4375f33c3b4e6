"""Evidence: the sentences that may answer a question, each read at two grains, compared and weighed.

Reading is what an answer costs, so what cannot come first any more is not read: passages whose best sentence
is far behind by meaning and by shared words, or behind the sentences read before them, and sentences that are
far behind once their passages were read (`python tests/benchmarks/thrift.py` asks both ways).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index import Hit, Passage, Span
from index.words import content_words, stem, stems
from qa.deadline import Deadline
from qa.fitted import weights as fitted_weights
from qa.question import as_read
from qa.reader import Reader, Reading
from qa.support import Named, fits, is_neighbour, missing_share, missing_terms

FLOOR = -15.0
# In units of the ranking's score.
PASSAGE_GAP = 3.0
# What is known of a passage before it is read lacks what reading takes off the score of what does not answer.
UNREAD_LEAD = 1.0
SENTENCE_GAP = 2.0
ALWAYS_READ = 2
# Passages read together; each round tells whether another is needed.
ROUND = 4

# Texts to cosines with what is asked.
Closeness = Callable[[Sequence[str]], Sequence[float]]


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
        return _text(self.hit.passage, self.sentence)

    @property
    def context(self) -> str:
        """The sentence before it in its passage, its heading, and its own words."""
        sentences = self.hit.passage.sentences
        place = sentences.index(self.sentence)
        return _in_place(self.hit.passage, sentences[place - 1] if place else None, self.sentence)

    @property
    def under_heading(self) -> str:
        """The sentence's words after those of its heading."""
        return _under_heading(self.hit.passage, self.sentence)

    @property
    def window(self) -> Passage:
        """The sentence with the one before it, which says what "it" is; a table's row by itself."""
        passage, sentence = self.hit.passage, self.sentence
        place = passage.sentences.index(sentence)
        cells = tuple(_cells_in(passage, sentence))
        first = place if cells or not place else place - 1
        sentences = passage.sentences[first : place + 1]
        whole = Span(sentences[0].start, sentence.end)
        return Passage(passage.document, *whole, _text(passage, whole), sentences=sentences, cells=cells)

    @property
    def span_text(self) -> str:
        """The span's words."""
        return _text(self.hit.passage, self.span)


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a sentence without reading it.

    Attributes:
        closeness: cosine of the question and the sentence with its heading.
        overlap: share of the question's content words that stand in it, rare words weighing more; 0..1.
        heading_overlap: the same for the heading above it.
        terms_missing: share of the question's ids and numbers that neither it, its heading nor the sentence
            before it holds.
        names_missing: the same share of the names.
        overlap_before, closeness_before: those of the sentence before it in its passage, 0 where there is
            none; an answer often follows the words that the question takes up.
        row_overlap: `overlap` of a table's row, heads included, without words that mention another row;
            0 for another sentence.
        cell_named: whether all words of a cell of a row stand in the question, which then names the row.
        unshared: share of the question's content words that even the sentence with most of them lacks: where
            no words are shared, meaning has to decide.

    """

    closeness: float
    overlap: float
    heading_overlap: float
    terms_missing: float
    names_missing: float
    row_overlap: float
    cell_named: float
    overlap_before: float = 0.0
    closeness_before: float = 0.0
    unshared: float = 0.0

    def features(self, hit: Hit) -> tuple[float, ...]:
        """What the ranking weighs of it, in the order of `CLUE_FEATURES`."""
        return (
            hit.score,
            hit.dense_score,
            self.closeness,
            self.closeness * self.unshared,
            self.overlap,
            self.heading_overlap,
            self.row_overlap,
            self.cell_named,
            self.overlap_before,
            self.closeness_before,
        )


CLUE_FEATURES = (
    "fused", "dense", "closeness", "closeness_unshared", "overlap", "heading_overlap", "row_overlap",
    "cell_named", "overlap_before", "closeness_before",
)  # fmt: skip
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

    named: Named
    candidates: list[Candidate]
    readings: list[Reading]


def gather(
    question: str,
    hits: Sequence[Hit],
    reader: Reader,
    closeness: Closeness,
    told: str = "",
    width: float = 1.0,
    deadline: Deadline | None = None,
) -> Evidence:
    """Read passages whole and sentence by sentence.

    A sentence about a neighbour of what the question numbers ("room 207" for "room 206") is no candidate.

    Args:
        question: what is asked.
        hits: the passages, best first.
        reader: what reads them.
        closeness: cosines of the question and texts.
        told: words that no span may overlap.
        width: how many times the usual gaps behind the best are read; infinity reads everything.
        deadline: looked at between rounds of reading.

    Raises:
        TooSlow: if the deadline is past.

    """
    phrased = as_read(question)
    passages = [hit.passage for hit in hits]
    named = Named.of(question, [one.text for one in passages], [one.heading for one in passages])
    clues = _clues(question, named, hits, closeness)

    def read(some: Sequence[Hit]) -> tuple[list[Candidate], list[Reading]]:
        if deadline:
            deadline.check()
        readings = reader.read(phrased, [hit.passage for hit in some], told)
        return list(_candidates(some, readings, clues, named)), readings

    candidates, readings = _read_in_rounds(hits, clues, read, width)
    open_places = _undecided(candidates, width)
    if deadline:
        deadline.check()
    windows = reader.read(phrased, [candidates[place].window for place in open_places], told)
    for place, window in zip(open_places, windows, strict=True):
        candidates[place] = _read_narrowly(candidates[place], window, named)
    return Evidence(named, candidates, readings)


def ranking_score(candidate: Candidate) -> float:
    """How good an answer a candidate is; larger is better."""
    return _weighed(RANKING_FEATURES, candidate.features())


def _weighed(names: Sequence[str], values: Sequence[float]) -> float:
    weights = fitted_weights()["ranking"]
    return float(sum(weights[name] * value for name, value in zip(names, values, strict=True)))


def _clues(
    question: str, named: Named, hits: Sequence[Hit], closeness: Closeness
) -> dict[tuple[int, Span], Clues]:
    """Clues of every sentence that can be a candidate, by its hit's rank and place."""
    places = [
        (hit, before, span)
        for hit in hits
        for before, span in zip((None, *hit.passage.sentences), hit.passage.sentences, strict=False)
        if not is_neighbour(named.terms, _text(hit.passage, span))
    ]
    sentences = [stems(_text(hit.passage, span)) for hit, _, span in places]
    weights = _word_weights(question, sentences)
    asked = stems(question)
    labels = _labels_said(hits, asked)
    headings = {hit.rank: stems(hit.passage.heading) for hit in hits}
    close = closeness([_under_heading(hit.passage, span) for hit, _, span in places])
    found = {}
    for (hit, before, span), own, cosine in zip(places, sentences, close, strict=True):
        context = _in_place(hit.passage, before, span)
        overlap = _overlap(weights, own)
        cells = _cells_in(hit.passage, span)
        mentions = _mentions(hit.passage, span, cells, asked, labels)
        found[hit.rank, span] = Clues(
            cosine,
            overlap,
            _overlap(weights, headings[hit.rank]),
            missing_terms(named.terms, context),
            missing_share(named.names, stems(context)),
            _overlap(weights, own - mentions) if cells else 0.0,
            float(any(said - mentions for said in _said(hit.passage, cells, asked))),
        )
    return _in_context(found, hits)


def _in_context(
    found: Mapping[tuple[int, Span], Clues], hits: Sequence[Hit]
) -> dict[tuple[int, Span], Clues]:
    """Clues with what the sentence before each, and all sentences together, tell of it."""
    unshared = 1.0 - max((clue.overlap for clue in found.values()), default=0.0)
    before = {
        (hit.rank, span): found.get((hit.rank, last))
        for hit in hits
        for last, span in pairwise(hit.passage.sentences)
    }
    told: dict[tuple[int, Span], Clues] = {}
    for place, clue in found.items():
        last = before.get(place)
        overlap, closeness = (last.overlap, last.closeness) if last else (0.0, 0.0)
        told[place] = replace(clue, overlap_before=overlap, closeness_before=closeness, unshared=unshared)
    return told


def _labels_said(hits: Sequence[Hit], asked: frozenset[str]) -> set[frozenset[str]]:
    """The first cells of rows that a question says, each as its stems."""
    rows = ((hit.passage, _cells_in(hit.passage, span)) for hit in hits for span in hit.passage.sentences)
    return {said for passage, cells in rows for said in _said(passage, cells[:1], asked) if said}


def _mentions(
    passage: Passage, row: Span, cells: Sequence[Span], asked: frozenset[str], labels: set[frozenset[str]]
) -> frozenset[str]:
    """What a row says that is another row's first cell, under a head that the question does not name."""
    ends = [row.start, *(cell.end for cell in cells)]
    heads = [stems(_text(passage, Span(end, cell.start))) for end, cell in zip(ends, cells, strict=False)]
    said = _said(passage, cells, asked)
    mentioned = [
        words for words, head in zip(said, heads, strict=True) if words in labels and not head & asked
    ]
    return frozenset().union(*mentioned) - said[0] if mentioned else frozenset()


def _said(passage: Passage, cells: Sequence[Span], asked: frozenset[str]) -> list[frozenset[str]]:
    """The stems of each cell of which a question holds all, none of another."""
    found = [stems(_text(passage, cell)) for cell in cells]
    return [words if words <= asked else frozenset() for words in found]


def _cells_in(passage: Passage, span: Span) -> list[Span]:
    return [cell for cell in passage.cells if span.start <= cell.start < span.end]


def _candidates(
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    clues: Mapping[tuple[int, Span], Clues],
    named: Named,
) -> Iterator[Candidate]:
    for hit, reading in zip(hits, readings, strict=True):
        for one in reading.sentences:
            clue = clues.get((hit.rank, one.sentence))
            if clue:
                fit = fits(named.sought, _text(hit.passage, one.span), _text(hit.passage, one.sentence))
                yield Candidate(hit, one.sentence, one.span, reading.score, one.score, one.score, clue, fit)


def _read_in_rounds(
    hits: Sequence[Hit],
    clues: Mapping[tuple[int, Span], Clues],
    read: Callable[[Sequence[Hit]], tuple[list[Candidate], list[Reading]]],
    width: float,
) -> tuple[list[Candidate], list[Reading]]:
    """Read the most promising hits, then those that may still beat the best sentence read so far."""
    promise = _promises(hits, clues)
    waiting = sorted((hit for hit in hits if hit.rank in promise), key=lambda hit: -promise[hit.rank])
    least = max(promise.values(), default=0.0) - PASSAGE_GAP * width
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


def _promises(hits: Sequence[Hit], clues: Mapping[tuple[int, Span], Clues]) -> dict[int, float]:
    """The ranking's score of each hit's best sentence by its clues alone, by the hit's rank."""
    by_rank = {hit.rank: hit for hit in hits}
    promise: dict[int, float] = {}
    for (rank, _), clue in clues.items():
        score = _weighed(CLUE_FEATURES, clue.features(by_rank[rank]))
        promise[rank] = max(score, promise.get(rank, score))
    return promise


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


def _read_narrowly(candidate: Candidate, window: Reading, named: Named) -> Candidate:
    one = next((one for one in window.sentences if one.sentence == candidate.sentence), None)
    if one is None:
        return candidate
    if candidate.in_passage >= one.score:
        return replace(candidate, narrowly=one.score)
    fit = fits(named.sought, _text(candidate.hit.passage, one.span), candidate.text)
    return replace(candidate, narrowly=one.score, span=one.span, fit=fit)


def _under_heading(passage: Passage, span: Span) -> str:
    text = _text(passage, span)
    return f"{passage.heading}: {text}" if passage.heading else text


def _in_place(passage: Passage, before: Span | None, span: Span) -> str:
    return " ".join((_text(passage, before) if before else "", passage.heading, _text(passage, span)))


def _text(passage: Passage, span: Span) -> str:
    return passage.text[span.start - passage.start : span.end - passage.start]


def _word_weights(question: str, texts: Iterable[frozenset[str]]) -> dict[str, float]:
    """The question's content words by stem, each with its inverse document frequency among the texts."""
    texts = list(texts)
    counts = Counter(word for text in texts for word in text)
    return {
        word: math.log(1 + len(texts) / (1 + counts[word]))
        for word in dict.fromkeys(map(stem, content_words(question)))
    }


def _overlap(weights: dict[str, float], found: frozenset[str]) -> float:
    return sum(weight for word, weight in weights.items() if word in found) / (sum(weights.values()) or 1.0)
