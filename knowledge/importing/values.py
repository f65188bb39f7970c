"""Values: what stands in a file's cell, as the type of our column."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from typing import Any

ABSENT = frozenset({"", "-", "--", "n/a", "na", "nan", "null", "none", "nil", "#n/a", "undefined"})
_INT64 = 2**63
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+")
_ROUNDED_ID = re.compile(r"\d+(\.\d+)?[eE]\+?\d+")
_FLOAT_ID = re.compile(r"(\d+)\.0+")
_SHORT = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([kKmMbB])")
_SCALE = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_TRUE = frozenset({"true", "t", "yes", "y", "1", "1.0"})
_FALSE = frozenset({"false", "f", "no", "n", "0", "0.0"})


class BadValue(ValueError):
    """A value that is not of the column's type; its text says why."""


def as_text(value: Any) -> str | None:  # noqa: ANN401 - whatever a file holds
    """Return the text as it is; none for white space alone. Lists are joined, objects become JSON."""
    if value is None:
        return None
    if isinstance(value, str):
        text = value
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, (float, Decimal)):
        text = _number(value)
    elif isinstance(value, list) and all(isinstance(item, (str, int)) for item in value):
        text = ", ".join(map(str, value))
    elif isinstance(value, (dict, list)):
        text = json.dumps(value, ensure_ascii=False, default=str)
    else:
        text = str(value)
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return None if not text or text.isspace() else _mended(text)


def as_word(value: Any) -> str | None:  # noqa: ANN401 - whatever a file holds
    """Return a short text without white space around it; none for the words that mean that nothing is there."""
    text = as_text(value)
    if text is None:
        return None
    text = text.strip()
    return None if text.lower() in ABSENT else text


def as_id(value: Any) -> str | None:  # noqa: ANN401 - whatever a file holds
    """Return an id as text: `848.0`, as tables with gaps write it, is `848`. Raises BadValue for a rounded one."""
    text = as_word(value)
    if text is None:
        return None
    whole = _FLOAT_ID.fullmatch(text)
    if whole:
        return whole[1]
    if _ROUNDED_ID.fullmatch(text):
        raise BadValue(f"{text!r} is an id that a spreadsheet has rounded; export it again with ids as text")
    return text


def as_int(value: Any, *, short: bool = False) -> int | None:  # noqa: ANN401 - whatever a file holds
    """Return a whole number; `short` reads 1.2K as 1,200. Raises BadValue."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (list, dict)):
        raise BadValue(f"{_shown(value)} is no whole number")
    text = as_word(value)
    if text is None:
        return None
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    brief = _SHORT.fullmatch(text) if short else None
    try:
        number = Decimal(brief[1]) * _SCALE[brief[2].lower()] if brief else Decimal(text)
        whole = int(number)
    except (ArithmeticError, ValueError):
        raise BadValue(f"{_shown(value)} is no whole number") from None
    if whole != number or not -_INT64 <= whole < _INT64:
        raise BadValue(f"{_shown(value)} is no whole number of 64 bits")
    return whole


def as_float(value: Any) -> float | None:  # noqa: ANN401 - whatever a file holds
    """Return a finite number. Raises BadValue."""
    if isinstance(value, bool):
        return float(value)
    text = as_word(value)
    if text is None:
        return None
    try:
        number = float(text.replace(",", "") if _THOUSANDS.fullmatch(text.split(".")[0]) else text)
    except ValueError:
        raise BadValue(f"{_shown(value)} is no number") from None
    if not math.isfinite(number):
        raise BadValue(f"{_shown(value)} is no finite number")
    return number


def as_bool(value: Any) -> bool | None:  # noqa: ANN401 - whatever a file holds
    """Return true or false for yes, no, 1, 0 and the like. Raises BadValue."""
    if isinstance(value, bool):
        return value
    text = as_word(value)
    if text is None:
        return None
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise BadValue(f"{_shown(value)} is neither yes nor no")


def _number(value: float | Decimal) -> str:
    return str(int(value)) if math.isfinite(value) and value == int(value) else str(value)


def _mended(text: str) -> str:
    """Join surrogates that belong together and replace those that stand alone, which no UTF-8 file can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
