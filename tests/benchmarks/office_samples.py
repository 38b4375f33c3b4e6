"""Samples by other producers: what the loaders keep of a text that LibreOffice and Chromium laid out.

The script writes a text (title, headings, two columns with automatic hyphenation, a table, page breaks, a running
header and footer with page numbers, slides), has LibreOffice and Chromium turn it into each format, loads the
results, and prints the share of words kept in order, the headings kept with their level, and the paragraphs whose
page is right (as pypdf sees the same file). It needs Debian's libreoffice-writer, libreoffice-impress, hyphen-en-us
and chromium.
"""
# ruff: noqa: E501  (markup stays on its line)

from __future__ import annotations

import argparse
import html
import io
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from index.limits import Limits
from index.loaders import LOADERS, Parsed

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
)
OPENING_CHARS = 70  # of a paragraph, by which its page is found
OFFICE = ("soffice", "libreoffice")

SUBJECTS = (
    "the measuring committee", "a well-known laboratory", "every participating municipality", "the long-term survey",
    "an internationally recognised institute", "the self-supporting cooperative", "its administrative department",
    "the second-largest manufacturer", "a characteristically cautious treasurer", "the neighbouring observatory",
)  # fmt: skip
VERBS = (
    "published", "reconsidered", "documented", "systematically compared", "provisionally accepted", "reorganised",
    "summarised", "independently verified", "unexpectedly postponed", "transferred",
)  # fmt: skip
OBJECTS = (
    "the environmental recommendations", "forty state-of-the-art instruments", "an extraordinarily detailed register",
    "the transportation agreement", "its photographic documentation", "the electromagnetic observations",
    "several long-standing obligations", "the interdisciplinary programme", "the accompanying correspondence",
    "a comprehensive rehabilitation plan",
)  # fmt: skip
ENDS = (
    "in the spring of {year}", "after {n} consecutive meetings", "for about {n} million euros",
    "within {n} kilometres of the coast", "against the advice of {n} representatives", "by the end of {year}",
)  # fmt: skip
HEADINGS = (
    ("Background", ("Earlier Work", "Definitions")), ("Method", ("Sampling", "Instruments")),
    ("Results", ("Coastal Stations", "Mountain Stations")), ("Discussion", ("Limits of the Survey",)),
)  # fmt: skip
TABLE = (("Station", "Height", "Opened"), ("Norwood", "412 m", "1987"), ("Easton", "38 m", "2003"),
         ("Fairhaven", "1,204 m", "1964"))  # fmt: skip
TITLE = "Survey of the Coastal and Mountain Stations"
HEADER = "Norwood Survey Office, working paper"


@dataclass(frozen=True)
class Piece:
    """A paragraph of the text; `level` is 0 for running text, else a heading's depth."""

    text: str
    level: int = 0


def chapters(seed: int) -> list[list[Piece]]:
    """The text: chapters of headings and paragraphs, each chapter on a new page."""
    chance = random.Random(seed)
    whole = []
    for chapter, sections in HEADINGS:
        pieces = [Piece(chapter, 1), paragraph(chance)]
        for section in sections:
            pieces += [Piece(section, 2), *(paragraph(chance) for _ in range(chance.randint(3, 6)))]
        whole.append(pieces)
    return whole


def paragraph(chance: random.Random) -> Piece:
    """Four to nine sentences."""
    sentences = []
    for _ in range(chance.randint(4, 9)):
        end = chance.choice(ENDS).format(year=chance.randint(1950, 2024), n=chance.randint(2, 99))
        words = f"{chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(OBJECTS)} {end}."
        sentences.append(words[0].upper() + words[1:])
    return Piece(" ".join(sentences))


