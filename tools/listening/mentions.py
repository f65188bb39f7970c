"""Mentions: which tracked brands a post is about, by its brand column or by a name in its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from tools.facts import Brand

if TYPE_CHECKING:
    import ibis.expr.types as ir

_WORD = r"\p{L}\p{N}_"


class Match(NamedTuple):
    """Whether a post mentions a brand, and why: by its brand column, by its text. Boolean columns, never null."""

    tagged: ir.BooleanValue
    named: ir.BooleanValue

    @property
    def either(self) -> ir.BooleanValue:
        """Whether it mentions it at all."""
        return self.tagged | self.named


def mention_of(brand: Brand, posts: ir.Table) -> Match:
    """Return whether each post mentions a brand; names match as whole words, whatever the case.

    A whole word is bounded by anything but a letter, digit or underscore: `@acme` and `#acme` hold `acme`, `acmes`
    does not.
    """
    text = posts.text.lower()
    return Match((posts.brand == brand.name).fill_null(False), _holds(text, _names(brand)).fill_null(False))


def _names(brand: Brand) -> list[str]:
    """Lower-case names without those that hold another one as a whole word: `@acme` occurs only where `acme` does."""
    names = {name.strip().lower() for name in (brand.name, *brand.aliases)} - {""}
    return sorted(
        name
        for name in names
        if not any(re.search(rf"(?<!\w){re.escape(other)}(?!\w)", name) for other in names - {name})
    )


def _holds(text: ir.StringValue, names: Sequence[str]) -> ir.BooleanValue:
    """Look for the plain names first, which is quick, and at their borders only where one occurs."""
    import ibis

    occurs = reduce(or_, (text.contains(name) for name in names))
    pattern = f"(^|[^{_WORD}])({'|'.join(map(re.escape, names))})($|[^{_WORD}])"
    return ibis.ifelse(occurs, text.re_search(pattern), False)
