"""Table tools: how long each takes over a million synthetic posts, and the memory it takes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from evals.bench import Row
from tools.facts import Brand, Facts, ReaderError
from tools.inputs import Tables
from tools.registry import tool_named
from tools.services import Hit
from tools.tables import TABLES

_BUDGET_S = 0.3
_ROUNDS = 3


class _Asked(NamedTuple):
    """A tool call to measure; `budget` only for counts, shares and series."""

    name: str
    tool: str
    options: Mapping[str, Any]
    budget: bool = True


_ASKED = (
    _Asked("describe_dataset", "describe_dataset", {}),
    _Asked("sentiment", "sentiment", {}),
    _Asked("sentiment by brand", "sentiment", {"by": "brand"}),
    _Asked("sentiment_trend, weeks", "sentiment_trend", {"every": "week"}),
    _Asked("share_of_voice", "share_of_voice", {}),
    _Asked("share_of_voice by week", "share_of_voice", {"by": "week"}),
    _Asked("engagement_rates by reach", "engagement_rates", {"per": "reach", "by": "brand"}),
    _Asked("search_posts, the count", "search_posts", {"query": "login crash"}),
    _Asked("emotions", "emotions", {}),
    _Asked("intents by platform", "intents", {"by": "platform"}),
    _Asked("aspects", "aspects", {}),
    _Asked("distinctive_words", "distinctive_words", {}, budget=False),
    _Asked("explain_change", "explain_change", {"event": "2026-01-10"}, budget=False),
    _Asked("spikes by day", "spikes", {}, budget=False),
    _Asked("suspected_bots", "suspected_bots", {}, budget=False),
    _Asked("sentiment without bots", "sentiment", {"filter": {"suspected_bots": "exclude"}}, budget=False),
    _Asked("share_of_influence", "share_of_influence", {}, budget=False),
    _Asked("voices", "voices", {"kind": "detractors"}, budget=False),
    _Asked("associations", "associations", {}, budget=False),
    _Asked("early_warning", "early_warning", {}, budget=False),
    _Asked("compare_brands", "compare_brands", {}, budget=False),
)
_FACTS = Facts(
    dataset="bench",
    brands=(
        Brand(name="ConnectSphere", aliases=("@connectsphere",), is_own=True),
        Brand(name="Linkora"),
        Brand(name="Hivemind"),
    ),
    features=("login", "summary", "price"),
    reader="bench",
    reader_error=ReaderError(confusion=((300, 80, 20), (90, 320, 90), (20, 90, 310)), source="made up", borrowed=True),
)
_POSTS = """
    select 'p_' || substr(md5(i::varchar), 1, 16) as post_id, ['x', 'reddit', 'mastodon'][1 + i % 3] as platform,
      'u' || (i * 7919 % {authors}) as author_id,
      timestamptz '2026-01-01' + interval (i * 31 % (300 * 86400)) second as created_at,
      'so i tried ' || ['ConnectSphere', 'Linkora', 'the app', 'Hivemind'][1 + a % 4] || ' again and the '
        || ['login', 'summary', 'feed', 'price', 'crash'][1 + b % 5] || ' is '
        || ['great', 'bad', 'ok', 'awful', 'lovely'][1 + c % 5] || ', take ' || i % 1000 as text,
      ['ConnectSphere', 'Linkora', null, 'Hivemind'][1 + a % 4] as brand, 'en' as lang, i % 97 = 0 as is_own,
      a % 40 as likes, b % 9 as shares, c % 5 as replies, 50 + a % 4000 as reach
    from (select i, (hash(i) >> 3)::bigint as a, (hash(i + 1) >> 3)::bigint as b, (hash(i + 2) >> 3)::bigint as c
          from range({n}) t(i))"""
_READINGS = """
    select 'p_' || substr(md5(i::varchar), 1, 16) as post_id, 'bench' as reader,
      case when c = 0 then 0.8 else 0.1 end as p_negative, case when c = 1 then 0.8 else 0.1 end as p_neutral,
      case when c = 2 then 0.8 else 0.1 end as p_positive, ['negative', 'neutral', 'positive'][1 + c] as sentiment,
      i % 9 <> 0 as reliable, (i % 50) / 60.0 as sarcasm,
      map {{['joy', 'anger', 'neutral'][1 + c]: 0.7}} as emotions,
      map {{['praise', 'complaint', 'suggestion', 'informational'][1 + i % 4]: 0.8}} as intents,
      case when i % 6 = 0 then [{{'name': ['login', 'summary', 'price'][1 + i % 3], 'start': 10, 'end': 15,
        'p_negative': 0.6, 'p_neutral': 0.3, 'p_positive': 0.1}}] else [] end as aspects,
      case when i % 500 = 0 then 'P1' else 'P4' end as urgency, []::varchar[] as offensive, []::varchar[] as spam
    from (select i, (hash(i + 3) >> 3)::bigint % 3 as c from range({n}) t(i))"""
_AUTHORS = """
    select 'u' || i as author_id, 'user' || i as handle, 10 + (hash(i) >> 40)::bigint as followers,
      timestamptz '2020-01-01' + interval (i % 1000) day as created_at, 100 as following
    from range({authors}) t(i)"""
_TABLES = {"posts": _POSTS, "readings": _READINGS, "authors": _AUTHORS}


class _Nothing:
    """A search that finds nothing, at once."""

    def search(self, words: str, *, limit: int, among: Collection[str] | None = None) -> list[Hit]:  # noqa: ARG002
        return []


def rows(posts: int = 1_000_000) -> list[Row]:
    """Run every table tool over `posts` synthetic posts, each on tables opened afresh."""
    with TemporaryDirectory() as folder:
        _write(Path(folder), posts)
        return [_row(asked, Path(folder), posts) for asked in _ASKED]


def _row(asked: _Asked, folder: Path, posts: int) -> Row:
    tool = tool_named(asked.tool)
    query = tool.query.model_validate({"dataset": "bench"} | dict(asked.options))
    services = {"search": _Nothing()} if tool.services else {}
    seconds, processor = [], []
    for _ in range(_ROUNDS):
        tables = _open(folder)
        started, used = time.perf_counter(), time.process_time()
        tool.run(query, tables, **services)
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    taken = statistics.median(seconds)
    name = f"{asked.name}, {posts:,} posts ({min(processor):.2g} CPU-seconds)"
    return Row(name, taken, "s", f"{_BUDGET_S} s" if asked.budget else "", taken <= _BUDGET_S if asked.budget else None)


def _write(folder: Path, posts: int) -> None:
    import duckdb

    with duckdb.connect() as connection:
        for name, query in _TABLES.items():
            made = query.format(n=posts, authors=max(posts // 8, 1))
            connection.execute(f"copy ({made}) to '{folder / name}.parquet'")


def _open(folder: Path) -> Tables:
    import ibis

    connection = ibis.duckdb.connect()
    connection.raw_sql("SET enable_progress_bar = false")
    opened = {}
    for name in _TABLES:
        stored = connection.read_parquet(folder / f"{name}.parquet", table_name=f"{name}_file")
        columns = {
            column: stored[column] if column in stored.columns else ibis.null(spec.type)
            for column, spec in TABLES[name].columns.items()
        }
        opened[name] = stored.select(**columns)
    return Tables(tables=opened, facts=_FACTS)
