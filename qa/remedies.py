"""Remedies: what helps against an error, in the words of the screen that tells of it.

The page keeps the general words: who reads it has the documents before them, and no commands.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from index import Finding, Remedy

_BUILD = "`qa index build PATH --index {index}`"
_REPLACE = f"delete it and run {_BUILD}"
TERMINAL: Mapping[Remedy, str] = {
    Remedy.LIST: "see `qa index list`",
    Remedy.BUILD: f"make one with {_BUILD}",
    Remedy.FIRST: "add one with `qa index add PATH --index {index}`",
    Remedy.ANEW: f"build it anew with {_BUILD} (texts that are sound are not encoded again)",
    Remedy.MODEL: f"open it with that model or build it anew with {_BUILD}",
    Remedy.VERSION: f"use the version that made it, or {_REPLACE}",
    Remedy.REPLACE: _REPLACE,
    Remedy.FILE: f"check space and rights; if damaged, {_REPLACE}",
    Remedy.GROW: "add to it with `qa index add PATH --index {index}`",
    Remedy.VERIFY: "ask again if documents are being replaced, else run `qa index verify --index {index}`",
    Remedy.SWEEP: "if nobody is writing to it, run `qa index sweep --index {index}`",
    Remedy.PATTERNS: "change --include or --exclude",
    Remedy.LARGER: "split it first or raise --max-bytes",
    Remedy.MEMORY: "split it first or raise --max-memory-bytes",
    Remedy.TIME: "split it first or raise --timeout",
    Remedy.ENCODING: "save it as UTF-8 or name its encoding with --encoding",
    Remedy.RECOGNISE: "--ocr has them read",
}
HTTP: Mapping[Remedy, str] = {Remedy.LIST: "see GET /v1/documents"}
TOOLS: Mapping[Remedy, str] = {Remedy.LIST: "see `list_documents`"}


def worded(screen: Mapping[Remedy, str], *findings: Finding, index: str = "") -> str:
    """What is told, in a screen's words; `index` is the one for commands, that of the subject by default."""
    return " ".join(one.told(_helps(one, screen, index)) for one in findings)


def in_terminal(*findings: Finding, index: str = "") -> str:
    """What is told, with commands and options for what helps."""
    return worded(TERMINAL, *findings, index=index)


def _helps(finding: Finding, screen: Mapping[Remedy, str], index: str) -> str:
    if finding.remedy is None:
        return ""
    words = screen.get(finding.remedy, finding.remedy)
    return words.format(index=shlex.quote(index or finding.subject))
