"""Spikes planted in the sample launch, found with their causes."""

from __future__ import annotations

import pytest

from knowledge.samples import generate
from tests.tools.conftest import FACTS, read_posts
from tools.facts import Brand
from tools.listening.spikes.spikes import SpikesQuery, spikes
from tools.tables import TABLES


@pytest.mark.slow
def test_every_planted_spike_is_found_on_its_day_with_its_word_and_no_other():
    launch = generate(seed=7)
    truth = launch.truth
    rows = [
        {name: value for name, value in post._asdict().items() if name in TABLES["posts"].columns}
        | {"label": truth.posts[post.post_id].sentiment}
        for post in launch.posts
    ]
    brands = tuple(Brand(name=name, aliases=aliases) for name, aliases in truth.aliases.items())
    tables = read_posts(rows, facts=FACTS.model_copy(update={"brands": brands}))
    for brand in ("ConnectSphere", "Palavero"):
        query = SpikesQuery.model_validate({"dataset": "demo", "filter": {"brands": [brand]}})
        found = {spike.start: " ".join(spike.words) for spike in spikes.run(query, tables).spikes}
        planted = {str(spike.day): spike.keyword.lower() for spike in truth.spikes if spike.brand == brand}
        assert found.keys() == planted.keys()
        assert all(word in found[day] for day, word in planted.items())
