"""Recomputing: the same members again, others found out, and what is said once something was erased."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from server import privacy
from server.desk.audit import audit
from server.segments.recomputing import recompute
from server.segments.registry import Registry
from server.segments.store import keys
from tests.server.segments.conftest import asking, put_members
from tools.errors import NotFound


def test_an_earlier_version_gives_the_same_members_after_the_data_moved_on(registry: Registry) -> None:
    registry.define(asking())
    put_members(registry.home, ["use"] * 20, first=100)
    registry.refresh("Users of summaries", change="a month later")
    first, second = (recompute(registry, "Users of summaries", version=number) for number in (1, 2))
    assert first.same
    assert second.same
    assert (first.people_now, second.people_now) == (60, 80)
    assert "the same members again: about 60 people" in first.says
    assert first.on_version != second.on_version
    with pytest.raises(NotFound, match="no version 3"):
        recompute(registry, "Users of summaries", version=3)


def test_members_that_a_digest_does_not_tell_are_other_members(registry: Registry) -> None:
    made = registry.define(asking())
    with registry.state.begin() as connection:
        connection.execute(keys.update().values(key="00" * 32))
    again = recompute(registry, made.name)
    assert not again.same
    assert not again.code_changed
    assert "OTHER members on the same data" in again.says
    assert "Data and code are the same" in again.says


def test_forgetting_a_person_destroys_what_told_the_members_and_recomputing_says_how_many_are_left(
    registry: Registry,
) -> None:
    registry.define(asking())
    put_members(registry.home, ["use"] * 8, first=100)
    receipt = privacy.forget(registry.runtime, "launch", "member-003")
    assert (receipt.memberships, receipt.traces) == (1, ())
    with registry.state.begin() as connection:
        assert connection.execute(select(keys)).all() == []
    again = recompute(registry, "Users of summaries")
    assert (again.same, again.data_changed, again.people_was) == (False, True, 60)
    assert again.people_now in (65, 70)  # 67, rounded at random
    assert "something was erased from its data" in again.says
    assert "segments refresh" in again.says
    flags = registry.attention(registry.show("Users of summaries"))
    assert [flag.partition(",")[0] for flag in flags] == ["Something was erased from its data"]
    assert audit(registry.state).whole


@pytest.mark.slow
def test_a_segment_that_shrank_under_the_floor_is_said_to_be_so_without_a_number(registry: Registry) -> None:
    registry.define(asking("Viewers of the agenda", segment=2))
    put_members(registry.home, ["use"] * 25, first=60)
    privacy.forget(registry.runtime, "launch", "member-099")
    again = recompute(registry, "Viewers of the agenda")
    assert again.people_now is None
    assert "is fewer than 20" in again.says
