"""Remedies: what helps against an error, in the words of the screen that tells of it.

The page keeps the general words: who reads it has the documents before them, and no commands.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from index import Remedy

_BUILD = "`qa index build PATH --index {subject}`"
TERMINAL: Mapping[Remedy, str] = {
    Remedy.LIST: "see `qa index list`",
    Remedy.BUILD: f"make one with {_BUILD}",
    Remedy.FIRST: "add one with `qa index add PATH --index {subject}`",
    Remedy.ANEW: f"build it anew with {_BUILD}",
    Remedy.REPLACE: f"delete it and run {_BUILD}",
    Remedy.GROW: "add to it with `qa index add PATH --index {subject}`",
    Remedy.VERIFY: "run `qa index verify --index {subject}`",
    Remedy.SWEEP: "run `qa index sweep --index {subject}`",
    Remedy.PATTERNS: "change --include or --exclude",
    Remedy.LARGER: "raise --max-bytes",
    Remedy.MEMORY: "raise --max-memory-bytes",
    Remedy.TIME: "raise --timeout",
    Remedy.ENCODING: "name its encoding with --encoding",
    Remedy.RECOGNISE: "--ocr has them read",
}
HTTP: Mapping[Remedy, str] = {Remedy.LIST: "see GET /v1/documents"}
TOOLS: Mapping[Remedy, str] = {Remedy.LIST: "see `list_documents`"}


def worded(sentence: str, screen: Mapping[Remedy, str], subject: str = "") -> str:
    """A sentence of `index` in a screen's words; `subject` as of `CitedQAError`."""
    for remedy, words in screen.items():
        sentence = sentence.replace(remedy, words.format(subject=shlex.quote(subject)))
    return sentence


def in_terminal(sentence: str, subject: str = "") -> str:
    """A sentence of `index` with commands and options for what helps."""
    return worded(sentence, TERMINAL, subject)
