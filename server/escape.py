"""Escape: untrusted text made harmless to look at, on a terminal, in Markdown or in a log."""

from __future__ import annotations

import unicodedata

_VISIBLE = {"\n": " ", "\r": " ", "\t": " "}
_JOINER = "\u200d"  # holds families and flags together
_SELECTORS = frozenset("\ufe0e\ufe0f")  # choose between the text and the emoji form of the sign before
_TAGS = range(0xE0000, 0xE0080)  # invisible letters


def visible(text: str) -> str:
    """Return the text on one line, with control, bidirectional, zero-width and other invisible characters shown as codes.

    The joiner inside an emoji and the emoji selectors stay, since they are part of what is seen.
    """
    return "".join(_shown(text, place, character) for place, character in enumerate(text)).strip()


def markdown(text: str) -> str:
    """Return `visible` text in which nothing is a link, an image, HTML or other markup."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>|#!~" else character for character in visible(text))


def _shown(text: str, place: int, character: str) -> str:
    if character in _VISIBLE:
        return _VISIBLE[character]
    if character in _SELECTORS or (character == _JOINER and _is_sign(text[place - 1 : place])):
        return character
    # Cc control, Cf format (bidi, zero-width), Co private, Cs surrogates, Cn unassigned, Zl and Zp line separators
    if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") or ord(character) in _TAGS:
        return f"\\u{{{ord(character):x}}}"
    if unicodedata.category(character) in ("Mn", "Me") and _stacked(text, place):
        return ""
    return character


def _is_sign(before: str) -> bool:
    return bool(before) and (unicodedata.category(before) in ("So", "Sk") or before in _SELECTORS)


def _stacked(text: str, place: int) -> bool:
    """Tell a mark that stands on three others: letters carry two at most, piles of them overprint the lines above."""
    return place >= 3 and all(unicodedata.category(c) in ("Mn", "Me") for c in text[place - 3 : place])
