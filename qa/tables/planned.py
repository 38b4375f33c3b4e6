"""Planned: whether a question asks for what was planned, for what came of it or is left, and what tells that.

"How much did we spend?" is answered under "Actual", "what is allocated" under "Budget", what will be spent
next year under the budget of the latest year, and what is left by no sentence that says what was spent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from enum import Enum, auto

from qa.contents.figures import YEAR
from qa.question import LONGEST_FORM


class _Told(Enum):
    PLANNED = auto()
    DONE = auto()
    LEFT = auto()


_HEADS = {
    _Told.PLANNED: re.compile(
        r"\b(?:budget(?:ed)?|plan(?:ned)?|forecast|expected(?!\s(?:at|by|in)\sthe\send)|estimate[ds]?|target|projected|projection|allocat(?:ed|ion))\b",
        re.IGNORECASE,
    ),
    _Told.DONE: re.compile(
        r"\b(?:actuals?|out-?turn|final|realised|realized|achieved|results?"
        r"|(?:spent|paid|received)(?!\s(?:on|by|from|at|in)\b(?!\s\d)))\b",
        re.IGNORECASE,
    ),
    _Told.LEFT: re.compile(r"\b(?:remain(?:ing|s|der)|left|balance|unspent|available)\b", re.IGNORECASE),
}
_ALLOWED = re.compile(r"\b(?:budgets|allowances?|allotments?|quotas?|funds?)\b", re.IGNORECASE)
# What came of a plan, under a head that says no more than that beside that of the plan.
_DONE_BESIDE = re.compile(
    r"\b(?:expenditure|spend(?:ing)?|used|invoiced|to\sdate|so\sfar|costs?)\b", re.IGNORECASE
)
# What is left of an amount, and what has become of it or how large it was.
_LEFT = re.compile(
    r"\b(?:left|leav(?:es?|ing)|remain\w*|balance|surplus|unspent|unused|uncommitted|available|spare|rest|still|yet"
    r"|not\s(?:\w+\s)?(?:spent|used|committed|paid|sold|taken))\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:spen[dt]|budget(?:ed)?|plann?ed|committed|used|paid|sold|consumed|booked|taken|claimed|drawn|allocated|cost)\b",
    re.IGNORECASE,
)
_ASKS_LEFT = re.compile(
    r"""\b(?:how\s(?:much|many)|what)\b (?:
        .* \b(?:is|are|was|were|(?:do|does|did)\b.*\bhave)\b .* \bleft\b
          (?=\W*\Z|\s(?:over|of|in|from|for|to|after|by|on|at|unspent)\b)
      | (?:['’]s|\sis|\swas)\sleft\b
      | .* \b(?:remain(?:s|ed|ing)?|unspent|unused|still\savailable
          |(?:still|yet)\s(?:(?:has|have|need)s?\s)?to\sbe)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Neither planned nor spent, by how much one is more than the other.
_CHANGE = re.compile(r"\b(?:change|difference|variance|growth|increase|deviation)\b|±", re.IGNORECASE)
# What has come until now is not what is expected at last.
_SO_FAR = re.compile(r"\b(?:so\sfar|to\sdate|until\snow|up\sto\snow|by\snow|already)\b", re.IGNORECASE)
_AT_THE_END = re.compile(r"\b(?:at|by|in)\sthe\send\b", re.IGNORECASE)
_TO_BE = re.compile(r"\b(?:still|yet)\s(?:(?:has|have|need)s?\s)?to\sbe\s(?P<verb>\w+)", re.IGNORECASE)
_ASKS_PLANNED = re.compile(
    r"\b(?:budget(?:s|ed)?|plan(?:s|ned)?|forecasts?|expect(?:s|ed)?|estimate[ds]?|target(?:s|ed)?|projected"
    r"|allocat(?:es?|ed|ion)|allott?ed|allowed\sfor|foreseen?|anticipate[ds]?|ear-?marked|reserved\sfor"
    r"|set\saside|put\s(?:aside|by|away))\b",
    re.IGNORECASE,
)
# What something cost, held against its plan, is what it cost.
_AGAINST_PLAN = re.compile(
    r"\b(?:(?:as\s)?(?:compared?|opposed)\s(?:with|to)|in\scomparison\s(?:with|to)|relative\sto|against|versus|vs\.?)"
    r"\s(?:(?:the|our|its|their|what\swas|what\swe|what\swe\shad)\s)?(?:original\s|original(?:ly)?\s)?"
    r"(?:budget(?:ed)?|plan(?:ned)?|forecast|estimate[ds]?|target|expect(?:ed|ations?)|allocat(?:ed|ion))\b",
    re.IGNORECASE,
)
_ASKS_DONE = re.compile(
    r"\b(?:actual(?:ly)?|spent|out-?turn|really|in\sthe\send|finally|eventually|turn(?:ed)?\sout)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(r"\b(?:will|shall|going\sto|next\s(?:year|month|quarter|season|term))\b", re.IGNORECASE)
_NEXT = re.compile(r"\b(?:next|coming)\s(?:financial\s)?(?:year|season)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:did|was|were|has|have|had|paid)\b", re.IGNORECASE)


def planned_and_done(heads: Sequence[str], years: Collection[str]) -> tuple[int, int] | None:
    """The places of a head for what was planned and of that for what came of it, in the same year.

    "Spent to date", without a year, is held against the plan of any.

    Args:
        heads: the heads of a table's columns, in order.
        years: those that are asked for; of several pairs without one, the latest is meant.

    """
    told = [_told(head) for head in heads]
    if _Told.DONE not in told:
        told = [
            one or (_Told.DONE if _DONE_BESIDE.search(head) else None)
            for one, head in zip(told, heads, strict=True)
        ]
    dated = [frozenset(YEAR.findall(head)) for head in heads]
    pairs = [
        (planned, done)
        for done, one in enumerate(told)
        for planned, other in enumerate(told)
        if one is _Told.DONE and other is _Told.PLANNED and dated[done] in (frozenset(), dated[planned])
        if not years or not dated[planned] or dated[planned] & {*years}
    ]
    latest = max((max(dated[planned], default="") for planned, _ in pairs), default="")
    meant = [pair for pair in pairs if max(dated[pair[0]], default="") == latest]
    return meant[0] if len(meant) == 1 else None


def left_over(heads: Sequence[str]) -> int | None:
    """The place of the only head for what is left; None where there is none or several."""
    places = [place for place, head in enumerate(heads) if _told(head) is _Told.LEFT]
    return places[0] if len(places) == 1 else None


def tells_plan(head: str) -> bool:
    """Whether a head says that what was planned stands under it."""
    return _told(head) is _Told.PLANNED


def tells_done(head: str) -> bool:
    """Whether a head says that what came of a plan stands under it, such as what was spent."""
    return _told(head) is _Told.DONE


def speaks_of_plan(said: str) -> bool:
    """Whether words, such as a table's heads and what it stands under, speak of what was planned."""
    return bool(_HEADS[_Told.PLANNED].search(said) or _ALLOWED.search(said))


def column_of_its_time(question: str, heads: Sequence[str], chosen: int) -> int:
    """The place of the head that a question asks for; the chosen one where its words do not tell.

    What is asked for of one year stands under no head of another, where some head is of that year.

    Args:
        question: what is asked.
        heads: the heads of a row's cells, in order.
        chosen: the place of the cell that answers as it was read.

    """
    asked = _asked(question)
    told = [_told(head) for head in heads]
    is_other = _CHANGE.search(heads[chosen]) or (
        _SO_FAR.search(question[:LONGEST_FORM]) and _AT_THE_END.search(heads[chosen])
    )
    if asked is None or (told[chosen] is None and not is_other):
        return _of_its_year(question, heads, chosen)
    years = _years_asked(question, [head for head, one in zip(heads, told, strict=True) if one])
    meant = [
        place
        for place, (head, one) in enumerate(zip(heads, told, strict=True))
        if one is asked and (not years or years & {*YEAR.findall(head)})
    ]
    if not meant or chosen in meant:
        return chosen if meant else _of_its_year(question, heads, chosen)
    return max(meant, key=lambda place: (max(YEAR.findall(heads[place]), default=""), -place))


def _of_its_year(question: str, heads: Sequence[str], chosen: int) -> int:
    """The place of the head of the one year that is asked for; the chosen one where it is of no other."""
    own, asked = {*YEAR.findall(heads[chosen])}, {*YEAR.findall(question)}
    if not own or len(asked) != 1 or asked & own:
        return chosen
    meant = [place for place, head in enumerate(heads) if asked == {*YEAR.findall(head)}]
    alike = [place for place in meant if _told(heads[place]) is _told(heads[chosen])]
    return next(iter([*alike, *meant]), chosen)


def is_time_asked(question: str, head: str) -> bool:
    """Whether a question asks for what was planned, done or left, and that stands under a head."""
    asked = _asked(question[:LONGEST_FORM])
    return asked is not None and _told(head) is asked


def is_of_another_part(question: str, head: str) -> bool:
    """Whether a head says that something else stands there than was planned, done or left, as is asked."""
    asked, told = _asked(question[:LONGEST_FORM]), _told(head)
    return asked is not None and told is not None and asked is not told


def tells_its_time(head: str) -> bool:
    """Whether a head says of which year, or of which part of a plan, the figures under it are."""
    return bool(YEAR.search(head)) or _told(head) is not None


def is_column_named(question: str, heads: Sequence[str], place: int) -> bool:
    """Whether a question names a column by the year of its head, and of two by what was planned or spent.

    Args:
        question: what is asked.
        heads: the heads of a row's cells, in order.
        place: that of the column.

    """
    years, own = {*YEAR.findall(question[:LONGEST_FORM])}, {*YEAR.findall(heads[place])}
    if not own or own != years:
        return False
    told = [_told(head) for head in heads if own <= {*YEAR.findall(head)}]
    return len(told) == 1 or (
        told.count(_told(heads[place])) == 1 and _asked(question) is _told(heads[place])
    )


def is_what_is_left(question: str, label: str) -> bool:
    """Whether a question asks what is left, and a row of such a name tells it: "Surplus", "Balance"."""
    return _asked(question[:LONGEST_FORM]) is _Told.LEFT and bool(_LEFT.search(label))


def tells_part_asked(question: str, sentence: str) -> bool | None:
    """Whether a sentence tells what is left, or what was spent, as a question asks; None where neither shows.

    "£18,600 of the £32,000 was spent" does not tell what is left, nor does "£13,400 is left" what was spent.
    """
    asked = _asked(question[:LONGEST_FORM])
    is_left, is_gone = (
        bool(_LEFT.search(sentence)),
        bool(_GONE.search(sentence)) or _is_done(question, sentence),
    )
    if asked is _Told.LEFT:
        return True if is_left else False if is_gone else None
    if asked is _Told.DONE and _ASKS_DONE.search(question):
        return True if is_gone else False if _HEADS[_Told.LEFT].search(sentence) else None
    return None


def _is_done(question: str, sentence: str) -> bool:
    """Whether a sentence says as done what a question says is still to be: "scanned"."""
    undone = _TO_BE.search(question[:LONGEST_FORM])
    return undone is not None and bool(
        re.search(
            rf"\b(?:has|have|had|was|were)\s(?:\w+\s)?(?:been\s)?{undone['verb']}\b", sentence, re.IGNORECASE
        )
    )


def _asked(question: str) -> _Told | None:
    """Whether what was planned, done or is left is asked for; None where neither or both are."""
    if _ASKS_LEFT.search(question):
        return _Told.LEFT
    question = _AGAINST_PLAN.sub(" ", question)
    is_planned, is_done = bool(_ASKS_PLANNED.search(question)), bool(_ASKS_DONE.search(question))
    if _TO_COME.search(question):
        return _Told.PLANNED
    if is_planned and is_done:
        return None
    if is_planned:
        return _Told.PLANNED
    return _Told.DONE if is_done or _PAST.search(question) else None


def _years_asked(question: str, heads: Sequence[str]) -> set[str]:
    if years := {*YEAR.findall(question)}:
        return years
    if not _NEXT.search(question):
        return set()
    return {max((year for head in heads for year in YEAR.findall(head)), default="")} - {""}


def _told(head: str) -> _Told | None:
    found = [told for told, form in _HEADS.items() if form.search(head)]
    return found[0] if len(found) == 1 else None
