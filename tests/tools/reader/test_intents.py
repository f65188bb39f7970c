"""Intents: what the intent head learns from."""

from __future__ import annotations

import json
from pathlib import Path

from tools.reader.intents import ACTS, BANKING, BITEXT, CLINC, own_posts, public_requests
from tools.reader.public import Public
from tools.reader.reading import INTENTS


def test_own_posts_have_the_eight_intents() -> None:
    posts = list(own_posts())

    assert {intent for post in posts for intent in post.intents} == set(INTENTS)
    assert all(post.intents for post in posts)


def test_other_stands_alone() -> None:
    assert all(post.intents == ("other",) for post in own_posts() if "other" in post.intents)


def test_a_public_name_is_mapped_once_and_onto_known_intents() -> None:
    for mapping in (BANKING, CLINC, BITEXT):
        names = [name for names in mapping.values() for name in names.split()]
        assert len(names) == len(set(names))
        assert {intent for intents in mapping for intent in intents} <= set(INTENTS)
    assert {intent for intents in ACTS.values() for intent in intents} <= set(INTENTS)


def test_public_requests_take_the_intents_of_their_name(tmp_path: Path) -> None:
    (tmp_path / "emotion").mkdir()
    (tmp_path / "emotion" / "goemotions_emotions.txt").write_text("joy\n", encoding="utf-8")
    (tmp_path / "emotion" / "goemotions_sentiment_mapping.json").write_text("{}", encoding="utf-8")
    (tmp_path / "intent").mkdir()
    rows = {
        "banking77_train": [
            {"text": f"close my account {number}", "label": "terminate_account"} for number in range(99)
        ],
        "clinc150_train": [{"text": "unmapped", "label": "smart_home"}],
        "clinc150_oos_train": [],
        "bitext_train": [],
        "tweet_acts_train": [],
    }
    for name, lines in rows.items():
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (tmp_path / "intent" / f"{name}.jsonl").write_text(text, encoding="utf-8")

    found = list(public_requests(Public(tmp_path)))

    assert len(found) == 99
    assert {one.intents for one in found} == {("transactional",)}
