"""The `qa` command: what it prints, how it ends, what it leaves behind; as a process where that matters."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from index.store import FILE

Run = Callable[..., subprocess.CompletedProcess[str]]
State = Callable[[Path], list[tuple]]
Refused = Callable[..., None]

ANSWERED, ERROR, USAGE, NOT_SAID = 0, 1, 2, 3
STAKE = "How large is Microsoft's stake in OpenAI?"
FRANCE = "What is the capital of France?"


# Asking


def test_a_question_is_answered_with_its_citation(run_qa: Run):
    result = run_qa("ask", STAKE)
    assert result.returncode == ANSWERED
    assert result.stderr == ""
    assert "27%" in result.stdout
    assert "[1] microsoft-openai-deal.txt · line 1\n" in result.stdout
    assert result.stdout.count("In a landmark") == 1
    assert "\x1b" not in result.stdout, "no colours where there is no terminal"


def test_an_overview_is_printed_and_given_as_json(qa_here: Run, article_text: str):
    printed = qa_here("overview")
    assert printed.returncode == 0, printed.stderr
    assert "674 words" in printed.stdout
    assert "Names: Microsoft (17), OpenAI (17)" in printed.stdout
    assert "6 more" in printed.stdout
    assert "Questions:" not in printed.stdout
    (told,) = json.loads(qa_here("overview", "microsoft-openai-deal.txt", "--questions", "--json").stdout)
    assert STAKE in told["questions"]
    assert all(article_text[one["start"] : one["end"]] == one["quote"] for one in told["sentences"])
    assert all(one["quote"] in printed.stdout for one in told["sentences"])
    asked = qa_here("ask", "What is this about?")
    assert all(one["quote"] in asked.stdout for one in told["sentences"])
    assert "likely to be right" not in asked.stdout


def test_in_a_terminal_the_short_answer_is_bold_and_its_sentence_stands_once(qa_command, tmp_path: Path):
    shown = in_a_terminal([*qa_command, "ask", STAKE], tmp_path)
    assert "\x1b[1m27%\x1b[0m" in shown
    assert "\x1b[36m [1]\x1b[0m" in shown
    plain = re.sub("\x1b\\[[0-9;]*m", "", shown)
    assert plain.count("In a landmark") == 1
    assert "likely to be right" in plain


def in_a_terminal(command: list[str], folder: Path) -> str:
    """What a command shows where its output is a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, cwd=folder, stdout=theirs, stderr=theirs, env=os.environ | {"TERM": "xterm-256color"}
    )
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # what it says once the other side is gone
        while some := os.read(ours, 65_536):
            shown += some
    os.close(ours)
    assert process.wait() == ANSWERED, shown
    return shown.decode()


def test_in_a_terminal_a_bar_shows_how_many_passages_are_indexed(qa_command, tmp_path: Path):
    lines = (f"Comet {line} passed the moon on its way. " * 20 for line in range(60))
    (tmp_path / "one.txt").write_text("\n\n".join(lines))
    shown = in_a_terminal([*qa_command, "index", "build", "one.txt"], tmp_path)
    assert len({int(count) for count in re.findall(r"(\d+) passages", shown)}) > 2
    assert "1 added; 1 document, 60 passages in .qa" in shown


def test_what_the_document_does_not_say_is_refused_with_the_closest_passages(qa_here: Run):
    result = qa_here("ask", FRANCE)
    assert result.returncode == NOT_SAID
    assert result.stdout.startswith("No answer was found in the document.")
    assert "Closest passages:\n  microsoft-openai-deal.txt · line " in result.stdout
    assert "France" in result.stdout


def test_the_closest_passages_are_words_without_the_signs_of_markup(qa_here: Run, home: Path):
    (home / "rules.md").write_text(
        "# Rules\n\n## Hours\n\nOvertime is **agreed** with `you`.\n\n| fee |\n|---|\n| *40* |\n",
        "utf-8",
    )
    shown = qa_here("ask", FRANCE, "--file", "rules.md", "--explain")
    assert shown.returncode == NOT_SAID
    _, _, closest = shown.stdout.partition("Closest passages:\n")
    assert "Overtime is agreed with you." in closest
    assert not set(closest) & set("#*`|")


