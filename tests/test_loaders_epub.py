"""EPUB: a book's chapters in reading order."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsed_text import blocks

from index import DocumentError, Finding
from index.limits import Limits
from index.loaders import LOADERS, Parsed
from index.loaders.parsed import STRUCK

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
PACKAGE = (
    '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The\n Book</dc:title></metadata>'
    "<manifest>{items}</manifest><spine>{spine}</spine></package>"
)
CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
    '"http://example.org/xhtml11.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
    "<body>{}</body></html>"
)


def book(*bodies: str, changes: dict[str, str] | None = None) -> bytes:
    """A book whose chapters are read last first."""
    numbers = range(len(bodies))
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": PACKAGE.format(
            items="".join(
                f'<item id="c{n}" href="text/part%20{n}.xhtml" media-type="application/xhtml+xml"/>'
                for n in numbers
            ),
            spine="".join(f'<itemref idref="c{n}"/>' for n in reversed(numbers)),
        ),
    }
    parts |= {f"OEBPS/text/part {n}.xhtml": CHAPTER.format(body) for n, body in enumerate(bodies)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in {**parts, **(changes or {})}.items():
            archive.writestr(name, body)
    return packed.getvalue()


LIMITS = Limits()


def read(data: bytes, limits: Limits = LIMITS) -> Parsed:
    return LOADERS[".epub"](data, limits)


BOOK = book(
    "<h1>The End</h1><p>The sea&nbsp;was calm.</p><aside>A note.</aside>",
    "<nav><ol><li>Contents</li></ol></nav><h1>The <i>Begin</i>ning</h1><h2>Part</h2><p>It <b>began</b>.</p>",
)


def test_a_books_style_sheets_say_what_is_raised_and_struck_out():
    sheet = {"OEBPS/book.css": ".note { vertical-align: super } .old { text-decoration: line-through }"}
    body = (
        '<p>The press costs 340<span class="note">2</span> euros, not <span class="old">300</span> 310.</p>'
    )
    parsed = read(book(body, changes=sheet))
    assert parsed.text == "The press costs 340 ^2 euros, not 310."
    assert parsed.notes == (STRUCK,)


def test_chapters_come_in_the_order_of_the_spine():
    parsed = read(BOOK)
    assert blocks(parsed) == [
        "The Beginning", "Part", "It began.", "The End", "The sea\u00a0was calm.", "A note."
    ]  # fmt: skip
    headings = [(parsed.text[one.start : one.end], one.level) for one in parsed.headings]
    assert headings == [("The Beginning", 1), ("Part", 2), ("The End", 1)]
    assert (parsed.title, parsed.pages) == ("The Book", ())


def test_a_chapter_of_broken_xhtml_is_read_all_the_same():
    assert blocks(read(book("<h1>One</h1><p>It is <b>broken</p><p>here.</p>"))) == [
        "One",
        "It is broken",
        "here.",
    ]


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("META-INF/container.xml", "<container", "XML"),
        ("OEBPS/book.opf", PACKAGE.format(items="", spine='<itemref idref="x"/>'), "none of the chapters"),
        ("OEBPS/book.opf", PACKAGE.format(items="", spine=""), "none of the chapters"),
        (
            "OEBPS/book.opf",
            PACKAGE.format(
                items='<item id="x" href="http://example.org/a.html" media-type="text/html"/>',
                spine='<itemref idref="x"/>',
            ),
            "none of the chapters",
        ),
        (
            "META-INF/encryption.xml",
            '<encryption><CipherReference URI="OEBPS/text/part%200.xhtml"/></encryption>',
            "DRM",
        ),
        (
            "OEBPS/text/part 0.xhtml",
            '<!DOCTYPE a [<!ENTITY b "c">]>' + CHAPTER[39:].format("&b;"),
            "entities",
        ),
        ("OEBPS/text/part 0.xhtml", CHAPTER.format("<div>" * 300 + "</div>" * 300), "nest deeper"),
    ],
)
def test_what_is_wrong_with_a_book_is_said(name: str, body: str, reason: str):
    with pytest.raises(DocumentError, match=reason):
        read(book("<p>One.</p>", changes={name: body}))


@pytest.mark.parametrize(
    ("was", "now", "missing"),
    [
        ("<spine>", '<spine><itemref idref="cover"/>', "'cover'"),
        ("part%201", "gone", "'OEBPS/text/gone.xhtml'"),
        ("text/part%201", "text/Part%201", None),
        ("text/part%201", "./text/../text/part%201", None),
        ("text/part%201", "text/part 1", None),
    ],
)
def test_one_bad_reference_costs_no_more_than_what_it_names(was: str, now: str, missing: str | None):
    parts = {"OEBPS/text/part 1.xhtml": CHAPTER.format("<p>The second.</p>")}
    package = PACKAGE.format(
        items='<item id="a" href="text/part%200.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="text/part%201.xhtml" media-type="application/xhtml+xml"/>',
        spine='<itemref idref="a"/><itemref idref="b"/>',
    ).replace(was, now)
    parsed = read(book("<p>The first.</p>", changes={"OEBPS/book.opf": package, **parts}))
    assert blocks(parsed) == ["The first.", "The second."][: 1 if "gone" in now else 2]
    notes = (Finding(f"It names chapters that are not there: {missing}"),) if missing else ()
    assert parsed.notes == notes


def test_a_name_that_is_written_with_its_escapes_is_found():
    package = PACKAGE.format(
        items='<item id="a" href="my%20text.xhtml" media-type="application/xhtml+xml"/>',
        spine='<itemref idref="a"/>',
    )
    parts = {"OEBPS/book.opf": package, "OEBPS/my%20text.xhtml": CHAPTER.format("<p>Here.</p>")}
    assert blocks(read(book(changes=parts))) == ["Here."]


@pytest.mark.parametrize("container", ["<container/>", CONTAINER.replace("OEBPS/", "../../etc/")])
def test_a_book_whose_container_does_not_name_it_is_found_by_its_kind(container: str):
    assert blocks(read(book("<p>One.</p>", changes={"META-INF/container.xml": container}))) == ["One."]


def test_raised_figures_of_a_book_stand_apart():
    note = 'It costs €45<a epub:type="noteref" xmlns:epub="http://www.idpf.org/2007/ops" href="#n">2</a>.'
    assert blocks(read(book(f"<p>{note}</p><p>It has 10<sup>6</sup> leaves.</p>"))) == [
        "It costs €45 ^2.",
        "It has 10^6 leaves.",
    ]


def test_more_chapters_than_allowed_are_refused():
    with pytest.raises(DocumentError, match="2 chapters and may have 1"):
        read(BOOK, Limits(max_pages=1))


def test_fonts_that_are_encrypted_are_no_hindrance():
    fonts = '<encryption><CipherReference URI="OEBPS/font.otf"/></encryption>'
    assert "One." in read(book("<p>One.</p>", changes={"META-INF/encryption.xml": fonts})).text


def test_offsets_hold_from_the_book_to_the_citation(hostile_texts: dict[str, str], cited_from: Callable):
    bodies = [f"<h1>{name}</h1><p>{html.escape(text)}</p>" for name, text in hostile_texts.items()]
    cited_from("hostile.epub", book(*bodies), "What is the code?")
    quotes = cited_from("fee.epub", book("<p>The fee is 40 dollars.</p>"), "How much is the fee?")
    assert quotes == ["The fee is 40 dollars."]


@given(seed=st.integers(0, 2**32))
def test_a_damaged_book_is_read_or_refused(survives: Callable, seed: int):
    survives(".epub", [BOOK], seed)
