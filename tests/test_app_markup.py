"""Markdown in the source: shown as it reads, with every character where it stands."""

from __future__ import annotations

import html
import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Index, cut
from index.limits import Limits
from index.loaders import LOADERS
from qa import Citation, ask
from qa.app.export import Format, export
from qa.app.notes import Note, export_notes
from qa.app.quoting import as_text
from qa.app.recalled import recalled
from qa.app.source import Mark, render_document, render_part
from qa.app.transcript import render_transcript
from qa.app.turn import Turn
from qa.excerpt import excerpt, pieces

PIECES = [
    *(
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "~~",
        "[",
        "](",
        ")",
        "!",
        "\\",
        "> ",
        "- ",
        "1. ",
        "# ",
        "\n",
        "\n\n",
    ),
    *("```\n", "| a | b |\n|---|---|\n", " ", "word", "é", "<b>", "&amp;", "🙂", "\t", "---\n", "===\n"),
]


def read(text: str) -> Document:
    return Document.from_parsed("notes.md", LOADERS[".md"](text.encode(), Limits()))


def part(text: str, *marks: Mark) -> str:
    return render_part(read(text), 0, marks)


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def sign(words: str) -> str:
    return f'<span class="syntax">{words}</span>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It is **bold**.", f"It is {sign('**')}<strong>bold</strong>{sign('**')}."),
        ("It _leans_.", f"It {sign('_')}<em>leans</em>{sign('_')}."),
        ("Call `a*b*c`.", f"Call {sign('`')}<code>a*b*c</code>{sign('`')}."),
        ("See [it](a.png).", f'See {sign("[")}<span class="link">it</span>{sign("](a.png)")}.'),
        (r"2 \* 3 \* 4", f"2 {sign(chr(92))}* 3 {sign(chr(92))}* 4"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
    ],
)
def test_words_are_shown_as_they_are_meant(text: str, shown: str):
    assert f">{shown}</p>" in part(text)


def test_items_stand_in_lists_by_their_depth():
    shown = part("Words.\n\n- one\n- two\n  - inner\n\n1. first\n")
    assert shown.count("<ul") == 1
    assert shown.count("<li") == 4
    assert 'style="--depth: 1"><span class="syntax">- </span>inner</li>' in shown
    assert ">1. first</li>" in shown


def test_quotations_code_and_headings_are_elements_of_their_own():
    shown = part("# The *Mill*\n\n> quoted\n> again\n\n```python\nif x:\n    y()\n```\n")
    assert '<span class="syntax">*</span><em>Mill</em><span class="syntax">*</span></h2>' in shown
    assert (
        '<span class="syntax">&gt; </span>quoted\n<span class="syntax">&gt; </span>again</blockquote>'
        in shown
    )
    assert (
        '<span class="syntax">```python\n</span>if x:\n    y()<span class="syntax">\n```</span></pre>'
        in shown
    )


def test_a_mark_over_signs_holds_all_of_its_characters():
    text = "The fee is **40 crowns** a year."
    start, end = text.index("fee"), text.index(" a year")
    shown = part(text, Mark("1-1", start, end))
    assert words("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", shown))) == text[start:end]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=150, deadline=None)
def test_no_character_is_added_lost_or_moved(text: str):
    document = read(f"{text}\n\nThe end is here.")
    shown = render_document(document)
    for block in document.blocks:
        signs = re.match(r"#{1,6}[ \t]+", document.text[slice(*block)])
        if not any(row.start == block.start for table in document.tables for row in table.rows):
            said = document.text[block.start : block.end]
            assert said in words(shown) or (signs and said[signs.end() :] in words(shown))
    assert "&lt;b&gt;" in shown or "<b>" not in document.text


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=150, deadline=None)
def test_an_excerpt_has_the_words_of_its_passage_as_the_page_shows_them(text: str):
    document = read(f"{text}\n\nThe end is here.")
    shown = re.sub(r'<span class="syntax">.*?</span>', "", render_document(document), flags=re.DOTALL)
    for passage in cut(document):
        for word in re.findall(r"\w+", excerpt(document, passage)):
            assert word in words(shown)


