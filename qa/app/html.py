"""Markup: written in templates, whose macros are called as functions are; what is not markup is escaped."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2.environment import TemplateModule
from markupsafe import Markup

from index.models import preparing
from qa.app.quoting import as_markdown, as_text, note_id
from qa.excerpt import excerpt, shortened
from qa.saying import confidence_level, confidence_word, counted, goes_before, of_ten, percent

Html = Markup
_FOLDER = Path(__file__).parent / "templates"
# Lines are for who reads a template: beside a bracket the end of one stands for nothing, else for a space.
_LINE_END = re.compile(r"(?<=[<>{}])\s*\n\s*|\s*\n\s*(?=[<>{}])|\s*(\n)\s*")


def render(part: str, *values: object) -> Html:
    """A part of the page: "shelf.scope" is the macro `scope` of shelf.html, filled with values."""
    file, _, macro = part.partition(".")
    rendered: Html = getattr(_macros(file), macro)(*values)
    return rendered


@cache
def _macros(file: str) -> TemplateModule:
    return _templates().get_template(f"{file}.html").module


@cache
def _templates() -> Environment:
    loader = FunctionLoader(_folded)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False)
    made.filters |= {"counted": counted, "commas": "{:,}".format, "json": json.dumps}
    functions = (
        as_markdown,
        as_text,
        confidence_level,
        confidence_word,
        excerpt,
        goes_before,
        note_id,
        of_ten,
        percent,
        preparing,
        shortened,
    )
    made.globals |= {function.__name__: function for function in functions}
    return made


def _folded(file: str) -> str:
    return _LINE_END.sub(lambda end: " " if end[1] else "", (_FOLDER / file).read_text(encoding="utf-8"))
