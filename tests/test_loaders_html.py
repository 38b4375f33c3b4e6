"""HTML: the readable text of a page, whatever its markup; nothing that it refers to is fetched."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsed_text import blocks

from index import DocumentError
from index.limits import Limits
from index.loaders import LOADERS, Parsed
from index.loaders.looks import looks_in
from index.loaders.parsed import COMMENTS, STRUCK

PAGE = """<!doctype html><html><head><title>The  Title</title><style>p{}</style>
<script>var a = "<p>script words</p>";</script></head><body>
<header><a href="/">Logo words</a><h1>Main <b>Head</b>ing</h1></header>
<nav><ul><li>Menu words</ul></nav>
<p>First&nbsp;para &amp; more<br>second line<br><br>after a break</p>
<div>Loose text <p hidden>hidden words</p> tail</div><div style="display: none">styled away</div>
<h2>A List</h2><ul><li>one<li>two</ul>
<table><tr><th>Name<th>Price<tr><td>Apple<td>1 €</table>
<pre>code
  indented</pre><aside>aside words</aside><footer>footer words</footer></body></html>"""
XHTML = (
    '<?xml version="1.0" encoding="windows-1252"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
    '"http://example.org/x.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
    '<body><p>Café&nbsp;au lait</p><script src="http://example.org/x.js"/><p>after the script</p>{}</body>'
    "</html>"
)
SAMPLES = [PAGE.encode(), XHTML.format("").encode("cp1252")]


LIMITS = Limits()


def read(page: str | bytes, limits: Limits = LIMITS) -> Parsed:
    return LOADERS[".html"](page.encode() if isinstance(page, str) else page, limits)


def headings(parsed: Parsed) -> list[tuple[str, int]]:
    return [(parsed.text[heading.start : heading.end], heading.level) for heading in parsed.headings]


def test_a_page_is_read_as_its_reader_sees_it():
    parsed = read(PAGE)
    assert blocks(parsed) == [
        "Main Heading",
        "First\u00a0para & more\nsecond line",
        "after a break",
        "Loose text tail",
        "A List",
        "one",
        "two",
        "Name · Price",
        "Name: Apple · Price: 1 €",
        "code\n  indented",
    ]
    assert headings(parsed) == [("Main Heading", 1), ("A List", 2)]
    assert parsed.title == "The Title"


def test_the_first_main_heading_is_the_title_of_a_page_that_names_none():
    assert read("<p>Before it.</p><h1>Named So</h1>").title == "Named So"


@pytest.mark.parametrize(
    "page",
    [
        "The fee is 40 dollars.",
        "<b>The fee</b> is <font color=red>40 dollars.</font>",
        "<body hidden><div><div>The fee is 40 dollars.",
        "<table><tr><td><p>Menu</p><td><table><tr><td>The fee is 40 dollars.</table></table>",
        "<nav>Home</nav><aside><p>The fee is 40 dollars. It is due in June, and no later than that.</aside>",
        "<article><header><p>The fee is 40 dollars.</p></header></article>",
        "<form><fieldset>The fee is 40 dollars.</fieldset></form>",
        "<h2><button>The fee is 40 dollars.</button></h2>",
        "<p>The fee is 40 dollars.</p></body></html><p>x</p>",
        "<font>" * 5000 + "The fee is 40 dollars.",
    ],
)
def test_the_main_text_is_never_lost(page: str):
    assert "The fee is 40 dollars." in read(page).text


def test_a_row_that_lays_out_the_page_keeps_its_headings():
    page = "<table><tr><td><h1>Title</h1><p>One.</p><td>Two.</table>"
    assert blocks(read(page)) == ["Title", "One.", "Two."]


@pytest.mark.parametrize(
    "struck",
    [
        "<s>480</s>", "<del>480</del>", "<strike>480</strike>", "</p><del><p>480</p></del>",
        "<span style='color: red; text-decoration: line-through'>480</span>",
        "<span style='text-decoration-line: underline line-through;'>480</span>",
    ],
)  # fmt: skip
def test_what_is_struck_out_is_no_live_text(struck: str):
    parsed = read(f"<p>The rent is {struck} <ins>520</ins> euros.</p>")
    assert " ".join(parsed.text.split()) == "The rent is 520 euros."
    assert parsed.notes == (STRUCK,)


SHEETS = [
    ".c3{text-decoration:line-through;color:red}.c4{vertical-align:super}",
    "@media screen { p { margin: 0 } span.c3, .x { color: red; text-decoration-line: line-through } }\n"
    "/* .c3 { color: blue } */ .c4 { font-size: .7em; VERTICAL-ALIGN : Super }",
]


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_classes_strike_out_and_raise_is_told_apart(sheet: str):
    words = "The rent is <span class='a c3'>480</span> 520 euros<span class=c4>2</span>."
    parsed = read(f"<style>{sheet}</style><p>{words}")
    assert parsed.text == "The rent is 520 euros ^2."
    assert parsed.notes == (STRUCK,)


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print { .c3 { text-decoration: line-through } }",
        ".c3 b { text-decoration: line-through }",
        ".c3:hover { text-decoration: line-through }",
        "/* .c3 { text-decoration: line-through } */",
        ".c3 text-decoration: line-through }}} {{{",
        "p, .c3 > b {} .d { text-decoration: none }",
    ],
)
def test_sheets_that_strike_out_other_things_hide_nothing(sheet: str):
    parsed = read(f"<style>{sheet}</style><p>The rent is <span class=c3>480</span> euros.")
    assert parsed.text == "The rent is 480 euros."


@given(st.text("{}/*.c3@print;:, ", max_size=60))
def test_any_sheet_is_borne(sheet: str):
    looks_in(sheet)


def test_a_decoration_that_strikes_nothing_out_hides_nothing():
    parsed = read("<p style='text-decoration: underline; background: line-through.png'>Here.</p>")
    assert (parsed.text, parsed.notes) == ("Here.", ())


NOSCRIPT = "<h1>Rye loaf</h1><p>Posted on 4 May.</p>{}<p>No comments.</p>"
ARTICLE = "<p>The loaf bakes for fifty minutes, then rests under a cloth until the next day.</p>"


def test_an_article_that_stands_in_noscript_alone_is_read():
    script = f"<script type=text/template>{ARTICLE}</script>"
    assert blocks(read(NOSCRIPT.format(f"<div>{script}<noscript>{ARTICLE}</noscript></div>"))) == [
        "Rye loaf", "Posted on 4 May.", ARTICLE[3:-4], "No comments."
    ]  # fmt: skip


@pytest.mark.parametrize(
    "noscript",
    [
        "<noscript>Please allow JavaScript in your browser to see the comments of this page.</noscript>",
        "<noscript><img src=pixel.gif alt='a picture with a rather long description of nothing'></noscript>",
        "<noscript>A copy of it.</noscript>",
    ],
)
def test_noscript_beside_an_article_is_not_read(noscript: str):
    assert blocks(read(NOSCRIPT.format(noscript))) == ["Rye loaf", "Posted on 4 May.", "No comments."]


def test_remarks_in_the_code_are_said_to_be_unread_and_labels_are_not():
    remark = "<!-- Ask Ms Roy whether the price still holds -->"
    assert read(f"<p>It costs 40.</p>{remark}").notes == (COMMENTS,)
    assert (
        read("<p>It costs 40.</p><!-- end of main part --><!--[if IE]><p>Old words for it</p>-->").notes == ()
    )


def test_a_broken_xhtml_page_loses_nothing_after_a_tag_closed_at_once():
    for end in ("", "<p>not <b>closed</p>"):
        parsed = read(XHTML.format(end).encode("cp1252"))
        assert blocks(parsed)[:2] == ["Café\u00a0au lait", "after the script"]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=windows-1251>", "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">', "cp932"),
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8"),
        ("<meta charset=iso-8859-1>", "utf-8"),
        ("<meta charset=nonsense>", "utf-8"),
        ("<meta charset=utf-7>", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_a_page_is_decoded_as_it_says_where_the_bytes_allow_it(head: str, encoding: str):
    words = "Цена 40 руб." if encoding != "cp932" else "東京は首都です"
    assert read(f"{head}<p>{words}</p>".encode(encoding)).text == words


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_words_come_out_as_they_went_in(words: str):
    shown = " ".join(words.replace("\u00ad", "").split(" ")).strip()
    parsed = read(f"<meta charset=utf-8><p>{html.escape(words)}</p>")
    assert " ".join(parsed.text.split()) == " ".join(shown.split())


def test_offsets_hold_from_the_page_to_the_citation(hostile_texts: dict[str, str], cited_from: Callable):
    paragraphs = "".join(f"<h2>{name}</h2><p>{html.escape(text)}</p>" for name, text in hostile_texts.items())
    quotes = cited_from("page.html", f"<meta charset=utf-8>{paragraphs}".encode(), "What is the code?")
    assert all(quotes)
    quotes = cited_from("fee.html", b"<p>The licence fee is 40 dollars.</p>", "How much is the licence fee?")
    assert quotes == ["The licence fee is 40 dollars."]


@pytest.mark.parametrize("page", ["<div>" * 201 + "x", "<div>" * 1_000_000, "<table><tr><td>" * 5000])
def test_a_page_that_nests_too_deeply_is_refused(page: str):
    with pytest.raises(DocumentError, match="nest deeper than 200"):
        read(page)


def test_declared_entities_are_refused_and_none_is_expanded():
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><p>&c;</p>'
    with pytest.raises(DocumentError, match="entities"):
        read(bomb)
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>kept &x;</p>'
    assert "root:" not in read(outside).text


def test_what_a_page_refers_to_is_not_fetched():
    page = '<img src="http://example.org/a.png"><iframe src="http://example.org"></iframe><p>kept</p>'
    assert read(page).text == "kept"


@given(seed=st.integers(0, 2**32))
def test_a_damaged_page_is_read_or_refused(survives: Callable, seed: int):
    survives(".html", SAMPLES, seed)
