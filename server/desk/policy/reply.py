"""Reply: a text under examination, with what the rules compare it to."""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.playbook import Passage, Playbook
from server.desk.context import Case, declared
from server.desk.model import Finding, Severity
from server.desk.visible import one_line

RULES_PAGE = "reply-rules"
_ENDS = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"”')\]]))\s+|\n+")


class Reply(NamedTuple):
    """A text and its surroundings. `thread` is what anybody wrote in the conversation, untrusted."""

    text: str
    platform: str
    passages: tuple[Passage, ...]
    thread: tuple[str, ...]
    recipient_handles: frozenset[str]
    declared: tuple[str, ...]
    disclosures: tuple[str, ...]
    links: tuple[str, ...]
    contacts: tuple[str, ...]
    playbook_links: tuple[str, ...]
    house_phrases: frozenset[str]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The text cut into sentences."""
        return tuple(part.strip() for part in _ENDS.split(self.text) if part.strip())

    @property
    def own_words(self) -> str:
        """The text without its disclosure and without the links it may hold."""
        text = self.text
        for words in (*self.disclosures, *sorted(self.playbook_links, key=len, reverse=True)):
            text = text.replace(words, "\n")
        return text


def reply_to(case: Case, text: str, passages: tuple[Passage, ...], playbook: Playbook) -> Reply:
    """Put a text beside the case it answers and the house rules."""
    rules = playbook.page(RULES_PAGE).fields
    handles = {case.post.author_id, case.customer.handle if case.customer else None}
    return Reply(
        text=text, platform=case.post.platform, passages=passages,
        thread=tuple(post.text for post in case.thread if post.text and not post.is_own),
        recipient_handles=frozenset(handle.casefold().lstrip("@") for handle in handles if handle),
        declared=declared(case.customer),
        disclosures=tuple(rules[name] for name in ("disclosure", "disclosure_short") if name in rules),
        links=playbook.listed(RULES_PAGE, "links"), contacts=playbook.listed(RULES_PAGE, "contacts"),
        playbook_links=tuple(passage.link for passage in passages if passage.link),
        house_phrases=_house_phrases(playbook, passages),
    )  # fmt: skip


def _house_phrases(playbook: Playbook, passages: tuple[Passage, ...]) -> frozenset[str]:
    """Sentences that the house itself wrote for replies: courtesies, and the questions that passages ask back."""
    items = [item for passage in playbook.page("tone-of-voice").passages for item in passage.items]
    items += [passage.ask for passage in passages if passage.ask]
    return frozenset(part.strip() for item in items for part in _ENDS.split(item))


def finding(rule: str, severity: Severity, message: str, quote: str = "") -> Finding:
    """Make a finding whose quote is safe to show."""
    return Finding(rule=rule, severity=severity, message=message, quote=one_line(quote, 160))
