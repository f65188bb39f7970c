"""Quantification: do the intervals of corrected sentiment shares hold the truth on posts of a source never seen?

    python -m evals.quantification [../shared/data]

Each labelled source in turn plays the user's dataset: groups of 500 texts are drawn from it with shares of the
classes chosen at random, and corrected by errors borrowed from the other sources, or by 200 labelled texts of its
own. Development data: the model of borrowed errors was chosen on it, its spread is measured anew from the sources
that are not left out.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.reader import POLARITIES, EncoderReader
from tools.reader.finish import HELD_OUT, fold
from tools.reader.public import Example, Public
from tools.statistics.quantification import Labelled, borrowed, corrected_shares, labelled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.int64]

GROUPS, TEXTS, LABELLED, DRAWS = 60, 500, 200, 500


class Source(NamedTuple):
    """A labelled source: true and read classes of its texts, each an index into negative, neutral, positive."""

    name: str
    true: Array
    read: Array

    def confusion(self) -> list[list[int]]:
        """Counts: rows the true class, columns the read one."""
        return [[int(((self.true == i) & (self.read == j)).sum()) for j in range(3)] for i in range(3)]


class Outcome(NamedTuple):
    """Over all groups: mean absolute error of a share, share of intervals that hold the truth, their mean width."""

    error: float
    cover: float
    width: float


def main(folder: Path) -> int:
    """Print the table; return the exit status."""
    if not folder.exists():
        sys.stderr.write(f"there is no {folder}: this evaluation needs the labelled sources\n")
        return 1
    sources = _sources(folder)
    print("| source | as counted: error | borrowed: error | holds | width | 200 own labels: error | holds | width |")
    print("|---|---|---|---|---|---|---|---|")
    for source in sources:
        others = [other.confusion() for other in sources if other is not source]
        lent, own = evaluate(source, others), evaluate(source, None)
        print(
            f"| {source.name} | {evaluate(source, []).error:.3f} | {lent.error:.3f} | {lent.cover:.2f} | "
            f"{lent.width:.2f} | {own.error:.3f} | {own.cover:.2f} | {own.width:.2f} |",
            flush=True,
        )
    return 0


def evaluate(source: Source, others: list[list[list[int]]] | None, *, evenness: float = 2) -> Outcome:
    """Correct groups drawn from a source by the errors of others; by its own labels with None, not at all with [].

    Groups' shares are Dirichlet(evenness) for every class: 1 makes any shares as likely, below 1 favours one class.
    """
    import numpy as np

    random = np.random.default_rng(0)
    errors, held, widths = [], [], []
    for number in range(GROUPS):
        truth = random.multinomial(TEXTS, random.dirichlet([evenness] * 3))
        drawn = np.concatenate([random.choice(np.flatnonzero(source.true == i), truth[i]) for i in range(3)])
        counts = [int(count) for count in np.bincount(source.read[drawn], minlength=3)]
        known = _own(source, random) if others is None else borrowed(others) if others else None
        shares = corrected_shares({"all": counts}, known, seed=number, draws=DRAWS)["all"]
        low, high = np.percentile(shares.draws, [2.5, 97.5], axis=0)
        share = truth / TEXTS
        errors.append(np.abs(shares.value - share).mean())
        held.append(((low <= share) & (share <= high)).mean())
        widths.append((high - low).mean())
    return Outcome(float(np.mean(errors)), float(np.mean(held)), float(np.mean(widths)))


def _own(source: Source, random: np.random.Generator) -> Labelled | None:
    import numpy as np

    some = random.choice(len(source.true), LABELLED, replace=False)
    read = np.bincount(source.read, minlength=3).tolist()
    return labelled(Source(source.name, source.true[some], source.read[some]).confusion(), read)


def _sources(folder: Path) -> list[Source]:
    public, reader = Public(folder), EncoderReader()
    return [
        _read("SemEval tweets, held-out tenth", fold(public.sentiment("semeval2017_train"), HELD_OUT), reader),
        _read(
            "GoEmotions, by sentiment, held-out tenth", fold(public.goemotions("goemotions_train"), HELD_OUT), reader
        ),
        _read("DynaSent round 1", public.sentiment("dynasent_r1_dev"), reader),
        _read("DynaSent round 2", public.sentiment("dynasent_r2_dev"), reader),
        _read("brand tweets of 2011", public.brand_tweets(), reader),
    ]


def _read(name: str, examples: Sequence[Example], reader: EncoderReader) -> Source:
    import numpy as np

    known = [one for one in examples if "sentiment" in one.classes]
    readings = reader.read([one.text for one in known])
    return Source(
        name,
        np.array([one.classes["sentiment"] for one in known]),
        np.array([POLARITIES.index(reading.sentiment.label) for reading in readings]),
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")))
