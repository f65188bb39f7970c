"""Packing: the page for a quarterly review shows what moved and what is due, and names nobody."""

from __future__ import annotations

from server.segments import approvals
from server.segments.packing import review_pack
from server.segments.registry import Registry
from tests.server.segments.conftest import Reviewers, asking, put_members


def test_a_page_says_what_moved_what_changed_and_what_to_decide(registry: Registry, reviewer: Reviewers) -> None:
    made = registry.define(asking())
    approvals.submit(registry, approvals.shown(made), reviewer("mara"))
    approvals.approve(registry, approvals.shown(made), reviewer("tom"))
    put_members(registry.home, ["use"] * 20, first=100)
    page = review_pack(registry, "launch")
    assert page.startswith("# Segments of launch: review of 2026-11-20\n\n1 in use.")
    assert "- approved, version 1, owner mara, for analytics" in page
    assert "- about 60 people when registered, about 80 by the same definition now; ask why" in page
    assert "- due for review 2027-02-19" in page
    assert "- 2026-11-20 approved by tom" in page
    assert "- **The data moved on" in page
    assert "member-" not in page


def test_what_is_out_of_use_is_not_reviewed(registry: Registry, reviewer: Reviewers) -> None:
    made = registry.define(asking())
    approvals.archive(registry, approvals.shown(made), reviewer("tom"), reason="nobody has used it for a year")
    assert "0 in use" in review_pack(registry, "launch")
