"""Judge adapters of the larger reader alone, on articles that no training saw.

python tests/benchmarks/judge_adapters.py BASE ADAPTER … --squad … --unanswerable … --titles …

Each paragraph is read a sentence at a time, each with the one before it, as the product does after its first
ranking. Printed for the small reader and each adapter: how often the right sentence of an answered question's
paragraph is the surest, over all and over those in other words; the F1 of the span found in that sentence;
and the AUROC of a paragraph's surest sentence between answered questions and SQuAD 2.0's unanswerable ones.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score
from training.data import sentences_of, touched_sentences
from training.squad import Article, Question, plain_title, read_articles
from training.windows import LOW_OVERLAP, overlap

from index import Passage, Span
from index.models import Graph, hash_file
from qa.evaluation.metrics import token_f1
from qa.reader import Reader, Reading
from qa.reader.weights import merged_larger_reader


@dataclass(frozen=True)
class Asked:
    """A question, its paragraph's windows, and which of their sentences answer; none where nothing does."""

    question: str
    windows: list[Passage]
    right: frozenset[int]
    answer: str
    in_other_words: bool


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("base", type=Path, help="all-mpnet-base-v2's folder, as join_base.py makes it")
    parser.add_argument("adapters", type=Path, nargs="*", help="adapters to judge")
    parser.add_argument("--squad", type=Path, required=True, help="SQuAD 1.1's training file")
    parser.add_argument("--unanswerable", type=Path, required=True, help="SQuAD 2.0's file")
    parser.add_argument("--titles", type=Path, required=True, help="titles to judge on, one a line")
    parser.add_argument("--questions", type=int, default=300, help="how many of each sort")
    chosen = parser.parse_args()
    titles = chosen.titles.read_text(encoding="utf-8").splitlines()
    asked = [*sample(chosen.squad, titles, chosen.questions, answered=True)]
    asked += sample(chosen.unanswerable, titles, chosen.questions, answered=False)
    print(f"{len(asked)} questions, {sum(one.in_other_words for one in asked)} of them in other words")
    print(judged("small", Reader.load(), asked), flush=True)
    for adapter in chosen.adapters:
        print(judged(str(adapter), reader_of(chosen.base, adapter), asked), flush=True)


def sample(path: Path, titles: list[str], count: int, *, answered: bool) -> Iterator[Asked]:
    """Questions of the articles with these titles, drawn at random and always the same."""
    judged_on = set(map(plain_title, titles))
    pairs = [
        (article, question)
        for article in read_articles(path)
        if article.title in judged_on
        for question in article.questions
        if question.answered is answered
    ]
    for article, question in random.Random(0).sample(pairs, min(count, len(pairs))):
        yield as_asked(article, question)


def as_asked(article: Article, question: Question) -> Asked:
    """A question with its paragraph, a window a sentence."""
    paragraph = article.paragraphs[question.paragraph]
    sentences = sentences_of(paragraph)
    windows = []
    for number, (_, end) in enumerate(sentences):
        parts = tuple(Span(*one) for one in sentences[max(0, number - 1) : number + 1])
        windows.append(Passage("", parts[0].start, end, paragraph[parts[0].start : end], sentences=parts))
    if not question.answered:
        return Asked(question.text, windows, frozenset(), "", in_other_words=False)
    first, last = touched_sentences(sentences, question)
    other = overlap(article, question) <= LOW_OVERLAP
    return Asked(
        question.text,
        windows,
        frozenset(range(first, last + 1)),
        paragraph[question.start : question.end],
        other,
    )


def reader_of(base: Path, adapter: Path) -> Reader:
    """The larger reader with another adapter, exported and rounded as the product's."""
    graph = Graph(
        "judged reader",
        hash_file(adapter),
        partial(merged_larger_reader, base, adapter),
        ["start", "end"],
        is_large=True,
    )
    return Reader(base / "tokenizer.json", graph)


def judged(name: str, reader: Reader, asked: list[Asked]) -> str:
    """A line of figures."""
    surest, right, overlaps = [], [], []
    for one in asked:
        readings = reader.read(one.question, one.windows)
        scores = [max((part.score for part in reading.sentences[-1:]), default=-50.0) for reading in readings]
        surest.append(max(scores))
        right.append(int(np.argmax(scores)) in one.right)
        if one.right:
            last = max(one.right)
            overlaps.append(token_f1(span_in(readings[last], one.windows[last]), [one.answer]))
    answered = np.array([bool(one.right) for one in asked])
    other = np.array([one.in_other_words for one in asked])
    hits = np.array(right)
    return (
        f"{name}: right sentence {hits[answered].mean():.3f}, in other words {hits[other].mean():.3f}; "
        f"span F1 {np.mean(overlaps):.3f}; "
        f"AUROC {roc_auc_score(answered, np.array(surest)):.3f}"
    )


def span_in(reading: Reading, window: Passage) -> str:
    """The words of the span found in a window's own sentence."""
    found = reading.sentences[-1].span if reading.sentences else Span(window.start, window.start)
    return window.text[found.start - window.start : found.end - window.start]


if __name__ == "__main__":
    main()
