"""Fixtures of the evals' tests: a dataset of 240 posts, what is true of it, a suite, and an honest asker."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from evals.suite import Case, Expected, Suite
from evals.truth import Selection, TruePost, Truth
from knowledge.home import Home
from knowledge.importing import ImportOptions, import_file
from server.agent.answer import Answer, CitedFigure, CitedPost, Claim, ToolCall
from server.runtime import Call, Recomputed, Runtime
from server.settings import Settings
from tests.fakes import HashEmbedder, WordReader
from tools.facts import Brand

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 13)
DATASET = "demo"


def _posts() -> list[TruePost]:
    """Twenty posts a day for twelve days: three in four about Acme, loved; Bolt is hated. Two in five are on reddit."""
    return [_post(number) for number in range(240)]


def _post(number: int) -> TruePost:
    brand, good = ("Bolt", False) if number % 4 == 3 else ("Acme", True)
    return TruePost(
        day=FIRST + timedelta(days=number // 20),
        platform="reddit" if number % 5 < 2 else "x",
        author=f"u{number % 60}",
        text=f"I {'love' if good else 'hate'} what {brand} shows in room {number}",
        lang="en",
        brand=brand,
        mentions=frozenset({brand}),
        is_own=False,
        sentiment="positive" if good else "negative",
        interactions=number % 7,
        reach=None,
        impressions=None,
    )


@pytest.fixture(scope="session")
def truth() -> Truth:
    """What is true of the posts."""
    return Truth({"totals": {"posts": 240}}, _posts(), FIRST, LAST)


class Remembering(Runtime):
    """Recomputes a result once: nothing changes between the tests, and they ask for the same few again and again."""

    @cache  # noqa: B019 - one runtime a session
    def recompute(self, result_id: str) -> Recomputed:
        return super().recompute(result_id)

    @cache  # noqa: B019 - one runtime a session
    def stored(self, result_id: str) -> Call:
        return super().stored(result_id)


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    """A runtime over the posts, imported the usual way."""
    folder: Path = tmp_path_factory.mktemp("evals")
    file = folder / "posts.jsonl"
    rows = [
        {
            "source_id": str(number),
            "created_at": datetime(post.day.year, post.day.month, post.day.day, 9, tzinfo=UTC).isoformat(),
            "text": post.text,
            "author_id": post.author,
            "platform": post.platform,
            "brand": post.brand,
            "likes": post.interactions,
        }
        for number, post in enumerate(_posts())
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    options = ImportOptions(dataset=DATASET, brands=(Brand(name="Acme", is_own=True), Brand(name="Bolt")))
    import_file(Home(folder / "home"), file, options, embedder=HashEmbedder(), reader=WordReader())
    settings = Settings(home=folder / "home", model=None, _env_file=None)  # type: ignore[call-arg]
    return Remembering(settings, embedder=HashEmbedder())


REDDIT = {"filter": {"platforms": ["reddit"]}}
CASES = (
    Case(
        id="size", question="How many posts are there?", tools=("describe_dataset",),
        numbers=(Expected(figure="posts", truth="totals.posts"),),
    ),
    Case(
        id="voice", question="Who is talked about most on Reddit?", tools=("share_of_voice",), arguments=REDDIT,
        numbers=(
            Expected(
                figure="share.acme", measure="voice", tolerance="interval",
                of=Selection(brands=("Acme",), platforms=("reddit",)),
            ),
        ),
    ),
    Case(
        id="feeling", question="How do people feel about each brand?", tools=("sentiment",), arguments={"by": "brand"},
    ),
    Case(
        id="first-days", question="Who was talked about from 2 to 6 March?", tools=("share_of_voice",),
        arguments={"period": {"start": "2026-03-02", "end": "2026-03-06"}},
    ),
    Case(
        id="forecast", question="How many posts will there be next month?", abstain=True, twin="size",
        says=("forecast|predict",),
    ),
)  # fmt: skip
RIGHT: dict[str, tuple[str, dict[str, Any]]] = {case.question: (case.tools[0], case.arguments) for case in CASES[:-1]}


@pytest.fixture(scope="session")
def suite() -> Suite:
    """Four questions to answer and one to refuse."""
    return Suite(name="tiny", dataset=DATASET, about="", cases=CASES)


Make = Callable[..., Answer]


@pytest.fixture(scope="session")
def make(runtime: Runtime) -> Make:
    """Return a function that runs a tool and says its sentences, as an honest agent would."""

    @cache
    def run(tool: str, arguments: str) -> Call:
        return runtime.call(tool, json.loads(arguments))

    def make(question: str, tool: str, arguments: dict[str, Any]) -> Answer:
        given = {"dataset": DATASET, **arguments}
        call = run(tool, json.dumps(given))
        posts = runtime.posts(DATASET, [post.post_id for post in call.result.posts])
        claims = [
            Claim(
                id=f"c{place}", text=said.text, kind=said.kind, posts=said.posts,
                figures=tuple(f"{call.id}#{name}" for name in said.figures),
            )
            for place, said in enumerate(call.sentences(), start=1)
        ]  # fmt: skip
        return Answer(
            question=question,
            headline=claims[0].text,
            claims=tuple(claims),
            figures=_figures(call),
            posts=tuple(
                CitedPost(
                    id=post.post_id, quote=post.text or "", author=post.author_id, created_at=post.created_at,
                    url=None, platform=post.platform,
                )
                for post in posts
            ),
            caveats=call.result.caveats,
            tool_calls=(ToolCall(tool=tool, arguments=given, result=call.id),),
            dataset=DATASET,
            dataset_version=call.dataset_version,
        )  # fmt: skip

    return make


def _figures(call: Call) -> tuple[CitedFigure, ...]:
    fields = ("name", "label", "value", "unit", "n", "low", "high", "raw", "shown", "method")
    return tuple(
        CitedFigure(
            id=f"{call.id}#{figure.name}",
            period=str(call.query.period or call.result.period),
            filter=str(call.query.filter),
            result=call.id,
            **{name: getattr(figure, name) for name in fields},
        )
        for figure in call.result.figures
    )
