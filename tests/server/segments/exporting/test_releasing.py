"""Releasing: from a registered segment to a signed file, and everything that stops it on the way."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from knowledge.home import Home
from server.desk.audit import audit
from server.desk.keys import Signer, new_signer
from server.desk.signing import sha256
from server.segments import approvals
from server.segments.exporting import store
from server.segments.exporting.identifiers import sha256_hex
from server.segments.exporting.releasing import release
from server.segments.registry import Registry
from tests.server.segments.conftest import Clock, Reviewers, asking, put_members
from tests.server.segments.exporting.conftest import approved, exported, prepared, put_authors
from tools.errors import BadRequest, Conflict, NotPermitted, UnknownName


def _refusals(registry: Registry, clock: Clock, **asked: object) -> dict[str, str]:
    return {one.rule: str(one) for one in prepared(registry, clock, **asked).refusals}


def test_an_approved_segment_is_written_hashed_and_signed_for(
    registry: Registry, clock: Clock, tom: Signer, tmp_path: Path
) -> None:
    receipt = exported(registry, clock, tom, tmp_path / "readers.csv")
    body = (tmp_path / "readers.csv").read_bytes()
    header, *rows = body.decode().splitlines()
    assert header == "email,phone"
    assert sorted(rows) == sorted(
        f"{sha256_hex(f'member{number:03}@example.com')},{sha256_hex(f'1650555{number:04}')}" for number in range(200)
    )
    assert stat.S_IMODE((tmp_path / "readers.csv").stat().st_mode) == 0o600
    assert (receipt.sha256, receipt.size_bytes) == (sha256(body), len(body))
    assert receipt.counts.written is not None
    assert abs(receipt.counts.written - 200) < 30
    assert (receipt.approved_by, receipt.reviewer) == (("tom",), "tom")
    checked = audit(registry.state, receipt.head)
    assert (checked.whole, checked.rows_since) == (True, 0)


def test_the_same_export_again_is_the_same_file_and_recorded_once(
    registry: Registry, clock: Clock, tom: Signer, tmp_path: Path
) -> None:
    first = exported(registry, clock, tom, tmp_path / "one.csv")
    clock.forward(days=1)
    assert exported(registry, clock, tom, tmp_path / "two.csv") == first
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert audit(registry.state, first.head).rows_since == 0


def test_a_draft_is_refused_with_what_it_needs(registry: Registry, clock: Clock, reviewer: Reviewers) -> None:
    made = registry.define(asking("Readers", purpose="advertising"))
    assert "is ordinary and draft" in _refusals(registry, clock)["approved"]
    approvals.submit(registry, approvals.shown(made), reviewer("mara"))
    assert "approval of 1 reviewer" in _refusals(registry, clock)["approved"]


def test_a_sensitive_segment_needs_an_assessment_and_two_reviewers(registry: Registry, clock: Clock) -> None:
    registry.define(asking("Readers", purpose="advertising", raised="They may be minors."))
    refused = _refusals(registry, clock)["approved"]
    assert "sensitive" in refused
    assert "2 reviewers and an approved impact assessment" in refused


def test_rules_about_purpose_size_and_messages_refuse(
    registry: Registry, clock: Clock, tom: Signer, reviewer: Reviewers, tmp_path: Path
) -> None:
    assert "not for 'research'" in _refusals(registry, clock, purpose="research")["purpose"]
    assert "approved for 'advertising'" in _refusals(registry, clock, purpose="analytics")["purpose"]
    assert "LinkedIn needs 300" in _refusals(registry, clock, platform="linkedin")["platform_minimum"]
    assert "3 messages" in _refusals(registry, clock, variants=3)["micro_targeting"]
    approved(registry, reviewer, "Viewers", segment=2)  # 100, of whom ten declared nothing
    assert set(_refusals(registry, clock, segment="Viewers")) == {"platform_minimum", "micro_targeting"}
    with pytest.raises(NotPermitted, match="Meta needs 100 people"):
        exported(registry, clock, tom, tmp_path / "viewers.csv", segment="Viewers")
    assert list(tmp_path.glob("*.csv")) == []


@pytest.mark.usefixtures("tom")
def test_whoever_does_not_allow_it_is_left_out_and_counted(registry: Registry, clock: Clock, home: Home) -> None:
    changed = [
        {"author_id": f"member-{number:03}", **({"opt_out": True} if number < 30 else {"purposes": "analytics"})}
        for number in range(60)
    ]
    put_authors(home, changed)
    found = prepared(registry, clock)
    assert len(found.chosen.rows) == 140
    assert (len(found.chosen.opted_out), len(found.chosen.not_allowed)) == (30, 30)
    assert not found.refusals


@pytest.mark.slow
@pytest.mark.usefixtures("tom")
def test_a_shared_address_is_barred_under_every_account(registry: Registry, clock: Clock, home: Home) -> None:
    shared = '{"email": "shared@example.com"}'
    put_authors(home, [{"author_id": "member-000", "attributes": shared, "opt_out": True},
                       {"author_id": "member-001", "attributes": shared}])  # fmt: skip
    found = prepared(registry, clock).chosen
    assert (found.opted_out, found.suppressed) == ({"member-000"}, {"member-001"})


@pytest.mark.slow
def test_a_few_who_joined_would_be_singled_out_and_a_crowd_is_not(
    registry: Registry, clock: Clock, tom: Signer, reviewer: Reviewers, home: Home, tmp_path: Path
) -> None:
    exported(registry, clock, tom, tmp_path / "one.csv")
    _join(home, 300, 305)
    approved(registry, reviewer, "Readers", change="Members of this week")
    assert "would part off fewer than 20 people" in _refusals(registry, clock)["overlap"]
    _join(home, 305, 340)
    approved(registry, reviewer, "Readers", change="Members of this month")
    assert exported(registry, clock, tom, tmp_path / "two.csv").version == 3


def _join(home: Home, first: int, last: int) -> None:
    put_members(home, ["use"] * (last - first), first=first)
    authors = []
    for number in range(first, last):
        declared = f'{{"email": "new{number}@example.com"}}'
        authors.append({"author_id": f"member-{number:03}", "purposes": "advertising", "attributes": declared})
    put_authors(home, authors)


def test_what_changed_since_it_was_shown_is_not_signed_for(
    registry: Registry, clock: Clock, tom: Signer, home: Home, tmp_path: Path
) -> None:
    seen = prepared(registry, clock)
    put_authors(home, [{"author_id": "member-000", "opt_out": True}])
    with pytest.raises(Conflict, match="changed meanwhile"):
        release(registry.runtime, seen, tom, tmp_path / "list.csv", now=clock())
    assert list(tmp_path.glob("*.csv")) == []


def test_a_key_that_nobody_vouched_for_signs_nothing(
    registry: Registry, clock: Clock, tom: Signer, tmp_path: Path
) -> None:
    with pytest.raises(NotPermitted, match="not trusted"):
        exported(registry, clock, new_signer("tom"), tmp_path / "list.csv")
    with pytest.raises(BadRequest, match="no folder"):
        exported(registry, clock, tom, tmp_path / "none" / "list.csv")
    with pytest.raises(UnknownName, match="Readers"):
        exported(registry, clock, tom, tmp_path / "list.csv", segment="Reader")
    assert list(tmp_path.glob("*.csv")) == []


@pytest.mark.slow
@pytest.mark.usefixtures("tom")
def test_a_segment_not_looked_at_for_a_quarter_is_refused(registry: Registry, clock: Clock) -> None:
    clock.forward(days=92)
    assert "segments review" in _refusals(registry, clock)["approved"]


@pytest.mark.slow
def test_an_export_that_was_removed_from_the_database_stops_all_others(
    registry: Registry, clock: Clock, tom: Signer, tmp_path: Path
) -> None:
    first = exported(registry, clock, tom, tmp_path / "one.csv")
    with registry.state.begin() as connection:
        connection.execute(store.exports.delete())
    with pytest.raises(NotPermitted, match=f"Export {first.id} is in the ledger"):
        exported(registry, clock, tom, tmp_path / "two.csv")
