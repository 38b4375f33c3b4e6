"""Loaders: bytes of a format become canonical text, blocks and headings."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsed_text import blocks

from index import DocumentError
from index.limits import Limits
from index.loaders import LOADERS, Parsed
from index.loaders.parsed import STRUCK

read_text, read_markdown = (partial(LOADERS[suffix], limits=Limits()) for suffix in (".txt", ".md"))

MARKDOWN = """\
# The Title

Opening words.

Second *Section*
----------------

- first item
- second item with
  a second line

> quoted words

| a | b |
|---|---|
| 1 | 2 |

## Closed heading ##

```python
# no heading in code
```

[link]: https://example.org "not a paragraph"
the last line"""


def headings(parsed: Parsed) -> list[tuple[str, int]]:
    return [(parsed.text[heading.start : heading.end], heading.level) for heading in parsed.headings]


def uncovered(parsed: Parsed) -> str:
    """What stands in no block, white space aside."""
    text, cursor, rest = parsed.text, 0, ""
    for start, end in parsed.blocks:
        assert cursor <= start < end <= len(text), "blocks are in order and apart"
        rest += text[cursor:start]
        cursor = end
    return "".join((rest + text[cursor:]).split())


def test_markdown_headings_come_without_their_marks():
    parsed = read_markdown(MARKDOWN.encode())
    assert headings(parsed) == [("The Title", 1), ("Second *Section*", 2), ("Closed heading", 2)]
    assert parsed.title == "The Title"


STRUCK_LINES = {
    "The rent is ~~480~~ 520 euros.": "The rent is 520 euros.",
    "~~All of it~~": "",
    "# Rent ~~old~~": "# Rent ",
    "a ~~b c~~ d ~~e~~ f": "a d f",
    "x ~~ y ~~ z": "x ~~ y ~~ z",
    "`~~code~~` and ``a ` ~~b~~``": "`~~code~~` and ``a ` ~~b~~``",
    "    ~~code~~": "    ~~code~~",
    "~~~": "~~~",
    "a ~~open": "a ~~open",
}


NUMBERED = """\
Rowing Club

1. Minutes of the last meeting
The minutes of 11 April were approved with one correction, which the secretary
has made.

2. Fees
The fee rises. ACTION: write to all by May.

3. To do
1. Buy paint
2. Mend the oars.

4. Two of the boats, which were bought in the spring, will be painted before
The Regatta begins.

