"""Planted: the sample's four kinds of members are told by the habits that they were given."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.samples import generate
from knowledge.samples.members import HABITS
from tests.tools.conftest import make_tables
from tests.tools.segmentation.describing.conftest import Fixed, Given
from tools.segmentation.asked import Definition
from tools.segmentation.describing.describe_segment import describe_segment
from tools.segmentation.segmented import Placing, Segmented
from tools.segmentation.segmenter import TableSegmenter

LETTERS = "BCAD"
"""Segments from the largest down: B 45 %, C 25 %, A and D 15 % each."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def planted() -> Segmented:
    """Members of the sample, each where the truth puts them, by their features as measured."""
    launch = generate(seed=7)
    tables = make_tables(
        events=[row._asdict() for row in launch.events], outcomes=[row._asdict() for row in launch.outcomes]
    )
    definition = Definition(dataset="demo")
    matrix = TableSegmenter(tables).matrix(definition)
    segment = np.array([LETTERS.index(launch.truth.segments[person]) + 1 for person in matrix.people])
    return Segmented(definition, matrix, Placing(segment, np.ones(len(segment))), Fixed(), "kmeans", len(LETTERS))


def described(planted: Segmented, letter: str):
    query = describe_segment.query(dataset="demo", segment=LETTERS.index(letter) + 1)
    return describe_segment.run(query, make_tables(), segmenter=Given(planted))


@pytest.mark.parametrize("letter", ["A", "C"])
@pytest.mark.parametrize("feature", ["networking_suggestions", "summaries", "personalized_agenda"])
def test_indices_hold_the_planted_habits(planted: Segmented, letter: str, feature: str):
    result = described(planted, letter)
    shares = {"A": 0.15, "B": 0.45, "C": 0.25, "D": 0.15}
    base = sum(shares[each] * HABITS[each].uses[feature] for each in shares)
    expected = 100 * HABITS[letter].uses[feature] / base
    name = f"index.segment_{LETTERS.index(letter) + 1}.uses_of_{feature}_a_week"
    figure = result.figure(name)
    # Who leaves slows down before, which the habits do not know of: a tenth either way.
    assert figure.value == pytest.approx(expected, rel=0.1)
    assert figure.low is not None
    assert figure.low < figure.value < (figure.high or 0)


def test_sizes_rules_and_labels_are_those_of_the_planted_segments(planted: Segmented):
    power, struggling, ignoring = (described(planted, letter).segments[0] for letter in "ACD")
    assert power.label == "Heavy users across features"
    assert "agenda" in struggling.label
    assert ignoring.label == "Light users across features"
    assert power.holds
    share = described(planted, "A").figure("share.segment_3")
    assert share.low is not None
    assert share.low < 0.15 < (share.high or 0)


def test_what_they_pay_is_in_the_middle_what_was_planted(planted: Segmented):
    for letter in "ABCD":
        figure = described(planted, letter).figure(f"middle.segment_{LETTERS.index(letter) + 1}.value_of_a_purchase")
        assert figure.value == pytest.approx(HABITS[letter].monthly_value, rel=0.1)
