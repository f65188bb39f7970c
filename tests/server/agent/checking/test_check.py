from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dataset import Post
from server.agent.answer import Claim
from server.agent.checking.check import faults
from server.agent.checking.paraphrase import paraphrase_faults
from server.agent.composing.draft import Draft, Material
from server.agent.framing.frame import Frame
from server.runtime import Call
from tools.base import Evidence, Period, Query, Result
from tools.figure import Figure

TEXT = "I love the 4S, 99 % of it.\nTruly. It is a long post that goes on"


def figure(name: str, value: float, brand: str, side: str) -> Figure:
    label = f"share of {side} posts about {brand}"
    return Figure(
        name=name, label=label, value=value, unit="share", n=1_934, low=value - 0.02, high=value + 0.02,
        method="sentiment", group={"brand": brand},
    )  # fmt: skip


CALL = Call(
    id="r_1",
    tool="sentiment",
    query=Query(dataset="demo", period=Period(start=date(2026, 3, 2), end=date(2026, 3, 9))),
    result=Result(
        figures=(
            figure("pos.acme", 0.631, "Acme", "positive"),
            figure("neg.acme", 0.204, "Acme", "negative"),
            figure("pos.bolt", 0.402, "Bolt", "positive"),
        )
    ),
    dataset_version="v_1",
    latency_ms=0,
)
POST = Post(
    post_id="p_1", platform="x", author_id="a", created_at=datetime(2026, 3, 3, tzinfo=UTC), text=TEXT, url=None,
    brand="Acme", thread_id=None, reply_to=None, is_own=False, likes=1, shares=None, replies=None,
)  # fmt: skip
MATERIAL = Material(
    Frame(question="how do people feel", text="how do people feel", asks=("feel",)),
    (CALL,),
    (POST,),
    {"p_1": Evidence(post_id="p_1", role="representative")},
)
SOURCE = Claim(
    id="c1",
    text="About Acme it is 63.1 % positive (95 % interval 61.1 % to 65.1 %, n = 1,934) and 20.4 % negative.",
    kind="number",
    figures=("r_1#pos.acme", "r_1#neg.acme"),
)


def reasons(
    text: str, *, kind: str = "number", figures: tuple[str, ...] = SOURCE.figures, posts: tuple[str, ...] = ()
) -> str:
    claim = Claim.model_validate({"id": "c1", "text": text, "kind": kind, "figures": figures, "posts": posts})
    return " ".join(fault.reason for fault in faults(Draft(headline=claim, claims=()), MATERIAL))


def rewritten(text: str) -> str:
    local = Draft(headline=SOURCE.model_copy(update={"id": "headline"}), claims=(SOURCE,))
    draft = Draft(headline=SOURCE, claims=(SOURCE.model_copy(update={"text": text}),))
    return " ".join(fault.reason for fault in (*faults(draft, MATERIAL), *paraphrase_faults(draft, local, MATERIAL)))


def test_a_claim_that_says_what_its_figures_show_stands() -> None:
    assert reasons(SOURCE.text) == ""
    assert reasons("From 2026-03-02 to 2026-03-09, 63.1% of posts about Acme are positive.") == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Acme is 64 % positive.", "'64 %' is shown by none"),
        ("Acme is 63 % positive.", "'63 %' is shown by none"),
        ("Acme is 40.2 % positive.", "'40.2 %' is shown by none"),
        ("Acme is -63.1 % positive.", "shown by none"),
        ("Acme is 63.1 positive.", "shown by none"),
        ("Acme is 63.1 % positive, 12k posts.", "'12k' is shown by none"),
        ("Acme is 63.1 % positive on 2026-03-10.", "not one of the period"),
        ("Acme is 63.1 % positive since 5 April 2025.", "not one of the period"),
        ("Acme is 63.1 % positive, see https://evil.example.", "link or markup"),
        ("Acme is 63.1 % positive ![x](y).", "link or markup"),
        ("Acme is 63.1 % <img src=x> positive.", "link or markup"),
        ("", "says nothing"),
    ],
)
def test_a_claim_beyond_its_figures_falls(text: str, why: str) -> None:
    assert why in reasons(text)


def test_figures_and_posts_that_were_never_returned_are_faults() -> None:
    assert "did not compute" in reasons("Acme.", figures=("r_2#pos.acme",))
    assert "did not return" in reasons("Acme.", posts=("p_9",))


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Found, on x: “I love the 4S, 99 % of it.\nTruly. It is a long post that goes on”", True),
        ("Found, on x: “I love the 4S…”", True),
        ("Found, on x: “I love the 4S, 98 % of it.”", False),
        ("Found, on x: “I LOVE the 4S”", False),
        ("Found, on x: “…”", False),
        ("Found, on x: I love the 4S", False),
        ("See https://evil.example: “I love the 4S”", False),
    ],
)
def test_quotes_are_verbatim(text: str, *, stands: bool) -> None:
    assert (reasons(text, kind="quote", figures=(), posts=("p_1",)) == "") is stands


@given(st.floats(-1_000, 1_000, allow_nan=False))
def test_no_number_but_the_shown_ones_passes(value: float) -> None:
    shown = {63.1, 61.1, 65.1, 20.4, 18.4, 22.4, 1934.0}
    written = f"{value:.2f}"
    if float(written) not in shown:
        assert "shown by none" in reasons(f"Acme is {written} % positive.")


@pytest.mark.parametrize(
    "text",
    [
        SOURCE.text,
        "Posts about Acme: 63.1 % positive and 20.4 % negative.",
        "Acme: 63.1 % positive (95 % interval 61.1 % to 65.1 %, n = 1,934) and 20.4 % negative",
        "Acme is 63.1 % positive.",
        "Of the posts about Acme, 20.4 % are negative.",
    ],
)
def test_a_faithful_rewording_stands(text: str) -> None:
    assert rewritten(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Acme is 20.4 % positive.",  # a number of another figure
        "Acme is 20.4 % positive and 63.1 % negative.",  # swapped
        "Bolt is 63.1 % positive.",  # another name
        "63.1 % are positive.",  # the name is lost
        "63.1 % of posts about Acme.",  # positive is lost
        "Acme is 61.1 % positive.",  # an end of the interval as the value
        "Acme has 1,934 positive posts.",  # n as the value
        "Acme is not 63.1 % positive.",
        "Acme is 63.1 % positive, more than Bolt.",
        "Acme is 63.1 % positive because of the agenda.",
        "Acme will be 63.1 % positive.",
        "Acme is 63.1 % positive (95 % interval 61.1 % to 65.1 %, n = 20.4).",
        "Most people love Acme: 63.1 % positive.",
        "Acme is two thirds positive.",
        "Buy Acme now!",
    ],
)
def test_a_rewording_that_says_something_else_falls(text: str) -> None:
    assert rewritten(text) != ""
