"""Plan: what is learned from which source, and how much each counts; chosen before training, on dev files."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tools.reader.intents import intended, own_posts, public_requests
from tools.reader.learning.model import SPAN
from tools.reader.named import SLOT, own_slotted, slotted, with_names
from tools.reader.public import ACTS, PLUTCHIK, Example, Public
from tools.reader.reading import INTENTS, POLARITIES
from tools.reader.templates import sentences, with_typo

HELD_OUT, CHECKED = 0, 1
"""Fold 0 of every training file is never learned from; nor is fold 1 of those without a dev file of their own."""

PASSES = {
    "semeval2017_train": 2.2,
    "goemotions_train": 2.2,
    "xed_train": 1.3,
    "isarcasm_train": 3.5,
    "isarcasm_rephrased": 2.0,
    "mams_train": 3.5,
    "newsmtsc_train": 1.5,
    "tweet_acts_train": 2.0,
    "banking77_train": 0.5,
    "clinc150_train": 0.5,
    "bitext_train": 0.2,
    "own_sentences": 4.0,
    "own": 25.0,
    "mapped": 1.0,
    "with_typos": 1.2,
    "with_names": 1.2,
}
TASKS = {
    "sentiment": 1.0,
    "emotion": 0.5,
    "plutchik": 0.3,
    "sarcasm": 1.0,
    SPAN: 0.7,
    "act": 0.5,
    "banking77": 0.2,
    "clinc150": 0.2,
    "bitext": 0.2,
    "intent": 1.0,
}
SOURCES = {"isarcasm_rephrased": 0.5, "mapped": 0.2}
TYPOS_OF, TYPO_SHARE = ("semeval2017_train", "goemotions_train", "own"), 0.15
OWN_TIMES = 40
NAMES_OF = ("goemotions_train", "semeval2017_train")
DEV_OF = {"semeval2017_train": "semeval2017_dev", "goemotions_train": "goemotions_dev", "mams_train": "mams_dev"}


def sources(public: Public) -> dict[str, list[Example]]:
    """Read all training files whole, by name."""
    read = [
        public.sentiment("semeval2017_train"),
        public.goemotions("goemotions_train"),
        public.xed(),
        public.isarcasm(),
        public.rephrased(),
        public.aspects("mams_train"),
        public.aspects("newsmtsc_train"),
        public.acts(),
        public.requests("banking77_train"),
        public.requests("clinc150_train"),
        public.requests("bitext_train"),
    ]
    by_intent = {"own": list(own_posts()), "mapped": list(public_requests(public))}
    read += [list(sentences()), *([intended(name, one) for one in texts] for name, texts in by_intent.items())]
    return {examples[0].source: examples for examples in read}


def with_typos(learned: Mapping[str, Sequence[Example]], *, seed: int) -> list[Example]:
    """Return a share of the texts again, each with two letters swapped."""
    draw = random.Random(seed)  # noqa: S311 (not a secret)
    some = (one for name in TYPOS_OF for one in learned[name] if draw.random() < TYPO_SHARE)
    return [replace(one, text=with_typo(one.text, draw)) for one in some]


def to_pair(learned: Mapping[str, Sequence[Example]]) -> list[Example]:
    """Return the texts to read with two names: those of people's posts that have a slot, and our own often."""
    return [*slotted(one for name in NAMES_OF for one in learned[name]), *own_slotted() * OWN_TIMES]


def with_other_names(learned: Mapping[str, Sequence[Example]], *, seed: int) -> list[Example]:
    """Return comments whose names were blotted out, with names: a reader never meets the blots."""
    return with_names((one for one in learned["goemotions_train"] if SLOT in one.text), seed=seed)


def learnable(examples: Sequence[Example]) -> list[Example]:
    """Leave out the folds that are held out or checked on."""
    without = {HELD_OUT} if examples[0].source in DEV_OF else {HELD_OUT, CHECKED}
    return [example for example in examples if example.fold not in without]


def sizes(public: Public, read: Mapping[str, Sequence[Example]]) -> dict[str, int]:
    """Return how many labels each task has."""
    fixed = {
        "sentiment": len(POLARITIES),
        "emotion": len(public.emotions),
        "plutchik": len(PLUTCHIK),
        "sarcasm": 1,
        SPAN: len(POLARITIES),
        "act": len(ACTS),
        "intent": len(INTENTS),
    }
    asked: Counter[str] = Counter()
    for examples in read.values():
        for example in examples:
            for task, label in example.classes.items():
                asked[task] = max(asked[task], label + 1)
    return {**asked, **fixed}


def priors(read: Mapping[str, Sequence[Example]]) -> dict[str, list[float]]:
    """Return each source's shares of the three sentiments, each at least one text."""
    shares = {}
    for name, examples in read.items():
        counts = Counter(example.classes["sentiment"] for example in examples if "sentiment" in example.classes)
        whole = [counts[label] + 1 for label in range(len(POLARITIES))]
        shares[name] = [count / sum(whole) for count in whole]
    return shares
