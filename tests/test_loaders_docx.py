"""Word files: the final version's words in order, and files that cannot be read named as such."""
# ruff: noqa: E501  (markup stays on its line)

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from contextlib import suppress
from functools import partial
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st
from parsed_text import blocks, check, headings, repacked

from index import Document, DocumentError, Index
from index.limits import Limits
from index.loaders import LOADERS
from qa import ask

read = partial(LOADERS[".docx"], limits=Limits())

WORD = docx.document.Document
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def saved(document: WORD) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def written(*paragraphs: str | tuple[str, str]) -> WORD:
    """A document of paragraphs, each plain or with its style."""
    document = docx.Document()
    for paragraph in paragraphs:
        words, style = paragraph if isinstance(paragraph, tuple) else (paragraph, None)
        document.add_paragraph(words, style)
    return document


def replaced(data: bytes, member: str, old: bytes, new: bytes) -> bytes:
    return repacked(data, lambda name, content: content.replace(old, new) if name == member else content)


def wrapped(document: WORD, body: str) -> bytes:
    """The document with this markup before its first paragraph."""
    element = parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>")
    for at, child in enumerate(list(element)):
        document.element.body.insert(at, child)
    return saved(document)


def test_headings_come_from_their_styles():
    parsed = read(
        saved(
            written(("Part", "Heading 1"), "Words.", ("Chapter", "Heading 2"), "More.", ("End", "Heading 1"))
        )
    )
    assert headings(parsed) == [("Part", 1), ("Chapter", 2), ("End", 1)]
    assert blocks(parsed) == ["Part", "Words.", "Chapter", "More.", "End"]


def outline(level: int) -> OxmlElement:
    element = OxmlElement("w:outlineLvl")
    element.set(qn("w:val"), str(level))
    return element


def in_bold(document: WORD, words: str) -> None:
    document.add_paragraph().add_run(words).bold = True


def test_short_paragraphs_in_bold_are_headings_where_no_style_tells_any(tmp_path: Path):
    document = docx.Document()
    for words in ("Storage hire agreement", "1. Term", "2. Fees", "Signed for the hirer"):
        in_bold(document, words)
        if words.startswith("S"):
            continue
        document.add_paragraph(
            "Either side may end it with two months' notice, given in writing and on paper."
        )
    parsed = read(saved(document))
    check(parsed)
    assert headings(parsed) == [("Storage hire agreement", 1), ("1. Term", 2), ("2. Fees", 2)]
    assert parsed.title == "Storage hire agreement"
    (tmp_path / "hire.docx").write_bytes(saved(document))
    index = Index.build([tmp_path])
    assert index.search("two months notice")[0].passage.heading == "1. Term"


def test_headings_in_bold_stand_below_those_of_a_style():
    document = written(("Rules", "Heading 1"))
    in_bold(document, "Opening hours")
    document.add_paragraph("The hall is open from nine to five on every day but Sunday and on holidays.")
    assert headings(read(saved(document))) == [("Rules", 1), ("Opening hours", 2)]


def test_bold_sentences_and_documents_that_are_all_bold_have_no_headings():
    document = written(
        "The hall is open from nine to five, on every day of the week but Sunday, all year round."
    )
    in_bold(document, "Nobody may enter at night.")
    document.add_paragraph("The caretaker has the keys.").add_run(" Ring twice").bold = True
    document.add_paragraph("That is all.")
    assert headings(read(saved(document))) == []
    loud = docx.Document()
    for words in ("Come one", "Come all", "To the fair"):
        in_bold(loud, words)
    loud.add_paragraph("At noon.")
    assert headings(read(saved(loud))) == []


