"""Letters: they go by what they are about, not by the head of the paper that they are on."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from index import Index
from qa import overview

HEAD = "Larkfield Boats · 3 Quay Road · Orley OR2 7BD · office@larkfield.example"
TO = "Mr Ben Hale\nThe Old Mill, 5 Weir Lane\nOrley\n\nOrley, 4 May 2026"
BODY = "Thank you for your visit. You have the two boats from June. The rent is 40 euros a day."
LETTERS = {
    "after re": (f"{HEAD}\n\n{TO}\n\nDear Mr Hale,\n\nRe: Hire of two boats\n\n{BODY}", "Hire of two boats"),
    "before the salutation": (
        f"{HEAD}\n\n{TO}\n\nHire of two rowing boats\n\nDear Mr Hale,\n\n{BODY}",
        "Hire of two rowing boats",
    ),
    "bold below the salutation": (
        f"{HEAD}\n\n{TO}\n\nDear Mr Hale,\n\n**Two Boats**\n\n{BODY}",
        "Two Boats",
    ),
    "nothing": (f"{HEAD}\n\n{TO}\n\nDear Mr Hale,\n\n{BODY}", "paper.md"),
    "a clause's heading": (
        f"{HEAD}\n\n{TO}\n\nDear Mr Hale,\n\n{BODY}\n\n## A What you hire\n\nBoats.",
        "paper.md",
    ),
    "no salutation": (f"{HEAD}\n\n{BODY}", "paper.md"),
    "a newsletter": (f"# The mill in spring\n\nDear members,\n\n## Boats\n\n{BODY}", "The mill in spring"),
    "a title with a sign": (f"Boats | Rent\n\n{BODY}", "Boats | Rent"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "title"), LETTERS.values(), ids=LETTERS.keys())
def test_a_letter_goes_by_what_it_is_about(tmp_path: Path, text: str, title: str):
    (tmp_path / "paper.md").write_text(text, "utf-8")
    assert overview(Index.build([tmp_path]), "paper.md").title == title


def test_a_letter_in_word_goes_by_its_bold_line(tmp_path: Path):
    written = docx.Document()
    for line in (HEAD, *TO.split("\n\n")):
        written.add_paragraph(line)
    written.add_paragraph().add_run("Boats for the Regatta").bold = True
    for line in ("Dear Mr Hale,", BODY, BODY):
        written.add_paragraph(line)
    written.core_properties.title = ""
    written.save(str(tmp_path / "letter.docx"))
    assert overview(Index.build([tmp_path]), "letter.docx").title == "Boats for the Regatta"
