"""Sides: two documents or more, and what they say of a thing, set beside each other."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest
from leases import BARN, BARN_NAME, MENU, MENU_NAME, MILL, MILL_NAME, check, quotes

from index import Index
from qa import Answer, Conversation, ask

CLEANING = "Cleaning contract\n\nEither party may end this contract with a notice period of"
PERIODS = {"cleaning": "three months", "catering": "90 days"}


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_texts({MILL_NAME: MILL, BARN_NAME: BARN, MENU_NAME: MENU})


@pytest.mark.parametrize(
    "question",
    [
        "Compare the notice periods of the mill lease and the barn lease",
        "What is the difference between mill-lease and barn-lease regarding the notice period?",
        "compare the notice period in both leases", "How do the two leases differ in terms of notice?",
        "Compare mill-lease.txt with barn-lease.txt by notice period",
        "How do the mill lease and the barn lease differ in their notice periods?",
        "compare mill-lease.txt and barn-lease.txt: notice period",
        "Compare the notice period in the mill lease with that in the barn lease",
        "What is the notice period of the mill lease compared to the barn lease?",
        "What are the notice periods in the two contracts?", "Compare the notice periods",
        "What is the notice period in each contract?",
        "How do the notice periods differ?",
        "What is the difference in notice periods between the two leases?",
        "How do the two leases differ in how much notice must be given?",
        "What notice periods do the contracts have?", "Do the two leases have the same notice period?",
        "Is the notice period the same in both contracts?", "Which notice period is longer?",
    ],
)  # fmt: skip
def test_two_documents_are_compared_by_what_is_asked(index: Index, question: str):
    answer = ask(question, index)
    check(answer, index)
    assert answer.kind == "comparison"
    assert {group.label for group in answer.groups} == {"Lease of the mill", "Lease of the barn"}
    assert "three months' notice" in quotes(answer, MILL_NAME)
    assert "six months" in quotes(answer, BARN_NAME)
    assert not quotes(answer, MENU_NAME)


def test_what_each_has_one_of_may_be_asked_for_in_the_plural():
    support = (
        "IT Support Agreement\n\nTerm\n"
        "This agreement starts on 1 July 2025 and ends on 30 June 2027. It does not renew.\n\nFees\n"
        "The fee is 4,100 pounds a quarter, payable within thirty days of the invoice.\n\nTermination\n"
        "The Customer may terminate this agreement at any time by giving thirty days’ notice in writing."
    )
    cleaning = (
        "Cleaning Agreement\n\nTerm\nThis agreement starts on 1 April 2024.\n\nFees\n"
        "The fee is 4,850 pounds a month, payable within 45 days.\n\nTermination\n"
        "Either party may end this agreement by ninety days’ notice."
    )
    index = Index.from_texts({"IT support agreement.txt": support, "Cleaning agreement.txt": cleaning})
    one, several = (
        ask(f"Compare the {topic} of the cleaning agreement and the IT support agreement", index).citations
        for topic in ("term", "terms")
    )
    assert {citation.document for citation in one} == set(index.documents)
    assert [citation.quote for citation in several] == [citation.quote for citation in one]


def test_where_a_measure_is_compared_another_section_with_its_word_tells_nothing(tmp_path: Path):
    lift = (
        "# Lift contract\n\n## Visits\n\nVisits are announced on the notice board three days ahead.\n\n"
        "## Duration and notice\n\nThe contract runs for three years. It is then renewed for one year at a "
        "time unless either party gives notice in writing at least ninety days before the end.\n"
    )
    lease = (
        "# Greenhouse lease\n\n## Termination\n\nEither party may end this lease by six months' notice.\n\n"
        "## Meetings\n\nNotice of meetings is sent to the tenant by post.\n"
    )
    (tmp_path / "lift.md").write_text(lift, "utf-8")
    (tmp_path / "lease.md").write_text(lease, "utf-8")
    index = Index.build([tmp_path])
    answer = ask("Compare the notice periods of both contracts", index)
    said = " ".join(one.quote for one in answer.citations)
    assert "ninety days" in said
    assert "six months" in said
    assert "board" not in said
    assert "meetings" not in said


def test_several_documents_of_a_name_are_one_side():
    index = Index.from_texts(
        {
            f"cleaning-{year}.txt": f"{CLEANING} {weeks} weeks."
            for year, weeks in ((2023, "four"), (2024, "six"))
        }
        | {"lease.txt": "Lease\n\nEither party may end the lease with a notice period of one year."}
    )
    answer = ask("Compare the notice periods of the lease and the cleaning contract", index)
    check(answer, index)
    assert [group.label for group in answer.groups] == ["Lease", "cleaning contract"]
    assert [len(group.citations) for group in answer.groups] == [1, 2]


def test_a_side_that_says_nothing_of_it_stays_empty_and_is_told(index: Index):
    answer = ask("Compare the two leases by deposit", index)
    check(answer, index)
    assert [bool(group.citations) for group in answer.groups] == [True, False]
    assert answer.notes == ("No answer was found in “Lease of the barn”.",)


def test_without_a_topic_the_telling_sentences_stand_side_by_side(index: Index):
    answer = ask("What's the difference between the mill lease and the barn lease?", index)
    check(answer, index)
    assert len(answer.groups) == 2
    assert all(2 <= len(group.citations) <= 3 for group in answer.groups)


def test_things_in_one_document_are_compared_by_sentences_that_name_them(article_index: Index):
    answer = ask("Compare Google and Meta", article_index)
    check(answer, article_index)
    assert [group.label for group in answer.groups] == ["Google", "Meta"]
    for group in answer.groups:
        assert all(group.label in answer.citations[n - 1].quote for n in group.citations)


@pytest.mark.parametrize(
    "question", ["Compare Google and Xylophones", "How does the deal affect Google and Amazon?"]
)
def test_what_is_no_comparison_of_two_known_things_is_looked_up(article_index: Index, question: str):
    assert ask(question, article_index).kind == "look-up"


@pytest.fixture(scope="module")
def headed(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Documents in sections, whose headings say what is compared and counted."""
    folder = tmp_path_factory.mktemp("headed")
    lease = "# Lease of the barn\n\n## 4. Fees\n\nThe fee is 90 euros a month.\n\n## 5. Term and notice\n\n"
    lease += "The lease ends on 2 March 2028. Either side may end it earlier by two months' notice.\n"
    cleaning = "# Cleaning contract\n\n## Fees\n\nThe fee for cleaning is 70 euros a week.\n\n## Notice\n\n"
    cleaning += "Notice is ninety days. It ends on 9 May 2027.\n\n## Signatures\n\nSigned by Ada Stone.\n"
    support = "# IT support agreement\n\n## Fees\n\nA fee of 40 euros is due for each visit.\n\n## Notice\n\n"
    support += "The customer may end this agreement by thirty days' notice.\n"
    for name, text in (("Barn lease Reed.md", lease), ("Cleaning contract.md", cleaning), ("IT.md", support)):
        (folder / name).write_text(text, "utf-8")
    return Index.build([folder])


