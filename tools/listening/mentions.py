"""Mentions: which tracked brands a post is about, by its brand column or by a name in its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tools.facts import Brand
from tools.phrases import holds_any

if TYPE_CHECKING:
    import ibis.expr.types as ir


class Match(NamedTuple):
    """Whether a post mentions a brand, and why: by its brand column, by its text. Boolean columns, never null."""

    tagged: ir.BooleanValue
    named: ir.BooleanValue

    @property
    def either(self) -> ir.BooleanValue:
        """Whether it mentions it at all."""
        return self.tagged | self.named


def mention_of(brand: Brand, posts: ir.Table) -> Match:
    """Return whether each post mentions a brand; names match as whole words, whatever the case (`holds_any`)."""
    return Match((posts.brand == brand.name).fill_null(False), holds_any(posts.text, _names(brand)).fill_null(False))


def _names(brand: Brand) -> list[str]:
    """Lower-case names without those that hold another one as a whole word: `@acme` occurs only where `acme` does."""
    names = {name.strip().lower() for name in (brand.name, *brand.aliases)} - {""}
    return sorted(
        name
        for name in names
        if not any(re.search(rf"(?<!\w){re.escape(other)}(?!\w)", name) for other in names - {name})
    )