def test_json_of_an_answer_holds_exact_citations(qa_here: Run, article_text: str):
    result = qa_here("ask", STAKE, "--json", "--explain")
    assert result.returncode == ANSWERED
    answer = json.loads(result.stdout)
    assert answer["answered"] is True
    assert answer["citations"]
    for citation in answer["citations"]:
        assert article_text[citation["start"] : citation["end"]] == citation["quote"]
    assert [hit["rank"] for hit in answer["nearest"]] == list(range(1, len(answer["nearest"]) + 1))


def test_json_of_a_refusal_ends_with_its_own_code(qa_here: Run):
    result = qa_here("ask", FRANCE, "--json")
    assert result.returncode == NOT_SAID
    assert json.loads(result.stdout)["citations"] == []


def test_explain_shows_every_score_of_every_hit(qa_here: Run):
    lines = qa_here("ask", STAKE, "--explain").stdout.splitlines()
    scores = [line for line in lines if "fused" in line]
    assert len(scores) >= 5
    assert all("rank" in line and "dense" in line and "BM25" in line for line in scores)
    assert any(line.endswith("likely to be right, says the small reader") for line in lines)


def test_history_gives_a_follow_up_its_meaning(qa_here: Run):
    result = qa_here("ask", "And how much is it worth?", "--history", STAKE)
    assert result.returncode == ANSWERED
    assert "135 billion" in result.stdout


def test_a_question_is_given_up_after_the_time_it_may_take(qa_here: Run, refused: Refused):
    refused(qa_here("ask", STAKE, "--timeout", "0"), "It took more than 0 seconds; ask again later")


def test_a_file_is_asked_without_keeping_an_index(qa_here: Run, files: Path):
    result = qa_here("ask", "How much is the licensing fee?", "--file", files / "documents", cwd=files)
    assert result.returncode == ANSWERED
    assert "40 dollars" in result.stdout
    assert not (files / ".qa").exists()


def test_search_lists_passages_with_their_places(qa_here: Run, article_text: str):
    result = qa_here("search", "Azure services", "-k", "2", "--json")
    hits = json.loads(result.stdout)["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2]
    for passage in (hit["passage"] for hit in hits):
        assert article_text[passage["start"] : passage["end"]] == passage["text"]
    plain = qa_here("search", "Azure services", "-k", "2", "--explain").stdout
    assert plain.startswith("1. microsoft-openai-deal.txt")
    assert plain.count("BM25") == 2


# Its own words


def test_help_names_every_command_and_the_exit_codes(qa_here: Run):
    result = qa_here("--help")
    assert result.returncode == 0
    for word in ("chat", "ask", "search", "index", "eval", "info", "3 the documents do not say"):
        assert word in " ".join(result.stdout.split())


def test_the_version_is_the_packages(qa_here: Run):
    try:
        expected = version("cited-qa")
    except PackageNotFoundError:
        pytest.skip("cited-qa runs from its sources here, without being installed")
    assert qa_here("--version").stdout.strip() == expected
    assert json.loads(qa_here("info", "--json").stdout)["version"] == expected


# Bad input


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"], ["ask", "x", "--no-such-option"], ["ask", "x", "--threshold", "high"],
        ["search", "x", "-k", "few"], ["nonsense"], ["ask", "x", "--timeout", "inf"],
        ["mcp", "--timeout", "1e300"], ["serve", "--max-upload-mb", "inf"],
        ["index", "build", ".", "--timeout", "inf"], ["index", "add", ".", "--max-memory-bytes", "9" * 30],
    ],
)  # fmt: skip
def test_wrong_usage_is_told_with_its_own_code(qa_here: Run, arguments: list[str]):
    result = qa_here(*arguments)
    assert result.returncode == USAGE
    assert "Usage" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", [["chat"], ["serve"], ["ask", "How large?"], ["search", "stake"]])
