"""Subjects: which features a post about any brand is about, by the head word of a feature's name in all its forms.

People call our feature by its name and a rival's by the thing it is: `Live streaming` is also `their stream`. So beside
the name and the short forms of `tools.features`, forms of the name's last word count, where it tells features apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tools.facts import Facts
from tools.features import MOST, feature_bits

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SHORTEST = 4
"""Letters of a stem that can stand for a name."""
_ENDINGS = ("ies", "ing", "es", "s", "e", "y")
_WORD = r"\p{L}\p{N}_"


def stems(facts: Facts) -> Mapping[str, str]:
    """Return for each feature the stem of its name's last word: `Pricing` gives `pric`, which `price` begins with too.

    Left out where it has under four letters, or begins another feature's last word.
    """
    found = {name: _stem(name) for name in facts.features[:MOST]}
    uses = Counter(stem for stem in found.values())
    return {name: stem for name, stem in found.items() if len(stem) >= _SHORTEST and uses[stem] == 1}


def subject_bits(posts: ir.Table, facts: Facts) -> ir.IntegerValue:
    """Return which features each post is about, bit i for the dataset's feature i; needs `text` and `aspects`."""
    import ibis

    bits, known, low = feature_bits(posts, facts), stems(facts), posts.text.lower()
    for place, name in enumerate(facts.features[:MOST]):
        if name in known:
            stem = re.escape(known[name])
            spoken = ibis.ifelse(
                low.contains(known[name]), low.re_search(rf"(^|[^{_WORD}]){stem}\p{{L}}{{0,3}}($|[^{_WORD}])"), False
            )
            bits = bits | ibis.ifelse(spoken.fill_null(False), 1 << place, 0)
    return bits


def _stem(name: str) -> str:
    words = re.findall(r"[^\W_]+", name.lower())
    last = words[-1] if words else ""
    if last.endswith("ss"):
        return last
    ending = next((end for end in _ENDINGS if last.endswith(end)), "")
    return last.removesuffix(ending)
