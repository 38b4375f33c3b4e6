"""The article that ships with the product, asked when no other document is given."""

from __future__ import annotations

from pathlib import Path

NAME = "microsoft-openai-deal.txt"
# Questions to start with, besides those that are made of its sentences.
QUESTIONS = (
    "How large is Microsoft's stake in OpenAI?",
    "Until when does the access last?",
    "Who verifies AGI?",
    "How much Azure does OpenAI commit to buy?",
)
_HERE = Path(__file__).parent


def article() -> Path:
    """The article's file: inside the installed package, or in the source tree beside it."""
    installed = _HERE / "seeds" / NAME
    return installed if installed.exists() else _HERE.parent / "seeds" / NAME