OTHER_WORDS = {
    "Garden.md": "# Agreement on the garden\n\nThe notice period is six weeks. The fee is 640 euros.\n",
    "Cleaning contract.md": "# Cleaning contract\n\nThe notice period is three months. The fee is 9 euros.\n",
    "Catering contract.md": "# Catering contract\n\nThe notice period is ten days. The fee is 20 euros.\n",
    "Menu.md": "# Menu\n\nThe fee for a late order is 5 euros. Soup costs 4 euros.\n",
}


def talk(turns: list[str], names: list[str]) -> Answer:
    """The last answer of a conversation about some of the documents."""
    chat = Conversation(Index.from_texts({name: OTHER_WORDS[name] for name in names}))
    return [chat.ask(turn) for turn in turns][-1]


@pytest.mark.parametrize(
    "then",
    [
        "And the other contract?",
        "And in the other one?",
        "What about the other agreement?",
        "How long is the notice period in the other contract?",
        "And how long is the notice period of the other one?",
    ],
)
@pytest.mark.parametrize(
    ("first", "other", "said"),
    [
        ("cleaning contract", "Garden.md", "six weeks"),
        ("garden agreement", "Cleaning contract.md", "three months"),
    ],
)
def test_the_other_of_two_is_the_one_that_did_not_answer(first: str, then: str, other: str, said: str):
    turns = [f"How long is the notice period of the {first}?", then]
    answer = talk(turns, ["Garden.md", "Cleaning contract.md", "Menu.md"])
    assert [one.document for one in answer.citations] == [other]
    assert said in answer.text
    assert answer.asked == then
    assert PurePath(other).stem.split()[0].casefold() in answer.question.casefold()


def test_another_document_may_say_the_same():
    period = "The notice period is three months."
    index = Index.from_texts(
        {
            f"{name} contract": f"{name} contract\n\n{period} It runs for ten years."
            for name in ("Cleaning", "Catering")
        }
    )
    chat = Conversation(index)
    chat.ask("How long is the notice period of the cleaning contract?")
    answer = chat.ask("And the catering contract?")
    assert (answer.span, answer.citations[0].document) == ("three months", "Catering contract")


