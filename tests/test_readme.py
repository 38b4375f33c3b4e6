"""The pages' examples are run, so that they cannot go stale."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from qa.cli import app

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / name
    for name in (
        "README.md",
        "index/README.md",
        "index/SCALE.md",
        "qa/ARCHITECTURE.md",
        "qa/evaluation/README.md",
        "qa/reader/MODEL_CARD.md",
        "qa/server/DEPLOY.md",
        "tests/benchmarks/FIGURES.md",
    )
]
README = PAGES[0]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize(
    "code", [pytest.param(code, id=named(page)) for page in PAGES for code in blocks(page, "python")]
)
def test_each_python_block_runs(code, tmp_path):
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_asked_question_prints_what_is_shown(run_qa, by_default):
    shown = next(block for block in blocks(README, "console") if block.startswith("$ qa ask"))
    command, output = shown.split("\n", 1)
    question = re.search('"(.+)"', command).group(1)
    assert run_qa("ask", question).stdout.strip() == output.strip()


def test_the_question_set_that_is_shown_is_read(run_qa, tmp_path):
    (rows,) = blocks(README, "json")
    (tmp_path / "questions.jsonl").write_text(rows, encoding="utf-8")
    done = run_qa("eval", str(tmp_path / "questions.jsonl"))
    assert done.returncode == 0, done.stderr
    assert "3 questions" in " ".join(done.stdout.split())


def test_every_command_and_option_that_is_shown_is_there():
    shown = [
        line.split("  #")[0]
        for page in PAGES
        for language in ("sh", "console")
        for block in blocks(page, language)
        for line in re.findall(r"^(?:\$ )?(qa .+)$", block, flags=re.MULTILINE)
    ]
    assert len(shown) > 10
    for line in shown:
        command, names = typer.main.get_command(app), line.split()[1:]
        while getattr(command, "commands", None):
            command = command.commands[names.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {name for name in names if re.match(r"--?[a-z]", name)} <= known, line


def test_the_set_up_commands_are_the_first_ones():
    assert [block.strip() for block in blocks(README, "sh")[:2]] == [
        "pip install . && pip install --no-deps -r qa/reader/larger.txt && qa chat",
        "pip install '.[test]' && pytest",
    ]


def test_a_newcomer_is_not_kept_long():
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 200


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_that_a_page_names_is_there(page):
    text = page.read_text(encoding="utf-8")
    links = [page.parent / link for link in re.findall(r"\]\(([^)#:]+)\)", text)]
    paths = [ROOT / path for path in re.findall(r"`((?:qa|index|seeds|tests)/[\w./-]*\w/?)`", text)]
    programs = [ROOT / path for path in re.findall(r"python (tests/[\w/]+\.py)", text)]
    assert [str(path) for path in (*links, *paths, *programs) if not path.exists()] == []


def test_every_page_is_reached_from_the_readme():
    assert [named(page) for page in PAGES[1:] if f"]({named(page)})" not in README.read_text("utf-8")] == []


@pytest.mark.parametrize("package", ["qa", "index"])
def test_every_module_has_its_room_on_the_page_of_rooms(package):
    page = (ROOT / "qa" / "ARCHITECTURE.md").read_text("utf-8")
    own = (one for one in (ROOT / package).iterdir() if not one.name.startswith("_"))
    names = {one.name if one.suffix == ".py" else f"{one.name}/" for one in own if one.suffix in ("", ".py")}
    assert sorted(name for name in names if not re.search(rf"[`/]{re.escape(name)}`", page)) == []
