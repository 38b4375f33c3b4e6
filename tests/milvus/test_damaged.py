"""Damaged files of Milvus Lite: what is said is true, or says what helps."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from small_index import TEXTS, found

from index import CitedQAError, Index, Remedy


@pytest.fixture(scope="module")
def whole_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound file of Milvus Lite, not to be opened."""
    file = tmp_path_factory.mktemp("whole") / "index.db"
    Index.from_texts(TEXTS, path=f"milvus:{file}").close()
    return file


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("documents", "manifest.json"), ("documents", "schema.json"), ("documents", "*.parquet"),
        ("documents", "*.edition.*"), ("passages", "*.parquet"), ("passages", "*.idx"),
        ("texts", "*.parquet"),
    ],
)  # fmt: skip
def test_a_file_that_is_damaged_says_so_or_works_on_whole_data(
    whole_file: Path, tmp_path: Path, kind: str, part: str
):
    for number, damage in enumerate((Path.unlink, lambda file: os.truncate(file, file.stat().st_size // 2))):
        copy = shutil.copytree(whole_file, tmp_path / f"copy{number}.db")
        (hurt,) = copy.glob(f"collections/*_{kind}_*/**/{part}")
        damage(hurt)
        assert said_by(copy) in ("the truth", "what helps")


def said_by(file: Path) -> str:
    """What an index in a file says of its documents and when it is searched."""
    try:
        index = Index.open(f"milvus:{file}")
        held = {name: document.text for name, document in index.documents.items()}
        return "the truth" if (held, found(index, "lion")[0]) == (TEXTS, "zoo") else f"other words: {held}"
    except CitedQAError as error:
        helps = [*Remedy, "remove it and add its file again", "ask again"]
        return "what helps" if any(words in str(error) for words in helps) else f"no remedy: {error}"


def test_a_damaged_file_is_told_in_one_sentence(
    whole_file: Path, tmp_path: Path, run_qa: Callable[..., subprocess.CompletedProcess[str]]
):
    copy = shutil.copytree(whole_file, tmp_path / "copy.db")
    for rows in copy.glob("collections/*_documents_*/**/*.parquet"):
        os.truncate(rows, 100)
    result = run_qa("ask", "Who sleeps?", "--index", f"milvus:{copy}")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1), result.stderr
    assert "the file cannot be used" in result.stderr
    assert "if damaged, delete it" in result.stderr
