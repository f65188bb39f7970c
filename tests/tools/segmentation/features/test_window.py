"""Window: what a day counts."""

import numpy as np
import pytest

from tests.tools.conftest import FACTS, make_tables
from tests.tools.segmentation.features.world import event
from tools.base import Period
from tools.segmentation.features.window import Window

FORTNIGHT = Period.model_validate({"start": "2026-06-01", "end": "2026-06-14"})


def test_a_day_counts_half_of_what_it_does_a_half_life_later():
    weights = Window(FORTNIGHT, 7, FACTS).weights()
    assert weights[-1] == 1
    assert weights[6] == pytest.approx(0.5)
    assert weights[:7] == pytest.approx(weights[7:] / 2)
    assert (Window(FORTNIGHT, None, FACTS).weights() == np.ones(14)).all()


def test_rows_are_weighed_as_their_days_are():
    window = Window(FORTNIGHT, 5, FACTS)
    events = make_tables(events=[event("u", day) for day in range(20)])["events"]
    seen = window.within(events, "at")
    rows = seen.select("day", counts=window.counts(seen.day)).order_by("day").to_pyarrow()
    assert rows["day"].to_pylist() == list(range(14))
    assert rows["counts"].to_pylist() == pytest.approx(window.weights().tolist())


def test_days_are_those_of_the_dataset_s_time_zone():
    facts = FACTS.model_copy(update={"time_zone": "Asia/Tokyo"})
    events = make_tables(events=[event("u", 2) | {"at": "2026-06-02T22:00:00+00:00"}], facts=facts)["events"]
    seen = Window(FORTNIGHT, None, facts).within(events, "at")
    assert seen.to_pyarrow()["day"].to_pylist() == [2]
