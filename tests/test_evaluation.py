"""Evaluation from end to end: a tiny real index, asked, reported, compared and held to gates."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO
from time import process_time

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from index import Index
from qa import ask
from qa.evaluation import QuestionSetError, Report, ReportError, compare, evaluate, load_questions
from qa.evaluation.eval_command import evaluate_command
from qa.evaluation.gates import Gate, GateError
from qa.evaluation.measures import estimates
from qa.evaluation.questions import Excerpt
from qa.evaluation.report_page import render, windows
from qa.evaluation.table import print_report

TEXT = (
    "The lighthouse at Cape Orrin was built in 1874 by the engineer Ada Whitlock. It stands 41 metres tall.\n"
    "The lamp was converted to electricity in 1923, after a storm had destroyed the oil store.\n"
    "Every spring, volunteers paint the tower white & red, a task that takes <nine> days.\n"
    "The keeper's cottage is a museum today, open from May until September.\n"
)
ROWS = [
    {
        "id": "built",
        "question": "When was the lighthouse at Cape Orrin built?",
        "answers": ["1874", "in 1874"],
        "evidence": ["The lighthouse at Cape Orrin was built in 1874 by the engineer Ada Whitlock."],
        "tags": ["direct"],
    },
    {
        "id": "paint",
        "question": "What do volunteers do every spring?",
        "evidence": ["Every spring, volunteers paint the tower white & red, a task that takes <nine> days."],
        "tags": ["direct", "<b>bold</b>"],
    },
    {
        "id": "moon",
        "question": "Who won the chess championship in Reykjavik?",
        "answerable": False,
        "tags": ["off"],
    },
]


@pytest.fixture(scope="module")
def index():
    return Index.from_texts({"light.txt": TEXT})


def write(folder, rows=ROWS):
    path = folder / "q.jsonl"
    path.write_text("\n".join(json.dumps({"document": "light.txt"} | row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def report(index, tmp_path_factory):
    return evaluate(write(tmp_path_factory.mktemp("set")), index)


def test_a_report_tells_of_each_stage(report):
    built, paint, moon = report.records
    assert built.answered
    assert (built.scores["hit@1"], built.scores["em"], built.scores["reader_em"]) == (1, 1, 1)
    assert built.scores["first_citation"] == 1
    assert "em" not in paint.scores
    assert paint.scores["citation_recall"] == 1
    assert moon.answered is False
    assert moon.citations == ()
    assert report.measures["mrr"].value == 1
    assert report.measures["mrr"].count == 2
    assert report.measures["refusal_recall"].value == 1
    assert report.by_tag["off"]["f1"] is None
    assert not report.interrupted


def test_every_citation_of_a_record_stands_in_its_document(report):
    for record in report.records:
        for cited in record.citations:
            assert TEXT[cited.start : cited.end] == cited.quote


def test_a_set_without_unanswerable_questions_does_not_measure_abstention(index, tmp_path):
    report = evaluate(write(tmp_path, ROWS[:2]), index)
    for name in ("refusal_precision", "refusal_recall", "auroc"):
        assert report.measures[name] is None
    assert report.measures["accuracy"].value == report.measures["answered"].value
    assert '"auroc": null' in report.to_json()
    assert "not measured" in render(report, index.documents)


def test_each_kind_of_question_has_its_figures(report):
    direct, off = report.by_tag["direct"], report.by_tag["off"]
    assert (direct["first_citation"].value, direct["f1"].count, direct["auroc"]) == (1, 1, None)
    assert (off["first_citation"], off["accuracy"].value, off["accuracy"].count) == (None, 1, 1)
    # What cannot be answered is told apart from all that can.
    assert (off["auroc"].value, off["auroc"].count) == (1, 3)


def test_many_kinds_do_not_flood_the_terminal_and_stand_all_on_the_page(report, index):
    many = tuple(
        replace(record, id=f"{record.id}{number}", tags=(*record.tags, f"kind {number:02}"))
        for number in range(30)
        for record in report.records
    )
    known = replace(report, records=many, total=len(many))
    out = Console(width=100, record=True, file=StringIO())
    print_report(known, out)
    printed = out.export_text()
    assert printed.count("kind ") < 20
    assert "13 rarer tags are left out here" in printed
    page = render(known, index.documents)
    assert all(f"kind {number:02}" in page for number in range(30))


def test_a_question_with_nothing_to_compare_is_only_judged_by_whether_it_was_answered(index, tmp_path):
    rows = [
        {"question": ROWS[0]["question"], "answerable": True},
        {"question": ROWS[0]["question"], "answer": "1874"},
    ]
    bare, answered = evaluate(write(tmp_path, rows), index).records
    assert not {"right", "first_citation", "f1"} & set(bare.scores)
    assert (bare.fault, bare.goodness) == ("", 1.0)
    assert (answered.scores["right"], answered.scores["first_citation"], answered.scores["f1"]) == (1, 1, 1)


def test_tags_choose_questions_and_an_unknown_tag_is_an_error(index, tmp_path):
    path = write(tmp_path)
    assert [record.id for record in evaluate(path, index, tags=["off"]).records] == ["moon"]
    with pytest.raises(QuestionSetError, match="no question has the tag nope"):
        evaluate(path, index, tags=["nope"])


def test_evidence_that_has_moved_since_it_was_read_is_an_error(index, tmp_path):
    questions = load_questions(write(tmp_path), index.documents)
    with pytest.raises(QuestionSetError, match="is not at 0"):
        evaluate(questions, Index.from_texts({"light.txt": "Another text altogether."}))
    with pytest.raises(QuestionSetError, match=r"'light.txt' is not indexed"):
        evaluate(questions, Index.from_texts({"other.txt": TEXT}))


def test_an_interrupted_run_keeps_what_it_has(index, tmp_path):
    def stop(done, total):
        if done == 2:
            raise KeyboardInterrupt

    report = evaluate(write(tmp_path), index, progress=stop)
    assert report.interrupted
    assert (len(report.records), report.total) == (2, 3)
    assert report.measures["mrr"].value == 1


def test_a_saved_report_comes_back_the_same(report, tmp_path):
    path = tmp_path / "r.json"
    path.write_text(report.to_json(), encoding="utf-8")
    again = Report.from_json(path)
    assert again == report
    assert again.measures == report.measures
    path.write_text("{}")
    with pytest.raises(ReportError, match="not a report"):
        Report.from_json(path)
    with pytest.raises(ReportError, match="cannot be read"):
        Report.from_json(tmp_path / "none.json")


def test_a_comparison_names_what_changed(report):
    first, *rest = report.records
    lost = replace(
        first, span="1923", scores=first.scores | {"em": 0.0, "f1": 0.0, "first_citation": 0.0, "right": 0.0}
    )
    comparison = compare(report, replace(report, records=(lost, *rest)))
    assert comparison.shared == 3
    assert [new.id for _, new in comparison.worse] == ["built"]
    assert comparison.better == ()
    changes = {one.measure.name: one.change for one in comparison.differences}
    assert changes["f1"] == -1
    assert changes["mrr"] == 0
    same = compare(report, report)
    assert all(one.p_value == 1 and not one.verdict for one in same.differences)
    with pytest.raises(ReportError, match="share no question"):
        compare(report, replace(report, records=(replace(first, id="new"),)))


def test_a_fault_names_the_stage_a_question_was_lost_in(report):
    built, _, moon = report.records

    def fault(record=built, answered=True, **scores):
        return replace(record, answered=answered, scores=record.scores | scores).fault

    assert fault() == ""
    assert fault(**{"hit@5": 0.0, "first_citation": 0.0}) == "not found"
    assert fault(answered=False, first_citation=0.0) == "wrongly refused"
    assert fault(first_citation=0.0) == "wrong place"
    assert fault(f1=0.2) == "wrong words"
    assert fault(moon) == "wrongly answered"
    assert fault(moon, answered=False) == ""


def test_gates_are_floors_and_ceilings_and_unmet_by_what_was_not_measured(report):
    gates = [Gate.parse(text) for text in ("mrr=0.99", "ece=0", "latency_p95=60")]
    assert [gate.met_by(report.measures[gate.measure]) for gate in gates] == [True, False, True]
    assert "not measured" in Gate("auroc", 0.5).described(None)
    assert not Gate("auroc", 0.5).met_by(None)


@pytest.mark.parametrize(
    "text",
    ["", "f1", "f1=", "f1=high", "f1=1.5", "f1=-1", "f1=nan", "latency_p50=inf", "answered=0.5", "nope=1"],
)
def test_a_gate_that_no_report_could_be_held_to_is_refused(text):
    with pytest.raises(GateError, match=r"; (take|give) "):
        Gate.parse(text)


class _Reader(HTMLParser):
    """Holds that tags close in order, and that nothing is fetched."""

    VOID = frozenset({"meta", "br"})

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        assert tag not in {"script", "link", "img", "b2"}
        assert not {name for name, _ in attrs} & {"src", "onclick"}
        assert all(value.startswith("#") for name, value in attrs if name == "href")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_sound_html_that_fetches_nothing(report, index):
    first = replace(report.records[0], scores=report.records[0].scores | {"first_citation": 0.0})
    page = render(
        replace(report, records=(first, *report.records[1:])), index.documents, compare(report, report)
    )
    reader = _Reader()
    reader.feed(page)
    assert reader.open == []
    assert "<b>bold</b>" not in page
    assert not re.search(r"https?://|url\(|@import", page)
    assert "Failures: 1 of 3" in page


def test_evidence_and_citations_are_marked_where_they_stand():
    text = "aa<b>cc"
    (shown,) = windows(text, [Excerpt("d", 2, 5, "<b>")], [Excerpt("d", 4, 7, ">cc")])
    assert shown.pieces == (("aa", ""), ("<b", "evidence"), (">", "both"), ("cc", "cited"))
    assert (shown.is_start, shown.is_end) == (True, True)
    first, second = windows("x" * 1000, [Excerpt("d", 0, 1, "x")], [Excerpt("d", 700, 701, "x")])
    assert (first.is_start, first.is_end, second.is_start, second.is_end) == (True, False, False, False)
    assert [len(text) for text, _ in second.pieces] == [160, 1, 160]


def run(*arguments):
    app = typer.Typer()
    app.command()(evaluate_command)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_command_prints_saves_compares_and_holds_to_gates(tmp_path):
    (tmp_path / "light.txt").write_text(TEXT)
    questions, saved = write(tmp_path), tmp_path / "out" / "r.json"
    documents = ("--documents", tmp_path / "light.txt")
    first = run(questions, *documents, "--json", saved, "--report", tmp_path / "page", "--gate", "mrr=0.9")
    assert first.exit_code == 0, first.output
    assert "Retrieval alone" in first.stdout
    assert "met: retrieval" in first.stdout
    assert json.loads(saved.read_text())["measures"]["mrr"]["value"] == 1
    assert (tmp_path / "page" / "index.html").stat().st_size > 5_000
    second = run(questions, *documents, "--compare", saved, "--gate", "f1=1", "--gate", "latency_p95=0")
    assert second.exit_code == 4
    assert "Compared on 3 shared questions" in second.stdout
    assert "NOT MET: latency" in second.stdout
    third = run(questions, *documents, "--gate", "f2=1")
    assert third.exit_code == 2
    assert "there is no measure 'f2'" in " ".join(third.stderr.split())


def test_squad_and_beir_sets_bring_their_own_documents(tmp_path):
    context = TEXT.splitlines()[0]
    asked = {
        "id": "1",
        "question": "How tall is it?",
        "answers": [{"text": "41 metres", "answer_start": context.index("41")}],
    }
    squad = tmp_path / "dev.json"
    squad.write_text(
        json.dumps({"data": [{"title": "Light", "paragraphs": [{"context": context, "qas": [asked]}]}]})
    )
    result = run(squad)
    assert result.exit_code == 0, result.output
    assert "not measured" in result.stdout

    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    lines = TEXT.splitlines()
    (folder / "corpus.jsonl").write_text(
        "\n".join(json.dumps({"_id": f"d{number}", "text": line}) for number, line in enumerate(lines))
    )
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "q", "text": "museum in the cottage"}))
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\td3\t1\n")
    loaded = load_questions(folder)
    report = evaluate(loaded, Index.from_texts(loaded.texts))
    assert report.measures["ndcg@10"].value == 1
    assert report.measures["f1"] is None
    assert report.measures["latency_p50"] is None


def test_importing_evaluation_brings_no_screen_and_no_torch():
    heavy = (
        "{'torch', 'transformers', 'sentence_transformers', 'gradio', 'pydantic', 'ir_measures', 'pandas'}"
    )
    code = f"import sys; from qa.evaluation import evaluate; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_figures_with_their_intervals_cost_little(report):
    # The processor's time: on a busy machine the wall's is not ours. A question asked costs some 50 ms of it.
    started = process_time()
    estimates(report.records * 20)
    assert process_time() - started < 1.0


def test_what_is_evaluated_is_what_ask_gives(index, report):
    for record in report.records:
        answer = ask(record.question, index, document=record.document)
        assert (record.answered, record.span) == (answer.answered, answer.span)
        assert record.confidence == pytest.approx(answer.confidence)
        assert [cited.quote for cited in record.citations] == [cited.quote for cited in answer.citations]
