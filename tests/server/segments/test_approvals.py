"""Approvals: who may sign for which segment, and that nothing but valid signatures makes one look approved."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from server.desk.audit import audit
from server.segments import approvals
from server.segments.model import Registered
from server.segments.registry import Defining, Registry
from server.segments.store import segments
from tests.server.segments.conftest import Clock, HandRuntime, Reviewers, asking, filled
from tools.errors import BadRequest, Conflict, NotPermitted

WHY = "we agreed on it in the weekly meeting"


def submitted(registry: Registry, reviewer: Reviewers, **more: object) -> Registered:
    made = registry.define(asking(**more))
    approvals.submit(registry, approvals.shown(made), reviewer("mara"))
    return registry.show(made.id)


@pytest.fixture
def in_debt(runtime: HandRuntime) -> Defining:
    """What mara asks to register on data that tell of debts."""
    runtime.features = ("use.summaries", "view.debt_advice")
    return asking()


def assessed(registry: Registry, asked: Defining) -> Registered:
    made = registry.define(asked)
    return registry.assess(made.id, filled(made))


def test_an_ordinary_segment_needs_its_owner_and_one_other_reviewer(registry: Registry, reviewer: Reviewers) -> None:
    found = submitted(registry, reviewer)
    assert (found.state, found.submitted_by) == ("in review", "mara")
    receipt = approvals.approve(registry, approvals.shown(found), reviewer("tom"))
    now = registry.show(found.id)
    assert (now.state, now.approved_by, receipt.approvals_needed) == ("approved", ("tom",), 1)
    assert receipt.sha256 == found.sha256
    assert audit(registry.state, receipt.head).whole


def test_nobody_submits_in_the_owners_name_and_the_owner_approves_nothing(
    registry: Registry, reviewer: Reviewers
) -> None:
    made = registry.define(asking(owner="Mara"))
    reviewer("mara")
    with pytest.raises(NotPermitted, match=r"Mara owns.*you are tom.*--owner tom"):
        approvals.submit(registry, approvals.shown(made), reviewer("tom"))
    approvals.submit(registry, approvals.shown(made), reviewer("mara"))
    with pytest.raises(NotPermitted, match="has a part in"):
        approvals.approve(registry, approvals.shown(made), reviewer("mara"))


def test_a_draft_is_not_approved_and_an_approval_does_not_count_twice(
    registry: Registry, reviewer: Reviewers, in_debt: Defining
) -> None:
    sensitive = assessed(registry, in_debt)
    reviewer("mara")
    with pytest.raises(Conflict, match=r"is draft; only one that is in review.*segments submit"):
        approvals.approve(registry, approvals.shown(sensitive), reviewer("tom"))
    approvals.submit(registry, approvals.shown(sensitive), reviewer("mara"))
    approvals.approve(registry, approvals.shown(sensitive), reviewer("tom"))
    with pytest.raises(Conflict, match="approved this version already"):
        approvals.approve(registry, approvals.shown(sensitive), reviewer("tom"))


def test_a_sensitive_segment_needs_an_assessment_and_two_reviewers_with_no_part_in_it(
    registry: Registry, reviewer: Reviewers, in_debt: Defining
) -> None:
    made = registry.define(in_debt)
    assert (made.sensitivity, made.dpia, made.approvals_needed) == ("sensitive", "needed", 2)
    with pytest.raises(NotPermitted, match=r"no impact assessment.*--write FILE"):
        approvals.submit(registry, approvals.shown(made), reviewer("mara"))
    found = registry.assess(made.id, filled(made))
    assert (found.version, found.dpia, found.state) == (2, "draft", "draft")
    approvals.submit(registry, approvals.shown(found), reviewer("mara"))
    with pytest.raises(NotPermitted, match="dora has a part"):
        approvals.approve(registry, approvals.shown(found), reviewer("dora"))
    approvals.approve(registry, approvals.shown(found), reviewer("tom"))
    assert registry.show(found.id).state == "in review"
    approvals.approve(registry, approvals.shown(found), reviewer("ida"))
    now = registry.show(found.id)
    assert (now.state, now.dpia, now.approved_by) == ("approved", "approved", ("tom", "ida"))


def test_a_class_is_lowered_by_another_reviewer_with_a_reason_who_then_cannot_approve(
    registry: Registry, reviewer: Reviewers, in_debt: Defining
) -> None:
    made = registry.define(in_debt)
    reviewer("mara")
    with pytest.raises(BadRequest, match="no reason"):
        approvals.lower(registry, approvals.shown(made), reviewer("tom"), reason="fine")
    with pytest.raises(NotPermitted, match="cannot lower its class"):
        approvals.lower(registry, approvals.shown(made), reviewer("mara"), reason="advice that everybody sees, no debt")
    approvals.lower(registry, approvals.shown(made), reviewer("tom"), reason="advice that everybody sees, no debt")
    now = registry.show(made.id)
    assert (now.sensitivity, now.version, now.approvals_needed, now.dpia) == ("ordinary", 2, 1, "not needed")
    approvals.submit(registry, approvals.shown(now), reviewer("mara"))
    with pytest.raises(NotPermitted, match="tom has a part"):
        approvals.approve(registry, approvals.shown(now), reviewer("tom"))
    approvals.approve(registry, approvals.shown(now), reviewer("ida"))
    assert registry.show(made.id).state == "approved"
    assert audit(registry.state).whole


def test_a_change_needs_approval_anew_and_what_was_lowered_counts_again(
    registry: Registry, reviewer: Reviewers, in_debt: Defining
) -> None:
    made = registry.define(in_debt)
    reviewer("mara")
    approvals.lower(registry, approvals.shown(made), reviewer("tom"), reason="advice that everybody sees, no debt")
    now = registry.define(in_debt.model_copy(update={"change": "a month later"}))
    assert (now.state, now.version, now.sensitivity) == ("draft", 3, "sensitive")


def test_what_was_shown_is_what_is_signed(registry: Registry, reviewer: Reviewers) -> None:
    found = submitted(registry, reviewer)
    seen = approvals.shown(found)
    registry.define(asking(change="another definition", segment=2))
    with pytest.raises(Conflict, match=r"version 1 then, 2 now.*Look again"):
        approvals.approve(registry, seen, reviewer("tom"))


def test_an_assessment_that_ran_out_is_said_and_nothing_is_approved_under_it(
    registry: Registry, reviewer: Reviewers, in_debt: Defining, clock: Clock
) -> None:
    found = assessed(registry, in_debt)
    approvals.submit(registry, approvals.shown(found), reviewer("mara"))
    clock.forward(days=400)
    assert registry.show(found.id).dpia == "expired"
    with pytest.raises(NotPermitted, match="ran out"):
        approvals.approve(registry, approvals.shown(found), reviewer("tom"))


def test_an_approved_segment_is_due_for_review_after_a_quarter_until_somebody_looked_again(
    registry: Registry, reviewer: Reviewers, clock: Clock
) -> None:
    found = submitted(registry, reviewer)
    approvals.approve(registry, approvals.shown(found), reviewer("tom"))
    due = registry.show(found.id).review_at
    assert due is not None
    assert (due - clock.now).days == 91
    clock.forward(days=92)
    approvals.review(registry, approvals.shown(found), reviewer("tom"), note=WHY)
    again = registry.show(found.id).review_at
    assert again is not None
    assert (again - clock.now).days == 91


def test_rejected_and_archived_segments_stay_so_until_their_next_version(
    registry: Registry, reviewer: Reviewers
) -> None:
    found = submitted(registry, reviewer)
    approvals.reject(registry, approvals.shown(found), reviewer("tom"), reason=WHY)
    assert registry.show(found.id).state == "rejected"
    with pytest.raises(Conflict, match=r"rejected.*--change"):
        approvals.approve(registry, approvals.shown(found), reviewer("tom"))
    approvals.archive(registry, approvals.shown(found), reviewer("tom"), reason=WHY)
    assert registry.show(found.id).state == "archived"
    assert registry.define(asking(change="taken up again")).state == "draft"


def test_a_purpose_that_the_data_lost_stops_an_approval(registry: Registry, reviewer: Reviewers) -> None:
    from knowledge.importing.facts import FactsChange, change_facts

    found = submitted(registry, reviewer)
    change_facts(registry.home, "launch", FactsChange(purposes=("support",)))
    with pytest.raises(NotPermitted, match="collected for support, not for 'analytics'"):
        approvals.approve(registry, approvals.shown(found), reviewer("tom"))


@pytest.mark.parametrize("hidden", ["archived", "approved"])
def test_who_can_write_the_database_makes_no_segment_look_approved(
    registry: Registry, reviewer: Reviewers, hidden: str
) -> None:
    found = submitted(registry, reviewer)
    if hidden == "archived":
        approvals.approve(registry, approvals.shown(found), reviewer("tom"))
        approvals.archive(registry, approvals.shown(found), reviewer("tom"), reason=WHY)
        forgery = "UPDATE ledger SET kind = 'reviewed' WHERE kind = 'archived'"
    else:
        forgery = "UPDATE ledger SET kind = 'approved' WHERE kind = 'submitted'"
    with registry.state.begin() as connection:
        connection.execute(text(forgery))
    assert registry.show(found.id).state != "approved"
    assert not audit(registry.state).whole
    with pytest.raises(NotPermitted, match="does not hold together"):
        approvals.approve(registry, approvals.shown(registry.show(found.id)), reviewer("ida"))


def test_a_signature_of_another_segment_or_version_counts_for_nothing(registry: Registry, reviewer: Reviewers) -> None:
    mine = submitted(registry, reviewer)
    approvals.approve(registry, approvals.shown(mine), reviewer("tom"))
    other = submitted(registry, reviewer, name="Viewers of the agenda", segment=2)
    with registry.state.begin() as connection:
        connection.execute(segments.update().where(segments.c.id == other.id).values(folded="gone", name="gone"))
        moved = "UPDATE ledger SET subject = :to WHERE kind = 'approved'"
        connection.execute(text(moved), {"to": other.id})
    assert registry.show(other.id).state == "in review"
    assert registry.show(mine.id).state == "in review"


def test_an_untrusted_key_signs_for_nothing(registry: Registry, reviewer: Reviewers) -> None:
    from server.desk.keys import new_signer

    found = submitted(registry, reviewer)
    with pytest.raises(NotPermitted, match="not trusted"):
        approvals.approve(registry, approvals.shown(found), new_signer("mallory"))


def test_features_make_a_segment_sensitive_too(runtime: HandRuntime, registry: Registry) -> None:
    runtime.features = ("use.summaries", "emotion.sadness")
    made = registry.define(asking())
    assert made.sensitivity == "sensitive"
    assert [(one.category, one.where) for one in made.content.sensitivity.traits] == [
        ("distress", "feature emotion.sadness")
    ]
