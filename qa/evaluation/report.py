"""Reports: what was asked, what came back, what it is worth; and the same as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from index import CitedQAError
from qa.evaluation.bootstrap import Estimate
from qa.evaluation.measures import BY_NAME, MEASURES, estimates
from qa.evaluation.questions import Excerpt

# Why an answer failed, in the order in which a question goes through the stages.
FAULTS = {
    "not found": "the evidence is not among the first five passages",
    "wrongly refused": "the evidence was found, and the answer refused",
    "wrong place": "the evidence was found, and something else cited first",
    "wrong words": "the evidence is cited first, and other words of it given as the answer",
    "wrongly answered": "the documents do not say, and an answer was given",
}


class ReportError(CitedQAError):
    """A saved report cannot be read."""


@dataclass(frozen=True)
class Record:
    """One question and what came back.

    Attributes:
        id, question, history, document, tags, answerable, answers, evidence: as in the question set.
        asked: the standalone question that was searched.
        answered: False where it was refused; None where no answer was asked for (retrieval alone).
        text: the words shown; "" on a refusal.
        span: the shortest exact answer, if there is one.
        confidence: the probability, by its own account, that the answer is right.
        citations: what it cites, in order.
        seconds: how long `ask` took.
        scores: what it is worth by each measure; None where a measure does not apply.

    """

    id: str
    question: str
    history: tuple[str, ...]
    document: str | None
    tags: tuple[str, ...]
    answerable: bool
    answers: tuple[str, ...]
    evidence: tuple[tuple[Excerpt, ...], ...]
    asked: str
    answered: bool | None = None
    text: str = ""
    span: str | None = None
    confidence: float | None = None
    citations: tuple[Excerpt, ...] = ()
    seconds: float | None = None
    scores: dict[str, float | None] = field(default_factory=dict)

    @property
    def fault(self) -> str:
        """The stage it was lost in, one of FAULTS; "" where it is right."""
        if not self.answerable:
            return "wrongly answered" if self.answered else ""
        is_cited = self.scores.get("first_citation") != 0
        has_words = (self.scores.get("f1") or 0) >= 0.5 or self.scores.get("f1") is None
        if is_cited and has_words and self.answered is not False and self.scores.get("hit@5") != 0:
            return ""
        if self.scores.get("hit@5") == 0 and not (self.answered and is_cited):
            return "not found"
        if self.answered is False:
            return "wrongly refused"
        if not is_cited:
            return "wrong place"
        return "" if has_words else "wrong words"

    @property
    def goodness(self) -> float:
        """From 0, as wrong as can be, to 1: the mean of what was measured of the answer."""
        if not self.answerable:
            return 1.0 - (self.confidence or 0.0) if self.answered else 1.0
        if self.answered is None:
            return self.scores.get("ndcg@10") or 0.0
        names = ("first_citation", "citation_recall", "f1", "right")
        known = [score for name in names if (score := self.scores.get(name)) is not None]
        return sum(known) / len(known) if known else float(self.answered)


@dataclass(frozen=True)
class Report:
    """What an evaluation found.

    Attributes:
        name: the question set.
        records: one for each question that was asked, in order.
        total: how many questions there were to ask.
        interrupted: whether it was stopped before all were asked.
        seconds: wall-clock seconds by what they were spent on.
        about: what it ran on: time, versions, documents, machine.
        seed: of the bootstrap.

    """

    name: str
    records: tuple[Record, ...]
    total: int
    interrupted: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    seed: int = 0

    @cached_property
    def measures(self) -> dict[str, Estimate | None]:
        """Every measure over all questions; None where nothing was there to measure."""
        return estimates(self.records, self.seed)

    @cached_property
    def by_tag(self) -> dict[str, dict[str, Estimate | None]]:
        """Every measure over the questions of each tag, the most frequent tag first.

        A tag of nothing but unanswerable questions has the AUROC of these against all answerable ones.
        """
        return {tag: self._of_tag(tag) for tag in self.tags}

    @property
    def tags(self) -> dict[str, int]:
        """The tags and how many questions have them, the most frequent first."""
        counts = Counter(tag for record in self.records for tag in record.tags)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def failures(self) -> list[Record]:
        """The records with a fault, the worst first."""
        return [record for record in self.worst(len(self.records)) if record.fault]

    @property
    def faults(self) -> dict[str, int]:
        """How many questions were lost in each stage."""
        counts = Counter(record.fault for record in self.records)
        return {fault: counts[fault] for fault in FAULTS}

    def _of_tag(self, tag: str) -> dict[str, Estimate | None]:
        own = [record for record in self.records if tag in record.tags]
        found = estimates(own, self.seed)
        if not any(record.answerable for record in own):
            against = [record for record in self.records if record.answerable]
            found |= estimates([*own, *against], self.seed, [BY_NAME["auroc"]])
        return found

    def worst(self, count: int = 10) -> list[Record]:
        """The worst records that are not perfect, the worst first, confident ones before the others."""
        ranked = sorted(self.records, key=lambda record: (record.goodness, -(record.confidence or 0.0)))
        return [record for record in ranked if record.goodness < 1][:count]

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "format": 1,
            "name": self.name,
            "asked": len(self.records),
            "total": self.total,
            "interrupted": self.interrupted,
            "seconds": self.seconds,
            "about": self.about,
            "seed": self.seed,
            "measures": _plain(self.measures),
            "by_tag": {tag: _plain(measures) for tag, measures in self.by_tag.items()},
            "faults": self.faults,
            "records": [asdict(record) | {"fault": record.fault} for record in self.records],
        }

    def to_json(self) -> str:
        """Everything as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, allow_nan=False)

    @classmethod
    def from_json(cls, path: str | Path) -> Report:
        """Read a report that was saved as JSON.

        Raises:
            ReportError: if there is none, or the file is something else.

        """
        from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - not for every import of this module

        try:
            data = json.loads(Path(path).read_text(encoding="utf-8"))
            fields = {name: data[name] for name in cls.__dataclass_fields__}
            return TypeAdapter(cls).validate_python(fields)
        except OSError as error:
            raise ReportError(f"it cannot be read ({error.strerror}); check the path", path) from error
        except (ValueError, KeyError, TypeError, ValidationError) as error:
            raise ReportError("it is not a report; give a file that `qa eval --json` wrote", path) from error


def _plain(measures: Mapping[str, Estimate | None]) -> dict[str, dict[str, float] | None]:
    return {
        name: asdict(found) if (found := measures[name]) is not None else None
        for name in (measure.name for measure in MEASURES)
    }
