"""Options: the values of a tool's own options that a question says: `detractors`, `hour`, `anger`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from tools.base import Query, Tool

_ASKED = frozenset({"by", "contrast", "of", "order", "view"})
"""Options that the frame or a recipe settles, whose values stand in questions by chance."""
_ALSO: Mapping[str, tuple[str, ...]] = {
    "hour": ("hourly",), "anger": ("angr\\w*", "mad", "furious", "rage"), "fear": ("scar\\w+", "afraid", "worr\\w+"),
    "joy": ("happ\\w+", "joyful"), "sadness": ("sad",), "disgust": ("disgusted",), "surprise": ("surpris\\w+",),
    "detractors": ("critics?", "haters?", "slat\\w+", "bash\\w+", "complainers?", "against us"),
    "advocates": ("fans?", "superfans?", "supporters?", "champions?", "ambassadors?"),
    "influencers": ("influential", "opinion leaders?", "creators?", "matters?", "most impact"),
    "rising": ("up and coming", "growing"), "engagement": ("interactions?",), "log_audience": (),
}  # fmt: skip
"""Other words for the values of options."""
_ONLY: Mapping[str, str] = {
    "anger": r"ang(?:er|ry)|mad|furious|rage|livid", "fear": r"fear\w*|scar(?:ed|y)|afraid|anxi\w+",
    "joy": r"joy\w*|happ(?:y|iness)", "sadness": r"sad(?:ness)?", "disgust": r"disgust\w*", "surprise": r"surpris\w+",
    "excitement": r"excit\w+", "disappointment": r"disappoint\w+", "confusion": r"confus\w+",
    "annoyance": r"annoy\w+", "gratitude": r"grat(?:itude|eful)", "admiration": r"admir\w+", "love": r"love",
    "optimism": r"optimis\w+|hopeful", "curiosity": r"curio\w+", "nervousness": r"nervous\w*|worr(?:y|ied)",
}  # fmt: skip
"""Emotions by the words that people use for them."""


_FEEDBACK: Mapping[str, str] = {
    "frustration": r"frustrat\w*|fed up",
    "interest": r"(?:show |express )?interest(?:ed)? in",
}  # fmt: skip
"""Feelings of product feedback that are no single emotion of the usual view."""


def feedback_in(text: str) -> tuple[str, ...]:
    """Return the feelings of product feedback that the (lower-case) text names; none where it names none."""
    return tuple(name for name, said in _FEEDBACK.items() if re.search(rf"\b(?:{said})\b", text))


def said_options(tool: Tool, text: str) -> dict[str, Any]:
    """Return the options of which the (lower-case) text says a value: `detractors` of `kind`, `hour` of `every`.

    Only options with listed values, or with a list of such; of one with a single value, the first that is said.
    """
    found: dict[str, Any] = {}
    for name, field in tool.query.model_fields.items():
        if name in Query.model_fields or name in _ASKED:
            continue
        said = [value for value in values_of(field.annotation) if _says(text, value)]
        if said:
            found[name] = said if _is_list(field.annotation) else said[0]
    return found


def values_of(annotation: object) -> tuple[str, ...]:
    """Return the words that an option may be, of a Literal, an optional one or a tuple of them; none of others."""
    if get_origin(annotation) is Literal:
        return tuple(value for value in get_args(annotation) if isinstance(value, str))
    return tuple(dict.fromkeys(value for part in get_args(annotation) for value in values_of(part)))


def _is_list(annotation: object) -> bool:
    return get_origin(annotation) is tuple or any(get_origin(part) is tuple for part in get_args(annotation))


def _says(text: str, value: str) -> bool:
    words = r"[\s_-]".join(re.escape(_stem(word)) + r"\w{0,3}" for word in value.split("_"))
    return bool(re.search(rf"\b(?:{words}{_also(value)})\b", text))


def _also(value: str) -> str:
    return "".join(f"|{other}" for other in _ALSO.get(value, ()))


def _stem(word: str) -> str:
    return re.sub(r"(?:ies|s|y|e)$", "", word) if len(word) > 4 else word


def emotions_in(text: str) -> tuple[str, ...]:
    """Return the emotions that the (lower-case) text names, in reading order; none where it names none."""
    found = [(match.start(), name) for name, said in _ONLY.items() if (match := re.search(rf"\b(?:{said})\b", text))]
    return tuple(name for _, name in sorted(found))
