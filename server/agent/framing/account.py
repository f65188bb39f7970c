"""Account: every word with weight is held by the frame, said in a note, or listed as unread."""

from __future__ import annotations

import re
from collections.abc import Iterator

from server.agent.framing.asks import explained
from server.agent.framing.frame import Frame
from server.agent.framing.marking import Marked
from server.agent.framing.spelling import tokens
from server.agent.framing.topic import VAGUE, is_course
from server.agent.words import weightless, words

_END = re.compile(r"['’](?:s|re|ll|ve|d|m)?$")


def unread(marked: Marked, frame: Frame) -> tuple[str, ...]:
    """Return the words of a question that its frame does not hold, in reading order, each once.

    A word is held where it stands for a name, a day or a quote, where it says what is asked or how it is split, where
    it is part of the words that posts must hold, or where a note repeats it. Words without weight are passed over.
    """
    text = marked.question.lower()
    held = [*marked.taken, *explained(text)]
    said = _said(frame)
    return tuple(dict.fromkeys(word for word, place in _weighty(text) if not _inside(place, held) and word not in said))


def _weighty(text: str) -> Iterator[tuple[str, int]]:
    light = (words("unspecific") | words("questions") | weightless()) - VAGUE
    for token in tokens(text):
        word = _END.sub("", token[0])
        if len(word) > 1 and word not in light and not is_course(word):
            yield word, token.start()


def _said(frame: Frame) -> frozenset[str]:
    """Words that the frame holds as a filter, as names or in its notes."""
    notes = " ".join(frame.notes)
    parts = (frame.topic, frame.phrase, *frame.phrases, *frame.names(), notes)
    return frozenset(token[0] for part in parts if part for token in tokens(part.lower()))


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)
