"""Rooms: each knows only what pyproject.toml lets it know, and a name stands for one thing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINT = "import sys; from importlinter.cli import lint_imports_command as lint; sys.argv[0] = 'lint'; lint([])"


def test_every_import_follows_the_arrows():
    done = subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_two_classes_that_others_may_use_have_one_name():
    paths = (path for package in ("qa", "index") for path in (ROOT / package).rglob("*.py"))
    parsed = (ast.parse(path.read_text(encoding="utf-8")) for path in paths)
    names = Counter(part.name for one in parsed for part in one.body if isinstance(part, ast.ClassDef))
    assert [name for name, count in names.items() if count > 1 and not name.startswith("_")] == []
