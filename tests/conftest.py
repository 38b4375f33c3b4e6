"""What the tests share: the article, hostile texts, the real command, and a guard against the network."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import runpy
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from small_index import TEXTS

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OFFLINE = (
    "--no-sandbox",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
TESTS = Path(__file__).parent
GUARD = TESTS / "network_guard"
# Where several processes run the tests, each has a log of its own, and the first of them looks at all.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER")
_LOGS = Path(os.environ.get("CITED_QA_NETWORK_LOGS") or tempfile.mkdtemp(prefix="cited-qa-tests-"))
_LOG = _LOGS / f"{_WORKER or 'network'}.log"

# Texts on which offsets go wrong when they are counted in bytes, in UTF-16 or after a change of case or form.
HOSTILE_TEXTS = {
    "combining": "Cafe\u0301 n\u0303o. Zu\u0308rich is a city. Z\u0301\u0323\u0308algo stands here.",
    "emoji": "The crew 👩‍👩‍👧‍👦 won 🥇 in 2024. A flag 🇫🇷 flew. They earned 5 million dollars 💰.",
    "dotted": "İSTANBUL'da İki kişi vardı. The mayor of İstanbul is Ekrem. İİİ was his grade.",
    "ligature": "The oﬃce of Dr. Fiﬁ ﬁled a ﬂawless report. It was ﬁnished in May.",
    "crlf": "First Line Heading\r\nThe fee is 40 dollars.\r\n\r\nIt is due\r\nin June.\r\n",
    "lone carriage return": "Old Mac Heading\rThe fee is 40 dollars.\r\rIt is due\rin June.",
    "nul": "Alpha\0beta gamma. The code is 7\0007. The end came in 1999.",
    "right to left": "עלות הכרטיס היא 40 שקלים. الرسوم أربعون درهما. The price is \u202e40\u202c dollars.",
    "wide": "東京は日本の首都です。人口は約1400万人です。𝕋𝕙𝕖 𝕔𝕒𝕡𝕚𝕥𝕒𝕝 is Tokyo.",
    "separators": "One\u2028two\u2029three\x0bfour\x0cfive\x85six. Seven\u00a0eight\u3000nine.",
    "invisible": "\ufeffZero\u200bwidth\u200djoin\u00adsoft. The \u2060word joiner hides. End.",
    "no spaces": "x" * 3000 + "." + "é" * 1500,
}


# Bits of text to make hostile ones of.
HOSTILE_PIECES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=15),
    st.sampled_from(
        [
            "The fee is 40 dollars. ", "It ended. ", "Dr. ", "İ", "ﬁ", "e\u0301", "👩‍👩‍👧", "\0",
            "\r\n", "\r", "\n", "\u202eא ", "東京",
        ]
    ),
)  # fmt: skip

# What is begun last keeps one processor busy alone, so what takes long is begun first.
SLOW = """
    browser/test_reading server/test_security browser/test_documents browser/test_controls milvus/test_writers
    browser/test_judging server/test_changes server/test_description server/test_running test_fleet
    server/test_problems server/test_answers browser/test_pages test_pages test_cli_index test_cli
    milvus/test_refused browser/test_past browser/test_overview browser/test_other_sites test_index_changes
    milvus/test_storage test_index_kept test_feedback test_reader_train test_reader_train_large
    test_reader_larger test_durability test_recovery test_timeouts test_screens test_mcp test_readme
    test_encoder test_evaluation test_bench browser/test_report browser/test_suggested test_recognition
    test_intake browser/test_every_state browser/test_new_index
