"""Kinds: which words say what a document is, or stand for whatever document is at hand."""

from __future__ import annotations

from index.words import FUNCTION_WORDS, stem, stems, words

# What stands for the documents at hand.
_GENERIC = frozenset(
    map(
        stem,
        """
        document text article file paper page report pdf content everything all it story book letter contract
        agreement manual guide guideline policy minutes thread email mail message interview study review
        presentation slide spreadsheet handbook essay note whole entire full main material source upload here
        """.split(),
    )
)

# What one calls a contract may call itself one of these.
_LEASES = frozenset(map(stem, "lease sublease underlease".split()))
CONTRACTS = _LEASES | frozenset(map(stem, "contract agreement licence".split()))
ANY_CONTRACT = frozenset(map(stem, ("contract", "agreement")))
# What a document can be, by the words of its name or title.
_KINDS = frozenset(
    map(
        stem,
        """
        contract agreement lease sublease underlease licence policy handbook manual guide guideline minutes
        letter report article paper study review presentation offer quotation invoice memo note essay
        interview thread email story book plan budget statement specification datasheet
        """.split(),
    )
)


def is_kind(word: str) -> bool:
    """Whether a word says what kind of document something is: "lease", "handbook"."""
    return bool(kinds_in(frozenset({stem(word.casefold())})))


def kinds_in(subject: frozenset[str]) -> frozenset[str]:
    """Those of a subject's words, as stems, that say what kind of document is meant."""
    return subject & _KINDS


def kin_of(word: str) -> frozenset[str]:
    """The words, as stems, that may stand where one does, itself among them: for a lease an agreement."""
    one = stem(word.casefold())
    if one in ANY_CONTRACT:
        return CONTRACTS
    kin = _LEASES if one in _LEASES else frozenset({one})
    return kin | (ANY_CONTRACT if one in CONTRACTS else frozenset())


def names_all(subject: frozenset[str]) -> bool:
    """Whether a subject's words stand for whatever document is at hand."""
    return subject <= _GENERIC


def names_one(subject: frozenset[str], names: str) -> bool:
    """Whether a subject's words stand for a document of some name: two words of it, half, or its last."""
    spaced = names.replace("_", " ")
    called = [stem(word) for word in words(spaced) if word.casefold() not in FUNCTION_WORDS]
    wanted = subject - _GENERIC
    if not wanted or not subject <= stems(spaced) | _GENERIC:
        return False
    return len(subject) > 1 or 2 * len(wanted) >= len(called) or called[-1] in wanted
