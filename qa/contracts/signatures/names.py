"""Names: where the name of one who signs ends, and whether it is short for another."""

from __future__ import annotations

import re

from index import Span

_NAME_WORDS = 4
ROLE = re.compile(
    r"\b(?:director|manager|partner|secretary|treasurer|chair(?:man|woman|person)?|president|head|chief|officer|owner"
    r"|principal|trustee|mayor|clerk|governor|proprietor|teacher|member|administrator|executive|founder|counsel"
    r"|solicitor|attorney|agent|representative|signatory|technician|engineer|accountant|bookkeeper|curator|caretaker"
    r"|warden|notary|supervisor|coordinator|consultant|architect|surveyor|advis[eo]r|ce?o|cfo|coo|cto)s?\b",
    re.IGNORECASE,
)
COMPANY = re.compile(
    r"\b(?:Ltd|Limited|LLP|LLC|Inc|plc|PLC|GmbH|AG|Corp|Corporation|Company|Co|Cooperative|Association|Council|Trust|School"
    r"|College|University|Board|Foundation|Society|Club|Union|Group|Holdings|Services|Hospital|Institute|Agency|BV"
    r"|SA|SE|Choir|Theatre|Museum|Orchestra|Gallery|Library|Clinic|Practice|Surgery|Bakery|Brewery|Garage|Studios?|Cent(?:re|er)|Academy"
    r"|Federation|Partnership|Enterprises|Industries|Solutions|Systems|Laborator(?:y|ies)|Hotel|Authority|Ministry|Department|Municipality"
    r"|League|Network|Committee|Charity|Fund|Cinema|Nursery|Pharmacy|Workshop|Joinery|Catering|Cleaning|Consulting|Logistics|Sons"
    r"|Daughters?|Brothers)\b\.?\s*:?\Z",
    re.IGNORECASE,
)
_MARK = re.compile(r"\W*(?:(?:sgd|sign(?:ed|ature)?|gez)\b\.?\W+|/s/\s*)(?=(?-i:[^\W\d_a-z]))", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[’'.-])*(?=[\s,;:()/*]|\Z)")
_OF_WHAT = re.compile(
    r"\s(?:of|for)(?:\sthe)?(?:\s(?:and\s|&\s)?(?!Signed\b|Dated?\b|For\b)[A-Z][\w’'-]*){1,3}"
)
PARTICLES = frozenset("van von de der den du la le di da dos bin al ter".split())
_HONOURS = frozenset("dr mr mrs ms miss prof professor sir dame rev revd reverend hon canon".split())
_THE_HONOURED = re.compile(rf"the\s(?:{'|'.join(sorted(_HONOURS))})\b", re.IGNORECASE)
# "Ada Stone  Chair", "Ada Stone Date: 3 May 2024"
_BEHIND = re.compile(r"\s{2,}|\s(?:Dated?|Title|Position|Role|Place|Signed|Signature)\s*:")
_AFTER_NAME = re.compile(rf"{_BEHIND.pattern}|\W*\Z|\*{{0,2}}\s*[,;:(/)–—-]|\s+(?:on|at|in|for)\b")


def unmarked(text: str, words: Span) -> Span:
    """Words without the mark before them that says they are signed: "(sgd.) Ada Stone", "/s/ Ada Stone"."""
    match = _MARK.match(text, *words)
    return Span(match.end(), words.end) if match else words


def name_end(text: str, words: Span) -> int | None:
    """Where the name of a person ends that some words begin with, with an office right behind it.

    None where they do not begin with a name.
    """
    end, count, at = words.start, 0, words.start
    while at < words.end and (word := _WORD.match(text, at, words.end)):
        said = word[0].rstrip(".").casefold()
        if said == "the" and not _THE_HONOURED.match(text, at, words.end):
            return None
        if count > 1 and _BEHIND.match(text, end, words.end):
            break
        if not (word[0][0].isupper() or said in PARTICLES or ROLE.fullmatch(said)):
            break
        if ROLE.fullmatch(said):
            return _office_end(text, word.end(), words.end) if count > 1 else None
        count += said not in _HONOURS and said not in PARTICLES and said != "the"
        end, at = word.end(), word.end()
        while at < words.end and text[at].isspace():
            at += 1
        if text[end : end + 1] in ",;:(/":
            break
    follows = text[end : words.end]
    is_place = follows.lstrip(", ")[:1].isdigit() or not _AFTER_NAME.match(follows)
    is_name = 1 < count <= _NAME_WORDS and not COMPANY.search(text[words.start : end]) and not is_place
    return end if is_name else None


def _office_end(text: str, start: int, end: int) -> int:
    """Where an office ends that goes on: "Head of Hire"."""
    more = _OF_WHAT.match(text, start, end)
    return more.end() if more else start


def is_short_for(short: str, whole: str) -> bool:
    """Whether one name is another with less of it: "H. Farrar" or "Helen Farrar" for Dr Helen Farrar."""
    (*firsts, last), (*fulls, other) = _said_of(short), _said_of(whole)
    if last != other or not firsts or len(firsts) > len(fulls):
        return False
    is_like = all(
        full.startswith(first) if len(first) == 1 else full == first
        for first, full in zip(firsts, fulls, strict=False)
    )
    return is_like and len(short) < len(whole)


def _said_of(name: str) -> list[str]:
    """The words of a name without titles, in small letters, without the points of initials."""
    said = [word.strip(".,").casefold() for word in name.split()]
    return [word for word in said if word not in _HONOURS and word != "the"] or said
