"""Reader: `groundswell eval reader` measures a reader task by task and prints it beside what it must beat.

Needs the folder of labelled texts. None of the texts measured on was learned from by the shipped reader; where a
temperature or threshold of it was chosen on them the row says so.
"""

from __future__ import annotations

import json
import tomllib
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from evals.invariance import Flips, flips
from evals.told import Told
from tools.base import Model
from tools.reader.agreement import kappa
from tools.reader.encoder import EncoderReader, Head
from tools.reader.finish import CHECKED, HELD_OUT, fold, held_out_confusions, scores_of
from tools.reader.fit import best_threshold, fit_platt
from tools.reader.measured import (
    Measured,
    Read,
    Scoring,
    columns,
    f1_each,
    held_labels,
    measure_groups,
    measure_labels,
    measure_sentiment,
    measure_targets,
    measure_task,
    read_examples,
)
from tools.reader.public import Example, Public
from tools.reader.reading import INTENTS, Held, Reader
from tools.reader.scores import logistic

DATA = Path(__file__).parent / "data"
COMPARED = DATA / "reader_compared.toml"
FEW = 20
"""Posts of an intent below which its F1 is mostly luck."""


Some = Callable[[Sequence[Example]], Sequence[Example]]


class Row(NamedTuple):
    """A line of the table: what was measured on which texts, under the name that `reader_compared.toml` knows."""

    name: str
    on: str
    measured: Measured


class Compared(Model):
    """A reader measured: the tables, and how it errs on sentiment, source by source."""

    reader: str
    tables: str
    held: tuple[Held, ...]
    scores: dict[str, float]


def rows(reader: Scoring, data: Path, *, some: Some = list) -> Iterator[Row]:
    """Measure every task of the table that the reader does and whose texts are at hand; `some` may leave out texts."""
    public, tasks = Public(data), reader.tasks
    if "sentiment" in tasks:
        yield from _sentiment(reader, public, some)
    if "emotion" in tasks:
        yield from _emotions(reader, public, some)
    if "plutchik" in tasks:
        read = read_examples(reader, some(fold(public.xed(), HELD_OUT)))
        yield Row("Plutchik's 8", "XED, held-out tenth", measure_task(read, tasks["plutchik"], "plutchik"))
    if "sarcasm" in tasks:
        yield from _sarcasm(reader, public, some)
    yield from _targets(reader, public, some)
    if "intent" in tasks:
        yield from intents(reader, data, some=some)


def to_markdown(measured: Sequence[Row], changes: Sequence[Flips], *, beside: Sequence[Row] = ()) -> str:
    """Return the tables: every task beside what it must beat, by class, and the flips that should not be.

    `beside` are the shipped reader's rows, where another reader is measured.
    """
    known = tomllib.loads(COMPARED.read_text(encoding="utf-8"))
    shipped = {(row.name, row.on): row.measured for row in beside}
    mine = " shipped (95 %) | its ECE |" if beside else ""
    compared = "VADER | heads | floor | published | goal"
    lines = [
        f"| task | on | n | metric | this reader (95 %) | ECE (by chance) |{mine} {compared} |",
        f"|---|---|---|---|---|---|{'---|---|' if beside else ''}---|---|---|---|---|",
    ]
    for row in measured:
        one, against = row.measured, known.get(row.name, {})
        others = " | ".join(str(against.get(name, "")) for name in ("vader", "heads", "floor", "published", "goal"))
        theirs = shipped.get((row.name, row.on))
        mine = f" {_value(theirs)} | {theirs.ece:.3f} |" if theirs else "  |  |" if beside else ""
        start = f"| {row.name} | {row.on} | {one.n:,} | {one.metric} | **{100 * one.value:.1f}** {_interval(one)} |"
        lines.append(f"{start} {one.ece:.3f} ({one.ece_by_chance:.3f}) |{mine} {others} |")
    lines += ["", "| task, by class | |", "|---|---|"]
    for row in measured:
        each = ", ".join(f"{name} {100 * score:.0f}" for name, score in row.measured.by_class.items())
        lines.append(f"| {row.name}, {row.on} | {each} |")
    lines += ["", "| change that should change nothing | pairs | sentiment flips |", "|---|---|---|"]
    lines += [f"| {one.change} | {one.pairs:,} | {100 * one.share:.1f} % |" for one in changes]
    return "\n".join(lines) + "\n"


def _value(one: Measured) -> str:
    return f"{100 * one.value:.1f} {_interval(one)}"


def _interval(one: Measured) -> str:
    return f"({100 * one.low:.1f}-{100 * one.high:.1f})"


def report(data: Path) -> str:
    """Measure the shipped reader on the texts under `data`; FileNotFoundError names what is absent."""
    reader = EncoderReader()
    return f"Reader {reader.id}\n\n{to_markdown(list(rows(reader, data)), list(flips(reader, data=data)))}"