RULES = """# Rules

## Hours

### Overtime

Overtime is **agreed** with `you`.

| a | b |
|---|---|
| 1 | *2* |
"""


def asked_of_the_rules(folder: Path, question: str) -> Turn:
    (folder / "rules.md").write_text(RULES, "utf-8")
    index = Index.build([folder])
    return Turn(question, ask(question, index), documents=dict(index.documents))


def test_a_refusal_shows_the_words_of_the_closest_passages_and_no_heading_alone(tmp_path: Path):
    turn = asked_of_the_rules(tmp_path, "Who is the mayor of Paris?")
    shown = render_transcript([turn], turn.documents)
    cards = [words(card) for card in re.findall(r'<span class="excerpt"[^>]*>(.*?)</span>', shown)]
    assert [*filter(None, cards)] == cards
    assert any("Overtime is agreed with you." in card for card in cards)
    assert not any(set(card) & set("#*`|") or card in {"Rules", "Hours"} for card in cards)


def test_an_answer_quotes_every_character_and_shows_no_sign_of_markup(tmp_path: Path):
    turn = asked_of_the_rules(tmp_path, "Which documents mention overtime?")
    shown = render_transcript([turn], {})
    quotes = re.findall(r"<blockquote[^>]*>(.*?)&nbsp;<(?:a|span) class=\"cite", shown, re.DOTALL)
    assert [words(quote) for quote in quotes] == [one.quote for one in turn.answer.citations]
    seen = [words(re.sub(r'<span class="syntax">.*?</span>', "", quote)) for quote in quotes]
    assert any(quote.endswith("Overtime is agreed with you.") for quote in seen)
    assert not any(set(quote) & set("#*`") for quote in seen)


def test_notes_and_files_show_no_sign_of_markup_and_data_keeps_every_character(tmp_path: Path):
    turn = asked_of_the_rules(tmp_path, "Which documents mention overtime?")
    note, now = Note.model_validate_json(turn.read().model_dump_json()), datetime(2026, 1, 2)
    files = {kind: export_notes([note], kind, now).content for kind in Format}
    spoken = export([turn], Format.MARKDOWN, now).content
    for written in (files[Format.MARKDOWN], spoken):
        quoted = "".join(line for line in written.splitlines() if line.startswith("> ") and "— [" not in line)
        assert "is agreed with you." in quoted
        assert not set(quoted.replace("**", "")) & set("#*`\\")
    printed = "".join(re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", files[Format.HTML], re.DOTALL))
    assert "is agreed with you." in re.sub("<[^>]*>", "", printed)
    assert not set(printed) & set("#*`")
    copied = as_text(turn.answer, turn.spot, turn.pieces)
    assert not set(copied) & set("#*`")
    again = render_transcript([recalled(note, lambda _: None)], {})
    (shown, *_) = re.findall(r"<blockquote[^>]*>(.*?)&nbsp;<(?:a|span) class=\"cite", again, re.DOTALL)
    assert not set(words(re.sub(r'<span class="syntax">.*?</span>', "", shown))) & set("#*`")
    (told,) = json.loads(files[Format.JSON])["notes"]
    assert [one["quote"] for one in told["quotes"]] == [one.quote for one in turn.answer.citations]
    assert any("**" in one["quote"] or "`" in one["quote"] for one in told["quotes"])


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.data())
@settings(max_examples=100, deadline=None)
def test_the_pieces_of_a_quotation_are_its_words(text: str, data: st.DataObject):
    document = read(f"{text}\n\nThe end is here.")
    places = st.integers(0, len(document.text))
    start, first, last, end = sorted(data.draw(st.tuples(places, places, places, places)))
    quote = document.text[start:end]
    passage = next(iter(cut(document)))
    citation = Citation(1, document.name, start, end, quote, "", None, passage, 1, 1, first, last)
    found = pieces(document, citation)
    assert "".join(said for said, _ in found) == quote
    strong = "".join(said for said, kind in found if kind == "strong")
    assert not set(strong) - set(document.text[first:last])


def test_hostile_markdown_is_shown_in_bounded_time():
    for sign in ("**a ", "[a", "`a ", "_a ", "~~a", "\\", "> "):
        assert part(sign * 6_000 + "\n\nThe end.")
