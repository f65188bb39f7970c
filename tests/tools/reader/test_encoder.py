"""Encoder: readings of a toy encoder worked by hand, and the shipped reader on any text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.encoding import Batch
from tools.errors import BadRequest, Unavailable
from tools.reader import EncoderReader, Held, Reader, ReaderCard, Target
from tools.reader.encoder import SHIPPED, Head, ReaderFile
from tools.reader.scores import Heads
from tools.shipped import sha256

POSTS = (
    "good phone",
    "the camera is bad and I want a refund",
    "",
    "ok then, see you there",
    "🔥🔥🔥",
    "no me gusta nada la nueva aplicación",
    "\x00\x01\ufffd\udcff binary",
    "a much longer complaint about the login screen that never loads " * 40,
)


class Encoding(NamedTuple):
    """Word pieces and their places, as the tokenizer gives them."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class ToyEncoder:
    """Gives each word, by its length n, the state (n, 1), between two markers of (0, 0); ten pieces at most."""

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return [one.ids for one in self.placed_tokens(texts)]

    def placed_tokens(self, texts: Sequence[str]) -> list[Encoding]:
        encodings = []
        for text in texts:
            words, places = text.split()[:8], []
            for word in words:
                start = text.index(word, places[-1][1] if places else 0)
                places.append((start, start + len(word)))
            encodings.append(Encoding([0, *map(len, words), 0], [(0, 0), *places, (0, 0)]))
        return encodings

    def batches(self, tokens: list[list[int]]) -> Iterator[Batch]:
        for place in reversed(range(len(tokens))):
            ids = np.array(tokens[place], np.float32)
            yield Batch(
                [place], np.stack([ids, ids > 0], axis=-1)[None].astype(np.float32), np.ones((1, len(ids)), np.int32)
            )


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> EncoderReader:
    """One column a label: sentiment 3, emotions 2, Plutchik 1, sarcasm 1, intents 3; targets by their length alone."""
    folder = tmp_path_factory.mktemp("toy")
    text, inner = np.zeros((4, 10), np.float32), np.zeros((6, 1), np.float32)
    text[0, [0, 3]], inner[0, 0] = (1, 1), 1
    bias = np.array([0, 0, 0, -1, 0, 0, 0, -9, -9, 0], np.float32)
    heads = Heads(
        text, bias, inner, np.zeros(1, np.float32), np.array([[1, 0, 0]], np.float32), np.zeros(3, np.float32)
    )
    np.savez_compressed(folder / "heads.npz", allow_pickle=False, **heads._asdict())
    files = {"model.onnx": "", "tokenizer.json": "", "heads.npz": sha256(folder / "heads.npz")}
    tasks = {
        "sentiment": Head(first=0, labels=("negative", "neutral", "positive")),
        "emotion": Head(first=3, labels=("anger", "joy"), thresholds=(0.4, 0.6)),
        "plutchik": Head(first=5, labels=("trust",), thresholds=(0.5,)),
        "sarcasm": Head(first=6, labels=("sarcastic",), thresholds=(0.5,)),
        "intent": Head(first=7, labels=("praise", "complaint", "other"), thresholds=(0.5, 0.5, 0.0)),
    }
    card = ReaderCard(id="toy", held=(Held(source="made up", confusion=((1, 0, 0),) * 3),), data="made up")
    written = ReaderFile(files=files, heads=tasks, card=card).model_dump_json()
    (folder / "reader.json").write_text(written, encoding="utf-8")
    reader = EncoderReader(folder)
    reader._encoder = ToyEncoder()  # type: ignore[assignment]
    return reader


def test_a_reading_by_hand(toy: EncoderReader) -> None:
    # States 0, 4, 4, 0: a mean of 2. Negative scores 2 of exp(2) + 1 + 1; anger 2 - 1.
    (reading,) = toy.read(["abcd efgh"])

    assert reading.sentiment.negative == pytest.approx(np.exp(2) / (np.exp(2) + 2))
    assert reading.emotions == pytest.approx({"anger": 1 / (1 + np.exp(-1))})
    assert reading.plutchik == {"trust": 0.5}
    assert reading.sarcasm == 0.5


def test_other_is_given_where_nothing_else_holds(toy: EncoderReader) -> None:
    (reading,) = toy.read(["abcd efgh"])

    assert reading.intents == {"other": 0.5}


def test_targets_are_read_by_the_words_they_cover(toy: EncoderReader) -> None:
    text = "@someone the big screen"
    targets = (Target(text.index("screen"), len(text), "screen"), Target(0, 8, "handle"))
    (reading,) = toy.read([text], targets=[targets])

    # gelu(6) is 6 to nine digits; the user is rewritten to `@user`, five letters.
    expected = [np.exp(length) / (np.exp(length) + 2) for length in (6, 5)]
    found = [one.sentiment.negative for one in reading.aspects if one.sentiment]
    assert found == pytest.approx(expected, abs=1e-5)
    assert [one.name for one in reading.aspects] == ["screen", "handle"]


