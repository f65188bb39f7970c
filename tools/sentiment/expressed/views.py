"""View: a set of labels that posts may have several of, and where the readings hold them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tools.errors import MissingData, UnknownName
from tools.facts import Facts


class View(NamedTuple):
    """Labels to count: the column of `readings`, and for each label those of the column that it stands for.

    A label that stands for none holds where no other does. With `probable` the column has a probability for every
    label, which are added up; else it has the labels that passed their thresholds, which are counted.
    """

    kind: str
    """What a label is, as figures' groups name it: emotion, intent."""
    column: str
    labels: Mapping[str, tuple[str, ...]]
    rest: str | None
    """The label for posts of which nothing is to be said; none where there is no such label."""
    measured: str
    """How the reader's scores on held-out texts begin that tell of this view."""
    probable: bool = False

    @property
    def telling(self) -> tuple[str, ...]:
        """The labels that say something."""
        return tuple(label for label in self.labels if label != self.rest)

    def chosen(self, only: tuple[str, ...]) -> tuple[str, ...]:
        """Return the labels asked for, all that say something where none is; UnknownName for one that there is not."""
        names = {label.lower(): label for label in self.labels}
        for name in only:
            if name.strip().lower() not in names:
                raise UnknownName(self.kind, name, self.labels)
        return tuple(dict.fromkeys(names[name.strip().lower()] for name in only)) or self.telling


def not_read(facts: Facts, what: str) -> MissingData:
    """Return the refusal for a dataset whose reader has no head for what is asked."""
    return MissingData(
        f"Dataset {facts.dataset!r} was read by {facts.reader or 'a reader that is not known'}, which does not tell "
        f"{what}. Read them again with the reader that ships: groundswell reread {facts.dataset}"
    )


def how_measured(facts: Facts, start: str, what: str) -> str:
    """Return a sentence on how well the dataset's reader tells something: by its card, or that nobody measured it."""
    scores = [f"{name} {value:.2f}" for name, value in facts.reader_scores.items() if name.startswith(start)]
    known = f"the reader was measured on other texts only ({'; '.join(scores)})" if scores else "was not measured"
    lead = f"Shares of {what} are as the reader counted them, not corrected: how it errs on these posts is not known; "
    return lead + (f"{known}." if scores else f"on other texts it {known} either.")