def test_headings_of_styles_with_other_names_come_from_their_outline_level():
    document = docx.Document()
    own = document.styles.add_style("Überschrift im Haus", WD_STYLE_TYPE.PARAGRAPH)
    own.element.get_or_add_pPr().append(outline(1))
    based = document.styles.add_style("Noch eine", WD_STYLE_TYPE.PARAGRAPH)
    based.base_style = own
    numbered = document.styles.add_style("Eigene 3", WD_STYLE_TYPE.PARAGRAPH)
    numbered.base_style = document.styles["Heading 3"]
    for words, style in (("Eins", own), ("Zwei", based), ("Drei", numbered)):
        document.add_paragraph(words, style)
    document.add_paragraph("Vier")._p.get_or_add_pPr().append(outline(0))
    body = document.add_paragraph("Text.", "Heading 1")
    body._p.get_or_add_pPr().append(outline(9))
    assert headings(read(saved(document))) == [("Eins", 2), ("Zwei", 2), ("Drei", 3), ("Vier", 1)]


def test_styles_based_on_each_other_in_a_circle_do_no_harm():
    document = docx.Document()
    one, other = (document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in ("One", "Other"))
    one.base_style, other.base_style = other, one
    document.add_paragraph("Words.", one)
    assert blocks(read(saved(document))) == ["Words."]


@pytest.mark.parametrize(
    ("named", "title"), [("The File's Own", "The File's Own"), ("", "The Title"), ("  ", "The Title")]
)
def test_the_title_is_the_files_own_or_the_paragraph_in_the_title_style(named: str, title: str):
    document = written(("The Title", "Title"), "Words.")
    document.core_properties.title = named
    parsed = read(saved(document))
    assert parsed.title == title
    assert headings(parsed) == [("The Title", 1)]


def test_lists_tables_and_paragraphs_stand_in_order():
    document = written("Before.", ("first", "List Bullet"), ("second", "List Number"))
    table = document.add_table(3, 3)
    for at, words in enumerate(
        ["Station", "Height", "Opened", "Norwood", "412 m", "1987", "Easton", "", "2003"]
    ):
        table.cell(at // 3, at % 3).text = words
    document.add_paragraph("After.")
    assert blocks(read(saved(document))) == [
        "Before.", "first", "second",
        "Station · Height · Opened", "Station: Norwood · Height: 412 m · Opened: 1987",
        "Station: Easton · Opened: 2003",
        "After.",
    ]  # fmt: skip


def test_a_table_that_frames_text_is_read_as_text():
    document = docx.Document()
    frame = document.add_table(1, 2)
    frame.cell(0, 0).text = "Skills"
    frame.cell(0, 1).text = "A long paragraph. " * 30
    frame.cell(0, 1).add_paragraph("Another one.")
    note = document.add_table(1, 1)
    note.cell(0, 0).text = "A note in a frame."
    assert blocks(read(saved(document))) == [
        "Skills", ("A long paragraph. " * 30).strip(), "Another one.", "A note in a frame."
    ]  # fmt: skip


def test_a_table_within_a_cell_is_part_of_its_row():
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "outer"
    inner = table.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "in", "side"
    assert blocks(read(saved(document))) == ["outer · in side"]


def test_line_breaks_tabs_and_special_hyphens_are_spelled():
    body = (
        "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>ten</w:t><w:noBreakHyphen/><w:t>day inter</w:t>"
        "<w:softHyphen/><w:t>national</w:t></w:r></w:p>"
    )
    assert blocks(read(wrapped(docx.Document(), body))) == ["one\ntwo\tten\u2011day international"]


def test_lines_of_an_address_or_a_signature_are_lines_of_their_own():
    parsed = read(
        saved(written("Ada Stone\nTreasurer\n4 Mill Lane", "It costs\nforty pounds.\nIt is due in June."))
    )
    assert blocks(parsed) == [
        "Ada Stone",
        "Treasurer",
        "4 Mill Lane",
        "It costs\nforty pounds.",
        "It is due in June.",
    ]
    assert parsed.text == ("Ada Stone\nTreasurer\n4 Mill Lane\n\nIt costs\nforty pounds.\nIt is due in June.")


def test_changes_are_read_as_accepted():
    body = (
        '<w:p><w:r><w:t xml:space="preserve">The fee is </w:t></w:r>'
        '<w:del w:id="1" w:author="a"><w:r><w:delText>30</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>40</w:t></w:r></w:ins>'
        '<w:moveFrom w:id="3" w:author="a"><w:r><w:t> moved away</w:t></w:r></w:moveFrom>'
        '<w:r><w:t xml:space="preserve"> dollars</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="4" w:author="a"/></w:rPr></w:pPr><w:r><w:t>Joined </w:t></w:r></w:p>'
        "<w:p><w:r><w:t>again.</w:t></w:r></w:p>"
        '<w:tbl><w:tr><w:trPr><w:del w:id="5" w:author="a"/></w:trPr><w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc>'
        "<w:tc><w:p/></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>kept</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>too</w:t></w:r></w:p></w:tc></w:tr>"
        "</w:tbl>"
    )
    assert blocks(read(wrapped(docx.Document(), body))) == [
        "The fee is 40 dollars",
        "Joined again.",
        "kept · too",
    ]


def test_hidden_text_is_left_out():
    document = docx.Document()
    hidden = document.styles.add_style("Secret", WD_STYLE_TYPE.CHARACTER)
    hidden.font.hidden = True
    whole = document.styles.add_style("Secret paragraph", WD_STYLE_TYPE.PARAGRAPH)
    whole.font.hidden = True
    paragraph = document.add_paragraph("Shown. ")
    paragraph.add_run("hidden itself").font.hidden = True
    paragraph.add_run("hidden by style", style=hidden)
    shown = paragraph.add_run("Shown again.", style=hidden)
    shown.font.hidden = False
    document.add_paragraph("hidden as a whole", whole)
    assert blocks(read(saved(document))) == ["Shown. Shown again."]


def test_field_results_are_read_and_field_codes_are_not():
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> DDEAUTO c:\\\\calc.exe </w:instrText>'
        '<w:fldChar w:fldCharType="separate"/><w:t>Table 3</w:t><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:fldSimple w:instr="INCLUDETEXT /etc/passwd"><w:r><w:t> shows it.</w:t></w:r></w:fldSimple></w:p>'
    )
    assert blocks(read(wrapped(docx.Document(), body))) == ["Table 3 shows it."]


