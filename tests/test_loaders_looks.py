"""How web pages and books show their words is kept beside the text, by offsets that are exact."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Index
from index.limits import Limits
from index.loaders import LOADERS
from qa.app.source import Mark, render_part

PAGE = """<h1>The <i>Mill</i></h1><p>It is <b>bold</b>, <em>slan<u>ted</u></em> and <code>a*b</code>.</p>
<ol type="a" start="3"><li>third<ul><li><b>inner</b> words</li></ul></li><li>fourth<p>goes on</p></li></ol>
<blockquote><p>Quoted words.</p></blockquote><pre>  if x:
    y()</pre><dl><dt>Fee</dt><dd>40 crowns</dd></dl>"""
SHEET = "<style>.c1{font-weight:700}.c2 {font-style: italic}</style>"
TAGS = ("b", "i", "code", "span", "sup", "p", "li", "ul", "ol", "blockquote", "pre", "td", "h2", "dd", "br")
PIECES = [
    *(f"<{tag}>" for tag in TAGS),
    *(f"</{tag}>" for tag in TAGS),
    *(
        " ",
        "\n",
        "\u00a0",
        "&shy;",
        "10",
        "word ",
        "İx",
        "e\u0301",
        "🙂",
        "<br><br>",
        "a  b",
        "<table><tr>",
        "</table>",
    ),
]


def read(page: str, name: str = "page.html") -> Document:
    return Document.from_parsed(name, LOADERS[".html"](page.encode(), Limits()))


def looks(document: Document) -> list[tuple[str, str, int, str]]:
    return [(document.text[one.start : one.end], one.kind, one.depth, one.sign) for one in document.looks]


def test_lists_quotations_and_emphasis_are_noted():
    assert looks(read(PAGE)) == [
        ("Mill", "em", 0, ""),
        ("bold", "strong", 0, ""),
        ("slanted", "em", 0, ""),
        ("a*b", "code", 0, ""),
        ("third", "item", 0, "c."),
        ("inner words", "item", 1, "•"),
        ("inner", "strong", 0, ""),
        ("fourth", "item", 0, "d."),
        ("goes on", "inner", 1, ""),
        ("Quoted words.", "quote", 0, ""),
        ("if x:\n    y()", "pre", 0, ""),
        ("40 crowns", "inner", 1, ""),
    ]


@pytest.mark.parametrize(
    ("page", "signs"),
    [
        ("<ol><li>a<li value=7>b<li>c</ol>", ["1.", "7.", "8."]),
        ("<ol type=i start=4><li>a<li>b</ol>", ["iv.", "v."]),
        ("<ol type=A start=26><li>a<li>b</ol>", ["Z.", "AA."]),
        ("<li>a<li>b", ["•", "•"]),
        ("<ol start=x><li value=-2>a</ol>", ["1."]),
    ],
)
def test_items_have_the_signs_that_the_page_shows(page: str, signs: list[str]):
    assert [one.sign for one in read(page).looks] == signs


def test_what_is_raised_and_emphasised_keeps_its_place():
    document = read("<p>An area of 10<sup><b>6</b></sup> and <b>€45<sup>2</sup> more</b> words</p>")
    assert looks(document) == [("^6", "strong", 0, ""), ("€45 ^2 more", "strong", 0, "")]


def test_styles_and_classes_emphasise():
    page = f"{SHEET}<p><i class=c1>One</i> <span class='x c2'>two</span> <u style='font-weight: bold'>three"
    assert [(words, kind) for words, kind, *_ in looks(read(page))] == [
        ("One", "em"), ("One", "strong"), ("two", "em"), ("three", "strong"),
    ]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_looks_are_words_within_blocks_in_order(page: str):
    document = read(f"{page}</table></pre><p>The <b>end</b> is here.")
    for look in document.looks:
        words = document.text[look.start : look.end]
        assert words == words.strip() != ""
        assert any(block.start <= look.start and look.end <= block.end for block in document.blocks)
    assert list(document.looks) == sorted(document.looks, key=lambda look: look.start)


@given(
    st.lists(st.tuples(st.text("aé🙂 \n\u00ad\u00a0", min_size=1), st.booleans()), min_size=1, max_size=12)
)
def test_exactly_the_emphasised_letters_are(parts: list[tuple[str, bool]]):
    page = "".join(f"<b>{words}</b>" if bold else words for words, bold in parts)
    document = read(f"<p>begin {page} end</p>")
    kept = "".join(
        sign for one in document.looks for sign in document.text[one.start : one.end] if not sign.isspace()
    )
    bold = "".join(words for words, bold in parts if bold)
    assert kept == "".join(bold.replace("\u00ad", "").split())


def test_an_index_keeps_them(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    Index.build([tmp_path / "page.html"], path=tmp_path / "index").close()
    assert Index.open(tmp_path / "index").documents["page.html"].looks == read(PAGE).looks


def test_they_are_drawn_with_marks_over_them():
    document = read(PAGE)
    start = document.text.index("is bold")
    shown = render_part(document, 0, [Mark("1-1", start, start + 12)])
    assert '<h2 dir="auto" data-line="1">The <em>Mill</em></h2>' in shown
    assert '<strong><mark data-cites="1-1">bold</mark></strong>' in shown
    assert '<em><mark data-cites="1-1">sla</mark></em><em>nted</em>' in shown
    assert re.search(r'<li dir="auto" data-line="\d+" data-sign="c.">third</li>', shown)
    assert re.search(r'style="--depth: 1" data-sign="•"><strong>inner</strong> words</li>', shown)
    assert "Quoted words.</blockquote>" in shown
    assert "if x:\n    y()</pre>" in shown
