"""Features: which of the product's features a post is about, by the name it carries or the short form people use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tools.facts import Facts
from tools.phrases import holds_any

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST = 60
"""Features that fit into one number; those named after them are not looked for."""
_SHORTEST = 5
"""Letters of a last word that can stand for a name: `app` could be anything, `agenda` not."""


def short_forms(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """Return for each feature the last word of its name, singular and plural, where that can stand for the name.

    It can where it has five letters and ends no other feature's name: `AI Personalized Agenda` is also `agenda`.
    """
    lasts = {name: _last(name) for name in facts.features[:MOST]}
    uses = Counter(lasts.values())
    return {name: _forms(last) for name, last in lasts.items() if len(last) >= _SHORTEST and uses[last] == 1}


def feature_bits(posts: ir.Table, facts: Facts) -> ir.IntegerValue:
    """Return which features each post is about, bit i for the dataset's feature i, 0 for none.

    By mentions as read (column `aspects`) and by short forms in the text. `posts` needs `text` and `aspects`.
    """
    import ibis

    names = posts.aspects.map(lambda aspect: aspect["name"])
    short = short_forms(facts)
    bits = ibis.literal(0).cast("int64")
    for place, name in enumerate(facts.features[:MOST]):
        about = names.contains(name).fill_null(False)
        if name in short:
            about = about | holds_any(posts.text, short[name]).fill_null(False)
        bits = bits + ibis.ifelse(about, 1 << place, 0)
    return bits


def _last(name: str) -> str:
    words = re.findall(r"[^\W_]+", name.lower())
    return words[-1] if words else ""


def _forms(word: str) -> tuple[str, ...]:
    """Singular and plural."""
    if word.endswith("ies"):
        return word, f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return word, word[:-1]
    return (word, f"{word[:-1]}ies") if word.endswith("y") and word[-2] not in "aeiou" else (word, f"{word}s")
