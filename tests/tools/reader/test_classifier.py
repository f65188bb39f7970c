"""Classifier: a tiny ONNX model behind the Reader protocol, its labels put in order, and cards that must not pass."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.onnx_made import WORDS, write_classifier
from tools.errors import BadRequest, GroundswellError, Unavailable
from tools.reader import Reader, Target
from tools.reader.classifier import ClassifierReader
from tools.reader.classifier_card import EMOTIONS

POLAR = {"task": "sentiment", "labels": ["negative", "neutral", "positive"]}


def made(folder: Path, **fields: object) -> ClassifierReader:
    return ClassifierReader(write_classifier(folder, card={"id": "toy", "heads": [POLAR], **fields}), threads=1)


def test_a_reading_by_hand(tmp_path: Path) -> None:
    reader: Reader = made(tmp_path)
    love, hate = reader.read(["we love love it", "they hate the meeting"], np.zeros((2, 0), np.float32))

    assert love.sentiment.positive == pytest.approx(np.exp(6) / (np.exp(6) + 2))
    assert hate.sentiment.negative == pytest.approx(hate.sentiment.neutral)
    assert love.reliable
    assert (love.emotions, love.intents, love.plutchik, love.sarcasm) == ({}, {}, {}, None)
    assert reader.card.tasks == ("sentiment",)
    assert reader.card.held == ()


def test_labels_may_stand_in_any_order_and_columns_may_be_skipped(tmp_path: Path) -> None:
    turned = {"task": "sentiment", "labels": ["positive", "neutral", "negative"]}
    (read,) = made(tmp_path / "turned", heads=[turned]).read(["we love love it"])
    emotional = {"task": "emotion", "labels": ["-", "joy", "anger"], "thresholds": [0, 0.4, 0.96]}
    (felt,) = made(tmp_path / "felt", heads=[POLAR, emotional]).read(["we love the meeting"])

    assert read.sentiment.label == "negative"
    assert felt.emotions == {"joy": pytest.approx(1 / (1 + np.exp(-3)))}  # anger is as likely, and below its threshold


def test_the_scores_hold_every_label_of_a_task_in_its_own_order(tmp_path: Path) -> None:
    emotional = {"task": "emotion", "labels": ["-", "joy", "anger"], "exclusive": True}
    reader = made(tmp_path, heads=[POLAR, emotional])
    head = reader.tasks["emotion"]
    (row,) = reader.scores([("love", ())])

    assert head.labels == EMOTIONS
    given = {label: score for label, score in zip(EMOTIONS, head.of(row.text), strict=True) if score > -30}
    # A softmax over 0, 0, 3: anger has exp(3) of exp(3) + 2, so odds of exp(3) to 2.
    assert given == {"anger": pytest.approx(3 - np.log(2)), "joy": pytest.approx(-np.log(np.exp(3) + 1))}


def test_a_text_reads_alike_among_others_and_targets_come_back_without_a_sentiment(tmp_path: Path) -> None:
    reader = made(tmp_path)
    texts = ["we love it", "", "hate " * 40, "we love it", "the meeting is at noon", "\udcff rubbish \x00"]
    alone = [reader.read([text])[0] for text in texts]
    asked = [[Target(3, 7, "love")], [], [], [], [], []]

    assert reader.read(texts) == alone
    first = reader.read(texts, targets=asked)[0]
    assert [(one.name, one.sentiment) for one in first.aspects] == [("love", None)]
    assert not alone[1].reliable


def test_languages_are_the_cards(tmp_path: Path) -> None:
    spanish = "no me gusta nada la nueva aplicación, es muy lenta"
    (english,) = made(tmp_path / "en").read([spanish])
    (both,) = made(tmp_path / "both", languages=["en", "es"]).read([spanish])
    (any_,) = made(tmp_path / "any", languages=[]).read([spanish])

    assert (english.reliable, both.reliable, any_.reliable) == (False, True, True)
    assert english.reasons == ("the language is es, and this reader knows en only",)


def test_a_model_that_gives_no_number_is_neutral_and_says_so(tmp_path: Path) -> None:
    folder = write_classifier(tmp_path, words={**WORDS, "love": (float("nan"), 0, 0)})
    (read,) = ClassifierReader(folder).read(["we love this one"])

    assert (read.sentiment.label, read.reliable) == ("neutral", False)
    assert read.reasons == ("the model gave no number",)


def test_the_id_changes_with_the_model_and_the_labels_but_not_with_what_was_measured(tmp_path: Path) -> None:
    first = made(tmp_path / "a").id
    held = [{"source": "ours", "confusion": [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}]
    turned = {"task": "sentiment", "labels": ["positive", "neutral", "negative"]}

    assert first.startswith("toy@")
    assert made(tmp_path / "b", held=held, data="measured since").id == first
    assert made(tmp_path / "c", heads=[turned]).id != first
    other = write_classifier(tmp_path / "d", words={**WORDS, "love": (0, 0, 4)})
    assert ClassifierReader(other).id != first


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"heads": [{"task": "sentiment", "labels": ["negative", "positive"]}]}, "sentiment needs negative, neutral"),
        ({"heads": [{"task": "sentiment", "labels": ["bad", "neutral", "good"]}]}, "'bad' is no label of sentiment"),
        ({"heads": [{"task": "sarcasm", "labels": ["sarcastic"]}]}, "one head for sentiment is needed"),
        ({"heads": [{**POLAR, "thresholds": [0.5]}]}, "3 labels have 1 thresholds"),
        ({"model": "../secret.onnx"}, "model"),
        ({"tokenizer": "/etc/passwd"}, "tokenizer"),
        ({"id": "a name\nof two lines"}, "id"),
        ({"pickle": "x"}, "pickle"),
        ({"heads": [{**POLAR, "output": "scores"}]}, "no output 'scores'"),
        ({"heads": [{"task": "sentiment", "labels": ["negative", "neutral", "positive", "-"]}]}, "(1, 4) is needed"),
    ],
)
def test_a_card_that_does_not_fit_is_refused_with_what_is_wrong(
    tmp_path: Path, fields: dict[str, object], said: str
) -> None:
    with pytest.raises(GroundswellError) as refused:
        made(tmp_path, **fields).read(["we love it"])
    assert said in str(refused.value)


def _no_card(folder: Path) -> None:
    (folder / "reader.json").unlink()


def _rubbish(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"no model at all")


def _no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")


def _weights_elsewhere(folder: Path) -> None:
    write_classifier(folder, elsewhere=True)


def _strange_input(folder: Path) -> None:
    write_classifier(folder, inputs=("input_ids", "pixels"))


def _link_out(folder: Path) -> None:
    outside = folder.parent / "outside.onnx"
    outside.write_bytes((folder / "model.onnx").read_bytes())
    (folder / "model.onnx").unlink()
    (folder / "model.onnx").symlink_to(outside)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_no_card, "There is no file"), (_rubbish, "no model that can be run"), (_no_tokenizer, "no tokenizer"),
        (_weights_elsewhere, "keeps weights in another file"), (_strange_input, "takes 'pixels'"),
        (_link_out, "leads out of its folder"),
    ],
)  # fmt: skip
def test_a_folder_that_cannot_be_read_is_refused(tmp_path: Path, damage: Callable[[Path], None], said: str) -> None:
    folder = write_classifier(tmp_path / "toy")
    damage(folder)
    with pytest.raises((BadRequest, Unavailable), match=said):
        ClassifierReader(folder).read(["we love it"])


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    folder = write_classifier(tmp_path)
    (folder / "reader.json").write_text(json.dumps({"id": "x" * 1_000_001}), encoding="utf-8")
    with pytest.raises(BadRequest, match="at most 1 MB"):
        ClassifierReader(folder)
