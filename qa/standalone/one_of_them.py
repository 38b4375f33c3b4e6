"""One of them: what "one" stands for in "And what does one cost?" after a question that names such things."""

from __future__ import annotations

import re

from index.words import is_function_word

_ASKED = re.compile(
    r"(?P<before>\b(?:do|does|did|will|would|can|may)\s)one(?=\s(?:cost|take|last|weigh|hold|measure)\b)"
    r"|(?P<ends>\b(?:is|was|for|of|order|get|book|hire|need|buy|rent|make|send|use|borrow)\s)one(?=\W*\Z)",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(?:the|our|these|those|all|any|my|your|their|about|of|for|many|new)\s"
    r"(?P<called>(?!(?:the|our|these|those|my|your|their)\b)(?:[a-z][\w-]*\s){0,2}?[a-z][\w-]+(?<![sui])s)\b(?!['’])",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    r"\b(?P<called>an?\s[a-z][\w-]*(?:\s[a-z][\w-]*){0,2}?)(?=\s(?:costs?|takes?|lasts?|be|for|at|in|from|with|of)\b|\W*\Z)",
    re.IGNORECASE,
)


def with_what_one_is(question: str, earlier: str) -> str:
    """A question with the thing in the place of its "one", where the earlier one names such; "" elsewhere."""
    asked, thing = _ASKED.search(question), _thing_in(earlier)
    if asked is None or not thing:
        return ""
    return f"{question[: asked.start()]}{asked['before'] or asked['ends']}{thing}{question[asked.end() :]}"


def _thing_in(question: str) -> str:
    """One of the things that a question names last: "a blood test" of "the blood tests"; "" for none."""
    found = [*_SINGLE.finditer(question), *_MANY.finditer(question)]
    found = [one for one in found if not any(map(is_function_word, one["called"].split()[-1:]))]
    if not found:
        return ""
    last = max(found, key=lambda one: one.start("called"))["called"]
    return last if re.match(r"an?\s", last, re.IGNORECASE) else _one(last)


def _one(things: str) -> str:
    *kind, last = things.split()
    single = re.sub(r"(?<=(?:ch|sh|ss))es\Z|(?<=x)es\Z|s\Z", "", re.sub(r"ies\Z", "y", last))
    return f"{'an' if things[0].casefold() in 'aeiou' else 'a'} {' '.join((*kind, single))}"
