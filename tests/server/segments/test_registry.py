"""Registry: what can be registered, what a version holds, and that no member is ever in the state store."""

from __future__ import annotations

import pytest

from knowledge.home import Home
from server.desk.audit import audit
from server.segments import views
from server.segments.registry import Registry
from server.segments.store import versions
from server.settings import Settings
from tests.server.segments.conftest import HandRuntime, asking, describe, put_members
from tools.errors import BadRequest, Conflict, NotPermitted, UnknownName
from tools.segmentation.asked import Definition


def test_a_registered_segment_holds_its_definition_owner_purpose_and_lineage(registry: Registry) -> None:
    made = registry.define(asking())
    content = made.content
    assert (made.state, made.version, made.dpia, made.approvals_needed) == ("draft", 1, "not needed", 1)
    assert (content.people, content.of, content.segment) == (60, 100, 1)
    assert content.definition_hash == Definition(dataset="launch").hash
    assert content.dataset_version == registry.runtime.dataset("launch").version
    assert content.lineage.features.names == ("use.summaries", "view.agenda")
    assert [one.name for one in content.lineage.tables] == ["events"]
    assert registry.show("users OF  summaries") == registry.show(made.id) == made


def test_no_member_is_in_the_state_store(registry: Registry) -> None:
    registry.define(asking())
    registry.state.compact()
    held = b"".join(path.read_bytes() for path in registry.home.state.glob("*"))
    assert b"Users of summaries" in held
    assert b"member-0" not in held


def test_a_name_is_taken_whatever_its_case_until_a_change_is_stated(registry: Registry) -> None:
    registry.define(asking())
    with pytest.raises(Conflict, match=r"already \(version 1, draft\).*--change"):
        registry.define(asking("users of  SUMMARIES"))
    again = registry.define(asking(segment=2, change="they view now, and no longer use"))
    assert (again.version, again.content.people, again.content.change) == (2, 40, "they view now, and no longer use")
    with pytest.raises(BadRequest, match="nothing of it can change"):
        registry.define(asking("Another", change="a word"))


def test_earlier_versions_stay_as_they_were(registry: Registry) -> None:
    first = registry.define(asking())
    registry.define(asking(segment=2, change="they view now"))
    with registry.state.begin() as connection:
        assert views.content(connection, first.id, 1) == (first.content, first.sha256)


@pytest.mark.parametrize("name", ["", "x", "Segment 3", "cluster #2", "42", "sg_0011", "with\u202ehidden", "y" * 61])
def test_a_name_that_is_none_is_refused(registry: Registry, name: str) -> None:
    with pytest.raises(BadRequest):
        registry.define(asking(name))


def test_a_name_that_stigmatises_is_refused_with_a_neutral_one(registry: Registry) -> None:
    with pytest.raises(BadRequest, match=r"'Losers'.*A neutral name: 'Often use'"):
        registry.define(asking("Losers"))


def test_a_purpose_that_the_data_were_not_collected_for_is_refused_and_says_what_lifts_it(registry: Registry) -> None:
    with pytest.raises(NotPermitted, match=r"collected for analytics, not for 'advertising'.*--purpose"):
        registry.define(asking(purpose="advertising"))


def test_a_segment_under_the_floor_is_refused_and_so_is_one_that_would_give_it_away(runtime: HandRuntime) -> None:
    put_members(runtime.home, ["click"] * 8, first=100)
    registry = Registry(runtime, describe=describe)
    with pytest.raises(NotPermitted, match="fewer than 20 people"):
        registry.define(asking(segment=3))
    with pytest.raises(NotPermitted, match="telling of it would give away"):
        registry.define(asking(segment=2))
    assert registry.define(asking()).content.people == 60
    with pytest.raises(BadRequest, match="has 1 to 3"):
        registry.define(asking("Nobody", segment=4))


def test_data_without_groups_hold_no_segment(home: Home) -> None:
    put_members(home, ["use"] * 40)
    runtime = HandRuntime(Settings(home=home.path, model=None, _env_file=None))  # type: ignore[call-arg]
    with pytest.raises(BadRequest, match=r"no groups.*--k"):
        Registry(runtime, describe=describe).define(asking())
    runtime.state.close()


def test_near_names_are_named(registry: Registry) -> None:
    registry.define(asking())
    with pytest.raises(UnknownName, match="Did you mean 'Users of summaries'"):
        registry.show("User of summary")
    with pytest.raises(UnknownName, match="no dataset 'lunch'"):
        registry.list("lunch")


def test_every_version_is_in_the_ledger_and_one_that_was_changed_is_found_out(registry: Registry) -> None:
    made = registry.define(asking())
    registry.define(asking(change="looked at again"))
    assert audit(registry.state).whole
    with registry.state.begin() as connection:
        forged = versions.c.body.op("||")(" ")
        connection.execute(versions.update().where(versions.c.version == 1).values(body=forged))
    assert audit(registry.state).faults == (f"Version 1 of segment {made.id} is not what the ledger says it was.",)


def test_a_refreshed_segment_has_the_same_definition_on_the_data_as_they_are_now(registry: Registry) -> None:
    was = registry.define(asking())
    put_members(registry.home, ["use"] * 20, first=100)
    now = registry.refresh(was.name, change="a month later")
    assert now.content.definition == was.content.definition
    assert (was.content.people, now.content.people, now.content.of) == (60, 80, 120)
    assert now.content.dataset_version != was.content.dataset_version
    assert now.content.membership != was.content.membership