def test_wrapped_content_is_read():
    body = (
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt><w:p><w:hyperlink w:anchor='x'><w:r><w:t>A link.</w:t></w:r></w:hyperlink></w:p>"
    )
    assert blocks(read(wrapped(docx.Document(), body))) == ["In a control.", "A link."]


def test_the_words_of_a_text_box_come_once_after_its_paragraph():
    box = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>Around it.</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="'
        'http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing>'
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert blocks(read(wrapped(docx.Document(), body))) == ["Around it.", "In the box."]


def with_footnotes() -> bytes:
    note = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>----</w:t></w:r></w:p>'
        '</w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>As of May.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    data = wrapped(
        written("Next."),
        f"<w:p><w:r><w:t>The fee</w:t></w:r>{reference}<w:r><w:t xml:space='preserve'> is 40.</w:t></w:r></w:p>",
    )

    def change(name: str, content: bytes) -> bytes:
        if name == "[Content_Types].xml":
            part = b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            return content.replace(b"</Types>", part + b'wordprocessingml.footnotes+xml"/></Types>')
        if name == "word/_rels/document.xml.rels":
            link = b'<Relationship Id="rIdF" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            return content.replace(
                b"</Relationships>", link + b'footnotes" Target="footnotes.xml"/></Relationships>'
            )
        return content

    return repacked(data, change, {"word/footnotes.xml": note.encode()})


def test_a_footnote_follows_the_paragraph_that_refers_to_it():
    assert blocks(read(with_footnotes())) == ["The fee is 40.", "As of May.", "Next."]