""".split()
# Examples of a property whose test names no number; `--hypothesis-profile=thorough` tries more.
settings.register_profile("suite", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=500, deadline=None)
settings.load_profile("suite")

# Files of tests that need no server, no browser and hardly a model: `pytest -m fast`, `.ci/run --fast`.
FAST = {
    "milvus/test_address",
    "test_app_render",
    "test_count_lines",
    "test_documents",
    "test_evaluation_metrics",
    "test_evaluation_questions",
    "test_folders",
    "test_loaders",
    "test_loaders_archive",
    "test_loaders_csv",
    "test_loaders_html",
    "test_loaders_marks",
    "test_loaders_xlsx",
    "test_packaging",
    "test_passages",
    "test_remedies",
    "test_rooms",
    "test_store",
    "test_tables",
    "test_tables_pages",
    "test_tables_sheets",
    "test_vectors",
}


def pytest_configure(config: pytest.Config) -> None:
    """Take this process and all its children off the network."""
    os.environ["CITED_QA_NETWORK_LOGS"] = str(_LOGS)
    os.environ["CITED_QA_NETWORK_LOG"] = str(_LOG)
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(GUARD), os.environ.get("PYTHONPATH")]))
    runpy.run_path(str(GUARD / "sitecustomize.py"))
    if os.environ.get("CITED_QA_REQUIRE_INSTALLED"):
        _require_installed()
    config.addinivalue_line("markers", "beyond_loopback: the test itself knocks at the guard")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Let the fast lane not read what it leaves out."""
    if config.getoption("markexpr") != "fast" or TESTS not in collection_path.parents:
        return None
    name = collection_path.relative_to(TESTS).with_suffix("").as_posix()
    return None if any(one == name or one.startswith(f"{name}/") for one in FAST) else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what is slow first, and mark what the fast lane runs."""
    places = {name: place for place, name in enumerate(SLOW)}
    names = {item: item.path.relative_to(TESTS).with_suffix("").as_posix() for item in items}
    items.sort(key=lambda item: places.get(names[item], len(SLOW)))
    for item in items:
        if names[item] in FAST:
            item.add_marker(pytest.mark.fast)


def _require_installed() -> None:
    import index
    import qa

    for package in (qa, index):
        if "site-packages" not in Path(str(package.__file__)).parts:
            pytest.exit(f"{package.__file__}: these are the sources, not the installed package", returncode=3)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run for what no single test was failed for, such as a thread's late request."""
    if _WORKER:
        return
    if late := [line for log in _LOGS.glob("*.log") for line in log.read_text(encoding="utf-8").splitlines()]:
        print("\nBeyond loopback:\n" + "\n".join(late), file=sys.stderr)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    shutil.rmtree(_LOGS, ignore_errors=True)


def attempts() -> list[str]:
    """The attempts so far to reach beyond loopback, a line each."""
    return _LOG.read_text(encoding="utf-8").splitlines() if _LOG.exists() else []


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    before = len(attempts())
    yield
    if request.node.get_closest_marker("beyond_loopback"):
        kept = attempts()[:before]
        _LOG.write_text("".join(line + "\n" for line in kept), encoding="utf-8")
    elif found := attempts()[before:]:
        _LOG.unlink()
        pytest.fail("Beyond loopback: " + "; ".join(found))


@pytest.fixture(scope="module")
def heap_set_aside() -> Iterator[None]:
    """What other tests left is not gone through again and again by the collector while time is taken."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def network_attempts() -> Callable[[], list[str]]:
    """What the guard has noted so far."""
    return attempts


@pytest.fixture(scope="session")
def article_path() -> Path:
    """The bundled article's file."""
    from qa import bundled

    return bundled.article()


@pytest.fixture(scope="session")
def article_text(article_path: Path) -> str:
    """The bundled article, every character as it stands in the file."""
    return article_path.read_bytes().decode("utf-8")


@pytest.fixture(scope="session")
def article_index(article_path: Path):
    """The bundled article's index, in memory; not to be changed."""
    from index import Index

    return Index.build([article_path])


@pytest.fixture(scope="session")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Milvus Lite server, to which a name is to be added; it takes one call at a time."""
    from lite import lite_server

    with lite_server(tmp_path_factory.mktemp("milvus")) as server:
        yield server.address


@pytest.fixture(params=["folder", "milvus"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address where no index is yet, in each of the storages."""
    if request.param == "folder":
        return str(tmp_path / "index")
    return f"{request.getfixturevalue('milvus')}/test_{secrets.token_hex(8)}"


