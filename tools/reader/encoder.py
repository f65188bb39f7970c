"""Encoder: the reader that ships, a MiniLM fine-tuned on all tasks at once, with its heads."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tools.base import Model
from tools.encoding import WINDOW, OnnxEncoder
from tools.errors import BadRequest, Unavailable
from tools.reader.doubts import doubts
from tools.reader.grams import tokens
from tools.reader.language import languages
from tools.reader.plain import Plain, plain
from tools.reader.reading import AspectReading, ReaderCard, Reading, Sentiment, Target
from tools.reader.scores import Heads, load_heads, logistic, pooled, softmax
from tools.reader.spans import pieces_within
from tools.shipped import check_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent / "weights"
DESCRIPTION = "reader.json"
OTHER = "other"
Piece = tuple[int, int] | None
T = TypeVar("T")


class Head(Model):
    """Which columns of the heads are one task's, and above which probability each label is given."""

    first: int
    labels: tuple[str, ...]
    thresholds: tuple[float, ...] = ()

    def of(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return this task's share of all scores."""
        return scores[self.first : self.first + len(self.labels)]

    def given(self, probabilities: Sequence[float]) -> dict[str, float]:
        """Return the labels whose probability is at least their threshold, likeliest first."""
        rows = zip(self.labels, probabilities, self.thresholds, strict=True)
        felt = [(label, probability) for label, probability, threshold in rows if probability >= threshold]
        return dict(sorted(felt, key=lambda row: -row[1]))


class ReaderFile(Model):
    """The description beside the weights: hashes of the files, the tasks, and the card."""

    files: dict[str, str]
    heads: dict[str, Head]
    card: ReaderCard


class Text(NamedTuple):
    """A text as the encoder takes it: word pieces, and for each target asked about the pieces it covers, if any."""

    ids: list[int]
    targets: tuple[Piece, ...]


class Scores(NamedTuple):
    """One text's scores over all labels, and a triple for each target; none for one that was not read."""

    text: NDArray[np.float64]
    targets: tuple[NDArray[np.float64] | None, ...]


class EncoderReader:
    """Labels texts by a fine-tuned MiniLM, int8; English only.

    A reading depends on its own text and targets alone, to the last bit. What comes after 4,096 characters or 256
    tokens is not read. The files are loaded at first use, after their hashes are checked. Safe under threads.
    """

    def __init__(self, folder: Path = SHIPPED, *, threads: int | None = None) -> None:
        """Take the reader of `folder`, made by knowledge/weights/train_reader.py; `threads` None uses every core.

        Raises Unavailable if there is none.
        """
        self.folder = folder
        try:
            self._file = ReaderFile.model_validate_json((folder / DESCRIPTION).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise Unavailable(
                f"There is no reader in {str(folder)!r}: {DESCRIPTION} is missing. Reinstall groundswell, or train "
                "one: python -m knowledge.weights.train_reader"
            ) from None
        encoder = {name: self._file.files[name] for name in ("model.onnx", "tokenizer.json")}
        self._encoder = OnnxEncoder(folder, encoder, threads=threads)
        self._languages = languages()
        self._lock = threading.Lock()
        self._heads: Heads | None = None

    @property
    def id(self) -> str:
        """Which reader, with the start of its weights' hash."""
        return self._file.card.id

    @property
    def card(self) -> ReaderCard:
        """What it was made from and how it errs."""
        return self._file.card

    @property
    def tasks(self) -> Mapping[str, Head]:
        """The tasks it reads, by name."""
        return self._file.heads

    def read(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32] | None = None,  # noqa: ARG002 - it reads the text itself
        *,
        targets: Sequence[Sequence[Target]] | None = None,
    ) -> list[Reading]:
        """Label texts, in the order given; `vectors` are not used.

        A target past what is read of its text comes back without a sentiment. Any text is legal. Raises BadRequest
        if there are not as many lists of targets as texts, Unavailable if a file is missing or damaged.
        """
        asked = [tuple(some) for some in targets] if targets is not None else [()] * len(texts)
        if len(asked) != len(texts):
            raise BadRequest(f"Found targets for {len(asked)} texts, and {len(texts)} are needed: a list for each.")
        # Reposts are common, and equal texts have equal readings.
        distinct = list(dict.fromkeys(zip(texts, asked, strict=True)))
        readings: dict[tuple[str, tuple[Target, ...]], Reading] = {}
        for start in range(0, len(distinct), WINDOW):
            some = distinct[start : start + WINDOW]
            for question, scores in zip(some, self.scores(some), strict=True):
                readings[question] = self._reading(*question, scores)
        return [readings[question] for question in zip(texts, asked, strict=True)]

    def scores(self, questions: Sequence[tuple[str, tuple[Target, ...]]]) -> list[Scores]:
        """Return the scores of texts and their targets; a softmax or logistic function of them is a probability."""
        heads = self._loaded()
        found = [(place, _scores(heads, states, text)) for place, states, text in self.states(questions)]
        return _in_order(found)

    def states(
        self, questions: Sequence[tuple[str, tuple[Target, ...]]]
    ) -> Iterator[tuple[int, NDArray[np.float32], Text]]:
        """Yield the place of each text, its token states (tokens, width), and the text; not in order."""
        cut = self._cut(questions)
        for batch in self._encoder.batches([text.ids for text in cut]):
            for place, states in zip(batch.places, batch.states, strict=True):
                yield place, states[: len(cut[place].ids)], cut[place]

    def _cut(self, questions: Sequence[tuple[str, tuple[Target, ...]]]) -> list[Text]:
        rewritten = [plain(text) for text, _ in questions]
        cut = [Text(ids, ()) for ids in self._encoder.tokens([text.text for text in rewritten])]
        # Where each piece lies takes longer to tell, and is needed for texts with targets alone.
        asked = [place for place, (_, targets) in enumerate(questions) if targets]
        placed = self._encoder.placed_tokens([rewritten[place].text for place in asked])
        for place, encoding in zip(asked, placed, strict=True):
            _, targets = questions[place]
            cut[place] = Text(encoding.ids, tuple(_piece(one, rewritten[place], encoding.offsets) for one in targets))
        return cut

    def _loaded(self) -> Heads:
        with self._lock:
            if self._heads is None:
                path = self.folder / "heads.npz"
                check_file(path, expected=self._file.files[path.name])
                self._heads = load_heads(path)
            return self._heads

    def _reading(self, text: str, targets: tuple[Target, ...], scores: Scores) -> Reading:
        words = tokens(text)
        language = self._languages.spoken(words)
        reasons = doubts(language, words)
        tasks = self.tasks
        chances = {name: logistic(tasks[name].of(scores.text)).tolist() for name in tasks if name != "sentiment"}
        return Reading(
            sentiment=sentiment_of(tasks["sentiment"].of(scores.text)),
            emotions=tasks["emotion"].given(chances["emotion"]),
            sarcasm=chances["sarcasm"][0],
            language=language.code,
            reliable=not reasons,
            reasons=reasons,
            intents=_intents(tasks["intent"].given(chances["intent"])),
            plutchik=dict(zip(tasks["plutchik"].labels, chances["plutchik"], strict=True)),
            aspects=tuple(
                AspectReading(name=name, start=start, end=end, sentiment=None if one is None else sentiment_of(one))
                for (start, end, name), one in zip(targets, scores.targets, strict=True)
            ),
        )


def _piece(target: Target, text: Plain, offsets: Sequence[tuple[int, int]]) -> Piece:
    return pieces_within(offsets, text.place(target.start), text.place(target.end))


def _scores(heads: Heads, states: NDArray[np.float32], text: Text) -> Scores:
    whole = pooled(states)
    targets = (
        None if span is None else heads.target_scores(states[slice(*span)].mean(axis=0), whole) for span in text.targets
    )
    return Scores(heads.scores(whole), tuple(targets))


def sentiment_of(scores: NDArray[np.float64]) -> Sentiment:
    """Return the polarities' probabilities: the softmax of three scores."""
    negative, neutral, positive = softmax(scores).tolist()
    return Sentiment(negative=negative, neutral=neutral, positive=positive)


def _intents(given: dict[str, float]) -> dict[str, float]:
    """Leave `other`, which is always given, to texts of which nothing else holds."""
    rest = {name: chance for name, chance in given.items() if name != OTHER}
    return rest or given


def _in_order(found: list[tuple[int, T]]) -> list[T]:
    return [value for _, value in sorted(found, key=lambda row: row[0])]
