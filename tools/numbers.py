"""Numbers: the one parser of numbers in sentences, which checks what an answer claims."""

from __future__ import annotations

import re
from typing import NamedTuple

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
"""Whole names and usual short forms: `novelty 1.00` and `declined 12` hold no dates."""
_DATE = re.compile(
    rf"\b\d{{4}}-\d{{2}}-\d{{2}}(?:T[\d:.]+(?:Z|[+-]\d{{2}}:?\d{{2}})?)?\b|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS})\b\.?(?:,? \d{{4}})?\b|"
    rf"\b(?:{_MONTHS})\b\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|"
    rf"\b(?:{_MONTHS})\b\.? \d{{4}}\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.])(?P<sign>[+\-−–]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?P<exponent>[eE][+-]?\d+)?"
    r"(?P<gap>[\s\u00a0\u202f]?)(?P<unit>%|‰|per ?cent\b|percent\b|(?<=\d)(?:k|m|mn|bn|b|x)\b)?",
    re.IGNORECASE,
)
_SCALE = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9}


class Number(NamedTuple):
    """A number in a sentence: as written, its value (sign and scale applied), unit, and where it stands."""

    text: str
    value: float
    unit: str
    start: int
    end: int

    @property
    def key(self) -> tuple[str, str]:
        """What two ways of writing the same number share: digits with sign, and whether it is a percentage."""
        return f"{self.value:.12g}", self.unit


class Dated(NamedTuple):
    """A date in a sentence, as written."""

    text: str
    start: int
    end: int


def numbers_in(text: str) -> tuple[Number, ...]:
    """Return the numbers of a text in reading order; dates are not numbers, and digits inside a word are none.

    `1,934` is one number, `63.1 %`, `63.1%` and `63.1 percent` are the same, `-0.2` and `−0.2` too; `12k` is 12,000.
    """
    blanked = _DATE.sub(lambda match: " " * len(match[0]), text)
    return tuple(_number(match) for match in _NUMBER.finditer(blanked))


def dates_in(text: str) -> tuple[Dated, ...]:
    """Return the dates of a text in reading order: ISO days, and days or months with their names."""
    return tuple(Dated(match[0], *match.span()) for match in _DATE.finditer(text))


def _number(match: re.Match[str]) -> Number:
    said = (match["unit"] or "").lower().replace(" ", "")
    unit = "%" if said in ("%", "percent") else "" if said in _SCALE else said
    # A dash between two numbers is a range: "3-5" holds 3 and 5.
    before = match.string[: match.start()].rstrip()
    negative = match["sign"] in ("-", "−", "–") and not before[-1:].isdigit()
    value = float(match["digits"].replace(",", "") + (match["exponent"] or "")) * _SCALE.get(said, 1.0)
    return Number(match[0].strip(), -value if negative else value, unit, *match.span())
