"""Learning: pooling, heads, loss and rates of a tiny encoder; needs torch (the `train` extra)."""

from __future__ import annotations

import math

import pytest

torch = pytest.importorskip("torch", reason="torch is in the `train` extra")

from tools.reader.learning.loop import share_of_rate  # noqa: E402
from tools.reader.learning.loss import PAIRED, Loss  # noqa: E402
from tools.reader.learning.model import Encoder, Reader, States, pool  # noqa: E402
from tools.reader.learning.stream import Encoded  # noqa: E402
from tools.reader.public import Example  # noqa: E402

SIZES = {"sentiment": 3, "emotion": 2, "aspect": 3}


def tiny() -> Reader:
    torch.manual_seed(0)
    return Reader(Encoder(width=8, inner=16, layers=2, heads=2, vocabulary=20), SIZES).eval()


def test_pooling_leaves_padding_out() -> None:
    states = torch.tensor([[[1.0, 2.0], [3.0, 6.0], [99.0, 99.0]]])
    found = pool(states, torch.tensor([[1, 1, 0]]))

    assert found.tolist() == [[2.0, 4.0, 1.0, 2.0]]


def test_a_text_is_encoded_the_same_beside_a_longer_one() -> None:
    body = tiny().body
    alone = body(torch.tensor([[3, 4]]), torch.tensor([[1, 1]])).pooled
    beside = body(torch.tensor([[3, 4, 0], [5, 6, 7]]), torch.tensor([[1, 1, 0], [1, 1, 1]])).pooled

    assert torch.allclose(alone[0], beside[0], atol=1e-6)


def test_the_loss_of_a_head_that_knows_nothing_is_that_of_a_guess() -> None:
    reader = tiny()
    for parameter in reader.parameters():
        torch.nn.init.zeros_(parameter)
    states = States(torch.zeros(2, 3, 8), torch.zeros(2, 16))
    loss = Loss(
        tasks={"sentiment": 1.0, "emotion": 0.5, "aspect": 2.0},
        sources={"b": 0.5},
        priors={"a": [1 / 3] * 3, "b": [1 / 3] * 3},
    )
    batch = [
        Encoded(Example("a", "", 0, classes={"sentiment": 1}, several={"emotion": (0,)}), [1], ()),
        Encoded(Example("b", "", 0), [1], ((0, 2, 1),)),
    ]

    # Three classes, two labels of a half each, and a target of a source that counts half: over two texts.
    expected = (math.log(3) + 0.5 * 2 * math.log(2) + 2 * 0.5 * math.log(3)) / 2
    assert loss(reader, states, batch, drop=0.0).item() == pytest.approx(expected, rel=1e-5)


def test_the_rate_goes_up_in_a_line_and_down_to_nothing() -> None:
    assert share_of_rate(0.03, 0.06) == pytest.approx(0.5)
    assert share_of_rate(0.06, 0.06) == 1
    assert share_of_rate(0.53, 0.06) == pytest.approx(0.5)
    assert share_of_rate(1.2, 0.06) == 0


def test_pairs_cost_what_their_scores_differ_by_and_what_moves_all_classes_is_free() -> None:
    reader = tiny()
    for parameter in reader.parameters():
        torch.nn.init.zeros_(parameter)
    with torch.no_grad():
        reader.heads["sentiment"].weight[:, 0] = torch.tensor([1.0, 1.0, 4.0])
    pooled = torch.zeros(4, 16)
    pooled[1, 0] = 1  # the first pair differs by (1, 1, 4), less their mean (-1, -1, 2); the second does not
    found = Loss(tasks={}, sources={}, priors={}).pairs(reader, States(torch.zeros(4, 3, 8), pooled))

    assert found.item() == pytest.approx(PAIRED["sentiment"] * (1 + 1 + 4) / 6)
