"""Sarcasm's figures, by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.sarcasm import Pair, agreement, matrix, pairs, swapped
from tools.reader import Sentiment

NEGATIVE = Sentiment(negative=0.8, neutral=0.1, positive=0.1)
POSITIVE = Sentiment(negative=0.1, neutral=0.1, positive=0.8)
READ = [Pair(POSITIVE, NEGATIVE), Pair(POSITIVE, NEGATIVE), Pair(POSITIVE, POSITIVE), Pair(NEGATIVE, NEGATIVE)]


def test_the_matrix_counts_what_is_meant_by_what_is_said() -> None:
    assert matrix(READ)[:2] == ((1, 0, 0), (0, 0, 0))
    assert matrix(READ)[2] == pytest.approx((2 / 3, 0, 1 / 3))


def test_rules_agree_as_often_as_they_do() -> None:
    assert agreement(READ, lambda said: said) == 0.5
    assert agreement(READ, swapped) == 0.5
    assert agreement(READ[:2], swapped) == 1


def test_only_sarcastic_tweets_with_a_plain_version_are_read(tmp_path: Path) -> None:
    file = tmp_path / "tweets.jsonl"
    tweets = [
        {"text": "Lovely, it broke again", "sarcastic": 1, "rephrase": "I hate that it broke again"},
        {"text": "It broke again", "sarcastic": 0},
        {"text": "Wonderful", "sarcastic": 1, "rephrase": None},
    ]
    file.write_text("".join(json.dumps(tweet) + "\n" for tweet in tweets), encoding="utf-8")
    assert len(pairs(file)) == 1
