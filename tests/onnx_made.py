"""Made ONNX: a classifier of a few bytes that adds up a number a word, written without the onnx package."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

FLOAT, INT64 = 1, 7
WORDS = {"?": (0, 0, 0), "love": (0, 0, 3), "hate": (3, 0, 0), "meeting": (0, 3, 0)}
"""Each word's logits for negative, neutral and positive."""


def write_classifier(
    folder: Path,
    *,
    words: Mapping[str, Sequence[float]] = WORDS,
    card: Mapping[str, Any] | None = None,
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    elsewhere: bool = False,
) -> Path:
    """Write model.onnx, tokenizer.json and reader.json into a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(_model(np.array(list(words.values()), np.float32), inputs, elsewhere=elsewhere))
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token="?"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    head = {"task": "sentiment", "labels": ["negative", "neutral", "positive"]}
    (folder / "reader.json").write_text(json.dumps(card or {"id": "toy", "heads": [head]}), encoding="utf-8")
    return folder


def _model(table: np.ndarray[Any, Any], inputs: Sequence[str], *, elsewhere: bool) -> bytes:
    ids, mask = inputs
    nodes = [
        _node("Gather", ["table", ids], "rows"),
        _node("Cast", [mask], "kept", to=FLOAT),
        _node("Unsqueeze", ["kept", "last"], "column"),
        _node("Mul", ["rows", "column"], "real"),
        _node("ReduceSum", ["real", "middle"], "logits", keepdims=0),
    ]
    whole = [("last", np.array([2], np.int64)), ("middle", np.array([1], np.int64)), ("table", table)]
    tensors = [_tensor(name, value, elsewhere=elsewhere) for name, value in whole]
    values = [_value(name, INT64, ("texts", "tokens")) for name in inputs]
    graph = b"".join(
        [*(_bytes(1, node) for node in nodes), _bytes(2, b"toy"), *(_bytes(5, one) for one in tensors),
         *(_bytes(11, one) for one in values), _bytes(12, _value("logits", FLOAT, ("texts", "labels")))]
    )  # fmt: skip
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _bytes(1, b"") + _number(2, 13))


def _node(kind: str, inputs: Sequence[str], output: str, **numbers: int) -> bytes:
    attributes = [_bytes(1, name.encode()) + _number(3, value) + _number(20, 2) for name, value in numbers.items()]
    names = b"".join(_bytes(1, name.encode()) for name in inputs)
    return (
        names + _bytes(2, output.encode()) + _bytes(4, kind.encode()) + b"".join(_bytes(5, one) for one in attributes)
    )


def _tensor(name: str, value: np.ndarray[Any, Any], *, elsewhere: bool) -> bytes:
    kind = FLOAT if value.dtype == np.float32 else INT64
    head = b"".join(_number(1, size) for size in value.shape) + _number(2, kind) + _bytes(8, name.encode())
    if elsewhere and name == "table":  # external_data: location = ../secret
        return head + _bytes(13, _bytes(1, b"location") + _bytes(2, b"../secret")) + _number(14, 1)
    return head + _bytes(9, value.tobytes())


def _value(name: str, kind: int, shape: Sequence[str]) -> bytes:
    sizes = b"".join(_bytes(1, _bytes(2, size.encode())) for size in shape)
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, sizes)))


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])
