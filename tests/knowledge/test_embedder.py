"""Embedder: unit vectors that depend on their own text alone, from files that are the measured ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge import embedder as module
from knowledge.embedder import SHIPPED, MiniLMEmbedder
from tools.errors import Unavailable
from tools.services import Embedder

POSTS = [
    "the new update drains my battery in two hours",
    "battery life got so much worse since the update",
    "loving the group video calls, my grandma finally joined!",
    "ok",
    "🔥🔥🔥",
    "El servicio de atención fue excelente",
    " ".join(["a much longer complaint about the login screen that never loads"] * 12),
]


def test_vectors_have_unit_length_and_keep_the_order(embedder: MiniLMEmbedder) -> None:
    vectors = embedder.embed(POSTS)

    assert vectors.shape == (7, embedder.dim)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    for post, vector in zip(POSTS, vectors, strict=True):
        np.testing.assert_array_equal(embedder.embed([post])[0], vector)


@settings(max_examples=15, deadline=None)
@given(st.permutations(POSTS), st.integers(1, 7), st.integers(1, 60))
def test_a_vector_depends_on_its_own_text_alone_to_the_last_bit(
    embedder: MiniLMEmbedder, posts: list[str], count: int, repeats: int
) -> None:
    alone = embedder.embed(POSTS)
    beside = embedder.embed([*posts[:count], " ".join(["neighbour"] * repeats)])

    for post, vector in zip(posts[:count], beside, strict=False):
        np.testing.assert_array_equal(vector, alone[POSTS.index(post)])


def test_the_size_of_a_batch_changes_nothing(embedder: MiniLMEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = embedder.embed(POSTS)
    for size in (1, 64, 4_096):
        monkeypatch.setattr(module, "BATCH_TOKENS", size)
        np.testing.assert_array_equal(embedder.embed(POSTS), expected)


def test_the_number_of_threads_changes_nothing(embedder: MiniLMEmbedder) -> None:
    np.testing.assert_array_equal(MiniLMEmbedder(threads=2).embed(POSTS), embedder.embed(POSTS))


def test_a_window_smaller_than_the_input_changes_nothing(
    embedder: MiniLMEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = embedder.embed(POSTS)
    monkeypatch.setattr(module, "WINDOW", 2)

    np.testing.assert_array_equal(embedder.embed(POSTS), expected)


def test_a_complaint_is_nearest_to_the_same_complaint_in_other_words(embedder: MiniLMEmbedder) -> None:
    first, *others = embedder.embed(POSTS)

    assert (
        int(np.argmax(np.array(others) @ first)) == POSTS.index("battery life got so much worse since the update") - 1
    )


def test_no_texts_give_no_vectors(embedder: MiniLMEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


@pytest.mark.parametrize(
    "text",
    ["", "   \n\t", "\ud83d half an emoji", "\x00", "🙂" * 400_000, "word " * 200_000, "x" * 1_000_000, "\u202eabc"],
    ids=["empty", "blank", "lone surrogate", "nul", "emoji", "1 MB of words", "1 MB word", "bidi"],
)
def test_any_text_is_legal(embedder: MiniLMEmbedder, text: str) -> None:
    assert np.linalg.norm(embedder.embed([text, "fine"])[0]) == pytest.approx(1, abs=1e-6)


def test_equal_texts_are_embedded_once(embedder: MiniLMEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    run = MiniLMEmbedder._embed_window

    def spy(self: MiniLMEmbedder, texts: list[str], into: NDArray[np.float32]) -> None:
        seen.extend(texts)
        run(self, texts, into)

    monkeypatch.setattr(MiniLMEmbedder, "_embed_window", spy)
    vectors = embedder.embed(["repost", "other", "repost"])

    assert seen == ["repost", "other"]
    np.testing.assert_array_equal(vectors[0], vectors[2])


def test_the_embedder_is_an_embedder_and_names_its_weights(embedder: MiniLMEmbedder) -> None:
    contract: Embedder = embedder
    ids = json.loads((SHIPPED / "ids.json").read_text(encoding="utf-8"))

    assert contract.id == f"all-MiniLM-L6-v2-int8@{ids['files']['model.onnx'][:12]}"


def test_the_shipped_vectors_are_the_ones_that_were_measured(embedder: MiniLMEmbedder) -> None:
    # float32 in torch gives 0.7355 for this pair.
    one, two = embedder.embed(POSTS[:2])

    assert float(one @ two) == pytest.approx(0.7355, abs=0.01)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_file_is_refused(tmp_path: Path, name: str) -> None:
    shutil.copytree(SHIPPED, tmp_path / "model")
    file = tmp_path / "model" / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    with pytest.raises(Unavailable, match="damaged or was replaced"):
        MiniLMEmbedder(tmp_path / "model").embed(["hello"])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "model")
    (tmp_path / "model" / "tokenizer.json").unlink()

    with pytest.raises(Unavailable, match=r"tokenizer\.json' is missing"):
        MiniLMEmbedder(tmp_path / "model").embed(["hello"])


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"ids\.json is missing"):
        MiniLMEmbedder(tmp_path)
