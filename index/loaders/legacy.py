"""Older text encodings: the one in which the bytes read as a language, or none where two could be meant.

Every encoding in which the bytes are possible is tried, and what comes out is weighed: by how often the
letters of a language follow each other (`letters.json`), and how common its signs are. A guess that is not
far better than the next one that reads otherwise is no answer.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

_LATIN = (
    "cp1252 cp1250 iso8859-2 cp1254 cp1257 iso8859-4 iso8859-13 iso8859-15 iso8859-16 mac-roman mac-latin2 "
    "cp437 cp850 cp852 cp858 cp775 cp857 cp865 mac-turkish"
)
_OTHERS = (
    "cp1251 koi8-r koi8-u iso8859-5 cp866 mac-cyrillic cp855 cp1253 iso8859-7 cp737 mac-greek cp869 cp1255 "
    "iso8859-8 cp862 cp1256 iso8859-6 cp864 cp720 cp874"
)
_WIDE = "cp932 euc_jp gb18030 big5hkscs cp949 utf-16-le utf-16-be"
# Of DOS, the first Macs, or standards that hardly anyone took up.
_RARELY_MET = frozenset(
    [
        "iso8859-4",
        "iso8859-13",
        "iso8859-16",
        "mac-latin2",
        "cp858",
        "cp775",
        "cp857",
        "cp865",
        "mac-turkish",
        "mac-cyrillic",
        "cp855",
        "cp737",
        "mac-greek",
        "cp869",
        "cp862",
        "cp864",
        "cp720",
        "koi8-u",
    ]
)
_CANDIDATES = (*_LATIN.split(), *_OTHERS.split(), *_WIDE.split())

# So much of the text tells; the first of what is not ASCII stands near its beginning.
_LOOKED_AT_BYTES, _BEFORE_BYTES = 20_000, 4_000
_PAIRS_KEPT = 1 << 15
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
# Nobody writes control characters, or those that Unicode leaves to private use.
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff]")
_NEITHER = re.compile(r"[^\w\u0300-\u036f\u0590-\u05ff\u064b-\u065f\u0e31-\u0e4e]|[\d_]")
_EAST_ASIAN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_HIGH = re.compile(r"[^\t-\r\x1b -~]")
_HIGH_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")
_AMID = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘·\u00ad\u2010-\u2015\u0300-\u0e7f](?=[^\W\d_])")
_AT_LETTERS = re.compile(
    r"[^\W\d_][±×÷¬¤¦¨¯´¸¶¢¥\u02b0-\u02ff\u2190-\u2bff]|[±×÷¬¤¦¨¯´¸¢¥\u02b0-\u02ff\u2190-\u2bff][^\W\d_]"
)
# Letters of two alphabets in one word.
_MIXED = re.compile(r"[A-Za-z][\u0370-\u1dff]|[\u0370-\u1dff][A-Za-z]")
_WIDE_SIGN = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff61-\uff9f]"
_TOUCHING = re.compile(rf"[A-Za-z]{_WIDE_SIGN}|{_WIDE_SIGN}[A-Za-z]|[^\W\d_\x00-\x7f\u3040-\ud7a3]\d")

# Costs are natural logarithms of how unlikely a thing is. They, and what decides, were set by
# `tests/test_loaders_encoding.py`, whose texts are in 24 languages and more than 200 pairs with encodings.
_UNKNOWN_PAIR, _UNSEEN_PAIR = 13.0, 9.5
_COMMON_SIGN, _SIGN, _ODD_SIGN, _NO_SIGN = 6.5, 9.0, 13.0, 40.0
_MISPLACED = 9.0
_RARE_ENCODING = 6.0
_WORSE_BY, _WORSE_BY_SHARE = 9.0, 0.1
_WORST_PAIR, _WORST_WORDS, _FEW_PAIRS = 10.2, 6.2, 60
_COMMON_SIGNS = frozenset("’‘“”„«»–—…•·€£§°©®™½¼¾²³±×¿¡\u00a0،؟؛、。「」『』・ー〜，：；！？（）《》")
_LOANED = frozenset("éèêçñïöüäåôâàáíóúëæøœ")
_HAN = {
    "ja": (
        "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北"
        "午百書先名川千水半男西電校語土木食車何南万毎白天母火右読友左休父雨会社者部同事自分発表新開"
        "方代理市場料内京用定所"
    ),
    "zh": (
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"
        "过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心"
        "她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间"
        "由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给"
        "世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变"
        "四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社"
        "便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北"
        "边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
    ),
    "zh-tw": (
        "這個們來為國說時會對過發後裡經麼學現當沒動還進樣開從實軍無與長機間問並應戰頭體見產關點業將"
        "兩東聲員論處義認條題變總電數報結務計許統區隊決馬書聽卻達強難權設記類據邊張該規覺術領確傳師"
        "觀讓識帶導爭運"
    ),
}
_HANGUL = (
    "이다는에의을가고하한은로지를서도사어기대인시나리자과정보일으만아해그라스수장부전제여주와있"
    "들게것구공면오원동상국니세안진관경성문비위음적신유계요용실연회년우방중물간개연무선생조모치"
)


def read_as_language(data: bytes) -> str | None:
    """The text in the one encoding in which it reads as a language; None where there is none, or no one."""
    part = _part(data)
    costs: dict[str, tuple[float, str]] = {}
    for encoding in _CANDIDATES:
        text = _decoded(part, encoding)
        if text is not None and text not in costs:
            costs[text] = (_cost(text) + (_RARE_ENCODING if encoding in _RARELY_MET else 0.0), encoding)
    ranked = sorted(costs.items(), key=lambda item: item[1][0])
    if not ranked or not _is_language(ranked[0][0]):
        return None
    best = ranked[0][1][0]
    signs = len(_HIGH.findall(ranked[0][0]))
    if len(ranked) > 1 and ranked[1][1][0] - best < _WORSE_BY + min(signs, 40) * _WORSE_BY_SHARE:
        return None
    try:
        return data.decode(ranked[0][1][1])
    except UnicodeDecodeError:
        return None


def _part(data: bytes) -> bytes:
    found = _HIGH_BYTE.search(data)
    start = max(0, (found.start() if found else 0) - _BEFORE_BYTES)
    start = data.find(b"\n", start) + 1 if start else 0
    return data[start - start % 2 : start - start % 2 + _LOOKED_AT_BYTES]


def _decoded(part: bytes, encoding: str) -> str | None:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(part, final=len(part) < _LOOKED_AT_BYTES)
    except UnicodeDecodeError:
        return None
    return None if _NO_TEXT.search(text) else text


def _cost(text: str) -> float:
    """How unlikely it is that anyone wrote this."""
    signs = Counter(_HIGH.findall(text))
    other = sum(count * _sign_cost(sign) for sign, count in signs.items() if not _is_letter(sign))
    breaks = sum(
        before.islower() and after.isupper()
        for word in _HIGH_WORD.findall(text)
        for before, after in pairwise(word)
    )
    misplaced = breaks + sum(len(odd.findall(text)) for odd in (_AMID, _AT_LETTERS, _TOUCHING, _MIXED))
    # A quotation that opens and never closes, or closes without having begun.
    misplaced += "‚" in text and not any(mark in text for mark in "‘’")
    misplaced += ("„" in text and not any(mark in text for mark in "“”")) + (("«" in text) != ("»" in text))
    east_asian = _east_asian_cost(signs)
    return float(_words_cost(_pairs(text))[0] + east_asian + other + _MISPLACED * misplaced)


def _words_cost(pairs: Counter[str]) -> tuple[float, int]:
    """The least cost of pairs of letters in any language, and which language that is."""
    costs = _costs(pairs)
    return float(costs.min()), int(costs.argmin())


def _costs(pairs: Counter[str]) -> np.ndarray:
    """The cost of pairs of letters in each language."""
    counts = np.fromiter(pairs.values(), float, len(pairs))
    costs: np.ndarray = counts @ np.array([_pair_costs(pair) for pair in pairs])
    return costs


def _pairs(text: str) -> Counter[str]:
    flat = re.sub(r" {2,}", " ", f" {_NEITHER.sub(' ', _EAST_ASIAN.sub(' ', text)).lower()} ")
    return Counter(map("".join, pairwise(flat)))


@lru_cache(_PAIRS_KEPT)
def _pair_costs(pair: str) -> np.ndarray:
    return np.array([
        table.get(pair, _UNSEEN_PAIR if letters.issuperset(pair) else _UNKNOWN_PAIR)
        for table, letters in _tables()
    ])  # fmt: skip


def _is_language(text: str) -> bool:
    """Whether what is not ASCII in it follows a language's rules, more than by chance."""
    pairs = _pairs(text)
    cost, language = _words_cost(pairs)
    high = Counter({pair: count for pair, count in pairs.items() if not pair.isascii()})
    signs = Counter(_HIGH.findall(text))
    east_asian = sum(count for sign, count in signs.items() if _EAST_ASIAN.match(sign) and _is_letter(sign))
    if east_asian and _east_asian_cost(signs) > 8.0 * east_asian:
        return False
    # In Latin letters a language that the tables lack would pass for another one, but for its other pairs.
    latin = sum(count for pair, count in pairs.items() if pair.isascii())
    if high and latin > max(_FEW_PAIRS, pairs.total() / 2) and cost > _WORST_WORDS * pairs.total():
        return False
    if any(_sign_cost(sign) >= _NO_SIGN for sign in signs if not _is_letter(sign)):
        return False
    return not high or bool(_costs(high)[language] <= _WORST_PAIR * high.total())


