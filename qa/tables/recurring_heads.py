"""Recurring heads: of columns for some weekdays, hours or months, the one for those that a question names.

Of "Weekday" and "Weekend", what an adult pays on Saturday stands under the second; in July, under "Jun–Aug",
or under "High season" where the document says when that is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qa.contents.mentions import MONTHS
from qa.contents.recurring import Scale, Times, recurring, without_recurring
from qa.question import LONGEST_FORM

Named = Mapping[Scale, Times]

# Who types "in may" means the month, and so does "july" anywhere.
_PLAIN_MONTHS = "|".join(month.lower() for month in MONTHS[:12] if month not in ("March", "May"))
_LED = re.compile(rf"\b(?:in|during|throughout)\s[a-z]|\b(?={_PLAIN_MONTHS})[a-z]")
# The months that are meant where no head or row is called by the word.
_SEASONS = {"spring": {2, 3, 4}, "summer": {5, 6, 7}, "autumn": {8, 9, 10}, "winter": {11, 0, 1}}
_SEASON = re.compile(rf"\b(?:{'|'.join(_SEASONS)})\b", re.IGNORECASE)
_IN_MONTH = re.compile(
    rf"\b(?:in|on|during|throughout|for)\s(?:the\s)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?)?(?:{'|'.join(MONTHS)})\b"
)
# "High season is from June to August."
_EXPLAINED = re.compile(
    r"(?<![\w-])(?P<season>(?:(?:high|low|mid|main|off|peak|shoulder|summer|winter|holiday|quiet|busy)[\s-])seasons?"
    r"|season\s[A-D1-4]|(?:off[\s-]?)?peak)\b(?:\s\w+){0,2}?"
    r"\s?(?:[:=(–-]|\b(?:is|are|means|runs|lasts|applies|covers)\b)?\s?(?P<when>[^.;\n(]{0,40})",
    re.IGNORECASE,
)


def column_at_time(question: str, heads: Sequence[str], label: str) -> int | None:
    """The place of the only head for the time that a question names; None where there is none, or several.

    Args:
        question: what is asked.
        heads: the heads of a row's cells, in order.
        label: what names the row: a time that is part of it is no column's.

    """
    asked = _asked(question, label)
    fits = [fitting(asked, recurring(head)) for head in heads] if asked else []
    best = max(fits, default=0)
    return fits.index(best) if best and fits.count(best) == 1 else None


def is_at_other_time(question: str, head: str, label: str) -> bool:
    """Whether a head is for weekdays or hours, and a question names none of these but others."""
    asked, told = _asked(question, label), recurring(head)
    return any(
        scale in told and asked.get(scale, told[scale]).isdisjoint(told[scale])
        for scale in (Scale.WEEKDAY, Scale.HOUR)
    )


def asks_of_month(question: str) -> bool:
    """Whether a question names a month in which something is so."""
    return bool(_IN_MONTH.search(_with_capitals(question)))


def in_its_season(question: str, text: str) -> str:
    """A question with the only season that a text says its month is in, for the month; "" where none is."""
    said = _with_capitals(question)
    month = _IN_MONTH.search(said)
    asked = recurring(said).get(Scale.MONTH)
    if month is None or not asked:
        return ""
    explained = ((one["season"], recurring(one["when"])) for one in _EXPLAINED.finditer(text))
    seasons = {name.casefold() for name, told in explained if asked <= told.get(Scale.MONTH, frozenset())}
    return f"{said[: month.start()]}in the {seasons.pop()}{said[month.end() :]}" if len(seasons) == 1 else ""


def times_asked(question: str) -> Named:
    """The weekdays, hours and months that a question names, those of its seasons among them."""
    named = recurring(_with_capitals(question))
    seasons = [_SEASONS[one.casefold()] for one in _SEASON.findall(question[:LONGEST_FORM])]
    months = named.get(Scale.MONTH, frozenset()).union(*seasons)
    return {**named, Scale.MONTH: months} if months else named


def without_times(question: str) -> str:
    """A question without the weekdays, hours, months and seasons that it names."""
    return without_recurring(_SEASON.sub(" ", _with_capitals(question)))


def _asked(question: str, label: str) -> Named:
    known = recurring(label)
    named = recurring(_with_capitals(question))
    return {scale: times for scale, times in named.items() if scale not in known}


def _with_capitals(question: str) -> str:
    return _LED.sub(lambda led: led[0][:-1] + led[0][-1].upper(), question[:LONGEST_FORM])


def fitting(asked: Named, told: Named) -> int:
    """On how many scales all that is asked is among what is told; 0 where on one it is not."""
    both = asked.keys() & told.keys()
    return len(both) if all(_is_within(scale, asked[scale], told[scale]) for scale in both) else 0


def _is_within(scale: Scale, asked: Times, told: Times) -> bool:
    """Whether all that is asked is told; of a part of the day, such as the evening, whether most is."""
    return 2 * len(asked & told) > len(asked) if scale is Scale.HOUR else asked <= told
