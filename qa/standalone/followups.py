"""Follow-ups: a question that leans on an earlier turn becomes questions that stand alone, by rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from index.words import FUNCTION_WORDS, content_words, words
from qa.contents.figures import YEAR
from qa.contents.measured import says_money
from qa.contents.mentions import TITLES
from qa.contents.recurring import without_recurring
from qa.intents.kinds import is_kind
from qa.question import Kind, kind_of
from qa.standalone.leaning import (
    ASKED_ALONE,
    AUXILIARY,
    INSTEAD,
    NAME,
    OF_A_THING,
    OPENING,
    PREPOSITION,
    QUESTION_WORDS,
    SHORT_WORDS,
    asks_for_another_thing,
    leans,
    may_stand_alone,
    names_a_document,
    names_another,
    says_too_little,
    without_preposition,
)
from qa.standalone.one_of_them import with_what_one_is
from qa.standalone.phrases import with_phrase
from qa.standalone.pronouns import (
    points_back,
    pronoun_in,
    stands_for_several,
)
from qa.standalone.subjects import about_document, document_in, event_in, subject_of, thing_counted

_SAYS_WHO = re.compile(
    r"^\W*(?:(?:and|but|so)\s)?(?:says\swho|who\s(?:says|said|reported|reports|noted|pointed)\b|according\sto\swho)",
    re.IGNORECASE,
)
_AND = re.compile(r"^\W*(?:(?:and|but|so|then|also)\W+)+", re.IGNORECASE)
_AND_ASKED = re.compile(
    rf"{_AND.pattern}(?=(?:whom?|what|when|where|which|why|how)\s(?!about\b|else\b))",
    re.IGNORECASE,
)
# "Why not earlier?" asks for the reason of what was told, not for that again.
_WHY = re.compile(
    rf"^\W*(?:(?:and|but|so|then)\W+)*why(?P<more>(?:\s(?!{AUXILIARY}\b)[\w’'-]+){{0,3}})\W*$", re.IGNORECASE
)
_WHAT_WAS_ASKED = re.compile(
    rf"^\W*(?:\w+\s)?(?:whom?|what|when|where|why|which|how)\b(?:\s\w+){{0,3}}?\s(?=(?P<rest>{AUXILIARY}\s.+))"
    rf"|^\W*(?={AUXILIARY}\s)",
    re.IGNORECASE,
)
# "And in dollars?" asks for the same thing in another unit, not about "in dollars"; "in Austria" is a place.
_OF_A_KIND = re.compile(r"^[Ii]n\s(?P<unit>(?:US\s|Swiss\s)?[a-z%][\w\s]{0,29}|[A-Z]{3})$")
_WORTH = re.compile(r"^How much in [\w\s]+? ((?:is|are|was|were)\s.*?)\W*$")
_THE_OTHER = re.compile(
    r"\b(?:the|that)\sother(?:\s(?:one|company|side|party|firm|partner))?\b", re.IGNORECASE
)
_POINTED_AT = re.compile(
    r"\b(?:that|this|the|its|their|his|her)\s\w+(?:\s(?:number|address|date|period|fee|rate|price|cost)s?\b)?",
    re.IGNORECASE,
)
_OF_IT = re.compile(r"^(?:its|their|his|her)\s", re.IGNORECASE)
_DOES_IT = re.compile(rf"\b{AUXILIARY}\s\Z", re.IGNORECASE)
_DOING_NO_MORE = re.compile(
    r"\s(?:come\sinto\s(?:force|effect|operation)|take\seffect|run\sout|(?:be\s)?\w+)\W*", re.IGNORECASE
)
_IS_ASKED = re.compile(
    rf"(?:(?:{PREPOSITION}\s)?(?:whom?|whose|what|when|where|why|which|how)|{AUXILIARY})\s\w+\s\w+",
    re.IGNORECASE,
)
# "And where will it be held?" after a question for the next meeting.
_IS_HELD = re.compile(
    rf"(?P<asks>(?:where|when|who|at\swhat\stime|what\stime|in\s(?:what|which)\s\w+|how\slong)\s{AUXILIARY}\s)it"
    r"(?P<held>(?:\s(?:be\s)?(?:held|take\splace|happen|start|begin|end|last|be|going\sto\sbe(?:\sheld)?))?\W*)",
    re.IGNORECASE,
)
# "Until when does it start?" asks nothing.
_HOW_LONG = re.compile(r"(?:until|till)\swhen|(?:for\s)?how\slong", re.IGNORECASE)
_BEGINNING = re.compile(
    r"\b(?:start|begin|commence|take\seffect|come\sinto\s(?:force|effect))(?=\W*\Z)", re.IGNORECASE
)
_IN_A_YEAR = re.compile(rf"\s(?:for|in)\s(?P<year>{YEAR.pattern})\Z", re.IGNORECASE)
_FOR = re.compile(r"for\s(?:the|our|my|an?)\s", re.IGNORECASE)
_LEFT_OPEN = re.compile(rf"\b{PREPOSITION}\s\Z", re.IGNORECASE)
# A question that can be leaned on is short.
LONGEST_LEANED_ON = 1_000
MAX_REWRITINGS = 3


@dataclass(frozen=True, slots=True)
class EarlierTurn:
    """An earlier turn, as far as a later question can lean on it.

    Attributes:
        question: the standalone question that was searched.
        quote: the first words cited, "" after a refusal.
        span: the exact answer, "" where it was not one.
        names: names in the passages found for it, those that stand there most often first.
        documents: those that answered it.
        opening: the question before it, where both were searched as one.
        place: where the words of the first document stand that answered it; None where several places did.

    """

    question: str
    quote: str = ""
    span: str = ""
    names: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    opening: str = ""
    place: tuple[int, int] | None = None


def names_in(text: str) -> list[str]:
    """The names in a text, the commonest first; a sentence's first word counts where it recurs inside one.

    A weekday or a month is none.
    """
    counts = Counter(name.removesuffix("’s").removesuffix("'s") for name in NAME.findall(text))
    return [name for name, _ in counts.most_common() if len(name) > 1 and without_recurring(name).strip()]


def standalone(question: str, previous: EarlierTurn | None) -> list[str]:
    """Questions that may be meant, the likeliest first: as it stands, and at most three rewritings."""
    if previous is None or len(previous.question) > LONGEST_LEANED_ON:
        return [question]
    if of_one := with_what_one_is(question, previous.question):
        return [of_one]
    if not leans(question):
        return [question]
    if _is_of_others(question, previous.question):
        return [question]
    if previous.opening and not ASKED_ALONE.match(question):
        previous = replace(previous, question=previous.opening)
    if event := _of_the_event(question, previous.question):
        return [event]
    rewritten = list(islice(dict.fromkeys(_readings(question, previous)), MAX_REWRITINGS))
    slot = INSTEAD.match(question)
    is_phrase = slot is not None and bool(with_phrase(slot["slot"], previous.question))
    is_part = is_phrase or says_too_little(question) or names_another(question)
    is_meant = not is_part or may_stand_alone(question)
    return [question, *rewritten] if is_meant or not rewritten else rewritten


def opening_of(searched: str, asked: str) -> str:
    """The earlier question in a searched one that joins it and what was asked then; "" where it does not."""
    joined = f", {_decapitalised(_plain(asked))}?"
    return f"{searched.removesuffix(joined)}?" if searched.endswith(joined) else ""


def own_part(searched: str, earlier: str) -> str:
    """A searched question without the earlier one that it is joined to."""
    return searched.removeprefix(f"{_plain(earlier)}, ") if earlier else searched


def about_what_was_told(question: str, told: str) -> str:
    """A follow-up about what the earlier answer is of: "How long does the audit take?"."""
    asked = _plain(_AND.sub("", question))
    asked = f"{asked[:1].upper()}{asked[1:]}"
    pronoun = pronoun_in(asked)
    if pronoun is None or pronoun.group().casefold() == "there":
        bare = asked if pronoun is None else _plain(asked[: pronoun.start()] + asked[pronoun.end() :])
        return f"{bare} for {told}?"
    return f"{asked[: pronoun.start()]}{_like(pronoun.group(), told)}{asked[pronoun.end() :]}?"


def _is_of_others(question: str, earlier: str) -> bool:
    """Whether a question asks for more than one whom nobody was before: "they" after one person."""
    pronoun = pronoun_in(question)
    if pronoun is None or not (stands_for_several(pronoun.group()) and _is_a_person(subject_of(earlier))):
        return False
    return not OPENING.match(question) and asks_for_another_thing(question, earlier)


def _is_a_person(subject: str) -> bool:
    return subject.split(maxsplit=1)[0] in TITLES if subject else False


def _of_the_document(question: str, earlier: str) -> str:
    """A whole question about the document that did something in the earlier one, or that it ended in."""
    pronoun, place = pronoun_in(question), document_in(earlier)
    if pronoun is None or place is None or pronoun.group().casefold() not in {"it", "its"}:
        return ""
    before, after = earlier[: place[0]], earlier[place[1] :]
    is_doer = bool(_DOES_IT.search(before)) and bool(_DOING_NO_MORE.fullmatch(after))
    is_object = not words(after) and not _LEFT_OPEN.search(before)
    if not ((is_doer or is_object) and _IS_ASKED.match(_AND.sub("", question))):
        return ""
    replaced = _like(pronoun.group(), earlier[slice(*place)])
    return f"{question[: pronoun.start()]}{replaced}{question[pronoun.end() :]}"


def _of_the_event(question: str, earlier: str) -> str:
    """A whole question where or when it is, and the like, about a coming event that the earlier one names."""
    pronoun, event = pronoun_in(question), event_in(earlier)
    if not event or pronoun is None or pronoun.group().casefold() != "it":
        return ""
    asked = _AND.sub("", question)
    held = _IS_HELD.fullmatch(asked)
    if not held:
        return ""
    return f"{held['asks'][:1].upper()}{held['asks'][1:]}{event}{held['held']}"


def _whole(question: str, earlier: str) -> str:
    """The one question that a follow-up is where it says all but what it is about; "" for any other."""
    if _asks_by_itself(question, earlier):
        return _about_the_same(question, earlier)
    return _of_the_document(question, earlier) or _for_another(question, earlier)


def _for_another(question: str, earlier: str) -> str:
    """The earlier question for another thing than the one it was asked for: "And for the sterilisers?"."""
    slot = INSTEAD.match(question)
    return with_phrase(slot["slot"], earlier) if slot and _FOR.match(slot["slot"]) else ""


def _asks_by_itself(question: str, earlier: str) -> bool:
    """Whether a question has all but what it is about: "And who pays for the repairs?".

    "And how much is the deposit?" has, too, where the earlier question was about a document.
    """
    opening = _AND_ASKED.match(question)
    if not opening or _THE_OTHER.search(question) or points_back(question[opening.end() :]):
        return False
    meaning = [word for word in words(question) if word.casefold() not in FUNCTION_WORDS | QUESTION_WORDS]
    is_of_a_thing = bool(OF_A_THING.search(question)) and document_in(earlier) is not None
    return len(meaning) >= SHORT_WORDS or is_of_a_thing


def _about_the_same(question: str, earlier: str) -> str:
    """A question that asks by itself, about what the earlier one was about."""
    bare = _plain(_AND.sub("", question))
    bare = f"{bare[:1].upper()}{bare[1:]}"
    place = document_in(earlier)
    if place:
        return f"{bare} in {earlier[slice(*place)]}?"
    known = {word.casefold() for word in words(bare)}
    context = [word for word in content_words(subject_of(earlier)) if word.casefold() not in known]
    if year := _IN_A_YEAR.search(bare):  # "And what is planned for 2026?" asks no longer for 2024
        thing = thing_counted(earlier)
        return f"{bare[: year.start()]} for {thing} in {year['year']}?" if thing else f"{bare}?"
    return f"{bare} {' '.join(context)}?" if context else f"{bare}?"


def _readings(question: str, previous: EarlierTurn) -> Iterator[str]:
    if whole := _whole(question, previous.question):
        yield whole
        return
    why = _WHY.match(question)
    if why and previous.span and (reasons := list(_asked_instead("Why", previous.question))):
        yield from (f"{one.rstrip('?!. ')}{why['more']}?" for one in reasons)
        return
    bare = _plain(question)
    slot, asked = INSTEAD.match(question), ASKED_ALONE.match(question)
    if asked:
        yield from _asked_instead(asked["asked"], previous.question)
    if slot and names_a_document(question) and (place := document_in(previous.question)):
        yield about_document(slot["slot"], previous.question, place)
    if slot and (other := with_phrase(slot["slot"], previous.question)):
        yield other
    if slot and (unit := _OF_A_KIND.match(slot["slot"])):
        yield from _in_unit(unit.group(), previous)
    if _SAYS_WHO.match(question):
        yield f"Which source reported it, {_decapitalised(previous.question)}"
    if _THE_OTHER.search(question):
        yield from _other_named(question, previous)
    # "Does it last, until when?" would be taken for a question of yes or no.
    if not (asked and kind_of(previous.question) is Kind.YES_NO):
        yield f"{_plain(previous.question)}, {_decapitalised(bare)}?"
    if slot and not _OF_A_KIND.match(slot["slot"]):
        yield from _slot_replaced(without_preposition(slot["slot"]), previous.question)
    subject = subject_of(previous.question)
    pronoun = pronoun_in(question)
    if subject and pronoun and not (stands_for_several(pronoun.group()) and _is_a_person(subject)):
        replaced = _like(pronoun.group(), subject)
        yield f"{question[: pronoun.start()]}{replaced}{question[pronoun.end() :]}"
    known = {word.casefold() for word in words(question)}
    context = [word for word in content_words(previous.question) if word.casefold() not in known]
    yield f"{bare} {' '.join(context)}?"
    if previous.quote:
        yield f"{bare}: {previous.quote}"


def _slot_replaced(slot: str, question: str) -> Iterator[str]:
    """The earlier question with each of its names, or things pointed at, replaced by the new one."""
    for name in [*NAME.finditer(question, 1), *_POINTED_AT.finditer(question)]:
        slot = _OF_IT.sub("the ", slot) if " of " in question[name.end() :] else slot
        ending = "’s" if name.group().endswith(("’s", "'s")) and not slot.endswith(("’s", "'s")) else ""
        yield question[: name.start()] + slot + ending + _without(slot, question[name.end() :])


def _without(slot: str, after: str) -> str:
    """What follows a replaced name, without the noun that the new one ends in: "contract contract"."""
    noun = re.match(r"\s[\w-]+\b", after)
    return after[noun.end() :] if noun and slot.casefold().endswith(noun.group().casefold()) else after


def _asked_instead(asked: str, question: str) -> Iterator[str]:
    """The earlier question with what it asks for replaced: "How much will it buy?" and "Until when?"."""
    before = _WHAT_WAS_ASKED.match(question)
    if before and _HOW_LONG.fullmatch(asked) and _BEGINNING.search(question):
        question = _BEGINNING.sub("run", question)
    if before:
        yield f"{asked[:1].upper()}{asked[1:]} {_decapitalised(question[before.end() :])}"


def _in_unit(unit: str, previous: EarlierTurn) -> Iterator[str]:
    """How much it is in another unit; what was not told as money is worth some."""
    for asked in _asked_instead(f"How much {unit}", previous.question):
        is_worth = says_money(unit) and not says_money(previous.span)
        yield _WORTH.sub(rf"How much \1 worth {unit}?", asked) if is_worth else asked


def _other_named(question: str, previous: EarlierTurn) -> Iterator[str]:
    """The question, or the earlier one, about the name that the earlier one left out."""
    if _is_a_document(question, previous.question):
        return
    asked_about = {word.casefold() for word in words(previous.question)}
    other = next((name for name in previous.names if name.casefold() not in asked_about), None)
    if other is None:
        return
    yield from _slot_replaced(other, previous.question) if INSTEAD.match(question) else ()
    yield _THE_OTHER.sub(other, question)


def _is_a_document(question: str, earlier: str) -> bool:
    """Whether "the other contract", or "the other one" after a contract, is a document and no name."""
    other = _THE_OTHER.search(question)
    after = words(question[other.end() :])[:2] if other else []
    is_one = other is not None and other.group().casefold().endswith(("other", "one"))
    return is_one and any(map(is_kind, after or words(earlier)))


def _like(pronoun: str, subject: str) -> str:
    """The subject in the pronoun's form: `its` becomes `Microsoft’s`."""
    possessive = pronoun.casefold() in {"its", "their", "his", "theirs", "hers"}
    plain = subject.removesuffix("’s").removesuffix("'s")
    return f"{plain}’s" if possessive else plain


def _plain(question: str) -> str:
    return question.strip().rstrip("?!. ")


def _decapitalised(text: str) -> str:
    first, *_ = text.split(maxsplit=1) or [""]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]
