"""PowerPoint files: a page a slide, its text in reading order, and files that cannot be read named as such."""
# ruff: noqa: E501  (markup stays on its line)

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parsed_text import blocks, check, headings, page_of, repacked
from pptx.oxml import parse_xml
from pptx.util import Inches

from index import Document, DocumentError, Index
from index.limits import Limits
from index.loaders import LOADERS
from qa import ask

read = partial(LOADERS[".pptx"], limits=Limits())

TITLE_SLIDE, TITLE_AND_CONTENT, TWO_CONTENTS, TITLE_ONLY, BLANK = 0, 1, 3, 5, 6
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def saved(presentation: Any) -> bytes:
    data = io.BytesIO()
    presentation.save(data)
    return data.getvalue()


def slide(presentation: Any, layout: int, *texts: str) -> Any:
    """A slide of a layout of the default template, its placeholders filled in order."""
    made = presentation.slides.add_slide(presentation.slide_layouts[layout])
    for placeholder, text in zip(made.placeholders, texts, strict=False):
        placeholder.text = text
    return made


def box(shapes: Any, left: float, top: float, text: str) -> None:
    shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1)).text_frame.text = text


def test_a_slides_title_is_a_heading_and_its_number_the_page():
    presentation = pptx.Presentation()
    slide(presentation, TITLE_SLIDE, "Harbours of\nthe North", "A survey")
    slide(presentation, BLANK)
    slide(presentation, TITLE_AND_CONTENT, "Norwood", "Built in 1921\nForty metres high")
    parsed = read(saved(presentation))
    assert headings(parsed) == [("Harbours of the North", 1), ("Norwood", 1)]
    assert blocks(parsed) == [
        "Harbours of the North",
        "A survey",
        "Norwood",
        "Built in 1921",
        "Forty metres high",
    ]
    assert [page_of(parsed, words) for words in ("A survey", "Norwood", "Forty")] == [1, 3, 3]
    assert len(parsed.pages) == 3
    assert parsed.title == "Harbours of the North"


def test_the_files_own_title_comes_first():
    presentation = pptx.Presentation()
    slide(presentation, TITLE_ONLY, "On the slide")
    presentation.core_properties.title = "The file's own"
    assert read(saved(presentation)).title == "The file's own"


def test_a_file_without_properties_gets_no_made_up_title():
    presentation = pptx.Presentation()
    box(slide(presentation, BLANK).shapes, 1, 1, "Words.")

    def change(name: str, content: bytes) -> bytes:
        return (
            content.replace(b"metadata/core-properties", b"metadata/other")
            if name == "_rels/.rels"
            else content
        )

    assert read(repacked(saved(presentation), change)).title == ""


def test_frames_are_read_from_the_top_left():
    presentation = pptx.Presentation()
    shapes = slide(presentation, TITLE_ONLY, "Title").shapes
    for left, top, text in [(6, 5, "four"), (6, 2.1, "two"), (1, 5.2, "three"), (1, 2, "one")]:
        box(shapes, left, top, text)
    slide(presentation, TWO_CONTENTS, "Both", "left\nside", "right")
    assert blocks(read(saved(presentation))) == [
        "Title", "one", "two", "three", "four", "Both", "left", "side", "right"
    ]  # fmt: skip


def test_a_slide_without_a_title_of_its_own_is_headed_by_its_topmost_line():
    presentation = pptx.Presentation()
    shapes = slide(presentation, BLANK).shapes
    box(shapes, 1, 4, "The lamp is lit at dusk.")
    box(shapes, 1, 1, "The Lamp")
    box(slide(presentation, BLANK).shapes, 1, 1, "Alone on its slide")
    assert headings(read(saved(presentation))) == [("The Lamp", 1)]


