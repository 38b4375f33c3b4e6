"""Recurring heads: what holds on a day, at an hour or in a month stands under the head for those."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask
from qa.contents.recurring import Scale, recurring
from qa.tables.recurring_heads import in_its_season

BATHS = """Ticket,Mon–Fri,Sat & Sun,Evening (from 18.00),Online,Remarks
Adult,6.2,7.4,4.1,5.9,two hours
"Child, 4 to 15",3.1,3.9,2.2,2.8,under 4 free
School class,2.5,,,,by appointment
"""
BOATS = """Boat,Apr–May,Jun–Aug,Sep–Oct,Seats
Rowing boat,24,32,26,4
Canoe,18,25,20,2
"""
FLATS = """# Holiday flats

| Flat | Sleeps | High season | Low season | Final cleaning |
| --- | --- | --- | --- | --- |
| Gull | 4 | 112 | 78 | 60 |
| Tern | 2 | 84 | 59 | 45 |
| Curlew | 6 | 148 | 101 | 75 |
| Plover | 3 | 96 | 66 | 50 |

Prices are per night. High season is from 15 June to 10 September; low season is the rest of the year.
"""
PARKING = """Place,Weekdays,Weekday evenings,Weekends
Market square,2.40,1.20,2.00
Station,3.00,1.50,2.50
"""
RINK = """# Ice rink

## Skates and lockers, prices in CHF

| Period | Skates | Small locker | Large locker |
| --- | --- | --- | --- |
| Nov–Mar | 6 | 12 | 19 |
| April to May | 5 | 10 | 16 |
| Sept. – Oct. | 4.5 | 9 | 15 |

## Who is there

| Day | Opens | Closes | Ice master |
| --- | --- | --- | --- |
| Mon–Thu | 09:00 | 20:30 | Runa Dahl |
| Friday | 10:30 | 23:00 | Timo Vogt |
| Sat & Sun | 08:15 | 19:00 | Ylva Brandt |

## Lessons

| | May to September | October to April |
| --- | --- | --- |
| Kiosk | 11:00-16:00 | 10:00-20:00 |
| Changing room | 10:00-17:00 | 08:30-21:30 |

## Tickets sold in 2024

| Quarter | Tickets sold | Takings (CHF) | Full on |
| --- | --- | --- | --- |
| Jan–Mar | 4100 | 36900 | 31% |
| Apr–Jun | 880 | 7920 | 6% |
"""


@pytest.fixture(scope="module")
def rink(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("rink")
    (folder / "rink.md").write_text(RINK, encoding="utf-8")
    return Index.build([folder])


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("prices")
    for name, text in (("baths", BATHS), ("boats", BOATS), ("parking", PARKING)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "flats.md").write_text(FLATS, encoding="utf-8")
    return Index.build([folder])


@pytest.mark.parametrize(
    ("words", "scale", "times"),
    [
        ("Weekend (£)", Scale.WEEKDAY, {5, 6}),
        ("Mo-Fr", Scale.WEEKDAY, {0, 1, 2, 3, 4}),
        ("Sat & Sun", Scale.WEEKDAY, {5, 6}),
        ("Friday to Monday", Scale.WEEKDAY, {4, 5, 6, 0}),
        ("during the week", Scale.WEEKDAY, {0, 1, 2, 3, 4}),
        ("We hire boats, so do they", Scale.WEEKDAY, set()),
        ("From 6 pm", Scale.HOUR, {18, 19, 20, 21, 22, 23}),
        ("9.00–12.00", Scale.HOUR, {9, 10, 11}),
        ("before 10 am", Scale.HOUR, set(range(10))),
        ("from 18 to 64 years, £9.50", Scale.HOUR, set()),
        ("Nov–Feb", Scale.MONTH, {10, 11, 0, 1}),
        ("15 June to 31 August", Scale.MONTH, {6, 7}),
        ("From 1 May", Scale.MONTH, set()),
        ("May I pay in April?", Scale.MONTH, {3}),
    ],
)
def test_words_name_weekdays_hours_and_months(words: str, scale: Scale, times: set[int]):
    assert recurring(words).get(scale, frozenset()) == times


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("What does an adult pay on Saturday?", "7.4"),
        ("What does an adult pay on a Tuesday?", "6.2"),
        ("What does an adult pay in the evening?", "4.1"),
        ("What does an adult pay online?", "5.9"),
        ("What does a child pay at the weekend?", "3.9"),
        ("What does a canoe cost in July?", "25"),
        ("How much is the rowing boat in May?", "24"),
        ("What does the Gull cost in July?", "112"),
        ("how much is the curlew in august?", "148"),
        ("What does parking at the station cost on a Wednesday evening?", "1.50"),
        ("How much is parking in the market square on Sunday?", "2.00"),
    ],
)
def test_the_cell_of_the_time_that_is_asked_for_is_marked(index, question, figure, reader):
    assert ask(question, index, threshold=0.0, reader=reader).span == figure


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What do skates cost in January?", "6"),
        ("how much is a large locker in october", "15"),
        ("small locker in winter?", "12"),
        ("price of a small locker in May please", "10"),
        ("When does the rink open on Wednesdays?", "09:00"),
        ("until when is the rink open on Sunday", "19:00"),
        ("Who is the ice master on a Tuesday?", "Runa Dahl"),
        ("When is the kiosk open in July?", "11:00-16:00"),
        ("Is the changing room open at 9:00 in December?", "08:30-21:30"),
        ("How many tickets were sold in May?", "880"),
        ("What were the takings in February 2024?", "36900"),
    ],
)
def test_a_row_or_column_for_a_stretch_of_time_answers_for_a_time_within_it(
    rink: Index, question: str, told: str
):
    answer = ask(question, rink)
    assert answer.span == told
    (citation,) = answer.citations
    assert rink.documents[citation.document].text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "What do skates cost in July?",  # between the rows
        "What do helmets cost in January?",
        "Who sweeps the rink on Tuesday?",
        "What were the takings in February 2019?",
        "How many tickets were sold in November?",
    ],
)
def test_a_stretch_of_time_does_not_answer_for_another_time_or_thing(rink: Index, question: str):
    assert not ask(question, rink).answered


def test_another_time_is_asked_of_the_same_cell(rink: Index):
    told = ask("And on Friday?", rink, history=["When does the rink open on Wednesdays?"])
    assert told.span == "10:30"


def test_a_price_of_other_days_is_no_answer(index: Index):
    assert not ask("What does a school class pay on Sunday?", index).answered


@pytest.mark.parametrize(
    "question",
    ["What does the Gull cost in June?", "What does the Gull cost at Christmas?", "What does the Gull cost?"],
)
def test_no_season_is_guessed(question: str):
    assert not in_its_season(question, FLATS)
