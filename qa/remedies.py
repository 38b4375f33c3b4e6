"""Remedies: what helps against an error, as the commands and options of the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from index import Remedy

COMMANDS: Mapping[Remedy, str] = {
    Remedy.LIST: "see: qa index list",
}


def in_terminal(sentence: str, subject: str = "") -> str:
    """A sentence of `index` with commands in the place of what helps; `subject` as of `CitedQAError`."""
    for remedy, command in COMMANDS.items():
        sentence = sentence.replace(remedy, command.format(subject=subject))
    return sentence
