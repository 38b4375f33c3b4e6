"""What reading only what can still win changes and saves, against reading everything.

For each question of the sets that `measure_reader.py` uses: whether the same sentence comes first, whether it
is right, the change of the confidence, and the time, both ways in turns.
"""

from __future__ import annotations

import math
import statistics
import time

from fit_decision import all_examples, parser

from qa.decision.deciding import features, probability, rank
from qa.evidence.candidates import gather
from qa.lookup.found import passages_for, prospect_of
from qa.reader import Reader


def main() -> None:
    """Ask both ways and print one table."""
    arguments = parser(__doc__)
    arguments.add_argument("--split", default="test", choices=("test", "tune"))
    chosen = arguments.parse_args()
    reader = Reader.load()
    reader.remembers = 0
    name, index = "", None
    same: list[bool] = []
    right: dict[bool, list[bool]] = {True: [], False: []}
    seconds: dict[bool, list[float]] = {True: [], False: []}
    changes: list[float] = []
    for example in all_examples(chosen):
        if example.split != chosen.split:
            continue
        if index is None or example.name != name:
            name, index = example.name, example.index()
        hits = passages_for(example.question, index)
        prospect = prospect_of(example.question, hits, index)
        sure, first = {}, {}
        for thrifty in (True, False):
            started = time.perf_counter()
            found = gather(prospect, reader, width=1.0 if thrifty else math.inf)
            seconds[thrifty].append(time.perf_counter() - started)
            ranked = rank(found.candidates)
            first[thrifty] = ranked[0].candidate.sentence
            sure[thrifty] = probability(features(example.question, found, ranked))
            if example.gold:
                right[thrifty].append(example.holds_gold(*first[thrifty]))
        same.append(first[True] == first[False])
        changes.append(abs(sure[True] - sure[False]))
    print(f"{len(same)} questions; the same sentence first: {statistics.mean(same):.4f}")
    for thrifty, label in ((False, "everything read"), (True, "what can win")):
        median = 1000 * statistics.median(seconds[thrifty])
        print(f"{label:16} right sentence first {statistics.mean(right[thrifty]):.4f}; {median:.0f} ms")
    print(f"confidence changes by {statistics.mean(changes):.4f} at the mean, {max(changes):.3f} at most")


if __name__ == "__main__":
    main()
