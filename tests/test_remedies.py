"""Remedies: each screen says what helps in its own words, and `index` knows no screen's."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

import index
from index import Remedy
from qa.cli import app
from qa.remedies import HTTP, TERMINAL, TOOLS, worded


def strings(file: Path) -> Iterator[str]:
    """The strings of a Python file that are no documentation."""
    tree = ast.parse(file.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {id(node.body[0].value) for node in ast.walk(tree)
            if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def options(command: typer.core.TyperGroup) -> set[str]:
    own = {option for parameter in command.params for option in parameter.opts}
    return own.union(*(options(one) for one in getattr(command, "commands", {}).values()))


@pytest.mark.parametrize("remedy", Remedy)
def test_the_terminal_says_a_command_or_an_option_that_is_there(remedy: Remedy):
    said = worded(f"It is so; {remedy}.", TERMINAL, "my index")
    assert remedy not in said
    known = typer.main.get_command(app)
    for line in re.findall(r"`qa ([^`]+)`", said):
        command, names = known, line.split()
        while getattr(command, "commands", None):
            command = command.commands[names.pop(0)]
    for option in re.findall(r"--[a-z-]+", said):
        assert option in options(known)
    assert re.search(r"`qa |--[a-z]", said)
    assert "{" not in said
    assert ("--index" in said) == ("--index 'my index'" in said), "a name is quoted for a shell"


@pytest.mark.parametrize("screen", [HTTP, TOOLS, {}], ids=["HTTP", "tools", "page"])
@pytest.mark.parametrize("remedy", Remedy)
def test_no_other_screen_sends_anybody_to_a_terminal(remedy: Remedy, screen: dict[Remedy, str]):
    said = worded(f"It is so; {remedy}.", screen, "my index")
    assert said.endswith(f"; {screen.get(remedy, remedy)}.")
    assert not re.search(r"\bqa |--[a-z]", said)


def test_no_remedy_holds_the_words_of_another_one():
    assert [(one, other) for one in Remedy for other in Remedy if one is not other and one in other] == []


def test_index_names_no_command_and_no_option():
    folder = Path(index.__file__).parent
    named = {
        (file.name, string)
        for file in folder.rglob("*.py")
        for string in strings(file)
        if re.search(r"--[a-z]|\bqa [a-z]", string)
    }
    assert named == set()
