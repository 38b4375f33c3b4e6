"""Wording: what changes nothing of a question, what is mended, and what no document answers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index
from qa import Conversation, ask
from qa.question import as_read
from qa.wording import tidy

STAKE = "How large is Microsoft's stake in OpenAI?"


@pytest.mark.parametrize(
    "question",
    [
        "how large is microsoft's stake in openai?",
        "HOW LARGE IS MICROSOFT'S STAKE IN OPENAI?",
        "How large is Microsoft's stake in “OpenAI”? 🙂",
        "  How large   is Microsoft's *stake* in OpenAI?",
        "How large is Micosoft's stake in OpenAI?",
    ],
)
def test_capitals_signs_and_slips_change_no_answer(article_index: Index, question: str):
    assert "27%" in ask(question, article_index).text


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        ("openai valuation", "What is the openai valuation"),
        ("notice period for the cleaners?", "What is the notice period for the cleaners?"),
        ("The landlord's address", "What is The landlord's address"),
        ("Microsoft's stake in OpenAI", "What is Microsoft's stake in OpenAI"),
        ("Who pays for the cleaning?", "Who pays for the cleaning?"),
        ("List the deadlines", "List the deadlines"),
        ("I lost my key, any fee?", "I lost my key, any fee?"),
    ],
)
def test_what_only_names_a_thing_is_read_as_the_question_what_it_is(named: str, asked: str):
    assert as_read(named) == asked


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Could you please tell me what the rent is?", "What the rent is?"),
        ("please, how much is a tent?", "How much is a tent?"),
        ("I'd like to know when the lease ends", "When the lease ends"),
        ("Do you know who pays?", "Who pays?"),
        ("Approximately how much is it?", "How much is it?"),
        ("Can you tell me how to open the gate?", "Can you tell me how to open the gate?"),
        ("Please list the fees", "Please list the fees"),
        ("Does anyone know the landlord?", "Does anyone know the landlord?"),
    ],
)
def test_politeness_before_a_question_is_left_out(typed: str, meant: str):
    assert tidy(typed) == meant


@pytest.mark.parametrize(
    "question", ["What does Mr Ferrow charge roughly?", "Whom does Dr. Ferrow currently visit?"]
)
def test_titles_and_adverbs_of_asking_are_not_missed(tmp_path: Path, question: str):
    (tmp_path / "vet.txt").write_text("Sam Ferrow visits farms. Ferrow charges 80 euros a visit.", "utf-8")
    assert not {"Mr", "Dr", "roughly", "currently"} & {*ask(question, Index.build([tmp_path])).missing}


def test_a_mended_slip_is_told(article_index: Index):
    answer = ask("Who verifys the restructring?", article_index)
    assert "restructuring" in answer.question
    assert answer.asked == "Who verifys the restructring?"


def test_a_slip_is_mended_by_an_index_that_many_read(place: str):
    texts = {
        "quux.txt": "The height of Mount Quux is 900 metres.",
        "other.txt": "Waldo lives in Harbourtown.",
    }
    Index.from_texts(texts, path=place).close()
    with closing(Index.open(place)) as index, ThreadPoolExecutor(4) as readers:
        asked = ["What is the heigth of Mount Quux?", "Who lives in Harbuorton?"] * 4
        answers = list(readers.map(lambda question: ask(question, index), asked))
        assert [answer.span for answer in answers] == ["900 metres", "Waldo"] * 4
        index.remove("other.txt")
        assert index.suggest("harbuorton") is None
        assert index.suggest("heigth") == "height"


def test_a_slip_is_mended_by_a_word_in_any_of_its_forms_in_every_storage(place: str):
    texts = {
        "a.txt": "One billion was paid. It was valued well. Publication is later. A publisher knows.",
        "b.txt": "Many billions were spent, and firms are ramping up investments. The publication came late.",
        "c.txt": "OpenAI's letters say OPENAI. The blaze was mistimed.",
    }
    with closing(Index.from_texts(texts, path=place)) as index:
        mended = {
            "bilions": "billions", "bilion": "billion", "valeud": "valued", "publcation": "publication",
            "rampng": "ramping", "investmants": "investments", "Opanai": "OpenAI", "ramqqng": None,
            "waz": None, "unmistimed": None, "mistimd": "mistimed", "glaze": None,
        }  # fmt: skip
        assert {typed: index.suggest(typed) for typed in mended} == mended
        assert index.verify() == []


def test_a_slip_in_what_is_asked_by_is_no_word_of_the_document():
    index = Index.from_texts({"ferry": "The ferry leaves with the tide. Then the harbour is empty."})
    assert ask("Wich ship leaves with the tide?", index).question == "which ship leaves with the tide?"


def test_a_word_that_is_no_slip_is_left_alone(article_index: Index):
    assert ask("What is the salary of the lawyers?", article_index).question.count("salary") == 1


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("When is the village fete?", "When is the village fete?"),
        ("Which days do the window cleaners come?", "Which days do the window cleaners come?"),
        ("How many barbecues are there?", "How many barbecues are there?"),
        ("Who pays the cleanign fee?", "Who pays the cleaning fee?"),
        ("When is the rnet due?", "When is the rent due?"),
    ],
)
def test_a_short_word_and_another_form_of_one_are_no_slips(question: str, searched: str):
    text = "The fee and the rent are due on Monday. The cleaning is on Friday: Ann cleans windows."
    assert ask(question, Index.from_texts({"hall": text})).question == searched


@pytest.mark.parametrize("said", ["hello", "thanks!", "Good morning", "who are you?"])
def test_small_talk_leans_on_nothing_said_before(article_index: Index, said: str):
    chat = Conversation(article_index)
    chat.ask(STAKE)
    answer = chat.ask(said)
    assert "Microsoft" not in answer.question
    assert not answer.answered


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wie groß ist der Anteil von Microsoft?", "German"),
        ("Quelle est la part de Microsoft dans OpenAI ?", "French"),
        ("Сколько стоит доля?", "Russian"),
    ],
)
def test_a_question_in_another_language_is_told_so(article_index: Index, question: str, language: str):
    answer = ask(question, article_index, threshold=1.0)
    assert language in answer.text
    assert "ask in English" in answer.text


def test_question_words_and_auxiliaries_are_never_missing(article_index: Index):
    answer = ask("Whose does what would could whichever France be?", article_index)
    assert answer.missing == ("France",)
    assert ask("How many giraffes did Microsoft buy?", article_index).missing == ("giraffes",)
    assert ask("What happens if somebody feeds the giraffes?", article_index).missing == ("feeds", "giraffes")


def test_a_heading_alone_does_not_stop_the_reading():
    text = "# Notice period\n\n# Deposit\n\nEither side may give notice; the period is three months.\n"
    answer = ask("What is the notice period?", Index.from_texts({"lease": text}))
    assert answer.answered
    assert "three months" in answer.text


@given(st.text(max_size=80))
def test_what_is_tidied_is_tidy(question: str):
    once = tidy(question)
    assert tidy(once) == once
    assert "  " not in once
