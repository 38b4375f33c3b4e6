"""Reports as one HTML page that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import pairwise
from pathlib import Path

from qa.evaluation import plots
from qa.evaluation.bootstrap import Estimate
from qa.evaluation.compare import Comparison
from qa.evaluation.measures import BY_NAME, MEASURES, STAGES
from qa.evaluation.questions import Excerpt, HasText
from qa.evaluation.report import FAULTS, Record, Report
from qa.evaluation.table import NOT_MEASURED, TAG_MEASURES, expected, interval, number, said

_CARDS = ("first_citation", "f1", "accuracy", "auroc", "mrr", "latency_p50")
_AROUND = 160


def render(report: Report, documents: Mapping[str, HasText], comparison: Comparison | None = None) -> str:
    """The page; documents are where evidence and citations are shown in their place."""
    style = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    body = "\n".join(_body(report, documents, comparison))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>Evaluation of {escape(report.name)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def marked(text: str, evidence: list[Excerpt], cited: list[Excerpt]) -> str:
    """The stretches of one document around its evidence and citations, both marked, as HTML."""
    places = [*evidence, *cited]
    edges = sorted({edge for place in places for edge in (place.start, place.end)})
    windows: list[tuple[int, int]] = []
    for place in sorted(places, key=lambda place: place.start):
        start, end = max(0, place.start - _AROUND), min(len(text), place.end + _AROUND)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(windows[-1][1], end))
        else:
            windows.append((start, end))
    shown = []
    for start, end in windows:
        cuts = [start, *(edge for edge in edges if start < edge < end), end]
        pieces = "".join(
            _piece(text[left:right], _holds(evidence, left), _holds(cited, left))
            for left, right in pairwise(cuts)
        )
        before, after = "…" if start else "", "…" if end < len(text) else ""
        shown.append(f'<div class="place">{before}{pieces}{after}</div>')
    return "".join(shown)


def _body(report: Report, documents: Mapping[str, HasText], comparison: Comparison | None) -> Iterator[str]:
    yield f"<h1>{escape(report.name)}</h1>"
    about = [f"{len(report.records)} questions", *(f"{key} {value}" for key, value in report.about.items())]
    yield f'<p class="about">{escape(" · ".join(about))}</p>'
    if report.interrupted:
        yield f'<p class="stopped">Stopped after {len(report.records)} of {report.total} questions.</p>'
    yield f'<div class="cards">{"".join(_card(report, name) for name in _CARDS)}</div>'
    yield "<h2>Stage by stage</h2>" + _overall(report)
    yield from _pictures(report)
    if comparison is not None:
        yield _compared(comparison)
    if report.by_tag:
        yield "<h2>By kind of question, as tagged</h2>" + _tags(report)
    yield "<h2>Where answers were lost</h2>" + _faults(report)
    failures = report.failures
    yield f"<h2>Failures: {len(failures)} of {len(report.records)}</h2>"
    yield '<p class="legend"><mark class="evidence">evidence</mark><mark class="cited">cited</mark>'
    yield '<mark class="both">both</mark></p>'
    for record in failures:
        yield _failure(record, documents)


def _card(report: Report, name: str) -> str:
    measure, found = BY_NAME[name], report.measures[name]
    label = "Median latency" if name == "latency_p50" else measure.label
    if found is None:
        value, detail = '<b class="dim">–</b>', NOT_MEASURED
    else:
        value, detail = f"<b>{number(measure, found.value)}</b>", interval(measure, found)
    return f'<div class="card"><span>{escape(label)}</span>{value}<span>{detail}</span></div>'


def _overall(report: Report) -> str:
    rows, stage = [], ""
    for measure in MEASURES:
        head = "" if measure.stage == stage else STAGES[measure.stage]
        stage = measure.stage
        name = f"{escape(measure.label)}<br><small class='dim'>{escape(measure.meaning)}</small>"
        found = report.measures[measure.name]
        rows.append(f"<tr><th>{escape(head)}</th><td>{name}</td>{_figures(measure.name, found)}</tr>")
    heads = (
        "<th>stage</th><th>measure</th><th class='n'>value</th><th class='n'>95 % interval</th>"
        "<th></th><th class='n'>n</th>"
    )
    return _table(heads, rows)


def _figures(name: str, found: Estimate | None) -> str:
    measure = BY_NAME[name]
    if found is None:
        return f"<td class='n dim'>{NOT_MEASURED}</td><td></td><td></td><td></td>"
    picture = "" if measure.is_time else plots.interval(found.low, found.value, found.high)
    return (
        f"<td class='n'>{number(measure, found.value)}</td><td class='n dim'>{interval(measure, found)}</td>"
        f"<td>{picture}</td><td class='n dim'>{found.count}</td>"
    )


def _pictures(report: Report) -> Iterator[str]:
    asked = [record for record in report.records if record.confidence is not None]
    if not asked:
        return
    confidence = [record.confidence or 0.0 for record in asked]
    right = [bool(record.scores.get("right")) for record in asked]
    yield "<h2>Confidence and time</h2><div class='plots'>"
    yield _figure(
        "Risk and coverage",
        "wrong answers, if only the surest are given",
        plots.risk_coverage(confidence, right),
    )
    yield _figure(
        "Reliability",
        "bars on the diagonal: confidence can be believed",
        plots.reliability(confidence, right),
    )
    yield _figure("Latency", "of one question", plots.latency([record.seconds or 0.0 for record in asked]))
    yield "</div>"


def _figure(title: str, meaning: str, picture: str) -> str:
    return (
        f"<figure><figcaption>{escape(title)}<small>{escape(meaning)}</small></figcaption>{picture}</figure>"
    )


def _compared(comparison: Comparison) -> str:
    rows = [
        f"<tr><td>{escape(STAGES[one.measure.stage])} · {escape(one.measure.label)}</td>"
        f"<td class='n'>{number(one.measure, one.old)}</td><td class='n'>{number(one.measure, one.new)}</td>"
        f"<td class='n'>{one.change:+.3f}</td><td class='n'>{one.p_value:.3f}</td>"
        f"<td class='{one.verdict}'>{one.verdict}</td></tr>"
        for one in comparison.differences
    ]
    heads = "<th>measure</th>" + "".join(
        f"<th class='n'>{name}</th>" for name in ("then", "now", "change", "p", "")
    )
    parts = [f"<h2>Compared on {comparison.shared} shared questions</h2>", _table(heads, rows)]
    for verdict, changed in (("better", comparison.better), ("worse", comparison.worse)):
        items = [
            f"<tr><td>{escape(new.question)}</td><td>{escape(said(old))}</td><td>{escape(said(new))}</td></tr>"
            for old, new in changed
        ]
        parts.append(f"<h2 class='{verdict}'>{verdict.title()}: {len(changed)} questions</h2>")
        if items:
            parts.append(_table("<th>question</th><th>then</th><th>now</th>", items))
    return "".join(parts)


def _tags(report: Report) -> str:
    heads = "<th>tag</th><th class='n'>n</th>" + "".join(
        f"<th class='n'>{escape(head)}</th>" for head in TAG_MEASURES.values()
    )
    rows = []
    for tag, measures in report.by_tag.items():
        cells = "".join(
            "<td class='n dim'>–</td>"
            if (found := measures[name]) is None
            else f"<td class='n'>{found.value:.3f}</td>"
            for name in TAG_MEASURES
        )
        rows.append(f"<tr><th>{escape(tag)}</th><td class='n dim'>{report.tags[tag]}</td>{cells}</tr>")
    return _table(heads, rows)


def _faults(report: Report) -> str:
    rows = [
        f"<tr><th>{escape(fault)}</th><td class='n'>{count}</td><td>{escape(FAULTS[fault])}</td></tr>"
        for fault, count in report.faults.items()
    ]
    return _table("<th>fault</th><th class='n'>questions</th><th>meaning</th>", rows)


def _failure(record: Record, documents: Mapping[str, HasText]) -> str:
    facts = {"expected": expected(record), "answered": said(record)}
    if record.history:
        facts["after"] = " / ".join(record.history)
    if record.asked != record.question:
        facts["searched"] = record.asked
    if record.confidence is not None:
        facts["confidence"] = f"{record.confidence:.2f}"
    facts["tags"] = ", ".join(record.tags)
    listed = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts.items() if value)
    evidence = [place for piece in record.evidence for place in piece]
    names = dict.fromkeys(place.document for place in (*evidence, *record.citations))
    shown = "".join(
        f"<p class='dim'>{escape(name)}</p>"
        + marked(documents[name].text, _of(evidence, name), _of(record.citations, name))
        for name in names
        if name in documents
    )
    return (
        f"<details><summary><span class='fault'>{escape(record.fault)}</span>{escape(record.question)} "
        f"<small class='dim'>{escape(record.id)}</small></summary>"
        f"<div><dl>{listed}</dl>{shown}</div></details>"
    )


def _of(places: list[Excerpt] | tuple[Excerpt, ...], name: str) -> list[Excerpt]:
    return [place for place in places if place.document == name]


def _holds(places: list[Excerpt], offset: int) -> bool:
    return any(place.start <= offset < place.end for place in places)


def _piece(text: str, is_evidence: bool, is_cited: bool) -> str:
    kind = {(True, True): "both", (True, False): "evidence", (False, True): "cited"}.get(
        (is_evidence, is_cited)
    )
    return f'<mark class="{kind}">{escape(text)}</mark>' if kind else escape(text)


def _table(heads: str, rows: list[str]) -> str:
    body = "".join(rows)
    return f"<div class='scroll'><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
