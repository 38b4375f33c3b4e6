"""Front matter of Markdown: names and values that can be asked for, apart from the text."""

from __future__ import annotations

import pytest

from index import Document
from index.limits import Limits
from index.loaders import LOADERS
from index.passages import cut

YAML = '---\ntitle: "The Harbour"\nauthor: Ilse Roy\n# a remark\ntags:\n  - quay\n  - berth\n---\n'
TOML = '+++\ntitle = \'The Harbour\'\nauthor = "Ilse Roy"\ntags = [\n  "quay",\n]\n+++\n'


def read(text: str) -> Document:
    return Document.from_parsed("it", LOADERS[".md"](text.encode(), Limits()))


@pytest.mark.parametrize("matter", [YAML, TOML, YAML.replace("\n", "\r\n"), "\ufeff" + YAML])
@pytest.mark.parametrize(
    "body",
    ["The berth is 40 m long.\n", "# Berths\n\nThe berth is 40 m long.\n", "\n\nThe berth is 40 m long."],
)
def test_names_and_values_stand_apart_from_the_text(matter: str, body: str):
    document = read(matter + body)
    assert document.text == (matter + body).removeprefix("\ufeff")
    assert document.title == "The Harbour"
    first, *rest = cut(document)
    lines = [document.text[slice(*one)] for one in first.sentences]
    assert [line[:6].rstrip(" :=") for line in lines[:2]] == ["title", "author"]
    assert "berth is" not in first.text
    assert "berth is 40 m long." in rest[-1].text
    assert "author" not in "".join(passage.text for passage in rest)


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nThe berth is 40 m long.\n\n---\n\nIt ends.\n",
        "---\nThe berth\n---\nIt ends.\n",
        "---\ntitle: never closed\n\nIt ends.\n",
        "A line.\n---\ntitle: not at the top\n---\n",
    ],
)
def test_rules_between_paragraphs_are_no_front_matter(text: str):
    document = read(text)
    assert "Harbour" not in document.title
    assert document.title in ("", "The berth")
    assert sum(len(passage.text.split()) for passage in cut(document)) >= 4


def test_a_heading_names_a_text_whose_front_matter_does_not():
    assert read("---\ndate: 2024-05-01\n---\n# The Quay\n\nIt is long.\n").title == "The Quay"
