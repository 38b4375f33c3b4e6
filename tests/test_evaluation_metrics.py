"""Every measure of our own, against cases worked by hand and other libraries."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.bootstrap import (
    auroc,
    calibration_error,
    estimate,
    mean,
    paired_p_value,
    quantile,
    resampled,
    risk_coverage_area,
)
from qa.evaluation.metrics import (
    contains_answer,
    exact_match,
    normalised,
    overlaps,
    precision,
    recall,
    token_f1,
)
from qa.evaluation.questions import Excerpt
from qa.evaluation.ranking import ranking_scores

NAN = float("nan")


def place(start, end, document="d"):
    return Excerpt(document, start, end, "")


def figure(statistic, count):
    return float(statistic(np.ones((1, count)))[0])


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("The  Cat’s “hat”", "cats hat"),
        ("'The' cat's \"hat\"", "cats hat"),
        ("$135 billion.", "135 billion"),
        ("an A–Z – the end", "az end"),
        ("Theory", "theory"),
        ("", ""),
    ],
)
def test_the_normal_form_drops_case_punctuation_and_articles(text, form):
    assert normalised(text) == form


def test_f1_is_the_harmonic_mean_over_shared_tokens_of_the_best_answer():
    # "big red dog" and "red dog house": 2 of 3 and 2 of 3.
    assert token_f1("a big red dog", ["red dog house"]) == pytest.approx(2 / 3)
    # A token counts as often as both have it: precision 1/2, recall 1/1.
    assert token_f1("dog dog", ["dog"]) == pytest.approx(2 / 3)
    assert token_f1("27%", ["a third", "a 27% stake"]) == pytest.approx(2 / 3)
    assert token_f1("", ["27%"]) == 0
    assert exact_match("The 27 %", ["27%", "27 %"]) == 1
    assert exact_match("27% stake", ["27%"]) == 0


@given(st.text(), st.text())
def test_f1_is_symmetric_bounded_and_one_for_the_same_words(one, other):
    assert token_f1(one, [other]) == token_f1(other, [one])
    assert 0 <= token_f1(one, [other]) <= 1
    assert token_f1(one, [one]) == 1
    assert exact_match(one, [other]) <= token_f1(one, [other])


def test_an_answer_stands_in_a_quote_as_whole_tokens():
    assert contains_answer("It paid $135 billion.", ["135 Billion"])
    assert not contains_answer("It paid 1135 billion.", ["135 billion"])
    assert not contains_answer("It paid.", ["the"])


def test_two_places_overlap_by_half_of_the_shorter():
    assert overlaps(place(0, 10), place(5, 100))
    assert not overlaps(place(0, 10), place(6, 100))
    assert not overlaps(place(0, 10), place(0, 10, "other"))
    assert not overlaps(place(3, 3), place(0, 10))


def test_recall_is_the_mean_over_pieces_of_the_best_alternative():
    needed = [[place(0, 10), place(100, 110)], [place(50, 60)]]
    assert recall([place(105, 200)], needed) == pytest.approx((0.5 + 0) / 2)
    # Overlapping finds count once.
    assert recall([place(0, 4), place(2, 5), place(50, 60)], needed) == pytest.approx((0.5 + 1) / 2)
    assert recall([], needed) == 0


def test_precision_is_the_part_of_the_found_that_is_evidence():
    needed = [[place(0, 10), place(5, 20)]]
    assert precision([place(10, 30)], needed) == pytest.approx(0.5)
    assert precision([place(0, 20), place(10, 20)], needed) == 1
    assert precision([place(0, 20, "other")], needed) == 0
    assert precision([], needed) is None


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=5),
    st.integers(0, 30),
    st.integers(1, 15),
)
def test_character_overlap_agrees_with_counting_characters(found, start, length):
    places = [place(first, first + size) for first, size in found]
    held = {offset for one in places for offset in range(one.start, one.end)}
    right = set(range(start, start + length))
    needed = [[place(start, start + length)]]
    assert recall(places, needed) == pytest.approx(len(held & right) / length)
    assert precision(places, needed) == (pytest.approx(len(held & right) / len(held)) if held else None)


def test_ranking_measures_of_a_hand_worked_case():
    scores = ranking_scores(
        {"q": {"a": 1, "b": 1}, "missed": {"z": 1}, "unjudged": {}},
        {"q": ["x", "a", "y", "b"], "missed": []},
    )
    ideal = 1 + 1 / math.log2(3)
    assert scores["q"] == pytest.approx(
        {
            "hit@1": 0,
            "hit@3": 1,
            "hit@5": 1,
            "mrr": 1 / 2,
            "ndcg@10": (1 / math.log2(3) + 1 / math.log2(5)) / ideal,
        }
    )
    assert set(scores["missed"].values()) == {0.0}
    assert "unjudged" not in scores


def test_ndcg_agrees_with_scikit_learn_on_random_rankings():
    from sklearn.metrics import ndcg_score

    random = np.random.default_rng(3)
    for _ in range(20):
        grades = random.integers(0, 2, 12)
        grades[random.integers(12)] = 1
        items = [f"p{number}" for number in range(12)]
        relevant = {item: int(grade) for item, grade in zip(items, grades, strict=True) if grade}
        ours = ranking_scores({"q": relevant}, {"q": items})["q"]["ndcg@10"]
        assert ours == pytest.approx(ndcg_score([grades], [np.arange(12, 0, -1)], k=10))


def test_a_mean_skips_what_was_not_measured():
    statistic = mean(np.array([1.0, NAN, 0.0, 1.0]))
    assert figure(statistic, 4) == pytest.approx(2 / 3)
    assert np.isnan(statistic(np.array([[0.0, 3.0, 0.0, 0.0]]))[0])


def test_auroc_counts_ties_half():
    # Pairs (positive, negative): .9>.5, .9>.1, .5=.5, .5>.1 → 3.5 of 4.
    assert figure(auroc(np.array([0.9, 0.5, 0.5, 0.1]), np.array([True, True, False, False])), 4) == 3.5 / 4


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=12))
def test_auroc_agrees_with_scikit_learn_under_ties_and_weights(rows):
    from sklearn.metrics import roc_auc_score

    scores = np.array([score / 4 for score, _ in rows])
    positive = np.array([is_positive for _, is_positive in rows])
    weights = np.arange(1.0, len(rows) + 1)
    ours = auroc(scores, positive)(weights[None])[0]
    if positive.all() or not positive.any():
        assert np.isnan(ours)
    else:
        assert ours == pytest.approx(roc_auc_score(positive, scores, sample_weight=weights))


def test_the_risk_coverage_area_is_the_mean_risk_as_answers_are_added():
    # Right, wrong, right by falling confidence: risks 0, 1/2, 1/3.
    statistic = risk_coverage_area(np.array([0.2, 0.9, 0.5]), np.array([1.0, 1.0, 0.0]))
    assert figure(statistic, 3) == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    # Equal confidences have no order: all stand at the risk of all of them.
    assert figure(risk_coverage_area(np.array([0.5, 0.5]), np.array([1.0, 0.0])), 2) == 0.5


def test_the_calibration_error_weighs_each_bins_gap():
    confidence, right = np.array([0.95, 0.91, 0.12, 1.0]), np.array([1.0, 0.0, 0.0, 1.0])
    # Last bin: mean confidence 2.86/3, 2/3 right; second bin: 0.12, none right.
    gap = (abs(2.86 - 2) + 0.12) / 4
    assert figure(calibration_error(confidence, right), 4) == pytest.approx(gap)


@given(st.lists(st.floats(0, 10), min_size=1, max_size=20), st.sampled_from([0.5, 0.95]))
def test_quantiles_agree_with_numpy(values, share):
    array = np.array(values)
    assert figure(quantile(array, share), len(values)) == pytest.approx(np.quantile(array, share))
    weights = np.arange(len(values), dtype=float) + 1
    repeated = np.repeat(array, weights.astype(int))
    assert quantile(array, share)(weights[None])[0] == pytest.approx(np.quantile(repeated, share))


def test_resamples_draw_as_many_as_apply_and_no_others():
    applies = np.array([True, False, True, True])
    weights = np.concatenate(list(resampled(applies, seed=0)))
    assert weights.shape == (2000, 4)
    assert (weights.sum(axis=1) == 3).all()
    assert (weights[:, 1] == 0).all()
    assert weights[:, 0].mean() == pytest.approx(1, abs=0.1)


def test_an_interval_of_a_mean_is_that_of_theory_and_the_same_for_a_seed():
    values = np.array([0.0, 1.0] * 200)
    found = estimate(mean(values), np.ones(400, dtype=bool))
    assert found is not None
    assert found.value == 0.5
    assert found.low == pytest.approx(0.5 - 1.96 * 0.5 / 20, abs=0.01)
    assert found.high == pytest.approx(0.5 + 1.96 * 0.5 / 20, abs=0.01)
    assert found == estimate(mean(values), np.ones(400, dtype=bool))


def test_the_interval_of_two_questions_is_that_of_all_their_resamples():
    found = estimate(mean(np.array([0.0, 1.0])), np.ones(2, dtype=bool))
    every = [np.mean(drawn) for drawn in product([0.0, 1.0], repeat=2)]
    assert found is not None
    assert (found.low, found.high) == (min(every), max(every))


def test_what_cannot_be_measured_has_no_estimate():
    everyone = np.ones(2, dtype=bool)
    assert estimate(auroc(np.array([0.1, 0.9]), everyone), everyone) is None


def test_a_paired_difference_is_told_from_chance():
    everyone = np.ones(100, dtype=bool)
    old, better = np.zeros(100), np.r_[np.ones(20), np.zeros(80)]
    assert paired_p_value(mean(old), mean(better), everyone) < 0.01
    assert paired_p_value(mean(old), mean(old), everyone) == 1
    mixed = np.r_[1.0, 0.0, np.zeros(98)]
    assert paired_p_value(mean(mixed), mean(mixed[::-1].copy()), everyone) > 0.5
