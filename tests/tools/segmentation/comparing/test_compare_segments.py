from collections.abc import Iterable
from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

from tests.tools.conftest import borne_out, make_tables
from tools.base import Period
from tools.errors import BadRequest, NotPermitted, UnknownName
from tools.inputs import Tables
from tools.segmentation.asked import Definition
from tools.segmentation.comparing.asked import CompareSegmentsQuery, CompareSegmentsResult
from tools.segmentation.comparing.compare_segments import compare_segments
from tools.segmentation.disclosure import FLOOR
from tools.segmentation.matrix import Feature, Matrix
from tools.segmentation.segmented import Placing, Segmented

DAYS = Period(start=date(2026, 10, 1), end=date(2026, 10, 28))
SIZES = (100, 60, 40)


class ByHand:
    """Segments of people by their numbers: the first hundred, the next sixty, forty, and so on."""

    def __init__(self, sizes: Iterable[int]) -> None:
        self.labels = np.repeat(np.arange(1, len(tuple(sizes)) + 1), tuple(sizes))

    def segmented(self, definition: Definition) -> Segmented:
        """Segment as given."""
        people = tuple(person(i) for i in range(len(self.labels)))
        values = np.zeros((len(people), 1))
        matrix = Matrix(people, (Feature("use.a", "uses of a a week", "per week"),), values, DAYS)
        placing = Placing(self.labels, np.ones(len(people)))
        return Segmented(definition, matrix, placing, self, "kmeans", int(self.labels.max()))  # type: ignore[arg-type]

    def matrix(self, definition: Definition) -> Matrix:
        """Return the people."""
        return self.segmented(definition).matrix


def person(i: int) -> str:
    return f"u{i:04d}"


def bought(values: Iterable[float]) -> list[dict[str, object]]:
    return [
        {"user_id": person(i), "at": "2026-10-10T12:00:00", "kind": "purchased", "value": value}
        for i, value in enumerate(values)
        if value
    ]


def left(*people: int) -> list[dict[str, object]]:
    return [{"user_id": person(i), "at": "2026-10-20T12:00:00", "kind": "churned"} for i in people]


SPENT = [100.0 + i % 7 for i in range(100)] + [40.0 + i % 7 for i in range(60)] + [100.0 + i % 7 for i in range(40)]


def asked(tables: Tables, *, sizes: tuple[int, ...] = SIZES, **fields: object) -> CompareSegmentsResult:
    query = CompareSegmentsQuery.model_validate({"dataset": "demo"} | fields)
    result = compare_segments.run(query, tables, segmenter=ByHand(sizes))
    assert isinstance(result, CompareSegmentsResult)
    borne_out(compare_segments, query, result)
    return result


def test_a_segment_that_brings_less_is_told_below_all_others_with_the_difference():
    result = asked(make_tables(outcomes=bought(SPENT)))
    value = next(one for one in result.measures if one.name == "value")
    assert (value.above, value.below) == ((1, 3), (2,))
    assert result.figure("value.segment_2").value == pytest.approx(np.mean(SPENT[100:160]), abs=0.5)
    gap = result.figure("less.value.segment_2")
    assert gap.value == pytest.approx(-60, abs=1)
    # Standard errors of 2 / sqrt(60) and 2 / sqrt(140): about 1.96 x 0.31 on either side.
    assert (gap.low, gap.high) == (pytest.approx(-60.6, abs=0.1), pytest.approx(-59.4, abs=0.1))


def test_what_chance_could_make_is_not_distinguishable():
    # Ten, six and four of a hundred, sixty and forty leave: a tenth of each.
    result = asked(make_tables(outcomes=left(*range(10), *range(100, 106), *range(160, 164))))
    churned = next(one for one in result.measures if one.name == "churned")
    assert (churned.above, churned.below) == ((), ())
    said = borne_out(compare_segments, CompareSegmentsQuery(dataset="demo"), result)
    assert said == ["Not distinguishable between any segment and all others: share of people who left."]


def test_shares_are_of_counts_in_fives():
    result = asked(make_tables(outcomes=left(*range(33))))
    share = result.figure("churned.segment_1")
    assert share.n == 100
    assert share.value in (0.3, 0.35)
    assert share.low is not None
    assert share.low < 0.26, "wider than Wilson's, since the count is rounded"


def test_two_segments_are_compared_with_one_another():
    result = asked(make_tables(outcomes=bought(SPENT)), segment=2, against=1)
    assert (result.segments, result.against) == ((2,), 1)
    assert result.figure("less.value.segment_2").value == pytest.approx(-60, abs=1)
    assert result.figure("less.value.segment_2").group == {"segment": "segment 2", "against": "segment 1"}