def test_tables_groups_and_notes_are_read():
    presentation = pptx.Presentation()
    made = slide(presentation, TITLE_ONLY, "Stations")
    table = made.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for at, text in enumerate(["Norwood", "412 m", "Easton", "38 m"]):
        table.cell(at // 2, at % 2).text = text
    inner = made.shapes.add_group_shape().shapes.add_group_shape().shapes
    box(inner, 4, 5, "second in the group")
    box(inner, 1, 5, "first in the group")
    made.notes_slide.notes_text_frame.text = "Say this slowly.\nThen pause."
    assert blocks(read(saved(presentation))) == [
        "Stations", "Norwood · 412 m", "Easton · 38 m", "first in the group", "second in the group",
        "Notes: Say this slowly.", "Then pause.",
    ]  # fmt: skip


def test_slide_numbers_dates_and_footers_are_skipped():
    presentation = pptx.Presentation()
    made = slide(presentation, TITLE_ONLY, "Title")
    for at, kind in enumerate(["sldNum", "dt", "ftr"]):
        made.shapes._spTree.append(
            parse_xml(
                '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.'
                f'openxmlformats.org/drawingml/2006/main"><p:nvSpPr><p:cNvPr id="{50 + at}" name="x"/><p:cNvSpPr/><p:nvPr>'
                f'<p:ph type="{kind}" sz="quarter" idx="{10 + at}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>'
                "<a:p><a:r><a:t>furniture</a:t></a:r></a:p></p:txBody></p:sp>"
            )
        )
    assert read(saved(presentation)).text == "Title"


def test_line_breaks_in_a_paragraph_are_kept():
    presentation = pptx.Presentation()
    slide(presentation, TITLE_AND_CONTENT, "Over\vtwo lines", "one\vtwo")
    assert blocks(read(saved(presentation))) == ["Over two lines", "one\ntwo"]


def test_shapes_that_only_newer_programs_know_are_read():
    presentation = pptx.Presentation()
    made = slide(presentation, TITLE_ONLY, "Title")
    made.shapes._spTree.append(
        parse_xml(
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://'
            'schemas.openxmlformats.org/drawingml/2006/main"><mc:Choice Requires="x"><a:p><a:r><a:t>New </a:t></a:r><a:r>'
            "<a:t>words</a:t></a:r></a:p></mc:Choice><mc:Fallback><a:p><a:r><a:t>Old</a:t></a:r></a:p></mc:Fallback>"
            "</mc:AlternateContent>"
        )
    )
    assert blocks(read(saved(presentation))) == ["Title", "New words"]


def test_more_slides_than_the_limit_are_refused():
    presentation = pptx.Presentation()
    for number in range(3):
        slide(presentation, TITLE_ONLY, f"Slide {number}")
    data = saved(presentation)
    with pytest.raises(DocumentError, match="it has 3 slides and may have 2; split it first"):
        LOADERS[".pptx"](data, Limits(max_pages=2))
    assert len(LOADERS[".pptx"](data, Limits(max_pages=3)).pages) == 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (OLE + "PowerPoint Document".encode("utf-16-le"), "Office before 2007; open it and save it as .pptx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted and needs a password"),
        (b"", "damaged"),
        (b"words", "damaged"),
    ],
)
def test_other_formats_are_named_with_the_remedy(data: bytes, reason: str):
    with pytest.raises(DocumentError, match=reason):
        read(data)


def test_an_old_presentation_is_refused_by_its_own_suffix(tmp_path: Path):
    path = tmp_path / "old.ppt"
    path.write_bytes(OLE)
    with pytest.raises(DocumentError, match=r"old\.ppt: .*save it as \.pptx"):
        Document.open(path)


def sample() -> bytes:
    presentation = pptx.Presentation()
    made = slide(presentation, TITLE_AND_CONTENT, "Norwood", "WORDS of the harbour\nand more")
    made.notes_slide.notes_text_frame.text = "A note."
    made.shapes.add_table(1, 2, Inches(1), Inches(5), Inches(4), Inches(1)).table.cell(0, 0).text = "cell"
    box(made.shapes.add_group_shape().shapes, 1, 6, "grouped")
    slide(presentation, TITLE_ONLY, "Easton")
    return saved(presentation)


SAMPLE = sample()


@pytest.mark.parametrize("member", ["ppt/slides/slide1.xml", "ppt/presentation.xml", "ppt/theme/theme1.xml"])
def test_entities_are_refused(member: str):
    declaration = b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY j "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    def change(name: str, content: bytes) -> bytes:
        head, mark, body = content.partition(b"?>")
        return head + mark + declaration + body.replace(b"WORDS", b"&j;") if name == member else content

    with pytest.raises(DocumentError, match="entities"):
        read(repacked(SAMPLE, change))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    def change(name: str, content: bytes) -> bytes:
        return content + b" " * 60_000_000 if name == "ppt/slides/slide1.xml" else content

    with pytest.raises(DocumentError, match="unpacks to more than"):
        read(repacked(SAMPLE, change))


def test_outside_targets_are_let_be():
    link = (
        b'<Relationship Id="rIdX" TargetMode="External" Target="http://192.0.2.1/evil" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/notesSlide"/></Relationships>'
    )

    def change(name: str, content: bytes) -> bytes:
        if name == "ppt/slides/_rels/slide2.xml.rels":
            return content.replace(b"</Relationships>", link)
        return content

    with suppress(DocumentError):
        check(read(repacked(SAMPLE, change)))


