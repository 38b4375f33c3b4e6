"""Intents: questions about documents as a whole, told by their form from those that are looked up."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from index.words import FUNCTION_WORDS, stem, stems, words
from qa.quantities import currency_of
from qa.question import LONGEST_FORM

_POLITE = r"(?:(?:please|and|so|ok|okay|now|then|well|hi|hello)\b\W*)*"
_ASKING = r"(?:(?:can|could|would|will)\syou\s(?:please\s)?|i\s(?:want|need|would\slike)\s|let['’]s\shave\s)?"
_POINTS = (
    r"(?:points?|ideas?|messages?|takeaways?|topics?|themes?|facts?|findings?|contents?|arguments?|things?"
    r"|aspects?)"
)
_CHIEF = r"(?:main|key|most\simportant|central|essential|principal|chief|core|major)"
_SHORT = r"(?:(?:short|brief|quick|concise|general|rough|good|one[- ]\w+)\s)*"
_DIGEST = (
    r"(?:overview|summary|gist|outline|synopsis|recap|abstract|digest|highlights|essence"
    rf"|{_CHIEF}\s{_POINTS})"
)
_OF = r"(?:\W*\b(?:of|for|from|on|about|in|made\sin|made\sby)\b)?"
_IS = r"(?:['’]?s|\sis|\sare|\swas)"
_SUBJECT = r"\W*(?P<subject>[^?!.]*?)"


def _forms(*forms: str) -> list[re.Pattern[str]]:
    return [re.compile(rf"\W*{_POLITE}{_ASKING}{form}\W*", re.IGNORECASE) for form in forms]


_DIGESTS = _forms(
    rf"(?:summ?ar[iy][sz]e|sum\sup|recap|outline|skim|tl;?\s?dr){_OF}{_SUBJECT}",
    rf"(?:(?:give|show|write|make|get|tell|provide)\s(?:(?:me|us)\s)?)?(?:an?\s|the\s)?{_SHORT}{_DIGEST}{_OF}{_SUBJECT}",
    rf"what{_IS}\s(?:an?\s|the\s){_SHORT}{_DIGEST}{_OF}{_SUBJECT}",
)
_CONTENTS = _forms(
    rf"what{_IS}\s{_SUBJECT}\s(?:all\s)?about",
    rf"(?:tell\s(?:me|us)\s)?what\s{_SUBJECT}\s(?:is|are)\s(?:all\s)?about",
    rf"what\s(?:do|does|did)\s{_SUBJECT}\s(?:say|cover|contain|deal\swith|discuss|talk\sabout|tell\s(?:me|us))",
    rf"what(?:\sis|['’]s|\sstands)\s(?:there\s)?(?:written\s)?in\s{_SUBJECT}",
)
# Of what is no document, these ask for a look-up.
_DESCRIPTIONS = _forms(
    rf"(?:describe|explain|tell\s(?:me|us)\sabout)\s{_SUBJECT}",
    rf"what\s(?:kind|sort|type)\sof\s(?:document|text|file|thing)s?{_IS}\s{_SUBJECT}",
    rf"what\sshould\si\sknow\sabout\s{_SUBJECT}",
)
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

_STANDING_FOR_IT = frozenset("it they this these".split())

# What one calls a contract may call itself one of these.
CONTRACTS = frozenset(map(stem, "contract agreement lease sublease licence".split()))
# What a document can be, by the words of its name or title.
_KINDS = frozenset(
    map(
        stem,
        """
        contract agreement lease sublease licence policy handbook manual guide guideline minutes letter report
        article paper study review presentation offer quotation invoice memo note essay interview thread email
        story book plan budget statement specification datasheet
        """.split(),
    )
)

_KIND = (
    r"(?:documents?|files?|texts?|contracts?|agreements?|leases?|reports?|papers?|articles?|policies|letters?"
    r"|manuals?|studies|offers?|sources?|versions?|editions?|invoices?|minutes)"
)
_QUOTED = r"""["“‘'«](?P<quoted>[^"“”«»]+?)["”’'»]"""
_WORD = r"(?:the\s)?(?:exact\s)?(?:words?|terms?|names?|phrases?|expressions?|strings?)"
_SMALL_ARTICLE = re.compile(r"\A(?:the|an?)\s")
_SAID = r"(?:said|used|mentioned|named|written|found|repeated|cited)"
_STANDS = r"(?:occurs?|appears?|stands?|comes?\sup|(?:show|turn)s?\sup)"
_WHERE = r"(?:\s(?:in|across|throughout|within)\s(?P<where>[^?]*)|\sthere|\shere|\soverall)?"
# Of anything, that it is told; of a name alone, that it occurs: how often a fault does is a look-up.
_TOLD = r"(?:mentioned|named|cited|quoted|referred\sto|spoken\sof|talked\sabout)"
_NAME = r"(?P<name>(?-i:[A-Z])[^\s?]*(?:\s(?-i:[A-Z])[^\s?]*)*)"
_HOW_OFTEN = r"how\s(?:many\stimes|often)"
# Of a document alone: how often somebody says something is a look-up.
_TELLER = r"(?P<teller>[^?]+?)"
_TELLS = r"(?:mention|name|cite|quote|say|refer\sto|speak\sof|talk\sabout)"
_COUNTS = _forms(
    rf"{_HOW_OFTEN}\s(?:is|are|was|were)\s(?:{_WORD}\s)?{_QUOTED}\s{_SAID}{_WHERE}",
    rf"{_HOW_OFTEN}\s(?:do|does|did)\s(?:{_WORD}\s)?{_QUOTED}\s{_STANDS}{_WHERE}",
    rf"{_HOW_OFTEN}\s(?:is|are|was|were)\s{_WORD}\s(?P<plain>[^?]+?)\s{_SAID}{_WHERE}",
    rf"{_HOW_OFTEN}\s(?:do|does|did)\s{_WORD}\s(?P<plain>[^?]+?)\s{_STANDS}{_WHERE}",
    rf"{_HOW_OFTEN}\s(?:is|are|was|were)\s(?P<plain>[^?]+?)\s{_TOLD}{_WHERE}",
    rf"{_HOW_OFTEN}\s(?:do|does|did)\s{_NAME}\s{_STANDS}{_WHERE}",
    rf"{_HOW_OFTEN}\s(?:do|does|did)\s{_TELLER}\s{_TELLS}\s(?:{_WORD}\s)?(?:{_QUOTED}|(?P<plain>[^?]+?))",
    rf"{_HOW_OFTEN}\s(?:do|does|did)\s{_TELLER}\s(?:use|contain|repeat)\s"
    rf"(?:(?:{_WORD}\s)?{_QUOTED}|{_WORD}\s(?P<plain>[^?]+?))",
    rf"how\smany\s(?:mentions|occurrences|instances)\s(?:are\sthere\s)?of\s(?:{_WORD}\s)?"
    rf"(?:{_QUOTED}|(?P<plain>[^?]+?))(?:\sare\sthere)?{_WHERE}",
    rf"count\s(?:all\s)?(?:the\s)?(?:mentions|occurrences|instances|uses)\sof\s(?:{_WORD}\s)?"
    rf"(?:{_QUOTED}|(?P<plain>[^?]+?)){_WHERE}",
    rf"count\s(?:{_WORD}\s)?{_QUOTED}{_WHERE}",
    rf"which\s(?:of\s(?:the|these|my|our)\s)?{_KIND}\s(?:mentions?|names?|uses?|says?)\s(?:{_WORD}\s)?"
    rf"(?:{_QUOTED}|(?P<plain>[^?]+?))",
    rf"in\swhich\s{_KIND}\s(?:is|are)\s(?:{_WORD}\s)?(?:{_QUOTED}|(?P<plain>[^?]+?))\s(?:mentioned|named|used)",
    rf"in\swhich\s{_KIND}\s(?:do|does)\s(?:{_WORD}\s)?(?:{_QUOTED}|(?P<plain>[^?]+?))\s{_STANDS}",
)
_BOTH = rf"(?:both|the\stwo|these(?:\stwo)?|the)\s(?:of\s(?:the|these)\s)?(?P<both>(?:\w+\s)?{_KIND})"
_BY = (
    r"(?:(?:\W+(?:by|on|regarding|concerning|with\s(?:respect|regard)\sto|in\sterms\sof|as\sto|in\stheir|in\sits)"
    r"\s|\s?[:;–—]\s)(?P<topic>[^?]+))?"
)
_IN = r"\s(?:of|in|for|from|between|across|according\sto)\s"
_COMPARISONS = _forms(
    rf"compare\s{_BOTH}{_BY}",
    rf"compare\s(?P<topic>(?:(?!\s(?:with|to|against)\s)[^?])+?){_IN}{_BOTH}",
    rf"(?:compare|contrast)\s(?P<one>[^?]+?)\s(?:and|with|to|against|versus|vs\.?)\s(?P<other>[^?]+?){_BY}",
    rf"what(?:{_IS})\sthe\sdifferences?\sbetween\s(?P<one>[^?]+?)\sand\s(?P<other>[^?]+?){_BY}",
    rf"(?:what(?:{_IS})\sthe\s)?differences?\sbetween\s{_BOTH}{_BY}",
    rf"how\sdo\s{_BOTH}\s(?:differ|compare){_BY}",
    rf"how\sdo\s(?P<one>[^?]+?)\sand\s(?P<other>[^?]+?)\s(?:differ|compare){_BY}",
    rf"how\sdo(?:es)?\s(?P<one>[^?]+?)\s(?:differ\sfrom|compare\s(?:to|with))\s(?P<other>[^?]+?){_BY}",
    rf"what(?:{_IS})\s(?P<one>[^?]+?)\s(?:compared|as\sopposed)\s(?:to|with)\s(?P<other>[^?]+)",
    r"(?P<one>[^?]+?)\s(?:versus|vs\.?)\s(?P<other>[^?]+)",
    rf"what(?:{_IS})\s(?P<topic>[^?]+?){_IN}(?:both|(?:the|these|my|our)\stwo)\s(?P<both>{_KIND})",
    rf"compare\s(?P<topic>(?:(?!\s(?:and|with|to|against|versus|vs)\s)[^?])+?)"
    rf"(?:{_IN}(?:all\s)?(?:the|these|my|our)\s(?P<all>{_KIND}))?",
)
# "The notice periods of the lease and the sublet": what is compared stands before the first of the two.
_OF_WHAT = re.compile(rf"(?P<topic>[^?]+?){_IN}(?P<one>[^?]+)", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:what\s(?:is|are)\s)?(?:(?:the|a|an)\s+)?", re.IGNORECASE)
_QUESTION_WORD = re.compile(r"(?:how|what|when|where|who|why|which)\b", re.IGNORECASE)
_COMPARE = re.compile(r"\A.*?\b(?:compare|contrast)\s", re.IGNORECASE)
# "The notice period in the lease with that in the sublet".
_THAT = re.compile(rf"^(?:that|those|the\sones?){_IN}", re.IGNORECASE)
_HOLDS = (
    r"(?:(?:have|has|had|contains?|includes?|mentions?|says?|talks?\sabout|discuss(?:es)?|covers?|deals?\swith|gives?"
    r"|names?|sets?|states?|specif(?:y|ies)|requires?|allows?|permits?|provides?(?:\sfor)?|is\sabout|are\sabout"
    r"|(?:says?|speaks?)\s(?:about|of))\s)?"
)
_ALL_OF = rf"(?:all|both|each|every|any)\s(?:of\s)?(?:the\s|these\s|my\s|our\s)?(?:{_KIND}|of\sthem)"
# What is asked of each document: about a topic, or the question itself.
_OF_EACH = _forms(
    rf"which\s(?:of\s(?:the|these|my|our)\s)?{_KIND}\s{_HOLDS}(?P<topic>[^?]+?)",
    rf"(?:in|from|of)\swhich\s{_KIND}\s(?:is|are|do|does|can\si\sfind)\s(?P<topic>[^?]+?)"
    rf"(?:\s(?:{_SAID}|{_STANDS}|discussed|covered|described|set|given))?",
    rf"what\s(?:do|does)\s{_ALL_OF}\ssay\s(?:about|on|of)\s(?P<topic>[^?]+?)",
    rf"{_HOLDS}what\sis\ssaid\s(?:about|on|of)\s(?P<topic>[^?]+?)\sin\s{_ALL_OF}",
    rf"(?P<topic>[^?]+?)\sin\s{_ALL_OF}",
)
_LISTS = _forms(
    rf"(?:list|name|show|find|give|enumerate|collect)\s(?:me\s|us\s)?(?:all|every|each|any)\s(?:of\s)?(?:the\s)?"
    rf"(?:(?:places?|passages?|mentions?|references?)\s(?:of|to|about|where|that\smentions?)\s)?(?P<topic>[^?]+?)"
    rf"(?:\s(?:in|from|of|across)\s{_ALL_OF})?",
)
_NAMED_KINDS = (
    r"(?:(?P<people>(?:people|persons?|individuals|participants)(?:['’]s?\snames)?|names\sof\s(?:all\s)?(?:the\s)?(?:people|persons))"
    r"|(?P<organisations>organi[sz]ations|companies|firms|institutions|businesses)|(?P<names>names)"
    r"|(?P<deadlines>deadlines|due\sdates)|(?P<dates>(?:important\s|key\s)?dates)"
    r"|(?P<amounts>(?:amounts|sums)(?:\sof\smoney)?|money\samounts))"
)
_COIN = r"(?:pounds(?:\ssterling)?|euros?|(?:US\s)?dollars|francs|GBP|EUR|USD|CHF|[£€$])"
_IN_COIN, _THEN_IN_COIN = (
    rf"(?:,?\s\(?(?:given\s)?in\s(?P<{name}>{_COIN})\)?)?" for name in ("coin", "coin_after")
)
_ARE_NAMED = (
    r"(?:\s(?:that\s|who\s|which\s)?(?:are\s|is\s|were\s)?"
    r"(?:named|mentioned|listed|given|stated|contained|involved|said|there|found|occur|appear|play\sa\srole))?"
)
_IN_WHAT = r"(?:\s(?:in|of|from|by|across)\s(?P<subject>[^?!.]+?))?"
_LISTINGS = _forms(
    rf"(?:list|name|show|give|find|enumerate|collect)\s(?:me\s|us\s)?(?:all\s|every\s|each\s)?(?:of\s)?(?:the\s)?"
    rf"{_NAMED_KINDS}{_IN_COIN}{_ARE_NAMED}{_THEN_IN_COIN}{_IN_WHAT}",
    rf"(?:what|which)\s{_NAMED_KINDS}{_IN_COIN}\s(?:are|is|were)\s"
    rf"(?:there|named|mentioned|listed|given|stated|involved|set){_THEN_IN_COIN}{_IN_WHAT}",
    rf"(?:what|which)\s{_NAMED_KINDS}{_IN_COIN}\s(?:does|do)\s(?P<subject>it|they|(?:the|this|these|my|our)\s[^?!.]+?)\s"
    rf"(?:mention|name|contain|list|give|state|set){_THEN_IN_COIN}",
    rf"(?:what|which)\s{_NAMED_KINDS}{_IN_COIN}\s(?:are|were)(?:\sthere)?"
    rf"(?:\s(?:named|mentioned|listed|given|stated|contained|set))?\s(?:in|by)\s(?P<subject>[^?!.]+?)",
    rf"(?:who|what)\s(?:are|were)\s(?:all\s)?the\s{_NAMED_KINDS}{_IN_COIN}{_ARE_NAMED}{_IN_WHAT}",
    rf"(?P<people>who)\s(?:all\s)?(?:is|are|was|were)\s(?:all\s)?(?:named|mentioned){_IN_WHAT}",
)
# "Name all years in which the river froze" asks a question; "list all fees of the mill" names a topic.
_ASKS_MORE = re.compile(
    r"\b(?:which|who|whose|whom|that|where|when|how|why|if)\b|(?:\S+\s+){6}", re.IGNORECASE
)
_WHICH_ONES = re.compile(
    r"^\W*(?:in\s|of\s|from\s)?which\s(?:(?:two|three|four|five|six|other|different)\s)?"
    r"(?!(?:was|has|does|this|his|its)\b)\w+[^\Wsui]s\b(?!\W*$)",
    re.IGNORECASE,
)


def whole_subject(question: str, is_first: bool = True) -> frozenset[str] | None:
    """The words for what a question asks an overview of, as stems; None where it asks something else.

    No words, as in "summarise this", stand for the documents at hand. What "it" is may have been said in an
    earlier turn, unless this is the first.
    """
    if len(question) > LONGEST_FORM:
        return None
    if (subject := _subject(question, _DIGESTS)) is not None:
        return subject
    subject = _subject(question, _CONTENTS)
    if subject is not None and (is_first or stem("it") not in subject):
        return subject
    described = _subject(question, _DESCRIPTIONS)
    is_clear = described is not None and stem("it") not in described and (is_first or described)
    return described if described is not None and is_clear and names_all(described) else None


class Sides(NamedTuple):
    """What is compared: two things, `both` of a kind, or all; and what by, "" where that is not said."""

    topic: str
    one: str = ""
    other: str = ""
    both: str = ""


class Each(NamedTuple):
    """What is asked of each document: about a topic, or, where that is "", the question itself."""

    question: str
    topic: str = ""


class Counting(NamedTuple):
    """Words of which a question asks how often they are said, and where; "" where it says nothing of that."""

    said: str
    where: str


def counted_words(question: str) -> Counting | None:
    """What a question wants counted; None where it asks something else."""
    if len(question) > LONGEST_FORM:
        return None
    for form in _COUNTS:
        match = form.fullmatch(question)
        if match:
            found = match.groupdict()
            teller = found.get("teller") or ""
            if teller and not _is_document(teller):
                continue
            said = next(filter(None, map(found.get, ("quoted", "plain", "name"))), "")
            said = said.strip(" \"'“”‘’«»").strip()
            if not found.get("quoted"):
                said = _SMALL_ARTICLE.sub("", said)
            return Counting(said, found.get("where") or teller) if said else None
    return None


def _is_document(said: str) -> bool:
    """Whether words stand for a document: "it", "the text", "the cleaning contract"."""
    *_, last = words(said) or [""]
    return bool(last) and (last.casefold() in _STANDING_FOR_IT or is_kind(last) or names_all(stems(last)))


def compared_sides(question: str) -> Sides | None:
    """The two sides of a question that compares; None where it compares nothing."""
    if len(question) > LONGEST_FORM:
        return None
    match = next((match for form in _COMPARISONS if (match := form.fullmatch(question))), None)
    if match is None:
        return None
    said = {name: _bare(words) for name, words in match.groupdict().items() if words}
    topic, one = said.get("topic", ""), said.get("one", "")
    if not topic and one and (parted := _OF_WHAT.fullmatch(one)):
        topic, one = _bare(parted["topic"]), _bare(parted["one"])
    other = _bare(_THAT.sub("", said.get("other", "")))
    if _QUESTION_WORD.match(one):  # "compare how much notice I have to give"
        return Sides(_bare(_COMPARE.sub("", question)))
    sides = Sides(topic, one, other, said.get("both", ""))
    return sides if bool(sides.one) == bool(sides.other) else None


def listed_topic(question: str) -> str:
    """What a question wants every mention of; "" where it wants something else."""
    if len(question) > LONGEST_FORM:
        return ""
    match = next((match for form in _LISTS if (match := form.fullmatch(question))), None)
    topic = _bare(match["topic"]) if match else ""
    return "" if _ASKS_MORE.search(topic) else topic


class ListOf(StrEnum):
    """What may be listed: everything of a kind that documents name."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    NAMES = "names"
    DATES = "dates"
    DEADLINES = "deadlines"
    AMOUNTS = "amounts"


class Listing(NamedTuple):
    """What a question wants listed, of which documents, as the stems of a subject, and in which currency."""

    listed: ListOf
    subject: frozenset[str]
    currency: str = ""
    said_currency: str = ""


def listing_asked(question: str) -> Listing | None:
    """What a question wants a list of; None where it asks something else."""
    if len(question) > LONGEST_FORM:
        return None
    match = next((match for form in _LISTINGS if (match := form.fullmatch(question))), None)
    if match is None:
        return None
    found = match.groupdict()
    kind = next(one for one in ListOf if found.get(one))
    coin = found.get("coin") or found.get("coin_after") or ""
    said = [word.casefold() for word in words(found.get("subject") or "")]
    subject = frozenset(stem(word) for word in said if word not in FUNCTION_WORDS)
    return Listing(kind, subject, currency_of(f"1 {coin}") if coin else "", coin)


def asked_of_each(question: str) -> Each | None:
    """What a question that wants every document's answer asks of each; None where one answer will do."""
    if len(question) > LONGEST_FORM:
        return None
    match = next((match for form in _OF_EACH if (match := form.fullmatch(question))), None)
    if match:
        return Each(question, _bare(match["topic"]))
    return Each(question) if _WHICH_ONES.search(question) else None


def _bare(words: str) -> str:
    return _ARTICLE.sub("", words.strip(" \"'“”‘’?.!"))


def is_kind(word: str) -> bool:
    """Whether a word says what kind of document something is: "lease", "handbook"."""
    return bool(kinds_in(frozenset({stem(word.casefold())})))


def kinds_in(subject: frozenset[str]) -> frozenset[str]:
    """Those of a subject's words, as stems, that say what kind of document is meant."""
    return subject & _KINDS


def names_all(subject: frozenset[str]) -> bool:
    """Whether a subject's words stand for whatever document is at hand."""
    return subject <= _GENERIC


def names_one(subject: frozenset[str], names: str) -> bool:
    """Whether a subject's words stand for a document of some name: two words of it, half, or its last."""
    called = [stem(word) for word in words(names.replace("_", " ")) if word.casefold() not in FUNCTION_WORDS]
    wanted = subject - _GENERIC
    if not wanted or not subject <= stems(names) | _GENERIC:
        return False
    return len(subject) > 1 or 2 * len(wanted) >= len(called) or called[-1] in wanted


def _subject(question: str, forms: list[re.Pattern[str]]) -> frozenset[str] | None:
    match = next((match for form in forms if (match := form.fullmatch(question))), None)
    if match is None:
        return None
    said = [word.casefold() for word in words(match["subject"])]
    return frozenset(stem(word) for word in said if word not in FUNCTION_WORDS or word == "it")
