"""Lists: all people, organisations, dates, deadlines and amounts that documents name, each cited."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Document, Index, cut
from qa import ask
from qa.contents.mentions import mentions

MINUTES = """Minutes of the swimming club, 11 February 2025

Present: Judith Pym (chair), Mr Omar Haddad, Clare Whitcombe

The committee agreed to raise the annual fee from £95 to £110. Mr Haddad will write to all members by 1 March.

Northgate School asks 40 euros an evening for its pool on Mill Lane. Objections are sent within 28 days.

Clare Whitcombe Managing Director Pelham Pools Ltd
"""
PRICES = "Service,Price (GBP)\nGutter clearing,64.00\nFloor polishing,140.00\n"


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({"minutes.txt": MINUTES})


@pytest.mark.parametrize(
    ("question", "told", "statement"),
    [
        ("List all people named", ["Judith Pym", "Mr Omar Haddad", "Clare Whitcombe"], "3 different people"),
        ("Who are the people mentioned?", ["Judith Pym", "Mr Omar Haddad", "Clare Whitcombe"], "3 different"),
        ("What organisations are mentioned?", ["Northgate School", "Pelham Pools Ltd"], "2 different org"),
        ("Which dates are named?", ["11 February 2025", "1 March"], "2 different dates"),
        ("Which deadlines are there?", ["1 March", "28 days"], "2 different dates"),
        ("What are the deadlines in the minutes?", ["1 March", "28 days"], "2 different dates"),
        (
            "Which firms are named in the minutes?",
            ["Northgate School", "Pelham Pools Ltd"],
            "2 different org",
        ),
        ("What dates do the minutes mention?", ["11 February 2025", "1 March"], "2 different dates"),
        ("List all amounts in pounds", ["£95"], "2 different amounts in pounds"),
        ("List all amounts", ["£95", "40 euros"], "3 different amounts"),
    ],
)
def test_all_of_a_kind_are_listed_each_cited_and_counted(index, question, told, statement):
    answer = ask(question, index)
    assert [one.exact or one.quote for one in answer.citations] == told
    assert answer.statement.startswith(statement) or statement in answer.statement
    for one in answer.citations:
        text = index.documents[one.document].text
        assert text[one.start : one.end] == one.quote
        assert one.exact is None or text[one.span_start : one.span_end] == one.exact


def test_several_documents_and_the_figures_of_their_tables_are_listed(tmp_path, index):
    (tmp_path / "prices.csv").write_text(PRICES, "utf-8")
    (tmp_path / "minutes.txt").write_text(MINUTES, "utf-8")
    both = Index.build([tmp_path])
    answer = ask("List all amounts in pounds", both)
    assert {one.exact for one in answer.citations} == {"£95", "64.00", "140.00"}
    assert {group.label for group in answer.groups} == {"prices.csv", "minutes.txt"}
    assert answer.statement == "4 different amounts in pounds in 2 documents, at 3 places"
    assert {one.document for one in ask("List all dates in the minutes", both).citations} == {"minutes.txt"}


@pytest.mark.parametrize("head", ["By when", "Due", "Deadline"])
def test_the_column_that_says_by_when_holds_deadlines(tmp_path, head):
    rows = f"Who,What,Asked on,{head}\nOmar Haddad,Mend the gate,3 May 2025,17 October 2025\n"
    (tmp_path / "actions.csv").write_text(
        f"{rows}Judith Pym,Walk 5 miles,4 May 2025,before the feast\n", "utf-8"
    )
    answer = ask("What are the deadlines?", Index.build([tmp_path]))
    assert [one.exact for one in answer.citations] == ["17 October 2025", "before the feast"]


def test_a_stretch_of_way_is_no_deadline():
    told = "Bicycles are fetched within 5 miles. Bills are paid within 30 days."
    answer = ask("List all deadlines", Index.from_texts({"a.txt": told}))
    assert [one.exact for one in answer.citations] == ["30 days"]


@pytest.mark.parametrize(
    "question",
    [
        "List all fees",
        "Who are the people that sell bread?",
        "What are the dates good for?",
        "Who mentioned it?",
    ],
)
def test_other_questions_are_not_taken_for_lists(index, question):
    assert "different" not in ask(question, index).statement


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (
            "Marguerite Ashdown Managing Director Pelham Library Trust",
            ["Marguerite Ashdown", "Pelham Library Trust"],
        ),
        ("Marguerite Ashdown\nManaging Director\nPelham", ["Marguerite Ashdown"]),
        ("The chair thanked President Oduya.", ["President Oduya"]),
    ],
)
def test_a_name_does_not_run_into_a_post_or_over_a_line(words, names):
    document = Document.from_text("a.txt", words)
    told = [one.text for one in mentions(document, cut(document)).names]
    assert set(names) <= set(told)
    assert all("Director" not in one and "\n" not in one for one in told)


def test_a_firm_is_told_by_its_trade_and_a_last_name_that_sounds_like_one_is_a_person():
    told = (
        "Ann Harding met Tom Fleming. They asked for quotations of Holt Roofing, Brae Catering and "
        "Dell Plumbing, which Liz Keating compared with those of Moss Electrical."
    )
    index = Index.from_texts({"a.txt": told})
    people = ask("Which people are named?", index)
    assert [one.quote for one in people.citations] == ["Ann Harding", "Tom Fleming", "Liz Keating"]
    firms = ask("Which firms are named?", index)
    assert [one.quote.split()[1] for one in firms.citations] == [
        "Roofing",
        "Catering",
        "Plumbing",
        "Electrical",
    ]


def test_firms_and_terms_are_no_people_and_who_is_in_two_documents_is_counted_once(tmp_path):
    (tmp_path / "costs.csv").write_text(
        "Item,Supplier,Cost\nMowing,Brightfell Shears,900\nGate,Kestrel Ironmongers,450\n", "utf-8"
    )
    (tmp_path / "contract.txt").write_text(
        "The fee follows the Retail Prices Index. Brightfell Shears mows twice a month.\n\n"
        "Contact: Ravi Menon, Service Lead\n\nRuth Allard, Director of Finance Ravi Menon, Partner\n",
        "utf-8",
    )
    (tmp_path / "minutes.txt").write_text(
        "Present: Dr Ruth Allard (chair), Hanna Moss\n\nThe work is done by Brightfell Shears.\n", "utf-8"
    )
    both = Index.build([tmp_path])
    people = ask("Which people are mentioned?", both)
    told = [one.quote for one in people.citations]
    assert told == ["Ravi Menon", "Ruth Allard", "Dr Ruth Allard", "Hanna Moss"]
    assert people.statement == "3 different people in 2 of 3 documents, at 4 places"
    assert any("listed under each" in note for note in people.notes)
    firms = {one.quote for one in ask("Which firms are mentioned?", both).citations}
    assert firms == {"Brightfell Shears", "Kestrel Ironmongers"}


def test_decisions_that_somebody_took_are_those_of_the_minutes(tmp_path: Path):
    minutes = "**Decision 1:** The gate is painted.\n\n**Decision 2:** The pond is drained in May.\n"
    (tmp_path / "minutes.md").write_text(f"# Minutes of the garden committee\n\n{minutes}", "utf-8")
    index = Index.build([tmp_path])
    for question in ("List all the decisions the committee took", "Tell me everything we agreed on"):
        assert len(ask(question, index).citations) == 2
