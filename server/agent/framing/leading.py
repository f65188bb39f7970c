"""Leading: what a question asks first, by its words and by the example questions of the tools."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from server.agent.framing.asks import find_asks
from server.agent.framing.frame import Ask

Likely = Callable[[str], Mapping[str, float]]
"""Similarity (-1 to 1) of a text to the nearest example question of each tool, and of `brief`."""

NEAR = 0.52
"""Similarity from which an example speaks for its tool where no rule knows the question."""
SURE, MARGIN = 0.56, 0.15
"""Similarity, and lead over the rules' own tools, from which an example overrules a rule of everyday words."""
SAME = 0.82
"""Similarity from which it overrules any rule: the question is that example in other words. All: see ADR 0005."""

ASK_OF: Mapping[str, Ask] = {
    "describe_dataset": "describe", "sentiment": "feel", "sentiment_trend": "trend", "share_of_voice": "share",
    "engagement_rates": "engagement", "distinctive_words": "words", "search_posts": "search", "brief": "brief",
    "suspected_bots": "bots", "explain_change": "change", "spikes": "spikes", "aspects": "aspects",
}  # fmt: skip
"""What is asked where the examples of a tool are nearest. A tool that is not here is planned by its examples alone."""
_TOOLS: Mapping[Ask, tuple[str, ...]] = {
    "feel": ("sentiment",), "doing": ("sentiment", "sentiment_trend", "share_of_voice", "brief"),
    "compare": ("sentiment",), "saying": ("sentiment", "distinctive_words", "search_posts"),
    "trend": ("sentiment_trend",), "share": ("share_of_voice",), "engagement": ("engagement_rates",),
    "praise": ("distinctive_words",), "complain": ("distinctive_words",),
    "why": ("distinctive_words", "explain_change"),
    "words": ("distinctive_words",), "search": ("search_posts",), "count": ("search_posts", "describe_dataset"),
    "describe": ("describe_dataset",), "brief": ("brief",), "bots": ("suspected_bots",),
    "change": ("explain_change",), "spikes": ("spikes",), "aspects": ("aspects",),
}  # fmt: skip
_MAY: Mapping[Ask, tuple[Ask, ...]] = {
    "feel": ("trend",), "brief": ("describe",), "compare": ("share", "engagement", "trend", "words"),
    "words": ("describe", "search", "feel"), "search": ("describe", "words", "feel", "trend"),
}  # fmt: skip
"""What may overrule an ask of everyday words; anything, where it is not here."""
_CERTAIN: frozenset[Ask] = frozenset(
    ("trend", "share", "engagement", "praise", "complain", "why", "count", "bots", "spikes", "change", "aspects")
)
"""Asks whose patterns are the names of a measure; the others go by words that any question may hold."""

_SCOPE = 8
"""Words before a colon that say where to look, at most."""
_TELLS = re.compile(
    r"\W*(?:please |can you |could you )?(?:find|search|show|list|give|read|pull|get|quote|cite|look for)\b"
)
"""How a question begins that tells to find posts."""


def no_examples(_: str) -> Mapping[str, float]:
    """Know no example: rules alone decide."""
    return {}


def _after_scope(text: str) -> tuple[Ask, ...]:
    """What is asked after a colon, before which stands where to look: `posts on reddit: better or worse?`."""
    scope, colon, asked = text.partition(": ")
    asks = find_asks(asked) if colon and len(scope.split()) <= _SCOPE else ()
    return asks if any(ask in _CERTAIN or ask in ("feel", "search") for ask in asks) else ()


def leading_asks(text: str, plain: str, likely: Likely) -> tuple[Ask, ...]:
    """Return what is asked, most important first; nothing where neither rules nor examples know.

    `text` is the question with names masked, `plain` the same as examples put questions.
    """
    asks = _after_scope(text) or find_asks(text)
    scores = likely(plain) if plain else {}
    best = max(scores, key=lambda name: scores[name], default="")
    if best not in ASK_OF:
        return asks
    ask = ASK_OF[best]
    if not asks:
        return (ask,) if scores[best] >= NEAR else ()
    if best in _TOOLS[asks[0]]:
        return asks
    ahead = scores[best] - max(scores.get(name, 0.0) for name in _TOOLS[asks[0]])
    told = asks[0] == "search" and bool(_TELLS.match(text))
    needed = SAME if asks[0] in _CERTAIN or told else SURE
    if scores[best] < needed or ahead < MARGIN or (needed == SURE and ask not in _MAY.get(asks[0], (ask,))):
        return asks
    kept = () if ask in ("describe", "search", "brief") else [each for each in asks if each in _CERTAIN]
    return tuple(dict.fromkeys((ask, *kept)))
