"""The measuring of speed: what is measured and how it is told; no test judges a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from speed.cold import chat_start
from speed.figure import Figure
from speed.growth_plot import draw
from speed.process import call

PROGRAM = Path(__file__).parent / "benchmarks" / "measure_speed.py"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """Run it in a folder where an empty `.qa` lies, which must not be asked."""

    def run(*arguments: str, **environment: str) -> tuple[subprocess.CompletedProcess[str], Path]:
        folder = tmp_path_factory.mktemp("bench")
        (folder / ".qa").mkdir()
        finished = subprocess.run(
            [sys.executable, str(PROGRAM), *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        return finished, folder

    return run


@pytest.fixture(scope="module")
def machine(bench):
    """The quick form of everything but growth: its printed table and its figures by name."""
    finished, folder = bench("cold", "warm", "ingest", "concurrency", "--quick", "--json", "all.json")
    assert finished.returncode == 0, finished.stderr
    return finished.stdout, json.loads((folder / "all.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def growth(bench):
    """Growth alone, on a small size: the figures and the plot."""
    finished, folder = bench("growth", "--quick", "--size", "200", "--json", "g.json", "--plot", "g.svg")
    assert finished.returncode == 0, finished.stderr
    return json.loads((folder / "g.json").read_text(encoding="utf-8"))["figures"], folder / "g.svg"


def named(figures: list[dict], name: str) -> dict:
    return next(figure for figure in figures if figure["name"] == name)


def test_every_section_stands_in_the_table_and_in_the_json(machine) -> None:
    printed, told = machine
    assert list(dict.fromkeys(one["section"] for one in told["figures"])) == [
        "cold", "warm", "ingest", "concurrency",
    ]  # fmt: skip
    for figure in told["figures"]:
        assert figure["name"] in printed
    assert told["machine"]["cores"] == os.cpu_count()


def test_a_figure_is_a_median_between_the_least_and_the_greatest(machine, growth) -> None:
    for figure in [*machine[1]["figures"], *growth[0]]:
        assert figure["low"] <= figure["median"] <= figure["high"]
        assert figure["runs"] >= 1


def test_a_cold_process_that_answers_costs_more_than_one_that_only_imports(machine) -> None:
    figures = machine[1]["figures"]
    memory = [
        named(figures, f"{name}, peak memory")["median"] for name in ("bare Python", "import qa", "qa ask")
    ]
    assert memory == sorted(memory)
    assert 1 < memory[0] < memory[-1] < 5000  # megabytes


def test_ratios_come_from_the_rates_of_the_same_run(machine) -> None:
    figures = machine[1]["figures"]
    ours, theirs = named(figures, "Index.from_texts"), named(figures, "sentence-transformers on the CPU")
    ratio = named(figures, "Index.from_texts ÷ sentence-transformers")
    assert ratio["median"] == pytest.approx(ours["median"] / theirs["median"])


def test_asks_at_once_are_counted_and_none_fails(machine) -> None:
    figures = machine[1]["figures"]
    for level in (1, 4):
        assert named(figures, f"{level} at once, throughput")["median"] > 0
        assert named(figures, f"{level} at once, errors")["high"] == 0


def test_growth_is_measured_at_the_size_asked_for_and_nothing_else_is(growth) -> None:
    figures, _ = growth
    assert {one["section"] for one in figures} == {"growth"}
    own = {one["name"]: one for one in figures if one["passages"] == 200}
    assert len(own) == len(figures)
    assert own["recall@10 of the vectors"]["median"] >= 0.97
    assert own["search, p50"]["median"] <= own["search, p95"]["median"]
    assert own["on disk"]["median"] > 200 * 384 * 2 / 1e6  # the vectors alone are as large as that


def test_the_plot_of_growth_has_a_drawing_for_each_figure_and_a_point_for_each_size(growth) -> None:
    figures, plot = growth
    assert ET.fromstring(plot.read_text(encoding="utf-8")).tag == f"{SVG}svg"
    grown = [Figure(**one) for one in figures]
    grown += [replace(one, passages=1_000_000, high=one.high * 1000) for one in grown if one.unit]
    root = ET.fromstring(draw(grown))
    titles = [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "title"]
    assert len(titles) == len(figures)
    assert len(list(root.iter(f"{SVG}circle"))) == len(grown)


def test_what_cannot_be_measured_is_told_in_one_sentence(bench, tmp_path: Path) -> None:
    not_a_folder = tmp_path / "file"
    not_a_folder.touch()
    finished, _ = bench("warm", "--quick", CITED_QA_CACHE=str(not_a_folder))
    assert finished.returncode == 1
    assert "cache cannot be written" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_file_that_cannot_be_written_is_told_before_anything_is_measured(bench) -> None:
    finished, _ = bench("--json", ".qa")
    assert finished.returncode == 1
    assert ".qa: it cannot be written" in finished.stderr


def test_long_texts_reach_a_measured_process_whole() -> None:
    assert call(json.dumps, "é" * 300_000).result == json.dumps("é" * 300_000)


def test_the_chats_start_is_measured_to_its_first_page() -> None:
    assert chat_start() > 0
