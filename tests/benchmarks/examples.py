"""Questions with known answers, as the fit and the measurements use them: one whole document each."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import Document, Index, Passage
from qa.evaluation.metrics import contains_answer

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    """A question over a document; `gold` is empty where the document does not answer it.

    `split` is "tune" or "test"; `kind` says which sort of question it is.
    """

    group: str
    split: str
    kind: str
    name: str
    text: str
    question: str
    gold: tuple[tuple[int, int], ...]
    answers: tuple[str, ...] = ()
    path: Path | None = None

    def index(self) -> Index:
        """An index of the document alone, read from its file where it has one; a cut text has no name."""
        name = "text" if self.group == "short texts" else self.name
        return Index.build([self.path]) if self.path else Index.from_texts({name: self.text})

    def holds_gold(self, start: int, end: int) -> bool:
        """Whether a stretch of the document overlaps the gold evidence."""
        return any(start < gold_end and gold_start < end for gold_start, gold_end in self.gold)

    def is_answered_by(self, start: int, end: int) -> bool:
        """Whether a stretch of the document overlaps the gold evidence, or says a right answer elsewhere."""
        said = bool(self.gold) and contains_answer(self.text[start:end], self.answers)
        return self.holds_gold(start, end) or said


def own_examples(questions: Path, group: str) -> Iterator[Example]:
    """Questions of a JSON Lines file whose documents stand beside it; follow-ups are left out."""
    documents: dict[str, Document] = {}
    for line in questions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("history"):
            continue
        name = row["document"]
        if name not in documents:
            documents[name] = Document.open(questions.parent / name)
        text = documents[name].text
        quotes = [
            quote for piece in row["evidence"] for quote in ([piece] if isinstance(piece, str) else piece)
        ]
        gold = tuple((text.index(quote), text.index(quote) + len(quote)) for quote in quotes)
        split = "tune" if "tune" in row["tags"] else "test"
        yield Example(
            group, split, row["tags"][0], name, text, row["question"], gold, tuple(row["answers"]),
            questions.parent / name,
        )  # fmt: skip


def story_examples(stories: Path, per_story: int) -> Iterator[Example]:
    """Questions over whole stories, FairytaleQA's validation part (Xu et al., 2022); every other is to tune.

    For each story: `per_story` of its questions whose answer stands in it, a third as many of another's.
    """
    chosen = random.Random(7)
    with lzma.open(stories) as file:
        rows = [story for story in json.load(file) if story["split"] != "train"]
    for number, story in enumerate(rows):
        split = "tune" if number % 2 == 0 else "test"
        told = [question for question in story["questions"] if question["span"]]
        for row in _sample(chosen, told, per_story):
            gold = (tuple(row["span"]),)
            answers = tuple(row["answers"])
            yield Example(
                "stories", split, "direct", story["title"], story["text"], row["question"], gold, answers
            )
        for row in _sample(chosen, rows[(number + 6) % len(rows)]["questions"], per_story // 3):
            yield Example("stories", split, "off-topic", story["title"], story["text"], row["question"], ())


def squad_examples(squad: Path, unanswerable: Path, titles: Path, per_article: int) -> Iterator[Example]:
    """Questions over whole SQuAD articles; of the named articles every other one is for tuning.

    For each article: `per_article` of its own questions, half as many of SQuAD 2.0's adversarial ones
    where there are any, and a third as many of another article's.
    """
    chosen = random.Random(7)
    articles = {article["title"]: article for article in load(squad)}
    tricky = {article["title"]: article for article in load(unanswerable)}
    names = [line.strip() for line in titles.read_text(encoding="utf-8").splitlines() if line.strip()]
    for number, name in enumerate(names):
        split = "tune" if number % 2 == 0 else "test"
        text, answerable = joined(articles[name])
        for row, start in _sample(chosen, answerable, per_article):
            gold = tuple(
                (start + a["answer_start"], start + a["answer_start"] + len(a["text"]))
                for a in row["answers"]
            )
            answers = tuple(a["text"] for a in row["answers"])
            yield Example("wikipedia", split, "direct", name, text, row["question"], gold, answers)
        rows = [
            row
            for paragraph in tricky.get(name, {"paragraphs": []})["paragraphs"]
            for row in paragraph["qas"]
        ]
        for row in _sample(chosen, rows, per_article // 2):
            yield Example("wikipedia", split, "adversarial", name, text, row["question"], ())
        # A tuning article borrows from a tuning article, a test article from a test article.
        other = names[(number + 6) % len(names)]
        for row, _ in _sample(chosen, joined(articles[other])[1], per_article // 3):
            yield Example("wikipedia", split, "off-topic", name, text, row["question"], ())


def short_examples(examples: Iterable[Example]) -> Iterator[Example]:
    """Texts of a few sentences, cut from the examples' documents around what search finds first.

    An answered question gives a text that holds its evidence and, every other time, one that lacks it and
    the answer's words; an unanswerable question gives one text. Tables are left out.
    """
    chosen = random.Random(7)
    name, index = "", None
    for number, example in enumerate(examples):
        if index is None or example.name != name:
            name, index = example.name, example.index()
        hits = [hit.passage for hit in index.search(example.question) if not hit.passage.cells]
        holding = [one for one in hits if example.holds_gold(one.start, one.end)]
        lacking = [one for one in hits if one not in holding and not _says(one, example.answers)]
        if holding:
            yield _cut(example, holding[0], chosen)
        if lacking and (not example.gold or number % 2 == 0):
            yield _cut(example, lacking[0], chosen)


def _says(passage: Passage, answers: Sequence[str]) -> bool:
    return any(answer.casefold() in passage.text.casefold() for answer in answers)


def _cut(example: Example, passage: Passage, chosen: random.Random) -> Example:
    """The sentences of the evidence in a passage, or any of it, with up to three on each side."""
    sentences = passage.sentences
    gold = [n for n, one in enumerate(sentences) if example.holds_gold(*one)] or [
        chosen.randrange(len(sentences))
    ]
    first = max(0, gold[0] - chosen.randint(0, 3))
    last = min(len(sentences) - 1, gold[-1] + chosen.randint(0, 3))
    start, end = sentences[first].start, sentences[last].end
    within = tuple(
        (max(one, start) - start, min(other, end) - start)
        for one, other in example.gold
        if one < end and start < other
    )
    text = passage.text[start - passage.start : end - passage.start]
    kind = example.kind if within or not example.gold else "beside"
    return Example(
        "short texts", example.split, kind, f"{example.name} {start}", text, example.question, within,
        example.answers if within else (),
    )  # fmt: skip


def joined(article: dict[str, Any]) -> tuple[str, list[tuple[dict[str, Any], int]]]:
    """An article's paragraphs parted by blank lines, and its questions with their paragraph's offset."""
    text = ""
    questions = []
    for paragraph in article["paragraphs"]:
        text += "\n\n" if text else ""
        questions += [(row, len(text)) for row in paragraph["qas"]]
        text += paragraph["context"]
    return text, questions


def _sample(chosen: random.Random, rows: list[Any], count: int) -> list[Any]:
    return chosen.sample(rows, min(count, len(rows)))


def load(path: Path) -> list[dict[str, Any]]:
    data = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    articles: list[dict[str, Any]] = json.loads(data)["data"]
    return articles
