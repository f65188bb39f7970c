"""Wording: small pieces of plain English that several tools say alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def listed(items: Iterable[str]) -> str:
    """Join words as a sentence does: `a, b and c`."""
    words = list(items)
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def capital(text: str) -> str:
    """Raise the first letter, and leave the others as they are."""
    return text[:1].upper() + text[1:]


def ends(items: Sequence[str], each: int) -> tuple[str, ...]:
    """Return the first and the last `each` items, all of them if there are no more than twice that."""
    return tuple(items) if len(items) <= 2 * each else (*items[:each], *items[-each:])
