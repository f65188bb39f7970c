"""Grave: what makes a complaint a matter of safety, ethics or law, by rules that can be read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tools.service.urgency import urgency
from tools.service.wording import plain

if TYPE_CHECKING:
    import ibis.expr.types as ir

URGENT = ("distress", "safety", "injury", "legal", "outage", "data_loss", "privacy_breach")
"""Rules of `tools.service.urgency` of the highest priority: at import they make a reading's urgency P1."""
DANGER = frozenset({"distress", "safety", "injury"})
_OFFENCES = ("threat", "hate")


@cache
def concerns() -> Mapping[str, str]:
    """Return the patterns of concerns.toml by subject."""
    path = Path(__file__).parent / "concerns.toml"
    return {
        subject: "|".join(f"(?:{pattern})" for pattern in entry["patterns"])
        for subject, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def is_grave(posts: ir.Table) -> ir.BooleanValue:
    """Return whether a post is urgent (P1), a sign of distress, a threat, hatred, or holds a word of concern.

    `posts` need text, urgency, distress and offensive.
    """
    words = posts.text.lower().re_search("|".join(concerns().values())).fill_null(False)
    offensive = posts.offensive.contains(_OFFENCES[0]) | posts.offensive.contains(_OFFENCES[1])
    urgent = (posts.urgency == "P1").fill_null(False) | posts.distress.fill_null(False)
    return urgent | offensive.fill_null(False) | words


def subjects(text: str) -> frozenset[str]:
    """Return what a text is grave about: rules of urgency and subjects of concern; empty where it is not."""
    low = plain(text)
    found = {subject for subject, pattern in _compiled().items() if pattern.search(low)}
    found |= {reason.rule for reason in urgency(text).reasons if reason.rule in URGENT}
    return frozenset(found)


@cache
def _compiled() -> Mapping[str, re.Pattern[str]]:
    return {subject: re.compile(pattern) for subject, pattern in concerns().items()}
