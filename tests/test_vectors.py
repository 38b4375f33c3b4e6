"""Vectors: exact inner-product search by id."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vectors import Vectors


def unit(count: int, dimension: int, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@given(st.integers(1, 60), st.integers(1, 20), st.integers(0, 1000))
def test_search_is_exact(count: int, k: int, seed: int):
    rows = unit(count, 16, seed)
    ids = np.random.default_rng(seed).permutation(10_000)[:count].tolist()
    vectors = Vectors.empty(16)
    vectors.add(ids, rows)
    query = unit(1, 16, seed + 1)[0]
    expected = sorted(zip(ids, (rows @ query).tolist(), strict=True), key=lambda pair: -pair[1])[:k]
    found = vectors.search(query, k)
    assert list(found) == [i for i, _ in expected]
    assert list(found.values()) == pytest.approx([score for _, score in expected], abs=1e-5)


def test_search_among_some_ids_returns_no_other():
    rows = unit(50, 8, 1)
    vectors = Vectors.empty(8)
    vectors.add(range(50), rows)
    found = vectors.search(rows[0], 10, among=[3, 5, 7])
    assert sorted(found) == [3, 5, 7]
    assert vectors.search(rows[0], 10, among=[]) == {}


def test_removed_vectors_are_not_found_and_unknown_ones_are_passed_over():
    rows = unit(5, 8, 1)
    vectors = Vectors.empty(8)
    vectors.add(range(5), rows)
    vectors.remove([2, 99])
    assert len(vectors) == 4
    assert 2 not in vectors.search(rows[2], 10)


def test_no_vectors_find_nothing():
    vectors = Vectors.empty(8)
    vectors.add([], np.zeros((0, 8), np.float32))
    vectors.remove([])
    assert len(vectors) == 0
    assert vectors.search(unit(1, 8, 0)[0], 5) == {}


def test_saved_vectors_come_back_exactly(tmp_path: Path):
    rows = unit(9, 8, 3)
    vectors = Vectors.empty(8)
    vectors.add(range(100, 109), rows)
    vectors.save(tmp_path / "v.faiss")
    opened = Vectors.open(tmp_path / "v.faiss")
    assert opened is not None
    assert (len(opened), opened.dimension) == (9, 8)
    assert np.array_equal(opened.get(range(108, 99, -1)), rows[::-1])
    assert [file.name for file in tmp_path.iterdir()] == ["v.faiss"]


def test_a_file_cut_anywhere_is_known_as_damaged(tmp_path: Path):
    vectors = Vectors.empty(8)
    vectors.add(range(3), unit(3, 8, 3))
    file = tmp_path / "v.faiss"
    vectors.save(file)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert Vectors.open(file) is None


def test_a_missing_or_foreign_file_is_known_as_such(tmp_path: Path):
    assert Vectors.open(tmp_path / "nothing.faiss") is None
    (tmp_path / "text.faiss").write_text("no vectors here " * 50)
    assert Vectors.open(tmp_path / "text.faiss") is None


def test_vectors_that_cannot_be_saved_leave_nothing_behind(tmp_path: Path):
    vectors = Vectors.empty(8)
    (tmp_path / "v.faiss").mkdir()
    with pytest.raises(OSError):
        vectors.save(tmp_path / "v.faiss")
    assert [file.name for file in tmp_path.iterdir()] == ["v.faiss"]
