"""Remedies: each screen says what helps in its own words, and `index` knows no screen's."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

import index
import qa
from index import CitedQAError, DocumentError, Finding, IndexCorrupt, IndexNotFound, Remedy, UnknownDocument
from index.errors import NothingRead
from qa.cli import app
from qa.given import NothingToAsk
from qa.remedies import HTTP, TOOLS, in_terminal, worded
from qa.work import Busy


def strings(file: Path) -> Iterator[str]:
    """The strings of a Python file that are no documentation."""
    tree = ast.parse(file.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {id(node.body[0].value) for node in ast.walk(tree)
            if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def subclasses(kind: type) -> set[type]:
    return {kind}.union(*(subclasses(one) for one in kind.__subclasses__()))


def options(command: typer.core.TyperGroup) -> set[str]:
    own = {option for parameter in command.params for option in parameter.opts}
    return own.union(*(options(one) for one in getattr(command, "commands", {}).values()))


@pytest.mark.parametrize("remedy", Remedy)
def test_the_terminal_says_a_command_or_an_option_that_is_there(remedy: Remedy):
    said = in_terminal(Finding("it is so", "my index", remedy))
    assert said.startswith("my index: it is so; ")
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
    said = worded(screen, Finding("it is so", "my index", remedy))
    assert said == f"my index: it is so; {screen.get(remedy, remedy)}."
    assert not re.search(r"\bqa |--[a-z]", said)


def test_commands_are_for_the_index_that_is_named_and_several_findings_are_a_sentence_each():
    told = Finding("it is damaged", "fees.txt", Remedy.VERIFY), Finding("2 more are")
    said = in_terminal(*told, index="here")
    assert said.startswith("fees.txt: it is damaged; ")
    assert said.endswith("run `qa index verify --index here`. 2 more are.")


ERRORS = [
    CitedQAError("it is so"),
    DocumentError("it is so", "fees.txt", Remedy.TIME),
    UnknownDocument("a.txt", "b.txt", also=", and nothing was removed"),
    IndexNotFound.at("here"),
    IndexCorrupt.at("here", "a row is not what was written"),
    NothingRead([Finding("it is so", "a.txt", Remedy.LARGER), Finding("2 more could not be read")]),
    NothingToAsk("here"),
    Busy("it is so", retry_seconds=3),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_goes_to_another_process_and_back_whole(error: CitedQAError):
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert (str(back), back.findings, vars(back)) == (str(error), error.findings, vars(error))


def test_a_reason_has_no_full_stop_which_every_sentence_is_given():
    """Also where a reason is put together elsewhere, its last words stand at its end."""
    kinds = {kind.__name__ for kind in subclasses(CitedQAError)} | {"Finding", "Unreadable"}
    stopped = [
        (file.name, call.lineno)
        for package in (index, qa)
        for file in Path(str(package.__file__)).parent.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[0] in kinds
        for given in call.args
        if ast.unparse(given).endswith((".'", '."'))
    ]
    assert stopped == []


def test_index_names_no_command_and_no_option():
    folder = Path(index.__file__).parent
    named = {
        (file.name, string)
        for file in folder.rglob("*.py")
        for string in strings(file)
        if re.search(r"--[a-z]|\bqa [a-z]", string)
    }
    assert named == set()
