"""Named sides: which contract each of several words of a question stands for, by what each of them is of.

"The bar deal" is the letter on the foyer bar, "the cleaners" those who do the cleaning, "the loo" the hire of
a toilet: by the words of its name, title and parties, by what it speaks of and its rivals do not, and else
by what its opening lines are close to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from index import Document, Index
from index.words import content_words, is_function_word, stem, stems, words
from qa.contents.headings import called
from qa.contracts.defined import definitions
from qa.contracts.ours import parties_of
from qa.contracts.paid import OF_ANY_FIRM, trades
from qa.intents.kinds import kinds_in

# What a word counts that a contract is called by, opens with, and else says so often.
CALLED, OPENED, SAID, MOST_SAID = 1.0, 0.5, 0.1, 0.4
# Words for any contract tell one only where it alone is called so.
OF_ANY = 0.3
# So much is told by words at the least, and so many times as much as of any other.
LEAST, CLEARER = 0.25, 1.4
# So close a line has to be where no word tells, and so much closer than any other contract's.
CLOSE, CLOSER = 0.2, 0.04
# From this on, words are surely a side.
SURELY_SIDE = 0.7
OPENING_CHARS, OPENING_LINES, LINE_CHARS = 600, 14, 200
_ANY = OF_ANY_FIRM | frozenset(
    map(stem, "deal job one thing people guys lot side plan terms order letter".split())
)
# What is asked of a contract names none.
_ASKED = stems(
    "begin begins start starts end ends finish finishes expire expires run runs last lasts cost costs pay"
    " paid price notice term renew renews"
)


class NamedSides:
    """Tells which of some contracts words stand for; the contracts are read once."""

    def __init__(self, index: Index, names: Sequence[str]) -> None:
        self._index = index
        self._documents = {name: index.documents[name] for name in names}
        self._called = {name: _called(one) for name, one in self._documents.items()}
        self._opened = {
            name: trades(_all_stems(one.text[:OPENING_CHARS])) for name, one in self._documents.items()
        }
        self._said = {name: _counted(one.text) for name, one in self._documents.items()}
        self._lines = {name: list(_lines(one)) for name, one in self._documents.items()}

    def told_apart(self, sides: Sequence[tuple[str, float]]) -> list[str]:
        """The contract of each side, which is likely one by so much; "" for a side that stands for none.

        What one side surely is, another is not; of two contracts, the other is the other one, where the words
        are surely a side.
        """
        told = [self._by_words(said, list(self._documents)) for said, _ in sides]
        if not any(told):
            return [self._by_meaning(said, list(self._documents), is_side=False) for said, _ in sides]
        for at, (said, likely) in enumerate(sides):
            rest = [name for name in self._documents if name not in told]
            if not told[at] and rest and likely >= SURELY_SIDE:
                told[at] = self._by_words(said, rest) or self._by_meaning(said, rest, is_side=True)
        return told

    def called_so(self, word: str) -> bool:
        """Whether one contract alone is called by a word, or is with whom it names."""
        one = stem(word.casefold())
        is_telling = word[0].isalpha() and not is_function_word(word) and one not in _ANY
        is_telling = is_telling and not kinds_in(frozenset({one}))
        return is_telling and sum(_trade(one) in called for called in self._called.values()) == 1

    def _by_words(self, side: str, names: Sequence[str]) -> str:
        scores = {name: self._score(side, name) for name in names}
        return _clear_best(scores, LEAST, CLEARER)

    def _score(self, side: str, name: str) -> float:
        found = 0.0
        for word in content_words(side):
            one = _trade(stem(word.casefold()))
            if one in _ASKED:
                continue
            is_called = one in self._called[name]
            if stem(word.casefold()) in _ANY or kinds_in(frozenset({stem(word.casefold())})):
                found += OF_ANY * is_called
            elif is_called:
                found += CALLED
            elif one in self._opened[name]:
                found += OPENED
            else:
                found += min(MOST_SAID, SAID * self._said[name][one])
        return found

    def _by_meaning(self, side: str, names: Sequence[str], is_side: bool) -> str:
        if len(names) == 1 and is_side:
            return names[0]
        closeness = {name: self._closeness(side, name) for name in names}
        first, *others = sorted(closeness.values(), reverse=True) or [0.0]
        is_clear = first >= CLOSE and all(first - other >= CLOSER for other in others)
        return max(closeness, key=closeness.__getitem__) if is_clear else ""

    def _closeness(self, side: str, name: str) -> float:
        wanted, *vectors = self._index.vectors([side, *self._lines[name]])
        return max((float(wanted @ vector) for vector in vectors), default=0.0)


def _clear_best(scores: Mapping[str, float], least: float, clearer: float) -> str:
    first, *others = sorted(scores, key=scores.__getitem__, reverse=True) or [""]
    is_clear = bool(first) and scores[first] >= least
    return first if is_clear and all(scores[first] >= clearer * scores[one] for one in others) else ""


def _called(document: Document) -> frozenset[str]:
    """The words that a contract is called by, and its parties are, as stems of trades."""
    terms = (word for one in definitions(document) for word in one.term | one.role)
    parties = (word for party in parties_of(document) for word in _all_stems(party))
    return trades(_all_stems(called(document.name, document)) | frozenset(terms) | frozenset(parties))


def _all_stems(text: str) -> frozenset[str]:
    return frozenset(stem(word.casefold()) for word in words(text))


def _counted(text: str) -> Counter[str]:
    return Counter(_trade(stem(word.casefold())) for word in words(text))


def _trade(word: str) -> str:
    (found,) = trades(frozenset({word}))
    return found


def _lines(document: Document) -> Iterator[str]:
    """What a contract is called, and the first lines that tell what it is of."""
    yield called(document.name, document)
    for block in document.blocks[:OPENING_LINES]:
        yield document.text[block.start : min(block.end, block.start + LINE_CHARS)]
    yield from (section.heading for section in document.sections if section.heading)
