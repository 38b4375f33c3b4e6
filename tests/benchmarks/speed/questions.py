"""The questions that are asked while measuring: those that ship with the bundled article, each once."""

from __future__ import annotations

import json

from qa import bundled


def own_questions() -> list[str]:
    """Distinct questions about the bundled article that lean on no earlier one."""
    lines = bundled.article().with_name("questions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return list(dict.fromkeys(row["question"] for row in rows if not row.get("history")))
