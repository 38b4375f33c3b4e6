"""Ids: rows of a long table asked for by their number, and numbers that stand nowhere.

    python tests/benchmarks/ids.py --reader large

A file of 3,000 made-up orders; 40 of them are asked for a cell, and 40 numbers between theirs. Right is the
cell, cited in its row; for a number that is not there, a refusal.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path

from index import Index
from qa import ask
from qa.fitted import READER_SIZES, ReaderSize

ROWS, ASKED = 3_000, 40
FIRST = "Ana Bo Cleo Dirk Eva Finn Gus Hana Ivo June".split()
LAST = "Abel Brook Cole Dunn Eads Frost Gale Hart Ives Joss".split()
CITIES = "Lyon Turin Ghent Basel".split()
QUESTIONS = (
    ("Who is the customer of {}?", "Customer"),
    ("What is the amount of order {}?", "Amount"),
    ("Which city does {} go to?", "City"),
    ("When was {} placed?", "Date"),
)


def main() -> None:
    """Ask, and count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--reader", choices=READER_SIZES, help="which reader decides; by default qa.ask's own"
    )
    parser.add_argument("--seed", type=int, default=5, help="of the orders and the questions")
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    numbers = chance.sample(range(1_000, 10_000), ROWS + ASKED)
    orders = [order(number, chance) for number in numbers[:ROWS]]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "orders.csv"
        lines = [",".join(orders[0]), *(",".join(one.values()) for one in orders)]
        file.write_text("\n".join(lines), encoding="utf-8")
        index = Index.build([file])
        right = sum(is_right(one, index, chance, chosen.reader) for one in chance.sample(orders, ASKED))
        absent = (f"ORD-{number}" for number in numbers[ROWS:])
        refused = sum(is_refused(number, index, chance, chosen.reader) for number in absent)
    print(f"{right} of {ASKED} answered with their cell, {refused} of {ASKED} absent numbers refused")


def order(number: int, chance: random.Random) -> dict[str, str]:
    """A row of the table."""
    return {
        "Order": f"ORD-{number}",
        "Customer": f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        "Amount": f"{chance.randint(10, 9_999)}.{chance.randint(10, 99)}",
        "City": chance.choice(CITIES),
        "Date": f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
    }


def is_right(order: dict[str, str], index: Index, chance: random.Random, reader: ReaderSize | None) -> bool:
    """Whether a question about an order is answered with its cell, cited in its row."""
    question, column = chance.choice(QUESTIONS)
    answer = ask(question.format(order["Order"]), index, reader=reader)
    return answer.span == order[column] and order["Order"] in answer.citations[0].quote


def is_refused(number: str, index: Index, chance: random.Random, reader: ReaderSize | None) -> bool:
    """Whether a question about an order that is not there is refused."""
    question, _ = chance.choice(QUESTIONS)
    return not ask(question.format(number), index, reader=reader).answered


if __name__ == "__main__":
    main()
