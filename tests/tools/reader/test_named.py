"""Named: slots found in texts, filled with names, two ways a text."""

from __future__ import annotations

import random
from itertools import islice

from tools.reader.named import SENTENCES, SLOT, filled, names, own_slotted, pairs, slotted, with_names
from tools.reader.public import Example


def test_there_are_many_names_and_sentences_each_once() -> None:
    assert len(set(names())) == len(names()) >= 300
    assert len(set(SENTENCES)) == len(SENTENCES) >= 50
    assert all(SLOT in text for text in SENTENCES)


def test_capitalised_names_become_slots_and_unclear_ones_stay() -> None:
    texts = ["Deepak met Jordan", "[NAME] is right", "deepak said so", "Deepakistan", "no names here"]
    found = [one.text for one in slotted(Example("made", text, 1) for text in texts)]
    assert found == ["[NAME] met Jordan", "[NAME] is right"]


def test_every_slot_is_filled_and_labels_stay() -> None:
    one = Example("made", "[NAME] and [NAME] and [NAME]", 3, classes={"sentiment": 2}, spans=((0, 6, 1),))
    put = filled(one, random.Random(1))  # noqa: S311 - not a secret

    assert SLOT not in put.text
    assert {word.title() for word in put.text.split(" and ")} <= {name.title() for name in names()}
    assert (put.classes, put.fold, put.spans) == ({"sentiment": 2}, 3, ())


def test_pairs_differ_in_names_alone_and_are_the_same_for_a_seed() -> None:
    some = list(islice(pairs(own_slotted(), seed=5), 200))
    assert some == list(islice(pairs(own_slotted(), seed=5), 200))
    assert any(one.text != other.text for one, other in some)
    assert len({one.text for one, _ in some[: len(SENTENCES)]}) == len(SENTENCES)
    assert [one.text for one in with_names(own_slotted(), seed=2)] == [
        one.text for one in with_names(own_slotted(), seed=2)
    ]
