"""Search: the best passages for a query, by meaning and by words, with the scores that ranked them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_index import TEXTS, found

from index import DocumentError, Index, QuestionError
from index.encoder import Encoder
from index.hits import fuse


def test_fusion_is_the_mean_of_each_score_over_its_best():
    # Passage 1 leads in meaning, 2 in words; 3 shares no word, 4 points away, 5 was found by its words alone.
    dense = {1: 0.8, 2: 0.6, 3: 0.4, 4: -0.2}
    lexical = {1: 2.0, 2: 5.0, 5: 1.0}
    assert fuse(dense, lexical) == pytest.approx({
        1: (0.8 / 0.8 + 2.0 / 5.0) / 2,  # 0.70
        2: (0.6 / 0.8 + 5.0 / 5.0) / 2,  # 0.875
        3: (0.4 / 0.8 + 0.0) / 2,  # 0.25
        4: 0.0,
        5: (0.0 + 1.0 / 5.0) / 2,  # 0.10
    })  # fmt: skip


def test_fusion_without_words_or_without_meaning_is_half_of_what_there_is():
    assert fuse({1: 0.5, 2: 0.25}, {}) == {1: 0.5, 2: 0.25}
    assert fuse({}, {1: 4.0, 2: 1.0}) == {1: 0.5, 2: 0.125}
    assert fuse({}, {}) == {}
    assert fuse({1: -0.5}, {}) == {1: 0.0}


@given(
    st.dictionaries(st.integers(0, 9), st.floats(-1, 1), max_size=10),
    st.dictionaries(st.integers(0, 9), st.floats(0, 50), max_size=10),
)
def test_fused_scores_are_between_zero_and_one_and_keep_the_order_of_both(
    dense: dict[int, float], lexical: dict[int, float]
):
    fused = fuse(dense, lexical)
    assert all(0 <= score <= 1 for score in fused.values())
    for i in fused:
        for j in fused:
            if dense.get(i, 0) >= dense.get(j, 0) and lexical.get(i, 0) >= lexical.get(j, 0):
                assert fused[i] >= fused[j]


def test_hits_carry_the_scores_that_ranked_them(article_index: Index):
    hits = article_index.search("How large is Microsoft's stake in OpenAI?", k=10)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    ids = range(len(hits))
    dense = {i: hits[i].dense_score for i in ids}
    lexical = {i: hits[i].lexical_score for i in ids if hits[i].lexical_score}
    assert [hit.score for hit in hits] == pytest.approx([fuse(dense, lexical)[i] for i in ids])
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    encoder = Encoder.load()
    query = encoder.encode_query("How large is Microsoft's stake in OpenAI?")
    for hit in hits:
        assert hit.dense_score <= 1
        if hit.passage.text.startswith(hit.passage.heading):
            assert hit.dense_score == pytest.approx(encoder.encode([hit.passage.text])[0] @ query, abs=0.03)


def test_hits_stand_in_their_documents_at_their_offsets(hostile_texts: dict[str, str], place: str):
    index = Index.from_texts(hostile_texts, path=place)
    for query in ("Which city?", "40 dollars", "İstanbul", "👩‍👩‍👧 won", "ﬂawless", "שקלים", "東京"):
        hits = index.search(query, k=100)
        assert hits
        for hit in hits:
            passage = hit.passage
            assert index.documents[passage.document].text[passage.start : passage.end] == passage.text


def test_meaning_finds_what_words_do_not(place: str):
    assert found(Index.from_texts(TEXTS, path=place), "shipwreck on the ocean")[0] == "sea"


def test_words_find_what_meaning_does_not(place: str):
    texts = {f"t{number}": f"Part number QX{number}77 is in stock." for number in range(30)}
    assert found(Index.from_texts(texts, path=place), "qx1977", k=1) == ["t19"]


def test_a_passage_under_a_heading_is_found_by_the_heading(place: str):
    filler = "\n".join([("It goes on and on about this and that for quite a while. " * 8).strip()] * 2)
    texts = {"a": f"Volcanoes of Iceland\n{filler}", "b": f"Taxation of Salaries\n{filler}"}
    hits = Index.from_texts(texts, path=place).search("lava eruption", k=10)
    later = [hit for hit in hits if not hit.passage.text.startswith(hit.passage.heading)]
    assert [hit.passage.heading for hit in later] == ["Volcanoes of Iceland", "Taxation of Salaries"]
    assert later[0].dense_score > later[1].dense_score


def test_a_search_returns_at_most_what_is_asked_for(article_index: Index):
    assert len(article_index.search("OpenAI", k=3)) == 3
    assert len(article_index.search("OpenAI", k=1000)) == len(article_index)


def test_a_search_can_be_of_one_document_or_of_some(place: str):
    index = Index.from_texts(TEXTS, path=place)
    assert set(found(index, "licensing fee", k=10, document="zoo")) == {"zoo"}
    some = tuple(TEXTS)[:2]
    assert set(found(index, "licensing fee", k=10, document=some)) == set(some)
    for unknown in ("nothing", ("zoo", "nothing")):
        with pytest.raises(DocumentError, match="nothing: the index holds no such document"):
            index.search("fee", document=unknown)


@pytest.mark.parametrize(
    "query",
    [
        '"fee',
        "fee AND NOT",
        "NEAR(fee, 3)",
        "text:fee*",
        "(((fee",
        "fee'; DROP TABLE words;--",
        "fee\0",
        "-fee ^ {",
    ],
)
def test_signs_in_a_query_are_harmless(query: str):
    index = Index.from_texts(TEXTS)
    assert found(index, query)[0] == "law"
    assert index.verify() == []


@pytest.mark.parametrize("query", ["", "   ", "?!", "\0", "🥇"])
def test_a_query_without_a_word_is_refused(article_index: Index, query: str):
    with pytest.raises(QuestionError, match="no word"):
        article_index.search(query)


def test_a_query_that_is_too_long_or_no_unicode_is_refused(article_index: Index):
    with pytest.raises(QuestionError, match="100,000 characters"):
        article_index.search("word " * 20_000)
    with pytest.raises(QuestionError, match="UTF-8"):
        article_index.search("what \udcff")
    assert article_index.search("stake " * 1600), "a long one within the limit is searched"


def test_hits_are_data_that_json_can_hold(article_index: Index):
    from dataclasses import asdict

    hits = article_index.search("stake")
    assert (
        json.loads(json.dumps([asdict(hit) for hit in hits]))[0]["passage"]["start"] == hits[0].passage.start
    )


def test_equally_good_passages_come_by_name_and_place_whatever_was_added_first(place: str):
    same = "This page is left blank.\n"
    index = Index.from_texts(dict.fromkeys(("c", "a", "d", "b"), same), path=place)
    assert found(index, "Which page is blank?") == ["a", "b", "c", "d"]
    assert found(index, "Which page is blank?", k=2) == ["a", "b"]


def test_what_differs_in_a_storage_s_last_digits_orders_nothing():
    assert fuse({1: 0.7, 2: 0.7 + 3e-8}, {}) == {1: 0.5, 2: 0.5}


def test_where_many_hold_a_labelled_number_the_best_of_them_comes_first(place: str):
    texts = {f"c{n:02}": f"Article 7. The parties meet once a year in town number {n}." for n in range(60)}
    texts["last"] = "Article 7. The lessee mends the roof within a month."
    index = Index.from_texts(texts, path=place)
    assert found(index, "Who mends the roof under article 7?", k=1) == ["last"]
