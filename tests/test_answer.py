"""Answers: search, read, decide, cite; or an honest refusal."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import DocumentError, Index, QuestionError
from qa import Answer, Conversation, ask

FEES = "Terms of Payment\nThe licensing fee is 40 dollars a year.\nIt is due in June.\n\nThe Publisher"


def check(answer: Answer, index: Index) -> None:
    """What holds for any answer."""
    assert answer.answered == bool(answer.citations)
    assert 0 <= answer.confidence <= 1
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        document = index.documents[citation.document]
        assert document.text[citation.start : citation.end] == citation.quote != ""
        assert citation.quote in answer.text
        assert document.lines(citation.start, citation.end) == (citation.first_line, citation.last_line)
        assert document.section_at(citation.start).heading == citation.heading
        passage = citation.passage
        assert document.text[passage.start : passage.end] == passage.text
        assert passage.start <= citation.start < citation.end <= passage.end
        assert (citation.span_start is None) == (citation.span_end is None)
        if citation.span_start is not None:
            assert citation.start <= citation.span_start <= citation.span_end <= citation.end
    if answer.span is not None:
        first = next(citation for citation in answer.citations if citation.span_start is not None)
        assert index.documents[first.document].text[first.span_start : first.span_end] == answer.span
        assert answer.span in first.quote
    for hit in answer.nearest:
        passage = hit.passage
        assert index.documents[passage.document].text[passage.start : passage.end] == passage.text
    if not answer.answered:
        assert answer.span is None
        assert answer.nearest
    assert json.loads(json.dumps(answer.to_dict()))["text"] == answer.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How large is Microsoft's stake in OpenAI?", "27%"),
        ("until when does the access last?", "2032"),
        ("who verifies AGI?", "independent expert panel"),
    ],
)
def test_the_article_answers_with_the_right_words_cited(article_index: Index, question: str, words: str):
    answer = ask(question, article_index)
    check(answer, article_index)
    assert answer.answered
    assert words in answer.citations[0].quote
    assert answer.span is not None
    assert words in answer.span or answer.span in words


@pytest.mark.parametrize(
    "question",
    ["What is the capital of France?", "Who won the football match?", "What is the boiling point of water?"],
)
def test_what_the_article_does_not_say_is_refused(article_index: Index, question: str):
    answer = ask(question, article_index)
    check(answer, article_index)
    assert not answer.answered
    assert answer.text == "No answer was found in the document."


def test_words_that_occur_nowhere_are_named(article_index: Index):
    assert ask("What is the capital of France?", article_index).missing == ("France",)


def test_words_are_missing_where_the_chosen_documents_lack_them():
    texts = {"lease.txt": "The rent is 900 euros a month.", "minutes.txt": "The committee meets on Fridays."}
    index = Index.from_texts(texts)
    assert ask("When did the committee meet?", index).missing == ()
    assert ask("When did the committee meet?", index, document="lease.txt").missing == ("committee", "meet")


def test_a_sentence_that_says_what_happens_else_is_cited_with_what_it_follows():
    terms = [
        "For two years the contract may only be ended for good cause.",
        "Afterwards either party may end it with three months' notice.",
    ]
    index = Index.from_texts({"contract.txt": "Term\n\n" + " ".join(terms)})
    assert ask("How much notice must be given?", index).text == " ".join(terms)


def test_a_heading_is_no_answer():
    text = """# Canteen contract

## Payment by the Trust

The Trust pays the bills of each month within 30 days.

## Repairs