def test_who_names_an_index_without_its_option_is_told_the_option(qa_here: Run, command: list[str]):
    result = qa_here(*command, "my desk")
    assert result.returncode == USAGE
    assert "--index 'my desk'" in result.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_the_caller_closed_is_done_without(qa_command: list[str], closed: str):
    asking = ["sh", "-c", f'exec "$@" {closed}', "sh", *qa_command, "ask", "Who verifies AGI?"]
    result = subprocess.run(asking, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stderr) == (ANSWERED, "")
    assert ("expert panel" in result.stdout) == (">&-" not in closed.replace("2>&-", ""))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", "ask something"),
        ("?!", "ask something"),
        ("word " * 20_000, "100,000 characters"),
    ],
    ids=["empty", "signs alone", "100,000 characters"],
)
def test_a_question_that_cannot_be_asked_is_told(qa_here: Run, question: str, words: str, refused: Refused):
    refused(qa_here("ask", question), words)


def test_a_question_that_is_no_unicode_is_told(run_qa: Run, refused: Refused):
    refused(run_qa("ask", "a\udcff"), "UTF-8")


@pytest.mark.parametrize("damage", ["no database", "empty file", "no tables"])
def test_a_damaged_index_is_told_and_left(qa_here: Run, kept: Path, damage: str, refused: Refused):
    file = kept / FILE
    file.unlink()
    if damage == "no database":
        file.write_bytes(b"\xde\xad\xbe\xef" * 4096)
    elif damage == "empty file":
        file.touch()
    else:
        sqlite3.connect(file).execute("CREATE TABLE other (x)").connection.close()
    before = file.read_bytes()
    refused(qa_here("ask", "How much is the fee?", "--index", kept), str(kept), "damaged", "qa index build")
    assert file.read_bytes() == before


def test_a_folder_without_an_index_is_told(qa_here: Run, files: Path, refused: Refused):
    refused(qa_here("ask", "Why?", "--index", files / "nothing"), "no index here", "qa index build")
    assert list((files / "nothing").iterdir()) == []


@pytest.mark.parametrize(
    ("key", "words"),
    [("format", "format another"), ("model_key", "open it with that model or build it anew")],
)
def test_an_index_of_another_format_or_model_is_told_and_left(
    qa_here: Run, kept: Path, key: str, words: str, index_state: State, refused: Refused
):
    with sqlite3.connect(kept / FILE) as database:
        database.execute("UPDATE meta SET value = 'another' WHERE key = ?", (key,))
    database.close()
    before = index_state(kept)
    refused(qa_here("search", "fee", "--index", kept), str(kept), words)
    assert index_state(kept) == before


def test_a_model_that_is_not_here_is_told(qa_here: Run, refused: Refused):
    refused(qa_here("search", "fee", "--model", "nobody/no-such-model"), "no such model", "give its folder")


def test_a_document_that_is_not_in_the_index_is_told(qa_here: Run, kept: Path, refused: Refused):
    refused(qa_here("ask", "Why?", "--index", kept, "--document", "other.txt"), "other.txt", "qa index list")
    refused(qa_here("index", "remove", "other.txt", "--index", kept), "other.txt", "qa index list")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_that_cannot_be_written_is_told(qa_command: list[str], files: Path):
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [*qa_command, "search", "fee", "--file", str(files / "documents")],
            cwd=files, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert result.returncode == ERROR
    assert result.stderr.splitlines() == ["[Errno 28] No space left on device; check space and rights."]


def test_a_terminal_without_the_documents_letters_gets_an_answer(run_qa: Run):
    result = run_qa("ask", STAKE, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert result.returncode == ANSWERED, result.stderr
    assert "27%" in result.stdout


# Staying on this machine


@pytest.mark.beyond_loopback
def test_the_guard_of_these_tests_catches_a_socket_beyond_loopback(
    network_attempts: Callable[[], list[str]], tmp_path: Path
):
    """In this process and in a child, by name and by address."""
    for address in ("192.0.2.1", "example.invalid"):
        with socket.socket() as one, pytest.raises(ConnectionRefusedError):
            one.connect((address, 80))
    assert len(network_attempts()) == 2
    code = "import urllib.request; urllib.request.urlopen('http://example.invalid/')"
    child = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "the tests allow no network" in child.stderr
    assert len(network_attempts()) == 3


def test_the_guard_lets_loopback_pass():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
