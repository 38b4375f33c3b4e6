"""Of two moments in a sentence, the one that a question asks for is the short answer."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

SUPPORT = """IT support contract

This contract comes into force on 1 July 2025 and runs until 30 June 2027. Support is given from 8:30 am to
6 pm on every working day. The fee was paid on 3 May 2025.
"""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({"support.txt": SUPPORT})


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("When does the contract start?", "1 July 2025"),
        ("When does the contract come into force?", "1 July 2025"),
        ("When does the contract expire?", "30 June 2027"),
        ("When does the contract end?", "30 June 2027"),
        ("At what time does support start?", "8:30 am"),
        ("At what time does support end?", "6 pm"),
        ("When was the fee paid?", "3 May 2025"),
    ],
)
def test_the_beginning_and_the_end_are_told_apart(index, question, span):
    answer = ask(question, index)
    first = answer.citations[0]
    assert answer.span == span
    assert first.exact == span
    assert index.documents[first.document].text[first.start : first.end] == first.quote


@pytest.mark.parametrize("reader", ["small", None])
def test_an_end_is_told_by_a_day_and_not_by_what_may_bring_it_about(reader):
    terms = [
        "2.1 This agreement starts on 1 March 2025 and runs for three years, until 29 February 2028.",
        "7.2 The Client may end it with immediate effect if the Contractor is late three times a year.",
    ]
    index = Index.from_texts({"greenhouse.txt": "Greenhouse agreement\n\n" + "\n\n".join(terms)})
    told = ask("When does the contract end?", index, threshold=0.0, reader=reader)
    assert told.span == "29 February 2028"
    told = ask("When can the Client end the agreement with immediate effect?", index, reader=reader)
    assert told.citations[0].quote == terms[1]


LIBRARY = """Notice of the library

The library will be closed for the renewal of its heating from 7 July to 1 September 2025.

On Wednesday 19 November 2025, between 8:30 am and 1 pm, the water will be shut off in Tanner Row.

Parking in Mill Lane is forbidden from 17 to 21 November. The offer of the cafe is valid until 31 May 2025.

The handover of the new wing was postponed from 12 December 2025 to 23 January 2026.
"""


@pytest.fixture(scope="module")
def library() -> Index:
    return Index.from_texts({"library.txt": LIBRARY})


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("When will the library be closed?", "from 7 July to 1 September 2025"),
        ("How long will the library be closed?", "from 7 July to 1 September 2025"),
        ("Until when is the library closed?", "1 September 2025"),
        ("When does the library open again?", "1 September 2025"),
        ("When will the water be shut off?", "19 November 2025, between 8:30 am and 1 pm"),
        ("When is parking forbidden in Mill Lane?", "from 17 to 21 November"),
        ("Until when is the offer valid?", "31 May 2025"),
        ("When is the handover of the new wing?", "23 January 2026"),
    ],
)
def test_a_period_is_told_whole_and_of_its_ends_the_one_asked_for(library, question, span, reader):
    answer = ask(question, library, reader=reader)
    first = answer.citations[0]
    assert answer.span is not None
    assert answer.span.endswith(span)
    assert library.documents[first.document].text[first.start : first.end] == first.quote


SWIMMING = """News of the baths

Decision: From 3 February 2025 the baths are open on Sundays until 6:30 p.m. On Fridays they stay shut.

From 4 May 2026 the sauna is open on Thursdays from 2 p.m. to 9 p.m. and on Fridays from noon to 8:00 p.m.
"""


@pytest.fixture(scope="module")
def baths() -> Index:
    return Index.from_texts({"baths.txt": SWIMMING})


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("When are the baths open on Sundays?", "until 6:30 p.m"),
        ("When is the sauna open on Fridays?", "from noon to 8:00 p.m"),
        ("From when are the baths open on Sundays?", "3 February 2025"),
    ],
)
def test_open_on_a_weekday_are_hours_not_the_day_from_which_it_is(baths, question, span, reader):
    answer = ask(question, baths, reader=reader)
    assert answer.span is not None
    assert span in answer.span


GREENHOUSE = """Greenhouse heating contract

This contract is made between the growers' society of Fennwick and Tarrant Heating Ltd. It replaces the letter
agreement of 12 June 2016, which ends on the day this contract begins.

The boiler is looked at four times a year, between 8 am and 4 pm.

The contract begins on 1 May 2024 and runs for three years, that is until 30 April 2027. If neither side gives
notice, it goes on for one year at a time.
"""
LODGE = """Porter's lodge agreement

The previous agreement with Dunn & Sons expires on 30 September 2025.

This agreement takes effect on 1 October 2025 and may be ended by either side with six weeks' notice.

The lodge is staffed from 7 am to 9 pm.
"""


@pytest.mark.parametrize("reader", ["small", None])
@pytest.mark.parametrize(
    ("question", "before", "span"),
    [
        ("When does the heating contract end?", [], "30 April 2027"),
        ("And when does it end?", ["When does the heating contract begin?"], "30 April 2027"),
        ("When does the heating contract begin?", [], "1 May 2024"),
    ],
)
def test_the_end_of_an_agreement_that_is_replaced_is_no_end_of_this_one(question, before, span, reader):
    index = Index.from_texts({"greenhouse.txt": GREENHOUSE, "lodge.txt": LODGE})
    told = ask(question, index, history=before, reader=reader)
    assert told.span == span


@pytest.mark.parametrize("reader", ["small", None])
def test_what_has_a_beginning_alone_has_no_end(reader):
    index = Index.from_texts({"lodge.txt": LODGE})
    assert not ask("When does the agreement on the porter's lodge end?", index, reader=reader).answered
    told = ask("When does the previous agreement expire?", index, reader=reader)
    assert told.span == "30 September 2025"


def test_the_end_of_the_replaced_agreement_is_told_where_that_is_asked_for():
    index = Index.from_texts({"greenhouse.txt": GREENHOUSE})
    told = ask("When does the letter agreement end?", index)
    assert "letter\nagreement of 12 June 2016, which ends on the day" in told.text
