"""Drawing: pictures that are the same for the same result, hold what they must, and reach for nothing."""

from __future__ import annotations

import json
import struct
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from server.charts.drawing import Chart, drawable, drawn
from server.charts.look import LOOKS, WIDTH, ink_on
from server.charts.marks.lines import runs
from tests.server.charts.conftest import call, figure, platforms, shares, weeks
from tools.groups import slugs

HOSTILE = (
    '<script>alert(1)</script><img src="http://evil.example/x.png">',
    "datum.value + warn('x') {{ \\u0000 }} ]]> & \" '",
    "abc\u202egnp.exe\u200b\x00\x1b[2J\ud800",
    "مرحبا بالعالم שלום",
    "😀🔥👩‍💻 größer ñandú",
    "x" * 500,
    "",
)


def words(chart: Chart) -> str:
    """Return every word of the picture, in order."""
    return " ".join(text for text in ET.fromstring(chart.svg()).itertext())  # noqa: S314 - written by ourselves


def test_a_breakdown_names_every_group_with_value_n_and_result():
    said = words(drawn(call(*platforms(), says="x leads (95 % interval 1 to 2, n = 3).")))
    for part in ("x leads.", "Net sentiment of posts on each platform", "linkedin", "+0.40", "-0.10", "n = 700",
                 "all: +0.25", "1,100 posts", "2026-03-01 to 2026-03-28", "r_0123456789abcdef"):  # fmt: skip
        assert part in said


def test_a_series_marks_the_event_and_writes_its_last_value():
    made = call(*weeks(0.1, 0.2, 0.3), event=date(2026, 3, 11))
    said = words(drawn(made, events={"2026-03-11": "launch"}))
    assert "launch 2026-03-11" in said
    assert "+0.30" in said
    assert "2 Mar" in said


def test_several_lines_are_told_apart_by_dash_shape_and_name():
    made = [
        figure(f"net.{b}.{w}", v, brand=b, week=w)
        for b, v in (("acme", 0.1), ("bolt", 0.12))
        for w in ("2026-03-02", "2026-03-09")
    ]
    svg = drawn(call(*made)).svg().decode()
    assert svg.count("stroke-dasharray") >= 1
    assert "acme +0.10" in svg
    assert "bolt +0.12" in svg


def test_a_missing_week_breaks_the_line():
    assert runs([7, 14, 21, 35, 42]) == [0, 0, 0, 1, 1]
    assert runs([7]) == [0]
    assert runs([]) == []


def test_the_same_result_gives_the_same_bytes():
    for made, options in ((call(*platforms()), {}), (call(*weeks(0.1, 0.3)), {"theme": "dark"}),
                          (call(*shares()), {"measure": "share", "stacked": True})):  # fmt: skip
        assert drawn(made, **options).svg() == drawn(made, **options).svg()
    assert drawn(call(*weeks(0.1, 0.3))).png() == drawn(call(*weeks(0.1, 0.3))).png()


def test_a_png_is_drawn_at_twice_its_width_and_stays_small():
    png = drawn(call(*(figure(f"share.e{n}", 0.3, unit="share", emotion=f"emotion {n}") for n in range(30)))).png()
    width, height = struct.unpack(">II", png[16:24])
    assert abs(width - 2 * WIDTH) <= 2
    assert height < 3 * WIDTH
    assert len(png) <= 200_000


@pytest.mark.parametrize("kind", ["bars", "line", "stacked"])
def test_hostile_names_are_words_and_nothing_else(kind: str):
    made = {
        "bars": [figure(f"net.{slug}", 0.1, label=f"on {name}", brand=name) for name, slug in slugs(HOSTILE).items()],
        "line": [figure(f"net.{slug}.{day}", 0.1, brand=name, day=day) for name, slug in slugs(HOSTILE).items()
                 for day in ("2026-03-01", "2026-03-02")],
        "stacked": [figure(f"share.{mood}.{slug}", 0.5, unit="share", brand=name) for mood in ("a", "b")
                    for name, slug in slugs(HOSTILE).items()],
    }[kind]  # fmt: skip
    asked = {"measure": "share", "stacked": True} if kind == "stacked" else {}
    chart = drawn(call(*made, says=HOSTILE[0] + HOSTILE[2]), **asked)
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(chart.svg()).iter()}  # noqa: S314
    assert tags <= {"svg", "g", "path", "text", "tspan", "rect", "line", "clipPath", "defs", "title"}
    assert "href" not in chart.svg().decode().replace("xmlns:xlink", "")
    assert chart.png().startswith(b"\x89PNG")


def test_a_specification_names_no_address_and_no_code_of_the_data():
    text = json.dumps(drawn(call(*platforms())).specification)
    assert '"url"' not in text
    assert '"href"' not in text


def test_a_specification_is_valid_in_its_grammar():
    import altair as alt

    for made, options in ((call(*platforms()), {}), (call(*weeks(0.1, 0.3), event=date(2026, 3, 9)), {}),
                          (call(*shares()), {"measure": "share", "stacked": True})):  # fmt: skip
        assert alt.LayerChart.from_dict(drawn(made, **options).specification, validate=True)


def test_the_renderer_would_not_fetch_if_it_were_asked_to():
    chart = drawn(call(*platforms()))
    with pytest.raises(ValueError, match="not allowed"):
        chart._replace(specification={"data": {"url": "http://127.0.0.1:9/x.json"}, "mark": "point"}).svg()


def test_what_is_drawable_is_known_beforehand():
    assert drawable(call(*platforms()))
    assert not drawable(call(figure("net", 0.1)))


def test_colours_on_both_papers_can_be_seen():
    """At least 2.2 to 1 for areas, which every theme's first colours reach, and 7 to 1 for ink."""
    for look in LOOKS.values():
        assert contrast(look.ink, look.paper) >= 7
        assert contrast(look.faint, look.paper) >= 4.5
        assert all(contrast(colour, look.paper) >= 2.2 for colour in (*look.series, look.below))


def test_ink_is_dark_on_light_colours_and_light_on_dark_ones():
    assert (ink_on("#ffffff"), ink_on("#0072b2"), ink_on("#1b1d21")) == ("#000000", "#ffffff", "#ffffff")


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    lights = sorted(luminance(each) for each in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
