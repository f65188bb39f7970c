from knowledge.samples import Launch
from knowledge.samples.report import texts_variety, variety, weeks


def test_distinct_shares_are_worked_over_texts_and_runs_of_five_words() -> None:
    found = texts_variety(["a b c d e f", "A b c d e", "g"])
    assert found.distinct_texts == 1.0
    assert found.distinct_5grams == 2 / 3  # abcde twice, bcdef once
    assert found.mean_words == 4
    assert found.vocabulary == 7


def test_the_launch_is_varied(launch: Launch) -> None:
    found = variety(launch)
    assert found.distinct_texts >= 0.97
    assert found.distinct_5grams >= 0.5


def test_weeks_after_the_launch_are_reported(launch: Launch) -> None:
    found = list(weeks(launch))
    assert [week.week for week in found] == [1, 2, 3, 4, 5]
    assert abs(found[0].drawn[0] - 0.75) < 0.03
