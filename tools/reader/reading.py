"""Reading: the labels of one text, the reader that gives them, and the card that says how it errs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, Self, get_args

from pydantic import Field, computed_field, model_validator

from tools.base import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Polarity = Literal["negative", "neutral", "positive"]
POLARITIES: tuple[Polarity, ...] = ("negative", "neutral", "positive")

Intent = Literal[
    "informational",
    "transactional",
    "navigational",
    "commercial investigation",
    "complaint",
    "praise",
    "suggestion",
    "other",
]
INTENTS: tuple[Intent, ...] = get_args(Intent)

Task = Literal["sentiment", "emotion", "plutchik", "sarcasm", "intent", "aspect"]
TASKS: tuple[Task, ...] = get_args(Task)


class Sentiment(Model):
    """Probabilities of the three polarities, which sum to 1."""

    negative: float = Field(ge=0, le=1)
    neutral: float = Field(ge=0, le=1)
    positive: float = Field(ge=0, le=1)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def label(self) -> Polarity:
        """The likeliest polarity."""
        return max(POLARITIES, key=lambda polarity: float(getattr(self, polarity)))


class Target(NamedTuple):
    """A mention in a text that a reader is asked about: characters `start` to `end` (not included), and of what."""

    start: int
    end: int
    name: str


class AspectReading(Model):
    """How a text speaks of one thing that it mentions."""

    name: str = Field(description="What is mentioned, as its vocabulary spells it.")
    start: int = Field(ge=0, description="Where the mention begins in the text, in characters.")
    end: int = Field(gt=0, description="Where it ends; this character is not part of it.")
    sentiment: Sentiment | None = Field(None, description="What is said of it; none from a reader without that head.")

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"the mention of {self.name!r} ends at {self.end}, before it starts at {self.start}")
        return self


class Reading(Model):
    """The labels of one text."""

    sentiment: Sentiment
    emotions: dict[str, float] = Field(
        description="GoEmotions label to probability, likeliest first; those above the label's own threshold."
    )
    sarcasm: float | None = Field(
        ge=0, le=1, description="Probability that the text is sarcastic; none from a reader without that head."
    )
    language: str = Field(description="ISO 639-1 code; `und` where it cannot be told.")
    reliable: bool = Field(description="False outside English and for texts under three words.")
    reasons: tuple[str, ...] = Field((), description="Why it is not reliable.")
    intents: dict[str, float] = Field(
        {}, description="Intent to probability, likeliest first; those above their threshold. None without that head."
    )
    plutchik: dict[str, float] = Field(
        {}, description="Plutchik's eight emotions to probability, all of them, as read. None without that head."
    )
    aspects: tuple[AspectReading, ...] = Field((), description="The targets given, in their order.")


class Held(Model):
    """How a reader fared on sentiment in labelled texts of one source that it was not trained on."""

    source: str
    confusion: tuple[tuple[int, ...], ...] = Field(description="Counts: rows the true class, columns the predicted.")

    @model_validator(mode="after")
    def _is_square(self) -> Self:
        if len(self.confusion) != len(POLARITIES) or any(len(row) != len(POLARITIES) for row in self.confusion):
            raise ValueError(f"a confusion matrix of {len(POLARITIES)} rows and columns is needed")
        return self

    @property
    def n(self) -> int:
        """How many texts it rests on."""
        return sum(map(sum, self.confusion))


class ReaderCard(Model):
    """What a reader was made from and how it errs; shares computed from its labels are corrected by this."""

    id: str
    embedder: str | None = Field(None, description="Id of the embedder whose vectors it reads; none if it reads text.")
    labels: tuple[Polarity, ...] = POLARITIES
    held: tuple[Held, ...] = Field(
        (), description="Sentiment on held-out texts, source by source; none where nobody has measured it."
    )
    tasks: tuple[Task, ...] = Field(TASKS, description="What it reads; the rest of its readings is empty.")
    data: str = Field(description="What it was trained and measured on.")
    scores: dict[str, float] = Field({}, description="Other measured scores, by name.")

    @property
    def confusion(self) -> tuple[tuple[int, ...], ...]:
        """The sources' confusion matrices added up: rows the true class, columns the predicted."""
        rows = range(len(self.labels))
        return tuple(tuple(sum(held.confusion[i][j] for held in self.held) for j in rows) for i in rows)

    @property
    def n(self) -> int:
        """How many held-out texts the confusion matrix rests on."""
        return sum(held.n for held in self.held)


class Reader(Protocol):
    """Labels texts."""

    @property
    def id(self) -> str:
        """Which reader, with its version; readings of different ids do not mix."""
        ...

    @property
    def card(self) -> ReaderCard:
        """What it was made from and how it errs."""
        ...

    def read(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        *,
        targets: Sequence[Sequence[Target]] | None = None,
    ) -> list[Reading]:
        """Label texts, in the order given; `vectors` (len(texts), dim) serve readers that use them.

        `targets` are the mentions in each text to tell the sentiment of, one sequence a text; none asks about none.
        """
        ...
