"""Questions that an overview answers, and of which documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask, overview

KINDS = Path(__file__).parent / "benchmarks" / "kinds"
DEAL = "microsoft-openai-deal.txt"


@pytest.fixture(scope="module")
def index(article_path: Path) -> Index:
    return Index.build(
        [KINDS / "river-article.md", KINDS / "lease.txt", KINDS / "outage-review.md", article_path]
    )


@pytest.mark.parametrize(
    "question",
    [
        "Summarise this.", "summarize the document", "What is this about?", "What's it about?", "TL;DR",
        "What are the main points?", "Give me an overview", "Can you give me a short summary of the article?",
        "what does the document say?", "Tell me about this document.", "WHAT ARE THE KEY TAKEAWAYS?",
        "What is the deal about?", "Sum up the article in a few points", "What is this about, in short?",
        "Tell me briefly what the document says", "What were the main points?",
    ],
)  # fmt: skip
def test_questions_about_the_whole_are_answered_by_its_telling_sentences(article_index: Index, question: str):
    answer = ask(question, article_index)
    assert answer.kind == "overview"
    assert answer.answered
    assert answer.asked == question
    assert answer.citations == overview(article_index, DEAL).sentences
    assert answer.groups[0].label == DEAL
    assert answer.groups[0].citations == (1, 2, 3, 4, 5, 6)
    assert DEAL in answer.statement
    assert answer.to_dict()["kind"] == "overview"


@pytest.mark.parametrize(
    "question",
    [
        "How large is the stake?", "What does the deal mean for OpenAI?", "Summarise the financial terms.",
        "What is the main risk?", "Tell me about Microsoft.", "What does the agreement say about AGI?",
    ],
)  # fmt: skip
def test_questions_about_a_part_get_no_overview(article_index: Index, question: str):
    assert ask(question, article_index).kind != "overview"


def test_one_of_several_documents_is_meant_by_its_name_and_all_where_none_is(index: Index):
    lease = ask("What is the lease about?", index)
    assert {one.document for one in lease.citations} == {"lease.txt"}
    assert {one.document for one in ask("Summarise the river article", index).citations} == {
        "river-article.md"
    }
    every = ask("What are these documents about?", index)
    assert [group.label for group in every.groups] == list(index.documents)
    assert sum(len(group.citations) for group in every.groups) == len(every.citations) == 12
    alone = ask("What is this about?", index, document="lease.txt")
    assert alone.citations == lease.citations


def test_a_document_is_meant_by_what_kind_it_is_as_its_name_or_title_says():
    texts = {
        "Minutes 2025.txt": "Minutes of the board\n\nThe board chose the lift for its guarantee of years.",
        "Van lease Oakfield.txt": "Van lease\n\nThe owner lets a van to the hirer for 412 pounds a month.",
        "IT support.txt": "IT support agreement\n\nThe supplier runs a help desk from eight to six each day.",
    }
    index = Index.from_texts(texts)
    for question, name in (
        ("Summarise the minutes", "Minutes 2025.txt"),
        ("What is the lease about?", "Van lease Oakfield.txt"),
        ("Give me an overview of the agreement", "IT support.txt"),
    ):
        answer = ask(question, index)
        assert answer.kind == "overview"
        assert {one.document for one in answer.citations} == {name}
    both = ask("Summarise the minutes and the agreement", index)
    assert [group.label for group in both.groups] == ["Minutes 2025.txt", "IT support.txt"]
    for question in ("What is it about?", "Summarise the letter", "Summarise everything"):
        assert {one.document for one in ask(question, index).citations} == set(texts)


def test_what_it_is_may_have_been_said_in_an_earlier_turn(article_index: Index):
    history = ["How large is the stake of Microsoft?"]
    assert ask("What does it say?", article_index).kind == "overview"
    assert ask("What does it cover?", article_index, history=history).kind == "look-up"
    assert ask("Summarise the article", article_index, history=history).kind == "overview"


@pytest.fixture(scope="module")
def described() -> Index:
    return Index.from_texts(
        {
            "yard-2025-05-06.txt": "Minutes of the Yard Committee\n\nTuesday, 6 May 2025\n\n"
            "Present: Ada Stone\n\n1. Last time\n\nThe minutes of 3 March were read.\n\n"
            "The gate is painted green by the pupils in June.",
            "kitchen.txt": "Notes of the Kitchen Group\n\nMeeting on 9 Sept 2025\n\nPresent: Carl Reed\n\n"
            "1. Oven\n\nThe oven of the school kitchen is replaced in the winter holidays.",
            "mowing.txt": "Contract\n\nmade on 2 April 2025 with Brightfell Shears Ltd\n\n1. Work\n\n"
            "The lawns of the school are mown every two weeks from April to October.",
        }
    )


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Summarise the May meeting", "yard-2025-05-06.txt"),
        ("What happened at the meeting of the yard committee?", "yard-2025-05-06.txt"),
        ("What came out of the meeting on 06.05.2025?", "yard-2025-05-06.txt"),
        ("Main points of the kitchen meeting in September", "kitchen.txt"),
        ("How did the meeting on 9th September go?", "kitchen.txt"),
        ("Sum up the agreement with Brightfell Shears", "mowing.txt"),
        ("What were the main points of the kitchen meeting?", "kitchen.txt"),
        ("Tell me about the contract of 2 April 2025", "mowing.txt"),
    ],
)
def test_a_document_is_meant_by_what_describes_it(described: Index, question: str, name: str):
    answer = ask(question, described)
    assert answer.kind == "overview"
    assert {one.document for one in answer.citations} == {name}


@pytest.mark.parametrize(
    "question",
    [
        "Summarise the March meeting",
        "Summarise the mowing of the lawns",
        "Summarise the oven section of the notes",
    ],
)
def test_what_describes_no_document_gets_no_overview(described: Index, question: str):
    assert ask(question, described).kind == "look-up"
