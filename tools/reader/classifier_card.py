"""Classifier card: the JSON beside a user's own ONNX model that says what its outputs mean.

    {"id": "our-sentiment", "heads": [{"task": "sentiment", "labels": ["positive", "negative", "neutral"]}]}

Written by the user, read with suspicion: files are named by plain names, stay in the folder and below a size.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from tools.base import Model
from tools.errors import BadRequest, Unavailable
from tools.reader.reading import INTENTS, POLARITIES, Held
from tools.reader.views import EKMAN, PLUTCHIK

FILE = "reader.json"
LARGEST_CARD, LARGEST_TOKENIZER, LARGEST_MODEL = 1_000_000, 50_000_000, 1_000_000_000
"""Bytes."""
EMOTIONS = (*sorted(label for labels in EKMAN.values() for label in labels), "neutral")
HeadTask = Literal["sentiment", "emotion", "plutchik", "sarcasm", "intent"]
LABELS: dict[HeadTask, tuple[str, ...]] = {
    "sentiment": POLARITIES,
    "emotion": EMOTIONS,
    "plutchik": tuple(PLUTCHIK),
    "sarcasm": ("sarcastic",),
    "intent": INTENTS,
}
IGNORED = "-"
_PLAIN_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"


class ClassifierHead(Model):
    """One output of the model: which task it does, and which label each of its columns stands for."""

    task: HeadTask
    labels: tuple[str, ...] = Field(min_length=1, max_length=1_000, description="In the order of the columns; - skips.")
    output: str | None = Field(None, description="The output's name; the model's first where left out.")
    exclusive: bool | None = Field(None, description="One label a text (softmax); as left out for sentiment alone.")
    thresholds: tuple[float, ...] = Field((), description="For each column the least probability; 0.5 where left out.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        known, named = LABELS[self.task], [label for label in self.labels if label != IGNORED]
        if strange := [label for label in named if label not in known]:
            raise ValueError(f"{strange[0]!r} is no label of {self.task}, which has {', '.join(known)}")
        if len(set(named)) < len(named):
            raise ValueError(f"a label of {self.task} stands twice")
        if self.task == "sentiment" and len(named) < len(known):
            raise ValueError(f"sentiment needs {', '.join(known)}")
        if self.thresholds and len(self.thresholds) != len(self.labels):
            raise ValueError(f"{len(self.labels)} labels have {len(self.thresholds)} thresholds")
        return self


class ClassifierCard(Model):
    """What a user says of a model of their own."""

    id: str = Field(pattern=_PLAIN_NAME, description="What readings call it.")
    heads: tuple[ClassifierHead, ...] = Field(min_length=1, max_length=len(LABELS))
    model: str = Field("model.onnx", pattern=_PLAIN_NAME)
    tokenizer: str = Field("tokenizer.json", pattern=_PLAIN_NAME, description="As the tokenizers library writes it.")
    max_tokens: int = Field(128, ge=8, le=512, description="Tokens of a text that it reads.")
    rewrite: bool = Field(True, description="Whether users, links, hashtags and emoji are put as the shipped reader's.")
    languages: tuple[str, ...] = Field(("en",), description="ISO 639-1 codes that it reads; empty for any.")
    held: tuple[Held, ...] = Field((), description="How it fared on sentiment in labelled texts it never learned from.")
    data: str = Field("not said", max_length=2_000, description="What it was trained and measured on.")

    @model_validator(mode="after")
    def _reads_sentiment(self) -> Self:
        tasks = [head.task for head in self.heads]
        if "sentiment" not in tasks or len(set(tasks)) < len(tasks):
            raise ValueError("one head for sentiment is needed, and of each task at most one")
        return self


def read_card(folder: Path) -> ClassifierCard:
    """Read a folder's card; Unavailable where there is none, BadRequest saying what is wrong with it."""
    path = inside(folder, FILE, largest=LARGEST_CARD)
    try:
        return ClassifierCard.model_validate_json(path.read_bytes())
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise BadRequest(f"The card {str(path)!r} does not fit at {where or 'its top'}: {fault['msg']}.") from None


def inside(folder: Path, name: str, *, largest: int) -> Path:
    """Return a file of a folder. Unavailable where it is missing, BadRequest if it lies elsewhere or is too large."""
    path = folder / name
    if not path.is_file():
        raise Unavailable(f"There is no file {str(path)!r}, and a reader of your own needs it. See docs/reading.md.")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise BadRequest(f"{str(path)!r} leads out of its folder. Put the file itself there.")
    size = path.stat().st_size
    if size > largest:
        raise BadRequest(f"{str(path)!r} has {size / 1e6:,.1f} MB, and at most {largest / 1e6:,.0f} MB are read.")
    return path