def test_a_target_past_what_is_read_has_no_sentiment(toy: EncoderReader) -> None:
    text = "a b c d e f g h i far"
    (reading,) = toy.read([text], targets=[[Target(text.index("far"), len(text), "far")]])

    assert reading.aspects[0].sentiment is None


def test_texts_come_back_in_the_order_given_and_equal_texts_alike(toy: EncoderReader) -> None:
    texts = ["a", "bbbb bbbb", "a", "cc"]
    readings = toy.read(texts)

    assert readings == [toy.read([text])[0] for text in texts]
    assert toy.read([]) == []


def test_targets_must_come_with_every_text(toy: EncoderReader) -> None:
    with pytest.raises(BadRequest, match="targets for 1 texts, and 2 are needed"):
        toy.read(["a", "b"], targets=[[]])


def test_a_folder_without_a_reader_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"reader\.json is missing"):
        EncoderReader(tmp_path)


# The shipped reader.


@pytest.fixture(scope="module")
def reader() -> EncoderReader:
    return EncoderReader(threads=1)


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
def test_plain_sentiment_is_read_right(reader: EncoderReader, text: str, label: str) -> None:
    (reading,) = reader.read([text])

    assert reading.sentiment.label == label
    assert reading.reliable


def test_plain_emotions_and_intents_are_found(reader: EncoderReader) -> None:
    thanks, fear, fault, wish = reader.read(
        [
            "Thank you so much for your help!",
            "I am so scared and terrified right now",
            "my app keeps crashing since the update, this is unacceptable",
            "please add a dark mode, it would be great",
        ]
    )

    assert next(iter(thanks.emotions)) == "gratitude"
    assert next(iter(fear.emotions)) == "fear"
    assert list(thanks.emotions.values()) == sorted(thanks.emotions.values(), reverse=True)
    assert "complaint" in fault.intents
    assert "suggestion" in wish.intents


def test_two_targets_of_one_text_are_read_apart(reader: EncoderReader) -> None:
    text = "The food was delicious but the service was horrible."
    targets = [Target(text.index(word), text.index(word) + len(word), word) for word in ("food", "service")]
    (reading,) = reader.read([text], targets=[targets])

    labels = [one.sentiment.label for one in reading.aspects if one.sentiment]
    assert labels == ["positive", "negative"]


def test_a_reading_depends_on_its_own_text_alone_to_the_last_bit(reader: EncoderReader) -> None:
    together = reader.read(POSTS)

    assert together == [reader.read([post])[0] for post in POSTS]
    assert together == reader.read(POSTS[::-1])[::-1]
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(reader.read, [POSTS, POSTS])) == [together, together]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(), max_size=80), max_size=4))
def test_any_text_gets_probabilities_that_sum_to_1(reader: EncoderReader, texts: list[str]) -> None:
    for reading in reader.read(texts):
        sentiment = reading.sentiment
        assert sentiment.negative + sentiment.neutral + sentiment.positive == pytest.approx(1)
        assert all(0 <= chance <= 1 for chance in (*reading.emotions.values(), *reading.plutchik.values()))
        assert reading.intents
        assert reading.reliable == (not reading.reasons)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("love it", "2 words"),
        ("", "0 words"),
        ("🔥🔥🔥", "0 words"),
        ("no me gusta nada la nueva aplicación", "language is es"),
        ("das neue Update ist leider sehr schlecht", "language is de"),
        ("この新しい電話は良くないです", "language is ja"),
    ],
)
def test_short_and_foreign_texts_are_not_reliable_and_say_why(reader: EncoderReader, text: str, reason: str) -> None:
    (reading,) = reader.read([text])

    assert not reading.reliable
    assert reason in " ".join(reading.reasons)


def test_a_text_of_100_000_characters_is_read_by_its_beginning(reader: EncoderReader) -> None:
    beginning = "this is the worst update ever, I hate it. " * 100
    long, short = reader.read([beginning + "x" * 100_000, beginning[:4_096]])

    assert long.sentiment == short.sentiment
    assert long.sentiment.label == "negative"


def test_the_card_counts_held_out_posts_on_which_the_reader_beats_a_guess(reader: EncoderReader) -> None:
    contract: Reader = reader
    card = contract.card
    counts = np.array(card.confusion)

    assert card.id == contract.id
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
        EncoderReader(tmp_path / "reader").read(["hello"])


def test_the_weights_stay_within_what_is_allowed(reader: EncoderReader) -> None:
    megabytes = sum(path.stat().st_size for path in reader.folder.iterdir()) / 1e6

    assert megabytes <= 30
