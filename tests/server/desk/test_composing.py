from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.home import Home
from knowledge.playbook import Passage, load_playbook
from server.desk.composing import Brief, LocalComposer
from server.desk.policy import check
from server.desk.policy.reply import reply_to
from server.desk.policy.tone import LENGTHS, limit_of
from tests.server.desk.conftest import FakeCases, post
from tools.service.urgency import urgency

PLAYBOOK = load_playbook(Home(Path("nowhere")))
SUPPORT = PLAYBOOK.support("ConnectSphere")


def _brief(text: str, *passages: Passage, post_id: str = "p_1", platform: str = "reddit") -> Brief:
    asked = post(post_id, text).model_copy(update={"platform": platform})
    case = FakeCases({post_id: [asked]}).open("launch", post_id)
    return Brief(case, urgency(text), passages, PLAYBOOK, None)


@pytest.mark.parametrize("platform", ["reddit", *LENGTHS])
@pytest.mark.parametrize("passage", SUPPORT, ids=lambda one: one.id)
def test_what_is_composed_from_any_shipped_passage_passes_the_rules_and_fits(passage: Passage, platform: str) -> None:
    brief = _brief(f"{passage.asked[0]}?", passage, platform=platform)
    composed = LocalComposer().compose(brief)
    findings = check(reply_to(brief.case, composed.text, composed.passages, PLAYBOOK))
    assert [one for one in findings if one.severity == "block"] == []
    assert len(composed.text) <= limit_of(platform)


@pytest.mark.parametrize("platform", ["reddit", *LENGTHS])
@pytest.mark.parametrize("text", ["I love it", "Who plays tonight?", "it is broken", "hm"])
def test_replies_without_a_passage_pass_the_rules_and_fit(text: str, platform: str) -> None:
    for place in range(20):
        brief = _brief(text, post_id=f"p_{place}", platform=platform)
        composed = LocalComposer().compose(brief)
        findings = check(reply_to(brief.case, composed.text, composed.passages, PLAYBOOK))
        assert [one for one in findings if one.severity == "block"] == []


def test_the_same_post_gets_the_same_reply_and_different_posts_different_ones() -> None:
    passage = PLAYBOOK.passage("app-problems#notifications")
    replies = [LocalComposer().compose(_brief("too many alerts", passage, post_id=f"p_{n}")).text for n in range(30)]
    again = [LocalComposer().compose(_brief("too many alerts", passage, post_id=f"p_{n}")).text for n in range(30)]
    assert replies == again
    assert len(set(replies)) >= 8
