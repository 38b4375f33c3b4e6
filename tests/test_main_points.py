"""Main points: which sentences of a document tell most of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Index
from qa import overview

KINDS = Path(__file__).parent / "benchmarks" / "kinds"


@pytest.mark.parametrize(
    ("name", "points"),
    [
        (
            "lease.txt",
            ["hereinafter the Landlord", "with an area of", "runs for six years", "€5,150 a month"],
        ),
        (
            "river-article.md",
            ["is a river in the north-east", "1,184 metres above sea level", "only six people died"],
        ),
        (
            "annual-report.md",
            ["makes measuring instruments", "Net profit for 2024", "For 2025 the board expects"],
        ),
    ],
)
def test_the_main_points_are_of_many_sections_and_hold_what_matters_most(name: str, points: list[str]):
    index = Index.build([KINDS / name])
    told = overview(index, name).sentences
    assert len({one.heading for one in told}) >= 6
    for point in points:
        assert any(point in one.quote for one in told), point


MINUTES = """# Minutes of the Harbour Board

Held on Thursday 9 October 2025 at 14:00 in the Aire Room, Harrow Lane Centre.

Present: Priya Raman (chair), Margaret Osei, Colin Bexley (finance), Sunita Patel (tenant relations).

The board chose Pennine Lifts for the new lift, because its guarantee runs for five years.

The ferry to the outer islands will leave an hour earlier from the first of March.

The drill emptied the building in six minutes, which is a minute more than the target.

Signed for the Harbour Board by Margaret Osei, Managing Director, on 14 October 2025.
"""


def test_names_and_dates_alone_are_no_main_points():
    told = overview(Index.from_texts({"minutes.md": MINUTES}), "minutes.md").sentences
    assert [one.quote.split()[1] for one in told] == ["board", "ferry", "drill"]


CLUBS = """# Minutes of the governors

## Breakfast club

Sadia Mahmoud reported that 42 children come to the breakfast club each morning.
The governors agreed to go on with it until the end of July next year.

## Roof

The builders will replace the roof of the gymnasium in the summer of 2026.
Corbel and Sons sent the cheapest quote for the roof of the gymnasium.

## Noise

Two parents complained about the noise of the mowers during the tests.

## Library

The new library of the school was opened in June by a poet from the town.

## Staff

The deputy head of the school retires at the end of the spring term.
"""


def test_what_leans_on_the_sentence_before_it_is_a_main_point_with_that_one_alone(tmp_path: Path):
    (tmp_path / "minutes.md").write_text(CLUBS, "utf-8")
    told = [one.quote for one in overview(Index.build([tmp_path]), "minutes.md").sentences]
    assert sum("42 children" in one for one in told) == 1
    assert all("42 children" in one for one in told if "with it" in one)


MOTIONS = """# Minutes of the allotments, 17 September

Held in the Scout Hut on Pinfold Lane, from a quarter past seven to nine o'clock.

## 1. Opening

The chair opened the meeting at seven and found that the invitations had been sent in time.
The minutes of the last meeting were approved without any further changes.

## 2. Beehives

Mr Dunmore proposed to allow up to four beehives on the strip behind plot 31.

- For: Peter Dunmore, Greta Lindholm
- Against: Rosalind Achebe, Yusuf Tarrant, Owen Pask

The proposal was rejected, because two neighbours are allergic to stings.

## 3. Fees

The treasurer proposed to raise the annual fee for a full plot from £52 to £58.
Half plots keep paying 30 pounds. After a long debate the motion was carried.

## 4. Fires

What may be burned on the plots before the end of October? Dry branches alone, and only after dark.

The chair closed the meeting at nine o'clock and thanked Owen Pask for the cake.

Signed for the association in the Scout Hut by Rosalind Achebe on the first of October.
"""


def test_the_forms_of_a_meeting_are_no_main_points_and_a_motion_comes_with_its_outcome(tmp_path: Path):
    (tmp_path / "minutes.md").write_text(MOTIONS, "utf-8")
    index = Index.build([tmp_path])
    told = overview(index, "minutes.md")
    text = index.documents["minutes.md"].text
    assert all(text[one.start : one.end] == one.quote for one in told.sentences)
    begins = ["Mr Dunmore proposed", "The treasurer proposed", "What may be burned"]
    ends = ["allergic to stings.", "the motion was carried.", "only after dark."]
    assert len(told.sentences) == 3
    for one, begin, end in zip(told.sentences, begins, ends, strict=True):
        assert one.quote.startswith(begin)
        assert one.quote.endswith(end)


def test_the_greeting_and_the_close_of_a_letter_are_no_main_points():
    letter = """Dear Ms Okafor,

I hope that this letter finds you and your family in very good health.

Dear neighbours, the water main in Tanner Row will be replaced between 3 and 21 March.

During the works the street is closed to cars, and buses stop at the church instead.

The council pays each shop in the street 40 pounds for every day on which it is closed.

The reason is that the pipes of 1911 have burst four times since last winter.

Please do not hesitate to call us if anything is unclear to you or to your neighbours.

Yours sincerely, on behalf of the whole department of works and streets, Marta Vane."""
    told = overview(Index.from_texts({"letter.txt": letter}), "letter.txt").sentences
    assert [one.quote.split()[0] for one in told] == ["Dear", "During", "The"]


DECISIONS = """# Minutes of the rowing club

## Boats

The treasurer had asked three yards for a price and spoke at length about each of them.
It was agreed to order the double scull from the yard at Ennerholm before the winter.

## Fees