2 cups of flour
Sugar and salt
"""


def test_a_numbered_line_right_above_its_prose_is_a_heading_and_a_wrapped_line_is_none():
    parsed = read_text(NUMBERED.encode())
    assert [words for words, _ in headings(parsed)] == [
        "Rowing Club",
        "1. Minutes of the last meeting",
        "2. Fees",
    ]
    assert parsed.title == "Rowing Club"
    assert "The fee rises. ACTION: write to all by May." in blocks(parsed)
    assert parsed.text == NUMBERED


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_struck_out_words_of_markdown_are_left_out_and_all_else_stays_on_its_line(line_end: str):
    for line, left in STRUCK_LINES.items():
        parsed = read_markdown(line_end.join(["First.", "", line, "", "Last."]).encode())
        assert parsed.text == line_end.join(["First.", "", left, "", "Last."])
        assert parsed.notes == ((STRUCK,) if line != left else ())


def test_struck_out_words_of_a_markdown_table_and_of_fenced_code_are_told_apart():
    parsed = read_markdown(b"| Item | Price |\n|---|---|\n| Oar | ~~40~~ 45 |\n\n```\n~~a~~\n```\n")
    assert "Item: Oar · Price: 45" in parsed.text
    assert "~~a~~" in parsed.text


def test_every_word_of_markdown_stands_in_a_block():
    parsed = read_markdown(MARKDOWN.encode())
    assert not any(character.isalnum() for character in uncovered(parsed))
    assert any("the last line" in block for block in blocks(parsed))
    assert any("example.org" in block for block in blocks(parsed))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_change_neither_headings_nor_blocks(line_end: str):
    expected = [
        [" ".join(block.split()) for block in blocks(read(MARKDOWN.encode()))]
        for read in (read_text, read_markdown)
    ]
    found = [
        [" ".join(block.split()) for block in blocks(read(MARKDOWN.replace("\n", line_end).encode()))]
        for read in (read_text, read_markdown)
    ]
    assert found == expected


def test_a_bare_line_before_a_paragraph_is_a_heading():
    text = "The Big Title\nThis is a sentence.\nTerms of Payment\nThe fee is 40 dollars.\nThe Publisher"
    assert headings(read_text(text.encode())) == [("The Big Title", 1), ("Terms of Payment", 1)]
    assert read_text(text.encode()).title == "The Big Title"


@pytest.mark.parametrize("line", ["It ends here.", "lower case start", "Word " * 15, "12345", "He said “no”"])
def test_a_line_that_reads_as_a_sentence_is_no_heading(line: str):
    assert headings(read_text(f"{line.strip()}\nA sentence follows.".encode())) == []


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_hard_wrapped_paragraph_is_one_block(line_end: str):
    text = line_end.join(["The fee of the", "licence is 40", "dollars.", "", "It is due", "in June."])
    assert [block.split() for block in blocks(read_text(text.encode()))] == [
        ["The", "fee", "of", "the", "licence", "is", "40", "dollars."],
        ["It", "is", "due", "in", "June."],
    ]


def test_lines_of_an_unwrapped_text_are_paragraphs():
    long_line = "A long line that no editor has wrapped. " * 5
    assert len(blocks(read_text(f"{long_line}\nSecond.\n\n\nThird, the last one".encode()))) == 3


LINES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        st.sampled_from(
            [
                "# Heading",
                "- item",
                "> quote",
                "```",
                "| a | b |",
                "|---|---|",
                "===",
                "Bare Heading",
                "1. one",
            ]
        ),
    ),
    max_size=12,
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
def test_every_visible_character_of_a_text_stands_in_a_block(lines: list[str], line_end: str):
    text = line_end.join([*lines, "last line"])
    assert uncovered(_parsed(".txt", text)) == ""


@given(LINES, st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
def test_every_letter_and_digit_of_markdown_stands_in_a_block(lines: list[str], line_end: str):
    parsed = _parsed(".md", line_end.join([*lines, "last line"]))
    assert not any(character.isalnum() for character in uncovered(parsed))
    starts = [block.start for block in parsed.blocks]
    for heading in parsed.headings:
        inside = [block for block in parsed.blocks if block.start <= heading.start < heading.end <= block.end]
        assert len(inside) == 1
        assert inside[0].start in starts


def _parsed(suffix: str, text: str) -> Parsed:
    from importlib import import_module

    module = import_module(f"index.loaders.{ {'.txt': 'plain', '.md': 'markdown'}[suffix] }")
    parsed: Parsed = module.parse(text)
    if suffix == ".txt":
        assert parsed.text == text
    written = iter(parsed.text)  # a table's rows are written anew, with their heads
    assert all(sign in written for sign in text if sign.isalnum())
    return parsed


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_unicode_encoding_is_known_by_its_mark(mark: bytes, encoding: str):
    text = "Le café coûte dix €.\r\n東京 👩‍👩‍👧 Ça va bien."
    assert read_text(mark + text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Le café coûte dix euros à la fenêtre, et le thé n’est pas très cher ici."),
        ("cp1252", "Die Größe der Straße überrascht die Bürger von Köln; sie müssen früh aufstehen."),
        ("cp1252", "The company’s “new” plan — it costs £40 — begins in June. The café is open."),
        ("cp1250", "Zażółć gęślą jaźń. Książka kosztuje pięć złotych, a świeże mleko trzy złote."),
        ("cp1251", "Компания объявила о новой сделке. Цена составляет сорок рублей."),
    ],
)
def test_an_older_encoding_is_detected_by_its_letters(encoding: str, text: str):
    assert read_text(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\xff\xfe",
        b"PK\x03\x04\x14\0\x06\0\x08\0" + bytes(range(128, 256)),
        b"\0\x01\x02\x03" * 50,
    ],
    ids=["executable", "picture", "archive", "control characters"],
)
def test_a_binary_file_is_refused(data: bytes):
    with pytest.raises(DocumentError, match="binary"):
        read_text(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Der Preis der Größe 东京 ist hoch: 東京の".encode()[:-1], "is UTF-8 but for byte 45"),
        ("Größe, Straße, für".encode().replace(b" ", b" \xe9 ", 1), "is UTF-8 but for byte"),
        (codecs.BOM_UTF16_LE + "東京は首都です".encode("utf-16-le")[:-1], "marked as UTF-16 and is not"),
        (codecs.BOM_UTF8 + "caf\u00e9".encode("cp1252"), "marked as UTF-8 and is not"),
        (
            "Müller".encode("cp1252"),
            "cannot be told for certain; save it as UTF-8 or say what it is encoded in",
        ),
        ("été".encode("cp850"), "cannot be told for certain"),
    ],
    ids=[
        "cut within a character",
        "one wrong byte",
        "odd UTF-16",
        "wrong mark",
        "few letters",
        "fewer letters",
    ],
)
def test_what_would_be_a_guess_is_refused(data: bytes, reason: str):
    with pytest.raises(DocumentError, match=reason):
        read_text(data)


@pytest.mark.parametrize("word", ["Le café est ouvert", "A visit to Ångström", "Größere Häuser"])
def test_a_short_western_text_is_known_by_its_words(word: str):
    assert read_text(word.encode("cp1252")).text == word


@pytest.mark.parametrize(
    "text", ["# " + "\t" * 40_000 + "x" + "\t" * 40_000 + "y", "[" * 40_000, "# a" + " #" * 40_000]
)
def test_long_runs_of_marks_are_read_at_once(text: str):
    # Each took seconds or more when its marks were looked for by regular expressions.
    assert read_markdown(text.encode()).text == text


@given(seed=st.integers(0, 2**32))
def test_a_damaged_text_is_read_or_refused(survives: Callable, seed: int):
    survives(
        ".txt", [MARKDOWN.encode(), "Café\r\n\r\nau lait".encode("cp1252"), "Tōkyō".encode("utf-16")], seed
    )
    survives(".md", [MARKDOWN.encode(), MARKDOWN.replace("\n", "\r").encode()], seed)
