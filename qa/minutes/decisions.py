"""Decisions: which sentences of minutes say that the meeting decided something, or what came of a vote.

A sentence tells it by who decided, by what became of a matter, or by no more than the outcome of what stands
before it; not where its clause is of what somebody reported, of a condition, or of an earlier meeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Span
from qa.contents.mentions import MONTHS, ROLES
from qa.contents.numerals import NUMERAL
from qa.minutes.postponed import decides_nothing

_ADVERBS = (
    r"(?:(?:then|also|therefore|thus|so|finally|further|next|now|again|duly|once\smore|\w+ly"
    r"|\([^()\n]{1,40}\))\s)*"
)
_MEETS = (
    r"(?:council|committee|board|meeting|assembly|members(?:hip)?|governors|trustees|directors|shareholders|staff|team|group|panel"
    r"|partners|parents|residents|owners|association|society|club|majority|jury|commission|vestry|senate|management)"
)
_BODY = (
    r"(?:\b(?:we|everyone|everybody|all(?:\s(?:those|members|present|there|of\sus|of\sthem)){0,2}|all\s\w+(?=\spresent)|those\spresent|members|trustees|governors|directors"
    r"|councillors|owners|partners|shareholders|residents|parents)"
    rf"|\b(?:the|our)\s(?:[\w’'-]+\s){{0,3}}?{_MEETS})(?:\spresent)?"
)
# "agreed, by five votes to two, that"
_BY_WHOM = (
    r"(?:,?\s(?:\w+ly|\([^()\n]{1,40}\)|(?:by|with(?!\s(?-i:[A-Z]))|after|without|at|on)\s[^.;:]{1,60}?),?)?"
)
_DID = r"(?:resolved|agreed|decided|voted|opted(?!\sfor)|chose)"
# "agreed that the evening had been a success" decides nothing
_WHAT = (
    rf"{_BY_WHOM}[*_]{{0,3}}\s"
    r"(?:that(?!\s[^.,;]{1,80}?\bhad\b)|to|not\sto|on|upon|against|in\sfavou?r\sof)\b"
)
_A_THING = r"(?=\s(?!(?:with|about|upon|that|to|in|as|by|and|or|but)\b)[\w£€$])"
_APPROVAL = (
    r"(?:approval|consent|permission|agreement|leave|discharge"
    r"|(?:the|a)\s(?:go-ahead|green\slight|nod|all-clear))"
)
_VOTES = rf"(?:\d+|no|none|nobody|no\sone|all|every(?:one|body)|{NUMERAL})"
# By whom something was approved, where it was the meeting.
_AGENT = (
    rf"(?!(?:\s\w+){{0,2}}?\sby\s(?!{_VOTES}\s(?:votes?|to|members|present|but|those)\b|\d+\s?[:–-]|all\b|a\s(?:clear|large|narrow|simple|\S*\s?majority|show)|(?:show|acclamation|majority|ballot)"
    rf"|the\s(?:[\w’'-]+\s){{0,2}}?{_MEETS}))"
)
_WAS = rf"\b(?:was|were|(?:has|have)\sbeen|is|are)\s{_ADVERBS}"
_FIGURE = (
    r"(?=[^.;]{0,60}?(?:\d|\bunchanged\b|\bas\s(?:it\sis|they\sare)\b"
    rf"|\b(?:{NUMERAL}|{'|'.join(MONTHS)})\b))"
)
_HANDS = r"(?:(?:a|the)\s)?show\sof\shands"
_NO_DEED = (
    r"(?:have|had|need|know|knew|thinks?|thought|hope|want|like|see|saw|hear|heard|thank|wait|lack|were|was|did|would|could|can"
    r"|may|might|must|should|expect|believe|feel|felt|owe|own|live|miss|met|spoke|went|got|took|began|made|gave|found|spent|sat|ate"
    r"|told|said|came|left|lost|kept|ran|held|paid|bought|sold|sent|wrote|talk|discuss|look|also|do|in|at|as|and|who|all|only|both"
    r"|regret|note|congratulate|welcome|wish|remember|\w+ed)\b"
)
_NOT_DOING = (
    r"(?:waiting|hoping|looking|thinking|expecting|struggling|missing|losing|doing|facing|seeing|having|talking"
    r"|getting)\b"
)
_TOLD = (
    # Who decided.
    rf"{_BODY}\s{_ADVERBS}(?:(?:have|has)\s)?{_ADVERBS}{_DID}{_WHAT}",
    rf"{_BODY}\s{_ADVERBS}(?:voted|opted)\s[^.;]{{0,40}}?\b(?:for|against|that)\b",
    rf"{_BODY}\s{_ADVERBS}(?:(?:have|has)\s)?{_ADVERBS}(?:agreed|settled\son|approved|adopted|accepted|rejected|endorsed|ratified|fixed|set"
    r"|authori[sz]ed|turned\sdown|(?:re-?)?(?:elected|appointed)|confirmed|chose|selected|granted|declined|refused"
    rf"|discharged|passed){_A_THING}",
    rf"{_BODY}\s{_ADVERBS}(?:gave|granted)\s(?:its|their|formal|final|his|her|full|\w+\s){{0,3}}?\s?{_APPROVAL}\b",
    rf"{_BODY}\s(?:was|were|is|are)\s{_ADVERBS}(?:in\sfavou?r\b|for\b|against\b|(?:happy|content|willing|prepared)\sto\b|of\sone\smind\b|unanimous\b)",
    rf"[,;–—-]\s(?:and\s|so\s)?{_BODY}\s{_ADVERBS}{_DID}\W*\Z",
    # That it was decided, whoever did.
    rf"\b(?:it|this|that|which)\s(?:was|has\sbeen|is)\s{_ADVERBS}(?:{_DID}|settled|carried|approved|accepted|rejected)\b"
    rf"(?:{_WHAT}|(?=\W*\Z|\s?[.,;(–—-]|\s(?:by|with|without|unanimously|nem)\b))",
    rf"\A\W*{_DID}{_BY_WHOM}\s(?:that|to|not\sto|on)\b",
    rf"\A\W*{_BODY}\s{_ADVERBS}{_DID}:\s",
    # What became of a matter.
    rf"{_WAS}(?:\w+ed\s(?:and|but)\s)?(?:not\s(?!yet))?(?:carried(?!\s(?:over|forward|out|back|on))|passed(?!\s(?:on|round|around|over|out|to|the))|adopted|approved|accepted|rejected"
    r"|supported|agreed(?=\sas\b|\W*\Z|\s(?:by|with|without)\b)|defeated|turned\sdown|granted|chosen|(?:re-?)?elected|(?:re-?)?appointed|co-?opted|confirmed\sas|ratified|endorsed|authori[sz]ed\sto|voted"
    rf"\s(?:through|down|in|out)|thrown\sout|waived|discharged|declined|lost(?=[,.]|\sby\b|\s\())\b{_AGENT}",
    rf"{_WAS}(?:set|fixed|raised|lowered|reduced|increased|cut|put\sup|left|kept|capped)\s(?:at|to|for|on|as)\b{_AGENT}{_FIGURE}",
    r"\b(?:motion|proposal|resolution|amendment|budget|plan|vote)\s(?:[\w’'-]+\s){0,12}?(?:carried|passed|failed|fell|went\sthrough)(?=\W*\Z|[\s.,;(])",
    r"\b(?:stays?|remains?)\s(?:(?:as|where)\s(?:it\sis|they\sare)\b(?!\suntil\snow)|unchanged\b|at\s[£€$]?\d)",
    r"\bwill\s(?:no\slonger\s|not\sbe\s(?:renewed|extended|continued|replaced|held|offered|charged|repeated|sold|kept|bought|allowed)\b)",
    rf"\b{_APPROVAL}\s(?:was|has\sbeen)\s{_ADVERBS}(?:given|granted|refused|withheld)\b",
    rf"\b(?:got|received|gets|was\sgiven)\s{_APPROVAL}\b",
    r"(?<!\bno\s)(?<!\bno\sfinal\s)\bdecision\s(?:was|has\sbeen)\s(?:taken|made|reached)\s(?:to|that|against|in\sfavou?r|for|on)\b|\bdecision(?:\sfell\b|:\s\w)",
    r"\b(?:there\swas|we\shad|with)\s(?:\w+\s){0,2}(?:agreement|consensus|support)\s(?:that|to|on|for)\b"
    r"|\b(?:agreement|consensus)\swas\s(?:\w+\s)?reached\s(?:that|to|on)\b|\bfound\s(?:(?:a|the|no)\s(?:\w+\s)?majority|no\s(?:friends|support|favou?r))\b",
    rf"\b(?:{_HANDS}|vote|ballot)\s(?:came\sout|went|was|ended|turned\sout)\s(?:in\sfavou?r|for|against)\b",
    r"\b(?:contract|order|job|tender|commission)\s(?:goes|will\sgo|is\sto\sgo)\sto\s",
    rf"\b(?:becomes|takes\sover\sas|stays\son\sas|is\sthe\snew)\s(?:(?:the|our|new)\s){{0,2}}(?:{'|'.join(ROLES)})\b",
    r"\bseconded\b[^.;]{0,80}?\b(?:carried|agreed|approved|passed|accepted|rejected|defeated)\b",
    r"\bput\sto\s(?:the|a)\svote\b[^.!?]{0,80}?\b(?:carried|passed|adopted|approved|rejected|defeated|lost|for|in\sfavou?r|against)\b",
    r"\A\W*[^.;:,]{3,80}\s(?<!\bnot\s)(?:approved|adopted|accepted|agreed|rejected|carried|passed|granted)\W*\Z",
    r"\A\W*[^.;:,]{3,80}\s(?:capped|set|fixed|raised|lowered|reduced|increased|left)\s(?:at|to)\s[£€$]?\d",
    # What those who write "we" are going to do.
    rf"(?:\A\W*|[,;–—]\s)(?:(?:so|and|but|therefore|from\s[^,.;]{{1,30}}|in\s[^,.;]{{1,30}}),?\s)*we(?:\s(?:will|shall|won['’]t|are\s(?:not\s)?(?!{_NOT_DOING})\w+ing)|['’]ll"
    rf"|['’]re\s(?:not\s)?(?!{_NOT_DOING})\w+ing|\s(?:now\s|also\s|therefore\s)*(?!{_NO_DEED}|will\b|shall\b|are\b|won)[a-z]+)\b",
)
_FORMS = tuple(re.compile(form, re.IGNORECASE) for form in _TOLD)
# No more than the outcome, in a sentence of its own.
_CAME = (
    r"(?:carried|passed|adopted|approved|agreed|accepted|decided|resolved|rejected|defeated|lost|granted|unanimous|seconded"
    r"|voted\s(?:through|down))"
)
_PUT = r"(?:motion|proposal|resolution|amendment|item|offer|suggestion|request)"
_COUNT = (
    rf"{_VOTES}\s(?:(?:votes?|members?|present|were|was|voted|hands|of\s(?:us|them))\s){{0,3}}"
    r"(?:in\sfavou?r|for|against|yes|no|aye|opposed|objected|objections?|dissent\w*|abst\w+)\b"
)
_OUTCOMES = (
    rf"\W*(?:(?:so|(?:it|this|that|both|all|the\s{_PUT}(?:\sas\samended)?)\s"
    rf"(?:(?:was|were|is|has\sbeen)\s)?|(?:the\s)?motion)\s?)?{_ADVERBS}{_CAME}(?![^.;]*\s(?:that|to\s(?!\d|no|nil|{NUMERAL}\b)[a-z])|\son\b)"
    r"(?:(?:,|\s(?:by|with|without|nem(?:\.\scon)?|at|in|as|unanimously|after|\w+ly|and|\d)|\s?[(–—:-])[^.;]{0,80})?\W*",
    rf"\W*(?:(?:(?:the\s)?vot(?:es?|ing)|result|outcome|{_HANDS})\b[\s:–—-]*(?:was\s|were\s)?)?{_COUNT}(?!\s(?:of\s)?(?:an?|the|[a-z]+ing)\s(?!{_PUT}))[^.;]{{0,60}}\W*",
    rf"\W*{_BODY}\s{_ADVERBS}(?:agree[sd]?|approve[sd]?|consent(?:s|ed)?)\W*",
)
_OUTCOME = tuple(re.compile(form, re.IGNORECASE) for form in _OUTCOMES)
# Behind what was decided, in the same sentence.
_BEHIND = re.compile(
    rf"(?:[;,.–—-]\s+(?:and\s)?|\()(?:(?:this|which)\swas\s)?(?:(?:{_ADVERBS}{_CAME}|unanimously|{_COUNT}|no\sobjections?)(?:[,:\s][^();]{{0,60}})?)\)?\W*\Z",
    re.IGNORECASE,
)
_NO_AGREEMENT = re.compile(
    r"\W*no\s(?:\w+\s)?(?:agreement|decision|conclusion|consensus)\b(?!.*\bbut\b)", re.IGNORECASE | re.DOTALL
)
_SHOUTED = re.compile(r"\W*(?:RESOLVED|AGREED|DECIDED|APPROVED|CARRIED|ADOPTED)\b(?=.*\b[a-z]{2})", re.DOTALL)
# A clause is not of what the meeting did where this stands in it before.
_ELSEWHERE = re.compile(
    r"\b(?:report(?:s|ed)|said|says|told|not(?:es|ed)\sthat|explained|mentioned|asked|recalled|reminded|suggest(?:s|ed)|recommend(?:s|ed)"
    r"|hoped?|hopes|wish(?:es|ed)?|would|if|whether|unless|until|once|when|because|since|before|had|whom|announced|informed|wondered"
    r"|pointed\sout|understood|learned|thinks?|thought|felt|feels?|believes?d?"
    r"|(?:at|since)\s(?:the|our)\s(?:last|previous)\s(?:meeting|session|assembly)|last\s(?:year|month|time|spring|summer|autumn|winter)"
    r"|in\s(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    rf"[;:–—]\s|,\s(?=(?:and|but|so|it|this|which|we)\b)|,\s(?={_BODY}\s)|\s(?=(?:and|but|so)\s(?:it|this|{_BODY})\s)",
    re.IGNORECASE,
)

_NO_EMPHASIS = str.maketrans("", "", "*_")


def is_outcome(text: str, sentence: Span) -> bool:
    """Whether a sentence says no more than what came of a vote or a matter: "Carried, 5 to 1"."""
    return any(form.fullmatch(text, *sentence) for form in _OUTCOME)


def decides(text: str, sentence: Span) -> bool:
    """Whether a sentence of minutes says that the meeting decided something."""
    said = text[slice(*sentence)].translate(_NO_EMPHASIS)
    if said.rstrip().endswith("?") or _NO_AGREEMENT.match(said):
        return False
    if _SHOUTED.match(said) or _BEHIND.search(said):
        return True
    return any(_is_decided(said, one) for one in _found(said))


def decides_elsewhere(text: str, sentence: Span) -> bool:
    """Whether a sentence is of a decision that the meeting did not take: reported, supposed or put off."""
    said = text[slice(*sentence)].translate(_NO_EMPHASIS)
    found = list(_found(said))
    is_left = bool(found) and not any(_is_decided(said, one) for one in found)
    is_none = said.rstrip().endswith("?") or _NO_AGREEMENT.match(said) is not None
    return is_none or is_left or decides_nothing(said)


def _found(said: str) -> Iterator[re.Match[str]]:
    return (match for form in _FORMS for match in form.finditer(said))


def _is_decided(said: str, match: re.Match[str]) -> bool:
    return _is_of_meeting(said, match) and not decides_nothing(said[match.end() :])


def _is_of_meeting(said: str, match: re.Match[str]) -> bool:
    """Whether the clause before some words leaves them to be the meeting's own."""
    edges = [one.end() for one in _CLAUSE.finditer(said, 0, match.start() + 2) if one.end() <= match.end()]
    before = said[max([0, *(one for one in edges if one <= match.start() + 2)]) : match.start()]
    return not _ELSEWHERE.search(before)
