"""Planted topics: posts with vectors around a few directions, and words to match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from tests.tools.conftest import Row, borne_out, read_posts
from tools.base import Result, Tool
from tools.inputs import Tables

WORDS = {
    "privacy": ("creepy tracking", "who sold my data", "tracking without consent", "my data and consent"),
    "agenda": ("agenda full of clashes", "the agenda picks sessions", "sessions clashes again", "agenda sessions"),
    "parking": ("parking garage closed", "the garage barrier", "barrier at parking", "garage parking ticket"),
    "coffee": ("coffee queue at breakfast", "breakfast espresso", "espresso coffee", "more coffee at breakfast"),
}
DIM = 24
START = datetime(2026, 9, 7, 12, tzinfo=UTC)


def code(number: int) -> str:
    """Two letters, too short to count as a word, that keep a post from being a copy."""
    return chr(97 + number // 26 % 26) + chr(97 + number % 26)


def talk(topic: str, count: int, *, day: int = 0, mark: str = "", authors: int = 1000, **columns: object) -> list[Row]:
    """Posts on a topic on one day, by so many authors in turn."""
    return [
        {
            "post_id": f"p_{topic}{mark}_{day:02d}_{i:04d}",
            "author_id": f"a_{mark}{topic}{(i + 7 * day) % authors}",
            "created_at": (START + timedelta(days=day, seconds=i)).isoformat(),
            "text": f"well again {WORDS[topic][i % 4]} as of today {code(i)} {code(i + 31 * day + len(mark))}",
            "label": ("negative", "negative", "positive", "neutral")[i % 4],
        }
        | columns
        for i in range(count)
    ]


def tables(rows: Sequence[Row]) -> Tables:
    """Tables of posts, readings and vectors: each post lies around the direction of its topic, as its id says."""
    return read_posts(
        rows, vectors=[{"post_id": row["post_id"], "vector": vector(str(row["post_id"]))} for row in rows]
    )


def vector(post_id: str) -> list[float]:
    """A direction near that of the topic named in the id, the same for the same id."""
    place = next(place for place, topic in enumerate(WORDS) if post_id.startswith(f"p_{topic}"))
    noise = np.random.default_rng([place, *post_id.encode()]).standard_normal(DIM)
    near = noise / np.linalg.norm(noise)
    near[place] += 2.0
    found: list[float] = (near / np.linalg.norm(near)).tolist()
    return found


def asking(tool: Tool, **always: object) -> Callable[..., tuple[Result, str]]:
    """Return a function that runs the tool and says the result, once for the same rows and query."""
    answers: dict[tuple[int, str], tuple[Result, str, Sequence[Row]]] = {}

    def ask(rows: Sequence[Row], query: dict[str, object]) -> tuple[Result, str]:
        asked = tool.query.model_validate({"dataset": "demo"} | always | query)
        key = id(rows), asked.model_dump_json()
        if key not in answers:
            result = tool.run(asked, tables(rows))
            answers[key] = result, " ".join(borne_out(tool, asked, result)), rows
        return answers[key][:2]

    return ask
