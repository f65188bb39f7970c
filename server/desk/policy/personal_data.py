"""Personal data: a reply repeats nothing that identifies a person, and names nobody but the one it answers."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from server.desk.model import Finding
from server.desk.policy.reply import Reply, finding

PATTERNS: Mapping[str, re.Pattern[str]] = {
    "email address": re.compile(r"[\w.+%-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE),
    "card or account number": re.compile(r"\b(?:\d[ -]?){12,19}\b|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b"),
    "phone number": re.compile(r"(?<![\w.])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?![\w])"),
    "order or ticket number": re.compile(
        r"\b[A-Z]{2,6}[-#]?\d{3,}\b|#\d{3,}\b|\b(?:order|ticket|case|booking|invoice|account|reference|ref|customer)"
        r"\s?(?:no\.?|number|id|#|:)\s?:?\s?#?(?=[\w-]*\d)[\w-]{3,}", re.IGNORECASE),
    "street address": re.compile(
        r"\b\d{1,5}[a-z]?,? (?:[A-Z][\w'-]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Way|Court|Ct|Square|Sq|Boulevard|Blvd|"
        r"Close|Terrace|Place|Pl)\b|\b[A-Z][\w-]*(?:stra(?:ss|ß)e|weg|gasse|platz|straat|laan) \d{1,4}\b"),
    "social security number": re.compile(r"\b\d{3}-\d{2}-\d{4}\b"),
}  # fmt: skip
_SAID_NAME = re.compile(
    r"(?:my name is|i am called|this is|regards,?|cheers,?|thanks,?)\s+([A-Z][\w'-]+(?: [A-Z][\w'-]+)+)"
)
_MENTION = re.compile(r"(?<![\w/])@([\w.-]{2,})")
_TOKEN = re.compile(r"(?<![\w.@+-])[\w.@+-]*\d[\w.@+-]*")  # begins nowhere within a run: linear in its length
_TELLING_DIGITS = 4


def personal_data(reply: Reply) -> Iterator[Finding]:
    """Block what looks like an identifier, and what the conversation or the tables hold on the person."""
    text = reply.text
    for known in (*reply.contacts, *reply.links, *reply.playbook_links):
        text = text.replace(known, " ")
    for kind, pattern in PATTERNS.items():
        for found in pattern.finditer(text):
            yield finding("personal_data", "block", f"It holds what looks like a {kind}. Take it out.", found[0])
    for words in _echoed(reply):
        if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE):
            yield finding(
                "personal_data", "block", "It repeats something personal about the customer. Take it out.", words
            )


def other_people(reply: Reply) -> Iterator[Finding]:
    """Block mentions of anybody but the person answered."""
    text = reply.text
    for contact in reply.contacts:
        text = text.replace(contact, " ")
    for handle in _MENTION.findall(text):
        if handle.casefold().rstrip(".") not in reply.recipient_handles:
            yield finding(
                "other_people", "block", "It mentions somebody other than the person it answers.", f"@{handle}"
            )


def _echoed(reply: Reply) -> set[str]:
    held = " ".join(passage.text for passage in reply.passages)
    echoed = set(reply.declared)
    for message in reply.thread:
        echoed |= set(_SAID_NAME.findall(message))
        tokens = [token.strip(".-@+") for token in _TOKEN.findall(message)] + re.findall(r"\d+", message)
        echoed |= {token for token in tokens if sum(map(str.isdigit, token)) >= _TELLING_DIGITS}
    return {words for words in echoed if words and words not in held}