FODT_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.{kind}">
"""
FODT_STYLES = """
<office:styles>
 <style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"
  fo:text-align="justify"/><style:text-properties fo:font-size="10.5pt" style:font-name="Liberation Serif"
  fo:language="en" fo:country="US" fo:hyphenate="true" fo:hyphenation-remain-char-count="2"
  fo:hyphenation-push-char-count="2"/></style:style>
 <style:style style:name="Title" style:family="paragraph"><style:paragraph-properties fo:text-align="center"
  fo:margin-bottom="0.4cm"/><style:text-properties fo:font-size="22pt" fo:font-weight="bold"/></style:style>
 <style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
  style:default-outline-level="1"><style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.2cm"
  fo:keep-with-next="always"/><style:text-properties fo:font-size="16pt" fo:font-weight="bold"/></style:style>
 <style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
  style:default-outline-level="2"><style:paragraph-properties fo:margin-top="0.3cm" fo:margin-bottom="0.2cm"
  fo:keep-with-next="always"/><style:text-properties fo:font-size="12.5pt" fo:font-weight="bold"/></style:style>
</office:styles>
<office:automatic-styles>
 <style:page-layout style:name="pl"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
  fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2cm" fo:margin-right="2cm"/><style:header-style>
  <style:header-footer-properties fo:min-height="0.8cm" fo:margin-bottom="0.3cm"/></style:header-style>
  <style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.3cm"/>
  </style:footer-style></style:page-layout>
 <style:style style:name="Break" style:family="paragraph" style:parent-style-name="Heading_20_1">
  <style:paragraph-properties fo:break-before="page"/></style:style>
 <style:style style:name="Two" style:family="section"><style:section-properties text:dont-balance-text-columns="false">
  <style:columns fo:column-count="{columns}" fo:column-gap="0.8cm"/></style:section-properties></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pl">
 <style:header><text:p>{header}</text:p></style:header>
 <style:footer><text:p>Page <text:page-number/></text:p></style:footer></style:master-page></office:master-styles>
