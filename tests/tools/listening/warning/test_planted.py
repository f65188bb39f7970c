"""Crises planted in the sample launch, seen on their days; the first week's praise is none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from knowledge.samples import generate
from tests.tools.conftest import FACTS, read_posts
from tools.facts import Brand
from tools.listening.warning.early_warning import EarlyWarningQuery, early_warning
from tools.service.urgency import urgency
from tools.tables import TABLES


@pytest.mark.slow
def test_the_outage_and_the_article_are_seen_on_their_days_and_the_first_week_is_calm():
    launch = generate(seed=7)
    truth = launch.truth
    rows = [
        {name: value for name, value in post._asdict().items() if name in TABLES["posts"].columns}
        | {"label": truth.posts[post.post_id].sentiment, "urgency": urgency(post.text).priority}
        for post in launch.posts
    ]
    authors = [
        {name: value for name, value in author._asdict().items() if name in TABLES["authors"].columns}
        for author in launch.authors
    ]
    brands = tuple(Brand(name=name, aliases=aliases) for name, aliases in truth.aliases.items())
    tables = read_posts(rows, facts=FACTS.model_copy(update={"brands": brands}), authors=authors)

    def severity(day: object) -> int:
        asked = EarlyWarningQuery.model_validate(
            {"dataset": "demo", "as_of": str(day), "filter": {"brands": ["ConnectSphere"]}}
        )
        found = early_warning.run(asked, tables)
        return int(found.figure("severity").value)

    planted = {spike.name: spike.day for spike in truth.spikes if spike.brand == "ConnectSphere"}
    assert severity(planted["outage"]) == 5
    assert severity(planted["privacystory"]) >= 4
    assert severity(planted["outage"] - timedelta(days=1)) == 1
    assert {severity(truth.launch + timedelta(days=day)) for day in range(7)} == {1}
