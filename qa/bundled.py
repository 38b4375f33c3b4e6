"""The article that ships with the product, asked when no other document is given."""

from __future__ import annotations

from pathlib import Path

NAME = "microsoft-openai-deal.txt"
_HERE = Path(__file__).parent


def article() -> Path:
    """The article's file: inside the installed package, or in the source tree beside it."""
    installed = _HERE / "seeds" / NAME
    return installed if installed.exists() else _HERE.parent / "seeds" / NAME
