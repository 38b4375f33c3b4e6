"""The chat's markup: what is text stays text, and what is marked stands where it is cited."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qa.app
from index import Document, Hit, Passage
from qa import Answer, Citation
from qa.app.html import Html, render
from qa.app.quoting import as_markdown, as_text
from qa.app.source import Mark, render_document, render_marked
from qa.app.transcript import render_suggested, render_transcript
from qa.app.turn import Turn, marks_of
from qa.saying import confidence_word
from qa.whereabouts import place

TEXT = (
    "Terms of the Deal\nThe stake is 27% of the company. It was agreed in May.\n"
    "Other Matters\nNothing else is said here.\n"
)
HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> \"quoted\" 'single' & {{7*7}} ${7*7}"


class Reader(HTMLParser):
    """Reads markup back: its elements, and the text that a person sees."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.seen: list[tuple[str, tuple[str, ...]]] = []
        self.feed(markup)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, name, attributes):
        self.elements.append((name, dict(attributes)))
        self.open.append(name)

    def handle_endtag(self, name):
        assert self.open.pop() == name

    def handle_data(self, data):
        self.seen.append((data, tuple(self.open)))

    @property
    def text(self) -> str:
        return "".join(words for words, _ in self.seen)

    def inside(self, name: str) -> str:
        return "".join(words for words, around in self.seen if name in around)

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for element, attributes in self.elements if element == name]


@pytest.fixture
def document() -> Document:
    return Document.from_text("deal.txt", TEXT)


def cited(document: Document, quote: str, span: str | None = None, n: int = 1) -> Citation:
    start = document.text.index(quote)
    at = start + quote.index(span) if span else None
    lines = document.lines(start, start + len(quote))
    passage = Passage(document.name, start, start + len(quote), quote)
    return Citation(
        n, document.name, start, start + len(quote), quote, document.section_at(start).heading, None,
        passage, *lines, span_start=at, span_end=at + len(span) if span and at is not None else None,
    )  # fmt: skip


def answer(*citations: Citation, **changes) -> Answer:
    hits = tuple(Hit(citation.passage, 1.0 / citation.n, 0.5, 2.5, citation.n) for citation in citations)
    fields = {
        "asked": "How large is it?",
        "question": "How large is it?",
        "answered": True,
        "text": " … ".join(citation.quote for citation in citations),
        "span": "27%",
        "confidence": 0.91,
        "citations": citations,
        "nearest": hits,
    }
    return Answer(**(fields | changes))


def turn_of(document: Document, given: Answer, question: str = "How large is it?") -> Turn:
    return Turn(question, given, documents={document.name: document})


def test_text_is_escaped_and_markup_is_not():
    said = render("shelf.failure", "a < b & c")
    assert said == '<p class="failed" role="alert" dir="auto">a &lt; b &amp; c</p>'
    assert render("shelf.notice", said, 1, False, {"note": '"x"'}) == (
        f'<div class="notice" data-serial="1" data-note="&#34;x&#34;">{said}</div>'
    )
    assert isinstance(said, Html)


@given(st.text(), st.text())
def test_any_text_comes_back_as_it_was(words, value):
    markup = render("transcript.suggested", [words], value)
    assert [name for name, _ in Reader(markup).elements] == ["div", "button"]
    assert html.unescape(markup.rpartition("</button>")[0].rpartition(">")[2]) == html.unescape(
        html.escape(words)
    )


def test_a_mark_holds_exactly_the_words_at_its_offsets(document):
    start = TEXT.index("The stake")
    reader = Reader(render_document(document, [Mark("1-1", start, start + 32)]))
    assert reader.inside("mark") == TEXT[start : start + 32]
    assert [mark["data-cites"] for mark in reader.all("mark")] == ["1-1"]


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5),
    st.integers(0, 20),
    st.integers(0, 60),
)
def test_overlapping_marks_lose_no_word_and_mark_no_other(edges, start, length):
    text = "0123456789" * 6
    end = min(60, start + length)
    marks = [Mark(str(n), min(edge), max(edge)) for n, edge in enumerate(edges)]
    reader = Reader(render_marked(text, start, end, marks))
    assert reader.text == text[start:end]
    covered = [i for i in range(start, end) if any(mark.start <= i < mark.end for mark in marks)]
    assert reader.inside("mark") == "".join(text[i] for i in covered)


def test_every_hostile_text_shows_whole_and_marked(hostile_text):
    document = Document.from_text("hostile.txt", hostile_text)
    block = max(document.blocks, key=lambda block: block.end - block.start)
    middle = (block.start + block.end) // 2
    shown = Reader(render_document(document, [Mark("1-1", block.start, middle)]))
    assert shown.inside("mark") == hostile_text[block.start : middle]
    for start, end in document.blocks:
        assert hostile_text[start:end] in shown.text


