"""The short answer: whole words, and with what turns their meaning round."""

from __future__ import annotations

from unittest.mock import sentinel

import pytest

from index import Hit, Index, Passage, Span
from qa import ask
from qa.decision.headline import whole_answer
from qa.evidence.candidates import Candidate
from qa.question import Sought

BILLS = "Without notice it ends by the Laundry when two monthly bills are unpaid."


@pytest.mark.parametrize(
    ("text", "read", "told"),
    [
        (BILLS, "when two month", "when two monthly"),
        (BILLS, "ly bills", "monthly bills"),
        (BILLS, "notice it ends", "Without notice it ends"),
        ("The hall costs 1,250.50 crowns a year.", "1", "1,250.50"),
        ("The hall costs 1,250.50 crowns a year.", "50 crowns", "1,250.50 crowns"),
        ("Send it not later than 5 May.", "later than 5 May", "not later than 5 May"),
        ("The key cannot be copied.", "be copied", "cannot be copied"),
        ("There is no charge for children.", "charge", "no charge"),
        (
            "It is open daily except for the Sundays in May.",
            "Sundays in May",
            "except for the Sundays in May",
        ),
        ("Tea is not sold. The bar sells wine.", "The bar", "The bar"),
        ("Call the caretaker, Ann Noakes.", "Ann Noakes", "Ann Noakes"),
        ("It stands at Knot Lane 5.", "Lane 5", "Lane 5"),
    ],
)
def test_the_short_answer_is_whole_words_with_what_turns_them_round(text: str, read: str, told: str):
    at = text.index(read)
    begins = text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0
    passage = Passage("deal.txt", 100, 100 + len(text), text)
    sentence, span = Span(100 + begins, 100 + len(text)), Span(100 + at, 100 + at + len(read))
    candidate = Candidate(Hit(passage, 0, 0, 0, 1), sentence, span, 0, 0, 0, sentinel.clues, 1)
    found = whole_answer(candidate, Sought.ANYTHING)
    assert found is not None
    assert text[found.start - 100 : found.end - 100] == told


def test_where_something_is_no_day_tells():
    text = "The next assembly takes place on 19 May 2026 at the same place."
    answer = ask("Where does the next assembly take place?", Index.from_texts({"minutes.txt": text}))
    assert answer.answered
    assert "19 May" not in (answer.span or "")
