"""Whatever owners, reviewers and assessors do in whatever order, nothing is approved by too few, or unseen."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from knowledge.home import Home
from server.desk.audit import audit
from server.desk.drafting import Desk
from server.desk.keys import Signer
from server.segments import approvals
from server.segments.registry import Registry
from server.settings import Settings
from tests.server.desk.conftest import add_reviewer
from tests.server.segments.conftest import Clock, HandRuntime, asking, describe, filled
from tools.errors import GroundswellError

PEOPLE = ("mara", "tom", "ida", "dora")
WHY = "we agreed on it in the weekly meeting"
NAME = "Users of summaries"

people = st.sampled_from(PEOPLE)
"""mara owns, dora assesses, tom and ida review; any of them may try anything."""


class Governed(RuleBasedStateMachine):
    published: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.published, self.folder / "home")
        home = Home(self.folder / "home")
        self.runtime = HandRuntime(Settings(home=home.path, model=None, _env_file=None))  # type: ignore[call-arg]
        self.registry = Registry(self.runtime, clock=Clock(), describe=describe)
        self.keys: dict[str, Signer] = {}
        self.signed: dict[str, set[str]] = {}
        """Who approved without being refused, by SHA-256 of what they signed."""
        self.submitted: dict[str, str] = {}
        self.lowered: dict[str, str] = {}

    @initialize(sensitive=st.booleans())
    def begin(self, sensitive: bool) -> None:  # noqa: FBT001 - drawn
        desk = Desk(self.runtime, clock=self.registry.now)
        for name in PEOPLE:
            self.keys[name] = add_reviewer(desk, name, next(iter(self.keys.values()), None))
        self.runtime.features = ("view.debt_advice",) if sensitive else ("use.summaries",)
        self.registry.define(asking(NAME))

    def _tried(self, act: Callable[..., object], who: str, **more: str) -> bool:
        try:
            act(self.registry, approvals.shown(self.registry.show(NAME)), self.keys[who], **more)
        except GroundswellError:
            return False
        return True

    @rule(who=people)
    def submit(self, who: str) -> None:
        if self._tried(approvals.submit, who):
            self.submitted[self.registry.show(NAME).sha256] = who

    @rule(who=people)
    def approve(self, who: str) -> None:
        seen = self.registry.show(NAME)
        if self._tried(approvals.approve, who):
            self.signed.setdefault(seen.sha256, set()).add(who)

    @rule(first=people, second=people)
    def go_on(self, first: str, second: str) -> None:
        """Do what comes next, so that drawing at random gets anywhere."""
        found = self.registry.show(NAME)
        if found.state == "draft" and found.dpia == "needed":
            self.assess()
        self.submit("mara")
        self.approve(first)
        self.approve(second)

    @rule(who=people)
    def lower(self, who: str) -> None:
        if self._tried(approvals.lower, who, reason=WHY):
            self.lowered[self.registry.show(NAME).sha256] = who

    @rule(who=people, act=st.sampled_from([approvals.reject, approvals.archive]))
    def end(self, who: str, act: Callable[..., object]) -> None:
        before = self.registry.show(NAME)
        if self._tried(act, who, reason=WHY):
            self.signed.pop(before.sha256, None)

    @rule()
    def assess(self) -> None:
        found = self.registry.show(NAME)
        self.registry.assess(found.id, filled(found))

    @rule(segment=st.sampled_from([1, 2]))
    def change(self, segment: int) -> None:
        self.registry.define(asking(NAME, segment=segment, change="found anew"))

    @precondition(lambda self: self.keys)
    @invariant()
    def nothing_is_approved_by_too_few_or_by_those_with_a_part_in_it(self) -> None:
        found = self.registry.show(NAME)
        if found.state != "approved":
            return
        barred = {"mara", self.submitted[found.sha256], self.lowered.get(found.sha256)}
        barred |= {"dora"} if found.content.dpia else set()
        signers = self.signed[found.sha256]
        words = bool(found.content.sensitivity.traits)
        eyes = 2 if words and found.sha256 not in self.lowered else 1
        assert len(signers) >= eyes
        assert not signers & barred
        assert self.submitted[found.sha256] == "mara"
        assert not words or found.content.dpia or found.sha256 in self.lowered

    def teardown(self) -> None:
        assert audit(self.runtime.state).whole
        self.runtime.state.close()
        shutil.rmtree(self.folder)


@pytest.mark.slow
def test_no_order_of_deeds_approves_a_segment_by_too_few(published: Path) -> None:
    machine = type("Published", (Governed,), {"published": published})
    limits = settings(max_examples=20, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=limits)
