"""Asking rules: forms of sentences, and how the question to each is put together."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from qa.contents.mentions import AMOUNT, COINS, DATE, MONTHS, SPANS_OF_TIME, WEEKDAYS

NO_PERSON = re.compile(
    r"\b(?:The|Avenue|Street|Road|Lane|Court|Bridge|Point|House|Hall|Clinic|Hospital|River|Lake|Bay|Harbour|Valley|Room"
    r"|Unit|Version|Article|Item|Part|Model|Series|Series|Office|Board|School|University|Museum|Church|Mountain)\b"
)
# What opens a sentence and is no part of what it speaks of: "Should an exhibit have to be moved, …".
_NO_SUBJECT = (
    r"(?!(?:Should|Had|Were|Could|Would|If|Unless|When|Whenever|Where|Wherever|While|Once|Although|Though|Because|Since"
    r"|After|Before|Until|As|Whether)\b)"
)
_SUBJECT = (
    rf"(?P<s>{_NO_SUBJECT}"
    r"[A-Z0-9][\w’'&./-]*(?:\s(?!(?:and|or|who|which|that|where|when|because|but|as|if|is|are|was|were|has|have|had|will|can|may|must|does"
    r"|would|could|should|shall|might|cannot|did|do|to|said|says|told|thinks?|thought|believes?|hopes?)\b)[\w’'&./-]+){0,7}?)"
)
_DATE = rf"(?P<x>(?:{DATE.pattern}))"
_AMOUNT = rf"(?P<x>(?:about\s|around\s|nearly\s|almost\s|approximately\s|at\sleast\s)?(?:{AMOUNT.pattern}))"
_BE = r"(?P<a>is|are|was|were)"
_SAME_FORMS = (
    "held built made sold bought found set sent paid won led shut cut read put met kept told lost".split()
)
# Words that end as a past form does, and are none.
_PAST = (
    r"(?!(?:need|feed|speed|seed|breed|bleed|weed|indeed|exceed|proceed|succeed|hundred|sacred|naked)\b)\w+ed"
)
_PARTICIPLE = (
    rf"(?:{_PAST}|{'|'.join(_SAME_FORMS)}|born|written|begun|given|taken|known|drawn|grown|chosen|sworn)"
)
_NAME = (
    r"(?P<x>(?:(?:Mr|Mrs|Ms|Dr)\.?\s)?[A-Z][a-z][a-zA-Z’'-]*"
    r"(?:\s(?:(?:of|de|van|von)\s)?[A-Z][a-z][a-zA-Z’'&.-]*){1,3})"
)
_NUMBER = (
    r"(?P<x>\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty)"
)
_END = r"(?=[\s,.;]|$)"
# What is done at a place, and a name that may be one: no currency, month, day, or name of a program.
_PUT = (
    "held|opened|built|born|buried|signed|concluded|based|located|situated|stationed|founded|kept|found|discovered"
    "|made|produced|moored|installed|erected|displayed|printed"
)
_NO_PLACE = "|".join((*MONTHS, *WEEKDAYS, "Spring", "Summer", "Autumn", "Winter", "Easter", "Christmas"))
_PLACE = rf"(?P<x>(?:the\s)?(?!(?:{_NO_PLACE})\b)[A-Z][a-z’'-]+(?!\w)(?:\s[A-Z][a-z’'-]+(?!\w))*(?:\s\d+)?)"
# It is not one of several amounts.
_NOR_OTHERS = r"(?![^.;]*\s(?:and|or)\s(?:to|at|for)\s)"
_REST = r"(?:[^,;:()]|(?<=\d)[,:](?=\d))"
_PEOPLE = re.compile(
    r"\b(?:director|chair(?:man|woman)?|head|manager|founder|architect|minister|president|officer|owner|author|editor"
    r"|doctor|engineer|leader|secretary|treasurer|captain|keeper|mayor|teacher|professor|daughter|son|wife|husband|child|inspector|shareholder|customer|member|man|woman|boy|girl|hydrologist|pharmacist"
    r"|supervisor|contact|representative|auditor|guarantor|trustee)\b"
)
_BASES = dict(
    pair.split(":")
    for pair in (
        "began:begin started:start opened:open closed:close signed:sign joined:join died:die "
        "left:leave became:become bought:buy sold:sell took:take ended:end moved:move "
        "introduced:introduce appeared:appear rose:rise fell:fall won:win lost:lose received:receive "
        "approved:approve replaced:replace published:publish launched:launch completed:complete "
        "happened:happen occurred:occur arrived:arrive agreed:agree built:build made:make paid:pay "
        "came:come went:go grew:grow increased:increase decreased:decrease reached:reach held:hold "
        "met:meet gave:give lasted:last ran:run settled:settle acquired:acquire founded:found "
        "established:establish returned:return begins:begin starts:start opens:open closes:close "
        "ends:end runs:run expires:expire applies:apply lasts:last takes:take becomes:become "
        "holds:hold costs:cost comes:come amounts:amount rises:rise falls:fall has:have had:have "
        "contains:contain employs:employ covers:cover measures:measure weighs:weigh stands:stand "
        "means:mean continues:continue continued:continue"
    ).split()
)
_VERB = rf"(?P<v>{'|'.join(_BASES)})"
# Without an object, these say what was done to something.
_TRANSITIVE = frozenset(
    "held built made bought sold paid signed founded established introduced received approved replaced"
    " published acquired gave took completed".split()
)


_LIMITS = {"by": "by when", "within": "within what time", "until": "until when"}
# What says how something is, and not what.
_TELLS_NOTHING = re.compile(
    r"(?:the|an?)\s(?:\w+est|first|second|third|last|next|only|main|most|least|best|worst|same|other|reverse|opposite"
    r"|reason|rule|case|exception|result|cause|way|point|problem|question|answer|thing|lot|bit|few|little|kind|sort"
    r"|matter|sign|year|one)\b",
    re.IGNORECASE,
)
_OF_TIME = re.compile(rf"{SPANS_OF_TIME}\Z")

Made = Callable[[dict[str, str]], str]


class Rule(NamedTuple):
    """A form of sentence, and what makes its question of the parts; `x` is the part that answers.

    Attributes:
        form: the form.
        made: makes the question of the parts, by their names.
        is_person: whether `x` has to be a person.

    """

    form: re.Pattern[str]
    made: Made
    is_person: bool


def _did(verb: str) -> str:
    return "does" if verb.endswith("s") and verb not in {"was", "is"} else "did"


def _base(verb: str) -> str:
    return _BASES.get(verb, verb)


def _limit(said: dict[str, str]) -> str:
    """What asks for a limit of time; "by 2%" and "within 3 miles" are none."""
    is_span = bool(_OF_TIME.search(said["x"]))
    is_limit = is_span if said["w"] == "within" else bool(DATE.search(f"{said['w']} {said['x']}"))
    return _LIMITS[said["w"]] if is_limit else ""


def _when(said: dict[str, str]) -> str:
    """What asks when something was done; "minutes of the meeting held on 3 May" held nothing."""
    is_participle = not said["o"] and said["v"] in _TRANSITIVE
    return "" if is_participle else f"when {_did(said['v'])} {said['s']} {_base(said['v'])} {said['o']}"


def who_or_what(said: dict[str, str]) -> str:
    """What asks for who or what something is."""
    if _TELLS_NOTHING.match(said["x"]):
        return ""
    is_person = _PEOPLE.search(said["x"][:60]) or _PEOPLE.search(said["s"].split()[-1])
    return f"{'who' if is_person else 'what'} {said['a']} {said['s']}"


def _rule(form: str, made: Made, is_person: bool = False) -> Rule:
    return Rule(re.compile(form, re.VERBOSE), made, is_person)


_MONEY_IN_WORDS = rf"(?P<x>\d[\d,.]*\s(?:{'|'.join(COINS)})\b)"
_TIME_SPAN = rf"(?P<x>[\w.,]+\s(?:working\s|calendar\s)?{SPANS_OF_TIME}\b)"
_PARTY = r"(?P<s>[\w’'&. -]{2,60}?)"
_THING = r"(?P<o>[a-z][\w’'-]*(?:\s[a-z][\w’'-]*){0,4}?)"

# What contracts say: what is owed, who signed, how they end.
_OF_CONTRACTS = [
    _rule(
        rf"{_SUBJECT}\s(?:shall|must|will)\s(?P<v>pay|hold|keep|maintain|provide|deposit)\s(?:an?\s|the\s)?{_THING}"
        rf"\sof\s(?:not\sless\sthan\s)?{_AMOUNT}",
        lambda said: f"what {said['o']} must {said['s']} {said['v']}",
    ),
    _rule(
        rf"{_SUBJECT}\spays\s(?:an?\s|the\s)?{_THING}\sof\s{_AMOUNT}",
        lambda said: f"what {said['o']} does {said['s']} pay",
    ),
    _rule(
        rf"{_SUBJECT}\s(?:shall|must|will)\spay\s{_AMOUNT}\sfor\s(?P<o>(?:each|every|the)\s[\w’'-]+)",
        lambda said: f"how much must {said['s']} pay for {said['o']}",
    ),
    _rule(
        rf"{_SUBJECT}\s(?:may|can)\s(?P<v>end|terminate|cancel)\s(?:this|the)\s(?P<o>[a-z]+)\s(?:[\w\s]{{1,40}}\s)?"
        rf"by\s(?:giving\s)?(?:not\sless\sthan\s|at\sleast\s)?(?P<x>(?:{AMOUNT.pattern}))[’']?\s(?:\w+\s)?notice\b",
        lambda said: f"how much notice must be given to {said['v']} the {said['o']}",
    ),
    _rule(
        rf"{_SUBJECT}\s{_BE}\s(?P<p>payable|due)\swithin\s{_AMOUNT}",
        lambda said: f"within what time {said['a']} {said['s']} {said['p']}",
    ),
    _rule(
        rf"Signed\s(?:for(?:\sand)?(?:\son\sbehalf\sof)?|on\sbehalf\sof)\s{_PARTY}\sby\s{_NAME}",
        lambda said: f"who signed for {said['s']}",
        is_person=True,
    ),
    _rule(
        rf"Signed\sby\s{_NAME}(?:,\s[^,.]{{2,40}})?,\s(?:for|on\sbehalf\sof)\s{_PARTY}(?=[,.]|$)",
        lambda said: f"who signed for {said['s']}",
        is_person=True,
    ),
]

RULES: list[Rule] = [
    *_OF_CONTRACTS,
    _rule(
        rf"{_SUBJECT}\s(?P<a>is|are|was|were|has|have|had|can|could|must|may|will|cannot)\s(?P<p>{_REST}+?),?"
        r"\sbecause\s(?P<x>[^;:]+)",
        lambda said: f"why {said['a']} {said['s']} {said['p']}",
    ),
    _rule(
        rf"{_SUBJECT}\s{_BE}\s(?P<p>{_PARTICIPLE}(?:\s(?!(?:on|in)\s){_REST}+?)?)\s(?:on|in)\s{_DATE}{_END}",
        lambda said: f"when {said['a']} {said['s']} {said['p']}",
    ),
    _rule(
        rf"{_SUBJECT}\s{_VERB}(?!\s(?:been|not|no|never|{_PARTICIPLE})\b)(?P<o>(?:\s(?!(?:on|in|since|until|and|or)\s)[\w’'&-]+){{0,6}}?)\s(?:on|in)\s{_DATE}{_END}",
        _when,
    ),
    _rule(
        rf"(?:On|In)\s{_DATE},?\s(?P<s>(?:the|an?|[A-Z][\w’'-]+)(?:\s(?!(?:and|or|who|which)\b)[\w’'-]+){{0,4}}?)"
        rf"\s{_BE}\s(?P<p>{_PARTICIPLE}{_REST}{{0,60}}?)(?=[,.;]|$)",
        lambda said: f"when {said['a']} {said['s']} {said['p']}",
    ),
    _rule(
        rf"(?:On|In)\s{_DATE},?\s(?P<s>(?:the|an?|[A-Z][\w’'-]+)(?:\s(?!(?:and|or|who|which)\b)[\w’'-]+){{0,4}}?)"
        rf"\s{_VERB}(?P<o>(?:(?!\s(?:and|or)\b){_REST}){{0,60}}?)(?=[,.;]|$)",
        _when,
    ),
    _rule(
        rf"{_SUBJECT}\s(?P<a>must|may|can|should|will)\s(?P<p>(?:(?!\sand\b){_REST})+?)\s(?P<w>by|within|until)\s"
        rf"(?P<x>(?:{DATE.pattern}|{AMOUNT.pattern}))",
        lambda said: f"{_limit(said)} {said['a']} {said['s']} {said['p']}" if _limit(said) else "",
    ),
    _rule(
        rf"{_SUBJECT}\s{_BE}\s(?:now\s|only\s)?(?P<p>charged|billed)\sat\s{_AMOUNT}{_NOR_OTHERS}",
        lambda said: f"how much {'was' if said['a'].startswith('w') else 'is'} {said['p']} for {said['s']}",
    ),
    _rule(
        rf"{_SUBJECT}\s{_BE}\s(?P<p>(?:now\s|only\s)?{_PARTICIPLE}\s(?:to|at|for))\s{_AMOUNT}{_NOR_OTHERS}",
        lambda said: f"what {said['a']} {said['s']} {said['p']}",
    ),
    _rule(
        rf"{_SUBJECT}\s(?P<v>runs?|ran|lasts?|lasted)\sfrom\s(?P<x>(?:{DATE.pattern})\sto\s(?:{DATE.pattern}))",
        lambda said: f"from when to when {_did(said['v'])} {said['s']} {_base(said['v'])}",
    ),
    _rule(
        rf"{_SUBJECT}\s(?P<a>has|have)\s(?P<p>{_REST}+?)\ssince\s{_DATE}{_END}",
        lambda said: f"since when {said['a']} {said['s']} {said['p']}",
    ),
    _rule(
        rf"{_SUBJECT}\s(?P<v>runs?|ran|lasts?|lasted|holds?)(?:\s[\w\s]{{1,30}}?,)?\suntil\s{_DATE}{_END}",
        lambda said: f"until when {_did(said['v'])} {said['s']} {_base(said['v'])}",
    ),
    _rule(
        rf"{_SUBJECT}\s{_BE}\s(?:now\s|only\s)?(?P<x>(?:about\s|nearly\s)?[$€£¥₹]\s?[\d][\d,.]*\d)",
        lambda said: f"how much {said['a']} {said['s']}",
    ),
    _rule(
        rf"{_SUBJECT}\s{_BE}\s(?:now\s|only\s)?{_MONEY_IN_WORDS}",
        lambda said: f"how much {said['a']} {said['s']}",
    ),
    _rule(
        rf"{_SUBJECT}\s{_BE}\s(?:now\s|only\s)?(?P<x>\d[\d,.]*\s?(?:%|per\s?cent))",
        lambda said: f"what {said['a']} {said['s']}",
    ),
    _rule(
        rf"{_SUBJECT}\s(?P<v>costs?)\s{_AMOUNT}",
        lambda said: f"how much {_did(said['v'])} {said['s']} cost",
    ),
    _rule(
        rf"{_SUBJECT}\s(?P<a>would|will|could|may|might)\scost\s{_AMOUNT}",
        lambda said: f"how much {said['a']} {said['s']} cost",
    ),
    _rule(
        rf"{_SUBJECT}\s(?P<v>rose|fell|came|grew|amounts|amounted)\sto\s{_AMOUNT}",
        lambda said: f"what {_did(said['v'])} {said['s']} {_base(said['v']).removesuffix('ed')} to",
    ),
    _rule(
        rf"There\s(?P<a>are|were)\s{_NUMBER}\s(?P<n>[a-z][\w-]*(?:\s[a-z][\w-]*)?s)(?P<r>\sin\s{_REST}+)?(?=[.;,]|$)",
        lambda said: f"how many {said['n']} {said['a']} there {said['r']}",
    ),
    _rule(
        rf"{_SUBJECT}\s(?P<v>has|have|had|contains?|employs?)\s{_NUMBER}\s"
        r"(?P<n>[a-z][\w-]*(?:\s[a-z][\w-]*)?s(?:\sof\s[\w’' -]+?)?)"
        rf"(?=[,.;]|\sand\s(?:[a-z]+s|{_PARTICIPLE})\b|$)",
        lambda said: f"how many {said['n']} {_did(said['v'])} {said['s']} {_base(said['v'])}",
    ),
    _rule(
        rf"{_SUBJECT}\s(?P<v>lasts?|lasted|takes|took)\s(?:for\s)?{_AMOUNT}",
        lambda said: f"how long {_did(said['v'])} {said['s']} {_base(said['v']).removesuffix('ed')}",
    ),
    _rule(
        rf"{_SUBJECT}\s(?P<v>runs?|ran|continues?|continued)\sfor\s(?:an?\s[\w\s]{{1,30}}\sof\s)?{_TIME_SPAN}",
        lambda said: f"for how long {_did(said['v'])} {said['s']} {_base(said['v'])}",
    ),
    _rule(
        rf"(?P<s>(?:The|Our)\s[\w’' -]{{2,50}}?)\s(?P<a>is|was)\s{_NAME}{_END}",
        lambda said: f"who {said['a']} {said['s']}" if _PEOPLE.search(said["s"]) else "",
        is_person=True,
    ),
    _rule(
        rf"{_SUBJECT}\s(?:was|were)\s(?P<p>{_PAST}|{'|'.join(_SAME_FORMS)})\sby\s(?:the\s[a-z]+(?:\s[a-z]+)?\s)?{_NAME}",
        lambda said: f"who {said['p']} {said['s']}",
    ),
    _rule(
        rf"{_NAME}\s(?P<r>(?:is|was)\sthe\s{_REST}+)(?=[.,;]|$)",
        lambda said: f"who {said['r']}",
        is_person=True,
    ),
    _rule(
        rf"{_NAME}\s(?!\w+\s(?:\w+\s)?that\b)(?P<r>(?:{_PAST}|has|had|{'|'.join(_SAME_FORMS)}|took|gave|wrote|became)\s{_REST}+)(?=[.,;]|$)",
        lambda said: f"who {said['r']}",
        is_person=True,
    ),
    _rule(
        rf"{_SUBJECT}\s{_BE}\s(?P<p>{_PUT})\s(?:in|at)\s{_PLACE}{_END}",
        lambda said: f"where {said['a']} {said['s']} {said['p']}",
    ),
    _rule(
        rf"(?P<s>(?:The\s)?[A-Z][\w’'-]+(?:\s[\w’'-]+){{0,2}}?)\s(?P<a>is|are|was|were)\s(?P<x>(?:an?|the)\s{_REST}+)",
        who_or_what,
    ),
    _rule(
        rf"{_SUBJECT}\s(?P<v>means?|stands\sfor)\s(?P<x>{_REST}+)",
        lambda said: f"what does {said['s']} {said['v'].replace('stands', 'stand').removesuffix('s')}",
    ),
]
