"""Given: what may be asked for; checked here for every screen, so that each refuses in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from index import Finding, QuestionError, Remedy, check_query

MAX_HISTORY = 20
MAX_PASSAGES = 100


class NothingToAsk(QuestionError):
    """An index has no document yet; its address is the subject, but who asks is told of no folder."""

    def __init__(self, address: str) -> None:
        super().__init__("There is no document to ask yet", address, Remedy.FIRST)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is told of it."""
        return (Finding(self.reason, remedy=self.remedy),)


def check_asked(question: str, history: Sequence[str] = (), threshold: float | None = None) -> None:
    """Raise QuestionError unless a question, and the ones before it, can be asked."""
    if len(history) > MAX_HISTORY:
        raise QuestionError(f"{len(history)} earlier questions were given; give {MAX_HISTORY} at most")
    for one in (*history, question):
        check_query(one)
    if threshold is not None and not 0 <= threshold <= 1:
        raise QuestionError(
            f"A confidence lies between 0 and 1, and {threshold:g} does not; give one that does"
        )


def check_searched(query: str, k: int) -> None:
    """Raise QuestionError unless a query can be searched for so many passages."""
    check_query(query)
    if not 1 <= k <= MAX_PASSAGES:
        raise QuestionError(f"A search finds 1 to {MAX_PASSAGES} passages, not {k:,}; ask for as many")
