"""Rooms: each knows only what the contracts in pyproject.toml let it know."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LINT = "import sys; from importlinter.cli import lint_imports_command as lint; sys.argv[0] = 'lint'; lint([])"


def test_every_import_follows_the_arrows():
    done = subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
