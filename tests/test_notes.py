"""Notes: what of a file is missing or was left unread is told to whoever indexes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from index import Finding, Index

STRUCK = "<p>The rent is <s>480</s> 520 euros a month.</p>"
NOTE = "What is struck out in it was left out."


def test_notes_are_told_with_the_changes_that_a_file_made(tmp_path: Path):
    (tmp_path / "rent.html").write_text(STRUCK)
    (tmp_path / "plain.html").write_text("<p>The deposit is 900 euros.</p>")
    index = Index.build([tmp_path])
    assert index.changes.notes == (Finding(NOTE.removesuffix("."), "rent.html"),)
    assert index.add([tmp_path]).notes == ()


def test_the_commands_print_notes_on_standard_error(tmp_path: Path, qa_here: Callable):
    file = tmp_path / "rent.html"
    file.write_text(STRUCK)
    asked = qa_here("ask", "-f", file, "What is the rent?")
    assert asked.stdout.startswith("The rent is 520 euros a month. [1]")
    assert asked.stderr == f"rent.html: {NOTE}\n"
    built = qa_here("index", "build", file, "--json")
    assert json.loads(built.stdout)["notes"] == [{"name": "rent.html", "note": NOTE}]


def test_many_notes_are_cut_short(tmp_path: Path, qa_here: Callable):
    for n in range(12):
        (tmp_path / f"{n}.html").write_text(STRUCK.replace("rent", f"rent of flat {n}"))
    told = qa_here("index", "build", tmp_path).stderr.splitlines()
    assert len(told) == 11
    assert told[-1] == "2 more such notes are not shown (--verbose shows all)."
