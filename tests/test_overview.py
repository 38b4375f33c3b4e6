"""Overviews: what a document is, in its own words, and the questions that are answered so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Index, UnknownDocument, cut
from qa import Overview, ask, overview
from qa.app.card import render_card
from qa.mentions import mentions

KINDS = Path(__file__).parent / "benchmarks" / "kinds"
DEAL = "microsoft-openai-deal.txt"
OPENED = "The meeting was opened at nine o'clock by the chair of the board."


@pytest.fixture(scope="module")
def index(article_path: Path) -> Index:
    return Index.build(
        [KINDS / "river-article.md", KINDS / "lease.txt", KINDS / "outage-review.md", article_path]
    )


def check(told: Overview, document: Document) -> None:
    """What holds for any overview."""
    assert told.sentences
    assert [one.n for one in told.sentences] == list(range(1, len(told.sentences) + 1))
    assert [one.start for one in told.sentences] == sorted(one.start for one in told.sentences)
    for one in told.sentences:
        assert document.text[one.start : one.end] == one.quote != ""
        assert one.passage.start <= one.start < one.end <= one.passage.end
    for mention in (*told.names, *told.dates, *told.amounts):
        words = [" ".join(document.text[slice(*place)].split()) for place in mention.places]
        assert mention.text in words
        assert mention.count == len(set(mention.places)) > 0
    for heading in told.outline:
        assert document.section_at(heading.start).heading == heading.words


def test_an_overview_tells_title_length_headings_and_what_is_mentioned(index: Index):
    told = overview(index, "river-article.md")
    document = index.documents["river-article.md"]
    check(told, document)
    assert (told.title, told.pages) == ("River Aldrane", None)
    assert told.words == len(document.text.split())
    assert [heading.words for heading in told.outline][:3] == ["River Aldrane", "Course", "Tributaries"]
    assert {heading.level for heading in told.outline} == {1, 2}
    assert told.names[0].text == "Dunmere"
    assert "22 April 1954" in [date.text for date in told.dates]
    assert "412 kilometres" in [amount.text for amount in told.amounts]


def test_the_telling_sentences_say_what_it_is_and_do_not_repeat_themselves(index: Index):
    river, outage = (overview(index, name).sentences for name in ("river-article.md", "outage-review.md"))
    assert river[0].quote == "The Aldrane is a river in the north-east of Kerremark."
    assert any("could not buy or change tickets for 3 hours and 52 minutes" in one.quote for one in outage)
    assert len({one.quote for one in (*river, *outage)}) == len(river) + len(outage) == 16
    assert not any(one.quote.lstrip().startswith(("|", "#", "- ")) for one in (*river, *outage))


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
    check(told, index.documents["minutes.md"])
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


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Minutes of 3 May\n\nThe meeting was opened at nine o'clock by the chair of the board.",
            "Minutes of 3 May",
        ),
        ("The meeting was opened at nine o'clock by the chair of the board.", "a.txt"),
    ],
)
def test_a_document_without_a_title_goes_by_its_first_line_or_its_name(text: str, title: str):
    assert overview(Index.from_texts({"a.txt": text}), "a.txt").title == title


def test_a_pdf_that_a_program_named_anonymous_has_no_such_title(tmp_path: Path):
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "offer.pdf"))
    canvas.setTitle("(anonymous)")
    canvas.drawString(72, 700, "We offer to paint the whole house by June for 400 dollars.")
    canvas.showPage()
    canvas.save()
    told = overview(Index.build([tmp_path / "offer.pdf"]), "offer.pdf")
    assert (told.title, told.pages) == ("offer.pdf", 1)
    assert told.sentences[0].page == 1


def test_of_a_long_document_only_so_many_sentences_are_compared(monkeypatch: pytest.MonkeyPatch):
    kept = "The lock keeper of gate {} wrote down that {} barges had gone through."
    long = Index.from_texts({"long.txt": "\n\n".join(kept.format(n, n * 7) for n in range(600))})
    compared: list[str] = []
    vectors = long.vectors

    def counted(texts):
        compared.extend(texts)
        return vectors(texts)

    monkeypatch.setattr(long, "vectors", counted)
    check(overview(long, "long.txt"), long.documents["long.txt"])
    assert len(compared) <= 301


def test_an_unknown_document_is_told_by_name(index: Index):
    with pytest.raises(UnknownDocument, match=r"nothing\.txt"):
        overview(index, "nothing.txt")


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


def test_a_sentence_that_is_repeated_is_told_once():
    boilerplate = "The provisions of this part apply to the premises without prejudice to any other right."
    parts = (
        f"Part {n}\n\n{boilerplate}\n\nThe mill number {n} was built by the river in 18{n}0."
        for n in range(1, 8)
    )
    index = Index.from_texts({"a.txt": "\n\n".join(parts)})
    told = [one.quote for one in overview(index, "a.txt").sentences]
    assert len(set(told)) == len(told) == 8


def test_hostile_texts_have_overviews(hostile_text: str):
    index = Index.from_texts({"a.txt": hostile_text})
    check(overview(index, "a.txt"), index.documents["a.txt"])


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


# Questions that an overview answers


@pytest.mark.parametrize(
    "question",
    [
        "Summarise this.", "summarize the document", "What is this about?", "What's it about?", "TL;DR",
        "What are the main points?", "Give me an overview", "Can you give me a short summary of the article?",
        "what does the document say?", "Tell me about this document.", "WHAT ARE THE KEY TAKEAWAYS?",
        "What is the deal about?",
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


def test_of_a_list_of_prices_the_heads_and_the_first_rows_are_told(tmp_path: Path):
    rows = "".join(f"Tent {size},{10 * size}.00\n" for size in range(1, 9))
    (tmp_path / "tents.csv").write_text(f"Item,Price per day (£)\n{rows}", "utf-8")
    index = Index.build([tmp_path])
    told = overview(index, "tents.csv").sentences
    assert "Price per day" in told[0].quote
    assert "Tent 1" in told[1].quote
    assert "8 rows in tables" in ask("What is this about?", index).statement


def test_of_a_budget_the_heads_the_largest_rows_and_the_total_are_told_and_sums_with_their_unit(tmp_path):
    rows = "".join(f"Item {size},{10 * size}0,{11 * size}0\n" for size in (3, 9, 1, 8, 2, 4, 5))
    (tmp_path / "costs.csv").write_text(
        f"Item,Budget 2025 (£),Actual 2025 (£)\n{rows}Total,3200,3520\n", "utf-8"
    )
    index = Index.build([tmp_path])
    found = overview(index, "costs.csv")
    told = [one.quote.split(" · ")[0].removeprefix("Item: ") for one in found.sentences]
    assert told == ["Item", "Item 9", "Item 8", "Item 5", "Total"]
    assert [(one.text, one.unit) for one in found.amounts[:3]] == [("3520", "£"), ("3200", "£"), ("990", "£")]
    assert all(index.documents["costs.csv"].text[slice(*one.places[0])] == one.text for one in found.amounts)


def test_words_of_headings_and_of_posts_and_rooms_are_no_names():
    text = (
        "# Hire of a Barge\n\n## 1. Damage and Theft\n\nThe hirer pays for damage in Ghent.\n\n"
        "## 2. Upkeep and Moorings\n\nMoorings cost nothing. They met in the Map Room with Ulla Dreyer, "
        "Harbour Manager.\n\nCare and Keep\n\nKeep it dry, says Brann. Tell Brann; a keep is a tower.\n"
    )
    index = Index.from_texts({"hire.md": text})
    names = [one.text for one in overview(index, "hire.md").names]
    assert sorted(names) == ["Brann", "Ghent", "Ulla Dreyer"]


def test_of_many_names_the_first_are_told_and_how_many_more_there_are():
    people = [f"Ada {last}" for last in "Ames Bell Cole Dunn Ekman Frey Gale Hart Ives Judd".split()]
    index = Index.from_texts({"a.txt": f"Those who came were {', '.join(people)}."})
    told = overview(index, "a.txt")
    assert [one.text for one in told.names] == people[:8]
    assert told.more_names == 2
    assert "and 2 more" in render_card(told, index.documents["a.txt"])


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
