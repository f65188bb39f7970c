"""Leading: what a question asks first, by its words and by what people ask in such words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from server.agent.framing.asks import find_asks
from server.agent.framing.clues import Clues, Likely, clues_of
from server.agent.framing.frame import Ask
from server.agent.framing.marking import Marked

NEAR = 0.2
"""Where no rule knows the question: probability from which the router speaks for a tool."""
FOREIGN, OVERRULED = 0.4, 0.5
"""Probability of `none` from which a question is for no tool: where no rule knows it, and where only a rule does whose
words any question may hold. Of lessons kept back 61 % and 52 % of those for no tool reach it, 5 % and 3 % of others."""
SURE, AHEAD = 0.25, 1.5
"""Probability from which it overrules a rule, if it is also so many times what the rule's own tools have."""
SAME = 0.6
"""Probability from which it overrules the name of a measure. All of these: ADR 0005."""

ASK_OF: Mapping[str, Ask] = {
    "describe_dataset": "describe", "sentiment": "feel", "sentiment_trend": "trend", "share_of_voice": "share",
    "engagement_rates": "engagement", "distinctive_words": "words", "search_posts": "search",
    "suspected_bots": "bots", "explain_change": "change",
}  # fmt: skip
"""What rules call what is asked of a tool; other tools are asked by their names."""
_TOOLS: Mapping[Ask, tuple[str, ...]] = {
    "feel": ("sentiment",), "doing": ("sentiment", "sentiment_trend", "share_of_voice", "brief"),
    "compare": ("sentiment", "compare_brands"), "saying": ("sentiment", "distinctive_words", "search_posts", "topics"),
    "trend": ("sentiment_trend",), "share": ("share_of_voice",), "engagement": ("engagement_rates",),
    "praise": ("distinctive_words",), "complain": ("distinctive_words",),
    "why": ("distinctive_words", "explain_change"),
    "words": ("distinctive_words",), "search": ("search_posts",), "count": ("search_posts", "describe_dataset"),
    "describe": ("describe_dataset",), "bots": ("suspected_bots",), "change": ("explain_change",),
}  # fmt: skip
_CERTAIN: frozenset[Ask] = frozenset(
    (
        "trend",
        "share",
        "engagement",
        "praise",
        "complain",
        "why",
        "count",
        "bots",
        "spikes",
        "change",
        "aspects",
        "words",
        "emotions",
        "chart",
    )
)
"""Asks whose patterns are the names of a measure; the others go by words that any question may hold."""
_ALONE: frozenset[Ask] = frozenset(("describe", "search", "brief", "bots", "chart"))
"""Asks beside which another, in the same breath, only says what is looked at."""

_TELLS = re.compile(
    r"\W*(?:please |can you |could you |can i |i'm |im |i am )*"
    r"(?:find|search|show|list|give|read|pull|get|quote|cite|look(?:ing)? for)\b"
)
"""How a question begins that tells to find posts."""
_JOINS = re.compile(r"\W*(?:and|but|also|same|instead|what about|how about|without|only)\b")
"""How a question begins that may lean on the one before, which then says what is asked."""
TOLD = 0.8
"""Probability of another tool from which a question is none that tells to find posts, though it begins like one."""
_SPREAD: frozenset[Ask] = frozenset(("saying", "why", "compare"))
"""Asks of several tools, of which one may be meant alone."""
NONE = "none"
_SCOPE = 8
"""Words before a colon that say where to look, at most."""


def no_router(_: Clues) -> Mapping[str, float]:
    """Know nothing: rules alone decide."""
    return {}


def ask_of(tool: str) -> Ask:
    """Return what is asked of a tool."""
    return ASK_OF.get(tool, tool)


def tools_of(ask: Ask) -> tuple[str, ...]:
    """Return the tools that answer what is asked."""
    return _TOOLS.get(ask, (ask,))


def leading_asks(marked: Marked, likely: Likely) -> tuple[Ask, ...]:
    """Return what is asked, most important first; nothing where neither rules nor the router know."""
    text = marked.masked()
    asks = _after_scope(text) or find_asks(text)
    clues = clues_of(marked)
    shares = likely(clues) if clues.text else {}
    best = best_of(shares)
    if best is None:
        return asks
    if not asks:
        near = SAME if _JOINS.match(text) else NEAR
        return (ask_of(best),) if shares[best] >= near and shares.get(NONE, 0.0) < FOREIGN else ()
    if asks[0] not in (*_CERTAIN, "search") and shares.get(NONE, 0.0) >= max(OVERRULED, shares[best]):
        return ()
    told = asks[0] == "search" and any(_TELLS.match(part) for part in (text, text.partition(": ")[2]))
    return asks if told and shares[best] < TOLD else _decided(asks, best, shares)


def best_of(shares: Mapping[str, float]) -> str | None:
    """Return the likeliest tool, `brief` among them; none where nothing is known."""
    return max((name for name in shares if name != NONE), key=lambda name: shares[name], default=None)


def _decided(asks: tuple[Ask, ...], best: str, shares: Mapping[str, float]) -> tuple[Ask, ...]:
    """Put first what the router is sure of; what else is asked follows, where it is the name of a measure."""
    first, own = asks[0], max(shares.get(name, 0.0) for name in tools_of(asks[0]))
    ask = next((each for each in asks if tools_of(each)[0] == best), ask_of(best))
    if best in tools_of(first):
        apart = first in _SPREAD and best != tools_of(first)[0] and shares[best] >= SAME
        return tuple(dict.fromkeys((ask, *asks))) if apart else asks
    if shares[best] < (SAME if first in _CERTAIN else SURE) or shares[best] < AHEAD * own:
        return asks
    rest = () if ask in _ALONE else [each for each in asks if each in _CERTAIN]
    return tuple(dict.fromkeys((ask, *rest)))


def _after_scope(text: str) -> tuple[Ask, ...]:
    """What is asked after a colon, before which stands where to look: `posts on reddit: better or worse?`."""
    scope, colon, asked = text.partition(": ")
    asks = find_asks(asked) if colon and len(scope.split()) <= _SCOPE else ()
    return asks if any(ask in _CERTAIN or ask in ("feel", "search") for ask in asks) else ()
