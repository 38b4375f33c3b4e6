"""Bearers: whose name a name is, a person's or an organisation's, by its own words and those beside it.

Rules without a list of first names: a title before it, or two to four words none of which says that it is a
firm, a place or a thing, mostly not behind "in" or "at".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from index import Span
from qa.mentions import ROLES


class Bearer(StrEnum):
    """What bears a name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    OTHER = "other"


_ORGANISATIONS = frozenset(
    """
    limited ltd llp llc plc inc corp corporation gmbh ag kg se cio company co trust council board club
    school college university institute library theatre bank group foundation association society union
    ministry department agency committee tribunal church hospital hotel museum services systems
    solutions partners holdings industries estates brothers sons cooperative parliament police party
    press times post news federation authority commission joinery foundry motors insurance consulting
    logistics software technologies labs laboratories studios airlines railways water energy electric
    timber dairy bakery brewery works solar lettings properties builders
    """.split()
)
# What firms are called by that do it. "Harding" is a last name, so that the ending alone does not tell.
_TRADES = frozenset(
    """
    roofing catering cleaning plumbing engineering heating printing flooring paving tiling glazing fencing
    landscaping gardening scaffolding decorating welding drilling plastering publishing packaging shipping
    recycling brewing vending lighting computing roofers plumbers electricians caterers decorators
    contractors architects surveyors solicitors accountants engineers electrical electronics construction
    haulage removals rentals supplies interiors furnishings textiles ceramics plastics chemicals
    pharmaceuticals telecom telecoms broadband recruitment investments ventures
    """.split()
)
_PLACES = frozenset(
    """
    street road lane square row rise bridge river valley hill hills park house hall farm station branch
    gate bay island islands county city town court centre center building room place avenue yard orchard
    garden gardens field forest mountain mountains lake sea ocean coast harbour port canal unit flat
    floor wing tower castle kingdom states republic district region north south east west northern
    southern eastern western new great little upper lower
    """.split()
)
_THINGS = frozenset(
    """
    act article agreement contract lease programme program project plan policy report review manual
    survey guide law code day week month year war festival award prize cup notice minutes meeting form
    forms value data list version edition model series item action section schedule appendix annex
    clause
    """.split()
)
_TITLES = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Cllr|Councillor|Judge|Captain)\.?"
_TITLE, _TITLED = re.compile(rf"{_TITLES}\s"), re.compile(rf"{_TITLES}\s\Z")
_AT = re.compile(r"\b(?:in|at|near|to|through|into|across|within)\s(?:the\s)?\Z")
# "OpenAI", "NDTV"
_BRAND = re.compile(r"(?!Mc|Mac)[A-Z]?[a-z]+[A-Z]|[A-Z]{3}")
_LONGEST_NAME = 4


def bearer_of(name: str, text: str, places: Sequence[Span]) -> Bearer:
    """Whose name it is.

    Args:
        name: the name.
        text: the document's text.
        places: where the name stands in it.

    """
    words = name.split()
    said = [word.strip(".").casefold() for word in words]
    if said[-1] in _PLACES:
        return Bearer.OTHER
    forms = {word for place in places for word in text[slice(*place)].split()}
    is_firm = any(form.strip(".").casefold() in _ORGANISATIONS for form in forms) or said[-1] in _TRADES
    if "&" in said or is_firm or any(map(_BRAND.match, words)):
        return Bearer.ORGANISATION
    before = [text[max(0, place.start - 20) : place.start] for place in places]
    if _TITLE.match(name) or any(map(_TITLED.search, before)):
        return Bearer.PERSON
    is_long = 2 <= len(said) <= _LONGEST_NAME
    is_of_else = any(word in _PLACES or word in _THINGS for word in said) or words[-1] in ROLES
    is_place = 2 * sum(bool(_AT.search(one)) for one in before) > len(before)
    has_sign = any(sign.isdigit() for sign in name) or name.isupper()
    return Bearer.PERSON if is_long and not (is_of_else or is_place or has_sign) else Bearer.OTHER
