"""Policy: rules in code that every reply passes before a person sees it, and again at every edit and approval.

A rule is a function from a reply to findings, one file a family. Findings that block cannot be approved by anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from server.desk.model import Finding
from server.desk.policy import claims, hidden, links, personal_data, placeholders, pressure, tone
from server.desk.policy.disclosure import disclosure
from server.desk.policy.reply import Reply
from server.desk.visible import one_line

Rule = Callable[[Reply], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    disclosure,
    claims.uncovered_claims,
    claims.uncovered_statements,
    personal_data.personal_data,
    personal_data.other_people,
    links.links,
    pressure.pressure,
    tone.insult,
    tone.shouting,
    tone.length,
    tone.reading_level,
    tone.language,
    hidden.hidden_characters,
    placeholders.placeholders,
    placeholders.markup,
)

LONGEST = 4_000


def check(reply: Reply) -> tuple[Finding, ...]:
    """Return what all rules find in a reply; empty when they find nothing.

    Texts beyond any platform's length are refused unread, so that no rule can be made to spin.
    """
    if len(reply.text) > LONGEST:
        words = f"The text has {len(reply.text):,} characters; no reply has more than {LONGEST:,}. Shorten it."
        return (Finding(rule="length", severity="block", message=words, quote=one_line(reply.text[:200])),)
    return tuple(finding for rule in RULES for finding in rule(reply))
