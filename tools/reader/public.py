"""Examples: texts with what is known of each, read from a folder of public data."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.reader.grams import tokens
from tools.reader.reading import POLARITIES

FOLDS = 10
PLUTCHIK = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")
ACTS = ("STM", "EXP", "QUE", "REQ", "SUG", "THT", "OTH")
MIXED = "ambiguous"


@dataclass(frozen=True, slots=True)
class Example:
    """A text of one source: a class number for each task of classes, the labels that hold for each task of several.

    `spans` are (start, end, polarity) of characters of the text. `fold` is 0 to 9 by a hash of the words, so that
    reposts of a text, and its rewordings by its author, fall together.
    """

    source: str
    text: str
    fold: int
    classes: Mapping[str, int] = field(default_factory=dict)
    several: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    spans: tuple[tuple[int, int, int], ...] = ()


def fold_of(text: str) -> int:
    """Return 0 to 9; the same for texts of the same words, whatever their links and users."""
    return zlib.crc32(" ".join(tokens(text)).encode("utf-8", "replace")) % FOLDS


class Public:
    """Reads the labelled files under `data`; methods raise FileNotFoundError if a file is absent."""

    def __init__(self, data: Path) -> None:
        self.data = data
        emotion = data / "emotion"
        self.emotions = tuple((emotion / "goemotions_emotions.txt").read_text(encoding="utf-8").split())
        mapping = json.loads((emotion / "goemotions_sentiment_mapping.json").read_text(encoding="utf-8"))
        self.polarity = {label: group for group, labels in mapping.items() for label in labels}

    def sentiment(self, name: str) -> list[Example]:
        """Read texts labelled negative, neutral or positive."""
        rows = self.rows(f"sentiment/{name}")
        return [_example(name, row["text"], classes={"sentiment": POLARITIES.index(row["label"])}) for row in rows]

    def goemotions(self, name: str) -> list[Example]:
        """Read comments with their emotions, and by the set's own mapping their sentiment where it is clear."""
        examples = []
        for row in self.rows(f"emotion/{name}"):
            groups = {self.polarity.get(label, label) for label in row["labels"]}
            clear = len(groups) == 1 and groups <= set(POLARITIES)
            classes = {"sentiment": POLARITIES.index(next(iter(groups)))} if clear else {}
            held = tuple(self.emotions.index(label) for label in row["labels"])
            examples.append(_example(name, row["text"], classes=classes, several={"emotion": held}))
        return examples

    def xed(self) -> list[Example]:
        """Read subtitle lines with Plutchik's emotions."""
        return [
            _example(
                "xed_train", row["text"], several={"plutchik": tuple(PLUTCHIK.index(one) for one in row["labels"])}
            )
            for row in self.rows("emotion/xed_train")
        ]

    def isarcasm(self) -> list[Example]:
        """Read tweets that their own authors called sarcastic, 1, or not, 0."""
        rows = self.rows("sarcasm/isarcasm_train")
        return [_example("isarcasm_train", row["text"], several=_sarcasm(row["sarcastic"])) for row in rows]

    def rephrased(self) -> list[Example]:
        """Read what the authors say they meant, without sarcasm; in the fold of the tweet it rewords."""
        return [
            Example("isarcasm_rephrased", row["rephrase"], fold_of(row["text"]), several=_sarcasm(0))
            for row in self.rows("sarcasm/isarcasm_train")
            if row.get("rephrase")
        ]

    def mustard(self) -> list[Example]:
        """Read lines of television dialogue, sarcastic or not; to measure by."""
        rows = self.rows("sarcasm/mustard")
        return [_example("mustard", row["utterance"], several=_sarcasm(row["sarcasm"])) for row in rows]

    def aspects(self, name: str) -> list[Example]:
        """Read texts with their targets; a text's sentiment is known where its targets do not contradict."""
        spans: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for row in self.rows(f"aspects/{name}"):
            spans[row["text"]].append((int(row["from"]), int(row["to"]), POLARITIES.index(row["label"])))
        reviews = name.startswith("mams")
        return [
            _example(name, text, classes=_agreed(found) if reviews else {}, spans=tuple(found))
            for text, found in spans.items()
        ]

    def acts(self) -> list[Example]:
        """Read tweets by speech act."""
        pairs = ((_unescaped(row["text"]), row["label"]) for row in self.rows("intent/tweet_acts_train"))
        return [_example("tweet_acts_train", text, classes={"act": ACTS.index(label)}) for text, label in pairs]

    def requests(self, name: str) -> list[Example]:
        """Read customer requests by what is asked; the names of what is asked are sorted and numbered."""
        rows = self.rows(f"intent/{name}")
        pairs = [(row.get("text") or row["utterance"], row.get("label") or row["intent"]) for row in rows]
        names = sorted({label for _, label in pairs})
        task = name.partition("_")[0]
        return [_example(name, text, classes={task: names.index(label)}) for text, label in pairs]

    def brand_tweets(self) -> list[Example]:
        """Read tweets of 2011 about four brands, those labelled for sentiment; to measure by, never to train on."""
        rows = [row for row in self.rows("posts/sanders_brands_2011") if row["Sentiment"] in POLARITIES]
        return [
            _example("sanders", row["TweetText"], classes={"sentiment": POLARITIES.index(row["Sentiment"])})
            for row in rows
        ]

    def rows(self, path: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a file of JSON lines."""
        with (self.data / f"{path}.jsonl").open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _example(source: str, text: str, **known: Any) -> Example:  # noqa: ANN401 (fields of Example)
    return Example(source, text, fold_of(text), **known)


def _sarcasm(label: int | bool) -> dict[str, tuple[int, ...]]:  # noqa: FBT001
    return {"sarcasm": (0,) if label else ()}


def _agreed(spans: list[tuple[int, int, int]]) -> dict[str, int]:
    polar = {label for _, _, label in spans} - {1}
    return {"sentiment": polar.pop()} if len(polar) == 1 else {}


def _unescaped(text: str) -> str:
    return text.replace("\\u2026", "…").replace("\\u2019", "’").replace("\\n", " ")