def compare(reader: Reader, data: Path, *, most: int | None = None) -> Compared:
    """Measure another reader beside the shipped one, on the same texts: at most `most` of each set, by a hash."""

    def some(examples: Sequence[Example]) -> Sequence[Example]:
        return sorted(examples, key=lambda one: zlib.crc32(one.text.encode("utf-8", "replace")))[:most]

    theirs = cast("Scoring", reader) if hasattr(reader, "scores") else Told(reader)
    found = list(rows(theirs, data, some=some))
    shipped = list(rows(EncoderReader(), data, some=some))
    few = f", at most {most:,} texts of each set" if most else ""
    tables = to_markdown(found, list(flips(reader)), beside=shipped)
    return Compared(
        reader=reader.id,
        tables=f"Reader {reader.id} beside {EncoderReader().id}{few}\n\n{tables}",
        held=held_out_confusions(theirs, Public(data), some=some),
        scores=scores_of(theirs, Public(data), some=some),
    )


def _sentiment(reader: Scoring, public: Public, some: Some) -> Iterator[Row]:
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
        yield Row(name, on, measure_sentiment(read_examples(reader, some(examples)), head, metric=metric))


def _emotions(reader: Scoring, public: Public, some: Some) -> Iterator[Row]:
    head = reader.tasks["emotion"]
    ekman = json.loads((public.data / "emotion" / "goemotions_ekman_mapping.json").read_text(encoding="utf-8"))
    groups: dict[str, list[str]] = {}
    for label in head.labels:
        groups.setdefault(public.polarity.get(label, label), []).append(label)
    for on, examples in (
        ("GoEmotions, held-out tenth", fold(public.goemotions("goemotions_train"), HELD_OUT)),
        ("GoEmotions dev (thresholds chosen here)", public.goemotions("goemotions_dev")),
    ):
        read = read_examples(reader, some(examples))
        yield Row("28 emotions", on, measure_task(read, head, "emotion"))
        yield Row("Ekman's 6 and neutral", on, measure_groups(read, head, "emotion", {**ekman, "neutral": ["neutral"]}))
        yield Row("emotions as sentiment, 4 groups", on, measure_groups(read, head, "emotion", groups))


def _sarcasm(reader: Scoring, public: Public, some: Some) -> Iterator[Row]:
    head = reader.tasks["sarcasm"]
    tenths = [read_examples(reader, some(fold(public.isarcasm(), number))) for number in (HELD_OUT, CHECKED)]
    yield Row("sarcasm", "iSarcasm, held-out tenth", measure_task(tenths[0], head, "sarcasm"))
    yield Row("sarcasm, calibrated crosswise", "iSarcasm, both unlearned tenths", crosswise(tenths, head))
    lines = read_examples(reader, some(public.mustard()))
    yield Row("sarcasm in dialogue", "MUStARD, never trained on", measure_task(lines, head, "sarcasm"))


def crosswise(halves: Sequence[Read], head: Head) -> Measured:
    """Measure a label on two halves, each with the calibration and threshold that the other gives: twice the texts."""
    known = [(columns(half.scores, head)[:, 0], held_labels(half.examples, "sarcasm", 1)[:, 0]) for half in halves]
    chances, given = [], []
    for (scores, _), (others, truth) in zip(known, reversed(known), strict=True):
        line = fit_platt(others, truth)
        chances.append(logistic(scores * line.slope + line.shift))
        given.append(chances[-1] >= best_threshold(truth, logistic(others * line.slope + line.shift)))
    whole = np.concatenate([truth for _, truth in known])[:, None]
    return measure_labels(np.concatenate(chances)[:, None], whole, np.concatenate(given)[:, None], head.labels)


def _targets(reader: Scoring, public: Public, some: Some) -> Iterator[Row]:
    news = fold(public.aspects("newsmtsc_train"), HELD_OUT)
    for name, on, examples in (
        ("aspects", "MAMS dev", public.aspects("mams_dev")),
        ("people in the news", "NewsMTSC, held-out tenth", news),
    ):
        read = read_examples(reader, some(examples))
        if len(read.polarities):  # none from a reader without that head
            yield Row(name, on, measure_targets(read))


def intents(reader: Scoring, data: Path, *, some: Some = list) -> Iterator[Row]:
    """Measure intents on real posts labelled blind by two labellers, against each and between them."""
    one, other = (_labels(DATA / f"intents_{name}.jsonl") for name in ("a", "b"))
    posts = _posts(data)
    asked = some([Example(post, posts[post], 0) for post in one if post in posts])
    ids = [example.source for example in asked]
    read = read_examples(reader, asked)
    head = reader.tasks["intent"]
    chances = logistic(read.scores[:, head.first : head.first + len(INTENTS)])
    given = chances >= np.array(head.thresholds)
    given[:, -1] = ~given[:, :-1].any(axis=1)
    truths = [np.array([[intent in labels[post] for intent in INTENTS] for post in ids]) for labels in (one, other)]
    often = [place for place in range(len(INTENTS)) if truths[0][:, place].sum() >= FEW]
    for name, truth in zip("AB", truths, strict=True):
        for what, some_of in (("all 8", list(range(len(INTENTS)))), (f"those of {FEW} posts or more", often)):
            names, held = [INTENTS[place] for place in some_of], truth[:, some_of].astype(np.int64)
            measured = measure_labels(chances[:, some_of], held, given[:, some_of], names)
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