@pytest.fixture
def filled(place: str) -> str:
    """The address of a small index in each of the storages."""
    from index import Index

    Index.from_texts(TEXTS, path=place).close()
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small index."""
    from index import Index

    Index.from_texts(TEXTS, path=tmp_path / "index").close()
    return tmp_path / "index"


@pytest.fixture(params=sorted(HOSTILE_TEXTS))
def hostile_text(request: pytest.FixtureRequest) -> str:
    """One text after another on which offsets go wrong easily."""
    return HOSTILE_TEXTS[request.param]


@pytest.fixture(scope="session")
def hostile_texts() -> dict[str, str]:
    """All of them, by name."""
    return dict(HOSTILE_TEXTS)


@pytest.fixture(scope="session")
def hostile_strings() -> st.SearchStrategy[str]:
    """Texts made of hostile pieces, to be drawn from with hypothesis."""
    return st.lists(HOSTILE_PIECES, max_size=15).map("".join)


@pytest.fixture(scope="session")
def qa_command() -> list[str]:
    """The installed command, or the same by its function where the package is not installed."""
    installed = shutil.which("qa", path=str(Path(sys.executable).parent))
    return [installed] if installed else [sys.executable, "-c", "from qa.cli import main; main()"]


@dataclass(frozen=True)
class Served:
    """A running `qa serve`: its address, its process, and what it has written to standard error so far."""

    address: str
    process: subprocess.Popen[bytes]
    errors: Path

    def log(self) -> str:
        return self.errors.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def serve(
    qa_command: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., AbstractContextManager[Served]]:
    """The real `qa serve` on a free port; use it in a `with`, called with the command's arguments."""

    @contextmanager
    def served(*arguments: str | Path, **environment: str) -> Iterator[Served]:
        folder = tmp_path_factory.mktemp("served")
        errors = folder / "errors.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with errors.open("wb") as written:
            process = subprocess.Popen(
                [*qa_command, "serve", "--port", str(port), *map(os.fspath, arguments)],
                cwd=folder,
                env={**os.environ, "PYTHONUTF8": "1", **environment},
                stdout=subprocess.DEVNULL,
                stderr=written,
            )
        try:
            _wait_until_it_serves(process, errors)
            yield Served(f"http://127.0.0.1:{port}", process, errors)
        finally:
            process.terminate()
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    return served


