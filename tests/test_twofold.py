"""Twofold: of a question that asks two things, both are answered, each with its own evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask
from qa.app.notes import note_of
from qa.app.quoting import as_text
from qa.saying import how_sure

DOCUMENTS = {
    "kiosk.md": "# Lease of the kiosk\n\nThe rent is 450 euros a month.\nThe lease begins on 1 May 2024 "
    "and ends on 30 April 2029.\nThe deposit is 900 euros.\n\n"
    "Signed for the landlord: Edwin Osric, 4 March 2024\n\n"
    "Signed for the tenant: Tamsin Blyth, 6 March 2024\n",
    "minutes.md": "# Minutes\n\nA licence for the till costs 230 euros a year.\n\n"
    "The licence was approved by Ada Finch.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("papers")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, "utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Who signed the lease and when does it end?", "Tamsin Blyth", "30 April 2029"),
        ("What does the licence cost, and who approved it?", "230 euros", "Ada Finch"),
        ("How much is the rent and how high is the deposit?", "450 euros", "900 euros"),
        ("When does the lease begin and when does it end?", "1 May 2024", "30 April 2029"),
    ],
)
def test_both_halves_are_answered_with_their_own_evidence(index: Index, question: str, one: str, other: str):
    answer = ask(question, index)
    by_n = {cited.n: cited.quote for cited in answer.citations}
    first, second = (" ".join(by_n[n] for n in group.citations) for group in answer.groups)
    assert one in first
    assert other in second
    assert [group.label.rstrip("?").casefold() in question.casefold() for group in answer.groups] == [
        True,
        True,
    ]


def test_each_half_says_how_sure_it_is_as_it_does_when_asked_alone(index: Index):
    answer = ask("How much is the rent and how high is the deposit?", index)
    assert [one.confidence for one in answer.groups] == pytest.approx(
        [ask(one.label, index).confidence for one in answer.groups]
    )
    copied = as_text(answer, lambda _: "")
    noted = note_of(answer, lambda _: "").said_of_it
    for one in answer.groups:
        assert f"{one.label} {how_sure(one.confidence)}" in copied
        assert f"{one.label} {how_sure(one.confidence)}" in noted


def test_a_half_that_was_not_looked_up_names_no_confidence(index: Index):
    signers, end = ask("Who signed the lease and when does it end?", index).groups
    assert signers.confidence == 0
    assert end.confidence > 0


def test_a_half_without_an_answer_is_said_to_have_none(index: Index):
    answer = ask("How much is the rent and who paints the boat?", index)
    assert answer.span == "450 euros a month"
    assert answer.notes == ("No answer was found to “Who paints the boat?”.",)


@pytest.mark.parametrize(
    "question", ["How much are the rent and the deposit?", "Does the lease say who pays and who insures it?"]
)
def test_one_question_is_not_taken_for_two(index: Index, question: str):
    assert not ask(question, index).statement.startswith("Two questions")


def test_after_an_amount_what_was_planned_is_an_amount(tmp_path: Path):
    rows = (
        "Nr,Line,Keeper,Planned,Received to date,Remark\n1,Raffle tickets,Una Frey,820,295,2 euros each\n"
        "2,Grant from the town,Tom Hale,1500,1400,in two sums\n"
    )
    (tmp_path / "regatta.csv").write_text(rows, "utf-8")
    answer = ask(
        "What did the raffle tickets bring in so far, and what was planned?", Index.build([tmp_path])
    )
    assert [cited.exact for cited in answer.citations] == ["295", "820"]
