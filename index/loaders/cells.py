"""A spreadsheet's cell as its reader sees it: the value in the cell's number format."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.'
    r"|(?P<digits>[0#?][0#?.,]*|\.[0#?]+)|(?P<exponent>E[+-]0+)|(?P<other>.)",
    re.DOTALL,
)
_MAX_FORMAT_CHARS, _MAX_DECIMALS, _MAX_DIGITS = 255, 30, 30
_PLAIN = frozenset({"", "General", "@"})


def shown(value: object, number_format: str) -> str:
    """The cell's text; dates are ISO's, so that no country's order of day and month is assumed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value, number_format)
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value)


def _moment(value: datetime | date | time | timedelta, number_format: str) -> str:
    if isinstance(value, datetime):
        if value.time() == time.min and "h" not in number_format.lower():
            return value.date().isoformat()
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    return str(value)


def _number(value: float, number_format: str) -> str:
    if number_format in _PLAIN or len(number_format) > _MAX_FORMAT_CHARS or not math.isfinite(value):
        return _general(value)
    sections = number_format.split(";")
    # A format of two or more sections has one for negative numbers, which says how the minus looks.
    section, sign = sections[0], "-" if value < 0 else ""
    before, digits, after, unknown = "", "", "", False
    for token in _TOKEN.finditer(section):
        literal = token["quoted"] or token["escaped"] or token["money"] or ""
        if token["digits"] and not digits:
            digits = token["digits"]
        elif token["digits"] or token["exponent"]:
            unknown = True
        elif token["other"]:
            literal = token["other"]
            unknown = unknown or literal.isalpha() or literal in "/@"
        if digits:
            after += literal
        else:
            before += literal
    if unknown or not digits:
        return _general(value)
    percent = "%" in before + after
    figure = _figure(abs(Decimal(str(value))) * (100 if percent else 1), digits)
    return f"{sign}{before}{figure}{after}".strip()


def _figure(number: Decimal, digits: str) -> str:
    """A number that is not negative by its placeholders, such as `#,##0.00`."""
    whole, _, fraction = digits.partition(".")
    fewer = len(digits) - len(digits.rstrip(","))
    fraction = fraction.rstrip(",")
    whole = whole.rstrip(",") if not fraction else whole
    number /= Decimal(1000) ** fewer
    most = min(len(fraction), _MAX_DECIMALS)
    least = min(len(fraction.rstrip("#?")), most)
    rounded = f"{number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP) if number < 10**15 else number:f}"
    left, _, right = rounded.partition(".")
    right = right[:least] + right[least:].rstrip("0")
    left = left.zfill(min(whole.count("0"), _MAX_DIGITS))
    if "," in whole and left.isdigit():
        left = f"{int(left):,}".zfill(len(left))
    return f"{left}.{right}" if right else left


def _general(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.15g}"
