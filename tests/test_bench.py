"""The measuring of speed: what is measured and how it is told; no test judges a time."""

from __future__ import annotations

import io
import json
import os
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from measure_speed import main
from speed.figure import Figure
from speed.growth_plot import draw
from speed.process import call

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Ended:
    """What the program came to: its code, or the sentence that it ended in, and what it printed."""

    code: object
    printed: str
    folder: Path


@pytest.fixture(scope="module")
def bench(tmp_path_factory) -> Callable[..., Ended]:
    """Run it in a folder where an empty `.qa` lies, which must not be asked."""

    def run(*arguments: str, **environment: str) -> Ended:
        folder = tmp_path_factory.mktemp("bench")
        (folder / ".qa").mkdir()
        printed = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed):
            patch.chdir(folder)
            patch.setattr(sys, "argv", ["measure_speed.py", *arguments])
            for name, value in environment.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as end:
                main()
        return Ended(end.value.code, printed.getvalue(), folder)

    return run


@pytest.fixture(scope="module")
def machine(bench):
    """The quick form of everything but growth: its printed table and its figures by name."""
    ended = bench("cold", "warm", "ingest", "concurrency", "--quick", "--json", "all.json")
    assert ended.code == 0, ended
    return ended.printed, json.loads((ended.folder / "all.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def growth(bench):
    """Growth alone, on a small size: the figures and the plot."""
    ended = bench("growth", "--quick", "--size", "200", "--json", "g.json", "--plot", "g.svg")
    assert ended.code == 0, ended
    figures = json.loads((ended.folder / "g.json").read_text(encoding="utf-8"))["figures"]
    return figures, ended.folder / "g.svg"


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
    ours, ceiling = named(figures, "Index.from_texts"), named(figures, "the encoder's session alone")
    ratio = named(figures, "Index.from_texts ÷ session alone")
    assert ratio["median"] == pytest.approx(ours["median"] / ceiling["median"])


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
    told = bench("warm", "--quick", CITED_QA_CACHE=str(not_a_folder)).code
    assert "cache cannot be written" in told
    assert "Traceback" not in told


def test_a_file_that_cannot_be_written_is_told_before_anything_is_measured(bench) -> None:
    assert ".qa: it cannot be written" in bench("--json", ".qa").code


def test_long_texts_reach_a_measured_process_whole() -> None:
    assert call(json.dumps, "é" * 300_000).result == json.dumps("é" * 300_000)
