"""Plain: a post rewritten for the encoder, and where each character went.

Training and reading share it, so that a user, a link, a hashtag and an emoji look the same in both.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

MAX_CHARACTERS = 4_096
REPEATS = 2
"""How often in a row a letter, a mark or an emoji is kept."""

_EMOJI = "\U0001f300-\U0001faff\u2600-\u27bf\u2190-\u21ff\u2b00-\u2bff"
_CHANGED = re.compile(
    r"(?P<link>(?:https?://|www\.)\S+)"
    r"|(?P<user>(?<!\w)@\w+)"
    r"|(?P<hashtag>#\w+)"
    r"|(?P<entity>&\#?\w{2,8};)"
    rf"|(?P<emoji>[{_EMOJI}])[\ufe0f\U0001f3fb-\U0001f3ff]*(?:(?P=emoji)[\ufe0f\U0001f3fb-\U0001f3ff]*)*"
    r"|(?P<repeat>([^\W\d]|[^\w\s])\7{2,})"
    r"|(?P<dropped>[\ufe0f\u200d\u200b\x00-\x08\x0e-\x1f\ud800-\udfff]+)"
)
_HEARTS = "\u2764\u2665"
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|_")


class Plain(NamedTuple):
    """A rewritten text, and the places where it was cut: `before[i]` of the text given is `after[i]` of this one."""

    text: str
    before: tuple[int, ...]
    after: tuple[int, ...]

    def place(self, index: int) -> int:
        """Return where character `index` of the text given lies in this one; within a rewritten piece, its start."""
        piece = bisect_right(self.before, index) - 1
        end = self.after[piece + 1] if piece + 1 < len(self.after) else len(self.text)
        return min(self.after[piece] + index - self.before[piece], end)


def plain(text: str) -> Plain:
    """Rewrite the first 4,096 characters of a text; any text is legal.

    Users become @user, links http; hashtags and emoji are spelled as words; what is repeated thrice or more is kept
    twice.
    """
    text = text[:MAX_CHARACTERS]
    pieces: list[str] = []
    before, after, length, last = [0], [0], 0, 0
    for match in _CHANGED.finditer(text):
        start, end = match.span()
        new = _rewrite(match)
        pieces += [text[last:start], new]
        before += [start, end]
        after += [length + start - last, length + start - last + len(new)]
        length, last = after[-1], end
    pieces.append(text[last:])
    return Plain("".join(pieces), tuple(before), tuple(after))


def _rewrite(match: re.Match[str]) -> str:
    kind, found = match.lastgroup, match[0]
    if kind == "link":
        return "http"
    if kind == "user":
        return "@user"
    if kind == "hashtag":
        return _HUMPS.sub(" ", found[1:])
    if kind == "entity":
        return html.unescape(found)
    if kind == "emoji":
        return f" {_name(match['emoji'])} " * min(found.count(match["emoji"]), REPEATS)
    return match[7] * REPEATS if match["repeat"] else ""


def _name(emoji: str) -> str:
    if emoji in _HEARTS:
        return "red heart"
    return unicodedata.name(emoji, "").lower().replace("face with ", "").replace(" face", "")