def test_of_more_than_two_all_but_the_one_that_answered_are_asked_and_named():
    turns = ["How long is the notice period of the cleaning contract?", "And the other contracts?"]
    answer = talk(turns, ["Cleaning contract.md", "Catering contract.md", "Menu.md"])
    assert [one.document for one in answer.citations] == ["Catering contract.md"]
    turns = ["How much is a late order on the menu?", "What is the fee in the other documents?"]
    answer = talk(turns, list(OTHER_WORDS))
    assert answer.citations
    assert "Menu.md" not in {one.document for one in answer.citations}
    assert all(name in answer.question for name in OTHER_WORDS if name != "Menu.md")


def test_a_summary_is_of_the_other_one_and_a_party_is_no_document():
    names = ["Garden.md", "Cleaning contract.md"]
    turns = ["How long is the notice period of the cleaning contract?", "What does the other contract say?"]
    assert {one.document for one in talk(turns, names).citations} == {"Garden.md"}
    turns[1] = "What must the other party pay?"
    assert "Agreement" not in talk(turns, names).question


@pytest.mark.parametrize("question", ["Compare the fees", "List all fees", "Compare the notice"])
def test_a_heading_alone_is_no_evidence_but_what_is_said_under_it(headed: Index, question: str):
    answer = ask(question, headed)
    check(answer, headed)
    assert all(one.quote.endswith(".") for one in answer.citations)


def test_what_is_compared_may_be_called_otherwise_in_each():
    index = Index.from_texts(
        {
            "cleaning.txt": "Cleaning\n\nCharges and payment\n\nThe Client pays a charge of 70 euros a week.",
            "support.txt": "Support\n\nCharges\n\nThe Customer pays 40 euros for each visit, in advance.",
            "dogs.txt": "Dogs\n\nDogs are welcome on Fridays, if they are on a lead and nobody objects.",
        }
    )
    answer = ask("Compare the fees", index)
    check(answer, index)
    assert {one.document for one in answer.citations} == {"cleaning.txt", "support.txt"}


def test_a_word_in_a_heading_is_counted_and_shown_over_the_sentence_under_it(headed: Index):
    answer = ask("How often is notice mentioned?", headed)
    check(answer, headed)
    assert answer.statement == "“notice” stands 6 times in 3 of 3 documents"
    assert "Notice\n\nNotice is ninety days." in [one.quote for one in answer.citations]
    assert all(one.quote.endswith(".") for one in answer.citations)
    marked = {one.quote[one.span_start - one.start : one.span_end - one.start] for one in answer.citations}
    assert marked == {"notice", "Notice"}


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        (
            "How much notice must be given to end the lease and the cleaning contract?",
            {"Lease of the barn": "two months' notice", "Cleaning contract": "ninety days"},
        ),
        (
            "When do the barn lease and the cleaning contract end?",
            {"Lease of the barn": "2 March 2028", "Cleaning contract": "9 May 2027"},
        ),
        (
            "How much notice ends the lease, the IT support agreement and the cleaning contract?",
            {"Lease of the barn": "two", "IT support agreement": "thirty", "Cleaning contract": "ninety"},
        ),
        (
            "How much is the fee in Cleaning contract.md and in Barn lease Reed.md?",
            {"Cleaning contract": "70 euros", "Lease of the barn": "90 euros"},
        ),
    ],
)
def test_documents_named_in_a_row_are_each_asked(headed: Index, question: str, sides: dict[str, str]):
    answer = ask(question, headed)
    check(answer, headed)
    assert answer.kind == "comparison"
    by_n = {one.n: one.quote for one in answer.citations}
    told = {group.label: " ".join(by_n[n] for n in group.citations) for group in answer.groups}
    assert list(told) == list(sides)
    for label, words in sides.items():
        assert words in told[label]


def test_what_documents_in_a_row_say_about_a_thing_is_told(headed: Index):
    answer = ask("What do the lease and the IT support agreement say about fees?", headed)
    check(answer, headed)
    assert [group.label for group in answer.groups] == ["Lease of the barn", "IT support agreement"]
    assert [one.quote for one in answer.citations] == [
        "The fee is 90 euros a month.",
        "A fee of 40 euros is due for each visit.",
    ]


def test_the_it_agreement_is_told_from_the_other_one(headed: Index):
    answer = ask("What is the difference between the cleaning contract and the IT agreement?", headed)
    check(answer, headed)
    assert [group.label for group in answer.groups] == ["Cleaning contract", "IT support agreement"]


def test_what_is_compared_may_be_a_question(headed: Index):
    answer = ask("Compare how much notice I have to give", headed)
    check(answer, headed)
    assert len(answer.groups) == 3
    assert "two months' notice" in quotes(answer, "Barn lease Reed.md")


