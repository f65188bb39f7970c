"""Every query that a tool runs also compiles to Spark, and tools pull aggregates, not rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import ibis
import ibis.expr.types as ir
import pytest
from ibis.config import Config

from tests.tools.conftest import FACTS, read_posts
from tools.base import Tool
from tools.inputs import Tables
from tools.registry import tools
from tools.segmentation.segmenter import TableSegmenter
from tools.services import Hit

POSTS = [
    {
        "label": ("negative", "positive", "neutral")[i % 3],
        "text": f"the login of acme or bolt crashes, post {chr(97 + i // 26 % 26)}{chr(97 + i % 26)}",
        "brand": ("Acme", "Bolt")[i % 2],
        "platform": ("x", "reddit")[i % 75 // 38],
        "author_id": f"a{i % 75}",
        "created_at": f"2026-10-{1 + i % 25:02}T12:00:00",
        "likes": i % 7,
        "reach": 100 + i,
        "emotions": [(("anger", "joy", "neutral")[i % 3], 0.7)],
        "plutchik": [("anger", 0.2), ("joy", 0.6)],
        "intents": [(("complaint", "praise", "other")[i % 3], 0.7)],
        "aspects": [{"name": "login", "start": 4, "end": 9, "p_negative": 0.7, "p_neutral": 0.2, "p_positive": 0.1}],
    }
    for i in range(1200)
]
OPTIONS: dict[str, list[dict[str, Any]]] = {
    "search_posts": [{"query": "login crash", "filter": {"brands": ["Acme"]}}],
    "sentiment": [{}, {"filter": {"text": "login"}}, {"by": "brand"}, {"by": "week"}, {"by": "tenure"}],
    "sentiment_trend": [{"event": "2026-10-12"}],
    "explain_change": [{"event": "2026-10-12"}],
    "aspects": [{}, {"by": "brand", "emotion": "anger"}],
    "emotions": [{"view": "plutchik"}, {"view": "ekman", "by": "platform"}],
    "share_of_voice": [{}, {"by": "day", "copies_once": True}],
    "engagement_rates": [{}, {"by": "platform"}],
    "distinctive_words": [{}, {"by": "brand", "contrast": "groups"}],
    "compare_segments": [{"k": 2}],
    "describe_segment": [{"k": 2, "segment": 1}],
    "find_emerging_segment": [{"features": ["use.agenda", "use.chat"]}],
    "lookalikes": [{"outcome": "purchased"}],
    "suspected_bots": [{}, {"filter": {"suspected_bots": "exclude"}}],
}
READ_WHOLE = frozenset(
    ("search_posts", "topics", "emerging_topics", "voices", "associations", "tribes", "share_of_influence")
)
"""Tools that look at posts or ties one by one: those found, a sample grouped by meaning, who is tied to whom."""
CASES = [(tool, options) for tool in tools() for options in OPTIONS.get(tool.name, [{}])]


class Spark(Config):
    """What the Spark backend adds to the options."""

    treat_nan_as_null: bool = False


class Index:
    """Finds nothing."""

    def search(self, _words: str, *, limit: int, among: Collection[str] | None = None) -> list[Hit]:  # noqa: ARG002
        return []


@pytest.fixture(scope="module")
def tables() -> Tables:
    authors = [{"author_id": f"a{i}", "followers": 10, "customer_since": "2025-01-01T00:00:00"} for i in range(75)]
    facts = FACTS.model_copy(update={"features": ("login",)})
    vectors = [{"post_id": f"p_{i}", "vector": [float(i % 5 == at) for at in range(5)]} for i in range(len(POSTS))]
    return read_posts(POSTS, facts=facts, authors=authors, vectors=vectors, **_people())


def _people(n: int = 240) -> dict[str, list[dict[str, Any]]]:
    """What people did, what came of them, what they got and whom they follow: two sorts of people, half and half."""
    at = [f"2026-10-{day:02}T12:00:00" for day in range(1, 26)]
    ids = [f"a{number}" for number in range(n)]
    return {
        "events": [
            {"user_id": who, "at": when, "kind": "use", "object": ("agenda", "chat")[i % 2]}
            for i, who in enumerate(ids)
            for place, when in enumerate(at)
            if (place * 7 + i) % (1 + 4 * (i % 2)) == 0
        ],
        "outcomes": [
            {"user_id": who, "at": at[5 + i % 19], "kind": "purchased", "value": 10.0 + i % 7}
            for i, who in enumerate(ids)
            if i % 3
        ],
        "assignments": [
            {"user_id": who, "experiment": "mail", "arm": ("control", "new")[i // 2 % 2], "at": at[3]}
            for i, who in enumerate(ids)
        ],
        "exposures": [
            {"user_id": who, "at": at[place], "rank": 1, "item_id": f"i{place % 3}"}
            for who in ids
            for place in range(3)
        ],
        "follows": [
            {"from_id": ids[i], "to_id": ids[(i + step) % 80 + i // 80 * 80]} for i in range(n) for step in range(1, 6)
        ],
    }


@pytest.mark.parametrize(("tool", "options"), CASES, ids=[f"{tool.name} {options}" for tool, options in CASES])
def test_every_query_compiles_to_spark(
    tool: Tool, options: dict[str, Any], tables: Tables, monkeypatch: pytest.MonkeyPatch
):
    compiled: list[str] = []
    rows: list[int] = []
    run = {kind: kind.to_pyarrow for kind in (ir.Table, ir.Scalar)}

    def spied(self: ir.Expr, *args: Any, **more: Any) -> Any:  # noqa: ANN401 (passes on whatever it is given)
        compiled.append(ibis.to_sql(self.unbind(), dialect="pyspark"))
        found = run[ir.Table if isinstance(self, ir.Table) else ir.Scalar](self, *args, **more)
        rows.append(len(found) if isinstance(self, ir.Table) else 1)
        return found

    # Ibis sets this option when it loads the backend; compiling alone does not.
    monkeypatch.setattr(ibis.options, "pyspark", Spark())
    for kind in run:
        monkeypatch.setattr(kind, "to_pyarrow", spied)
    services = {"search": Index(), "segmenter": TableSegmenter(tables)}
    query = tool.query.model_validate({"dataset": "demo"} | options)
    tool.run(query, tables, **{name: services[name] for name in tool.services})
    assert compiled
    assert tool.name in READ_WHOLE or max(rows) < len(POSTS) / 2
