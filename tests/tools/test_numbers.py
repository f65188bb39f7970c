"""Numbers: what counts as a number of a sentence, and what as a date."""

from __future__ import annotations

import pytest

from tools.numbers import dates_in, numbers_in


@pytest.mark.parametrize("text", ["novelty 1.00", "it declined 12", "marketing 5", "mayor 7"])
def test_a_word_that_begins_like_a_month_makes_no_date(text: str):
    assert len(numbers_in(text)) == 1


@pytest.mark.parametrize(
    "text", ["2026-03-11", "11 March", "Mar 11, 2026", "3rd of Sept. 2026", "June 2026", "1 Dec", "Aug. 4"]
)
def test_days_and_months_with_their_names_are_dates_and_no_numbers(text: str):
    assert dates_in(text)[0].text == text
    assert not numbers_in(text)
