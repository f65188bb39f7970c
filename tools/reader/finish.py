"""Finish: the fine-tuned heads calibrated, the intent head fitted, and the card measured, on an exported encoder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tools.reader.encoder import DESCRIPTION, EncoderReader, Head, ReaderFile
from tools.reader.fit import best_threshold, fit_platt, fit_temperature
from tools.reader.intents import Intended, own_posts, public_requests
from tools.reader.measure import confusion
from tools.reader.measured import SENTIMENT, Read, columns, held_labels, read_examples
from tools.reader.public import PLUTCHIK, Example, Public
from tools.reader.reading import INTENTS, POLARITIES, Held, ReaderCard
from tools.reader.scores import Heads, logistic, pooled
from tools.shipped import sha256

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Tensors = Mapping[str, NDArray[np.float32]]

HELD_OUT, CHECKED = 0, 1
INTENT_STRENGTH = 0.02
FILES = ("model.onnx", "tokenizer.json", "heads.npz")
DATA = (
    "Learned from SemEval 2013-2016 tweets (TweetEval's training split), GoEmotions, XED, iSarcasm, MAMS, NewsMTSC, "
    "Tweet Acts, Banking77, CLINC150, Bitext, and posts of our own for intents. Held out: a tenth of each training "
    "split, by hash of the words."
)


class Sources(NamedTuple):
    """Texts to calibrate by, none of which the encoder learned from."""

    tweets: Read
    comments: Read
    subtitles: Read
    sarcasm: Read
    targets: Read


def finish(tensors: Tensors, data: Path, run: Path, target: Path) -> ReaderCard:
    """Write heads.npz and reader.json beside the exported encoder; return the card, measured."""
    public = Public(data)
    heads, tasks = raw_heads(tensors, public)
    reader = write(heads, tasks, target, card=_blank(target))
    sources = _sources(reader, public)
    heads, tasks = calibrated(heads, tasks, sources)
    heads, tasks = with_intents(heads, tasks, reader, public)
    reader = write(heads, tasks, target, card=_blank(target))
    trained = json.loads((run / "run.json").read_text(encoding="utf-8")) if (run / "run.json").exists() else {}
    card = reader.card.model_copy(update={"held": held_out_confusions(reader, public)})
    write(heads, tasks, target, card=card)
    (target / "run.json").write_text(json.dumps(trained, indent=1) + "\n", encoding="utf-8")
    return card


def raw_heads(tensors: Tensors, public: Public) -> tuple[Heads, dict[str, Head]]:
    """Put the fine-tuned heads side by side, as they are: three of sentiment, emotions, Plutchik's, sarcasm."""
    labels = {
        SENTIMENT: POLARITIES,
        "emotion": public.emotions,
        "plutchik": PLUTCHIK,
        "sarcasm": ("sarcastic",),
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
    text, bias = heads.text.copy(), heads.text_bias.copy()
    tasks = dict(tasks)
    sentiment = tasks[SENTIMENT]
    known = _labelled(sources.tweets)
    slope = fit_temperature(columns(sources.tweets.scores[known[0]], sentiment), known[1]).slope
    place = slice(sentiment.first, sentiment.first + len(sentiment.labels))
    text[:, place] *= slope
    bias[place] *= slope
    for task, read in (("emotion", sources.comments), ("plutchik", sources.subtitles), ("sarcasm", sources.sarcasm)):
        head = tasks[task]
        scores, truth = columns(read.scores, head), held_labels(read.examples, task, len(head.labels))
        thresholds = []
        for place_of, column in enumerate(range(head.first, head.first + len(head.labels))):
            line = fit_platt(scores[:, place_of], truth[:, place_of])
            text[:, column] *= line.slope
            bias[column] = bias[column] * line.slope + line.shift
            chances = logistic(scores[:, place_of] * line.slope + line.shift)
            thresholds.append(round(best_threshold(truth[:, place_of], chances), 3))
        tasks[task] = head.model_copy(update={"thresholds": tuple(thresholds)})
    slope = fit_temperature(sources.targets.targets, sources.targets.polarities).slope
    return heads._replace(
        text=text, text_bias=bias, outer=heads.outer * slope, outer_bias=heads.outer_bias * slope
    ), tasks


def with_intents(
    heads: Heads, tasks: dict[str, Head], reader: EncoderReader, public: Public
) -> tuple[Heads, dict[str, Head]]:
    """Fit the intent head on the encoder as it is, and put it at the end."""
    texts = [*own_posts(), *public_requests(public)]
    inputs = features(reader, [one.text for one in texts])
    weights, bias = fit_intents(inputs, texts)
    chances = out_of_fold(inputs, texts)
    own = [row for row, one in enumerate(texts) if one.source == "own"]
    truth = np.array([[name in texts[row].intents for name in INTENTS] for row in own], np.int64)
    thresholds = [round(best_threshold(truth[:, place], chances[own, place]), 3) for place in range(len(INTENTS) - 1)]
    first = len(heads.text_bias)
    tasks = {**tasks, "intent": Head(first=first, labels=INTENTS, thresholds=(*thresholds, 0.0))}
    text = np.hstack([heads.text, weights.astype(np.float32)])
    return heads._replace(text=text, text_bias=np.concatenate([heads.text_bias, bias.astype(np.float32)])), tasks


def fit_intents(inputs: NDArray[np.float32], texts: Sequence[Intended]) -> tuple[Any, Any]:
    """Fit a logistic regression for each intent: weights (width, intents) and bias (intents,)."""
    from sklearn.linear_model import LogisticRegression

    weights = np.array([one.weight for one in texts])
    middle, scale = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
    ready = (inputs - middle) / scale
    found, biases = [], []
    for name in INTENTS:
        truth = np.array([name in one.intents for one in texts])
        model = LogisticRegression(C=INTENT_STRENGTH, max_iter=300).fit(ready, truth, sample_weight=weights)
        found.append(model.coef_[0] / scale)
        biases.append(model.intercept_[0] - found[-1] @ middle)
    return np.array(found).T, np.array(biases)


def out_of_fold(inputs: NDArray[np.float32], texts: Sequence[Intended], *, folds: int = 5) -> NDArray[np.float64]:
    """Return each text's probabilities of the intents from heads that did not learn from its fold."""
    fold = np.array([one.fold for one in texts]) // 2 % folds
    chances = np.zeros((len(texts), len(INTENTS)))
    for number in range(folds):
        rest = np.flatnonzero(fold != number)
        weights, bias = fit_intents(inputs[rest], [texts[row] for row in rest.tolist()])
        chances[fold == number] = logistic(inputs[fold == number] @ weights + bias)
    return chances


def features(reader: EncoderReader, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the pooled states of texts: (texts, 2 * width)."""
    found = sorted(
        ((place, pooled(states)) for place, states, _ in reader.states([(one, ()) for one in texts])),
        key=lambda row: row[0],
    )
    return np.array([row for _, row in found])


def held_out_confusions(reader: EncoderReader, public: Public) -> tuple[Held, ...]:
    """Count confusions on sentiment in the held-out fold of each source, and in two sources never learned from."""
    tweets, comments = public.sentiment("semeval2017_train"), public.goemotions("goemotions_train")
    sources = {
        "tweets of 2013-2016 (SemEval), held-out tenth": fold(tweets, HELD_OUT),
        "Reddit comments (GoEmotions, by sentiment), held-out tenth": fold(comments, HELD_OUT),
        "adversarial sentences (DynaSent round 1)": public.sentiment("dynasent_r1_dev"),
        "adversarial sentences (DynaSent round 2)": public.sentiment("dynasent_r2_dev"),
    }
    held = []
    for name, examples in sources.items():
        read = read_examples(reader, [one for one in examples if SENTIMENT in one.classes])
        rows, labels = _labelled(read)
        counts = confusion(labels, columns(read.scores[rows], reader.tasks[SENTIMENT]).argmax(axis=1))
        held.append(Held(source=name, confusion=tuple(map(tuple, counts.tolist()))))
    return tuple(held)


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
    )


def _labelled(read: Read) -> tuple[list[int], NDArray[np.int64]]:
    rows = [row for row, one in enumerate(read.examples) if SENTIMENT in one.classes]
    return rows, np.array([read.examples[row].classes[SENTIMENT] for row in rows])


def _blank(target: Path) -> ReaderCard:
    # The card of a reader that is yet to be measured counts nothing.
    return ReaderCard(id=f"unmeasured in {target.name}", held=(Held(source="", confusion=((0, 0, 0),) * 3),), data=DATA)
