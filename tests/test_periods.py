"""A period that has a name is told by a sentence that speaks of it, not by any time under its heading."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

VAN = """Hire of a delivery van

1. Hire charge

The hire charge is €410 per month.

2. Duration and Notice

The hire begins on 3 March 2024 and has a minimum duration of 18 months.

After that, it may be terminated by either party with five weeks' notice, in writing.

3. Repairs and Warranty

Repairs are carried out within three days. The warranty on new parts is two years.
"""
SCALES = """Hire of shop scales

1. Duration and Notice

The hire begins on 9 May 2024 and has a minimum duration of 30 months.
"""
STAFF = """Terms of employment

Trial period

The first four months. The apprenticeship itself lasts three years.

Retention period

Time sheets are kept for ten years, and photographs of visitors for two weeks.
"""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({"van.txt": VAN, "scales.txt": SCALES, "staff.txt": STAFF})


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "document", "told"),
    [
        ("What is the notice period of the van hire?", None, "five weeks"),
        ("What is the notice period?", "van.txt", "five weeks"),
        ("How long is the notice period?", "van.txt", "five weeks"),
        ("What is the warranty period?", "van.txt", "two years"),
        ("How long is the trial period?", "staff.txt", "four months"),
        ("What is the retention period of time sheets?", "staff.txt", "ten years"),
    ],
)
def test_a_sentence_that_speaks_of_the_period_tells_it(index, question, document, told, reader):
    answer = ask(question, index, document=document, reader=reader)
    assert told in (answer.span or answer.text)


@pytest.mark.parametrize("reader", ["small", None])
def test_a_duration_under_a_heading_of_notice_is_no_notice_period(index, reader):
    assert not ask("What is the notice period?", index, document="scales.txt", reader=reader).answered