Ida Marsh proposed raising the yearly fee from £90 to £96. Two members spoke against it for some time.
The proposal as amended was carried by nine votes to two.

## Boathouse

The roof of the boathouse leaks at its northern end whenever the wind comes from the lake.
ACTION: Tom Varley to have the roof of the boathouse looked at before the end of May.
"""


def test_of_a_meeting_the_main_points_are_what_was_decided_with_what_it_was_about():
    told = overview(Index.from_texts({"minutes.md": DECISIONS}), "minutes.md").sentences
    quotes = [" ".join(one.quote.split()) for one in told]
    for decided in ("agreed to order the double scull", "ACTION: Tom Varley"):
        assert any(decided in quote for quote in quotes), decided
    assert any("from £90 to £96" in quote and "carried by nine votes" in quote for quote in quotes)


DECIDED = """# Minutes of the choir

## Piano

Una Brook reported that two tuners had sent offers, and that the lower one, of Felt and Sons, was £210.

Decision: The choir takes the offer of the cheaper tuner.

## Tour

Ilse Rand told the members of the tour to Ghent, where 84 people had come to hear them sing in May.

## Hall

The hall of the school is free for the choir on Tuesday evenings until the end of the year.

## Next meeting

The next meeting is on Thursday 4 June 2026 in the hall of the school at half past seven.
"""


def test_what_minutes_label_as_a_decision_is_a_main_point():
    told = overview(Index.from_texts({"minutes.md": DECIDED}), "minutes.md").sentences
    assert any(one.quote.startswith("Decision: The choir takes") for one in told)


HIRE = """# Hire of a Piano

## 1. Piano

The Owner hires out one upright piano, which stands in the hall on the ground floor.

## 2. Price

The hire costs £45 per month, payable in advance on the first day of each month.

## 3. Duration

The hirer moves the piano once within the house, and pays the men who carry it.

The hire begins on 1 May 2026 and has a minimum duration of 12 months.

After that, it may be ended by either side with four weeks' notice, by letter.

## 4. Care

The hirer keeps the piano away from heaters, and out of the light of the sun.
"""


def test_how_long_a_contract_runs_and_how_it_ends_are_main_points():
    told = overview(Index.from_texts({"hire.md": HIRE}), "hire.md").sentences
    said = " ".join(one.quote for one in told)
    assert "£45 per month" in said
    assert "minimum duration of 12 months" in said
    assert "four weeks' notice" in said


def test_money_is_a_main_point_whichever_way_its_currency_is_written():
    told = overview(Index.from_texts({"hire.md": HIRE.replace("£45", "EUR 45")}), "hire.md").sentences
    assert any("EUR 45 per month" in one.quote for one in told)


ASSEMBLY = """# Minutes of the eel fishers

## 1. Opening

The assembly had been called in due form and had a quorum, for which 32 votes are needed.
The assembly rose in memory of Walda Keen, who had been a member of it for 52 years.

## 2. Reports

The chair reported that eleven boats changed hands and that 63 households are waiting for a berth.
Ms Marsh reported that nineteen traps went into the winter, and sixteen of them came out whole.
Mr Fenn reported that the weir let through 2,870 cubic metres, and that the pump failed twice in July.

## 3. Resolutions

- **Resolution 1 - Berth fee.** The fee rises from 11 to 12.50 euro a metre from the first of January. For 41.
- **Resolution 2 - Quiet hours.** From June to August engines stay off at night near the houses.
- **Resolution 3 - Panels on the roof of the old hall.** The committee may spend up to 6,800 euro on it.
- **Resolution 4 - Shared work.** Every member works eight hours on the weir in place of six.
- **Resolution 5 - Hens.** The motion to allow up to four hens on each boat was rejected by 22 to 33 votes.

## 4. Other matters

The summer feast is on 12 July, and Mrs Brank asks all the members for twenty cakes for it.
"""


def test_all_that_was_carried_is_a_main_point_with_what_it_is_called_and_no_form():
    index = Index.from_texts({"minutes.md": ASSEMBLY})
    told = [" ".join(one.quote.split()) for one in overview(index, "minutes.md").sentences]
    for carried in ("The fee rises", "From June to August", "The committee may spend", "Every member works"):
        assert any("Resolution" in one and carried in one for one in told), carried
    for form in ("quorum", "memory"):
        assert all(form not in one for one in told), form


def test_what_a_contract_costs_and_its_notice_are_among_its_main_points():
    parts = [
        "The contract covers the three pumps in the cellar and the valve at the gate of the yard.",
        "Each pump is visited eight times in a calendar year by a mechanic of the firm.",
        "The mechanic writes what was found in the book that is kept in the cellar.",
        "Small parts worth up to ten euros each are fitted without any further charge.",
        "The yearly fee for the three pumps together is 5,940 euros without tax.",
        "On late payment the firm may charge interest of six per cent a year.",
        "The firm is not liable for what comes of using a pump that it has put out of service.",
        "The contract begins on 1 April 2024 and runs for four years, until 31 March 2028.",
        "Notice is given by letter and must arrive no later than five months before the end of the term.",
        "On ending, the firm hands over the books, the plans and all keys within ten days.",
    ]
    text = "Pump contract\n\n" + "\n\n".join(f"{n} Part\n\n{said}" for n, said in enumerate(parts, start=1))
    found = overview(Index.from_texts({"pump.txt": text}), "pump.txt")
    told = " ".join(one.quote for one in found.sentences)
    assert all(words in told for words in ("5,940 euros", "until 31 March 2028", "no later than five months"))
