"""Units: features in the words and units that a person reads."""

import pytest

from tools.segmentation.describing.units import measured, natural, plain, unit_of
from tools.segmentation.matrix import Feature


@pytest.mark.parametrize(
    ("feature", "shown", "said"),
    [
        (Feature("use.a", "uses of summaries a week", "per week"), "1.80 a week", "1.80 uses of summaries a week"),
        (Feature("c", "posts that are replies (share)", "share"), "40.0 %", "40.0 % posts that are replies"),
        (Feature("r", "days since they last did something", "days"), "3", "3 days since they last did something"),
        (Feature("n", "positive rather than negative posts (net sentiment)", "net"), "+0.20", "+0.20 net sentiment"),
        (Feature("e", "engagement (percentile)", "percentile"), "80", "percentile 80 of engagement"),
    ],
)
def test_how_much_of_a_feature_is_said_in_plain_words(feature: Feature, shown: str, said: str):
    assert measured(feature, shown) == said


def test_few_hours_keep_their_decimals_and_many_do_not():
    hours = Feature("reply.hours", "hours until they reply to a post", "hours")
    assert unit_of(hours, 0.4) == "score"
    assert unit_of(hours, 40.0) == "hours"


def test_thresholds_are_rounded_as_people_say_them():
    assert [natural(value) for value in (1.8274, 0.0333, 128.4, 0.0)] == [1.8, 0.033, 130.0, 0.0]


def test_a_label_loses_the_bracket_that_says_what_it_is_counted_in():
    assert plain("posts about fees (share)") == "posts about fees"
    assert plain("posts about fees (card)") == "posts about fees (card)"