def test_a_mark_over_two_blocks_is_two_marks(document):
    reader = Reader(render_document(document, [Mark("1-1", 5, 40)]))
    assert reader.inside("mark") == TEXT[5:17] + TEXT[18:40]


def test_the_exact_words_are_told_apart_inside_the_cited_ones(document):
    citation = cited(document, "The stake is 27% of the company.", "27%")
    marks = marks_of([Turn("How large?", answer(citation))], document)
    shown = Reader(render_document(document, marks))
    assert [mark.get("data-exact") for mark in shown.all("mark")] == [None, "1-1", None]
    assert shown.inside("mark") == citation.quote


def test_headings_and_lines_are_shown(document):
    shown = Reader(render_document(document))
    assert [attributes["data-line"] for attributes in shown.all("h2")] == ["1", "3"]
    assert [attributes["data-line"] for attributes in shown.all("p")[1:]] == ["2", "4"]


def test_an_answer_shows_quote_span_number_place_and_confidence(document):
    turn = turn_of(document, answer(cited(document, "The stake is 27% of the company.", "27%")))
    shown = Reader(render_transcript([Turn("One?"), Turn("Two?"), turn], {"deal.txt": document}))
    assert shown.inside("blockquote").startswith("The stake is 27% of the company.")
    assert shown.inside("strong") == "27%"
    assert {anchor["href"] for anchor in shown.all("a")} == {"#cite-3-1"}
    assert "Terms of the Deal · line 2" in shown.inside("figcaption")
    assert "High confidence" in shown.text
    assert "91% likely to be right: about 9 in 10 answers as sure as this are right" in shown.text
    assert shown.inside("summary") == "How this was found"


@pytest.mark.parametrize(("confidence", "looks"), [(0.5, "short"), (0.49, "short unsure")])
def test_what_is_likelier_wrong_is_no_headline(document, confidence: float, looks: str):
    given = answer(cited(document, "The stake is 27% of the company.", "27%"), confidence=confidence)
    shown = Reader(render_transcript([turn_of(document, given)], {"deal.txt": document}))
    assert looks in [attributes.get("class") for attributes in shown.all("p")]


@pytest.mark.parametrize(("unit", "headline"), [("£", "£27%"), ("GBP", "27%\N{NO-BREAK SPACE}GBP")])
def test_a_sign_of_money_stands_before_its_figure_and_another_unit_after_it(
    document, unit: str, headline: str
):
    one = replace(cited(document, "The stake is 27% of the company.", "27%"), unit=unit)
    shown = Reader(render_transcript([turn_of(document, answer(one))], {"deal.txt": document}))
    assert headline in shown.text


def test_a_refusal_says_so_and_shows_passages_and_absent_words(document):
    near = cited(document, "Nothing else is said here.")
    refusal = answer(
        near,
        answered=False,
        text="No answer was found in the document.",
        span=None,
        citations=(),
        missing=("capital", "France"),
    )
    turn = turn_of(document, refusal, "What is the capital of France?")
    shown = Reader(render_transcript([turn], {"deal.txt": document}))
    assert "No answer was found in the document." in shown.text
    assert "“capital” and “France” do not occur there." in shown.text
    assert [anchor["data-cite"] for anchor in shown.all("a")] == ["1-p1"]
    assert marks_of([Turn("x", refusal)], document) == [Mark("1-p1", near.start, near.end)]


def test_what_was_searched_is_shown_only_where_it_differs(document):
    citation = cited(document, "It was agreed in May.")
    as_typed = turn_of(document, answer(citation))
    assert "Searched for" not in render_transcript([as_typed], {"deal.txt": document})
    rewritten = answer(citation, asked="Since when?", question="Since when is the stake?")
    turn = turn_of(document, rewritten, "Since when?")
    shown = Reader(render_transcript([turn], {"deal.txt": document}))
    assert "Since when is the stake?" in shown.inside("q")
    assert "Since when?" in [button.get("data-literal") for button in shown.all("button")]


def test_notes_on_how_the_question_was_treated_are_shown(document):
    noted = answer(cited(document, "It was agreed in May."), notes=("only the first words were read",))
    shown = Reader(render_transcript([turn_of(document, noted)], {"deal.txt": document}))
    assert "Only the first words were read" in shown.text


