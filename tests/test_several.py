"""Several places: what more than one document says, and how often words stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from leases import BARN, BARN_NAME, MENU, MENU_NAME, MILL, MILL_NAME, check, quotes

from index import Index, UnknownDocument
from qa import Conversation, ask

CLEANING = "Cleaning contract\n\nEither party may end this contract with a notice period of"
PERIODS = {"cleaning": "three months", "catering": "90 days"}


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({MILL_NAME: MILL, BARN_NAME: BARN, MENU_NAME: MENU})


# One answer, where another document says something else


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much notice must be given?", {"three months", "six months"}),
        ("How much is the rent?", {"900 euros", "1,250 euros"}),
    ],
)
def test_another_document_that_answers_otherwise_is_shown_too(index, question, told, reader):
    answer = ask(question, index, reader=reader)
    assert answer.kind == "look-up"
    assert answer.confidence < 1
    assert {group.label for group in answer.groups} == {MILL_NAME, BARN_NAME}
    assert [n for group in answer.groups for n in group.citations] == [1, 2]
    assert all(any(one in cited.quote for cited in answer.citations) for one in told)
    assert answer.notes == (
        f"“{answer.citations[1].document}” answers this otherwise, maybe of another thing.",
    )


@pytest.mark.parametrize(
    "question",
    [
        "How much notice ends the mill lease?",  # a document is named
        "How high is the rent of the mill?",
        "How much does the fish cost?",  # one alone says it
        "Who made the contract with Brook Ltd in 2021?",
        "How much is the deposit?",
        "Must notice be given?",
    ],
)
def test_one_document_alone_answers_where_it_is_named_or_no_other_does(index, question):
    answer = ask(question, index)
    assert answer.answered
    assert not answer.groups
    assert len({one.document for one in answer.citations}) == 1


def test_a_document_that_says_the_same_is_no_other_answer():
    index = Index.from_texts(dict.fromkeys(("one.txt", "two.txt"), f"{CLEANING} three months."))
    assert not ask("How much notice must be given?", index).notes


def test_a_follow_up_goes_on_with_the_document_that_answered_first(index: Index):
    chat = Conversation(index)
    first = chat.ask("How much is the rent?").citations[0].document
    then = chat.ask("And how much is the deposit?" if first == MILL_NAME else "And may pets be kept?")
    assert {one.document for one in then.citations} == {first}


# Each document


@pytest.mark.parametrize(
    ("question", "mill", "barn"),
    [
        ("Which contracts allow pets or dogs?", "Dogs are allowed", "Pets are forbidden"),
        ("What do all the contracts say about rent?", "900 euros", "1,250 euros"),
        ("Which of these documents have a notice period?", "notice", "six months"),
    ],
)
def test_each_document_that_answers_is_cited_once_for_all(index: Index, question: str, mill: str, barn: str):
    answer = ask(question, index)
    check(answer, index)
    assert answer.kind == "places"
    assert {group.label for group in answer.groups} == {MILL_NAME, BARN_NAME}
    assert mill in quotes(answer, MILL_NAME)
    assert barn in quotes(answer, BARN_NAME)
    assert answer.statement.startswith("What 2 of ")


def test_documents_answer_a_question_and_say_something_of_a_topic(index: Index):
    asked = ask("How long is the notice period in each of the documents?", index)
    assert asked.statement == "What 2 of 3 documents answer"
    assert ask("Notice in each of the documents", index).statement == "What 2 of 3 documents say of “Notice”"


CONTRACTS = {
    "lift.txt": "Lift contract\n\nThe contract begins on 1 April 2024 and ends on 31 March 2028.",
    "panes.txt": "Window cleaning agreement\n\nThe agreement starts on 1 July 2025 and ends on 30 June 2027.",
    "coffee.txt": "Coffee agreement\n\nThe beans are of one kind and the machine is made of steel.",
    "minutes.txt": "Minutes of the committee\n\nThe contract ends on 5 May 2031, said Ada Stone.",
}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When do the contracts end?", ["31 March 2028", "30 June 2027"]),
        ("When does each contract end?", ["31 March 2028", "30 June 2027"]),
        ("When do all of the agreements start?", ["1 April 2024", "1 July 2025"]),
    ],
)
def test_what_is_asked_of_the_contracts_is_asked_of_each(question: str, told: list[str]):
    answer = ask(question, Index.from_texts(CONTRACTS))
    assert [one.exact for one in answer.citations] == told
    (note,) = answer.notes
    assert "“Coffee agreement”" in note
    assert answer.statement


def test_every_sentence_of_a_topic_is_listed_of_one_document_as_of_all():
    index = Index.from_texts(
        {
            "cleaning.txt": "Cleaning\n\nCharges\n\nThe Client pays a charge of 70 euros a week.\n\n"
            "Windows are charged at 90 euros a visit.\n\nStaff\n\nThe supervisor is Ada Stone.",
            "minutes.txt": "Minutes\n\nAction: Carl Reed to mend it.\n\nThe board thanked the miller.\n\n"
            "Action: Ada Stone to write to the tenants.",
        }
    )
    fees = ask("List all fees", index)
    check(fees, index)
    assert fees.kind == "places"
    assert fees.statement == "What 1 of 2 documents says of “fees”"
    assert [one.quote.split(" euros ")[1] for one in fees.citations] == ["a week.", "a visit."]
    alone = ask("Show me every fee", index, document="cleaning.txt")
    assert [one.quote for one in alone.citations] == [one.quote for one in fees.citations]
    assert alone.statement == "What the document says of “fee”"
    actions = ask("list all actions", index)
    assert [one.quote.split()[1] for one in actions.citations] == ["Carl", "Ada"]
    for question in ("List all volcanoes", "Name all the persons who have to write to the tenants"):
        assert ask(question, index).kind == "look-up"


def test_one_answer_is_looked_up_as_ever(index: Index):
    soup = ask("What does the soup cost?", index)
    assert soup.kind == "look-up"
    assert {one.document for one in soup.citations} == {MENU_NAME}
    assert ask("Which contracts allow pets or dogs?", index, document=MILL_NAME).kind == "look-up"


# Counting


@pytest.mark.parametrize(
    "question",
    [
        "How many times does “notice” occur?", "How often is the word 'notice' used in the contracts?",
        "how many times is notice mentioned", "In which documents does notice stand?",
    ],
)  # fmt: skip
def test_words_are_counted_and_each_place_is_cited(index: Index, question: str):
    answer = ask(question, index)
    check(answer, index)
    assert answer.kind == "count"
    assert answer.statement == "“notice” stands 3 times in 2 of 3 documents"
    found = [(one.document, one.quote[one.span_start - one.start : one.span_end - one.start])
             for one in answer.citations]  # fmt: skip
    assert found == [(MILL_NAME, "notice"), (MILL_NAME, "Notice"), (BARN_NAME, "notice")]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "How many times does the word notice appear in the mill lease?",
            "“notice” stands 2 times in “Lease of the mill”",
        ),
        ("How often is Brook Ltd named?", "“Brook Ltd” stands 2 times in 2 of 3 documents"),
        ("How many times is the rent referred to?", "“rent” stands"),
        ("How often does the mill lease mention notice?", "“notice” stands 2 times in “Lease of the mill”"),
        ("How many times do the documents say “notice”?", "“notice” stands 3 times in 2 of 3 documents"),
        ("How often does the mill lease use the word notice?", "“notice” stands 2 times in “Lease"),
        ("How often does Brook Ltd come up?", "“Brook Ltd” stands 2 times in 2 of 3 documents"),
    ],
)
def test_counting_is_of_the_document_that_is_named_and_of_whatever_is_told(
    index: Index, question: str, told: str
):
    answer = ask(question, index)
    assert answer.kind == "count"
    assert answer.statement.startswith(told)


def test_counting_is_of_whole_words_in_one_document_if_one_is_named(index: Index):
    answer = ask("How often is “rent” mentioned?", index, document=MILL_NAME)
    assert answer.statement == "“rent” stands once"
    assert (
        ask("Which documents mention Brook Ltd?", index).statement
        == "“Brook Ltd” stands 2 times in 2 of 3 documents"
    )
    with pytest.raises(UnknownDocument):
        ask("How often is “rent” mentioned?", index, document="none.txt")


@pytest.mark.parametrize(
    "question",
    [
        "How often does the rent rise?",
        "How many times is “xylophone” mentioned?",
        "How often does the tenant mention the notice?",
        "How often does the lease name a new rent that is due?",
    ],
)
def test_how_often_a_thing_happens_is_looked_up(index: Index, question: str):
    assert ask(question, index).kind == "look-up"


@settings(max_examples=30, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(["notice", "Notice", "NOTICE", "notices", "İ", "e\u0301", "\n", "."]), max_size=20
    )
)
def test_any_count_is_what_the_text_holds(words: list[str]):
    index = Index.from_texts({"a.txt": "A start. " + " ".join(words)})
    answer = ask("How many times does the word notice occur?", index)
    counted = sum(word.lower() == "notice" for word in words)
    if counted:
        times = "once" if counted == 1 else f"{counted} times"
        assert answer.statement == f"“notice” stands {times}"
        assert all(one.quote[one.span_start - one.start : one.span_end - one.start].lower() == "notice"
                   for one in answer.citations)  # fmt: skip
    else:
        assert answer.kind == "look-up"


def test_the_command_prints_what_was_counted_and_each_document_over_its_words(qa_here, tmp_path: Path):
    for name, text in ((MILL_NAME, MILL), (BARN_NAME, BARN), (MENU_NAME, MENU)):
        (tmp_path / name).write_text(text, "utf-8")
    result = qa_here("ask", "Compare the rent of both leases", "--file", tmp_path)
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "Rent: “Lease of the barn” and “Lease of the mill” side by side"
    assert lines.index("Lease of the barn") < lines.index("Lease of the mill")
    assert "likely to be right" not in result.stdout
