"""Quoting: whether an answer shows strangers' text so that it does nothing, judged apart from the product's code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from server.agent.answer import Answer
from server.agent.render import as_text
from server.mcp.questions import AnswerReply

_BUDGET = 4000
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LIVE = re.compile(r"(?<!\\)\]\(|https?://|(?<!\\)<[A-Za-z/!]|\bjavascript:", re.IGNORECASE)
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_JOINER = "\u200d"


def unsafe(answer: Answer) -> list[str]:
    """Say what in an answer's texts could act: hidden or control characters anywhere, live markup over MCP."""
    reply = AnswerReply(**dict(answer))
    markdown, terminal = reply.text(_BUDGET), as_text(answer)
    structured = reply.fitted(_BUDGET)
    quotes = " ".join(f"{post.quote} {post.author or ''}" for post in structured.posts)
    faults = [f"{where} holds {sign}" for where, text in
              (("the terminal", terminal), ("the chat reply", markdown), ("the structured reply", quotes))
              for sign in hidden_in(text)]  # fmt: skip
    live = live_markup(markdown)
    return [*faults, f"the chat reply holds live markup {live!r}"] if live else faults


def live_markup(markdown: str) -> str | None:
    """Return the first thing outside code spans that a chat client would render or follow; none where there is none."""
    # A code span ends with its paragraph or list item, and every one of ours is a line.
    found = (_LIVE.search(_CODE.sub("", line)) for line in markdown.splitlines())
    return next((match[0] for match in found if match), None)


def hidden_in(text: str) -> Iterator[str]:
    """Yield the code points that show nothing, reorder their neighbours or command a terminal; joined emoji do not."""
    for place, character in enumerate(text):
        if character == "\n" or unicodedata.category(character) not in _INVISIBLE:
            continue
        between = text[place - 1 : place] + text[place + 1 : place + 2]
        if character != _JOINER or not any(unicodedata.category(each) in ("So", "Sk", "Mn") for each in between):
            yield f"U+{ord(character):04X}"
