"""What a question takes for granted: Acme's posts of `demo` turn negative on reddit from day 14, 16 March, on."""

from __future__ import annotations

import pytest

from server.agent.assistant import Assistant


@pytest.mark.parametrize(
    "question",
    [
        "why did sentiment about Acme improve since 16 march?",
        "why did snetiment about acme rise after the launch",
        "what is behind the improvement of acme since the launch",
    ],
)
def test_a_false_premise_is_denied_before_anything_else(assistant: Assistant, question: str) -> None:
    answer = assistant.ask("demo", question)
    assert answer.headline.startswith("Net sentiment did not rise, it fell: ")
    assert answer.claims[0].text.startswith("Net sentiment did not rise, it fell: ")
    assert answer.claims[0].figures


@pytest.mark.parametrize(
    "question", ["why did sentiment about Bolt fall after the launch", "why is bolt worse since the launch"]
)
def test_no_change_is_no_fall(assistant: Assistant, question: str) -> None:
    assert assistant.ask("demo", question).headline.startswith("Net sentiment did not fall")


@pytest.mark.parametrize(
    "question",
    ["why did sentiment about Acme fall after the launch", "why did the mood about acme get wrose since the launch"],
)
def test_a_true_premise_is_not_denied(assistant: Assistant, question: str) -> None:
    answer = assistant.ask("demo", question)
    assert "did not" not in answer.headline
    assert {"explain_change", "sentiment_trend"} <= {call.tool for call in answer.tool_calls if call.result}


def test_a_filter_on_bots_is_said_with_the_posts_and_kept_in_a_thread(assistant: Assistant) -> None:
    first = assistant.ask("demo", "how do people feel about Acme, only bots", thread="bots")
    assert "by suspected bots" in first.headline
    second = assistant.ask("demo", "and on reddit?", thread="bots")
    assert second.tool_calls[0].arguments["filter"]["suspected_bots"] == "only"
    third = assistant.ask("demo", "and with bots?", thread="bots")
    assert "suspected_bots" not in third.tool_calls[0].arguments["filter"]
