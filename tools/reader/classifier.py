"""Classifier: a user's own ONNX model behind the Reader protocol, with a small card that says what it gives.

Takes what text classifiers are usually exported with: `input_ids` and `attention_mask`, maybe `token_type_ids` and
`position_ids`, in; logits of shape (texts, labels) out. No pickle is read, and no file outside the model's folder.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.encoding import BATCH_TOKENS, WINDOW, by_length, padded, readable
from tools.errors import BadRequest, Unavailable
from tools.reader.classifier_card import (
    LABELS,
    LARGEST_MODEL,
    LARGEST_TOKENIZER,
    ClassifierHead,
    inside,
    read_card,
)
from tools.reader.doubts import doubts
from tools.reader.encoder import Head, Scores, sentiment_of
from tools.reader.grams import tokens
from tools.reader.language import languages
from tools.reader.plain import MAX_CHARACTERS, plain
from tools.reader.reading import AspectReading, ReaderCard, Reading, Sentiment, Target
from tools.reader.scores import logistic, softmax

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    Floats = NDArray[np.float64]

NEVER = -30.0
"""The score of a label that the model does not know."""
NO_NUMBER = "the model gave no number"
_ELSEWHERE = b"\n\x08location\x12"
"""How an ONNX file names another file that holds its weights."""
_NEUTRAL = Sentiment(negative=0, neutral=1, positive=0)


class Loaded(NamedTuple):
    """A model ready to run, and its inputs' types by name."""

    session: InferenceSession
    tokenizer: Tokenizer
    inputs: dict[str, str]


