"""Conversation: what a follow-up is taken to mean, and what it is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index
from qa import Conversation
from qa.standalone.followups import EarlierTurn, names_in, opening_of, standalone
from qa.standalone.leaning import leans

STAKE = "How big is Microsoft's stake in OpenAI?"
AZURE = "How much will OpenAI spend on Azure?"


@pytest.mark.parametrize(
    ("question", "earlier", "meant"),
    [
        ("Over how long?", AZURE, "Over how long will OpenAI spend on Azure?"),
        ("Until when?", "Does Microsoft get access?", "Until when does Microsoft get access?"),
        ("From whom?", "What is OpenAI buying?", "From whom is OpenAI buying?"),
        ("Until when?", "When does the lease take effect?", "Until when does the lease run?"),
        ("And for how long?", "When did the lease begin?", "For how long did the lease run?"),
        ("And in dollars?", STAKE, "How much is Microsoft's stake in OpenAI worth in dollars?"),
        ("And in miles?", "How far is the mill?", "How much in miles is the mill?"),
        ("And in euros?", AZURE, "How much in euros will OpenAI spend on Azure?"),
        ("And Amazon's?", STAKE, "How big is Amazon's stake in OpenAI?"),
        ("What about Nvidia?", AZURE, "How much will Nvidia spend on Azure?"),
        ("Who is its CEO?", "What is the mission of OpenAI?", "Who is OpenAI’s CEO?"),
        ("And does the IT team own it?", STAKE, "And does the IT team own OpenAI?"),
        ("WHO OWNS IT?", STAKE, "WHO OWNS OpenAI?"),
        (
            "And when does it end?",
            "When does the IT support agreement start?",
            "And when does the IT support agreement end?",
        ),
        ("Who may end it?", "When does the cleaning contract start?", "Who may end the cleaning contract?"),
        (
            "And the cleaning contract?",
            "How long is the notice period of the garden contract?",
            "How long is the notice period of the cleaning contract?",
        ),
        (
            "What about the lease?",
            "Who may end the lease contract early?",
            "Who may end the lease early?",
        ),
        ("Says who?", AZURE, f"Which source reported it, {AZURE[0].lower()}{AZURE[1:]}"),
    ],
)
def test_a_follow_up_is_read_as_the_question_it_means(question: str, earlier: str, meant: str):
    assert meant in standalone(question, EarlierTurn(earlier))


def test_the_other_company_is_the_one_that_the_earlier_question_left_out():
    turn = EarlierTurn("What does Microsoft gain from it?", names=("Microsoft", "OpenAI", "Azure"))
    assert "What does OpenAI gain from it?" in standalone("What about the other company?", turn)


@pytest.mark.parametrize(
    "question",
    [
        "Who is OpenAI's CEO?",
        "In what year did the Microsoft and OpenAI partnership begin?",
        "Which company is behind WebProNews?",
        "Who signed the IT support agreement?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str):
    assert not leans(question)
    assert standalone(question, EarlierTurn(STAKE, "A quote.", "27%")) == [question]


@pytest.mark.parametrize(
    ("question", "is_pointing"),
    [
        ("Is there a car park for tenants at the Quay Road warehouse?", False),
        ("How many rescues were there this year?", False),
        ("How many boats will be sold this season?", False),
        ("Can Dr Kovalenko let somebody else do the job for her?", False),
        ("Did Owen Pask keep his seat on the committee?", False),
        ("When must Microsoft pay its share of the costs?", False),
        ("Is the cleaning company allowed to increase its prices?", False),
        ("May the tenant of the flat keep their dog?", False),
        ("How often must the supplier train its staff?", False),
        ("What must the tenants pay if they leave early?", False),
        ("How much does one visit of a grown-up cost?", False),
        ("May I bring one guest to the pool on a weekday?", False),
        ("How high is the one-off fee for the gym?", False),
        ("What does one of the lockers cost for a month?", False),
        ("List all the actions from the meeting with who does them and by when", False),
        ("Which courts can be booked and how much do they cost?", False),
        ("List all the contracts with their end dates", False),
        ("Show the trainers and who pays them", False),
        ("Do the two contracts contradict each other?", False),
        ("How much does the first one cost for members?", True),
        ("Which one costs less for the members?", True),
        ("What does the cheap one cost per day?", True),
        ("How much did the members pay for them in May?", True),
        ("Who signed the lease, and who pays them?", True),
        ("What is the price of the lease and who are they?", True),
        ("Is the price of its shares rising?", True),
        ("Does the price of its shares rise?", True),
        ("Did the board approve her appointment?", True),
        ("Did the board approve it last year?", True),
        ("When does its contract end, and must the supplier pay?", True),
        ("Who was there when the bridge opened?", True),
        ("Is her contract with the bank renewed?", True),
        ("How much did Microsoft pay for it last year?", True),
    ],
)
def test_a_question_leans_only_on_what_it_does_not_say_itself(question: str, is_pointing: bool):
    assert leans(question) == is_pointing


@pytest.mark.parametrize(
    ("question", "may_stand_alone"),
    [
        ("Who was at the meeting?", True),
        ("How much is dinner?", True),
        ("How old was she?", False),
        ("Over how long?", False),
        ("And the rent?", False),
    ],
)
def test_a_short_question_is_first_asked_as_it_stands_where_it_can_be(question: str, may_stand_alone: bool):
    found = standalone(question, EarlierTurn("How long is the notice period of the lease?"))
    assert (found[0] == question) == may_stand_alone


def test_a_whole_question_is_not_put_in_the_place_of_a_name():
    found = standalone(
        "And when does it end?", EarlierTurn("When does the agreement with Corvid come into force?")
    )
    assert "And when does Corvid end?" in found
    assert all(one.casefold().count("when does") < 2 or "," in one for one in found)


@pytest.mark.parametrize("question", ["And the gardening contract?", "What about the gardening contract?"])
@pytest.mark.parametrize(
    "earlier",
    ["How long is the notice period of the garden contract?", "Is the garden contract still running?"],
)
def test_no_noun_is_doubled_where_a_document_is_put_in_the_place_of_another(question: str, earlier: str):
    found = standalone(question, EarlierTurn(earlier))
    assert found
    assert not any("contract contract" in one for one in found)


def test_the_other_contract_is_no_name_of_the_earlier_answer():
    turn = EarlierTurn("How long is the notice period of the lease?", names=("The Contractor", "Corvid"))
    for question in ("And the other contract?", "And the other one?"):
        assert not any(name in one for name in turn.names for one in standalone(question, turn))


@pytest.mark.parametrize(
    ("question", "earlier", "meant"),
    [
        (
            "When does it end?",
            "When did the lift service agreement start?",
            "When does the lift service agreement end?",
        ),
        (
            "When does it end?",
            "When does the lift agreement come into force?",
            "When does the lift agreement end?",
        ),
        ("And who signed it?", "When does the lease take effect?", "And who signed the lease?"),
        (
            "And for the lamps?",
            "How long is the notice for the boiler?",
            "How long is the notice for the lamps?",
        ),
        ("What are its fees?", "Who signed the waste contract?", "What are the waste contract’s fees?"),
    ],
)
def test_a_question_that_is_whole_but_for_what_it_is_about_is_read_in_one_way(
    question: str, earlier: str, meant: str
):
    assert standalone(question, EarlierTurn(earlier)) == [meant]


def test_it_is_not_the_contract_where_something_in_that_was_asked_for():
    found = standalone("When is it due?", EarlierTurn("How much is the deposit of the lease?"))
    assert found != ["When is the lease due?"]


def test_a_third_question_carries_one_earlier_question_at_most():
    joined = "How big is the stake, and who reported it?"
    turn = EarlierTurn(joined, opening=opening_of(joined, "And who reported it?"))
    assert turn.opening == "How big is the stake?"
    assert not any("who reported it" in one for one in standalone("And is it worth much?", turn))


@pytest.mark.parametrize(
    "question", ["How soon do they come if a pump breaks down?", "Do they repair broken pumps?"]
)
def test_they_are_not_the_one_person_named_before(question: str):
    found = standalone(question, EarlierTurn("When does Ms Quill come?"))
    assert not any("do Ms Quill" in one or "Do Ms Quill" in one for one in found)


@pytest.mark.parametrize(
    "question",
    [
        "How much does it cost if I want the technician for an extra hour?",
        "What will it cost to paint the fence?",
        "How long does it take to send the goods back?",
        "Is it possible to pay by card at the door?",
    ],
)
def test_it_with_a_clause_of_its_own_stands_for_nothing(question: str):
    assert standalone(question, EarlierTurn("Can the cleaners move the scenery?")) == [question]


def test_what_else_somebody_has_to_do_is_a_list_of_the_actions(tmp_path: Path):
    minutes = (
        "# Minutes\n\nPresent: Ada Quill, Joel Brandt\n\n## Actions\n\n"
        "| What | Who | By |\n| --- | --- | --- |\n"
        "| Order the paint | Ada Quill | 3 May |\n| Call the plumber | Joel Brandt | 4 May |\n"
        "| Mend the gate | Ada Quill | 9 May |\n"
    )
    (tmp_path / "minutes.md").write_text(minutes, "utf-8")
    chat = Conversation(Index.build([tmp_path]))
    chat.ask("Who is Ada Quill?")
    told = chat.ask("What other jobs does she have to do?").text
    assert "Order the paint" in told
    assert "Mend the gate" in told
    assert "plumber" not in told


def test_a_word_of_the_earlier_question_is_no_reason_to_refuse_the_next():
    lease = "Lease\n\nThe lease of the mill begins on 1 May 2024. The rent is 900 euros a month."
    chat = Conversation(Index.from_texts({"lease.txt": lease}))
    chat.ask("When did the zeppelin start?")
    assert "zeppelin" not in chat.ask("And how high is the rent?").missing


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_any_words_at_all_leave_at_least_one_question(question: str, earlier: str, quote: str):
    found = standalone(question, EarlierTurn(earlier, quote, quote[:10], tuple(names_in(quote))))
    assert found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("first", "then", "answer"),
    [
        (STAKE, "And in dollars?", "$135 billion"),
        (AZURE, "Over how long?", "the coming years"),
        ("What does Microsoft gain from the partnership looking ahead?", "And the other company?", "capital"),
        ("Does Microsoft get exclusive access to OpenAI's models?", "Until when?", "2032"),
    ],
)
def test_a_follow_up_is_answered_with_something_new(article_index: Index, first: str, then: str, answer: str):
    chat = Conversation(article_index)
    told = chat.ask(first)
    found = chat.ask(then)
    assert answer in (found.span or "")
    assert found.span != told.span


def test_a_refused_question_leaves_the_next_one_its_words(article_index: Index):
    chat = Conversation(article_index)
    assert not chat.ask("What is the capital of France?").answered
    assert chat.ask("Who is OpenAI's CEO?").span == "Sam Altman"


def test_a_question_of_another_thing_is_not_answered_by_what_was_told():
    regatta = "The second regatta week was turned down because there is no money for it."
    chat = Conversation(Index.from_texts({"minutes.txt": f"Minutes\n\n{regatta}\n\nThe boat comes in June."}))
    assert chat.ask("Why was the second regatta week turned down?").text == regatta
    assert chat.ask("Were there any accidents?").question == "Were there any accidents?"


def test_a_whole_question_that_points_at_somebody_is_not_answered_by_what_was_told():
    honey = "The honey crop was smaller because of the cold May."
    texts = {
        "minutes.txt": f"Minutes\n\n{honey}\n\nThe firm begins work within six hours when a pump breaks down."
    }
    chat = Conversation(Index.from_texts(texts))
    assert chat.ask("Why was the honey crop smaller?").text == honey
    assert honey not in chat.ask("How fast must they come when a pump breaks down in summer?").text


def test_a_follow_up_for_another_year_asks_no_longer_for_the_first():
    earlier = EarlierTurn("What did we earn from honey in 2024?", "Honey: 4738", "4738")
    assert standalone("And what do we expect for 2026?", earlier)[0] == "What do we expect for honey in 2026?"


@pytest.mark.parametrize(
    ("earlier", "then", "meant"),
    [
        (
            "How much is planned for gas in 2026?",
            "And for electricity?",
            "How much is planned for electricity in 2026?",
        ),
        ("How much is planned for gas in 2026?", "And in 2025?", "How much is planned for gas in 2025?"),
        (
            "What does a family pass cost from May?",
            "And before May?",
            "What does a family pass cost before May?",
        ),
        ("What is the fee of the hall?", "What about for the garden?", "What is the fee for the garden?"),
        ("Who is responsible for gas?", "And for advertising?", "Who is responsible for advertising?"),
        ("How much do we pay for the lift?", "And in July?", "How much do we pay for the lift in July?"),
        (
            "How many came in the region North?",
            "And for the region South?",
            "How many came for the region South?",
        ),
    ],
)
def test_what_a_follow_up_names_takes_the_place_of_its_like(earlier: str, then: str, meant: str):
    assert standalone(then, EarlierTurn(earlier))[0] == meant


def test_a_follow_up_of_question_words_alone_asks_the_earlier_question_on():
    meant = "What was Microsoft pushing for in July, and what for?"
    assert meant in standalone("And what for?", EarlierTurn("What was Microsoft pushing for in July?"))


@pytest.mark.parametrize(("question", "meant"), [("Why not earlier?", " not earlier?"), ("And why?", "?")])
def test_a_why_asks_for_the_reason_of_what_was_told(question: str, meant: str):
    turn = EarlierTurn("When will the fair open?", "The fair opens on 3 May.", "3 May")
    assert standalone(question, turn)[-1] == f"Why will the fair open{meant}"
    assert not any(one.startswith("When") for one in standalone(question, turn))


def test_a_follow_up_that_asks_by_itself_takes_no_more_than_what_it_is_about():
    turn = EarlierTurn("How long does the boiler hire contract last?")
    _, meant = standalone("And who pays for the chimney sweep?", turn)
    assert meant == "Who pays for the chimney sweep in the boiler hire contract?"
    (meant,) = standalone("And how much is the deposit?", turn)
    assert meant == "How much is the deposit in the boiler hire contract?"


def test_it_is_the_document_that_the_earlier_question_ends_in():
    turn = EarlierTurn("Who signed the boiler hire contract?")
    assert "And when does the boiler hire contract begin?" in standalone("And when does it begin?", turn)
    turn = EarlierTurn("How much do we pay for the lift contract per year?")
    assert "And when does the lift contract end?" in standalone("And when does it end?", turn)


@pytest.mark.parametrize(
    ("earlier", "told"),
    [
        ("When does the heating contract end?", "Notice by e-mail has no effect."),
        ("Who is Tarrant Heating?", "Notice by e-mail has no effect."),
        (
            "What does Holt Gardens do?",
            "Either party may terminate with six weeks' notice, by letter or by e-mail.",
        ),
    ],
)
def test_it_stays_with_the_document_that_was_spoken_of(earlier: str, told: str):
    texts = {
        "heating contract.txt": """Heating contract

        This contract is made between the growers of Fennwick and Tarrant Heating Ltd. It begins on 1 May 2024
        and runs until 30 April 2027.

        Notice is given by registered letter. Notice by e-mail has no effect.
        """,
        "gardening agreement.txt": """Gardening agreement

        The Client and Holt Gardens agree that the hedges are cut in June and in October.

        Either party may terminate with six weeks' notice, by letter or by e-mail.
        """,
    }
    chat = Conversation(Index.from_texts(texts))
    chat.ask(earlier)
    answer = chat.ask("Can I cancel it by e-mail?")
    assert answer.citations[0].quote == told


def test_a_weekday_or_a_month_is_no_name_that_another_may_stand_for():
    said = (
        "Shut on Mon and in June. Quayside and Millgate open on Sat, and Quayside until April Jones leaves."
    )
    assert names_in(said) == ["Quayside", "Shut", "Millgate", "April Jones"]


@pytest.mark.parametrize(
    "question",
    [
        "Does Petra raise her prices?",
        "does petra raise her prices",
        "What has to be done before the lease runs out if it should go on?",
        "If the boiler fails, who mends it?",
        "What if a machine breaks - who repairs it?",
        "Can the tenant keep his dog?",
        "What do members pay for their guests?",
        "Is the fee due when it is invoiced?",
        "What happens to the deposit when the tenant leaves, does he get it back?",
    ],
)
def test_a_question_that_names_whom_it_means_is_left_as_it_is(question: str):
    earlier = EarlierTurn("Who signed the cleaning contract?", "Signed: Hubert Lind.", "Hubert Lind")
    assert standalone(question, earlier) == [question]


@pytest.mark.parametrize(
    "question",
    [
        "Does she raise her prices?",
        "What happens if it rains?",
        "And in the second year, what does it cost?",
        "What must we pay before they come?",
        "Can the tenant cancel it?",
        "Does anyone know her number?",
    ],
)
def test_a_question_that_names_nobody_else_leans_on_the_one_before(question: str):
    earlier = EarlierTurn("Who signed the cleaning contract?", "Signed: Hubert Lind.", "Hubert Lind")
    assert standalone(question, earlier) != [question]
