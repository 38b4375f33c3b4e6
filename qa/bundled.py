"""The article that ships with the product, asked when no other document is given."""

from __future__ import annotations

from pathlib import Path

NAME = "microsoft-openai-deal.txt"
_HERE = Path(__file__).parent


def article() -> Path:
    """The article's file: inside the installed package, or in the source tree beside it."""
    return _seed(NAME)


def questions() -> Path:
    """The question set over the article."""
    return _seed("questions.jsonl")


def _seed(name: str) -> Path:
    installed = _HERE / "seeds" / name
    return installed if installed.exists() else _HERE.parent / "seeds" / name
