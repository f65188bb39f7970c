"""Disclosure: a reply that AI helped to write says so, in the playbook's own words (EU AI Act, Article 50)."""

from __future__ import annotations

from collections.abc import Iterator

from server.desk.model import Finding
from server.desk.policy.reply import Reply, finding


def disclosure(reply: Reply) -> Iterator[Finding]:
    """Block a reply without one of the playbook's disclosure sentences, word for word, or that denies it."""
    flat = " ".join(reply.text.split())
    if not any(" ".join(sentence.split()) in flat for sentence in reply.disclosures):
        wanted = reply.disclosures[-1] if reply.disclosures else "a disclosure line on the page reply-rules"
        yield finding("ai_disclosure", "block", f"It does not say that AI helped to write it. Add: {wanted}")
    lowered = reply.own_words.casefold()
    for denial in (
        "not a bot",
        "not an ai",
        "no ai ",
        "not written by ai",
        "i'm a human",
        "i am a human",
        "real person here",
    ):
        if denial in lowered:
            yield finding("ai_disclosure", "block", "It denies that AI helped to write it. Take that out.", denial)