def test_hostile_words_make_no_element_anywhere():
    document = Document.from_text(f"{HOSTILE}.txt", f"{HOSTILE} Heading\n{HOSTILE} is the text. {HOSTILE}")
    citation = cited(document, f"{HOSTILE} is the text.", HOSTILE)
    turns = [
        turn_of(document, answer(citation, asked=HOSTILE, question=HOSTILE * 2, span=HOSTILE), HOSTILE),
        turn_of(
            document,
            answer(citation, answered=False, text=HOSTILE, citations=(), missing=(HOSTILE, HOSTILE)),
            HOSTILE,
        ),
        Turn(HOSTILE, error=HOSTILE),
        Turn(HOSTILE),
    ]
    documents = {document.name: document}
    for markup in (
        render_transcript(turns, documents),
        render_suggested([HOSTILE], HOSTILE),
        render_document(document, marks_of(turns, document)),
    ):
        reader = Reader(markup)
        assert not {"script", "img"} & {name for name, _ in reader.elements}
        assert not [key for _, attributes in reader.elements for key in attributes if key.startswith("on")]
        assert "<script>alert(1)</script>" in reader.text


def test_confidence_has_a_word_for_every_figure():
    assert [confidence_word(figure) for figure in (1.0, 0.8, 0.79, 0.5, 0.49, 0.0, -0.0)] == [
        "High confidence", "High confidence", "Fair confidence", "Fair confidence",
        "Low confidence", "Low confidence", "Low confidence",
    ]  # fmt: skip


def test_a_long_question_is_cut_and_kept_out_of_the_address(document):
    shown = Reader(render_transcript([Turn("word " * 10_000, error="Too long.")], {"deal.txt": document}))
    assert len(shown.text) < 1_100
    assert shown.all("section")[0].get("data-asked") is None


def test_an_answer_copies_as_text_and_as_markdown(document):
    given_answer = answer(cited(document, "The stake is 27% of the company.", "27%"))
    spot = turn_of(document, given_answer).spot
    assert as_text(given_answer, spot) == (
        "How large is it?\n\n27%\n\nHigh confidence: 91% likely to be right\n\n"
        "“The stake is 27% of the company.”\n[1] deal.txt, line 2"
    )
    assert as_markdown(given_answer, spot) == (
        "**How large is it?**\n\n27%\n\nHigh confidence: 91% likely to be right\n\n"
        "> The stake is **27%** of the company.\n>\n> — [1] deal.txt, line 2"
    )


def test_a_copy_tells_the_question_that_was_searched(document):
    given_answer = answer(
        cited(document, "The stake is 27% of the company.", "27%"),
        asked="And its size?",
        question="How large is the stake?",
    )
    spot = turn_of(document, given_answer).spot
    assert as_text(given_answer, spot).startswith(
        "And its size?\n(searched for: How large is the stake?)\n\n27%"
    )
    assert "Searched for “How large is the stake?”" in as_markdown(given_answer, spot)


def test_markdown_signs_of_a_document_are_escaped():
    document = Document.from_text("a_b.txt", "Use *stars* and <b>tags</b> [here](x).")
    given = answer(cited(document, "Use *stars* and <b>tags</b> [here](x)."))
    copied = as_markdown(given, turn_of(document, given).spot)
    assert r"> Use \*stars\* and \<b\>tags\</b\> \[here\](x)." in copied
    assert r"a\_b.txt" in copied


def test_places_are_told_by_line_and_page(document):
    assert place(document, 0, 4) == "line 1"
    assert place(document, 0, len(TEXT)) == "lines 1–4"
    scanned = replace(document, pages=(0, 20), recognised=(2,))
    assert place(scanned, 0, 4) == "page 1 · line 1"
    assert place(scanned, 20, 24) == "page 2 · recognised text · line 2"


def test_style_and_script_name_no_other_machine():
    folder = Path(qa.app.__file__).parent
    for file in (folder / "style.css", *(folder / "script").glob("*.js")):
        assert not re.search(r"https?:|@import|url\((?!\")", file.read_text(encoding="utf-8")), file.name


def test_the_chat_is_imported_without_gradio():
    code = "import sys, qa.app; print({'gradio', 'torch', 'transformers'} & sys.modules.keys())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"


def test_a_document_says_why_words_are_marked_in_its_text_alone():
    scan = replace(Document.from_text("scan.pdf", TEXT), pages=(0,), file_sha256="0" * 64, recognised=(1,))
    shown = render_document(scan)
    assert "1 page was recognised in a picture and may be wrong" in shown
    assert "cannot be drawn here" in shown
    assert "recognised" not in render_document(Document.from_text("a.txt", TEXT))
