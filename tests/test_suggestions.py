"""Suggestions: questions made of a document's own sentences, shown only where asking them works."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index
from qa import ask, bundled
from qa.deadline import Deadline, TooSlow
from qa.service import Service
from qa.suggesting import suggested
from qa.suggesting.asking import questions_from
from qa.suggesting.suggested import Wanted
from qa.suggesting.suggestions import SURE, suggest

KINDS = Path(__file__).parent / "benchmarks" / "kinds"
NAMES = {"Tomasz", "Walter", "Foundry"}


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("The questions were put by Jonas Abeling.", "Who put the questions?", "Jonas Abeling"),
        ("Tomasz Okoro joined the project in 2019.", "When did Tomasz Okoro join the project?", "2019"),
        ("A new plant in Brenholm was opened on 9 September; it cost €54 million.",
         "When was a new plant in Brenholm opened?", "9 September"),
        ("The lease begins on 1 May 2022 and runs.", "When does the lease begin?", "1 May 2022"),
        ("4.1 The basic rent for Unit 6 is €5,150.", "How much is the basic rent for Unit 6?", "€5,150"),
        ("Net profit for 2024 was €36.9 million.", "How much was net profit for 2024?", "€36.9"),
        ("The hoist costs £640.", "How much does the hoist cost?", "£640"),
        ("A second-hand kiln would cost about £310.",
         "How much would a second-hand kiln cost?", "about £310"),
        ("The board has seven members and met nine times.", "How many members does the board have?", "seven"),
        ("There are nine locks in all.", "How many locks are there in all?", "nine"),
        ("Days carried over must be used by 30 June; later they lapse.",
         "By when must days carried over be used?", "30 June"),
        ("Kilns fired by gas are forbidden, because the flue was sealed.",
         "Why are kilns fired by gas forbidden?", "the flue was sealed"),
        ("The Aldrane is a river in the north-east of Kerremark.",
         "What is the Aldrane?", "a river in the north-east of Kerremark"),
        ("Under the terms, Ada Stone received a share of 4%.", "Who received a share of 4%?", "Ada Stone"),
        ("2.1 This agreement starts on 1 April 2024.", "When does the agreement start?", "1 April 2024"),
        ("The Client shall pay a fixed charge of £4,850 plus VAT.",
         "What fixed charge must the Client pay?", "£4,850"),
        ("The Tenant pays an advance of €690 a month.", "What advance does the Tenant pay?", "€690"),
        ("4.1 The Customer shall pay £7,200 for each quarter, in advance.",
         "How much must the Customer pay for each quarter?", "£7,200"),
        ("8.1 Either party may end this agreement by giving not less than ninety days’ written notice.",
         "How much notice must be given to end the agreement?", "ninety days"),
        ("The Customer may terminate this contract at any time by thirty days' notice.",
         "How much notice must be given to terminate the contract?", "thirty days"),
        ("Extra work is charged at £38 per hour.", "How much is charged for extra work?", "£38"),
        ("The invoices are payable within 45 days.", "Within what time are the invoices payable?", "45 days"),
        ("The rent is 412 pounds a month.", "How much is the rent?", "412 pounds"),
        ("The lease runs for three years and ends on 31 May 2027.",
         "For how long does the lease run?", "three years"),
        ("The Contractor’s site supervisor is Tomasz Zielinski.",
         "Who is the Contractor’s site supervisor?", "Tomasz Zielinski"),
        ("The meeting was held in the Weavers' Hall, 3 Cobble Street.",
         "Where was the meeting held?", "the Weavers' Hall"),
        ("Check-in at the ports was never affected, because the lists are copied every night.",
         "Why was check-in at the ports never affected?", "the lists are copied"),
        ("The trustee has four weeks of paid leave, to be taken in one year.",
         "How many weeks of paid leave does the trustee have?", "four"),
        ("Days carried over must be used by 2035, or they lapse.",
         "By when must days carried over be used?", "2035"),
        ("The largest shareholder is the Vellmont Family Foundation with 34.5%.",
         "Who is the largest shareholder?", "the Vellmont Family Foundation"),
        ("Signed for and on behalf of Brook Limited by Ada Stone, on 3 May.",
         "Who signed for Brook Limited?", "Ada Stone"),
        ("Signed by Ada Stone, Partner, for Brook LLP, 3 May.", "Who signed for Brook LLP?", "Ada Stone"),
        ("C.1 The lease begins on 1 May 2022 and runs.", "When does the lease begin?", "1 May 2022"),
        ("B4 The hoist costs £640.", "How much does the hoist cost?", "£640"),
        ("Article 12: The hoist costs £640.", "How much does the hoist cost?", "£640"),
    ],
)  # fmt: skip
def test_a_plain_sentence_becomes_the_question_it_answers(sentence: str, question: str, answer: str):
    made = next(questions_from(sentence, NAMES))
    assert made.question == question
    assert made.answer.startswith(answer)


@pytest.mark.parametrize(
    "sentence",
    [
        "It was opened on 9 September.", "This costs £640.", "We bought the mill in 2019.",
        "“It opened in 2019,” she said.", "The result was a loss of 3%.", "Which of them was closed in 2019?",
        "ABELING: The hall was opened in 2019.", "Rinse it.",
        "WebProNews is an iEntry Publication", "The Courier is a publication of Harbour Press.",
        "The Courier is a Harbour Press site",
        "The largest town is Port Cassel.", "Either party may end this agreement at any time.",
        "Ada Stone is a reporter at the Courier.", "Photo: Ada Stone was sworn in on 3 May 2020.",
        "Copyright 2020 Harbour Press was founded in 1999.", "Reporting by Ada Stone was completed in 2020.",
        "Brindle is a registered trademark of Harbour Press.",
        "The river runs for 187 kilometres.",
        # not a place
        "Half days are charged at EUR 340.", "The catalogue is stored in SQLite.",
        "The fair is held in June.", "The fee is quoted in Euro.",
        # not a limit of time, or only one of two
        "The budget will grow by 2 percent.", "The works must be within 3 miles of the port.",
        "A working hour is charged at 78 euros in the workshop and at 96 euros on site.",
        # of what, against what, and who is meant?
        "The figure was 21 percent.", "The legal maximum is 15 percent.",
        "Ada Stone voted against, as before.",
        "Ada Stone voted against because Brook Limited cannot start before September.",
        "The proposal was rejected, because two of the neighbours are allergic.",
        "Closing them took 52 minutes.", "Ada Stone designed the hall together with her partner.",
        # says how it is, not what
        "Economy class is the rule.", "The purchase was the biggest in its history.",
        "One file is the whole truth.",
        "The retries were the reason that the restart failed.",
        # no such form of a verb, or another one's sentence inside
        "If Rovers need more capital, she said, the trust will pay.",
        "Families First said it came to 7.50 euros.",
        "The original deadline had been set in 2021.",
        # only if
        "A second-hand kiln should last for ten years.", "The wiring would be renewed by 2031.",
        # some of several
        "The grinder has 15 steps on the small model and 30 on the large one.",
        "The Aldrane has eleven tributaries longer than 30 kilometres.",
        "Anything longer is a repair and is offered in writing beforehand.",
        "Should an exhibit have to be moved because of water, the guard telephones the keeper.",
        "Minutes of the committee meeting held on 8 October 2025.",
    ],
)  # fmt: skip
def test_a_sentence_that_leans_on_others_speaks_or_does_not_say_makes_no_question(sentence: str):
    assert list(questions_from(sentence, NAMES)) == []


@given(data=st.data())
def test_whatever_the_sentence_a_question_is_short_and_ends_as_one(data: st.DataObject):
    pieces = ["The fee ", "is ", "was opened ", "on 3 May 2020 ", "in 1999", ", ", "because ", "€4 ", "by ",
              "Ada Byron ", "has ", "seven ", "doors ", "; ", "costs ", "\n", "İ", "until "]  # fmt: skip
    sentence = "".join(data.draw(st.lists(st.sampled_from(pieces), max_size=25)))
    for made in questions_from(sentence, NAMES):
        assert made.question.endswith("?")
        assert made.question[0].isupper()
        assert len(made.question.split()) <= 16
        assert " ".join(made.answer.split()) in " ".join(sentence.split())


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build([KINDS / "minutes.txt", KINDS / "river-article.md"])


def test_what_is_suggested_gives_back_its_sentence_surely(index: Index):
    document = index.documents["minutes.txt"]
    found = suggest(document, lambda question: ask(question, index))
    assert 3 <= len(found) <= 4
    assert len({one.question.split()[0] for one in found}) >= 3
    for one in found:
        answer = ask(one.question, index)
        assert answer.confidence >= SURE
        first = answer.citations[0]
        assert first.document == "minutes.txt"
        assert first.start < one.sentence.end
        assert one.sentence.start < first.end


def test_what_goes_on_from_an_answer_stands_near_it_and_was_not_asked(index: Index):
    document = index.documents["minutes.txt"]
    answer = ask("Who counted the votes?", index)
    asked: list[str] = []

    def asks(question: str):
        asked.append(question)
        return ask(question, index)

    found = suggest(document, asks, answer.citations[0].start, ["Who counted the votes?"], most=2)
    assert found
    assert all(one.question != "Who counted the votes?" for one in found)
    assert len(asked) <= 6


def test_nothing_is_suggested_twice_or_once_more():
    fares = "Fares for passengers were raised by 2.5 per cent on 1 April 2024"
    pier = "The new pier was opened on 14 June 2024."
    said = f"{fares}.\n\n{pier}\n\n{fares}; those for vehicles were left alone."
    index = Index.from_texts({"ferry.txt": said, "copy.txt": said.replace("alone", "as they were")})
    document = index.documents["ferry.txt"]
    both = suggest(document, lambda question: ask(question, index, document="ferry.txt"))
    assert [one.question.split()[2] for one in both] == ["fares", "the"]
    asked = both[0].question.replace("passengers", "the passengers").upper()
    (left,) = suggest(document, lambda question: ask(question, index, document="ferry.txt"), besides=[asked])
    assert left == both[1]


def test_a_document_of_no_plain_sentence_suggests_nothing():
    index = Index.from_texts({"a.txt": "Rinse it well. Then wait for them. That was all we did, wasn't it?"})
    assert suggest(index.documents["a.txt"], lambda question: ask(question, index)) == []


def test_the_service_suggests_what_works_and_remembers_it(article_path: Path):
    service = Service(lambda: Index.build([article_path]))
    try:
        found = service.suggestions(Wanted())
        assert set(found) & set(bundled.QUESTIONS)
        assert found[-1] == "What is this document about?"
        for question in found:
            assert service.ask(question).confidence >= SURE
        started = time.process_time()
        assert service.suggestions(Wanted()) == found
        assert time.process_time() - started < 0.5
    finally:
        service.close()


def test_each_document_that_is_asked_has_its_share_the_newest_first(article_path: Path, tmp_path: Path):
    (tmp_path / "plain.txt").write_text("Rinse it well. Then wait for them.", "utf-8")  # makes no question
    paths = [article_path, KINDS / "minutes.txt", tmp_path / "plain.txt"]
    service = Service(lambda: Index.build(paths))
    try:
        both = service.suggestions(Wanted())
        of = [service.ask(one).citations[0].document for one in both[:3]]
        assert of[:2] == ["minutes.txt", bundled.NAME]
        assert both[-1] == "What are these documents about?"
        alone = service.suggestions(Wanted(("minutes.txt",)))
        assert len(alone) == 4
        assert not set(alone) & set(bundled.QUESTIONS)
    finally:
        service.close()


def test_the_contract_is_asked_about_by_that_name_only_where_it_is_the_only_one():
    contract = "{} contract\n\nThis contract starts on {} May 2024. The fee for {} is {} pounds a month."
    texts = {
        "cleaning.txt": contract.format("Cleaning", 1, "cleaning", 70),
        "guarding.txt": contract.format("Guarding", 9, "guarding", 90),
    }
    service = Service(lambda: Index.from_texts(texts))
    try:
        assert "When does the contract start?" in service.suggestions(Wanted(("cleaning.txt",)))
        both = service.suggestions(Wanted())
        assert not any("the contract" in question for question in both)
        assert {"How much is the fee for cleaning?", "How much is the fee for guarding?"} <= set(both)
    finally:
        service.close()


def test_suggestions_wait_for_answers_and_end_with_the_service():
    service = Service(lambda: Index.build([KINDS / "minutes.txt"]))
    waiting, told = threading.Event(), []
    service.workers[0].begin(lambda: waiting.wait(120))

    def wanted() -> None:
        try:
            told.append(service.suggestions(Wanted(("minutes.txt",))))
        except Exception as error:
            told.append(error)

    asking = threading.Thread(target=wanted)
    asking.start()
    time.sleep(0.3)
    assert told == []
    service._suggested.close()
    asking.join(60)
    waiting.set()
    service.close()
    assert "stopping" in str(told[0])


def test_what_there_was_no_time_for_is_found_when_it_is_wanted_again(monkeypatch: pytest.MonkeyPatch):
    index, wanted = Index.build([KINDS / "minutes.txt"]), Wanted(("minutes.txt",))
    asked: list[str] = []
    over = threading.Event()

    def counted(question: str, *further, **named):
        asked.append(question)
        if len(asked) == 3 and not over.is_set():
            over.set()
            raise TooSlow("The time is over.")
        return ask(question, *further, **named)

    monkeypatch.setattr(suggested, "ask", counted)
    found = suggested.Suggested(lambda: False, lambda: "small")
    with pytest.raises(TooSlow):
        found.of(index, wanted, Deadline(60))
    assert len(found.of(index, wanted, Deadline(60))) == 4
    assert len(asked) == len(set(asked)) + 1
