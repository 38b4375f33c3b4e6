"""Reports as one HTML page that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from qa.evaluation import plots
from qa.evaluation.compare import Comparison
from qa.evaluation.measures import BY_NAME, MEASURES, STAGES
from qa.evaluation.questions import Excerpt, HasText
from qa.evaluation.report import FAULTS, Record, Report
from qa.evaluation.table import (
    NOT_MEASURED,
    TAG_MEASURES,
    TAG_NOTE,
    TAGS_SHOWN,
    expected,
    interval,
    number,
    said,
)

_CARDS = ("first_citation", "f1", "accuracy", "auroc", "mrr", "latency_p50")
_AROUND = 160


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a document in pieces: what is "evidence", "cited", "both", or "" for neither.

    Attributes:
        pieces: texts with their kinds, which together are the stretch.
        is_start, is_end: whether the document starts or ends with it.

    """

    pieces: tuple[tuple[str, str], ...]
    is_start: bool
    is_end: bool


def render(report: Report, documents: Mapping[str, HasText], comparison: Comparison | None = None) -> str:
    """The page; documents are where evidence and citations are shown in their place."""
    tags = iter(report.by_tag.items())
    return _template().render(
        report=report,
        comparison=comparison,
        cards=[BY_NAME[name] for name in _CARDS],
        stages={
            label: [measure for measure in MEASURES if measure.stage == stage]
            for stage, label in STAGES.items()
        },
        tags=[list(islice(tags, TAGS_SHOWN)), list(tags)],
        plots=list(_plots(report)),
        failures=((record, _facts(record), _places(record, documents)) for record in report.failures),
    )


def windows(text: str, evidence: Sequence[Excerpt], cited: Sequence[Excerpt]) -> list[Window]:
    """The stretches of one document around its evidence and citations, both told apart."""
    places = [*evidence, *cited]
    edges = sorted({edge for place in places for edge in (place.start, place.end)})
    spans: list[tuple[int, int]] = []
    for place in sorted(places, key=lambda place: place.start):
        start, end = max(0, place.start - _AROUND), min(len(text), place.end + _AROUND)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    found = []
    for start, end in spans:
        cuts = [start, *(edge for edge in edges if start < edge < end), end]
        pieces = tuple((text[left:right], _kind(evidence, cited, left)) for left, right in pairwise(cuts))
        found.append(Window(pieces, start == 0, end == len(text)))
    return found


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": number, "interval": interval, "said": said}
    environment.globals |= {
        "faults": FAULTS,
        "placed": plots.interval,
        "not_measured": NOT_MEASURED,
        "stages_of": STAGES,
        "tag_measures": {head: BY_NAME[name] for name, head in TAG_MEASURES.items()},
        "tag_note": TAG_NOTE,
    }
    return environment.get_template("report_page.html")


def _plots(report: Report) -> Iterator[tuple[plots.Plot, str]]:
    """Each plot, and what is to be seen in it."""
    asked = [record for record in report.records if record.confidence is not None]
    if not asked:
        return
    confidence = [record.confidence or 0.0 for record in asked]
    right = [bool(record.scores.get("right")) for record in asked]
    yield plots.risk_coverage(confidence, right), "wrong answers, if only the surest are given"
    yield plots.reliability(confidence, right), "bars on the diagonal: confidence can be believed"
    yield plots.latency([record.seconds or 0.0 for record in asked]), "of one question"


def _facts(record: Record) -> dict[str, str]:
    confidence = "" if record.confidence is None else f"{record.confidence:.2f}"
    facts = {
        "expected": expected(record),
        "answered": said(record),
        "after": " / ".join(record.history),
        "searched": record.asked if record.asked != record.question else "",
        "confidence": confidence,
        "tags": ", ".join(record.tags),
    }
    return {name: value for name, value in facts.items() if value}


def _places(record: Record, documents: Mapping[str, HasText]) -> dict[str, list[Window]]:
    """What is to be seen of each document, by its name."""
    evidence = [place for piece in record.evidence for place in piece]
    names = dict.fromkeys(place.document for place in (*evidence, *record.citations))
    return {
        name: windows(documents[name].text, _of(evidence, name), _of(record.citations, name))
        for name in names
        if name in documents
    }


def _of(places: Sequence[Excerpt], name: str) -> list[Excerpt]:
    return [place for place in places if place.document == name]


def _kind(evidence: Sequence[Excerpt], cited: Sequence[Excerpt], offset: int) -> str:
    is_evidence, is_cited = (
        any(place.start <= offset < place.end for place in places) for places in (evidence, cited)
    )
    if is_evidence:
        return "both" if is_cited else "evidence"
    return "cited" if is_cited else ""
