"""Lettering: words of a picture, cut and wrapped to the room there is, and made harmless."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from itertools import chain, count

from server.charts.look import LABEL_PX, SMALL_PX, TITLE_PX, WIDTH
from server.desk.visible import one_line

_BRACKET = re.compile(r" \((?:95 % interval [^()]*|n = [\d,]+)\)")
_BREAKS = re.compile(r"(?<=[:;])\s|(?<=,)\s(?!\d)|\s(?=and |against )")

_TURNS = re.compile(r"\b(?:but|not|no|none|nobody|nothing|chance|unless|though|except|only|unclear)\b", re.IGNORECASE)
"""Words that turn or limit what stands before them."""
TITLE_LINES, MOST_TITLE_LINES = 2, 4
LABEL_LINES = 2
NAMELESS = "(no name)"
LABEL_LETTERS = 22
"""Letters of a line beside a bar."""


def title(text: str) -> tuple[str, ...]:
    """Return a finding as one or two lines without intervals and n, which the picture shows itself.

    What is too long ends after a whole clause, with an ellipsis; but nothing is cut off that would turn what is left.
    """
    plain, width = one_line(_BRACKET.sub("", text), 600), _letters(TITLE_PX)
    lines = _wrap(plain, width)
    if len(lines) <= TITLE_LINES:
        return tuple(lines)
    for end in reversed([found.start() for found in _BREAKS.finditer(plain)]):
        shorter = _wrap(plain[:end].rstrip(" ,;:") + " …", width)
        if len(shorter) <= TITLE_LINES and not _TURNS.search(plain[end:]):
            return tuple(shorter)
    most = MOST_TITLE_LINES if _TURNS.search(plain) else TITLE_LINES
    return tuple(lines) if len(lines) <= most else (*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), width))


def paragraph(text: str) -> tuple[str, ...]:
    """Return small print, wrapped to the picture's width."""
    return tuple(_wrap(one_line(text, 400), _letters(SMALL_PX)))


def subtitle(*sentences: str) -> tuple[str, ...]:
    """Return what is drawn, wrapped to the picture's width: on one line if it fits, else each sentence on its own."""
    said = [one_line(sentence, 300) for sentence in sentences if sentence]
    together = _wrap(" ".join(said), _letters(LABEL_PX - 1))
    apart = [line for sentence in said for line in _wrap(sentence, _letters(LABEL_PX - 1))]
    return tuple(filter(None, together if len(together) == 1 else apart))


def label(text: str, *, lines: int = LABEL_LINES) -> str:
    """Return the name of a group on at most that many short lines, a new line between them."""
    made = _wrap(one_line(text, 200) or NAMELESS, LABEL_LETTERS)
    if len(made) > lines:
        made = [*made[: lines - 1], _cut(" ".join(made[lines - 1 :]), LABEL_LETTERS)]
    return "\n".join(made)


def distinct(labels: list[str]) -> list[str]:
    """Return the labels, numbered where cutting has made two alike."""
    taken = set[str]()
    made = []
    for each in labels:
        numbered = (f"{each} ({number})" for number in count(2))
        free = next(name for name in chain([each], numbered) if name not in taken)
        taken.add(free)
        made.append(free)
    return made


def width_px(text: str, size: int) -> int:
    """Estimate how wide the longest line of a text is drawn, in pixels; errs wide."""
    return max(round(sum(map(_em, line)) * size) for line in text.split("\n"))


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1.1
    return 0.74 if character.isupper() else 0.56


def _letters(size: int) -> int:
    """Return how many letters of that size a line of the picture holds; bold ones take a little more than half."""
    return int((WIDTH - 24) / (0.51 if size >= TITLE_PX else 0.49) / size)


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
