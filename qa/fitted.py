"""Fitted constants: what `python tests/benchmarks/fit_decision.py` wrote, a file for each reader."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

ReaderSize = Literal["small", "large"]
READER_SIZES: tuple[ReaderSize, ...] = get_args(ReaderSize)
WEIGHTS: dict[ReaderSize, Path] = {
    "small": Path(__file__).parent / "decision.json",
    "large": Path(__file__).parent / "decision-large.json",
}

CELL_WEIGHTS = Path(__file__).parent / "cells.json"
COMPARISON_WEIGHTS = Path(__file__).parent / "comparison.json"
SENTENCE_WEIGHTS = Path(__file__).parent / "sentences.json"


@lru_cache(maxsize=2)
def weights(size: ReaderSize = "small") -> dict[str, Any]:
    """The weights of ranking and decision, and the threshold; the larger reader's are of its second look."""
    found: dict[str, Any] = json.loads(WEIGHTS[size].read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def cell_weights() -> dict[str, Any]:
    """The weights of which cell of a table is asked for, and how surely, as `fit_cells.py` wrote them."""
    found: dict[str, Any] = json.loads(CELL_WEIGHTS.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def comparison_weights() -> dict[str, Any]:
    """What tells a comparison's sides and respect, as `tests/benchmarks/fit_comparison.py` wrote it."""
    found: dict[str, Any] = json.loads(COMPARISON_WEIGHTS.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def sentence_weights() -> dict[str, Any]:
    """The weights of what a sentence of minutes tells, as `tests/benchmarks/fit_sentences.py` wrote them."""
    found: dict[str, Any] = json.loads(SENTENCE_WEIGHTS.read_text(encoding="utf-8"))
    return found
