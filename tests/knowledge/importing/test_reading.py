"""Reading at import: what the reader and the rules tell of each post is kept beside it."""

from __future__ import annotations

from typing import Any

from knowledge.importing.rows import post_id
from tests.knowledge.importing.conftest import Bring, Opened, Write
from tools.facts import Brand


def _rows(dataset: Opened) -> dict[str, dict[str, Any]]:
    return {row["post_id"]: row for row in dataset().tables()["readings"].to_pyarrow().to_pylist()}


def _post(number: int, text: str) -> dict[str, str]:
    return {"id": str(number), "platform": "x", "created_at": "2026-01-05T10:00:00Z", "author": "ann", "text": text}


def test_features_and_brands_are_kept_with_what_is_said_of_them(bring: Bring, write: Write, dataset: Opened) -> None:
    posts = [_post(1, "love the #SmartAgenda of @acme_help"), _post(2, "nothing of note")]
    bring(write(posts), brands=(Brand(name="Acme", aliases=("acme_help",)),), features=("smart agenda",))
    rows = _rows(dataset)
    first, second = rows[post_id("x", "1")]["aspects"], rows[post_id("x", "2")]["aspects"]
    assert [(one["name"], one["start"], one["end"]) for one in first] == [("smart agenda", 10, 21), ("Acme", 26, 35)]
    assert first[0]["p_positive"] == 0.8
    assert second == []


def test_urgency_distress_and_hints_are_kept(bring: Bring, write: Write, dataset: Opened) -> None:
    texts = ["the app is broken", "i want to kill myself", "free followers, link in bio, you idiots", "nice day"]
    bring(write([_post(number, text) for number, text in enumerate(texts)]))
    rows = [_rows(dataset)[post_id("x", str(number))] for number in range(4)]
    assert [row["urgency"] for row in rows] == ["P3", "P1", "P4", "P4"]
    assert [row["distress"] for row in rows] == [False, True, False, False]
    assert (rows[2]["offensive"], rows[2]["spam"]) == (["insult"], ["known phrase"])
    assert (rows[3]["offensive"], rows[3]["spam"]) == ([], [])
