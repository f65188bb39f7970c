"""Reader: `groundswell eval reader` measures the shipped reader task by task and prints it beside what it must beat.

Needs the folder of labelled texts. None of the texts measured on was learned from; where a temperature or threshold
was chosen on them the row says so.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.invariance import flips
from tools.reader.agreement import kappa
from tools.reader.encoder import EncoderReader
from tools.reader.finish import HELD_OUT, fold
from tools.reader.measured import (
    Measured,
    f1_each,
    measure_groups,
    measure_labels,
    measure_sentiment,
    measure_targets,
    measure_task,
    read_examples,
)
from tools.reader.public import Example, Public
from tools.reader.reading import INTENTS
from tools.reader.scores import logistic

DATA = Path(__file__).parent / "data"
COMPARED = DATA / "reader_compared.toml"
FEW = 20
"""Posts of an intent below which its F1 is mostly luck."""


class Row(NamedTuple):
    """A line of the table: what was measured on which texts, under the name that `reader_compared.toml` knows."""

    name: str
    on: str
    measured: Measured


def rows(reader: EncoderReader, data: Path) -> Iterator[Row]:
    """Measure every task of the table whose texts are at hand."""
    public = Public(data)
    yield from _sentiment(reader, public)
    yield from _emotions(reader, public)
    yield from _sarcasm(reader, public)
    yield from _targets(reader, public)
    yield from intents(reader, data)


def to_markdown(measured: Sequence[Row], changes: Sequence[tuple[str, float, int]]) -> str:
    """Return the tables: every task beside what it must beat, by class, and the flips that should not be."""
    known = tomllib.loads(COMPARED.read_text(encoding="utf-8"))
    lines = [
        "| task | on | n | metric | this reader (95 %) | ECE | VADER | heads | floor | published | goal |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in measured:
        one, beside = row.measured, known.get(row.name, {})
        others = " | ".join(str(beside.get(name, "")) for name in ("vader", "heads", "floor", "published", "goal"))
        value = f"**{100 * one.value:.1f}** ({100 * one.low:.1f}-{100 * one.high:.1f})"
        lines.append(f"| {row.name} | {row.on} | {one.n:,} | {one.metric} | {value} | {one.ece:.3f} | {others} |")
    lines += ["", "| task, by class | |", "|---|---|"]
    for row in measured:
        each = ", ".join(f"{name} {100 * score:.0f}" for name, score in row.measured.by_class.items())
        lines.append(f"| {row.name}, {row.on} | {each} |")
    lines += ["", "| change that should change nothing | pairs | sentiment flips |", "|---|---|---|"]
    lines += [f"| {name} | {count:,} | {100 * share:.1f} % |" for name, share, count in changes]
    return "\n".join(lines) + "\n"


def report(data: Path) -> str:
    """Measure the shipped reader on the texts under `data`; FileNotFoundError names what is absent."""
    reader = EncoderReader()
    return f"Reader {reader.id}\n\n{to_markdown(list(rows(reader, data)), list(flips(reader)))}"


def _sentiment(reader: EncoderReader, public: Public) -> Iterator[Row]:
    head = reader.tasks["sentiment"]
    tweets = fold(public.sentiment("semeval2017_train"), HELD_OUT)
    dev = "SemEval dev (temperature chosen here)"
    sources = [
        ("tweets' sentiment", "SemEval, held-out tenth", tweets, "macro recall"),
        ("tweets' sentiment, dev", dev, public.sentiment("semeval2017_dev"), "macro recall"),
        ("DynaSent r1", "dev, never trained on", public.sentiment("dynasent_r1_dev"), "macro F1"),
        ("DynaSent r2", "dev, never trained on", public.sentiment("dynasent_r2_dev"), "macro F1"),
        ("brand tweets", "Sanders 2011, never trained on", public.brand_tweets(), "macro F1"),
    ]
    for name, on, examples, metric in sources:
        yield Row(name, on, measure_sentiment(read_examples(reader, examples), head, metric=metric))


def _emotions(reader: EncoderReader, public: Public) -> Iterator[Row]:
    head = reader.tasks["emotion"]
    ekman = json.loads((public.data / "emotion" / "goemotions_ekman_mapping.json").read_text(encoding="utf-8"))
    groups: dict[str, list[str]] = {}
    for label in head.labels:
        groups.setdefault(public.polarity.get(label, label), []).append(label)
    for on, examples in (
        ("GoEmotions, held-out tenth", fold(public.goemotions("goemotions_train"), HELD_OUT)),
        ("GoEmotions dev (thresholds chosen here)", public.goemotions("goemotions_dev")),
    ):
        read = read_examples(reader, examples)
        yield Row("28 emotions", on, measure_task(read, head, "emotion"))
        yield Row("Ekman's 6 and neutral", on, measure_groups(read, head, "emotion", {**ekman, "neutral": ["neutral"]}))
        yield Row("emotions as sentiment, 4 groups", on, measure_groups(read, head, "emotion", groups))
    read = read_examples(reader, fold(public.xed(), HELD_OUT))
    yield Row("Plutchik's 8", "XED, held-out tenth", measure_task(read, reader.tasks["plutchik"], "plutchik"))


def _sarcasm(reader: EncoderReader, public: Public) -> Iterator[Row]:
    for name, on, examples in (
        ("sarcasm", "iSarcasm, held-out tenth", fold(public.isarcasm(), HELD_OUT)),
        ("sarcasm in dialogue", "MUStARD, never trained on", public.mustard()),
    ):
        yield Row(name, on, measure_task(read_examples(reader, examples), reader.tasks["sarcasm"], "sarcasm"))


def _targets(reader: EncoderReader, public: Public) -> Iterator[Row]:
    yield Row("aspects", "MAMS dev", measure_targets(read_examples(reader, public.aspects("mams_dev"))))
    news = fold(public.aspects("newsmtsc_train"), HELD_OUT)
    yield Row("people in the news", "NewsMTSC, held-out tenth", measure_targets(read_examples(reader, news)))


def intents(reader: EncoderReader, data: Path) -> Iterator[Row]:
    """Measure intents on real posts labelled blind by two labellers, against each and between them."""
    one, other = (_labels(DATA / f"intents_{name}.jsonl") for name in ("a", "b"))
    posts = _posts(data)
    ids = [post for post in one if post in posts]
    read = read_examples(reader, [Example("posts", posts[post], 0) for post in ids])
    head = reader.tasks["intent"]
    chances = logistic(read.scores[:, head.first : head.first + len(INTENTS)])
    given = chances >= np.array(head.thresholds)
    given[:, -1] = ~given[:, :-1].any(axis=1)
    truths = [np.array([[intent in labels[post] for intent in INTENTS] for post in ids]) for labels in (one, other)]
    often = [place for place in range(len(INTENTS)) if truths[0][:, place].sum() >= FEW]
    for name, truth in zip("AB", truths, strict=True):
        for what, columns in (("all 8", list(range(len(INTENTS)))), (f"those of {FEW} posts or more", often)):
            names = [INTENTS[place] for place in columns]
            measured = measure_labels(chances[:, columns], truth[:, columns].astype(np.int64), given[:, columns], names)
            yield Row(f"intents, {what}", f"real posts, labeller {name}", measured)
    agreement = measure_labels(truths[1].astype(np.float64), truths[0].astype(np.int64), truths[1], INTENTS)
    yield Row(
        "intents, labellers with each other",
        f"macro F1 of {len(often)} frequent: {_mean(truths, often):.3f}",
        agreement,
    )
    pairs = zip(INTENTS, truths[0].T, truths[1].T, strict=True)
    each: dict[str, float] = {name: kappa(a, b) for name, a, b in pairs}
    mean = float(np.mean(list(each.values())))
    yield Row(
        "intents, Cohen's kappa of the labellers",
        "mean of intents",
        Measured("kappa", mean, mean, mean, len(ids), each, 0.0),
    )


def _mean(truths: Sequence[NDArray[np.bool_]], often: list[int]) -> float:
    return float(f1_each(truths[0][:, often].astype(np.int64), truths[1][:, often]).mean())


def _labels(path: Path) -> dict[str, list[str]]:
    rows_of = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: [name.replace("_", " ") for name in row["intents"]] for row in rows_of}


def _posts(data: Path) -> dict[str, str]:
    """Return the texts of the posts that were labelled, by id."""
    public, posts = Public(data), {}
    for row in public.rows("posts/sanders_brands_2011"):
        posts[row["TweetId"]] = row["TweetText"]
    for row in public.rows("posts/spotify_support_2017"):
        posts[row["tweet_id"]] = row["text"]
    for row in public.rows("posts/support_dialogues_2020"):
        # Several dialogues may share a page; its tweet and the turn tell them apart.
        turns = enumerate(row["dialogContent"])
        posts.update(
            {f"{row['agentURL']['tweet_ID']}#{turn}": said["message"] for turn, said in turns if "message" in said}
        )
    return posts
