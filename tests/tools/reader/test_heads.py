"""Heads: readings that depend on their own text, sum to 1, and say when they are not to be trusted."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.embedder import MiniLMEmbedder
from tools.errors import BadRequest, Unavailable
from tools.reader import HeadsReader, Reader, Reading
from tools.reader.heads import SHIPPED


@pytest.fixture(scope="module")
def embedder() -> MiniLMEmbedder:
    return MiniLMEmbedder(threads=1)


@pytest.fixture(scope="module")
def reader() -> HeadsReader:
    return HeadsReader()


def read(reader: HeadsReader, embedder: MiniLMEmbedder, *texts: str) -> list[Reading]:
    return reader.read(texts, embedder.embed(texts))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I love this so much, thank you, best update ever!", "positive"),
        ("Absolutely terrible. It crashes every time and support is useless.", "negative"),
        ("The store opens at nine on Monday.", "neutral"),
        ("worst customer service I have ever had, so angry", "negative"),
        ("Great job team, really happy with the new design 😍", "positive"),
    ],
)
def test_plain_sentiment_is_read_right(reader: HeadsReader, embedder: MiniLMEmbedder, text: str, label: str) -> None:
    (reading,) = read(reader, embedder, text)

    assert reading.sentiment.label == label
    assert reading.reliable


def test_plain_emotions_are_found_and_come_likeliest_first(reader: HeadsReader, embedder: MiniLMEmbedder) -> None:
    thanks, fear = read(reader, embedder, "Thank you so much for your help!", "I am so scared and terrified right now")

    assert next(iter(thanks.emotions)) == "gratitude"
    assert next(iter(fear.emotions)) == "fear"
    assert list(thanks.emotions.values()) == sorted(thanks.emotions.values(), reverse=True)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(), max_size=80), max_size=4))
def test_any_text_has_probabilities_that_sum_to_1(
    reader: HeadsReader, embedder: MiniLMEmbedder, texts: list[str]
) -> None:
    for reading in read(reader, embedder, *texts):
        sentiment = reading.sentiment
        assert sentiment.negative + sentiment.neutral + sentiment.positive == pytest.approx(1)
        assert 0 <= reading.sarcasm <= 1
        assert all(0 <= probability <= 1 for probability in reading.emotions.values())
        assert reading.reliable == (not reading.reasons)


def test_a_reading_depends_on_its_own_text_alone(reader: HeadsReader, embedder: MiniLMEmbedder) -> None:
    texts = ["good phone", "the camera is bad and I want a refund", "", "ok then, see you there"]
    together = read(reader, embedder, *texts)

    assert together == [read(reader, embedder, text)[0] for text in texts]
    assert together == read(reader, embedder, *texts[::-1])[::-1]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("love it", "2 words"),
        ("", "0 words"),
        ("🔥🔥🔥", "0 words"),
        ("no me gusta nada la nueva aplicación", "language is es"),
        ("das neue Update ist leider sehr schlecht", "language is de"),
    ],
)
def test_short_and_foreign_texts_are_not_reliable_and_say_why(
    reader: HeadsReader, embedder: MiniLMEmbedder, text: str, reason: str
) -> None:
    (reading,) = read(reader, embedder, text)

    assert not reading.reliable
    assert reason in " ".join(reading.reasons)


def test_vectors_of_another_shape_are_refused(reader: HeadsReader) -> None:
    with pytest.raises(BadRequest, match=r"shape \(1, 3\), and \(1, 384\) is needed"):
        reader.read(["hello"], np.zeros((1, 3), np.float32))
    with pytest.raises(BadRequest, match=r"\(2, 384\)"):
        reader.read(["hello"], np.zeros((2, 384), np.float32))


def test_no_texts_give_no_readings(reader: HeadsReader, embedder: MiniLMEmbedder) -> None:
    assert read(reader, embedder) == []


def test_the_shipped_reader_goes_with_the_shipped_embedder(reader: HeadsReader, embedder: MiniLMEmbedder) -> None:
    contract: Reader = reader

    assert contract.card.embedder == embedder.id
    assert contract.card.id == contract.id


def test_the_card_counts_held_out_posts_on_which_the_reader_beats_a_guess(reader: HeadsReader) -> None:
    card = reader.card
    counts = np.array(card.confusion)

    assert counts.shape == (3, 3)
    assert counts.sum() == card.n == sum(held.n for held in card.held)
    assert card.n > 5_000
    assert (np.diag(counts) / counts.sum(axis=1) > 0.5).all()
    # Adjusted counting inverts the matrix of rates.
    rates = counts / counts.sum(axis=1, keepdims=True)
    assert np.linalg.cond(rates) < 10


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "reader")
    file = tmp_path / "reader" / "heads.npz"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    with pytest.raises(Unavailable, match="damaged or was replaced"):
        HeadsReader(tmp_path / "reader").read(["hello"], np.zeros((1, 384), np.float32))


def test_a_folder_without_a_reader_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"heads\.json is missing"):
        HeadsReader(tmp_path)
