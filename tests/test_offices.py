"""Papers of offices, as people ask them: minutes, contracts and reports, each asked beside the others."""

from __future__ import annotations

import pytest

from index import Index
from qa import Answer, Conversation, ask

MINUTES = """# Minutes of the parish council

## 1. Tower clock

Ada Stone moved that the clock be repaired by Brook & Sons for £4,200. The motion was carried.

- For: Ada Stone, Carl Reed, Ines Vale
- Against: Tom Hale
- Abstained: Una Frey

## 2. Yew hedge

Carl Reed moved that the hedge be cut twice a year. The motion was carried.

- For: Tom Hale, Una Frey, Carl Reed
- Against: Ada Stone
"""
CATERING = """Catering agreement

This agreement is made between Elm School, 12 Chapel Row, Thorn, and Juniper Kitchens Ltd, 4 Dock
Street, Thorn.

Either party may end this agreement by giving three months' written notice. Invoices are payable
within 21 days.

Signed for the School by Beatrice Olaw, Head Teacher, on 3 March 2025.

Signed for the Caterer by Marcus Thistle, Director, on 5 March 2025.
"""
GROUNDS = """Grounds contract

The Contractor mows the field every ten days. Either party may terminate this contract by giving six
weeks' notice in writing. Invoices fall due within 30 days.
"""
REPORT = """# Annual report of Pellmore Pottery

## Costs

All amounts are in thousands of pounds.

| | 2022 | 2023 | 2024 |
| --- | --- | --- | --- |
| Wages | 1,920 | 2,015 | 2,190 |
| Energy | 640 | 705 | 618 |
| Catering | 129 | 137 | 149 |

## Officers

The auditors are Marlow & Teague. The secretary is Jane Holt. The kiln was sold on 3 May 2024 after 37 years
of service.
"""
TRAVEL = """# Travel policy

| Country | Daily allowance (EUR) | Hotel limit per night (EUR) |
| --- | --- | --- |
| Austria | 42 | 130 |
| Portugal | 37 | 110 |
| Poland | 31 | 95 |
"""
FARES = """# Fares of the ferry

| Ticket | Price 2023 (GBP) | Price 2024 (GBP) |
| --- | --- | --- |
| Car up to 5 m | 27.50 | 28.50 |
| Child single | 4.00 | 4.10 |
"""
DOCUMENTS = {
    "minutes.md": MINUTES,
    "catering.txt": CATERING,
    "grounds.txt": GROUNDS,
    "report.md": REPORT,
    "travel.md": TRAVEL,
    "fares.md": FARES,
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("office")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Index.build([folder])


def cited(answer: Answer, index: Index) -> str:
    for one in answer.citations:
        assert index.documents[one.document].text[one.start : one.end] == one.quote
    return " ".join(one.quote for one in answer.citations)


@pytest.mark.parametrize(
    ("question", "voters"),
    [
        ("Who voted against the repair of the tower clock?", "Tom Hale"),
        ("Who voted for the repair of the tower clock?", "Ada Stone, Carl Reed, Ines Vale"),
        ("Who abstained in the vote on the tower clock?", "Una Frey"),
        ("Who voted against the yew hedge being cut?", "Ada Stone"),
    ],
)
def test_votes_are_told_by_the_line_of_that_vote(index, question, voters):
    assert voters in cited(ask(question, index, threshold=0.0), index)


@pytest.mark.parametrize("question", ["Who painted the Mona Lisa?", "Who wrote the guide to the river?"])
def test_a_line_of_votes_answers_nothing_else(index, question):
    answer = ask(question, index)
    assert not answer.answered or "Against" not in cited(answer, index)


def test_the_name_of_a_file_is_not_taken_for_a_slip(index):
    answer = ask("Compare the notice of catering.txt and grounds.txt", index)
    assert {one.document for one in answer.citations} == {"catering.txt", "grounds.txt"}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What does the catering agreement say about notice?", ["three months' written notice"]),
        ("What does grounds.txt say about notice?", ["notice in writing"]),
        (
            "What do the minutes say about the tower clock?",
            ["repaired by Brook & Sons", "The motion was carried"],
        ),
    ],
)
def test_what_one_document_says_of_a_topic_is_told_sentence_by_sentence(index, question, said):
    answer = ask(question, index)
    assert answer.statement
    assert all(words in cited(answer, index) for words in said)
    assert len({one.document for one in answer.citations}) == 1


def test_all_who_signed_are_cited_and_one_alone_where_one_is_asked_for(index):
    both = cited(ask("Who signed the catering agreement?", index), index)
    assert "Beatrice Olaw" in both
    assert "Marcus Thistle" in both
    assert cited(ask("Who signed the catering agreement for the caterer?", index), index).count("Signed") == 1


def test_an_address_is_no_telephone_number(index):
    answer = ask("What is the phone number of Juniper Kitchens?", index)
    assert not answer.answered


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How much was spent on energy in 2023?", "705"),
        ("How much did Pellmore spend on catering in 2024?", "149"),
        ("What were wages at Pellmore Pottery in 2022?", "1,920"),
    ],
)
def test_a_cell_is_found_by_its_row_and_column_in_a_document_named_by_its_title(index, question, figure):
    answer = ask(question, index)
    assert answer.span == figure
    cited(answer, index)


def test_a_column_that_is_not_there_is_not_made_up(index):
    assert not ask("How much was spent on energy in 2021?", index).answered


def test_a_price_that_is_not_told_is_not_made_of_other_figures(index):
    assert not ask("How much was the kiln sold for?", index).answered


def test_a_name_that_stands_in_the_title_alone_is_not_missing(index):
    answer = ask("Who are the auditors of Pellmore Pottery?", index)
    assert answer.answered
    assert "Marlow & Teague" in cited(answer, index)


def test_a_name_that_one_document_alone_holds_is_asked_there(index):
    answer = ask("Within how many days do the invoices of Juniper Kitchens fall due?", index)
    assert "within 21 days" in " ".join(cited(answer, index).split())
    assert {one.document for one in answer.citations} == {"catering.txt"}


def test_another_place_takes_the_earlier_one_s_place(index):
    conversation = Conversation(index)
    conversation.ask("What is the daily allowance in Austria?")
    for question, place, allowance in (
        ("And in Portugal?", "Portugal", "37"),
        ("What about Poland?", "Poland", "31"),
    ):
        answer = conversation.ask(question)
        assert answer.question == f"What is the daily allowance in {place}?"
        assert answer.span == allowance


def test_a_length_in_a_row_s_name_is_not_what_its_price_is_in(index):
    answer = ask("What was the price of a car up to 5 m in 2024?", index)
    assert (answer.span, answer.unit) == ("28.50", "GBP")


def test_another_document_is_asked_the_same_question(index):
    conversation = Conversation(index)
    conversation.ask("How much notice ends the catering agreement?")
    answer = conversation.ask("And the grounds contract?")
    assert "weeks' notice in writing" in cited(answer, index)
    assert {one.document for one in answer.citations} == {"grounds.txt"}


def test_a_whole_question_is_not_put_to_the_words_before(index):
    conversation = Conversation(index)
    conversation.ask("Who signed the catering agreement?")
    answer = conversation.ask("How much was paid for energy in 2024?")
    assert answer.question == "How much was paid for energy in 2024?"


def test_another_thing_of_the_same_owner_reads_as_people_write_it(index):
    conversation = Conversation(index)
    conversation.ask("What is the phone number of Juniper Kitchens?")
    answer = conversation.ask("And its address?")
    assert answer.question == "What is the address of Juniper Kitchens?"
    assert "4 Dock" in cited(answer, index)
