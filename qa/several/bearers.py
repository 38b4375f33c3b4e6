"""Bearers: whose name a name is, a person's or an organisation's, by its own words and those beside it.

A title, a label or the head of a column may tell, or a word that says that it is a firm, a place or a thing.
Of the others the embedding model knows what they sound like (`qa.likeness`); there is no list of first names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from index import Document, Index, Span
from qa.contents.mentions import ROLES, TITLES, Mention
from qa.several.likeness import Bearer, sounds_like

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
# What stands before people, at the beginning of a line or over a column, and what over firms.
_PEOPLE = (
    r"(?:who|names?|(?:name\sof\s)?(?:the\s)?(?:owners?|employees?|persons?|contacts?|members?|authors?|signator(?:y|ies))"
    r"|(?:person\s)?responsible|assigned\sto|by\swhom|contact\sperson|participants|attendees)"
)
_LABELS = (
    rf"(?:{_PEOPLE}|chair(?:man|woman|person)?|present|apologies|absent|attend(?:ance|ing|ed)|in\sattendance"
    r"|minutes(?:\staken\sby)?|signed(?:\sby)?|from|to|cc)"
)
_FIRMS = (
    r"(?:name\sof\s)?(?:the\s)?(?:suppliers?|providers?|compan(?:y|ies)|firms?|vendors?|contractors?|sub-?contractors?"
    r"|manufacturers?|insurers?|banks?|organi[sz]ations?|institutions?|carriers?|operators?|publishers?|employers?)"
)
_THINGS_HEAD = (
    r"(?:items?|services?|products?|articles?|descriptions?|courses?|places?|locations?|departments?|types?|models?"
    r"|materials?|rooms?|remarks?|titles?|subjects?|topics?|goods|equipment)"
)
_HEADS = {
    bearer: re.compile(rf"\W*{form}\W*", re.IGNORECASE)
    for bearer, form in (
        (Bearer.PERSON, _PEOPLE),
        (Bearer.ORGANISATION, _FIRMS),
        (Bearer.OTHER, _THINGS_HEAD),
    )
}
_LABELLED = re.compile(rf"^\W*{_LABELS}\W*:[^\n]*\Z", re.IGNORECASE | re.MULTILINE)
# "Ada Stone, Site Manager", "Ada Stone (chair)"
_POST_AFTER = re.compile(
    rf"(?:,\s|\s\(|,?\s*\n)(?:[\w’'-]+\s){{0,3}}?(?:{'|'.join(sorted(ROLES))})\b", re.IGNORECASE
)
_LONGEST_NAME = 4
# So far before a name the label of its line is looked for.
_LABELLED_CHARS = 300


def firms_in(document: Document) -> Iterator[str]:
    """What stands in the columns of firms of a document's tables, in small letters."""
    for table in document.tables:
        columns = {at for at, head in enumerate(table.heads) if _HEADS[Bearer.ORGANISATION].fullmatch(head)}
        for row in table.rows if columns else ():
            if not row.is_head:
                yield from (
                    document.text[one.start : one.end].casefold()
                    for one in row.cells()
                    if one.column in columns
                )


def bearers_of(
    names: Sequence[Mention], document: Document, index: Index, firms: Collection[str] = ()
) -> list[Bearer]:
    """Whose each name of a document is; what is known for a firm is one, in small letters."""
    told = [Bearer.ORGANISATION if name.text.casefold() in firms else _told(name, document) for name in names]
    unknown = [_untitled(name.text) for name, bearer in zip(names, told, strict=True) if bearer is None]
    sound = iter(sounds_like(unknown, index))
    return [next(sound) if bearer is None else bearer for bearer in told]


def _told(name: Mention, document: Document) -> Bearer | None:
    """What tells whose a name is, by its words and those beside it; None where nothing does."""
    text, words = document.text, name.text.split()
    said = [word.strip(".").casefold() for word in words]
    in_column = _by_column(name.places, document)
    if in_column in {Bearer.ORGANISATION, Bearer.OTHER}:
        return in_column
    if said[-1] in _PLACES:
        return Bearer.OTHER
    forms = {word for place in name.places for word in text[slice(*place)].split()}
    is_firm = any(form.strip(".").casefold() in _ORGANISATIONS for form in forms) or said[-1] in _TRADES
    if "&" in said or is_firm or any(map(_BRAND.match, words)):
        return Bearer.ORGANISATION
    before = [text[max(0, place.start - 20) : place.start] for place in name.places]
    if _TITLE.match(name.text) or any(map(_TITLED.search, before)):
        return Bearer.PERSON
    is_of_else = any(word in _PLACES or word in _THINGS for word in said) or words[-1] in ROLES
    is_place = 2 * sum(bool(_AT.search(one)) for one in before) > len(before)
    has_sign = any(sign.isdigit() for sign in name.text) or name.text.isupper()
    if not 2 <= len(said) <= _LONGEST_NAME or is_of_else or is_place or has_sign:
        return Bearer.OTHER
    return in_column or (Bearer.PERSON if _stands_as_person(name.places, document) else None)


def _untitled(name: str) -> str:
    return " ".join(word for word in name.split() if word not in TITLES)


def _by_column(places: Sequence[Span], document: Document) -> Bearer | None:
    """Whose a name is that fills a cell, by the head of its column."""
    for place in places:
        found, head = document.row_at(place.start), document.cell_at(place.start)
        if found and head and any(Span(*cell[:2]) == place for cell in found[1].cells()):
            told = (bearer for bearer, form in _HEADS.items() if form.fullmatch(head[1]))
            if bearer := next(told, None):
                return bearer
    return None


def _stands_as_person(places: Sequence[Span], document: Document) -> bool:
    """Whether a name stands behind a label for people, or before a post; in tables all have labels."""
    return any(
        document.row_at(place.start) is None
        and (
            _LABELLED.search(document.text, max(0, place.start - _LABELLED_CHARS), place.start)
            or _POST_AFTER.match(document.text, place.end)
        )
        for place in places
    )


def same_names(names: Sequence[str]) -> dict[str, str]:
    """Each of some names with the one that stands for all who are called so, the fullest of them.

    "Ms Pym" and "Judith Pym" are one, and so are "Dr Judith Pym" and, where a post runs into it, "Finance
    Judith Pym".
    """
    whole = {name: _untitled(name).casefold() for name in names}
    several = [name for name in dict.fromkeys(names) if " " in whole[name]]
    several.sort(key=lambda name: (len(whole[name].split()), -len(name)))
    same: dict[str, str] = {}
    for name in several:
        shorter = (
            one
            for one in same.values()
            if whole[name] == whole[one] or whole[name].endswith(f" {whole[one]}")
        )
        same[name] = next(shorter, name)
    for name in names:
        called = {one for one in same.values() if whole[one].endswith(f" {whole[name]}")}
        is_titled = whole[name] != name.casefold()
        same.setdefault(name, called.pop() if is_titled and len(called) == 1 else name)
    return same
