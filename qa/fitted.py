"""Fitted constants: what `python tests/benchmarks/fit_decision.py` wrote into `decision.json`."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

WEIGHTS = Path(__file__).parent / "decision.json"


@lru_cache(maxsize=1)
def weights() -> dict[str, Any]:
    """The weights of ranking and decision, and the threshold."""
    found: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return found
