"""Known: what a client may know of registered segments."""

from __future__ import annotations

import pytest

from server.segments import approvals, known
from server.segments.registry import Registry
from tests.server.segments.conftest import START, Reviewers, asking, put_members
from tools.segmentation.asked import Definition


def test_names_stand_for_definitions_and_tell_no_member(registry: Registry) -> None:
    definition = Definition(dataset="launch", k=2, features=("use.summaries",))
    made = registry.define(asking(definition=definition))
    found = known.registered(registry.state, "launch", now=START)
    assert found == {"Users of summaries": known.Known(definition, 1, made.content.dataset_version)}
    assert found["Users of summaries"].arguments == {"k": 2, "features": ["use.summaries"]}
    entries = known.entries(registry.state, "launch", made.content.dataset_version, now=START)
    assert [(one.name, one.people, one.state, one.is_current) for one in entries] == [
        ("Users of summaries", 60, "draft", True)
    ]
    assert "member-" not in entries[0].model_dump_json()
    assert known.registered(registry.state, "other", now=START) == {}


def test_what_is_out_of_use_has_no_name(registry: Registry, reviewer: Reviewers) -> None:
    made = registry.define(asking())
    approvals.archive(registry, approvals.shown(made), reviewer("tom"), reason="nobody has used it for a year")
    assert known.registered(registry.state, "launch", now=START) == {}


def test_moved_data_are_said_to_have_moved(registry: Registry) -> None:
    registry.define(asking())
    put_members(registry.home, ["use"] * 5, first=100)
    version = registry.runtime.dataset("launch").version
    assert not known.entries(registry.state, "launch", version, now=START)[0].is_current
    flags = registry.attention(registry.show("Users of summaries"))
    assert len(flags) == 1
    assert "The data moved on" in flags[0]
    assert "segments refresh" in flags[0]


@pytest.mark.parametrize("days", [90, 92])
def test_a_due_review_and_a_lost_purpose_want_attention(registry: Registry, reviewer: Reviewers, days: int) -> None:
    from knowledge.importing.facts import FactsChange, change_facts

    made = registry.define(asking())
    approvals.submit(registry, approvals.shown(made), reviewer("mara"))
    approvals.approve(registry, approvals.shown(made), reviewer("tom"))
    change_facts(registry.home, "launch", FactsChange(purposes=("support",)))
    registry.now.forward(days)  # type: ignore[attr-defined]
    flags = " ".join(registry.attention(registry.show(made.id)))
    assert ("A review was due on 2027-02-19" in flags) == (days == 92)
    assert "and no longer for analytics" in flags
