"""Passages: stretches of a document on sentence boundaries, each knowing where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, DocumentError, Passage
from index.loaders.markdown import parse as parse_markdown
from index.passages import MAX_CHARS, cut

PIECES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.text("abc DE.,?!", max_size=80),
    st.sampled_from(
        [
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            "\0",
            " ",
            "Bare Heading\n",
            "\nPresent: ",
            "\n**Chair:** ",
            ". **Bold.** ",
            "# Marked\n",
            "Dr. ",
            "e.g. ",
            "\u0301",
            "👩‍👩‍👧",
            "İ",
            "ﬁ",
            "\u202eא",
        ]
    ),
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def check(document: Document, passages: list[Passage], max_chars: int) -> None:
    """What holds for the passages of any document."""
    cursor, left_out = 0, ""
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
        assert cursor <= passage.start < passage.end, "in order, none empty, none twice"
        assert len(passage.text) <= max_chars
        section = document.section_at(passage.start)
        assert passage.end <= section.end, "not across a heading"
        assert passage.heading == section.heading
        assert passage.sentences[0].start == passage.start
        assert passage.sentences[-1].end == passage.end
        left_out += document.text[cursor : passage.start]
        cursor = passage.end
    left_out += document.text[cursor:]
    assert not any(character.isalnum() for character in left_out)


@given(TEXTS, st.integers(30, 400))
def test_passages_hold_all_words_of_any_text_at_exact_offsets(text: str, max_chars: int):
    document = Document.from_text("d", text + "\nThe last line")
    passages = cut(document, max_chars)
    check(document, passages, max_chars)
    assert passages[-1].text.endswith("line")
    covered = "".join(passage.text for passage in passages)
    assert "".join(covered.split()) == "".join(document.text.split()), "every visible character, in order"


@given(TEXTS, st.integers(30, 400))
def test_passages_hold_all_words_of_any_markdown_at_exact_offsets(text: str, max_chars: int):
    document = Document.from_parsed("d", parse_markdown(text + "\n\nThe last line"))
    check(document, cut(document, max_chars), max_chars)


def test_hostile_texts_keep_their_offsets(hostile_text: str):
    for max_chars in (20, 100, MAX_CHARS):
        document = Document.from_text("d", hostile_text)
        check(document, cut(document, max_chars), max_chars)


def test_a_lone_surrogate_never_becomes_a_passage():
    with pytest.raises(DocumentError):
        cut(Document.from_text("d", "half \udc00 of a pair"))


def test_every_line_of_the_article_is_in_a_passage_the_last_one_too(article_path: Path):
    document = Document.open(article_path)
    passages = cut(document)
    check(document, passages, MAX_CHARS)
    for line in filter(str.strip, document.text.splitlines()):
        assert any(line.strip()[:40] in passage.text for passage in passages)
    assert "WebProNews is an iEntry Publication" in passages[-1].text


def test_sentences_are_whole():
    text = "Dr. Smith paid $1.5 million to Acme Inc. in June. It was e.g. a loan. Was it? Yes!"
    (passage,) = cut(Document.from_text("d", text))
    assert [text[start:end] for start, end in passage.sentences] == [
        "Dr. Smith paid $1.5 million to Acme Inc. in June.",
        "It was e.g. a loan.",
        "Was it?",
        "Yes!",
    ]


def test_a_sentence_across_wrapped_lines_is_one_sentence():
    text = "The fee for the\nlicence is forty\ndollars.\n\nIt is due in June."
    spans = [span for passage in cut(Document.from_text("d", text)) for span in passage.sentences]
    assert [text[start:end] for start, end in spans] == [
        "The fee for the\nlicence is forty\ndollars.",
        "It is due in June.",
    ]


def test_lines_that_are_labelled_are_sentences_of_their_own():
    text = "**Chair:** Ada Lunt\n**Present:** Bo Marr (treasurer),\nCy Nott\n**Minutes taken by:** Di Orme\n"
    spans = [
        span for passage in cut(Document.from_parsed("d", parse_markdown(text))) for span in passage.sentences
    ]
    assert [text[start:end] for start, end in spans] == [
        "**Chair:** Ada Lunt",
        "**Present:** Bo Marr (treasurer),\nCy Nott",
        "**Minutes taken by:** Di Orme",
    ]


def test_the_signs_of_emphasis_around_a_sentence_are_its_own():
    text = "It rained. **We agreed to wait.** Bo left. _Cy came_ late. *All is well.*"
    passages = cut(Document.from_parsed("d", parse_markdown(text)))
    spans = [span for passage in passages for span in passage.sentences]
    assert [text[start:end] for start, end in spans] == [
        "It rained.",
        "**We agreed to wait.**",
        "Bo left.",
        "_Cy came_ late.",
        "*All is well.*",
    ]


def test_one_labelled_line_in_wrapped_prose_parts_nothing():
    text = "The rule is older than\nNote: the word is no label, but stands in a\nsentence of three lines."
    spans = [
        span for passage in cut(Document.from_parsed("d", parse_markdown(text))) for span in passage.sentences
    ]
    assert [text[start:end] for start, end in spans] == [text]


def test_a_long_paragraph_is_cut_between_sentences():
    text = " ".join(f"Sentence number {number} stands here." for number in range(200))
    passages = cut(Document.from_text("d", text))
    assert len(passages) > 1
    assert all(
        passage.text.startswith("Sentence number") and passage.text.endswith("here.") for passage in passages
    )


def test_a_long_sentence_is_cut_between_words():
    text = " ".join(["word"] * 1000)
    assert {word for passage in cut(Document.from_text("d", text)) for word in passage.text.split()} == {
        "word"
    }


def test_short_paragraphs_share_a_passage_and_long_ones_do_not():
    short = "\n".join(["- one apple", "- two pears", "- three plums"])
    assert len(cut(Document.from_text("d", short))) == 1
    long = "\n".join([("This paragraph goes on and on. " * 15).strip()] * 3)
    assert len(cut(Document.from_text("d", long))) == 3


def test_a_heading_stands_in_its_sections_first_passage():
    text = "Opening sentence.\nTerms of Payment\nThe fee is 40 dollars."
    passages = cut(Document.from_text("d", text))
    assert [(passage.heading, passage.text) for passage in passages] == [
        ("", "Opening sentence."),
        ("Terms of Payment", "Terms of Payment\nThe fee is 40 dollars."),
    ]
