"""What a question wants: one span or whole sentences, and which kind of thing the span is."""

from __future__ import annotations

import re
from enum import StrEnum

from index.words import content_words, is_function_word, words


class Kind(StrEnum):
    """The shape of the answer a question asks for."""

    SPAN = "span"
    SENTENCES = "sentences"
    YES_NO = "yes-no"


class Sought(StrEnum):
    """The kind of thing a question asks for, as far as its words tell."""

    PERSON = "person"
    TIME = "time"
    AMOUNT = "amount"
    PLACE = "place"
    REASON = "reason"
    SEVERAL = "several"
    ANYTHING = "anything"


# Longer questions are taken as they stand: none of the forms below is long.
LONGEST_FORM = 300

_LEAD = r"^\W*(?:(?:and|so|but|then|well|ok|okay)\b\W*)*"
_EXPLAINED = re.compile(
    _LEAD
    + r"""(?:
        (?:why|how\scome|explain|describe|list|summari[sz]e|summary|outline|for\swhat\sreasons?|tell\sme)\b
      | how\s(?!many|much|long|large|big|old|far|high|tall|deep|wide|often|fast|soon|early|late|heavy|valuable
                |expensive|strong|small|wide|thick|hot|cold|close|near|likely)\w+
      | what\s(?:happens|happened|about)\b
      | what(?:[’']s|\sis|\swas)?\s(?:the|a)\s(?:reason|purpose|point|idea|gist|rationale|summary)\b
      | in\swhat\sways?\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SEVERAL = re.compile(
    _LEAD
    + r"""(?:what|which|name|give)\b .* \b(?:
        safeguards|measures|terms|provisions|benefits|advantages|risks|reasons|concerns|worries|conditions
      | implications|consequences|effects|steps|goals|changes|requirements|restrictions|limits|arguments
      | criticisms|objections|each|main\spoints|key\spoints
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_YES_NO = re.compile(
    _LEAD
    + r"""(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)(?:n[’']t)?
    \s+\w""",
    re.IGNORECASE | re.VERBOSE,
)
_EITHER_OR = re.compile(r"\bor\b(?!\snot\b)", re.IGNORECASE)
_SOUGHT = (
    (
        Sought.REASON,
        re.compile(r"\bwhy\b|\bhow\scome\b|\b(?:for\s)?what\s(?:the\s)?reasons?\b", re.IGNORECASE),
    ),
    (
        Sought.SEVERAL,
        re.compile(
            r"^\W*(?:list|name|enumerate)\b|\b(?:what|which)\sare\b|\b(?:two|three|four|five|six)\s\w+s\b",
            re.IGNORECASE,
        ),
    ),
    (Sought.PERSON, re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE)),
    (
        Sought.TIME,
        re.compile(
            r"\bwhen\b|\b(?:what|which)\s(?:year|date|day|month|time|season)\b|\bhow\slong\b|\bwhat\stime\b",
            re.IGNORECASE,
        ),
    ),
    (
        Sought.AMOUNT,
        re.compile(
            r"""\bhow\s(?:much|many|large|big|far|high|tall|deep|wide|often|old|heavy|fast|hot|cold|expensive)\b
            |\bwhat\s(?:percentage|percent|share|number|amount|price|rate|fee|sum|size|temperature)\b""",
            re.IGNORECASE | re.VERBOSE,
        ),
    ),
    (
        Sought.PLACE,
        re.compile(r"\bwhere\b|\b(?:what|which)\s(?:city|town|country|place|street)\b", re.IGNORECASE),
    ),
)
# Forms of question that the reader's training set hardly holds, with the form it knows.
_UNTIL_WHEN = re.compile(
    r"\b(?:until|till|up\sto)\swhen\s(?:do|does|did|will|would|can|is|are)\s", re.IGNORECASE
)
_LASTING = re.compile(r"\s(?:last|run|hold|go\son|continue|stay|remain|go)\w*\s*[?!.]?\s*\Z", re.IGNORECASE)
# What makes a sentence of some words, or an order.
_SENTENCE = re.compile(
    r"""\b(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|am|be|been|do|does|did|has|have|had|can|could
    |will|would|shall|should|may|might|must|i|we|they|you|he|she|it)\b|['’](?:m|re|ll|ve|d)\b|n['’]t\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ORDER = re.compile(
    _LEAD
    + r"""(?:list|name|give|tell|show|find|compare|explain|describe|summari[sz]e|summary|count|outline|define
    |quote|search|look|write|translate|say|put|make|get|let|recommend|please|thanks?|hello|hi)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DETERMINED = re.compile(
    r"\W*(?:(?:the|an?|my|our|your|his|her|its|their|this|that|these|those|all|any)\b|[\w-]+['’]s\b)",
    re.IGNORECASE,
)
SUMS = (
    r"(?:rents?|fees?|dues|deposits?|subscriptions?|contributions?|premiums?|prices?|charges?|invoices?|bills?|salar(?:y|ies)"
    r"|wages?|interest|payments?|instal?lments?|fines?)"
)
_PHRASINGS = (
    (re.compile(r"\bsince\swhen\b", re.IGNORECASE), "since what year"),
    (
        re.compile(rf"(?P<asked>\bwhen\s(?:is|are)\s.*\b{SUMS})\s(?:due|payable)\b", re.IGNORECASE),
        r"\g<asked> paid",
    ),
    (re.compile(r"\bhow\scome\b", re.IGNORECASE), "why is it that"),
)
# Who pays for something may be told without a word of paying: "is repaired at the Customer's expense".
_WHO_PAYS = re.compile(
    r"\W*(?:(?:and|so|but)\s)?who\s(?:has\sto\s|must\s|will\s|should\s|is\sto\s)?(?:pays?\sfor"
    r"|(?:pays?|bears?|covers?|meets?|carr(?:y|ies))\s(?:for\s)?(?:all\s)?(?:the\s)?(?:costs?|expenses?)\s(?:of|for))"
    r"\s(?P<what>[^?]+?)\W*",
    re.IGNORECASE,
)
_BORNE = re.compile(
    r"\b(?:expenses?|costs?|account|charged?|b(?:ears?|orne)|pa(?:ys?|id|yable))\b", re.IGNORECASE
)


# What is said of how one asks, or of whom, and that no document need say.
_SAYS_NOTHING = frozenset(
    "mr mrs ms dr prof kindly thanks roughly approximately approx circa currently presently exactly"
    " precisely".split()
)


def kind_of(question: str) -> Kind:
    """The kind of a question, by the words it opens with and the plurals it asks for."""
    if _YES_NO.match(question):
        return Kind.SPAN if _EITHER_OR.search(question) else Kind.YES_NO
    if _EXPLAINED.match(question) or _SEVERAL.match(question[:LONGEST_FORM]):
        return Kind.SENTENCES
    return Kind.SPAN


def sought_by(question: str) -> Sought:
    """What a question asks for, by its question word and the noun beside it."""
    return next((sought for sought, form in _SOUGHT if form.search(question)), Sought.ANYTHING)


def asked_words(question: str) -> list[str]:
    """The words of a question that a text could hold: of "until when does it last?" none."""
    read = set(words(as_read(question)))
    return [word for word in dict.fromkeys(content_words(question)) if word in read and _says_something(word)]


def _says_something(word: str) -> bool:
    return not is_function_word(word) and word.casefold() not in _SAYS_NOTHING


def as_read(question: str) -> str:
    """The question in a form that the reader knows: "until when does it last?" asks for a year.

    What only names a thing, "notice period for the cleaners?", asks what it is.
    """
    if len(question) > LONGEST_FORM:
        return question
    if not (_SENTENCE.search(question) or _ORDER.match(question)):
        return f"What is {'' if _DETERMINED.match(question) else 'the '}{question}"
    for form, phrasing in _PHRASINGS:
        question = form.sub(phrasing, question)
    asked = _UNTIL_WHEN.search(question)
    if asked is None:
        return question
    what = _LASTING.sub("", question[asked.end() :]).rstrip("?!. ")
    return f"{question[: asked.start()]}through what year is {what}?"


def at_whose_expense(question: str) -> str:
    """The question who pays for something in the words of contracts; "" for any other question."""
    match = _WHO_PAYS.fullmatch(question) if len(question) <= LONGEST_FORM else None
    if match is None:
        return ""
    is_several = re.search(r"[^s]s\Z", match["what"], re.IGNORECASE) is not None
    return f"At whose expense {'are' if is_several else 'is'} {match['what']}?"


def tells_who_pays(sentence: str) -> bool:
    """Whether a sentence speaks of a cost and who bears it."""
    return bool(_BORNE.search(sentence))
