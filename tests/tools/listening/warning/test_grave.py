"""Words that make a complaint grave, read alike by the engine and by Python."""

from __future__ import annotations

import pytest

from tests.tools.conftest import read_posts
from tools.listening.warning.grave import is_grave, subjects

SAID = {
    "They are spying on us and selling our data": {"privacy"},
    "Nobody agreed to that": {"privacy"},
    "Racist moderation, I am done": {"discrimination"},
    "they exploit their workers and cover it up": {"ethics"},
    "boycott them #deletebolt": {"boycott"},
    "that report is fake news": {"misinformation"},
    "the charger caught fire": {"safety"},
    "my lawyer will hear of this": {"legal"},
    "the app is slow and ugly": set(),
    "I spy a bargain, the trackpad is nice, drop me a note": set(),
}


@pytest.mark.parametrize("text", SAID)
def test_what_a_complaint_is_grave_about(text: str) -> None:
    assert subjects(text) == SAID[text]


def test_the_engine_finds_the_same_words_and_the_labels_of_import():
    words = [text for text, about in SAID.items() if not about & {"safety", "legal"}]
    rows = [{"text": text, "label": "negative"} for text in words] + [
        {"text": "help", "label": "negative", "urgency": "P1"},
        {"text": "help", "label": "negative", "distress": True},
        {"text": "help", "label": "negative", "offensive": ["profanity", "threat"]},
        {"text": "help", "label": "negative", "offensive": ["profanity"], "urgency": "P2"},
        {"text": None, "label": "negative"},
    ]
    tables = read_posts(rows)
    posts = tables["posts"].inner_join(tables["readings"], "post_id")
    found = posts.mutate(grave=is_grave(posts)).select("post_id", "grave").to_pyarrow().to_pylist()
    grave = {row["post_id"]: row["grave"] for row in found}
    expected = [bool(SAID[text]) for text in words] + [True, True, True, False, False]
    assert [grave[f"p_{i}"] for i in range(len(rows))] == expected
