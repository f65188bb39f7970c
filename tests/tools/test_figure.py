"""Figure: how numbers are written."""

import pytest
from pydantic import ValidationError

from tools.figure import Figure, Unit, show


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (1934.0, "posts", "1,934"),
        (0.6312, "share", "63.1 %"),
        (0.01234, "rate", "1.23 %"),
        (-0.125, "share_change", "-12.5 points"),
        (0.234, "net", "+0.23"),
        (-0.001, "net", "+0.00"),
        (-0.0001, "net_per_week", "+0.000 a week"),
        (12.0, "per_post", "12.00"),
    ],
)
def test_a_value_is_written_as_a_person_reads_it(value: float, unit: Unit, shown: str):
    assert show(value, unit) == shown


def test_an_estimate_shows_its_interval_and_n_and_a_count_only_itself():
    share = Figure(name="s", label="share", value=0.5, unit="share", n=100, low=0.4, high=0.6, method="m")
    assert share.shown_full == "50.0 % (95 % interval 40.0 % to 60.0 %, n = 100)"
    assert Figure(name="p", label="posts", value=7, unit="posts", n=7, method="m").shown_full == "7"


def test_half_an_interval_is_refused():
    with pytest.raises(ValidationError, match="one end"):
        Figure(name="s", label="share", value=0.5, unit="share", n=100, low=0.4, method="m")
