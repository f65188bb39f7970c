"""Phrases: whether a text holds a phrase as whole words, whatever the case; one meaning for every tool."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

_WORD = r"\p{L}\p{N}_"


def holds_any(text: ir.StringValue, phrases: Sequence[str], *, not_after: str = "") -> ir.BooleanValue:
    """Return whether a text holds one of the phrases, of which there is at least one; null where the text is.

    A word is bounded by anything but a letter, digit or underscore: `#app` holds `app`, `happy` and `apps` do not.
    Where a phrase begins or ends with a sign it may border on anything. `not_after` names further characters that
    may not stand before it. The plain phrases are looked for first, which is quick, and borders only where one occurs.
    """
    import ibis

    plain = list(dict.fromkeys(phrase.strip().lower() for phrase in phrases))
    low = text.lower()
    occurs = reduce(or_, (low.contains(phrase) for phrase in plain))
    return ibis.ifelse(occurs, low.re_search(_bounded(plain, not_after)), occurs)


def _bounded(phrases: Sequence[str], not_after: str) -> str:
    """Return a pattern of the phrases with their borders; those of the same borders share them, which is quicker."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for phrase in phrases:
        kinds.setdefault((_edge(phrase[:1], "^", not_after), _edge(phrase[-1:], "$")), []).append(re.escape(phrase))
    return "|".join(f"{before}({'|'.join(alike)}){after}" for (before, after), alike in kinds.items())


def _edge(character: str, end: str, also: str = "") -> str:
    return f"({end}|[^{_WORD}{also}])" if character.isalnum() or character == "_" else ""
