"""Plain: a post rewritten for the encoder, and where each character went.

Training and reading share it, so that a user, a link, a hashtag and an emoji look the same in both.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import NamedTuple

MAX_CHARACTERS = 4_096
NAMES = Path(__file__).parent / "names.txt"
ANY_NAME = "Emily"
"""What a given name is read as: the one of which fewest labelled texts turn (see docs/models/reader.md)."""
REPEATS = 2
"""How often in a row a letter, a mark or an emoji is kept."""

_EMOJI = "\U0001f300-\U0001faff\u2600-\u27bf\u2190-\u21ff\u2b00-\u2bff"
_ALWAYS = (
    r"(?P<link>(?:https?://|www\.)\S+)"
    r"|(?P<user>(?<!\w)@\w+)"
    r"|(?P<hashtag>#\w+)"
    r"|(?P<entity>&\#?\w{2,8};)"
    rf"|(?P<emoji>[{_EMOJI}])[\ufe0f\U0001f3fb-\U0001f3ff]*(?:(?P=emoji)[\ufe0f\U0001f3fb-\U0001f3ff]*)*"
    r"|(?P<repeat>([^\W\d]|[^\w\s])\7{2,})"
    r"|(?P<dropped>[\ufe0f\u200d\u200b\x00-\x08\x0e-\x1f\ud800-\udfff]+)"
)
_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f"
_CHANGED = re.compile(_ALWAYS)
_CHANGED_OR_CAPITAL = re.compile(rf"{_ALWAYS}|(?P<name>(?<![\w'\u2019-])[A-Z\u00c0-\u00de][{_LETTER}]{{2,}}(?![\w-]))")
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


def plain(text: str, *, names_alike: bool = True) -> Plain:
    """Rewrite the first 4,096 characters of a text; any text is legal.

    Users become @user, links http; hashtags and emoji are spelled as words; what is repeated thrice or more is kept
    twice; a common given name, capitalised, becomes one that stands for all unless not `names_alike`.
    """
    text = text[:MAX_CHARACTERS]
    pieces: list[str] = []
    before, after, length, last = [0], [0], 0, 0
    pattern, known = (_CHANGED_OR_CAPITAL, given_names()) if names_alike else (_CHANGED, frozenset())
    for match in pattern.finditer(text):
        if match.lastgroup == "name" and match[0] not in known:
            continue
        start, end = match.span()
        new = _rewrite(match)
        pieces += [text[last:start], new]
        before += [start, end]
        after += [length + start - last, length + start - last + len(new)]
        length, last = after[-1], end
    pieces.append(text[last:])
    return Plain("".join(pieces), tuple(before), tuple(after))


@cache
def given_names() -> frozenset[str]:
    """Return the names that are read alike; ours, from many origins, without those that are often words or places."""
    return frozenset(NAMES.read_text(encoding="utf-8").split())


def _rewrite(match: re.Match[str]) -> str:
    kind, found = match.lastgroup, match[0]
    if kind == "name":
        return ANY_NAME
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
