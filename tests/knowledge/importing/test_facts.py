"""Facts: what a person changes of a dataset without a file."""

from __future__ import annotations

import pytest

from knowledge.home import Home
from knowledge.importing.facts import FactsChange, change_facts
from tests.knowledge.importing.conftest import Bring, Opened, Posts, Write
from tools.errors import BadRequest, UnknownName
from tools.facts import Brand


def _post(key: str, text: str, author: str = "ann") -> dict[str, str]:
    return {"id": key, "platform": "x", "author": author, "created_at": "2026-01-05", "text": text}


def test_brands_added_later_claim_the_posts_that_no_brand_claimed(
    home: Home, bring: Bring, write: Write, posts: Posts, dataset: Opened
):
    bring(write([_post("1", "acme is fine"), _post("2", "globex and acme", "acmehelp"), _post("3", "nothing")]))
    version = dataset().version
    own = Brand(name="Acme", aliases=("@acmehelp",), is_own=True)
    facts = change_facts(home, "d", FactsChange(brands=(own, Brand(name="Globex"))))
    assert facts.brands == (own, Brand(name="Globex"))
    assert [posts()[key]["brand"] for key in "123"] == ["Acme", "Globex", None]
    assert [posts()[key]["is_own"] for key in "123"] == [None, True, None]
    assert posts()["1"]["text"] == "acme is fine"
    assert dataset().version != version


def test_brands_that_posts_have_are_not_changed(home: Home, bring: Bring, write: Write, posts: Posts):
    bring(write([{**_post("1", "acme"), "brand": "Globex"}]))
    change_facts(home, "d", FactsChange(brands=(Brand(name="Acme"),)))
    assert posts()["1"]["brand"] == "Globex"


def test_purposes_features_retention_and_zone_change_in_place(home: Home, bring: Bring, write: Write, dataset: Opened):
    bring(write([_post("1", "hi")]), features=("search",))
    change = FactsChange(
        features=("login",), purposes=("support", "analytics"), retention_days=30, time_zone="Asia/Tokyo"
    )
    change_facts(home, "d", change)
    facts = dataset().manifest.facts
    assert facts.features == ("search", "login")
    assert facts.purposes == ("support", "analytics")
    assert (facts.retention_days, facts.time_zone) == (30, "Asia/Tokyo")
    change_facts(home, "d", FactsChange(retention_days=0))
    assert dataset().manifest.facts.retention_days is None
    assert dataset().manifest.facts.reader == "words-1"


def test_a_brand_can_be_dropped_but_only_one_that_is_there(home: Home, bring: Bring, write: Write, dataset: Opened):
    bring(write([_post("1", "hi")]), brands=(Brand(name="Acme"), Brand(name="Globex")))
    change_facts(home, "d", FactsChange(drop_brands=("acme",)))
    assert [brand.name for brand in dataset().manifest.facts.brands] == ["Globex"]
    with pytest.raises(UnknownName, match="no tracked brand 'Acme'"):
        change_facts(home, "d", FactsChange(drop_brands=("Acme",)))


def test_nothing_changes_for_a_zone_that_is_none(home: Home, bring: Bring, write: Write, dataset: Opened):
    version = bring(write([_post("1", "hi")])).version
    with pytest.raises(BadRequest, match="no time zone"):
        change_facts(home, "d", FactsChange(time_zone="Mars/Base"))
    assert dataset().version == version
