"""Duties: what people have to do after a meeting, asked of one or of all, as minutes tell it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import ask

TOLD = """Minutes of the allotment meeting
Held on 6 May 2025 in the barn.

Ada Berg took the chair; Bo Dorn, Cleo Vale and the treasurer, Dan Hale, attended. Eve Lind sent
apologies.

Water

Ada Berg reported that the tap drips. Bo Dorn mends the tap by 20 May, and Cleo Vale orders a new butt
before the
next meeting. The town promised to call by 1 June. Dan Hale pays his rent by standing order.

Fence

Eve Lind, who knows the smith, is to ask for a price. The chair asked Dan Hale to put up a sign. Ada Berg
said that
she would write to the owners. It was left to Bo Dorn to paint the gate. Cleo Vale told us that hens
escaped in May.
"""
BO, CLEO = "Bo Dorn mends the tap", "Cleo Vale orders"
OTHERS = ["Eve Lind, who knows", "The chair asked Dan", "Ada Berg said", "It was left to Bo"]


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("List everything people have to do after the meeting", [BO, *OTHERS]),
        ("Who has to do what by when after the meeting?", [BO, *OTHERS]),
        ("What do we have to do after the May meeting?", [BO, *OTHERS]),
        ("Which jobs came out of the meeting?", [BO, *OTHERS]),
        ("What does Eve Lind have to do after the meeting?", [OTHERS[0]]),
        ("What was Dan asked to do at the meeting?", [OTHERS[1]]),
        ("What did Ada promise to do?", [OTHERS[2]]),
        ("What's Ada supposed to do after the meeting?", [OTHERS[2]]),
        ("What are the jobs for Bo from the meeting?", [BO, OTHERS[3]]),
        ("List everything Cleo has to do", [BO]),
    ],
)
def test_sentences_of_several_kinds_say_what_people_have_to_do(question: str, opening: list[str]):
    index = Index.from_texts(
        {"barn.txt": TOLD, "june.txt": "Minutes of the meeting\n3 June\n\nPresent: Ivo Marsh\n"}
    )
    quotes = [" ".join(one.quote.split()) for one in ask(question, index).citations]
    assert len(quotes) == len(opening), quotes
    assert all(quote.startswith(words) for quote, words in zip(quotes, opening, strict=True)), quotes


@pytest.mark.parametrize(
    "question",
    [
        "What do we have to do when it freezes?",
        "What must the tenant do before moving out?",
        "What is the tenant supposed to do?",
    ],
)
def test_what_is_to_be_done_some_day_is_looked_up(question: str):
    lease = "Lease\n\nThe tenant must clean the stove before moving out. When it freezes, drain the tap.\n"
    barn = f"{TOLD}\nTo do: the tenant oils the gate.\n"
    answer = ask(question, Index.from_texts({"barn.txt": barn, "lease.txt": lease}))
    assert not answer.statement
    assert answer.citations[0].document == "lease.txt"


OPENS = "Minutes of the club meeting\n\nPresent: Ada Berg, Bo Dorn, Cleo Vale\n\n"
MARKED = [
    (
        """# Roof

It leaks. (Action: Ada Berg)

# Tar

We need some. Action Bo Dorn: buy new tar.
""",
        ["It leaks.", "Action Bo"],
    ),
    (
        """# Roof

[Action: Ada to call the roofer]

**Follow-up:** Bo buys tar
""",
        ["[Action: Ada", "**Follow-up:** Bo"],
    ),
    (
        """# Roof

Task for Ada Berg: call the roofer.

AP: Bo to buy tar
""",
        ["Task for Ada", "AP: Bo"],
    ),
    (
        """# What everyone has to do

* Ada calls the roofer
* Bo buys tar
""",
        ["* Ada", "* Bo"],
    ),
    (
        """# Jobs

* Ada calls the roofer
* Bo buys tar

# Next

June
""",
        ["* Ada", "* Bo"],
    ),
    (
        """# Roof

Ada Berg was tasked with calling the roofer. Would Bo please buy tar. Cleo is going to paint.

The job of writing to the town went to Ada.
""",
        ["Ada Berg was", "Would Bo", "Cleo is", "The job"],
    ),
    (
        """| Item | Decision | Who / by when |
|---|---|---|
| Roof: Cleo saw it leak | It is mended | Ada Berg – call the roofer – 4 May |
| Hut | None | – |
| Tar | Tar is bought | Bo – buy tar |
""",
        ["Item: Roof", "Item: Tar"],
    ),
    (
        """| Topic | Result | Follow-up |
