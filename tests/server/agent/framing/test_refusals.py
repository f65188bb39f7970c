"""Tests of server.agent.framing.refusals."""

from __future__ import annotations

import pytest

from server.agent.framing.refusals import find_refusal


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("publish this on reddit", "outside"),
        ("when will chatter about us peak", "forecast"),
        ("how many sign-ups did the launch bring", "unmeasured"),
        ("which agency runs the automated accounts", "unmeasured"),
        ("how many people saw our television advert", "not_held"),
        ("interactions per post, this brand against the industry benchmark", "unmeasured"),
        ("is our engagement good for a company like that", "unmeasured"),
    ],
)
def test_what_posts_cannot_say_is_refused(text: str, kind: str) -> None:
    refusal = find_refusal(text, last="2026-04-09", read_by_tools=())
    assert refusal is not None
    assert refusal.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "how do the posts we publish perform",
        "how many posts did this brand itself publish",
        "which accounts look like bots",
    ],
)
def test_what_posts_say_is_not_refused(text: str) -> None:
    assert find_refusal(text, last="2026-04-09", read_by_tools=()) is None
