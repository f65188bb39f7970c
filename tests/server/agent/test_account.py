"""The law of every word: what a question names is in the queries that were run, or the answer says that it is not."""

from __future__ import annotations

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from server.agent.answer import Answer
from server.agent.assistant import Assistant
from server.agent.framing.spelling import known_words

WRAPPERS = (
    "what do people think of the {} on {}", "how do ppl feel about the {} on {}", "hows the {} doing on {}",
    "sentiment about {} on {} pls", "is the {} getting better on {}", "show me posts about the {} on {}",
    "on {1}, what do people complain about with the {0}", "how many posts mention the {} on {}",
    "do people like the {} on {}", "share of voice for the {} on {}", "give me an overview of the {} on {}",
    "compare how the {} does on {} with last week",
)  # fmt: skip
FEATURES = ("agenda", "summaries", "ai agenda", "live summaries", "agenda thing")
STRANGE = ("unicorns", "parking", "seating", "catering", "lanyards", "zebra crossings", "wheelchair ramps")


def slipped(word: str, at: int, how: str) -> str:
    """A typing error within the longest part of a name: a letter lost, doubled, or swapped with the next."""
    longest = max(word.split(), key=len)
    at = 1 + at % (len(longest) - 2)
    typed = {
        "none": longest,
        "lost": longest[:at] + longest[at + 1 :],
        "doubled": longest[:at] + longest[at] + longest[at:],
        "swapped": longest[:at] + longest[at + 1] + longest[at] + longest[at + 2 :],
    }[how]
    return word.replace(longest, typed)


def carried(answer: Answer, word: str) -> bool:
    """Whether every query that could be narrowed holds a word, or a caveat or the refusal says it."""
    said = " ".join((*answer.caveats, answer.reason or "")).lower()
    held = [
        word in f"{(call.arguments.get('filter') or {}).get('text') or ''} {call.arguments.get('query') or ''}".lower()
        for call in answer.tool_calls
    ]
    return word in said or (bool(held) and all(held))


@pytest.mark.slow
@given(
    wrapper=st.sampled_from(WRAPPERS),
    feature=st.sampled_from(FEATURES),
    platform=st.sampled_from(("x", "reddit", "redit", "twitter")),
    at=st.integers(0, 9),
    how=st.sampled_from(("none", "lost", "doubled", "swapped")),
)
@settings(max_examples=10, deadline=None, derandomize=True, phases=[Phase.generate])
def test_a_feature_narrows_every_query_or_is_said(
    assistant: Assistant, wrapper: str, feature: str, platform: str, at: int, how: str
) -> None:
    typed = slipped(feature, at, how)
    assume(
        how == "none" or max(typed.split(), key=len) not in known_words()
    )  # "summarise" is no slip, but another word
    answer = assistant.ask("demo", wrapper.format(typed, platform))
    target = "agenda" if "agenda" in feature else "summaries"
    assert carried(answer, target) or carried(answer, max(typed.split(), key=len)), (answer.question, answer.tool_calls)


@given(wrapper=st.sampled_from(WRAPPERS), strange=st.sampled_from(STRANGE), platform=st.sampled_from(("x", "reddit")))
@settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate])
def test_a_word_that_nothing_here_knows_is_never_dropped(
    assistant: Assistant, wrapper: str, strange: str, platform: str
) -> None:
    answer = assistant.ask("demo", wrapper.format(strange, platform))
    assert all(carried(answer, word) for word in strange.split()), (answer.question, answer.headline, answer.caveats)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what is the mood on reddit concerning lanyards and lunch", "lanyards"),
        ("whats the sentiment of acme among astronauts", "astronauts"),
        ("what do people think about the new feature", "feature"),
    ],
)
def test_what_was_not_taken_into_account_is_said_with_what_was(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.ask("demo", question)
    assert said in " ".join((*answer.caveats, answer.reason or ""))


@pytest.mark.parametrize(
    "question",
    [
        "how do ppl feel about acme on reddit honestly",
        "pls give me a quick breakdown of the mood by platform",
        "in a nutshell, how are we perceived compared with bolt?",
        "could you tell me whether the mood got any worse since the launch",
        "top complaints please",
    ],
)
def test_words_without_weight_make_no_noise(assistant: Assistant, question: str) -> None:
    assert not any(caveat.startswith("I read this as") for caveat in assistant.ask("demo", question).caveats)
