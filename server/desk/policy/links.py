"""Links: a reply links to the house's own pages and to nothing else, however the address is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from server.desk.model import Finding
from server.desk.policy.reply import Reply, finding

_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]{1,15}:(?://)?[^\s<>\"]+", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![@\w.-])(?:www\.)?[^\W_](?:[\w-]*[^\W_])?(?:\s?(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\)|\u3002|\uff0e)\s?[\w-]+)*"
    r"(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\)|\u3002|\uff0e)[^\W\d_]{2,}(?:[/?#:][^\s]*)?",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"\b[\w-]+ dot (?:com|net|org|io|co|app|info|biz|xyz|ly|me|ru|cn)\b", re.IGNORECASE)
_NUMERIC = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_TRAILING = ".,;:!?)]}'\"”’…"


def links(reply: Reply) -> Iterator[Finding]:
    """Block every address that is not on the playbook's list or in a passage that the reply cites."""
    rest = reply.text
    for contact in reply.contacts:
        rest = rest.replace(contact, " ")
    for pattern in (_ADDRESS, _BARE, _SPOKEN, _NUMERIC):
        for found in pattern.findall(rest):
            address = found.rstrip(_TRAILING)
            rest = rest.replace(found, " ")
            if not is_allowed(address, (*reply.links, *reply.playbook_links)):
                yield finding("link", "block", "It links to an address that is not on the list. Take it out.", address)


def is_allowed(address: str, allowed: tuple[str, ...]) -> bool:
    """Whether an address is https, names no user or port, and lies on an allowed host below an allowed path."""
    try:
        given = urlsplit(address)
        bounds = [urlsplit(one) for one in allowed]
        clean = given.scheme == "https" and "@" not in given.netloc and given.port is None and not given.query
    except ValueError:
        return False
    if not clean or not address.isascii() or "%" in address or "\\" in address or ".." in given.path:
        return False
    return any(given.netloc == bound.netloc and _below(given.path, bound.path) for bound in bounds)


def _below(path: str, root: str) -> bool:
    return path == root or path.startswith(root if root.endswith("/") else f"{root}/")
