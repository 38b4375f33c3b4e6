"""The README's examples are run, so that they cannot go stale."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.parametrize("code", blocks("python"))
def test_each_python_block_runs(code, tmp_path):
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_asked_question_prints_what_is_shown(run_qa):
    shown = next(block for block in blocks("console") if block.startswith("$ qa ask"))
    command, output = shown.split("\n", 1)
    question = re.search('"(.+)"', command).group(1)
    assert run_qa("ask", question).stdout.strip() == output.strip()


def test_the_set_up_commands_are_the_first_ones():
    assert [block.strip() for block in blocks("sh")[:2]] == [
        "pip install . && qa chat",
        "pip install '.[test]' && pytest",
    ]


def test_every_file_that_it_links_to_is_there():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
