"""Brands: which tracked brand a text speaks of, and whether its author is the brand itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tools.facts import Brand, Facts

MOST_NEW_BRANDS = 50
"""More distinct values than this in a file's brand column are no list of brands."""


class BrandMatcher:
    """Finds brands by whole words, whatever the case, with or without @ or #."""

    def __init__(self, brands: Sequence[Brand]) -> None:
        self._canonical = {_bare(name): brand.name for brand in brands for name in (brand.name, *brand.aliases)}
        self._own = frozenset(_bare(name) for brand in brands if brand.is_own for name in (brand.name, *brand.aliases))
        names = sorted((name for name in self._canonical if name), key=lambda name: (-len(name), name))
        words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
        self._mention = re.compile(rf"(?<!\w)({words})(?!\w)", re.IGNORECASE) if words else None

    def first_mentioned(self, text: str | None) -> str | None:
        """Return the name of the brand that a text mentions first; none if it mentions none."""
        match = self._mention.search(text) if self._mention and text else None
        return self._canonical.get(_bare(match[1])) if match else None

    def canonical(self, given: str) -> str:
        """Return a brand as the dataset spells it, or as given where it is not tracked."""
        return self._canonical.get(_bare(given), given)

    def is_own(self, *names: str | None) -> bool | None:
        """Tell whether any of an author's names is the own brand's; none where no own brand is known."""
        if not self._own:
            return None
        return any(_bare(name) in self._own for name in names if name)


def with_brands(facts: Facts, brands: Iterable[Brand]) -> Facts:
    """Return the facts with brands added; one that is there by name gains the aliases, and what is said of it holds."""
    known = {_bare(brand.name): brand for brand in facts.brands}
    for brand in brands:
        before = known.get(_bare(brand.name))
        aliases = (*before.aliases, *brand.aliases) if before else brand.aliases
        name = before.name if before else brand.name
        known[_bare(brand.name)] = Brand(name=name, aliases=tuple(dict.fromkeys(aliases)), is_own=brand.is_own)
    return facts.model_copy(update={"brands": tuple(known.values())})


def _bare(name: str) -> str:
    return " ".join(name.casefold().split()).lstrip("@#")
