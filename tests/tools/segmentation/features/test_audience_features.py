"""Audience features: what is told, what is not, and the words a strategist reads."""

import numpy as np
import pytest

from tests.tools.conftest import borne_out, make_tables
from tests.tools.segmentation.features.world import DAYS, at, event
from tools.errors import MissingData, TooFewPosts, UnknownName
from tools.inputs import Tables
from tools.segmentation.disclosure import FLOOR
from tools.segmentation.features.asked import AudienceFeaturesQuery, AudienceFeaturesResult
from tools.segmentation.features.audience_features import audience_features
from tools.segmentation.features.people import FEATURE_SET
from tools.segmentation.segmenter import Kept, TableSegmenter

PEOPLE = 240
KEPT = Kept()
"""What was measured once is measured for all tests."""


@pytest.fixture(scope="module")
def tables() -> Tables:
    """People who share and view at rates of their own; a sharer converts in the second half more often than not."""
    random = np.random.default_rng(11)
    sharing, viewing = random.gamma(2, 0.15, PEOPLE), random.gamma(2, 0.15, PEOPLE)
    events, outcomes = [], []
    for i in range(PEOPLE):
        for kind, rate in (("share", sharing[i]), ("view", viewing[i])):
            times = random.poisson(rate, DAYS)
            events += [
                event(f"u{i:03d}", d, kind, "clip", n + 10 * (kind == "view"))
                for d in range(DAYS)
                for n in range(times[d])
            ]
        events += [event(f"u{i:03d}", 0, "login", "app", 30), event(f"u{i:03d}", 20, "login", "app", 30)]
        if random.random() < 1 / (1 + np.exp(3 - 10 * sharing[i])):
            outcomes.append({"user_id": f"u{i:03d}", "at": at(21), "kind": "converted"})
    events += [event(f"u{i:03d}", 3, "view", "clinic_page", 55) for i in range(50)]
    outcomes += [{"user_id": f"u{i:03d}", "at": at(22), "kind": "lead"} for i in range(5)]
    return make_tables(events=events, outcomes=outcomes)


def told(tables: Tables, **more: object) -> tuple[AudienceFeaturesQuery, AudienceFeaturesResult]:
    query = AudienceFeaturesQuery.model_validate({"dataset": "demo"} | more)
    result = audience_features.run(query, tables, segmenter=TableSegmenter(tables, version=str(id(tables)), kept=KEPT))
    assert isinstance(result, AudienceFeaturesResult)
    return query, result


def test_features_are_told_with_their_spread_and_whether_they_hold(tables: Tables):
    query, result = told(tables)
    said = borne_out(audience_features, query, result)
    assert said[0].startswith("240 members, by what they do, are known by")
    assert "grouped by" in said[0]
    assert "shares a week" in said[0]
    assert {"share.clip", "view.clip"} <= {feature.name for feature in result.features if feature.default}
    assert result.feature_set == FEATURE_SET
    share = result.figure("median.share.clip")
    assert (share.unit, share.n) == ("per_week", PEOPLE)
    assert result.figure("rank.share.clip").value > 0.5
    assert next(feature.band for feature in result.features if feature.name == "share.clip") == "stable"


def test_counts_of_people_are_rounded_and_small_groups_are_not_told_of(tables: Tables):
    _, result = told(tables, limit=30)
    for figure in result.figures:
        assert figure.n % 5 == 0
        assert figure.n >= FLOOR


def test_what_touches_protected_data_is_listed_by_its_class_and_told_only_by_name(tables: Tables):
    _, result = told(tables, limit=30)
    clinic = next(feature for feature in result.features if feature.name == "view.clinic_page")
    assert (clinic.sensitivity, clinic.default) == ("health", False)
    assert "view.clinic_page" not in result.told
    assert any("protected data" in caveat for caveat in result.caveats)
    assert told(tables, features=["view.clinic_page"])[1].told == ("view.clinic_page",)


def test_weights_are_learnt_from_an_outcome_and_said_beside_the_conventional_ones(tables: Tables):
    query, result = told(tables, outcome="converted")
    said = borne_out(audience_features, query, result)
    assert result.weights[0].feature == "share.clip"
    assert result.weights[0].stands
    assert said[0].startswith("More shares a week (by one standard deviation) goes with")
    assert result.figure("fixed.share.clip").value == 4
    assert result.figure("auc.learnt").value > 0.6


def test_an_outcome_that_is_rare_or_unknown_is_refused(tables: Tables):
    with pytest.raises(TooFewPosts, match="5 people with the outcome"):
        told(tables, outcome="lead")
    with pytest.raises(UnknownName, match="outcome 'convert'"):
        told(tables, outcome="convert")
    with pytest.raises(MissingData, match="'outcomes'"):
        told(Tables({"events": tables["events"]}, tables.facts), outcome="converted")


def test_a_feature_that_there_is_not_is_refused_with_near_ones(tables: Tables):
    with pytest.raises(UnknownName, match=r"Did you mean 'share\.clip'"):
        told(tables, features=["share.clips"])


def test_a_short_period_is_told_without_halves(tables: Tables):
    query, result = told(tables, period={"start": "2026-06-01", "end": "2026-06-10"})
    assert result.halves is None
    assert any("too short" in caveat for caveat in result.caveats)
    borne_out(audience_features, query, result)
    with pytest.raises(TooFewPosts, match="10 days"):
        told(tables, period={"start": "2026-06-01", "end": "2026-06-10"}, outcome="converted")


def test_nobody_is_named(tables: Tables):
    _, result = told(tables, outcome="converted", limit=30)
    assert "u00" not in result.model_dump_json()
