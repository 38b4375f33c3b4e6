"""The terminal: where the commands print, and what is safe to print there."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(value: Any) -> None:
    """Print a value as JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def visible(text: str) -> str:
    """A text on one line for a terminal: line ends and control characters, one for one, become spaces."""
    return "".join(character if character.isprintable() else " " for character in text)
