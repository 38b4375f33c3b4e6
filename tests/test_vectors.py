"""Vectors: inner-product search by id, exact for few, nearly so for many."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import vectors as room
from index.vectors import Vectors


def unit(count: int, dimension: int, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float16).astype(np.float32)  # as the store holds them


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


def grouped(count: int, dimension: int, seed: int) -> np.ndarray:
    """Unit vectors around centres, as a text's are around its topics."""
    generator = np.random.default_rng(seed)
    centres = generator.standard_normal((40, dimension))
    rows = centres[generator.integers(0, 40, count)] + generator.standard_normal((count, dimension))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float16).astype(np.float32)


def recall(vectors: Vectors, rows: dict[int, np.ndarray], queries: np.ndarray) -> float:
    """The share of the ten nearest that a search finds."""
    ids, table = list(rows), np.array(list(rows.values()))
    found = 0
    for query in queries:
        nearest = np.argsort(-(table @ query))[:10]
        found += len({ids[i] for i in nearest} & set(vectors.search(query, 10)))
    return found / (10 * len(queries))


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Vectors, dict[int, np.ndarray]]:
    """More vectors than are searched exactly, saved; and what is in them, by id."""
    monkeypatch.setattr(room, "EXACT_UP_TO", 1000)
    rows = grouped(4000, 32, 1)
    vectors = Vectors.empty(32)
    vectors.add(range(10, 4010), rows)
    vectors.save(tmp_path / "v.faiss")
    return vectors, dict(zip(range(10, 4010), rows, strict=True))


def test_many_vectors_are_found_nearly_as_well_as_by_an_exact_search(many):
    vectors, rows = many
    assert recall(vectors, rows, grouped(100, 32, 1)) >= 0.97


def test_many_vectors_come_back_exactly_from_their_file(many, tmp_path: Path):
    vectors, rows = many
    opened = Vectors.open(tmp_path / "v.faiss")
    assert opened is not None
    assert len(opened) == len(vectors) == 4000
    for either in (vectors, opened):
        assert np.array_equal(either.get([4009, 10, 2000]), [rows[4009], rows[10], rows[2000]])
        query = rows[77]
        assert list(either.search(query, 1)) == [77]
        assert either.search(query, 1)[77] == pytest.approx(float(query @ query), abs=1e-4)


def test_what_is_added_to_many_vectors_is_found_exactly_and_what_is_removed_is_not(many):
    vectors, rows = many
    new = grouped(50, 32, 2)
    vectors.add(range(5000, 5050), new)
    vectors.remove([*range(10, 500), 5049, 99_999])
    vectors.remove([])
    left = {i: row for i, row in rows.items() if i >= 500} | dict(zip(range(5000, 5049), new, strict=False))
    assert len(vectors) == len(left)
    assert recall(vectors, left, grouped(50, 32, 1)) >= 0.97
    assert not set(vectors.search(rows[10], 100)) & {*range(10, 500), 5049}
    for i in (500, 5000):
        assert next(iter(vectors.search(left[i], 5))) == i
    assert np.array_equal(vectors.get([5001, 500]), [left[5001], left[500]])


def test_many_vectors_saved_again_hold_what_came_and_not_what_went(many, tmp_path: Path):
    vectors, rows = many
    new = grouped(6000, 32, 2)
    vectors.add(range(5000, 11_000), new)
    vectors.remove(range(10, 500))
    left = {i: row for i, row in rows.items() if i >= 500} | dict(zip(range(5000, 11_000), new, strict=True))
    vectors.save(tmp_path / "again.faiss")
    opened = Vectors.open(tmp_path / "again.faiss")
    assert opened is not None
    assert len(opened) == len(vectors) == len(left)
    assert recall(opened, left, new[:100]) >= 0.97
    assert np.array_equal(opened.get(list(left)), list(left.values()))


def test_many_vectors_become_few_again(many, tmp_path: Path):
    vectors, rows = many
    vectors.remove(range(10, 3900))
    vectors.save(tmp_path / "few.faiss")
    opened = Vectors.open(tmp_path / "few.faiss")
    assert opened is not None
    assert len(opened) == 110
    assert recall(opened, {i: rows[i] for i in range(3900, 4010)}, grouped(50, 32, 3)) == 1


def test_a_search_among_some_of_many_is_exact(many):
    vectors, rows = many
    vectors.add([5000], grouped(1, 32, 5))
    vectors.remove([20])
    among = [*range(10, 4010, 10), 5000, 77_777]
    for query in grouped(20, 32, 6):
        found = vectors.search(query, 5, among)
        left = [i for i in among if i in rows and i != 20]
        expected = {i: float(rows[i] @ query) for i in left}
        expected[5000] = float(vectors.get([5000])[0] @ query)
        assert list(found) == sorted(expected, key=lambda i: -expected[i])[:5]
    assert vectors.search(rows[10], 5, []) == {}


def test_a_file_of_many_vectors_cut_anywhere_is_known_as_damaged(many, tmp_path: Path):
    file = tmp_path / "v.faiss"
    whole = file.read_bytes()
    for length in (0, 3, 100, 5000, len(whole) // 3, len(whole) // 2, len(whole) - 1):
        cut = tmp_path / f"{length}.faiss"
        cut.write_bytes(whole[:length])
        assert Vectors.open(cut) is None, length
