from __future__ import annotations

import pytest

from server.agent.framing.leaving_out import left_out_name
from server.agent.framing.marking import mark
from server.agent.framing.spans import Covered
from server.agent.framing.vocabulary import Vocabulary


def refused(question: str, vocabulary: Vocabulary) -> bool:
    assert vocabulary.first
    assert vocabulary.last
    covered = Covered(vocabulary.first, vocabulary.last)
    return left_out_name(mark(question, vocabulary, covered), vocabulary) is not None


@pytest.mark.parametrize(
    "question", ["mood except on reddit", "sentiment excluding acme", "what do non-acme posts say"]
)
def test_what_is_left_out_is_not_turned_into_a_filter_for_it(question: str, vocabulary: Vocabulary) -> None:
    assert refused(question, vocabulary)


@pytest.mark.parametrize("question", ["mood on reddit", "acme but not only on reddit", "without doubt acme is liked"])
def test_what_is_named_plainly_is_let_through(question: str, vocabulary: Vocabulary) -> None:
    assert not refused(question, vocabulary)