def _wait_until_it_serves(process: subprocess.Popen[bytes], errors: Path) -> None:
    deadline = time.monotonic() + 120
    while b"The chat is at" not in errors.read_bytes():
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"qa serve did not start:\n{errors.read_text(encoding='utf-8')}")
        time.sleep(0.05)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder to run commands in."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def run_qa(home: Path, qa_command: list[str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The real `qa` command in a folder of its own; call it with the arguments."""

    def run(*arguments: str | Path, cwd: Path = home, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*qa_command, *map(os.fspath, arguments)],
            cwd=cwd,
            env={**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1", **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def qa_here(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The `qa` command for what it says and how it ends alone: its function, called in this process."""

    def run(*arguments: str | Path, cwd: Path = home) -> subprocess.CompletedProcess[str]:
        from qa.cli import main

        printed, told = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        code: object = 0
        with monkeypatch.context() as patch, redirect_stdout(printed), redirect_stderr(told):
            patch.setattr(sys, "argv", ["qa", *map(os.fspath, arguments)])
            patch.setenv("COLUMNS", "100")
            patch.chdir(cwd)
            try:
                main()
            except SystemExit as end:
                code = end.code
        outputs = (one.buffer.getvalue().decode("utf-8") for one in (printed, told))
        return subprocess.CompletedProcess(arguments, code or 0, *outputs)

    return run


@pytest.fixture(scope="session")
def index_state() -> Callable[[Path], list[tuple]]:
    """A function that gives everything the index in a folder holds."""
    from index.store import FILE

    def state(folder: Path) -> list[tuple]:
        with sqlite3.connect(folder / FILE) as database:
            tables = ("meta", "documents", "passages")
            rows = [row for table in tables for row in database.execute(f"SELECT * FROM {table} ORDER BY 1")]
        database.close()
        return rows

    return state


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of two documents and what is none."""
    folder = tmp_path / "files"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "fees.txt").write_text("The licensing fee is 40 dollars a year.\n")
    (folder / "documents" / "zoo.md").write_text("# The Zoo\n\nThe lion sleeps all day.\n")
    (folder / "binary.txt").write_bytes(b"\x7fELF" + bytes(range(256)) * 4)
    (folder / "empty.txt").touch()
    (folder / "nothing").mkdir()
    return folder


@pytest.fixture
def kept(files: Path) -> Path:
    """The folder of an index over the two documents."""
    from index import Index

    Index.build([files / "documents"], path=files / "index").close()
    return files / "index"


@pytest.fixture(scope="session")
def refused() -> Callable[..., None]:
    """A function that checks that a command ended in one sentence, with these words, and nothing else."""

    def check(result: subprocess.CompletedProcess[str], *words: str) -> None:
        assert result.returncode == 1, result.stderr
        assert result.stdout == ""
        lines = result.stderr.splitlines()
        assert len(lines) == 1, result.stderr
        assert lines[0].endswith(".")
        for word in words:
            assert word in lines[0]

    return check


@pytest.fixture(scope="session")
def survives() -> Callable[[str, list[bytes], int], None]:
    """Damage samples by a seed as the fuzzing script does; the loader refuses them or reads them soundly."""
    script = runpy.run_path(str(TESTS / "benchmarks" / "fuzz_loaders.py"))

    def run(suffix: str, samples: list[bytes], seed: int) -> None:
        import random

        from index import DocumentError
        from index.loaders import LOADERS

        with contextlib.suppress(DocumentError):
            script["check"](
                LOADERS[suffix](script["mutated"](random.Random(seed), samples), script["LIMITS"])
            )

    return run


@pytest.fixture
def cited_from(tmp_path: Path) -> Callable[[str, bytes, str], list[str]]:
    """Index bytes as a file, ask, and return the quotes; each is its document's text at its offsets."""

    def run(name: str, data: bytes, question: str) -> list[str]:
        from index import Index
        from qa import ask

        file = tmp_path / name
        file.write_bytes(data)
        index = Index.build([file])
        text = index.documents[name].text
        for hit in index.search(question, k=50):
            passage = hit.passage
            assert text[passage.start : passage.end] == passage.text
        citations = ask(question, index).citations
        for citation in citations:
            assert text[citation.start : citation.end] == citation.quote
        return [citation.quote for citation in citations]

    return run


@pytest.fixture(scope="session")
def chromium():
    """The one browser of a run: two cannot be driven from one thread."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        reason = f"no browser on the PATH: install one of {', '.join(BROWSERS)}"
        if os.environ.get("CITED_QA_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(OFFLINE))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def spelled() -> Callable[[str], bytes]:
    """Makes a PDF of one page whose glyphs stand for the characters of any text, a line each."""
    return _spelled


def _spelled(text: str) -> bytes:
    """A PDF whose glyphs stand for the characters of any text: one page, a line each."""
    alphabet = sorted(set(text.replace("\n", "")))
    codes = {character: at + 1 for at, character in enumerate(alphabet)}
    pairs = "\n".join(f"<{codes[one]:04x}> <{one.encode('utf-16-be').hex()}>" for one in alphabet)
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(alphabet)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )
    lines = "".join(
        f"<{''.join(f'{codes[one]:04x}' for one in line)}> Tj 0 -14 Td\n" for line in text.split("\n")
    )
    content = f"BT /F 11 Tf 72 760 Td\n{lines}ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        "/Supplement 0>>/DW 600>>",
        f"<</Length {len(unicode_map)}>>stream\n{unicode_map}\nendstream",
    ]
    body = "%PDF-1.7\n" + "".join(f"{at} 0 obj\n{one}\nendobj\n" for at, one in enumerate(objects, 1))
    return f"{body}trailer<</Root 1 0 R/Size {len(objects) + 1}>>\n%%EOF".encode()
