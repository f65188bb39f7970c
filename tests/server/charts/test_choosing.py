"""Choosing: what is drawn of a result, and what heads it."""

from __future__ import annotations

import pytest

from server.charts.choosing import choice
from tests.server.charts.conftest import call, figure, platforms, shares, weeks
from tools.errors import BadRequest, UnknownName


def test_a_series_comes_before_a_breakdown():
    chosen = choice(call(*platforms(), *weeks(0.1, 0.2), cites=("net.x",)))
    assert chosen.family.time == "week"


def test_the_groups_asked_for_come_before_others():
    brands = [figure(f"net.{b}", 0.1, brand=b) for b in ("acme", "bolt")]
    chosen = choice(call(*brands, *platforms(), cites=("net.acme",), by="platform"))
    assert chosen.family.keys == ("platform",)


def test_the_first_sentence_says_which_measure():
    made = call(*shares(), *platforms(), cites=("net.x", "share.negative.x"))
    assert choice(made).family.measure == "net"
    assert choice(made).others == ("share.negative", "share.positive", "share")


def test_a_measure_asked_for_is_drawn_under_its_own_name_unless_the_first_sentence_is_about_it():
    made = call(*shares(), *platforms(), says="x leads.", cites=("net.x",))
    assert choice(made, measure="net").finding == "x leads."
    assert choice(made, measure="share.negative").finding is None
    assert choice(made, measure="share").family.keys == ("platform", "part")


def test_an_unknown_measure_is_refused_with_near_ones():
    with pytest.raises(UnknownName, match=r"'shares'.*Did you mean 'share'"):
        choice(call(*shares()), measure="shares")


def test_a_result_of_single_numbers_has_nothing_to_draw():
    with pytest.raises(BadRequest, match=r"none of its 2 figures has a second one.*by group or by week"):
        choice(call(figure("net", 0.1), figure("slope", 0.1)))


def test_families_of_one_name_are_told_apart_by_what_was_asked():
    both = [figure(f"share.{b}", 0.5, unit="share", brand=b) for b in ("acme", "bolt")]
    crossed = [figure(f"share.{b}.{p}", 0.5, unit="share", brand=b, platform=p) for b in ("acme", "bolt") for p in "xy"]
    made = call(*both, *crossed, cites=("share.acme",), by="platform")
    assert choice(made).family.keys == ("brand", "platform")
    assert choice(made, measure="share").family.keys == ("brand", "platform")


def test_figures_come_before_what_lies_between_them():
    leads = [figure(f"lead.acme.bolt.{p}", 0.1, platform=p) for p in ("x", "reddit")]
    chosen = choice(call(*leads, *platforms(), cites=("lead.acme.bolt.x", "net.x")))
    assert chosen.family.measure == "net"