|---|---|---|
| Roof | Approved | Ada calls the roofer |
| Hut | Noted, Cleo is away | – |
| Tar | Agreed: tar is bought | Bo buys tar |
""",
        ["Topic: Roof", "Topic: Tar"],
    ),
]


@pytest.mark.parametrize(("minutes", "opening"), MARKED, ids=range(len(MARKED)))
def test_labels_headings_and_columns_of_several_kinds_mark_what_is_to_be_done(
    minutes: str, opening: list[str], tmp_path: Path
):
    (tmp_path / "club.md").write_text(OPENS + minutes, encoding="utf-8")
    index = Index.build([tmp_path], path=None)
    quotes = [one.quote for one in ask("Who has to do what?", index).citations]
    assert len(quotes) == len(opening), quotes
    assert all(quote.startswith(words) for quote, words in zip(quotes, opening, strict=True)), quotes
    of_ada = [one.quote for one in ask("What are the jobs for Ada from the meeting?", index).citations]
    assert of_ada == [one for one in quotes if "Ada" in one]
    if minutes.startswith("|"):
        decided = ask("What was decided?", index).citations
        assert [one.quote for one in decided] == quotes
        assert {one.column for one in decided} <= {"Decision", "Result"}


UNDERTAKEN = [
    "Bo rings the smith about the gate (BD, by 10 March).",
    "The gate is to be oiled (CV).",
    "Two more quotations are wanted first (Ada, 18 March).",
    "Training dates to go to everybody (KP, by 14 March).",
    "Paint the door – Cleo, by end of May",
    "Cleo Vale to obtain prices by 30 June.",
    "Ms Vale is getting three quotes for the heating, deadline 15 April.",
    "Bo Dorn looks after registration and reports at the next meeting.",
    "The club will be asked to change the form (Ada does that this week).",
    "Bo and Cleo were tasked with the new rota.",
    "The new rota is in the hands of Cleo Vale.",
    "The paint is bought by Bo Dorn until Friday.",
    "Ada's job is to ask the insurers.",
    "Ada checks with the insurers and lets everybody know.",
    "All to send their reports to Cleo.",
    "Everybody sends the hours to Cleo by 3 June.",
    "Cleo: buy the ribbon by Friday",
]
NOT_UNDERTAKEN = [
    "The insurers will decide in June.",
    "Bo reported on the leak (see item 4).",
    "The plan was made by Bo Dorn.",
    "Ada thanked the helpers (CV had baked).",
    "The fee is 20 pounds (ABC Ltd).",
    "Bo has finished the rota.",
    "Cleo pays her rent by standing order.",
    "Bo thinks the gate is too old.",
    "Minutes: Bo Dorn, 4 March 2025",
    "Ada Berg, 5 March 2025",
]


def test_who_does_what_is_told_at_the_end_of_a_sentence_or_in_it():
    told = OPENS + "\n\n".join([*UNDERTAKEN, *NOT_UNDERTAKEN])
    answer = ask("Who has to do what by when?", Index.from_texts({"club.txt": told}))
    assert [one.quote for one in answer.citations] == UNDERTAKEN
    of_cleo = ask("What does Cleo Vale have to do after the meeting?", Index.from_texts({"club.txt": told}))
    assert "The gate is to be oiled (CV)." in [one.quote for one in of_cleo.citations]


def test_a_label_here_and_there_leaves_others_to_be_told_in_sentences():
    told = (
        OPENS
        + "It leaks. Bo will find a smith.\nAction: Bo to find one\n\nTar\n\nCleo is to buy tar. Ada, 3 June."
    )
    answer = ask("Who has to do what?", Index.from_texts({"club.txt": told}))
    assert [one.quote for one in answer.citations] == [
        "Action: Bo to find one",
        "Cleo is to buy tar. Ada, 3 June.",
    ]


ROUND = """# Monday round, 3 March 2025

Present: Ada Finch, Bo Lund, Cara Nye

## Leaking tap

The tap in the yard drips again; it is only a washer. Bo Lund buys one and fits it by Friday.

## Sign at the gate

The sign has come loose. Cara Nye will ask the joiner before 20 March.
"""


@pytest.mark.parametrize(
    "asked", ["who sees to it?", "Who is taking care of that, and until when?", "and who's doing that"]
)
def test_who_does_what_was_spoken_of_is_told_by_the_action_beside_it(tmp_path: Path, asked: str):
    (tmp_path / "round.md").write_text(ROUND, "utf-8")
    index = Index.build([tmp_path])
    answer = ask(asked, index, history=["What is wrong with the tap in the yard?"])
    assert [one.quote for one in answer.citations] == ["Bo Lund buys one and fits it by Friday."]


def test_who_wrote_something_is_no_action():
    letter = "The report on the roof is long. It was written by Ines Vale in May.\n"
    index = Index.from_texts({"round.md": ROUND, "letter.txt": letter})
    answer = ask("Who is it by?", index, history=["Is the report on the roof long?"])
    assert "Bo Lund" not in answer.text