def test_a_side_of_a_row_that_does_not_say_is_told_and_none_is_looked_up(headed: Index):
    answer = ask("Who signed the lease and the cleaning contract?", headed)
    assert [bool(group.citations) for group in answer.groups] == [False, True]
    assert answer.notes == ("No answer was found in “Lease of the barn”.",)
    assert ask("How tall are the lease and the cleaning contract?", headed).kind == "look-up"
    assert ask("What are the fee and the notice of the lease?", headed).kind == "look-up"


@pytest.mark.parametrize(
    "question",
    [
        "What do the two contracts say about insurance?",
        "What does each contract say about insurance?",
        "How do both agreements deal with insurance?",
    ],
)
def test_each_contract_is_asked_whatever_it_calls_itself(tmp_path: Path, question: str):
    lease = "# Lease of the kiosk\n\n## Insurance\n\nThe tenant insures the stock for 9,000 euros.\n"
    mowing = "# Mowing contract\n\nThe mower holds liability insurance of 2 million euros.\n"
    (tmp_path / "kiosk.md").write_text(lease, "utf-8")
    (tmp_path / "mowing.md").write_text(mowing, "utf-8")
    (tmp_path / "letter.md").write_text("# Letter\n\nDear Ada, the insurance has paid.\n", "utf-8")
    answer = ask(question, Index.build([tmp_path]))
    assert {one.document for one in answer.citations} == {"kiosk.md", "mowing.md"}


PRINTER = (
    "Lease of a printing press\n\n1. Rent\n\nThe rent is £90 per month, payable in advance on the first day "
    "of each month. Ink is delivered by post.\n\n2. Moving\n\n"
    "The Owner moves the press once, free of charge.\n\n"
    "3. Duration and Notice\n\nThe lease begins on 1 May 2025 and has a minimum duration of 36 months. "
    "After that, either side may terminate it with eight weeks' notice.\n\n4. Signed\n\n"
    "For the Owner: Nadia Brook, Partner\n\nFor the Printer: Colin Fairweather, Manager\n"
)
WINDOWS = (
    "Agreement for Window Cleaning\n\n1. Work\n\nAll windows are cleaned twice a year.\n\n2. Term\n\n"
    "The agreement begins on 1 June 2025 and runs for two years.\n\n3. Fees\n\n"
    "The Client pays a fixed fee of £310 per month. Invoices are payable within 14 days.\n\n4. Ending\n\n"
    "Either party may end it by giving two months' notice.\n\n5. Signed\n\n"
    "For the Client: Tessa Moorcroft, Director\n\nFor the Cleaner: Abel Quist, Owner\n"
)


@pytest.fixture(scope="module")
def contracts() -> Index:
    return Index.from_texts(
        {"press.txt": PRINTER, "windows.txt": WINDOWS, "menu.txt": "Menu\n\nSoup costs £4. Tea costs £2.\n"}
    )


@pytest.mark.parametrize(
    ("question", "press", "windows"),
    [
        ("How do the notice periods of the two contracts differ?", "eight weeks", "two months"),
        ("Compare the fees of the two contracts", "£90", "£310"),
        (
            "Compare the prices in the printing press contract and the window cleaning agreement",
            "£90",
            "£310",
        ),
        ("Compare the signers of the two contracts", "Nadia Brook", "Tessa Moorcroft"),
        ("Which of the two contracts runs longer?", "36 months", "two years"),
        (
            "Compare the payment terms of the printing press lease and the window cleaning agreement",
            "in advance",
            "14 days",
        ),
    ],
)
def test_two_contracts_are_compared_in_the_words_of_each(contracts, question, press, windows):
    answer = ask(question, contracts)
    check(answer, contracts)
    assert answer.kind == "comparison"
    assert len(answer.groups) == 2
    assert press in quotes(answer, "press.txt")
    assert windows in quotes(answer, "windows.txt")


def test_all_that_is_paid_is_compared_and_what_is_free_or_interest_is_no_price():
    courier = (
        "Courier contract\n\n1. Charges\n\nThe Customer shall pay £7.40 for each parcel. A weekly collection "
        "fee of £18 applies.\n\n2. Loss\n\nThe Courier pays up to £150 for a lost parcel.\n"
    )
    payroll = (
        "Payroll agreement\n\n1. Fees\n\nThe Client pays £6.20 a payslip. Interest of 4 per cent is due on "
        "late payments.\n\n2. Information\n\nLate information costs a fee of £45.\n\n"
        "3. Ending\n\n3.1 The records are handed over free of charge.\n"
    )
    index = Index.from_texts({"courier.txt": courier, "payroll.txt": payroll})
    answer = ask("Compare the fees of both contracts", index)
    check(answer, index)
    assert [one.quote for one in answer.citations] == [
        "The Customer shall pay £7.40 for each parcel.",
        "A weekly collection fee of £18 applies.",
        "The Client pays £6.20 a payslip.",
        "Late information costs a fee of £45.",
    ]