"""


def flat_writer(text: list[list[Piece]], columns: int) -> str:
    """The text as a flat OpenDocument text; chapters in `columns`, titles across the page."""
    escape = html.escape
    body = [f'<text:p text:style-name="Title">{escape(TITLE)}</text:p>']
    for number, pieces in enumerate(text):
        style = "Break" if number else "Heading_20_1"
        body.append(
            f'<text:h text:style-name="{style}" text:outline-level="1">{escape(pieces[0].text)}</text:h>'
        )
        body.append(f'<text:section text:style-name="Two" text:name="s{number}">')
        for piece in pieces[1:]:
            if piece.level:
                body.append(
                    f'<text:h text:style-name="Heading_20_2" text:outline-level="2">{escape(piece.text)}</text:h>'
                )
            else:
                body.append(f'<text:p text:style-name="Standard">{escape(piece.text)}</text:p>')
        body.append("</text:section>")
        if number == 2:
            rows = "".join(
                "<table:table-row>"
                + "".join(
                    f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row
                )
                + "</table:table-row>"
                for row in TABLE
            )
            body.append(
                f'<table:table table:name="t"><table:table-column table:number-columns-repeated="3"/>{rows}</table:table>'
            )
    return (
        FODT_HEAD.format(kind="text")
        + f"<office:meta><dc:title>{escape(TITLE)}</dc:title></office:meta>"
        + FODT_STYLES.format(columns=columns, header=escape(HEADER))
        + f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document>"
    )


def flat_slides(text: list[list[Piece]]) -> str:
    """The headings and first sentences as a flat OpenDocument presentation."""
    pages = []
    for number, (title, lines) in enumerate(slides(text)):
        outline = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in lines)
        pages.append(
            f'<draw:page draw:name="p{number}" draw:master-page-name="Default">'
            '<draw:frame presentation:class="title" svg:x="1cm" svg:y="1cm" svg:width="24cm" svg:height="2cm">'
            f"<draw:text-box><text:p>{html.escape(title)}</text:p></draw:text-box></draw:frame>"
            '<draw:frame presentation:class="outline" svg:x="1cm" svg:y="4cm" svg:width="24cm" svg:height="12cm">'
            f"<draw:text-box>{outline}</draw:text-box></draw:frame></draw:page>"
        )
    return (
        FODT_HEAD.format(kind="presentation")
        + f"<office:meta><dc:title>{html.escape(TITLE)}</dc:title></office:meta>"
        + '<office:styles/><office:automatic-styles><style:page-layout style:name="pl"><style:page-layout-properties '
        'fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Default" style:page-layout-name="pl"/></office:master-styles>'
        f"<office:body><office:presentation>{''.join(pages)}</office:presentation></office:body></office:document>"
    )


def slides(text: list[list[Piece]]) -> list[tuple[str, list[str]]]:
    """A slide a chapter: its title, and the first sentence of each paragraph."""
    return [
        (pieces[0].text, [piece.text.split(".")[0] + "." for piece in pieces if not piece.level])
        for pieces in text
    ]


def page_html(text: list[list[Piece]]) -> str:
    """The text as a web page in two columns; soft hyphens stand where long words may part."""
    body = [f"<h1 class=title>{html.escape(TITLE)}</h1>"]
    for number, pieces in enumerate(text):
        body.append(
            f"<h1 {'style=break-before:page' if number else ''}>{html.escape(pieces[0].text)}</h1><div class=two>"
        )
        for piece in pieces[1:]:
            words = html.escape(piece.text)
            body.append(f"<h2>{words}</h2>" if piece.level else f"<p>{soft_hyphens(words)}</p>")
        body.append("</div>")
        if number == 2:
            rows = "".join(
                "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in TABLE
            )
            body.append(f"<table>{rows}</table>")
    style = (
        "body{font:10.5pt 'Liberation Serif';text-align:justify} .title{font-size:22pt;text-align:center}"
        "h1{font-size:16pt} h2{font-size:12.5pt} .two{columns:2;column-gap:.8cm} td{padding:2pt 30pt 2pt 0}"
    )
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>{TITLE}</title><style>{style}</style>{''.join(body)}"


def soft_hyphens(text: str) -> str:
    """Long words may part after every fourth letter."""
    return " ".join(
        "\u00ad".join(word[at : at + 4] for at in range(0, len(word), 4))
        if len(word) > 11 and word.isalpha()
        else word
        for word in text.split(" ")
    )


def make_samples(folder: Path, seed: int) -> dict[str, Path]:
    """Have the producers write every format; returns label → file."""
    text = chapters(seed)
    made: dict[str, Path] = {}
    for columns in (1, 2):
        source = folder / f"columns{columns}.fodt"
        source.write_text(flat_writer(text, columns), encoding="utf-8")
        made[f"pdf, LibreOffice, {columns} column{'s' * (columns > 1)}"] = convert(source, "pdf")
    for suffix in ("docx", "html", "epub"):
        made[f"{suffix}, LibreOffice"] = convert(folder / "columns1.fodt", suffix)
    deck = folder / "deck.fodp"
    deck.write_text(flat_slides(text), encoding="utf-8")
    made["pptx, LibreOffice"] = convert(deck, "pptx")
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if browser:
        page, printed = folder / "page.html", folder / "page.pdf"
        page.write_text(page_html(text), encoding="utf-8")
        run([browser, *CHROMIUM_FLAGS, f"--print-to-pdf={printed}", page.as_uri()])
        made["pdf, Chromium, 2 columns"] = printed
    return made


def convert(source: Path, suffix: str) -> Path:
    """LibreOffice's conversion of one file, in a profile of its own."""
    office = next(filter(None, map(shutil.which, OFFICE)), None)
    if office is None:
        sys.exit(
            "soffice is not installed; apt-get install libreoffice-writer libreoffice-impress hyphen-en-us"
        )
    profile = (source.parent / "profile").as_uri()
    run([office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix,
         "--outdir", str(source.parent), str(source)])  # fmt: skip
    return source.with_suffix(f".{suffix}")


