"""What kind of answer a question wants: one span, or whole sentences."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """The shape of the answer a question asks for."""

    SPAN = "span"
    SENTENCES = "sentences"
    YES_NO = "yes-no"


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
# Forms of question that the reader's training set hardly holds, with the form it knows.
_PHRASINGS = (
    (
        re.compile(
            r"\b(?:until|till|up\sto)\swhen\s(?:do|does|did|will|would|can|is|are)\s(?P<what>.+?)"
            r"(?:\s(?:last|run|hold|go\son|continue|stay|remain|go)\w*)?(?P<end>\W*)$",
            re.IGNORECASE,
        ),
        r"through what year is \g<what>\g<end>",
    ),
    (re.compile(r"\bsince\swhen\b", re.IGNORECASE), "since what year"),
    (re.compile(r"\bhow\scome\b", re.IGNORECASE), "why is it that"),
)
_EITHER_OR = re.compile(r"\bor\b(?!\s+not\b)", re.IGNORECASE)


def kind_of(question: str) -> Kind:
    """The kind of a question, by the words it opens with and the plurals it asks for."""
    if _YES_NO.match(question):
        return Kind.SPAN if _EITHER_OR.search(question) else Kind.YES_NO
    if _EXPLAINED.match(question) or _SEVERAL.match(question):
        return Kind.SENTENCES
    return Kind.SPAN


def as_read(question: str) -> str:
    """The question in a form that the reader knows: "until when does it last?" asks for a year."""
    for form, phrasing in _PHRASINGS:
        question = form.sub(phrasing, question)
    return question
