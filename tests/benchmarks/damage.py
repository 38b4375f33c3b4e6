"""Damage: an index with one byte changed or its end cut off works on whole data, or says what to do.

Each case copies an index of 25 documents, damages its database (once more in its first page, which describes
the tables) or its file of vectors, and opens, lists, searches, asks and verifies it. A fault is an error that
is not this project's own or gives no remedy, a word shown that is not the document's, a changed text that
`verify` calls sound, a process that dies or hangs.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from index import CitedQAError, Hit, Index, IndexLocked, Remedy, StorageError
from index.store import FILE
from qa import Answer, ask

TOWNS = (
    "Velm", "Lorn", "Marrin", "Tarrow", "Estrel", "Wexmoor", "Averil", "Brindle", "Calder", "Dorne",
    "Fenwick", "Garron", "Holt", "Ister", "Jarrow", "Kelsey", "Larkhill", "Moss", "Norwell", "Ostrava",
    "Penn", "Quill", "Rowan", "Sarn", "Thorpe",
)  # fmt: skip
QUESTIONS = ("How long is the bridge of Marrin?", "Who built the harbour of Sarn?")
REMEDIES = (*Remedy, "nothing needs to be done", "newer version", "give its folder")
CASE_SECONDS = 120.0
KINDS = ("schema", "database", "vectors")
FIRST_PAGE = 4096
_SPAWN = multiprocessing.get_context("spawn")  # threads of a model do not survive a fork


@dataclass(frozen=True, slots=True)
class Damage:
    """One byte of a file changed, or all from it on cut off.

    Attributes:
        file: "schema" (the database's first page), "database" or "vectors".
        place: the byte, from 0.
        flipped: the bits that change; 0 cuts the file off.

    """

    file: str
    place: int
    flipped: int = 0

    def of(self, data: bytes) -> bytes:
        """The damaged bytes."""
        if not self.flipped:
            return data[: self.place]
        changed = bytearray(data)
        changed[self.place] ^= self.flipped
        return bytes(changed)


class Whole:
    """An undamaged index as files, and what it says.

    Args:
        folder: where to make it.

    """

    def __init__(self, folder: Path) -> None:
        index = Index.from_texts({f"{town}.txt": news(town) for town in TOWNS}, path=folder)
        self.texts = {name: document.text for name, document in index.documents.items()}
        self.answers = {question: ask(question, index).text for question in QUESTIONS}
        index.close()
        self.files = {file.name: file.read_bytes() for file in folder.iterdir() if file.stat().st_size}

    def name(self, kind: str) -> str:
        """The name of the database's file, or of that of the vectors."""
        return next(name for name in self.files if name.endswith(".faiss")) if kind == "vectors" else FILE

    def damages(self, kind: str, flips: int, cuts: int, seed: int = 7) -> list[Damage]:
        """So many changed bytes and cut ends of one kind of file, drawn by a seed."""
        chance = random.Random(seed)
        size = FIRST_PAGE if kind == "schema" else len(self.files[self.name(kind)])
        flipped = [Damage(kind, chance.randrange(size), chance.randrange(1, 256)) for _ in range(flips)]
        return flipped + [Damage(kind, chance.randrange(size)) for _ in range(cuts)]

    def put(self, damage: Damage, folder: Path) -> None:
        """Write the files anew, damaged."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        hurt = self.name(damage.file)
        for name, data in self.files.items():
            (folder / name).write_bytes(damage.of(data) if name == hurt else data)


def news(town: str) -> str:
    """A text of some passages."""
    number = TOWNS.index(town)
    return "\n\n".join(
        [
            f"# News of {town}",
            f"The bridge of {town} is {100 + number} metres long. It was opened in {1900 + number}. "
            f"Café {town} stands beside it, and its owner counts {number * 7} kinds of tea.",
            f"The harbour of {town} was built by the {TOWNS[-1 - number]} company, which paid "
            f"{number + 3} million dollars for it. " + f"Ships of {town} call there on day {number}. " * 12,
        ]
    )


class Case:
    """What one damaged index does.

    Attributes:
        faults: what it must not do, in words.
        told: the names of the errors it ended in, by step.

    """

    def __init__(self, whole: Whole, folder: Path) -> None:
        self._whole = whole
        self.faults: list[str] = []
        self.told: dict[str, str] = {}
        index = self._step("open", lambda: Index.open(folder))
        if index is None:
            return
        same = self._step("documents", lambda: self._read(index))
        for question in QUESTIONS:
            self._step("search", lambda question=question: self._check_hits(index.search(question)))
            self._step("ask", lambda question=question: self._check_answer(ask(question, index)))
        problems = self._step("verify", index.verify)
        if problems == [] and not same:
            self.faults.append("verify calls a changed text sound")
        for problem in problems or ():
            self._check_remedy("verify", str(problem))
        self.told |= {"verify": "problems"} if problems else {}
        index.close()

    def _step(self, name: str, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except CitedQAError as error:
            self.told[name] = type(error).__name__
            self._check_remedy(name, str(error))
            if isinstance(error, StorageError | IndexLocked):
                self.faults.append(f"{name}: damage is told as {error!r}")
        except BaseException as error:  # whatever it is, it is what is looked for
            self.faults.append(f"{name}: {error!r}")
        return None

    def _check_remedy(self, name: str, message: str) -> None:
        if not any(remedy in message for remedy in REMEDIES):
            self.faults.append(f"{name}: no remedy in {message!r}")

    def _read(self, index: Index) -> bool:
        """Whether all documents are there, each word of them; a changed text is a fault."""
        found = {name: document.text for name, document in index.documents.items()}
        if wrong := [name for name in found if self._whole.texts.get(name) != found[name]]:
            self.faults.append(f"documents: the text of {wrong} is changed, and given")
        return found == self._whole.texts

    def _check_hits(self, hits: list[Hit]) -> None:
        for hit in hits:
            passage = hit.passage
            text = self._whole.texts.get(passage.document, "")
            if text[passage.start : passage.end] != passage.text or not -1.1 < hit.dense_score < 1.1:
                self.faults.append(f"search: {hit!r} is not the document's")

    def _check_answer(self, answer: Answer) -> None:
        self._check_hits(list(answer.nearest))
        for one in answer.citations:
            if self._whole.texts.get(one.document, "")[one.start : one.end] != one.quote:
                self.faults.append(f"ask: {one!r} is not the document's")
        if answer.text != self._whole.answers.get(answer.asked):
            self.told["ask"] = "another answer"


def outcomes(whole: Whole, damages: list[Damage], folder: Path) -> Iterator[tuple[Damage, list[str], dict]]:
    """Each damage with its faults and what was told, found by a process that may die of it."""
    left = list(damages)
    while left:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_work, args=(whole, list(left), folder, theirs), daemon=True)
        process.start()
        theirs.close()
        try:
            while left:
                if not ours.poll(CASE_SECONDS):
                    process.kill()
                    yield left.pop(0), [f"no end within {CASE_SECONDS:.0f} seconds"], {}
                    break
                yield left.pop(0), *ours.recv()
        except EOFError:
            process.join()
            yield left.pop(0), [f"the process ended with {process.exitcode}"], {}
        process.join()


def _work(whole: Whole, damages: list[Damage], folder: Path, told: Connection) -> None:
    for damage in damages:
        whole.put(damage, folder)
        case = Case(whole, folder)
        told.send((case.faults, case.told))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--flips", type=int, default=1000, help="changed bytes a file (default: 1000)")
    parser.add_argument("--cuts", type=int, default=200, help="cut ends a file (default: 200)")
    parser.add_argument("--seed", type=int, default=7, help="draws the places (default: 7)")
    options = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        whole = Whole(Path(folder) / "whole")
        for kind in KINDS:
            damages = whole.damages(kind, options.flips, options.cuts, options.seed)
            told: Counter[str] = Counter()
            for damage, wrong, said in outcomes(whole, damages, Path(folder) / "damaged"):
                told.update(f"{step}: {name}" for step, name in said.items())
                told["unharmed"] += not said and not wrong
                faults += bool(wrong)
                for fault in wrong:
                    print(f"{damage}: {fault[:400]}", flush=True)
            print(json.dumps({kind: len(damages), **dict(sorted(told.items()))}), flush=True)
    print(f"{faults} of {len(KINDS) * (options.flips + options.cuts):,} cases are faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
