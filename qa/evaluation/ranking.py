"""How high the evidence is ranked, by the standard measures of `ir-measures`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Our names for them, and how `ir-measures` spells them.
_MEASURES = {
    "hit@1": "Success@1",
    "hit@3": "Success@3",
    "hit@5": "Success@5",
    "mrr": "RR@10",
    "ndcg@10": "nDCG@10",
}


def ranking_scores(
    relevant: Mapping[str, Mapping[str, int]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Each question's ranking measures.

    Args:
        relevant: for each question, the grades of its relevant items.
        ranked: for each question, the items found, best first, none twice.

    Returns:
        For each question with a relevant item, its hit@1, hit@3, hit@5, mrr (of the first ten) and ndcg@10.

    """
    from ir_measures import Qrel, ScoredDoc, iter_calc, parse_measure  # noqa: PLC0415 - 50 ms, for this alone

    names = {str(parse_measure(theirs)): ours for ours, theirs in _MEASURES.items()}
    scores = {key: dict.fromkeys(_MEASURES, 0.0) for key, items in relevant.items() if items}
    judged = [Qrel(key, item, grade) for key in scores for item, grade in relevant[key].items()]
    found = [
        ScoredDoc(key, item, float(-rank)) for key in scores for rank, item in enumerate(ranked.get(key, ()))
    ]
    if judged and found:
        for metric in iter_calc([parse_measure(theirs) for theirs in names], judged, found):
            scores[metric.query_id][names[str(metric.measure)]] = float(metric.value)
    return scores
