"""Visible: untrusted text made safe to look at. What would hide, reorder or command is spelled out instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_SUSPECT = re.compile(r"[^\n -~]")
_JOINER, _EMOJI_STYLE, _TEXT_STYLE = "\u200d", "\ufe0f", "\ufe0e"
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800\u180e\u034f\u17b4\u17b5"


def is_hidden(character: str) -> bool:
    """Whether a character shows nothing, reorders its neighbours or commands a terminal. A new line does not."""
    if character == "\n":
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} or character in _BLANK_LETTERS


def hidden(text: str) -> list[str]:
    """Return the hidden characters of a text in order; joiners and styles that belong to an emoji are not hidden."""
    return [found[0] for found in _SUSPECT.finditer(text) if _hides(text, found.start())]


def escaped(text: str) -> str:
    """Return the text with every hidden character spelled out: `[U+202E RIGHT-TO-LEFT OVERRIDE]`."""
    return replaced(text, _spelled)


def replaced(text: str, how: Callable[[str], str]) -> str:
    """Return the text with `how(character)` for every hidden character."""
    return _SUSPECT.sub(lambda found: how(found[0]) if _hides(text, found.start()) else found[0], text)


def one_line(text: str, width: int = 80) -> str:
    """Return the text escaped, on one line, cut to `width` characters with an ellipsis."""
    flat = escaped(" ".join(text.split()))
    return flat if len(flat) <= width else flat[: width - 1] + "…"


def _spelled(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"[U+{ord(character):04X}{' ' + name if name else ''}]"


def _hides(text: str, place: int) -> bool:
    return (is_hidden(text[place]) or _odd_style(text, place)) and not _joins_emoji(text, place)


def _odd_style(text: str, place: int) -> bool:
    """A variation selector carries no ink; a run of them carries hidden data."""
    character = text[place]
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return selector and not (
        character in (_EMOJI_STYLE, _TEXT_STYLE) and place > 0 and not _is_selector(text[place - 1])
    )


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or character.isspace()


def _joins_emoji(text: str, place: int) -> bool:
    if text[place] != _JOINER or place == 0 or place + 1 == len(text):
        return False
    before = text[place - 2] if text[place - 1] == _EMOJI_STYLE and place > 1 else text[place - 1]
    return all(unicodedata.category(side) in {"So", "Sk"} for side in (before, text[place + 1]))
