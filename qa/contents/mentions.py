"""Mentions: the names, dates and amounts that a document says most often, by rules, each with its places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from index import Document, Passage, Span
from index.words import is_function_word
from qa.contents.headings import is_heading
from qa.contents.numerals import SEVERAL
from qa.contents.terms import Terms

MOST_PLACES = 100
MONTHS = (
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
).split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTH = rf"(?:(?:{'|'.join(MONTHS[:12])})\b|(?:{'|'.join(MONTHS[12:])})\b\.?)"
_YEAR = r"(?:1[5-9]|20)\d\d\b"
DATE = re.compile(
    rf"""(?:\b(?:{"|".join(WEEKDAYS)}),?\ )?
    (?: \b\d{{1,2}}(?:(?:st|nd|rd|th)(?:(?:\ day)?\ of)?)?\ {_MONTH}(?:,?\ {_YEAR})?
      | \b{_MONTH}\ \d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\ {_YEAR})?
      | \b{_MONTH}\ {_YEAR}
      | \b\d{{4}}-\d\d-\d\d\b
      | \b\d{{1,2}}[./]\d{{1,2}}[./](?:\d\d){{1,2}}\b
    )
    | (?<=\bin\ ){_YEAR}(?![\d%,.-]?\d) | (?<=\bsince\ ){_YEAR} | (?<=\buntil\ ){_YEAR} | (?<=\bby\ ){_YEAR}
    | (?<=\bthrough\ ){_YEAR} | (?<=\bof\ ){_YEAR}""",
    re.VERBOSE,
)
_NUMBER = r"\d[\d,.]*(?<![,.])"
_SCALE = r"(?:\s(?:thousand|million|billion|trillion|bn|mn?)\b)?"
_MONEY = "$€£¥₹"
COINS = (
    "dollars? euros? pounds? pence cents? francs? yen rupees? crowns? shillings? USD EUR GBP CHF JPY".split()
)
_MEASURES = (
    r"(?:square|cubic)\s(?:metres?|meters?|kilometres?|kilometers?|feet|miles) kilometres? kilometers? km "
    r"metres? meters? centimetres? centimeters? cm mm miles? feet inches kg kilograms? kilos? grams? tonnes? "
    r"tons? litres? liters? ml kW kWh MW GW watts? volts? megabits? gigabytes? GB MB TB °C °F bar employees "
    r"people persons members votes shares customers patients units"
).split()
SPANS_OF_TIME = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)"
AMOUNT = re.compile(
    rf"""[{_MONEY}]\s?{_NUMBER}{_SCALE}
    | (?<![\w.,-]){_NUMBER}{_SCALE}\s?(?:%|per\ ?cent\b|[{_MONEY}]|(?:{"|".join(COINS)})\b)
    | (?<![\w.,-]){_NUMBER}{_SCALE}\s(?:{"|".join(_MEASURES)})(?!\w)
    | (?<![\w.,-])(?:{_NUMBER}|\b{SEVERAL})\s(?:working\ |calendar\ )?{SPANS_OF_TIME}\b""",
    re.VERBOSE,
)
_TOKEN = re.compile(r"[^\W_](?:[\w’'-]*\w)?")
_POSSESSIVE = re.compile(r"[’']s?\Z")
_BINDING = frozenset({"of", "de", "van", "von", "der", "den", "la", "du", "da", "al", "bin"})
TITLES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Cllr"})
_BEFORE_NAMES = TITLES | {"St"}
_SUFFIX = re.compile(r"\ (?:Corp|Inc|Ltd|Limited|LLP|LLC|PLC|plc|GmbH|AG|KG|SE|Co)\Z")
_NO_NAMES = frozenset(
    (
        "Dear Hi Hello Yes No Mr Mrs Ms Dr Prof CEO CFO CTO GB MB TB Article Section Table Figure Page "
        "Chapter Item Part Appendix Note AI IT HR VAT PDF Christmas Easter "
        "EUR USD GBP CHF JPY NOK SEK DKK PLN CAD AUD"
    ).split()
).union(MONTHS, WEEKDAYS, (f"{day}s" for day in WEEKDAYS))
# What somebody is, not who.
ROLES = frozenset(
    (
        "Head Teacher Managing Director Chief Executive Financial Finance Operating Operations Technical "
        "Commercial Sales Marketing Site Project General Senior Deputy Vice Assistant Officer Manager "
        "Partner Secretary Treasurer Chair Chairman Chairwoman President Minister Prime Engineer Consultant "
        "Professor Doctor Mayor Lead Leader Owner Proprietor Founder Supervisor Coordinator Administrator "
        "Clerk Caretaker Trustee Governor Adviser Advisor Representative Controller Accountant Architect "
        "Surveyor Solicitor Inspector Technician Analyst Librarian Curator Receptionist Principal"
    ).split()
)
_POSTS = frozenset(
    (
        "Teacher Director Executive Officer Manager Secretary Treasurer Chair Chairman Chairwoman President "
        "Minister Engineer Consultant Professor Doctor Mayor"
    ).split()
)
# "Of Finance" and a name of two words: with fewer, all is of the post.
_LONGEST_POST = 3
# "1.2", "3.", "B.2" and "(b)" before a clause's first word.
_ENUMERATOR = re.compile(
    r"[\s*_#>•–-]*(?:\(?\d+(?:\.\d+)*[.)]|\d+(?:\.\d+)+|[A-Z]\.?\d+(?:\.\d+)*[.)]?|\(?[a-z]\))\s+"
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, a date or an amount, and where it stands.

    Attributes:
        text: its words, as they stand at most places.
        count: how often it stands there.
        places: where it stands, as document offsets; the first hundred at most.
        unit: what a table's figure is in, by the document's words; "" where it says so, or is none.

    """

    text: str
    count: int
    places: tuple[Span, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a document mentions, of each kind what stands there most often first."""

    names: tuple[Mention, ...]
    dates: tuple[Mention, ...]
    amounts: tuple[Mention, ...]


def mentions(document: Document, passages: Iterable[Passage]) -> Mentions:
    """The names, dates and amounts that stand in some passages of a document, the most frequent first."""
    stretches = [stretch for passage in passages for stretch in _stretches(document, passage)]
    found = [
        (list(_found(DATE, document.text, one)), list(_found(AMOUNT, document.text, one)))
        for one in stretches
    ]
    dates = [span for some, _ in found for span in some]
    amounts = [one for some, more in found for one in more if not any(one.touches(date) for date in some)]
    return Mentions(
        _counted(document.text, _names(document.text, stretches)),
        _counted(document.text, dates),
        _counted(document.text, amounts),
    )


def _stretches(document: Document, passage: Passage) -> Iterator[Span]:
    """The sentences of running text and the cells of tables; headings repeat what the text says.

    A line such as "Present: Ada Stone" may look like one.
    """
    cells = iter(passage.cells)
    yield from cells
    for sentence in passage.sentences:
        stands_over = is_heading(document, sentence) and ":" not in document.text[slice(*sentence)]
        if document.row_at(sentence.start) is None and not stands_over:
            yield sentence


def _found(form: re.Pattern[str], text: str, stretch: Span) -> Iterator[Span]:
    return (Span(*match.span()) for match in form.finditer(text, stretch.start, stretch.end))


def _counted(text: str, places: Sequence[Span]) -> tuple[Mention, ...]:
    """Places by their words, those said most often first, then those said first."""
    said: dict[str, list[Span]] = defaultdict(list)
    for place in places:
        said[_SUFFIX.sub("", _words(text, place)).casefold()].append(place)
    _join_last_names(said)
    found = [
        Mention(_usual(text, group), len(group), tuple(sorted(group)[:MOST_PLACES]))
        for group in said.values()
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.places[0])))


def _usual(text: str, places: Sequence[Span]) -> str:
    """The form that stands there most often."""
    return Counter(_words(text, place) for place in places).most_common(1)[0][0]


def _words(text: str, place: Span) -> str:
    return " ".join(text[slice(*place)].split())


def _join_last_names(said: dict[str, list[Span]]) -> None:
    """Count a last name by itself to the one whole name that ends in it."""
    longer: dict[str, list[str]] = defaultdict(list)
    for name in said:
        first, _, last = name.rpartition(" ")
        if first and first.rsplit(" ", 1)[-1] not in _BINDING:
            longer[last].append(name)
    for last, names in longer.items():
        if last in said and len(names) == 1:
            said[names[0]] += said.pop(last)


def _names(text: str, stretches: Sequence[Span]) -> list[Span]:
    """Runs of words with capitals; a word that opens a sentence counts where it is a name elsewhere."""
    inside: Counter[str] = Counter()
    small: Counter[str] = Counter()
    runs: list[tuple[list[re.Match[str]], bool]] = []
    for stretch in stretches:
        number = _ENUMERATOR.match(text, *stretch)
        tokens = list(_TOKEN.finditer(text, number.end() if number else stretch.start, stretch.end))
        small.update(token.group() for token in tokens if token.group().islower())
        stands_over = _may_stand_over(tokens)
        for run in chain.from_iterable(map(_without_posts, _runs(text, tokens))):
            opens = run[0] is tokens[0] or _opens(text, run[0].start())
            kept = _trimmed(text, run[2:] if opens and len(run) > 2 and run[1].group() == "of" else run)
            if kept:
                opens = opens and kept[0] is run[0]
                runs.append((kept, opens))
                is_inside = len(kept) == 1 and not opens and not stands_over
                inside.update([_bare(kept[0].group())] if is_inside else [])
    terms = Terms(text, stretches, small)
    named: list[Span] = []
    for run, opens in runs:
        first = _bare(run[0].group())
        begins = opens and len(run) > 1 and small[first.lower()] > inside[first]
        kept = run[1:] if begins else run
        is_named = len(run) > 1 or _is_name(first, inside, small)
        if is_named and not terms.holds([_bare(token.group()) for token in kept]):
            named.append(Span(kept[0].start(), kept[-1].start() + len(_bare(kept[-1].group()))))
    return named


def _opens(text: str, start: int) -> bool:
    """Whether what starts here comes after a sentence's end, or after a colon."""
    before = text[max(0, start - 4) : start].rstrip(" \n*_([“\"'‘")
    return before[-1:] in {"", ".", "!", "?", ":"}


def _may_stand_over(tokens: Sequence[re.Match[str]]) -> bool:
    """Whether words may be a heading: all but those that join them have capitals, as in "Loss and Theft"."""
    small = [token.group() for token in tokens if token.group().islower()]
    return bool(small) and all(map(is_function_word, small)) and tokens[0].group()[0].isupper()


def _is_name(word: str, inside: Counter[str], small: Counter[str]) -> bool:
    """Whether a word by itself is a name: one that stands inside a sentence, and nowhere in small letters."""
    return inside[word] > 0 and not small[word.lower()]


def _runs(text: str, tokens: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Words with capitals side by side, "of" and "van" between them included."""
    run: list[re.Match[str]] = []
    for token in tokens:
        between = text[run[-1].end() : token.start()] if run else ""
        binds = between in {" ", " & ", "' ", "’ "} or (between == ". " and run[-1].group() in _BEFORE_NAMES)
        if run and binds and (token.group()[0].isupper() or token.group() in _BINDING):
            run.append(token)
            continue
        if run:
            yield run
        run = [token] if token.group()[0].isupper() else []
    if run:
        yield run


def _without_posts(run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """The parts of a run before, between and after posts: "Marguerite Ashdown", not her "Managing Director".

    A post before a last name by itself is part of the name: "President Obama".
    """
    said = [_bare(token.group()) for token in run]
    posts = [at for at, word in enumerate(said) if word in _POSTS]
    if not posts or (posts == [0] and len(run) == 2):
        yield run
        return
    start = 0
    for post in posts:
        if post < start:
            continue
        first = post
        while first > start and said[first - 1] in ROLES:
            first -= 1
        if first > start + (first == post):  # the "Office" of "Office Manager" is part of the post
            yield run[start:first]
        start = post + 1 + _department(said[post + 1 :])
    if start < len(run):
        yield run[start:]


def _department(said: Sequence[str]) -> int:
    """How many words behind a post say of what it is: the two of "Director of Finance Ada Stone"."""
    return 2 if said[:1] == ["of"] and len(said) > _LONGEST_POST else 0


def _trimmed(text: str, run: list[re.Match[str]]) -> list[re.Match[str]]:
    """A run without the words at its ends that belong to no name; shouted lines and codes name nothing."""
    while run and (_is_no_name(run[0].group()) and not (len(run) > 1 and run[0].group() in _BEFORE_NAMES)):
        run = run[1:]
    while run and (
        run[-1].group() in _BINDING or _is_no_name(run[-1].group()) or _DIGIT.search(run[-1].group())
    ):
        run = run[:-1]
    if run and _DIGIT.search(run[0].group()):
        return []
    if len(run) > 2 and all(token.group().isupper() for token in run):
        return []
    if all(_bare(token.group()) in ROLES for token in run):
        return []
    if len(run) == 1 and len(run[0].group()) == 1:
        return []
    numbered = len(run) == 1 and re.match(r"\s\d", text[run[-1].end() : run[-1].end() + 2])
    return [] if numbered else run


def _is_no_name(word: str) -> bool:
    first = re.split("[’']", word, maxsplit=1)[0]
    return is_function_word(first) or first in _NO_NAMES


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word)
