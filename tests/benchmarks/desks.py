"""Desks: what people ask of the files on their desk, and whether an answer shows all that it should.

python tests/benchmarks/desks.py tests/benchmarks/desks/*                  # right answers by kind of question
python tests/benchmarks/desks.py tests/benchmarks/desks/bakery --misses    # and what each wrong one lacked

A desk is a folder of files, beside them `questions.jsonl`. A line is a question, with what an answer has to
show: of each list in `shown` one of its wordings, and nothing of what is `hidden`; where `answerable` is
false, a refusal is right. `history` are the questions before it, `documents` those that are asked alone.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index import Index
from qa import Answer, ask

QUESTIONS = "questions.jsonl"
# Signs of markup and the edges of cells; words are compared without them.
_BETWEEN = re.compile(r"[\s*_`|]+")


@dataclass(frozen=True)
class Asked:
    """A question, and what was wrong with its answer; "" where that was right."""

    kind: str
    question: str
    fault: str


def main() -> None:
    """Ask every desk's questions, and count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("desks", nargs="+", type=Path)
    parser.add_argument("--kind", action="append", help="only questions of this kind")
    parser.add_argument("--reader", choices=("small", "large"))
    parser.add_argument("--misses", action="store_true", help="tell what each wrong answer lacked")
    chosen = parser.parse_args()
    asked = [one for desk in chosen.desks for one in ask_desk(desk, chosen.kind or (), chosen.reader)]
    if chosen.misses:
        for one in asked:
            if one.fault:
                print(f"{one.kind}: {one.question}\n    {one.fault}")
    for kind, right, of in by_kind(asked):
        print(f"{kind:12} {right:4} of {of}")


def ask_desk(desk: Path, kinds: tuple[str, ...], reader: str | None) -> Iterator[Asked]:
    """Ask what is asked of one desk."""
    index = Index.build(files_of(desk))
    for line in (desk / QUESTIONS).read_text("utf-8").splitlines():
        told = json.loads(line)
        if kinds and told["kind"] not in kinds:
            continue
        before, only = told.get("history", ()), told.get("documents")
        answer = ask(told["question"], index, before, tuple(only) if only else None, reader=reader)
        yield Asked(told["kind"], " / ".join((*before, told["question"])), fault_of(answer, told))


def files_of(desk: Path) -> list[Path]:
    """The files that lie on a desk."""
    return [one for one in sorted(desk.iterdir()) if one.name != QUESTIONS]


def fault_of(answer: Answer, told: dict[str, list[list[str]]]) -> str:
    """What is wrong with an answer, in words."""
    if not told.get("answerable", True):
        return f"answered: {answer.text}" if answer.answered else ""
    if not answer.answered:
        return "refused"
    shown = bare(" ".join((answer.statement, answer.text, answer.unit, *answer.notes)))
    lacking = [of for of in told.get("shown", ()) if not any(bare(words) in shown for words in of)]
    beside = [words for words in told.get("hidden", ()) if bare(str(words)) in shown]
    return f"lacks {lacking}, shows {beside}: {answer.text}" if lacking or beside else ""


def bare(words: str) -> str:
    """Words as they are compared."""
    return _BETWEEN.sub(" ", words).strip().casefold()


def by_kind(asked: list[Asked]) -> Iterator[tuple[str, int, int]]:
    """The right ones of all, by kind and over all."""
    kinds = defaultdict(list)
    for one in asked:
        kinds[one.kind].append(not one.fault)
    for kind, right in sorted(kinds.items()):
        yield kind, sum(right), len(right)
    yield "all", sum(not one.fault for one in asked), len(asked)


if __name__ == "__main__":
    main()
