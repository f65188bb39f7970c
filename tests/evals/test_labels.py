"""Labels: the lint finds what is bad in the written sets, and little else."""

import pytest

from evals.labels import FIRST_MET, SETS, Score, labels, lines, score


@pytest.mark.parametrize("name", SETS)
def test_the_lint_holds_on_every_written_set(name: str):
    found = score(name)
    assert sum(found) == len(labels(name))
    assert found.precision >= 0.97
    assert found.recall >= 0.97


def test_the_sets_hold_labels_enough_and_none_twice():
    texts = [label.text.casefold() for name in SETS for label in labels(name)]
    assert len(texts) >= 250
    assert len({*texts}) >= len(texts) - 5


def test_precision_and_recall_are_counted_by_hand():
    found = Score(right=6, wrong=2, missed=4, left=8)
    assert (found.precision, found.recall) == (0.75, 0.6)


def test_what_is_printed_tells_how_the_lists_did_at_first_sight():
    text = "\n".join(lines())
    assert text.count("when first met") == len(FIRST_MET)
    assert "precision" in text
