"""Likelihood: how sure an answer is, as every screen says it to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.answer import Answer


def likelihood(answer: Answer) -> str:
    """Say how likely an answer is right, and who says so where that is not the usual reader."""
    said = f"{answer.confidence:.0%} likely to be right"
    return said if answer.reader == "small" else f"{said}, says the larger reader"
