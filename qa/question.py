"""What kind of answer a question wants: one span, or whole sentences."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """The shape of the answer a question asks for."""

    SPAN = "span"
    SENTENCES = "sentences"
    YES_NO = "yes-no"


_MEASURED = "many|much|long|large|big|old|far|high|tall|deep|wide|often|fast|soon|early|late|heavy|valuable|expensive|strong"
_EXPLAINED = re.compile(
    rf"^\W*(and |so |but |well,? )*(why\b|how\s+(?!({_MEASURED})\b)|how come|summari[sz]e\b|explain\b|describe\b|list\b"
    r"|tell me (more )?about|what (about|happens|happened)\b|for what reason|what('s|’s| is| was| were)? the (reason|purpose|point|idea))",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"^\W*(and |so |but )*(what|which)\s+(are|were|do|does|did|\w+s\b(?<!this)(?<!is)(?<!was)(?<!does))\b(?=.*\b\w+)"
    r".*\b(safeguards|measures|terms|provisions|benefits|risks|reasons|concerns|conditions|implications|steps|goals"
    r"|advantages|consequences|effects|each|both|gets?|gains?|companies|industries|products|rivals|outlets|sources)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^\W*(and |so |but |then )*(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|am)"
    r"(n[’']t)?\s+\w",
    re.IGNORECASE,
)
_EITHER_OR = re.compile(r"\bor\b", re.IGNORECASE)


def kind_of(question: str) -> Kind:
    """The kind of a question, from its opening words."""
    if _YES_NO.match(question):
        return Kind.SPAN if _EITHER_OR.search(question) else Kind.YES_NO
    if _EXPLAINED.match(question) or _SEVERAL.match(question):
        return Kind.SENTENCES
    return Kind.SPAN
