"""What int8 weights cost and save against float32: vectors, answers and time, on unseen questions."""

from __future__ import annotations

import os
import shutil
import tempfile
import time

import numpy as np
from examples import Example
from fit_decision import all_examples, parser

VARIANTS = ("float32", "int8")


def main() -> None:
    """Ask the same questions of both variants, in turns, and print both lines."""
    os.environ["CITED_QA_CACHE"] = tempfile.mkdtemp()
    arguments = parser(__doc__).parse_args()
    examples = [one for one in all_examples(arguments) if one.split == "test" and one.gold]
    try:
        loaded = {name: load(name) for name in VARIANTS}
        print_vectors(examples, loaded)
        print_answers(examples, loaded)
    finally:
        shutil.rmtree(os.environ["CITED_QA_CACHE"])


def load(variant: str) -> tuple[object, object]:
    """An encoder and a reader of their own, with or without quantised weights."""
    from index import encoder, runtime
    from qa.reader import Reader

    quantise, version = runtime._quantise, runtime.GRAPH_VERSION
    if variant == "float32":
        runtime._quantise = lambda source, target, is_large: shutil.copy(source, target)
        runtime.GRAPH_VERSION = 0
    try:
        return encoder.Encoder(encoder.DEFAULT_MODEL, encoder.packaged_model()), Reader()
    finally:
        runtime._quantise, runtime.GRAPH_VERSION = quantise, version


def print_vectors(examples: list[Example], loaded: dict[str, tuple]) -> None:
    """Cosines between both variants' vectors of the documents' passages, and the time for them."""
    from index import Document
    from index.passages import cut

    texts = {one.name: one.text for one in examples}
    passages = [
        passage.text for name, text in texts.items() for passage in cut(Document.from_text(name, text))
    ]
    passages = passages[:200]
    vectors, seconds = {}, {}
    for name, (encoder, _) in loaded.items():
        encoder.encode(passages[:8])
        started = time.perf_counter()
        vectors[name] = encoder.encode(passages)
        seconds[name] = time.perf_counter() - started
    cosines = np.sum(vectors["int8"] * vectors["float32"], axis=1)
    print(
        f"vectors of {len(passages)} passages: cosine {cosines.mean():.4f}, least {cosines.min():.4f};",
        end=" ",
    )
    print(f"{seconds['float32']:.2f} s in float32, {seconds['int8']:.2f} s in int8")


def print_answers(examples: list[Example], loaded: dict[str, tuple]) -> None:
    """Right first sentences and the reading time of both variants, over the same hits."""
    from qa.decision.deciding import rank
    from qa.evidence.candidates import gather
    from qa.lookup.found import prospect_of

    right = {name: [] for name in VARIANTS}
    seconds = {name: [] for name in VARIANTS}
    known, index = "", None
    for example in examples:
        if index is None or example.name != known:
            known, index = example.name, example.index()
        hits = index.search(example.question, 10)
        for name, (_, reader) in loaded.items():
            started = time.perf_counter()
            prospect = prospect_of(example.question, hits, index)
            found = gather(prospect, reader)
            seconds[name].append(time.perf_counter() - started)
            right[name].append(example.holds_gold(*rank(found.candidates)[0].candidate.sentence))
    for name in VARIANTS:
        share, median = np.mean(right[name]), np.median(seconds[name])
        print(f"{name}: right sentence first {share:.3f} of {len(examples)}; reading {1000 * median:.0f} ms")


if __name__ == "__main__":
    main()