def run(command: list[str]) -> None:
    """Run a producer; its chatter is shown only if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr}")


def measure(label: str, path: Path, text: list[list[Piece]]) -> str:
    """A line of figures for one file."""
    data = path.read_bytes()
    begin = time.perf_counter()
    parsed = LOADERS[path.suffix](data, Limits())
    seconds = time.perf_counter() - begin
    is_deck = path.suffix == ".pptx"
    wanted_headings = [(TITLE, 1)] * (not is_deck) + [
        (piece.text, piece.level + (path.suffix == ".pdf"))
        for pieces in text for piece in pieces if piece.level == 1 or (piece.level and not is_deck)
    ]  # fmt: skip
    found_headings = [(parsed.text[start:end], level) for start, end, level in parsed.headings]
    words, texts, levels = kept_words(parsed, text, is_deck), *kept_headings(wanted_headings, found_headings)
    pages = (
        right_pages(parsed, data, text)
        if path.suffix == ".pdf"
        else slide_pages(parsed, text)
        if is_deck
        else "–"
    )
    return (
        f"{label:28} {words:>8.2%} {texts:>5}/{len(wanted_headings)} {levels:>5}/{len(wanted_headings)}"
        f" {len(found_headings):>6} {pages:>9} {parsed.title == TITLE!s:>6} {seconds * 1000:>7.0f} ms"
    )


def kept_words(parsed: Parsed, text: list[list[Piece]], is_deck: bool) -> float:
    """The share of the text's words that come out whole and in order (header and footer not among them)."""
    wanted = [] if is_deck else TITLE.split()
    for number, pieces in enumerate(text):
        if is_deck:
            title, lines = slides(text)[number]
            wanted += " ".join([title, *lines]).split()
        else:
            wanted += " ".join(piece.text for piece in pieces).split()
            if number == 2:
                wanted += " ".join(cell for row in TABLE for cell in row).split()
    found = parsed.text.replace("|", " ").replace("\u00ad", "").split()
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    return sum(match.size for match in matcher.get_matching_blocks()) / len(wanted)


def kept_headings(wanted: list[tuple[str, int]], found: list[tuple[str, int]]) -> tuple[int, int]:
    """How many headings were found by their words, and by words and relative level."""
    by_words = {words for words, _ in found}
    return sum(words in by_words for words, _ in wanted), sum(one in found for one in wanted)


def right_pages(parsed: Parsed, data: bytes, text: list[list[Piece]]) -> str:
    """Paragraphs whose page is the one on which pypdf, another engine, reads their first words."""
    from pypdf import PdfReader

    pages = [letters(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]
    checked = right = 0
    for piece in (piece for pieces in text for piece in pieces if not piece.level):
        opening = piece.text[:OPENING_CHARS]
        true_pages = [number for number, page in enumerate(pages, 1) if letters(opening) in page]
        if len(true_pages) == parsed.text.count(opening) == 1:
            checked += 1
            right += sum(start <= parsed.text.index(opening) for start in parsed.pages) == true_pages[0]
    return f"{right}/{checked}"


def letters(text: str) -> str:
    """Letters and digits alone: hyphens and spaces are where engines differ."""
    return "".join(filter(str.isalnum, text))


def slide_pages(parsed: Parsed, text: list[list[Piece]]) -> str:
    """Slides whose title stands on their page."""
    titles = [pieces[0].text for pieces in text]
    starts = [*parsed.pages, len(parsed.text)]
    right = sum(parsed.text[starts[at] :].startswith(title) for at, title in enumerate(titles))
    return f"{right}/{len(titles)}"


def main() -> None:
    """Make the samples, load them, print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=7, help="of the text (default 7)")
    parser.add_argument("--keep", type=Path, help="a folder to keep the samples in")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        made = make_samples(folder, arguments.seed)
        text = chapters(arguments.seed)
        print(
            f"{'sample':28} {'words':>8} {'headings':>8} {'levels':>7} {'found':>6} {'pages':>9} {'title':>6} {'time':>10}"
        )
        for label, path in made.items():
            if path.suffix in LOADERS:
                print(measure(label, path, text))
            else:
                print(f"{label:28} no loader for {path.suffix}")


if __name__ == "__main__":
    main()
