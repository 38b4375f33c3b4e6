"""Documents: texts and files with their titles, sections and lines by character offset."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, DocumentError
from index.folders import find_files
from index.limits import Limits


def test_a_text_is_kept_character_for_character(hostile_text: str):
    assert Document.from_text("d", hostile_text).text == hostile_text


def test_a_file_is_kept_character_for_character(hostile_text: str, tmp_path: Path):
    for suffix in (".txt", ".md"):
        file = tmp_path / f"file{suffix}"
        file.write_bytes(hostile_text.encode())
        document = Document.open(file)
        # A byte order mark says how the bytes are encoded; it is no character of the text.
        assert document.text == hostile_text.removeprefix("\ufeff")
        assert (document.name, document.source) == (file.name, str(file))


def test_the_articles_bare_lines_are_its_sections(article_path: Path):
    document = Document.open(article_path)
    assert [section.heading for section in document.sections] == [
        "",
        "The Evolution of a Strategic Alliance",
        "Financial and Competitive Implications",
        "Safeguards and Future Horizons",
        "Broader Industry Ramifications",
    ]


@given(
    st.lists(st.sampled_from(["A Heading", "a sentence stands here.", "", "# Marked", " \t"])),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_sections_cover_the_text_without_gap_or_overlap(lines: list[str], line_end: str):
    document = Document.from_text("d", line_end.join([*lines, "The end."]))
    assert document.sections[0].start == 0
    assert document.sections[-1].end == len(document.text)
    for section, following in zip(document.sections, document.sections[1:], strict=False):
        assert section.end == following.start
    for offset in range(len(document.text)):
        section = document.section_at(offset)
        assert section.start <= offset < section.end


@given(st.lists(st.text("ab é\u0301"), min_size=1), st.sampled_from(["\n", "\r\n", "\r"]))
def test_lines_are_counted_from_one_whatever_ends_them(lines: list[str], line_end: str):
    text = line_end.join([*lines, "end"])
    document = Document.from_text("d", text)
    offset = 0
    for number, line in enumerate(lines, start=1):
        assert document.lines(offset, offset + max(1, len(line))) == (number, number)
        offset += len(line) + len(line_end)
    assert document.lines(0, len(text)) == (1, len(lines) + 1)


def test_a_text_without_pages_has_no_page():
    assert Document.from_text("d", "A word.").page_at(0) is None


@pytest.mark.parametrize("text", ["", " \n\t ", "--- *** ...", "\0"])
def test_a_text_without_a_word_is_refused(text: str):
    with pytest.raises(DocumentError, match="no text in it"):
        Document.from_text("empty one", text)


def test_a_lone_surrogate_is_refused_with_its_place():
    with pytest.raises(DocumentError, match="character 4 is half of a surrogate pair"):
        Document.from_text("d", "word\ud83d and more")


def test_a_name_that_is_not_unicode_is_refused():
    with pytest.raises(DocumentError, match="rename it"):
        Document.from_text("bad\udcff", "A word.")


def test_what_is_no_document_is_refused_with_the_remedy(tmp_path: Path):
    (tmp_path / "song.mp3").write_bytes(b"ID3")
    (tmp_path / "empty.txt").touch()
    for name, remedy in [
        ("nothing.txt", "check the path"),
        ("song.mp3", "give one of"),
        ("empty.txt", "with words"),
    ]:
        with pytest.raises(DocumentError, match=remedy) as caught:
            Document.open(tmp_path / name)
        assert str(tmp_path / name) in str(caught.value)


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path: Path):
    (tmp_path / "long.txt").write_text("eleven char")
    with pytest.raises(DocumentError, match="split it first"):
        Document.open(tmp_path / "long.txt", limits=Limits(max_bytes=10))


def test_a_folder_gives_its_documents_by_their_paths_below_it(tmp_path: Path):
    for name in ("b.txt", "a/c.md", ".hidden/d.txt", ".e.txt", "f.mp3"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("A word.")
    assert list(find_files([tmp_path])) == ["a/c.md", "b.txt"]


def test_a_folder_without_documents_is_refused(tmp_path: Path):
    with pytest.raises(DocumentError, match="no document in this folder"):
        find_files([tmp_path])


def test_the_content_hash_tells_texts_apart():
    one, same, other = (Document.from_text("d", text) for text in ("A word.", "A word.", "A word!"))
    assert one.content_hash == same.content_hash != other.content_hash