@pytest.mark.parametrize("number", ["Page 1", "1", "\u2013 12 \u2013", "Page 1 of 5", "Seite 3/7", "iv"])
def test_headers_and_footers_are_read_once_but_for_page_numbers(number: str):
    document = written("Words.")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for header in (section.header, section.first_page_header):
        header.paragraphs[0].text = "Contract no. HX-2291"
    section.footer.paragraphs[0].text = number
    section.first_page_footer.paragraphs[0].text = "Payment within 21 days"
    parsed = read(saved(document))
    assert blocks(parsed) == ["Contract no. HX-2291", "Words.", "Payment within 21 days"]
    last = Document.from_parsed("words.docx", parsed).sections[-1]
    assert (last.heading, parsed.text[last.start : last.end]) == ("", "Payment within 21 days")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "Office before 2007; open it and save it as .docx"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted and needs a password"),
        (b"{\\rtf1 words}", "rich text"),
        (b"", "damaged"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b"words", "damaged"),
    ],
)  # fmt: skip
def test_other_formats_are_named_with_the_remedy(data: bytes, reason: str):
    with pytest.raises(DocumentError, match=reason):
        read(data)


def test_an_old_word_file_is_refused_by_its_own_suffix(tmp_path: Path):
    path = tmp_path / "old.doc"
    path.write_bytes(OLE + b"\0" * 600)
    with pytest.raises(DocumentError, match=r"old\.doc: .*save it as \.docx"):
        Document.open(path)


def test_a_presentation_or_a_plain_archive_by_that_name_is_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("hello.txt", "hello")
    for content in (
        data.getvalue(),
        replaced(saved(written("x")), "[Content_Types].xml", b"wordprocessingml", b"x"),
    ):
        with pytest.raises(
            DocumentError, match=r"damaged or no \.docx file inside.*; open it and save it anew"
        ):
            read(content)


BOMB = b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (98 + at, *[97 + at] * 8) for at in range(9)
) + b"]>"  # fmt: skip
FILE_ENTITY = b'<!DOCTYPE b [<!ENTITY j SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declaration", [BOMB, FILE_ENTITY], ids=["bomb", "file"])
@pytest.mark.parametrize(
    "member", ["word/document.xml", "word/styles.xml", "[Content_Types].xml", "docProps/core.xml"]
)
def test_entities_are_refused(declaration: bytes, member: str):
    def change(name: str, content: bytes) -> bytes:
        if name != member:
            return content
        head, mark, body = content.partition(b"?>")
        return head + mark + declaration + body.replace(b"WORDS", b"&j;")

    with pytest.raises(DocumentError, match="entities"):
        read(repacked(saved(written("WORDS")), change))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    data = repacked(saved(written("x")), lambda _, content: content, {"word/bomb.bin": b"\0" * 60_000_000})
    assert len(data) < 200_000
    with pytest.raises(DocumentError, match="unpacks to more than"):
        read(data)
    with pytest.raises(DocumentError, match="unpacks to more than 10,000 bytes"):
        LOADERS[".docx"](saved(written("x")), Limits(max_unpacked_bytes=10_000))


def test_elements_nested_too_deep_are_refused():
    deep = b"<w:p>" * 5000 + b"</w:p>" * 5000
    with pytest.raises(DocumentError, match="nest deeper"):
        read(replaced(saved(written("WORDS")), "word/document.xml", b"<w:t>WORDS</w:t>", deep))


def test_macros_and_outside_targets_are_let_be():
    def change(name: str, content: bytes) -> bytes:
        if name == "word/_rels/document.xml.rels":
            links = "".join(
                f'<Relationship Id="rIdX{at}" TargetMode="External" Target="{target}" Type="http://schemas.openxmlformats'
                f'.org/officeDocument/2006/relationships/{kind}"/>'
                for at, (kind, target) in enumerate(
                    [
                        ("attachedTemplate", "http://192.0.2.1/evil.dotm"),
                        ("footnotes", "http://192.0.2.1/footnotes.xml"),
                        ("image", "file:///etc/passwd"),
                    ]
                )
            )
            return content.replace(b"</Relationships>", links.encode() + b"</Relationships>")
        return content

    data = repacked(saved(written("Words.")), change, {"word/vbaProject.bin": b"Sub AutoOpen()"})
    assert read(data).text == "Words."


