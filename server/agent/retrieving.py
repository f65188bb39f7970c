"""Retrieving: which posts an answer quotes, among those that its results rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.dataset import Post
from server.agent.framing.frame import Frame
from server.runtime import Call
from tools.base import Evidence

MOST_QUOTES = 6
MOST_FOUND = 20


def candidates(calls: Sequence[Call]) -> list[Evidence]:
    """Return the posts of the results, each once; tools take turns, so that none crowds out another."""
    queues = [list(_by_turns(call.result.posts)) for call in calls]
    ordered = [queue[row] for row in range(max(map(len, queues), default=0)) for queue in queues if row < len(queue)]
    return list({evidence.post_id: evidence for evidence in reversed(ordered)}.values())[::-1]


def how_many(frame: Frame, calls: Sequence[Call]) -> int:
    """How many posts to quote: those asked for in a search, else a handful."""
    searching = (bool(calls) and calls[0].tool == "search_posts") or frame.last
    return min(frame.limit or 10, MOST_FOUND) if searching else min(frame.limit or MOST_QUOTES, MOST_FOUND)


def quotable(posts: Sequence[Post], frame: Frame, most: int) -> list[Post]:
    """Keep posts with text, each wording once: those of the side asked for first, in a search only those."""
    seen: set[str] = set()
    kept = []
    of_side = [post for post in posts if frame.polarity is None or post.sentiment == frame.polarity]
    others = [] if of_side and frame.asks[:1] == ("search",) else [post for post in posts if post not in of_side]
    for post in [*of_side, *others]:
        wording = "".join(c for c in (post.text or "").casefold() if c.isalnum())[:60]
        if wording and wording not in seen:
            seen.add(wording)
            kept.append(post)
    return kept[:most]


def _by_turns(posts: Sequence[Evidence]) -> Iterator[Evidence]:
    """A typical one, one that disagrees, and so on."""
    contrary = [post for post in posts if post.role == "contrary"]
    others = [post for post in posts if post.role != "contrary"]
    for row in range(max(len(contrary), len(others))):
        yield from others[row : row + 1]
        yield from contrary[row : row + 1]
