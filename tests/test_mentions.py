"""Mentions: the names, dates and amounts of a document, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Index, cut
from qa import overview
from qa.contents.mentions import mentions

KINDS = Path(__file__).parent / "benchmarks" / "kinds"


def test_names_join_their_last_names_and_openings_of_sentences_are_none():
    text = (
        "Rent is due in May. Mara Ortega-Lind wrote to Acme Corp. on 4 May 2021. Rent went up by 3%. "
        "Later Ortega-Lind paid $1,200 to Acme; Acme's clerk noted it on 4 May 2021. Acme's men wait later."
    )
    document = Document.from_text("a.txt", text)
    told = mentions(document, cut(document))
    assert [(one.text, one.count) for one in told.names] == [("Acme", 4), ("Mara Ortega-Lind", 2)]
    assert [(one.text, one.count) for one in told.dates] == [("4 May 2021", 2)]
    assert [one.text for one in told.amounts] == ["3%", "$1,200"]


@pytest.mark.parametrize(
    "parties",
    [
        "Ada Stone from Leeds (the “Baker”) and Brook Mills Limited (“Wharf”)",
        'Ada Stone from Leeds ("the Baker") and Brook Mills Limited (the "Wharf")',
        "Ada Stone from Leeds, hereinafter the Baker, and Brook Mills Limited, hereinafter called the Wharf",
        "Ada Stone from Leeds (the Baker) and Brook Mills Limited (the Wharf)",
    ],
)
def test_what_a_contract_calls_its_parties_is_no_name(parties: str):
    text = (
        f"This agreement is made between {parties}. The Baker shall bake for the Wharf each day.\n\n"
        "1.1 Loaves are sold by the Baker. 1.2 Crumbs belong to the Wharf.\n\n"
        "The Premises stand in Leeds LS1 4QT. Each Tenant pays the Baker. Ada Stone signs for the Baker."
    )
    document = Document.from_text("a.txt", text)
    names = [(one.text, one.count) for one in mentions(document, cut(document)).names]
    assert names == [("Ada Stone", 2), ("Leeds", 2), ("Brook Mills Limited", 1)]


def test_what_somebody_is_is_no_name():
    text = (
        "Signed for Brook Mills by Ada Stone, Managing Director, and by Marta Vane, Head Teacher, on 3 May. "
        "The Chief Executive Officer, Tom Bell, spoke to Sales Manager Ida Roth."
    )
    document = Document.from_text("a.txt", text)
    names = {one.text for one in mentions(document, cut(document)).names}
    assert {"Brook Mills", "Ada Stone", "Marta Vane", "Tom Bell"} <= names
    assert not names & {"Managing Director", "Head Teacher", "Chief Executive Officer"}


def test_a_common_noun_behind_articles_is_no_name_and_a_short_form_is_one():
    text = (
        "Corvid Systems LLP (“Corvid”) runs the help desk of the Union (the “EU”). The Fund pays Corvid, and "
        "every fund has a board. The Fund may ask the EU. Corvid answers the Fund. They crossed the Rhine."
    )
    document = Document.from_text("a.txt", text)
    names = {one.text for one in mentions(document, cut(document)).names}
    assert names >= {"Corvid", "EU", "Rhine", "Corvid Systems LLP"}
    assert "Fund" not in names


@pytest.mark.parametrize(
    ("name", "named", "terms"),
    [
        (
            "lease.txt",
            {"Dunmarrow", "Ottilie Brandreth", "Davit Sorrelli"},
            {"Tenant", "Landlord", "Guarantor"},
        ),
        ("minutes.txt", {"Kwame Lindgren", "Brightmere Solar"}, {"Chair"}),
        ("leave-policy.md", {"Harbour Building", "Oona Kettleby"}, {"Claims", "Requests", "Anyone", "Time"}),
        ("lighthouse-story.txt", {"Tobias", "Edda", "Skarrow Point"}, {"Board"}),
        ("pump-datasheet.md", {"Brunnstad", "Lena Quist"}, {"H-120C"}),
    ],
)
def test_the_names_of_kinds_of_documents_are_persons_and_places(name: str, named: set[str], terms: set[str]):
    document = Document.open(KINDS / name)
    names = {one.text for one in mentions(document, cut(document)).names[:8]}
    assert named <= names
    assert not terms & names


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_text_has_mentions_at_their_places(data: st.DataObject, hostile_strings: st.SearchStrategy[str]):
    told_of = ["Dr. Ada Byron's ", "3 May 2020 ", "€4.5 million ", "in 1999 "]
    pieces = st.one_of(hostile_strings, st.sampled_from(told_of))
    text = "word " + "".join(data.draw(st.lists(pieces, max_size=8)))
    document = Document.from_text("a.txt", text)
    told = mentions(document, cut(document))
    for one in (*told.names, *told.dates, *told.amounts):
        assert one.text in [" ".join(document.text[slice(*place)].split()) for place in one.places]


def test_words_of_headings_and_of_posts_and_rooms_are_no_names():
    text = (
        "# Hire of a Barge\n\n## 1. Damage and Theft\n\nThe hirer pays for damage in Ghent.\n\n"
        "## 2. Upkeep and Moorings\n\nMoorings cost nothing. They met in the Map Room with Ulla Dreyer, "
        "Harbour Manager. All prices are in GBP.\n\nCare and Keep\n\n"
        "Keep it dry, says Brann. Tell Brann; a keep is a tower.\n"
    )
    index = Index.from_texts({"hire.md": text})
    names = [one.text for one in overview(index, "hire.md").names]
    assert sorted(names) == ["Brann", "Ghent", "Ulla Dreyer"]


def test_sums_of_money_come_before_other_amounts_and_a_clause_opens_behind_its_letter_and_number():
    text = (
        "# Care of the hoist\n\nB.1 Loose bolts weighing 12 kg are replaced within 40 minutes, and after 40 "
        "minutes a call is made. B.2 Worn straps are Brann's; the fee is 310 euros.\n\nB.3 Loose straps cost "
        "25 euros, less 6 per cent. B.3 Loose ends are cut by Brann.\n"
    )
    told = overview(Index.from_texts({"hoist.md": text}), "hoist.md")
    assert [one.text for one in told.amounts] == [
        "310 euros",
        "25 euros",
        "40 minutes",
        "12 kg",
        "6 per cent",
    ]
    assert [one.text for one in told.names] == ["Brann"]