Broken machines are repaired at the cost of the Caterer."""
    index = Index.from_texts({"canteen.md": text})
    told = ask("Who pays when a machine is broken?", index, threshold=0.0)
    assert all("Payment by" not in one.quote for one in told.citations)


def test_the_last_line_of_the_article_is_answerable(article_index: Index):
    answer = ask("What is WebProNews?", article_index)
    check(answer, article_index)
    assert answer.answered
    assert "iEntry" in answer.citations[0].quote


QUESTIONS = (
    "How large is the fee?",
    "Which city is it?",
    "When did it end?",
    "Who filed the report?",
    "Why?",
    "?a",
)


def test_citations_of_hostile_texts_are_exact(hostile_texts: dict[str, str]):
    index = Index.from_texts(hostile_texts)
    for question in QUESTIONS:
        for threshold in (None, 0.0):
            check(ask(question, index, threshold=threshold), index)


@settings(max_examples=25, deadline=None)
@given(st.data(), st.sampled_from(QUESTIONS))
def test_citations_of_any_text_are_exact(
    hostile_strings: st.SearchStrategy[str], data: st.DataObject, question: str
):
    text = data.draw(hostile_strings)
    index = Index.from_texts({"d": text + "\nThe end came in May"})
    check(ask(question, index, threshold=0.0), index)


def test_an_explanation_cites_no_sentence_twice(article_index: Index):
    citations = ask("Why does OpenAI buy Azure services?", article_index, threshold=0.0).citations

    assert len(citations) > 1
    for one, other in combinations(citations, 2):
        assert one.end <= other.start or other.end <= one.start


def test_a_threshold_of_zero_answers_and_of_one_refuses(article_index: Index):
    assert ask("What is the capital of France?", article_index, threshold=0.0).answered
    assert not ask("How large is Microsoft's stake in OpenAI?", article_index, threshold=1.0).answered


def test_a_question_can_be_put_to_one_document():
    index = Index.from_texts({"old": FEES, "new": FEES.replace("40", "55")})
    for name, fee in (("old", "40"), ("new", "55")):
        answer = ask("How much is the licensing fee?", index, document=name)
        check(answer, index)
        assert {citation.document for citation in answer.citations} == {name}
        assert fee in (answer.span or "")
    with pytest.raises(DocumentError, match="no such document"):
        ask("How much is the fee?", index, document="nothing")


def test_several_documents_refuse_in_the_plural():
    index = Index.from_texts({"one": FEES, "two": "The lion sleeps all day."})
    assert ask("Who composed the opera?", index).text == "No answer was found in the documents."
    alone = ask("Who composed the opera?", index, document=next(iter(index.documents)))
    assert alone.text == "No answer was found in the document."
    three = Index.from_texts({"a": "The comet returns.", "b": "The moon is full.", "c": "A lion sleeps."})
    chosen = ask("Who composed the opera?", three, document=["a", "b"])
    assert chosen.text == "No answer was found in the 2 chosen documents."


def test_a_follow_up_is_understood_by_its_history(article_index: Index):
    first = "How large is Microsoft's stake in OpenAI?"
    answer = ask("And how much is it worth?", article_index, history=[first])
    check(answer, article_index)
    assert answer.asked == "And how much is it worth?"
    assert answer.answered
    assert "135 billion" in answer.text


def test_a_conversation_answers_as_ask_does_with_its_history(article_index: Index):
    chat = Conversation(article_index)
    first = chat.ask("How large is Microsoft's stake in OpenAI?")
    second = chat.ask("And how much is it worth?")
    assert first == ask(first.asked, article_index)
    assert second == ask(second.asked, article_index, history=[first.asked])
    assert chat.questions == [first.asked, second.asked]


def test_a_question_that_stands_alone_is_searched_as_typed(article_index: Index):
    question = "How much Azure does OpenAI commit to buy?"
    assert ask(question, article_index, history=["Who verifies AGI?"]).question == question


def test_a_follow_up_to_a_long_question_is_answered(article_index: Index):
    chat = Conversation(article_index)
    chat.ask("How large is Microsoft's stake in OpenAI? " + "Tell me exactly. " * 500)
    check(chat.ask("And how much is it worth? " + "I need to know it. " * 100), article_index)


@pytest.mark.parametrize(
    "question", ["", "  ?!", "word " * 20_000, "what \udcff"], ids=["empty", "signs", "long", "no text"]
)
def test_what_is_no_question_is_refused(article_index: Index, question: str):
    with pytest.raises(QuestionError):
        ask(question, article_index)


def test_a_question_beyond_the_readers_window_says_so(article_index: Index):
    answer = ask("How large is Microsoft's stake in OpenAI? " + "Tell me exactly. " * 100, article_index)
    check(answer, article_index)
    assert any("first" in note for note in answer.notes)


def test_answers_are_the_same_each_time(article_index: Index):
    assert ask("Who verifies AGI?", article_index) == ask("Who verifies AGI?", article_index)


def test_a_dictionary_of_an_answer_holds_the_offsets(article_index: Index):
    answer = ask("Who verifies AGI?", article_index, threshold=0.0)
    made = answer.to_dict()
    assert json.loads(json.dumps(made)) == made
    text = article_index.documents[made["citations"][0]["document"]].text
    for citation in made["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize(
    ("text", "asked", "with_rival"),
    [
        (
            "We sold 214 sets in 1953.",
            "How many sets did we sell in 1953?",
            "How many sets did we buy in 1953?",
        ),
        (
            "The 2023 fair brought in £2,340.",
            "What did the 2023 fair bring?",
            "What did the 2022 fair bring?",
        ),
        ("Store Room B costs €210.", "What does Store Room B cost?", "What does Store Room A cost?"),
        ("The third prize is a kite.", "What is the third prize?", "What is the second prize?"),
        ("With 10 mg it fell by 33 points.", "By how much with 10 mg?", "By how much with 40 mg?"),
        ("The quay is 210 metres long.", "How long is the quay?", "What may the quay cost?"),
        ("The pump takes 14 kg.", "How heavy is what the pump takes?", "How tall is what the pump takes?"),
    ],
)
def test_a_question_about_the_rival_of_what_is_said_is_answered_less_surely(
    text: str, asked: str, with_rival: str
):
    index = Index.from_texts({"notes": f"{text}\nThe meeting ended at noon.\nIt rained on the way home."})

    def odds(question: str) -> float:
        confidence = ask(question, index).confidence
        return confidence / (1 - confidence)

    assert odds(with_rival) < odds(asked) / 2