def test_citations_of_hostile_files_are_exact(hostile_texts: dict[str, str], tmp_path: Path):
    for name, text in hostile_texts.items():
        hostile_texts[name] = valid = text.replace("\0", "").replace("\x0b", "").replace("\x0c", "")
        document = written(("Licence", "Heading 1"), valid, "The licence fee is 40 dollars a year.", valid)
        (tmp_path / f"{name}.docx").write_bytes(saved(document))
    index = Index.build([tmp_path])
    for name, valid in hostile_texts.items():
        read_text = index.documents[f"{name}.docx"].text
        assert "".join(valid.split()) in "".join(read_text.split()), name
        answer = ask("How much is the licence fee?", index, document=f"{name}.docx")
        assert answer.nearest
        for citation in answer.citations:
            assert read_text[citation.start : citation.end] == citation.quote != "", name
            assert citation.heading == "Licence"
        for hit in answer.nearest:
            assert read_text[hit.passage.start : hit.passage.end] == hit.passage.text, name


def test_a_citation_of_a_word_file_is_its_words(tmp_path: Path):
    (tmp_path / "fees.docx").write_bytes(with_footnotes())
    document = written(("Mooring", "Heading 1"), "The mooring fee of Norwood harbour is 85 crowns a night.")
    (tmp_path / "harbour.docx").write_bytes(saved(document))
    index = Index.build([tmp_path])
    answer = ask("What is the mooring fee of Norwood harbour?", index)
    (citation,) = answer.citations
    assert (citation.document, citation.heading, citation.page) == ("harbour.docx", "Mooring", None)
    assert index.documents["harbour.docx"].text[citation.start : citation.end] == citation.quote
    assert "85 crowns" in citation.quote


@pytest.mark.parametrize("package", ["docx", "lxml"])
def test_without_the_package_the_line_to_install_it_is_named(tmp_path: Path, package: str):
    path = tmp_path / "a.docx"
    path.write_bytes(saved(written("x")))
    code = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "from index import Document, DocumentError\n"
        f"try: Document.open({str(path)!r})\n"
        "except DocumentError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'cited-qa[office]'" in done.stdout


SAMPLE = with_footnotes()
PARTS = ["word/document.xml", "word/styles.xml", "word/footnotes.xml", "[Content_Types].xml", "_rels/.rels",
         "word/_rels/document.xml.rels", "docProps/core.xml"]  # fmt: skip
FRAGMENTS = [b"", b"<", b"&#1;", b"</w:p>", b"<w:tbl>", b'"', b"\xff", b"/", b"..", b"rId1", b"w:", b"x" * 40]


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


def test_a_chain_of_parts_without_end_is_refused():
    """python-docx follows relations from part to part by recursion."""
    names = [f"word/p{at}.xml" for at in range(1200)]
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'Type="x" Target="{}"/></Relationships>'
    )
    data = io.BytesIO(saved(written("x")))
    with zipfile.ZipFile(data, "a") as archive:
        for name, following in zip(names, [*names[1:], names[0]], strict=True):
            archive.writestr(name, "<x/>")
            archive.writestr(
                name.replace("word/", "word/_rels/") + ".rels", relation.format(Path(following).name)
            )
    link = b'<Relationship Id="rIdP" Type="x" Target="p0.xml"/></Relationships>'
    chained = replaced(data.getvalue(), "word/_rels/document.xml.rels", b"</Relationships>", link)
    with pytest.raises(DocumentError, match="damaged or no"):
        read(chained)