def test_citations_of_hostile_files_are_exact(hostile_texts: dict[str, str], tmp_path: Path):
    for name, text in hostile_texts.items():
        hostile_texts[name] = valid = text.replace("\0", "").replace("\x0b", "").replace("\x0c", "")
        presentation = pptx.Presentation()
        slide(presentation, TITLE_AND_CONTENT, "First", valid)
        slide(presentation, TITLE_AND_CONTENT, "Licence", "The licence fee is 40 dollars a year.")
        (tmp_path / f"{name}.pptx").write_bytes(saved(presentation))
    index = Index.build([tmp_path])
    for name, valid in hostile_texts.items():
        document = index.documents[f"{name}.pptx"]
        assert "".join(valid.split()) in "".join(document.text.split()), name
        answer = ask("How much is the licence fee?", index, document=document.name)
        assert answer.nearest
        for citation in answer.citations:
            assert document.text[citation.start : citation.end] == citation.quote != "", name
            assert citation.page == document.page_at(citation.start)
        for hit in answer.nearest:
            assert document.text[hit.passage.start : hit.passage.end] == hit.passage.text, name


def test_a_citation_names_its_slide(tmp_path: Path, qa_here: Callable[..., subprocess.CompletedProcess[str]]):
    presentation = pptx.Presentation()
    slide(presentation, TITLE_SLIDE, "Harbours", "A survey")
    slide(
        presentation, TITLE_AND_CONTENT, "Mooring", "The mooring fee of Norwood harbour is 85 crowns a night."
    )
    path = tmp_path / "harbour.pptx"
    path.write_bytes(saved(presentation))
    question = "What is the mooring fee of Norwood harbour?"
    index = Index.build([path])
    (citation,) = ask(question, index).citations
    assert (citation.page, citation.heading) == (2, "Mooring")
    assert index.documents["harbour.pptx"].text[citation.start : citation.end] == citation.quote
    made = json.loads(qa_here("ask", question, "--file", path, "--json").stdout)
    assert made["citations"][0]["page"] == 2


def test_without_the_package_the_line_to_install_it_is_named(tmp_path: Path):
    path = tmp_path / "a.pptx"
    path.write_bytes(SAMPLE)
    code = (
        "import sys; sys.modules['pptx'] = None\n"
        "from index import Document, DocumentError\n"
        f"try: Document.open({str(path)!r})\n"
        "except DocumentError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'cited-qa[office]'" in done.stdout


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("ppt/slides/_rels/slide1.xml.rels", b" Type=", b" type="),
        ("ppt/presentation.xml", b"r:id=", b"r:ix="),
    ],
    ids=["a relation without its type", "a slide without its relation"],
)
def test_what_fuzzing_found_is_refused(part: str, old: bytes, new: bytes):
    def change(name: str, content: bytes) -> bytes:
        assert name != part or old in content
        return content.replace(old, new) if name == part else content

    with pytest.raises(DocumentError, match=r"damaged or no \.pptx file inside"):
        read(repacked(SAMPLE, change))


PARTS = ["ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels", "ppt/presentation.xml", "[Content_Types].xml",
         "ppt/notesSlides/notesSlide1.xml", "ppt/slideLayouts/slideLayout2.xml", "_rels/.rels"]  # fmt: skip
FRAGMENTS = [
    b"",
    b"<",
    b"&#1;",
    b"</a:p>",
    b"<p:sp>",
    b'"',
    b"\xff",
    b"/",
    b"..",
    b"rId1",
    b"p:",
    b"x" * 40,
    b"-9",
]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), max_size=8),
    st.integers(0, len(SAMPLE)),
)
def test_a_damaged_file_is_read_or_refused(changes: list[tuple[int, int]], cut: int):
    data = bytearray(SAMPLE)
    for at, value in changes:
        data[at] = value
    for content in (bytes(data), bytes(data[:cut])):
        with suppress(DocumentError):
            check(read(content))


@given(st.sampled_from(PARTS), st.floats(0, 1), st.integers(0, 60), st.sampled_from(FRAGMENTS))
def test_a_damaged_part_is_read_or_refused(part: str, where: float, length: int, fragment: bytes):
    def change(name: str, content: bytes) -> bytes:
        at = int(where * len(content))
        return content[:at] + fragment + content[at + length :] if name == part else content

    with suppress(DocumentError):
        check(read(repacked(SAMPLE, change)))
