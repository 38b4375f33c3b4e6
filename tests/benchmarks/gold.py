"""Questions over whole SQuAD articles with their gold answers, and whether search results hold those."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examples import joined, load
from sentencex import get_sentence_boundaries


@dataclass(frozen=True)
class Asked:
    """A question over an article; `gold` are its answers' places, `sentences` the sentences around them."""

    question: str
    document: str
    gold: tuple[tuple[int, int], ...]
    answers: tuple[str, ...]
    sentences: tuple[str, ...]


def questions(
    squad: Path, titles: Path | None, share: float, per_article: int
) -> tuple[dict[str, str], list[Asked]]:
    """The chosen articles' texts by title, and questions of each, always the same ones."""
    articles = load(squad)
    if titles:
        wanted = {line.strip() for line in titles.read_text(encoding="utf-8").splitlines()}
        articles = [article for article in articles if article["title"] in wanted]
    chosen = random.Random(7)
    articles = chosen.sample(articles, max(1, round(share * len(articles))))
    texts, asked = {}, []
    for article in articles:
        text, rows = joined(article)
        texts[article["title"]] = text
        for row, start in chosen.sample(rows, min(len(rows), per_article)):
            gold = tuple(
                (start + a["answer_start"], start + a["answer_start"] + len(a["text"]))
                for a in row["answers"]
            )
            answers = tuple(a["text"] for a in row["answers"])
            around = tuple(sentence(text, *place) for place in gold)
            asked.append(Asked(row["question"].strip(), article["title"], gold, answers, around))
    chosen.shuffle(asked)
    return texts, asked


def sentence(text: str, start: int, end: int) -> str:
    """The sentences of its paragraph that a stretch of the text touches."""
    first = text.rfind("\n\n", 0, start)
    first = 0 if first < 0 else first + 2
    last = text.find("\n\n", end)
    paragraph = text[first : None if last < 0 else last].replace("\n", " ")
    touched = [
        paragraph[one["start_index"] : one["end_index"]]
        for one in get_sentence_boundaries("en", paragraph)
        if one["start_index"] < end - first and start - first < one["end_index"]
    ]
    return "".join(touched)


def in_place(results: list[dict[str, Any]], asked: Asked) -> bool:
    """Whether the first result overlaps the gold answer, or holds its sentence where no offset is told."""
    if not results or results[0]["document"] != asked.document:
        return False
    start, text = results[0]["start"], results[0]["text"]
    if start is None:
        return any(folded(one) in folded(text) for one in asked.sentences)
    return any(start < end and first < start + len(text) for first, end in asked.gold)


def within(results: list[dict[str, Any]], asked: Asked, size: int) -> bool:
    """Whether a gold answer's words stand in the first characters of the results."""
    shown = folded(" ".join(one["text"] for one in results if one["text"])[:size])
    return any(folded(answer) in shown for answer in asked.answers)


def folded(text: str) -> str:
    """Without differences of case and white space."""
    return " ".join(text.casefold().split())
