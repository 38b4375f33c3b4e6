"""Minutes: who was there and who was not is the whole line that lists them, and how many its names."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask
from qa.citation import AnswerKind

CLUB = """Tarn Rowing Club

Minutes of the meeting of 16 May 2024

Present: Hanna Lind (Captain, in the chair), Owen Pritchard (Vice-Captain),
Samira Haddad (Hon. Treasurer) and Beth O'Connor
Apologies: Graham Neill, Joan de Vries
In attendance: Ruth Vasey (Vasey & Co, examiner), for item 3 only

1. Boats
The boats were painted. Apologies are due to the neighbours.
"""
COUNCIL = """# Minutes – Parish Council

**Tuesday 6 May 2025**

**Members present:** Cllr Barnaby (Chairman), Cllr Lacey, Mrs Colley, four members of the public.

## Apologies

Apologies were received from Cllr Raj Sethi and Mr A. Poole.
"""
SITE = """Site meeting no. 14

Participants: Mr Falk; Ms Duarte, client; Mr Ibsen

Apologies: none
"""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({"club.txt": CLUB, "council.md": COUNCIL, "site.txt": SITE})


@pytest.mark.parametrize(
    ("document", "question", "number", "opening", "last"),
    [
        ("club.txt", "Who was present?", 5, "Present: Hanna", "Beth O'Connor"),
        ("club.txt", "Who attended the meeting?", 5, "Present: Hanna", "Beth O'Connor"),
        ("club.txt", "How many members were present?", 4, "Present: Hanna", "Beth O'Connor"),
        ("club.txt", "How many members were absent?", 2, "Apologies: Graham", "Joan de Vries"),
        ("club.txt", "Who sent apologies?", 2, "Apologies: Graham", "Joan de Vries"),
        ("club.txt", "Who was at the meeting?", 5, "Present: Hanna", "Beth O'Connor"),
        ("club.txt", "List all people who attended the meeting", 5, "Present: Hanna", "Beth O'Connor"),
        ("club.txt", "Who were the attendees?", 5, "Present: Hanna", "Beth O'Connor"),
        ("club.txt", "Who wasn't at the meeting?", 2, "Apologies: Graham", "Joan de Vries"),
        ("club.txt", "Who couldn't make it?", 2, "Apologies: Graham", "Joan de Vries"),
        ("council.md", "Who took part in the meeting?", 3, "Members present:", "four members of the public."),
        ("council.md", "Who did not attend?", 2, "Apologies were received", "Mr A. Poole"),
        ("site.txt", "How many people attended?", 3, "Participants:", "Mr Ibsen"),
        ("site.txt", "Who was absent?", 0, "Apologies:", "none"),
    ],
)
def test_the_whole_line_answers_and_its_names_are_counted(
    index: Index, document: str, question: str, number: int, opening: str, last: str
):
    answer = ask(question, index, document=document)
    first = answer.citations[0]
    counted = "Nobody is" if number == 0 else f"{number} people are"
    assert answer.statement.startswith(f"{counted} named as ")
    assert answer.kind is (AnswerKind.COUNT if question.startswith("How") else AnswerKind.PLACES)
    assert first.quote.strip("*").replace(":**", ":").startswith(opening)
    assert first.quote.endswith(last)
    assert index.documents[document].text[first.start : first.end] == first.quote
    assert first.exact
    assert first.quote.endswith(first.exact)


def test_the_meeting_that_is_named_is_meant_and_all_where_none_is(index: Index):
    named = ask("Who was present at the meeting of the Parish Council?", index)
    assert {one.document for one in named.citations} == {"council.md"}
    every = ask("Who was present?", index)
    assert {one.document for one in every.citations} == {"club.txt", "council.md", "site.txt"}


@pytest.mark.parametrize("question", ["Who was present when the boats sank?", "Who came to the summer fair?"])
def test_who_was_elsewhere_is_looked_up(index: Index, question: str):
    assert ask(question, index).kind is AnswerKind.LOOK_UP
