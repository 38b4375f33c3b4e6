"""Fit the table of letter pairs by which an older text encoding is known: `index/loaders/letters.json`.

The pairs were counted in Wikipedias by the makers of langdetect 1.0.9 (Apache-2.0), whose profiles hold the
counts: `pip download --no-deps --no-binary :all: langdetect==1.0.9`, unpack it, and give its `profiles`.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from pathlib import Path

# Codes as in ISO 639.
LANGUAGES = (
    "ar bg ca cs da de el en es et fa fi fr he hr hu it lt lv mk nl no pl pt ro ru sk sl sq sv th tr uk vi"
)
TARGET = Path(__file__).parents[2] / "index" / "loaders" / "letters.json"
# A pair that is rarer than this is as good as none; so much of all is left for these.
RAREST = 4e-5


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("profiles", type=Path, help="langdetect's folder `profiles`")
    profiles = parser.parse_args().profiles
    pairs = {language: _pairs(profiles / language) for language in LANGUAGES.split()}
    made = {
        "from": "langdetect 1.0.9, profiles; python tests/benchmarks/fit_letters.py PROFILES",
        "unit": "minus ten times the natural logarithm of a pair's share of a language's pairs",
        "pairs": pairs,
    }
    TARGET.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {sum(map(len, pairs.values())):,} pairs, {TARGET.stat().st_size:,} bytes")


def _pairs(profile: Path) -> dict[str, int]:
    """Pairs of letters, or of a letter and the space beside it, by their cost."""
    counted: Counter[str] = Counter()
    for gram, count in json.loads(profile.read_text(encoding="utf-8"))["freq"].items():
        if len(gram) == 2:
            counted[gram.lower()] += count
    total = counted.total()
    return {
        pair: round(-10 * math.log(count / total))
        for pair, count in sorted(counted.items())
        if len(pair) == 2 and count / total >= RAREST and any(map(str.isalpha, pair))
    }


if __name__ == "__main__":
    main()
