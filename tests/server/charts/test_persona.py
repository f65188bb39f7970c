"""Persona: a card that shows what people do, and nobody."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache

import numpy as np
import pytest

from server.calls import Call
from server.charts.drawing import drawable, drawn
from server.charts.persona import has_persona
from tests.server.charts.conftest import call, platforms
from tests.tools.conftest import make_tables
from tests.tools.segmentation.describing.conftest import Given, segmented, two_groups
from tools.errors import BadRequest
from tools.segmentation.describing.describe_segment import describe_segment
from tools.segmentation.segmented import Segmented


def described(made: Segmented, **asked: object) -> Call:
    query = describe_segment.query(dataset="demo", **asked)
    result = describe_segment.run(query, make_tables(), segmenter=Given(made))
    return Call(
        id="r_0123456789abcdef", tool="describe_segment", query=query, result=result, dataset_version="v", latency_ms=0
    )


@cache
def usual() -> Call:
    return described(two_groups(), segment=1)


def words(svg: bytes) -> str:
    return " ".join(ET.fromstring(svg).itertext())  # noqa: S314 - written by ourselves


def test_the_card_shows_label_size_indices_rule_and_caution():
    made = drawn(usual())
    said = words(made.svg())
    for part in (
        "Often use summaries, seldom agenda", "people,", "uses of summaries", "How to tell them", "no individual",
        "segment 1", "r_0123456789abcdef", *(figure.shown for figure in made.figures),
    ):  # fmt: skip
        assert part in said
    assert made.measure == "persona"
    assert made.png().startswith(b"\x89PNG")


def test_who_cannot_see_it_is_told_all_of_it():
    made = drawn(usual())
    for part in ("Persona card", made.title, "How to tell them", "no individual", "uses of agenda a week"):
        assert part in made.description


def test_bars_go_up_and_down_from_everybody():
    rows = drawn(usual()).specification["layer"][0]["data"]["values"]
    assert {row["zero"] for row in rows} == {100}
    assert len({row["colour"] for row in rows}) == 2


def test_another_measure_of_it_can_be_drawn_and_the_card_again():
    one = usual()
    other = drawn(one, measure="index")
    assert other.measure == "index"
    assert "persona" in other.others
    assert drawn(one, measure="persona").svg() == drawn(one).svg()


def test_several_segments_or_one_without_anything_apart_have_no_card():
    assert not has_persona(described(two_groups()))
    alike = np.random.default_rng(0).poisson(2, (100, 2))
    plain = described(segmented([1] * 50 + [2] * 50, alike), segment=1)
    assert not has_persona(plain)
    assert drawable(plain)
    assert not has_persona(call(*platforms()))
    with pytest.raises(BadRequest):
        drawn(call(*platforms()), measure="persona")