class ClassifierReader:
    """Labels texts by a model of the user's; targets get no sentiment of their own. Safe under threads.

    A reading depends on the text alone as far as the model's does: one quantised dynamically looks at its neighbours.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        """Take the model of `folder` with the card reader.json; it is loaded at first use.

        Raises Unavailable where a file is missing, BadRequest where one is too large or the card does not fit.
        """
        self.folder, self.threads = folder, threads
        self._given = read_card(folder)
        self._model = inside(folder, self._given.model, largest=LARGEST_MODEL)
        self._tokenizer = inside(folder, self._given.tokenizer, largest=LARGEST_TOKENIZER)
        self._heads: dict[str, Head] = dict(_placed(self._given.heads))
        self._card = ReaderCard(
            id=f"{self._given.id}@{self._hash()}",
            held=self._given.held,
            data=self._given.data,
            tasks=tuple(head.task for head in self._given.heads),
        )
        self._languages, self._lock = languages(), threading.Lock()
        self._loaded: Loaded | None = None

    @property
    def id(self) -> str:
        """The card's name for it and the start of a hash over model, tokenizer and heads."""
        return self._card.id

    @property
    def card(self) -> ReaderCard:
        """What its user says of it; `held` is empty where nobody measured it."""
        return self._card

    @property
    def tasks(self) -> Mapping[str, Head]:
        """The tasks it does, by name, with all their labels: those that the model lacks are never given."""
        return self._heads

    def read(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32] | None = None,  # noqa: ARG002 - it reads the text itself
        *,
        targets: Sequence[Sequence[Target]] | None = None,
    ) -> list[Reading]:
        """Label texts, in the order given. Raises Unavailable where the model cannot be run or gives another shape."""
        asked = [tuple(some) for some in targets] if targets is not None else [()] * len(texts)
        if len(asked) != len(texts):
            raise BadRequest(f"Found targets for {len(asked)} texts, and {len(texts)} are needed: a list for each.")
        distinct = list(dict.fromkeys(texts))
        found = dict(zip(distinct, self.scores([(text, ()) for text in distinct]), strict=True))
        return [self._reading(text, some, found[text].text) for text, some in zip(texts, asked, strict=True)]

    def scores(self, questions: Sequence[tuple[str, tuple[Target, ...]]]) -> list[Scores]:
        """Return the scores of texts, over all labels of its tasks; a target has none."""
        rows: list[Scores] = []
        for start in range(0, len(questions), WINDOW):
            some = questions[start : start + WINDOW]
            for (_, targets), row in zip(some, self._scored([text for text, _ in some]), strict=True):
                rows.append(Scores(row, (None,) * len(targets)))
        return rows

    def _scored(self, texts: list[str]) -> Floats:
        import numpy as np

        loaded = self._models()
        put = [readable(plain(text).text if self._given.rewrite else text[:MAX_CHARACTERS]) for text in texts]
        ids = [encoding.ids for encoding in loaded.tokenizer.encode_batch_fast(put)]
        scores = np.full((len(texts), sum(len(head.labels) for head in self._heads.values())), NEVER)
        for places in by_length(ids, BATCH_TOKENS):
            outputs = self._run(loaded, [ids[place] for place in places])
            for given in self._given.heads:
                head, output = self._heads[given.task], outputs[given.output or ""]
                if output.shape != (len(places), len(given.labels)):
                    raise Unavailable(
                        f"{self.id} gave {output.shape} for {given.task}, and {(len(places), len(given.labels))} is "
                        f"needed: {len(places)} texts, {len(given.labels)} labels. Mend the labels in its card."
                    )
                for label, column in _columns(given, output).items():
                    scores[places, head.first + head.labels.index(label)] = column
        return scores

    def _run(self, loaded: Loaded, ids: list[list[int]]) -> dict[str, Floats]:
        import numpy as np

        numbers, mask = padded(ids)
        every: dict[str, NDArray[Any]] = {
            "input_ids": numbers,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(numbers),
            "position_ids": np.broadcast_to(np.arange(numbers.shape[1]), numbers.shape),
        }
        feed = {name: every[name].astype(kind) for name, kind in loaded.inputs.items()}
        try:
            found = loaded.session.run(None, feed)
        except _failures() as error:
            raise Unavailable(f"{self.id} could not be run: {_said(error)}") from None
        names = [output.name for output in loaded.session.get_outputs()]
        return {"": found[0], **dict(zip(names, found, strict=True))}

    def _models(self) -> Loaded:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> Loaded:
        import onnxruntime
        from tokenizers import Tokenizer

        content = self._model.read_bytes()
        if _ELSEWHERE in content:
            raise BadRequest(f"{str(self._model)!r} keeps weights in another file. Save it as one file.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.log_severity_level = self.threads or 0, 3
        try:
            session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except _failures() as error:
            raise Unavailable(f"{str(self._model)!r} is no model that can be run: {_said(error)}") from None
        try:
            tokenizer = Tokenizer.from_file(str(self._tokenizer))
        except Exception as error:  # noqa: BLE001 - the library raises nothing narrower
            raise Unavailable(f"{str(self._tokenizer)!r} is no tokenizer: {_said(error)}") from None
        tokenizer.no_padding()
        tokenizer.enable_truncation(self._given.max_tokens)
        return Loaded(session, tokenizer, self._inputs(session))

    def _inputs(self, session: InferenceSession) -> dict[str, str]:
        types = {"tensor(int64)": "int64", "tensor(int32)": "int32"}
        known = ("input_ids", "attention_mask", "token_type_ids", "position_ids")
        for one in session.get_inputs():
            if one.name not in known or one.type not in types:
                raise BadRequest(
                    f"{self.id} takes {one.name!r} of {one.type}, and only {', '.join(known)} of whole numbers can be "
                    "given. Export it with these."
                )
        outputs = [output.name for output in session.get_outputs()]
        for head in self._given.heads:
            if head.output is not None and head.output not in outputs:
                raise BadRequest(f"{self.id} has no output {head.output!r} but {', '.join(outputs)}. Mend its card.")
        return {one.name: types[one.type] for one in session.get_inputs()}

    def _reading(self, text: str, targets: tuple[Target, ...], scores: Floats) -> Reading:
        import numpy as np

        words = tokens(text)
        language = self._languages.spoken(words)
        reads = self._given.languages
        finite = bool(np.isfinite(scores).all())
        reasons = (*doubts(language, words, reads=reads or None), *(() if finite else (NO_NUMBER,)))
        given = {
            task: head.given(logistic(head.of(scores)).tolist()) if finite and task != "sentiment" else {}
            for task, head in self._heads.items()
        }
        sarcasm = self._heads.get("sarcasm")
        plutchik = self._heads.get("plutchik")
        return Reading(
            sentiment=sentiment_of(self._heads["sentiment"].of(scores)) if finite else _NEUTRAL,
            emotions=given.get("emotion", {}),
            sarcasm=float(logistic(sarcasm.of(scores))[0]) if sarcasm and finite else None,
            language=language.code,
            reliable=not reasons,
            reasons=reasons,
            intents=given.get("intent", {}),
            plutchik=dict(zip(plutchik.labels, logistic(plutchik.of(scores)).tolist(), strict=True))
            if plutchik and finite
            else {},
            aspects=tuple(
                AspectReading(name=name, start=start, end=end, sentiment=None) for start, end, name in targets
            ),
        )

    def _hash(self) -> str:
        whole = hashlib.sha256(self._given.model_dump_json(exclude={"held", "data"}).encode())
        for path in (self._model, self._tokenizer):
            with path.open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
        return whole.hexdigest()[:12]


def _placed(heads: Sequence[ClassifierHead]) -> Iterator[tuple[str, Head]]:
    first = 0
    for head in heads:
        labels = LABELS[head.task]
        least = dict(zip(head.labels, head.thresholds, strict=False))
        yield head.task, Head(first=first, labels=labels, thresholds=tuple(least.get(label, 0.5) for label in labels))
        first += len(labels)


def _columns(head: ClassifierHead, output: Floats) -> dict[str, Floats]:
    """Return scores by label: logits for a softmax over polarities, else those whose logistic is the probability."""
    import numpy as np

    logits = output.astype(np.float64)
    exclusive = head.task == "sentiment" if head.exclusive is None else head.exclusive
    if head.task == "sentiment" and not exclusive:
        logits = np.log(np.maximum(logistic(logits), 1e-12))
    elif head.task != "sentiment" and exclusive:
        chances = np.clip(softmax(logits), 1e-12, 1 - 1e-12)
        logits = np.log(chances) - np.log1p(-chances)
    return {label: logits[:, place] for place, label in enumerate(head.labels) if label in LABELS[head.task]}


def _failures() -> tuple[type[Exception], ...]:
    """Return what ONNX Runtime raises for a model that it cannot load or run."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    names = "Fail InvalidArgument InvalidGraph InvalidProtobuf NotImplemented RuntimeException NoModel EPFail"
    return (*(getattr(state, name) for name in names.split()), RuntimeError, ValueError)


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
