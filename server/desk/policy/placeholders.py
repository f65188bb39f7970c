"""Placeholders: nothing left to be filled in, and no markup."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator

from server.desk.model import Finding
from server.desk.policy.reply import Reply, finding

_PLACEHOLDER = re.compile(
    r"\{[^}]*\}?|\[[^\]]{0,60}\]|<[^>]{0,60}>|%\w+%|\$\w+\b(?<!\d)|_{3,}|\bX{3,}\b|\b(?:TODO|TBD|FIXME|TK|INSERT|lorem ipsum|undefined|NaN|null|None)\b"
)
_MARKUP = re.compile(r"!\[|\]\(|</?[a-z!]|&(?:[a-z]+|#\d+);|```|<\|", re.IGNORECASE)
_MACHINE = re.compile(
    r"\b(?:as an? (?:ai )?(?:large )?language model|system prompt|my instructions|ignore (?:all |the )?(?:previous|prior|above)|"
    r"i cannot (?:assist|comply)|here is (?:a|the|your) (?:draft|reply))\b", re.IGNORECASE)  # fmt: skip


def placeholders(reply: Reply) -> Iterator[Finding]:
    """Block what a template or a model left unfinished."""
    for found in _PLACEHOLDER.finditer(reply.text):
        yield finding("placeholder", "block", "Something is left to be filled in. Fill it in or take it out.", found[0])
    if found_machine := _MACHINE.search(reply.text):
        yield finding("placeholder", "block", "A model talks about itself here. Take it out.", found_machine[0])


def markup(reply: Reply) -> Iterator[Finding]:
    """Block images, HTML and Markdown links: what is shown must be what is sent."""
    if found := _MARKUP.search(reply.text):
        yield finding("markup", "block", "It holds markup. Replies are plain text.", found[0])
