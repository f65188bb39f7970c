"""Finish: the fine-tuned heads calibrated and the card measured, on an exported encoder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.reader.encoder import DESCRIPTION, EncoderReader, Head, ReaderFile
from tools.reader.fit import Line, best_threshold, fit_platt, fit_temperature
from tools.reader.intents import intended, own_posts
from tools.reader.measure import confusion
from tools.reader.measured import (
    SENTIMENT,
    Read,
    Scoring,
    columns,
    held_labels,
    measure_targets,
    measure_task,
    read_examples,
)
from tools.reader.public import PLUTCHIK, Example, Public
from tools.reader.reading import INTENTS, POLARITIES, Held, ReaderCard
from tools.reader.scores import Heads, logistic
from tools.shipped import sha256

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Tensors = Mapping[str, NDArray[np.float32]]

HELD_OUT, CHECKED = 0, 1
INTENT = "intent"
FILES = ("model.onnx", "tokenizer.json", "heads.npz")
DATA = (
    "Learned from SemEval 2013-2016 tweets (TweetEval's training split), GoEmotions, XED, iSarcasm, MAMS, NewsMTSC, "
    "Tweet Acts, Banking77, CLINC150, Bitext, and texts of our own for intents and for denied or conceded opinions. "
    "Held out: a tenth of each training split, by hash of the words."
)


class Sources(NamedTuple):
    """Texts to calibrate by, none of which the encoder learned from."""

    tweets: Read
    comments: Read
    subtitles: Read
    sarcasm: Read
    targets: Read
    intents: Read


def finish(tensors: Tensors, data: Path, run: Path, target: Path) -> ReaderCard:
    """Write heads.npz and reader.json beside the exported encoder; return the card, measured."""
    public = Public(data)
    heads, tasks = raw_heads(tensors, public)
    reader = write(heads, tasks, target, card=_blank(target))
    sources = _sources(reader, public)
    heads, tasks = calibrated(heads, tasks, sources)
    reader = write(heads, tasks, target, card=_blank(target))
    trained = json.loads((run / "run.json").read_text(encoding="utf-8")) if (run / "run.json").exists() else {}
    held = held_out_confusions(reader, public)
    card = reader.card.model_copy(update={"held": held, "scores": scores_of(reader, public)})
    write(heads, tasks, target, card=card)
    (target / "run.json").write_text(json.dumps(trained, indent=1) + "\n", encoding="utf-8")
    return card


def raw_heads(tensors: Tensors, public: Public) -> tuple[Heads, dict[str, Head]]:
    """Put the fine-tuned heads side by side, as they are, and the network that reads targets beside them."""
    labels = {
        SENTIMENT: POLARITIES,
        "emotion": public.emotions,
        "plutchik": PLUTCHIK,
        "sarcasm": ("sarcastic",),
        INTENT: INTENTS,
    }
    text = np.hstack([tensors[f"heads.{task}.weight"].T for task in labels])
    bias = np.concatenate([tensors[f"heads.{task}.bias"] for task in labels])
    network = (tensors[f"span_{part}"] for part in ("inner.weight", "inner.bias", "outer.weight", "outer.bias"))
    inner, inner_bias, outer, outer_bias = network
    ends = np.cumsum([0, *map(len, labels.values())]).tolist()
    tasks = {
        task: Head(first=first, labels=tuple(names), thresholds=(0.5,) * len(names))
        for (task, names), first in zip(labels.items(), ends, strict=False)
    }
    return Heads(text, bias, inner.T, inner_bias, outer.T, outer_bias), tasks


def calibrated(heads: Heads, tasks: dict[str, Head], sources: Sources) -> tuple[Heads, dict[str, Head]]:
    """Fold temperatures, Platt lines and thresholds into heads and tasks."""
    rows, labels = _labelled(sources.tweets)
    sentiment = tasks[SENTIMENT]
    slope = fit_temperature(columns(sources.tweets.scores[rows], sentiment), labels).slope
    first = sentiment.first
    heads = folded_in(heads, {column: Line(slope) for column in range(first, first + len(sentiment.labels))})
    learned = {"emotion": sources.comments, "plutchik": sources.subtitles, "sarcasm": sources.sarcasm}
    for task, read in {**learned, INTENT: sources.intents}.items():
        lines, thresholds = fitted(read, tasks[task], task)
        heads = folded_in(heads, {tasks[task].first + place: line for place, line in enumerate(lines)})
        tasks = {**tasks, task: tasks[task].model_copy(update={"thresholds": tuple(thresholds)})}
    slope = fit_temperature(sources.targets.targets, sources.targets.polarities).slope
    return heads._replace(outer=heads.outer * np.float32(slope), outer_bias=heads.outer_bias * np.float32(slope)), tasks


def fitted(read: Read, head: Head, task: str) -> tuple[list[Line], list[float]]:
    """Return a Platt line and a threshold for each label."""
    scores, truth = columns(read.scores, head), held_labels(read.examples, task, len(head.labels))
    lines = [fit_platt(score, held) for score, held in zip(scores.T, truth.T, strict=True)]
    chances = [logistic(score * line.slope + line.shift) for score, line in zip(scores.T, lines, strict=True)]
    thresholds = [round(best_threshold(held, chance), 3) for chance, held in zip(chances, truth.T, strict=True)]
    # `other` is given where nothing else is.
    return lines, [*thresholds[:-1], 0.0] if task == INTENT else thresholds


def folded_in(heads: Heads, lines: Mapping[int, Line]) -> Heads:
    """Fold slope and shift into some columns."""
    text, bias = heads.text.copy(), heads.text_bias.copy()
    for column, line in lines.items():
        text[:, column] *= line.slope
        bias[column] = bias[column] * line.slope + line.shift
    return heads._replace(text=text, text_bias=bias)


def held_out_confusions(
    reader: Scoring, public: Public, *, some: Callable[[Sequence[Example]], Sequence[Example]] = lambda all_: all_
) -> tuple[Held, ...]:
    """Count confusions on sentiment in the held-out fold of each source, and in two sources never learned from.

    `some` may leave out texts of a source.
    """
    tweets, comments = public.sentiment("semeval2017_train"), public.goemotions("goemotions_train")
    sources = {
        "tweets of 2013-2016 (SemEval), held-out tenth": fold(tweets, HELD_OUT),
        "Reddit comments (GoEmotions, by sentiment), held-out tenth": fold(comments, HELD_OUT),
        "adversarial sentences (DynaSent round 1)": public.sentiment("dynasent_r1_dev"),
        "adversarial sentences (DynaSent round 2)": public.sentiment("dynasent_r2_dev"),
    }
    held = []
    for name, examples in sources.items():
        read = read_examples(reader, some([one for one in examples if SENTIMENT in one.classes]))
        rows, labels = _labelled(read)
        counts = confusion(labels, columns(read.scores[rows], reader.tasks[SENTIMENT]).argmax(axis=1))
        held.append(Held(source=name, confusion=tuple(map(tuple, counts.tolist()))))
    return tuple(held)


def scores_of(
    reader: Scoring, public: Public, *, some: Callable[[Sequence[Example]], Sequence[Example]] = lambda all_: all_
) -> dict[str, float]:
    """Measure the tasks that a reader does on held-out texts, for the card; `groundswell eval reader` prints more."""
    sources = {
        "emotions, GoEmotions held out": ("emotion", fold(public.goemotions("goemotions_train"), HELD_OUT)),
        "Plutchik's, XED held out": ("plutchik", fold(public.xed(), HELD_OUT)),
        "sarcasm, iSarcasm held out": ("sarcasm", fold(public.isarcasm(), HELD_OUT)),
    }
    measured = {
        name: measure_task(read_examples(reader, some(examples)), reader.tasks[task], task)
        for name, (task, examples) in sources.items()
        if task in reader.tasks
    }
    targets = read_examples(reader, some(public.aspects("mams_dev")))
    if len(targets.polarities):
        measured["targets, MAMS dev"] = measure_targets(targets)
    return {f"{name}: {one.metric}": round(one.value, 4) for name, one in measured.items()}


def fold(examples: Sequence[Example], number: int) -> list[Example]:
    """Keep one fold."""
    return [one for one in examples if one.fold == number]


def write(heads: Heads, tasks: dict[str, Head], target: Path, *, card: ReaderCard) -> EncoderReader:
    """Write heads.npz and reader.json; return the reader that they make."""
    np.savez_compressed(target / "heads.npz", allow_pickle=False, **heads._asdict())
    files = {name: sha256(target / name) for name in FILES}
    name = f"minilm-reader@{files['model.onnx'][:8]}{files['heads.npz'][:4]}"
    description = ReaderFile(files=files, heads=tasks, card=card.model_copy(update={"id": name}))
    (target / DESCRIPTION).write_text(description.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return EncoderReader(target)


def _sources(reader: EncoderReader, public: Public) -> Sources:
    return Sources(
        read_examples(reader, public.sentiment("semeval2017_dev")),
        read_examples(reader, public.goemotions("goemotions_dev")),
        read_examples(reader, fold(public.xed(), CHECKED)),
        read_examples(reader, fold(public.isarcasm(), CHECKED)),
        read_examples(
            reader, fold(public.aspects("mams_train"), HELD_OUT) + fold(public.aspects("newsmtsc_train"), CHECKED)
        ),
        read_examples(reader, [intended("own", one) for one in own_posts() if one.fold in (HELD_OUT, CHECKED)]),
    )


def _labelled(read: Read) -> tuple[list[int], NDArray[np.int64]]:
    rows = [row for row, one in enumerate(read.examples) if SENTIMENT in one.classes]
    return rows, np.array([read.examples[row].classes[SENTIMENT] for row in rows])


def _blank(target: Path) -> ReaderCard:
    # The card of a reader that is yet to be measured counts nothing.
    return ReaderCard(id=f"unmeasured in {target.name}", held=(Held(source="", confusion=((0, 0, 0),) * 3),), data=DATA)
