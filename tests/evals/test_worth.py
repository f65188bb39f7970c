"""Worth: how alike parts are read, by hand."""

from evals.worth import worth


def rows(part: str, true: str, read: str, n: int) -> list[dict[str, str]]:
    return [{"part": part, "true": true, "read": read}] * n


def of(row: dict[str, str]) -> str:
    return row["part"]


def test_parts_that_are_read_the_same_are_worth_any_number_of_labels():
    same = [
        row for part in "ab" for row in rows(part, "negative", "negative", 80) + rows(part, "negative", "neutral", 20)
    ]
    found = worth(same, of)
    assert found is not None
    assert (found.parts, found.n, round(found.value)) == (2, 200, 20_000)
    # Two parts of a hundred cannot tell a worth of fifteen from any number.
    assert 10 < found.low < 50


def test_parts_that_are_read_unlike_are_worth_few_labels():
    unlike = rows("a", "negative", "negative", 90) + rows("a", "negative", "neutral", 10)
    unlike += rows("b", "negative", "negative", 30) + rows("b", "negative", "neutral", 70)
    found = worth(unlike, of)
    assert found is not None
    # Rates of .9 and .3 differ with variance .09 about .6: .6 * .4 / .09 - 1 is 1.7, less than the scale's end of 3.
    assert found.value == 3
    assert found.high < 60


def test_one_part_alone_says_nothing():
    assert worth(rows("a", "negative", "negative", 90) + rows("b", "negative", "negative", 5), of) is None