def regions(of: Iterable[str]) -> list[dict[str, object]]:
    return [
        {"author_id": person(i), "region": region, "created_at": "2026-10-05T12:00:00"} for i, region in enumerate(of)
    ]


def test_a_difference_that_is_all_make_up_is_mix():
    # People of the north spend 100, of the south 50, in both segments: 3/4 of one and 1/4 of the other are northern.
    where = (["GB"] * 75 + ["ES"] * 25) + (["GB"] * 25 + ["ES"] * 75)
    spent = [100.0 if region == "GB" else 50.0 for region in where]
    tables = make_tables(outcomes=bought(spent), posts=regions(where))
    result = asked(tables, sizes=(100, 100), segment=2, against=1, metric="value", by="region")
    assert result.figure("why.whole").value == pytest.approx(-25)
    assert result.figure("why.mix").value == pytest.approx(-25)
    assert result.figure("why.rate").value == pytest.approx(0)
    assert result.why is not None
    assert (result.why.by, result.why.mainly) == ("region", "mix")
    assert result.figure("why.size").value == 0
    assert result.figure("why.each").value == pytest.approx(-2500)


def test_a_difference_between_people_alike_is_rate():
    where = ["GB", "ES"] * 100
    spent = [100.0 + i % 3 for i in range(100)] + [50.0 + i % 3 for i in range(100)]
    tables = make_tables(outcomes=bought(spent), posts=regions(where))
    result = asked(tables, sizes=(100, 100), segment=2, against=1, metric="value")
    assert result.why is not None
    assert result.why.mainly == "rate"
    assert result.figure("why.mix").value == pytest.approx(0, abs=0.5)


def test_what_posts_draw_is_compared_by_post():
    posts = [
        {"author_id": person(i), "created_at": "2026-10-05T12:00:00", "likes": 30 + i % 5 if i < 100 else 3 + i % 5}
        for i in range(200)
    ]
    result = asked(make_tables(posts=posts), metric="engagement")
    (engagement,) = result.measures
    assert (engagement.above, engagement.below) == ((1,), (2, 3))
    assert result.figure("engagement.segment_1").value == pytest.approx(32)


def test_satisfaction_is_that_of_who_opened_the_conversation():
    posts = [{"post_id": f"p_{i}", "author_id": person(i), "created_at": "2026-10-05T12:00:00"} for i in range(200)]
    tickets = [
        {"thread_id": f"p_{i}", "opened_at": "2026-10-05T12:00:00", "csat": 5 if i < 100 else 1} for i in range(200)
    ]
    result = asked(make_tables(posts=posts, tickets=tickets), metric="csat")
    assert result.figure("csat.segment_1").value == 5
    assert result.measures[0].below == (2, 3)


def test_cells_of_few_people_and_what_would_give_them_away_are_left_out():
    # Of the third segment seven answered, so the second is left out of this measure too.
    answered = [*range(80), *range(100, 150), *range(160, 167)]
    rows = [
        {"user_id": person(i), "at": "2026-10-10T12:00:00", "kind": "surveyed", "value": 4 + i % 2} for i in answered
    ]
    result = asked(make_tables(outcomes=rows))
    told = {figure.name for figure in result.figures if figure.name.startswith("survey.segment")}
    assert told == {"survey.segment_1"}
    assert all(figure.n >= FLOOR for figure in result.figures)


def test_a_segment_that_there_is_not_or_that_is_too_small_is_refused():
    tables = make_tables(outcomes=bought(SPENT))
    with pytest.raises(BadRequest):
        asked(tables, segment=9)
    with pytest.raises(NotPermitted):
        asked(tables, sizes=(100, 90, 10), segment=3)


def test_a_measure_that_the_data_do_not_tell_is_refused_with_those_they_do():
    with pytest.raises(UnknownName, match="value"):
        asked(make_tables(outcomes=bought(SPENT)), metric="margin")


def test_one_segment_alone_has_nothing_to_be_compared_with():
    with pytest.raises(BadRequest, match="segment_audience"):
        asked(make_tables(outcomes=bought(SPENT)), sizes=(200,))


def test_a_segment_is_not_compared_with_itself():
    with pytest.raises(ValidationError, match="itself"):
        CompareSegmentsQuery(dataset="demo", segment=1, against=1)
    with pytest.raises(ValidationError, match="segment"):
        CompareSegmentsQuery(dataset="demo", against=1)


def test_the_order_of_rows_does_not_matter():
    rows = bought(SPENT)
    assert asked(make_tables(outcomes=rows)) == asked(make_tables(outcomes=rows[::-1]))
