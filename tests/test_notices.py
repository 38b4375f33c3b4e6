"""Notices: how long the notice of a contract is, and in what form it is given, by what the contract is of."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

DOCUMENTS = {
    "lifts.md": "# Maintenance contract for two passenger lifts\n\n"
    "Between Orrin Lifts Ltd and Calder House.\n\n"
    "## Visits\n\nEach lift is visited six times a year. A visit is announced by e-mail two days ahead.\n\n"
    "## Term\n\nThe contract runs until 30 June 2028. It then continues for a year at a time unless it is "
    "terminated with five months' notice. The notice is to be sent by registered letter; "
    "e-mail is not enough.\n\n"
    "If a lift stands still for ten days, Calder House may terminate within two weeks.\n",
    "copier.md": "# Hire agreement\n\nFor the photocopier in the hall and its paper, with Nashwell.\n\n"
    "Copies beyond 900 a month cost 2 cents. "
    "A rise in price is announced with three weeks' notice by e-mail.\n\n"
    "Either of us can end this agreement by giving the other seven weeks' notice. "
    "A message by fax or e-mail will do.\n",
    "snow.md": "# Agreement on the clearing of snow\n\nNothing is cleared before 6 in the morning.\n\n"
    "The agreement may be cancelled to the end of any October, at 40 days' notice in writing.\n",
    "sheep.md": "# Lease of the sheep pasture\n\n"
    "| Lessor | Ada Holm |\n| --- | --- |\n| Rent | 90 euros a year |\n"
    "| Notice period | ten weeks to the end of March |\n\nThe hut may be used.\n",
    "boat.md": "# Agreement about the boat\n\n"
    "Either of us may bring it to a close by giving 45 days' notice.\n",
    "prices.md": "# Prices\n\n| Thing | Euro |\n| --- | --- |\n| Lift ride | 2 |\n| Photocopier | 900 |\n",
}
LIFTS, COPIER, SNOW = "five months' notice", "seven weeks' notice", "40 days' notice"
REGISTERED, FAX, WRITING = "registered letter", "by fax or e-mail", "in writing"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("notices")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How long is the notice for the lifts?", LIFTS),
        ("How much notice do we have to give for the lift?", LIFTS),
        ("What notice is there to cancel the photocopier?", COPIER),
        ("How much notice do they have to give to end the photocopier hire?", COPIER),
        ("What is the notice period for the snow clearing?", SNOW),
        ("How many days' notice must be given for the snow?", SNOW),
        ("How long is the notice for the pasture?", "ten weeks to the end of March"),
        ("How much notice is needed for the boat?", "45 days' notice"),
    ],
)
def test_the_notice_is_told_of_the_contract_named_by_its_thing(index: Index, question: str, told: str):
    answer = ask(question, index)
    assert told in answer.citations[0].quote
    assert len({one.document for one in answer.citations}) == 1


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Can we cancel the lifts by e-mail?", REGISTERED),
        ("May they terminate the lift contract by letter?", REGISTERED),
        ("How may notice be given for the lifts?", REGISTERED),
        ("Is an e-mail enough to cancel the photocopier?", FAX),
        ("Does a fax do to end the photocopier hire?", FAX),
        ("In what form must we give notice for the photocopier?", FAX),
        ("Does notice for the snow clearing have to be in writing?", WRITING),
    ],
)
def test_the_form_of_notice_is_told_of_the_contract_that_is_meant(index: Index, question: str, told: str):
    answer = ask(question, index)
    assert told in answer.citations[0].quote
    assert len({one.document for one in answer.citations}) == 1


@pytest.mark.parametrize(
    "question",
    ["How may notice be given?", "In what form must notice be given?", "Do they accept notice by e-mail?"],
)
def test_where_no_contract_is_named_each_says_its_form(index: Index, question: str):
    chosen = ["copier.md", "lifts.md", "snow.md"]
    answer = ask(question, index, document=chosen)
    assert sorted({one.document for one in answer.citations}) == chosen
    assert all("announced" not in one.quote for one in answer.citations)


def test_what_is_asked_for_is_marked(index: Index):
    assert ask("Can we cancel the lifts by e-mail?", index).citations[0].exact == "e-mail"


@pytest.mark.parametrize(
    ("before", "question", "told"),
    [
        ("How long is the notice for the lifts?", "Does an e-mail do?", REGISTERED),
        ("How much notice do we give for the photocopier?", "And by fax?", FAX),
        ("How long is the notice for the lifts?", "And in what form must it be given?", REGISTERED),
        ("How much notice do they give for the photocopier?", "And can they cancel by fax?", FAX),
    ],
)
def test_behind_the_notice_of_one_contract_its_form_is_asked(
    index: Index, before: str, question: str, told: str
):
    answer = ask(question, index, history=[before])
    assert told in answer.citations[0].quote


def test_a_notice_of_something_else_is_not_the_one_that_ends_the_contract(index: Index):
    answer = ask("How much notice is given of a rise in price?", index)
    assert "three weeks" in answer.citations[0].quote


def test_a_notice_that_changes_later_is_told_whole_and_that_of_a_lesson_is_none():
    text = (
        "Agreement on teaching\n\n"
        "Lessons are paid in full if we did not cancel them the day before by 6 pm.\n\n"
        "How it ends. During the trial each of us can stop with one week's notice. After that, it takes "
        "eight weeks to the end of a term. A letter is enough.\n"
    )
    lease = "Lease of the hall\n\nEither party may end this lease by ten weeks' notice in writing.\n"
    index = Index.from_texts({"agreement.txt": text, "lease.txt": lease})
    answer = ask("Compare the notice periods of the teaching agreement and the lease.", index)
    assert "ten weeks" in answer.text
    assert "one week" in answer.text
    assert "eight weeks" in answer.text
    assert "the day before" not in answer.text
