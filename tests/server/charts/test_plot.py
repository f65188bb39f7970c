"""Plot: what has room, in which order, on which scale, and what may be stacked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.calls import Call
from server.charts.choosing import choice
from server.charts.plot import MOST_CATEGORIES, Plot, plotted, tick
from tests.server.charts.conftest import call, figure, platforms, shares, weeks
from tools.errors import BadRequest
from tools.figure import Unit


def laid_out(made: Call, measure: str | None = None, *, stacked: bool = False) -> Plot:
    return plotted(made, choice(made, measure=measure), stacked=stacked, events={"2026-03-11": "launch"})


def test_a_breakdown_is_bars_from_the_largest_down_with_the_whole_beside_them():
    plot = laid_out(call(*platforms()))
    assert plot.kind == "bars"
    assert plot.categories == ("x", "linkedin", "reddit")
    assert plot.whole is not None
    assert plot.banded


def test_the_scale_holds_every_interval_and_nothing():
    plot = laid_out(call(*platforms()))  # from -0.1 - 0.1 to 0.4 + 0.1
    assert (plot.low, plot.high) == pytest.approx((-0.2, 0.6))


def test_what_stands_for_the_rest_comes_last_however_large():
    made = [figure(f"share.{name}", value, unit="share", emotion=name)
            for name, value in (("joy", 0.1), ("anger", 0.2), ("neutral", 0.7))]  # fmt: skip
    assert laid_out(call(*made)).categories == ("anger", "joy", "neutral")


def test_before_stands_before_after():
    made = [figure("net.before", 0.1, side="before"), figure("net.after", 0.5, side="after")]
    assert laid_out(call(*made)).categories == ("before", "after")


def test_no_more_than_twelve_groups_are_shown_and_it_is_said():
    made = [figure(f"share.e{n}", 0.3 - n / 100, unit="share", emotion=f"e{n}") for n in range(20)]
    plot = laid_out(call(*made))
    assert len(plot.categories) == MOST_CATEGORIES
    assert plot.footer[-1] == "12 of 20 groups are shown. The result has all."


def test_a_series_is_a_line_with_the_event_and_its_name():
    plot = laid_out(call(*weeks(0.1, 0.2, 0.3), event=date(2026, 3, 11)))
    assert (plot.kind, plot.event, plot.event_name) == ("line", date(2026, 3, 11), "launch")
    assert plot.categories == ("2026-03-02", "2026-03-09", "2026-03-16")


def test_of_many_lines_six_are_shown_and_bands_only_where_they_hide_nothing():
    made = [
        figure(f"net.b{b}.{day}", 0.1, brand=f"b{b}", day=day) for b in range(8) for day in ("2026-03-01", "2026-03-02")
    ]
    plot = laid_out(call(*made))
    assert len(plot.series) == 6
    assert "6 of 8 lines are shown." in plot.footer[-1]
    assert not plot.banded


def test_groups_asked_for_are_rows_and_the_others_bars_in_them():
    made = [figure(f"share.{b}.{p}", 0.5, unit="share", brand=b, platform=p) for b in ("acme", "bolt") for p in "xyz"]
    plot = laid_out(call(*made, by="platform"))
    assert plot.categories == ("x", "y", "z")
    assert plot.series == ("acme", "bolt")


def test_shares_that_make_up_a_whole_can_be_stacked():
    plot = laid_out(call(*shares()), "share", stacked=True)
    assert (plot.kind, plot.low, plot.high) == ("stacked", 0, 1)
    assert plot.series == ("negative", "positive")
    assert plot.subtitle == ("From left to right: negative and positive.",)


@pytest.mark.parametrize(
    ("made", "measure", "why"),
    [
        (call(*shares(sums_to=0.9)), "share", r"those of 'x' add up to 90\.0 %"),
        (call(*platforms()), "net", "parts of nothing"),
    ],
)
def test_anything_else_is_not_stacked(made: Call, measure: str, why: str):
    with pytest.raises(BadRequest, match=why):
        laid_out(made, measure, stacked=True)


def test_the_footer_says_n_days_dataset_and_result():
    assert laid_out(call(*platforms())).footer == ("1,100 posts · 2026-03-01 to 2026-03-28 · demo, r_0123456789abcdef",)


@pytest.mark.parametrize(
    ("low", "high", "unit", "step"),
    [
        (0, 1, "share", 0.2), (-1, 1, "net", 0.5), (0, 5200, "posts", 2000), (0, 0.047, "share", 0.01),
        (0, 0, "net", 0.2), (0, 1, "posts", 1), (0, 0.004, "share", 0.001), (0, 0.004, "rate", 0.001),
    ],
)  # fmt: skip
def test_ticks_lie_a_round_number_apart_that_figures_can_show(low: float, high: float, unit: Unit, step: float):
    assert tick(low, high, unit) == pytest.approx(step)


def test_a_scale_of_nothing_but_noughts_still_has_two_ends():
    made = [figure(f"mentions.{b}", 0, unit="mentions", half=None, brand=b) for b in ("acme", "bolt")]
    assert (laid_out(call(*made)).low, laid_out(call(*made)).high) == (0, 1)


@given(st.floats(-1e6, 1e6), st.floats(0.1, 1e6))
def test_a_scale_has_from_two_to_seven_ticks(low: float, span: float):
    assert 2 <= span / tick(low, low + span, "net") <= 7


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=9))
def test_nothing_always_has_a_tick(values: list[float]):
    made = [figure(f"net.g{n}", value, brand=f"g{n}") for n, value in enumerate(values)]
    plot = laid_out(call(*made))
    assert plot.low <= min(values)
    assert max(values) <= plot.high
    assert abs(plot.low / plot.step - round(plot.low / plot.step)) < 1e-6
