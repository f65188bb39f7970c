"""Templates: sentences of our own, as many of each sentiment, the same for a seed."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tools.reader.templates import WAYS, sentences, with_typo


def test_sentences_are_a_third_of_each_sentiment_and_the_same_for_a_seed() -> None:
    made = list(sentences(300))

    assert Counter(one.classes["sentiment"] for one in made) == {0: 100, 1: 100, 2: 100}
    assert made == list(sentences(300))
    assert not any("{" in one.text for one in made)


def test_no_way_to_say_it_has_two_sentiments() -> None:
    ways = [way for group in WAYS.values() for way in group]

    assert len(ways) == len(set(ways))


@given(st.text(max_size=60), st.integers(0, 99))
def test_a_typo_keeps_the_letters_and_the_length(text: str, seed: int) -> None:
    changed = with_typo(text, random.Random(seed))  # noqa: S311 (not a secret)

    assert sorted(changed) == sorted(text)


def test_a_typo_swaps_two_neighbours_of_a_longer_word() -> None:
    draw = random.Random(1)  # noqa: S311 (not a secret)

    assert with_typo("it crashes", draw) in {"it carshes", "it crsahes", "it crahses", "it crasehs"}
    assert with_typo("it is so", draw) == "it is so"
