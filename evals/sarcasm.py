"""Sarcasm: what sarcastic tweets mean, against what they say, as the reader reads both.

    python -m evals.sarcasm ../shared/data

Prints the matrix of `tools.reader.sarcasm` and how often a rule gives the sentiment of the plain version. The texts are
iSarcasm's (Oprea & Magdy, ACL 2020; MIT): tweets that their authors called sarcastic, with the authors' own rewording
without sarcasm. The reader learned sarcasm from the same tweets, but never a sentiment from them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tools.reader import EncoderReader, Sentiment
from tools.reader.reading import POLARITIES
from tools.reader.sarcasm import meant_if_sarcastic

Matrix = tuple[tuple[float, ...], ...]


class Pair(NamedTuple):
    """A sarcastic text and its plain version, as read."""

    said: Sentiment
    meant: Sentiment


def pairs(file: Path) -> list[Pair]:
    """Read every sarcastic tweet of iSarcasm that has a plain version, and that version."""
    texts = list(_texts(file))
    reader = EncoderReader()
    nothing = np.empty((len(texts), 0), dtype=np.float32)
    said, meant = (reader.read([text[side] for text in texts], nothing) for side in (0, 1))
    return [Pair(one.sentiment, other.sentiment) for one, other in zip(said, meant, strict=True)]


def matrix(read: Sequence[Pair]) -> Matrix:
    """Return how often what is said as i (row) is meant as j (column); each row sums to 1, or is 0 where nothing is."""
    counts = np.zeros((3, 3))
    for said, meant in read:
        counts[POLARITIES.index(said.label), POLARITIES.index(meant.label)] += 1
    return tuple(map(tuple, (counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)).tolist()))


def agreement(read: Sequence[Pair], rule: Callable[[Sentiment], Sentiment]) -> float:
    """Return the share, 0 to 1, of tweets for which a rule gives the label of the plain version."""
    return sum(rule(said).label == meant.label for said, meant in read) / len(read)


def swapped(said: Sentiment) -> Sentiment:
    """Return a sentiment with its poles exchanged."""
    return Sentiment(negative=said.positive, neutral=said.neutral, positive=said.negative)


def _texts(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        tweet = json.loads(line)
        if tweet["sarcastic"] and tweet.get("rephrase"):
            yield tweet["text"], tweet["rephrase"]


def main() -> int:
    """Print the matrix and the rules' agreement."""
    parser = argparse.ArgumentParser(prog="python -m evals.sarcasm", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    read = pairs(parser.parse_args().data / "sarcasm" / "isarcasm_train.jsonl")
    rules = {"as it stands": lambda said: said, "by the matrix": meant_if_sarcastic, "swapped": swapped}
    meant = [
        f"| {name} | {' | '.join(f'{share:.3f}' for share in row)} |"
        for name, row in zip(POLARITIES, matrix(read), strict=True)
    ]
    table = [f"{len(read)} tweets", "", f"| says, means | {' | '.join(POLARITIES)} |", "|---|---|---|---|", *meant]
    agreed = [f"| {name} | {agreement(read, rule):.1%} |" for name, rule in rules.items()]
    sys.stdout.write("\n".join([*table, "", "| rule | same label as the plain version |", "|---|---|", *agreed]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
