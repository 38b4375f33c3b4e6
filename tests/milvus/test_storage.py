"""Milvus: the storage that machines share finds, keeps and copies what the folder does."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_index import TEXTS, found

from index import Index, IndexCorrupt, ModelMismatch, StorageError, UnknownDocument
from index.milvus.analysis import analysis, written
from index.milvus.client import Client
from qa.keeping.kept import Kept, rows_of
from qa.service import Service
from qa.suggesting.suggested import Wanted


def collection(client: Client, kind: str) -> str:
    """The one collection of a kind that the index has."""
    (name,) = [one for one in client.collections() if one.startswith(f"{client.address.name}_{kind}_")]
    return name


def test_both_storages_find_the_same_with_the_same_scores(article_index: Index, address: str):
    shared = article_index.copy(address)
    for query in (
        "How large is Microsoft's stake in OpenAI?", "Who is the CEO?", "the agreement of the companies",
        "restructuring", "How much will OpenAI spend on Azure, and until when?", "AGI AGI artificial",
    ):  # fmt: skip
        own, theirs = article_index.search(query, k=8), shared.search(query, k=8)
        assert [hit.passage for hit in own] == [hit.passage for hit in theirs]
        for field in ("score", "dense_score", "lexical_score"):
            assert [getattr(hit, field) for hit in theirs] == pytest.approx(
                [getattr(hit, field) for hit in own], rel=0.001, abs=1e-4
            )


def test_both_storages_choose_the_same_candidates_where_many_share_a_word(address: str):
    # Milvus by itself prefers each fee to every roof: it weighs a word of half of the texts, FTS5 does not.
    roof = "The roof is old, as are the walls and the floors, the doors and the windows, the stairs of house"
    texts = {f"fee {n}": f"Fee {n}, fee, fee." for n in range(60)}
    texts |= {f"gate {n}": f"Gate {n} is open." for n in range(60)}
    texts |= {f"roof {n}": f"{roof} {n}." for n in range(15)}
    own = Index.from_texts(texts)
    shared = own.copy(address)
    for query in ("What is the fee for the roof?", "fee roof gate"):
        one, other = own.search(query, k=10), shared.search(query, k=10)
        assert [hit.passage for hit in one] == [hit.passage for hit in other]
        assert [hit.lexical_score for hit in one] == pytest.approx(
            [hit.lexical_score for hit in other], rel=0.001, abs=1e-4
        )


def test_stems_are_those_of_the_folder_and_of_letters_that_no_analyzer_changes():
    assert analysis().stems(["The licensing fees, Émile's naïve fees_due", "", "東京 зима"]) == [
        ["the", "licens", "fee", "emil", "s", "naiv", "fee", "due"], [], ["東京", "зима"],
    ]  # fmt: skip
    assert written("licens") == "licens"
    lines = [written(stem) for stem in ("зима", "東京", "zq1", "x" * 300, "y" * 300)]
    assert len({*lines}) == 5
    assert all(line.isascii() and line.isalnum() and line == line.lower() for line in lines)


def test_a_word_occurs_whatever_its_form_and_script(address: str):
    index = Index.from_texts({**TEXTS, "other": "Зима in 東京, as naïve as fee_due."}, path=address)
    for word in ("lions", "LICENSES", "зима", "naive", "fee_due", "sank"):
        assert index.occurs(word), word
    for word in ("giraffe", "fee_lion", "", "?"):
        assert not index.occurs(word), word
    for word in ("зима", "fee_due"):
        assert index.occurs(word, "other")
        assert not any(index.occurs(word, name) for name in TEXTS), word
    with pytest.raises(UnknownDocument):
        index.occurs("lions", "no such")


def test_a_passage_with_an_id_or_labelled_number_of_the_query_comes_first_in_both(address: str):
    texts = {f"order {n}": f"Order ORD-{1200 + n} went to room {200 + n}, with much care." for n in range(12)}
    own, shared = Index.from_texts(texts), Index.from_texts(texts, path=address)
    for query, first in (("Where did ORD-1207 go?", "order 7"), ("Who is in room 203?", "order 3")):
        assert found(own, query, k=3) == found(shared, query, k=3)
        assert found(shared, query)[0] == first


def test_what_is_suggested_to_ask_is_the_same_in_both(address: str):
    minutes = Path(__file__).parents[1] / "benchmarks" / "kinds" / "minutes.txt"
    suggested = []
    for place in (None, address):
        service = Service(lambda place=place: Index.build([minutes], place))
        suggested.append(service.suggestions(Wanted()))
        service.close()
    assert suggested[0] == suggested[1]
    assert len(suggested[0]) >= 3


def test_a_text_of_many_parts_is_given_back_whole_and_in_stretches(address: str):
    text = "\n\n".join(
        f"# Part {n} 👩‍👩‍👧 İ\n\n" + f"Line {n} of ﬁne words é\u0301. " * 40 for n in range(30)
    )
    index = Index.from_texts({"long": text}, path=address)
    opened = Index.open(address)
    assert opened.documents["long"].text == text
    hits = opened.search("fine words", k=1000)
    assert len(hits) == len(index) > 20
    for hit in hits:
        assert (
            index.documents[hit.passage.document].text[hit.passage.start : hit.passage.end]
            == hit.passage.text
        )
    assert opened.verify() == []


def test_verify_names_what_is_missing_or_changed(address: str, client: Client):
    index = Index.from_texts(TEXTS, path=address)
    texts, passages = collection(client, "texts"), collection(client, "passages")
    (row,) = [
        one for one in client.each(texts, ["blob", "stamp", "text", "written"]) if "ferry" in one["text"]
    ]
    client.put(texts, [{**row, "text": row["text"].replace("1987", "1988"), "nothing": [0.0, 0.0]}])
    law = index._store._entry("law")
    client.delete(passages, f'edition == "{law.edition}"')
    problems = sorted(map(str, Index.open(address).verify()))
    assert problems == [
        "law: it has 0 passages instead of 1; remove it and add its file again.",
        "sea: its text is not what was indexed; remove it and add its file again.",
    ]
    with pytest.raises(IndexCorrupt, match="damaged or incomplete"):
        _ = Index.open(address).documents["sea"]


def test_a_copy_there_and_back_is_the_same_index(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
):
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.md").write_text("# Fees\n\nThe licensing fee is 40 dollars a year.\n")
    own = Index.build([files], path=tmp_path / "own")
    own.add_copy(files / "a.md", "copy.md")
    monkeypatch.setattr("index.encoder.Encoder.encode", None)  # nothing is encoded again
    shared = own.copy(address)
    back = shared.copy(tmp_path / "back")
    for index in (shared, back):
        assert dict(index.documents.items()) == dict(own.documents.items())
        assert index.search("fee") == pytest.approx(own.search("fee")) or found(index, "fee") == found(
            own, "fee"
        )
        assert index.verify() == []
        assert index.add([files]).unchanged == 1, "the file is known again"
    own.remove("copy.md")
    assert list(own.copy(address).documents) == ["a.md", "copy.md"], "what is there stays"


def test_a_copy_over_an_index_of_another_model_is_refused(tmp_path: Path, address: str, client: Client):
    own = Index.from_texts(TEXTS)
    own.copy(address).close()
    documents = collection(client, "documents")
    (row,) = client.query(documents, 'id == "meta"', ["*"])
    client.put(documents, [{**row, "name": row["name"].replace('"model_key": "', '"model_key": "0')}])
    for use in (lambda: own.copy(address), lambda: Index.open(address)):
        with pytest.raises(ModelMismatch, match="this index was made with all-MiniLM-L6-v2"):
            use()


def test_a_row_is_kept_without_reading_all_others(address: str, monkeypatch: pytest.MonkeyPatch):
    rows = rows_of(Index.from_texts(TEXTS, path=address), "ratings.jsonl")
    monkeypatch.setattr(Client, "each", None)
    kept = [rows.put({"id": "a", "n": n}) for n in (1, 2, 2)]
    assert kept == [Kept.ADDED, Kept.REPLACED, Kept.UNCHANGED]


def test_a_note_that_is_too_long_is_told(address: str):
    notes = Index.from_texts(TEXTS, path=address).notes("ratings")
    with pytest.raises(StorageError, match="has 70,000 bytes, and Milvus takes 65,535; choose a shorter"):
        notes.put("id", "x" * 70_000)
    assert notes.read() == {}