def _east_asian_cost(signs: Counter[str]) -> float:
    found = {sign: count for sign, count in signs.items() if _EAST_ASIAN.match(sign) and _is_letter(sign)}
    if not found:
        return 0.0
    return min(
        sum(_letter_cost(sign, of) * count for sign, count in found.items()) for of in ("ja", "zh", "ko")
    )


def _letter_cost(sign: str, language: str) -> float:
    """The cost of an East Asian letter in one of the three languages."""
    if "\u3040" <= sign <= "\u30ff":
        return 4.5 if language == "ja" and sign <= "\u309f" else 6.0 if language == "ja" else 14.0
    if "\uac00" <= sign <= "\ud7a3":
        return 14.0 if language != "ko" else 4.8 if sign in _HANGUL else 8.5
    if language == "ko" or not "\u4e00" <= sign <= "\u9fff":
        return 13.0
    if sign in _HAN[language] or (language == "zh" and sign in _HAN["zh-tw"]):
        return 5.2
    return 9.5 if _is_taught(sign, language) else 13.0


@cache
def _is_taught(sign: str, language: str) -> bool:
    """Whether a character is of the first level of a country's standard, the common ones."""
    for encoding, first, last in (
        (("euc_jp", 0xB0A1, 0xCFFE),)
        if language == "ja"
        else (("gb2312", 0xB0A1, 0xD7FE), ("big5", 0xA440, 0xC67E))
    ):
        try:
            if first <= int.from_bytes(sign.encode(encoding)) <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _is_letter(sign: str) -> bool:
    return sign.isalpha() or unicodedata.category(sign)[0] == "M"


@cache
def _sign_cost(sign: str) -> float:
    if sign in _COMMON_SIGNS:
        return _COMMON_SIGN
    category = unicodedata.category(sign)
    if category in ("Cc", "Cn", "Co", "Cs"):
        return _NO_SIGN
    return _SIGN if sign <= "\u00ff" or category[0] == "P" else _ODD_SIGN


@cache
def _tables() -> list[tuple[dict[str, float], frozenset[str]]]:
    """For each language the cost of each pair of letters, and the letters that it has."""
    found = json.loads((files("index.loaders") / "letters.json").read_text(encoding="utf-8"))["pairs"]
    tables = []
    for language, pairs in found.items():
        letters = frozenset("".join(pairs)) | (_LOANED if language == "en" else frozenset())
        tables.append(({pair: cost / 10 for pair, cost in pairs.items()}, letters))
    return tables
