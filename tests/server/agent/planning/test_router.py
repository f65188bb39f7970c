from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from server.agent.planning.router import SHIPPED, TOGETHER, Router, grams
from server.agent.planning.train import read, sources
from tests.server.conftest import EMBEDDER
from tools.errors import Unavailable
from tools.registry import tools

ROUTER = Router(lambda: EMBEDDER)
NAMES = [tool.name for tool in tools()]


def test_the_shipped_head_was_learned_from_what_ships() -> None:
    taught = ROUTER.head().sources == sources()
    assert taught, "the router is older than its lessons: run `python -m server.agent.planning.train`"


def test_the_shipped_head_knows_every_tool() -> None:
    assert set(NAMES) <= set(ROUTER.head().labels)


def test_the_shipped_head_is_small() -> None:
    assert SHIPPED.stat().st_size < 1_000_000


@pytest.mark.parametrize(
    ("question", "tool"),
    [
        ("hows the mood abt us on insta", "sentiment"),
        ("pull some quotes on refunds", "search_posts"),
        ("which hours went through the roof", "spikes"),
        ("how angry are ppl", "emotions"),
        ("is the decline more reddit in the mix or is everyone crosser", "explain_change"),
    ],
)
def test_a_question_in_other_words_finds_its_tool(question: str, tool: str) -> None:
    shares = ROUTER.likely(read(question), NAMES)
    assert max(shares, key=lambda name: shares[name]) == tool
    assert sum(shares.values()) == pytest.approx(1)


def test_tools_that_are_not_there_get_no_share() -> None:
    assert set(ROUTER.likely(read("how do people feel"), ["sentiment"])) == {"sentiment", *TOGETHER}


def test_pairs_of_words_are_read_too() -> None:
    assert grams("Is it up?") == ("is", "it", "up", "?", "is it", "it up", "up ?")


def test_vectors_of_another_embedder_leave_the_rules_alone() -> None:
    class Narrow:
        def embed(self, texts: Sequence[str]) -> np.ndarray:
            return np.ones((len(texts), 64), np.float32)

    with pytest.raises(Unavailable, match="another embedder"):
        Router(Narrow).likely(read("how do people feel"), NAMES)  # type: ignore[arg-type]
