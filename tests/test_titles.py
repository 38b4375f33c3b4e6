"""Titles: what stands under nothing but a name goes by the line right below that says what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa.gist.overviews import overview

SAID = "\n\nAda Stone opened it at seven. The tap was mended in May, and the hedge was cut."
OPENINGS = {
    "notes": (
        "# The Lantern Players\n## Notes of the staff meeting, 14 January 2026",
        "Notes of the staff meeting",
    ),
    "a numbered meeting": (
        "# Pemberton Tools Ltd\n\n## Board meeting no. 5, 2 September 2026",
        "Board meeting no. 5",
    ),
    "a contract": ("# Sparrow & Daughters\n\n## Cleaning agreement", "Cleaning agreement"),
    "a budget": ("# The Lantern Players\n\n## Season budget 2026", "Season budget 2026"),
    "no kind": ("# The Lantern Players\n\n## A winter's tale", "The Lantern Players"),
    "a chapter": ("# Frankenstein\n\n## Letter 1", "Frankenstein"),
    "a sentence": ("# The Lantern Players\n\nThe meeting on 5 May was short.", "The Lantern Players"),
    "a kind of its own": ("# Lantern Handbook\n\n## Notes for readers", "Lantern Handbook"),
    "further down": (
        "# The Lantern Players\n\nWe play.\n\n## Notes of the staff meeting",
        "The Lantern Players",
    ),
}


@pytest.mark.parametrize(("opening", "title"), OPENINGS.values(), ids=OPENINGS.keys())
def test_a_name_alone_is_no_title_where_the_next_line_says_what_it_is(
    tmp_path: Path, opening: str, title: str
):
    (tmp_path / "paper.md").write_text(f"{opening}{SAID}", "utf-8")
    assert overview(Index.build([tmp_path]), "paper.md").title.startswith(title)
