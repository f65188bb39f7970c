"""Endpoint reader: texts labelled by an OpenAI-compatible model that a user has named; slow, dear, and checked.

Nothing is sent unless the reader is chosen by name. Users and links are blotted out of what is sent.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from prompts import load
from server.agent.endpoint import Endpoint
from server.labelling.cache import NAME, Cache
from server.labelling.replies import PROMPT, Asked, NotTold, Told, checked, messages, schema
from server.settings import Settings
from tools.errors import BadRequest
from tools.reader.doubts import doubts
from tools.reader.grams import tokens
from tools.reader.language import languages
from tools.reader.plain import plain
from tools.reader.reading import POLARITIES, TASKS, AspectReading, ReaderCard, Reading, Sentiment, Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 2_000
"""Characters of a text that are sent."""
BATCH, BATCH_CHARACTERS, BATCH_TARGETS = 16, 8_000, 60
AT_ONCE, RETRIES = 4, 4
"""Questions under way at a time, and how often one is repeated, ever later, where the endpoint is busy."""
_NO_SENTIMENT = Sentiment(negative=0, neutral=1, positive=0)


class EndpointReader:
    """Labels texts by the model of the settings. What it gives is a label, so probabilities are 1 or 0.

    A text whose labels are not among those asked for is asked about once more by itself, and then has a neutral
    reading that is not reliable and says why.
    """

    def __init__(self, settings: Settings) -> None:
        """Take the settings; nothing is opened. Raises BadRequest where they name no model."""
        model = settings.reader_model or settings.model
        if not model:
            raise BadRequest("The reader is `endpoint`, and no model is set. Set GROUNDSWELL_READER_MODEL.")
        self.settings = settings.model_copy(update={"model": model})
        self._endpoint = Endpoint(self.settings, retries=RETRIES)
        self._languages, self._left = languages(), settings.reader_most
        self._card = ReaderCard(
            id=f"endpoint:{model}@{load(PROMPT).version}",
            data=f"Labels of {model} at {host(settings)}; what it learned from is not known here.",
            tasks=tuple(task for task in TASKS if task != "plutchik"),
        )
        self._cache = Cache(settings.data.state / NAME, self._card.id)

    @property
    def id(self) -> str:
        """The model's name and the prompt's version."""
        return self._card.id

    @property
    def card(self) -> ReaderCard:
        """What is known of it; how it errs is not, until it is measured."""
        return self._card

    def read(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32] | None = None,  # noqa: ARG002 - it reads the text itself
        *,
        targets: Sequence[Sequence[Target]] | None = None,
    ) -> list[Reading]:
        """Label texts, in the order given; what was labelled before is not sent again.

        Raises Unavailable where the endpoint does not answer, BadRequest where more texts are to be sent than the
        setting `reader_most` allows. What was labelled until then is kept.
        """
        mentions = [tuple(some) for some in targets] if targets is not None else [()] * len(texts)
        asked = [_asked(text, some) for text, some in zip(texts, mentions, strict=True)]
        told: dict[Asked, Told | NotTold] = {**self._cache.known(one for one in asked if one.text)}
        for some in self._answered([one for one in dict.fromkeys(asked) if one.text and one not in told]):
            self._cache.keep({one: labels for one, labels in some.items() if isinstance(labels, Told)})
            told |= some
        nothing = NotTold("there is nothing to read")
        return [
            self._reading(text, some, told.get(one, nothing))
            for text, some, one in zip(texts, mentions, asked, strict=True)
        ]

    def _answered(self, asked: Sequence[Asked]) -> Iterator[dict[Asked, Told | NotTold]]:
        if len(asked) > self._left:
            raise BadRequest(
                f"Found {len(asked):,} more texts to send to {host(self.settings)}, and {self._left:,} are left of the "
                f"{self.settings.reader_most:,} that one command may send. GROUNDSWELL_READER_MOST allows more."
            )
        self._left -= len(asked)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            yield from pool.map(self._batch, list(_batches(asked)))

    def _batch(self, asked: Sequence[Asked]) -> dict[Asked, Told | NotTold]:
        found = dict(zip(asked, self._ask(asked), strict=True))
        for one in [one for one, labels in found.items() if isinstance(labels, NotTold)]:
            (found[one],) = self._ask([one])
        return found

    def _ask(self, asked: Sequence[Asked]) -> list[Told | NotTold]:
        longest = self.settings.model_timeout_s * (RETRIES + 1)
        reply = self._endpoint.chat(messages(asked), deadline=time.monotonic() + longest, schema=schema())
        return checked(reply.text, asked)

    def _reading(self, text: str, mentions: tuple[Target, ...], told: Told | NotTold) -> Reading:
        words = tokens(text)
        language = self._languages.spoken(words)
        reasons = doubts(language, words, reads=None)
        if isinstance(told, NotTold):
            labels, reasons = None, (*reasons, told.reason)
        else:
            labels = told
        said = labels.targets if labels else (None,) * len(mentions)
        return Reading(
            sentiment=_certain(labels.sentiment) if labels else _NO_SENTIMENT,
            emotions=dict.fromkeys(labels.emotions, 1.0) if labels else {},
            sarcasm=float(labels.sarcastic) if labels else None,
            language=language.code,
            reliable=not reasons,
            reasons=reasons,
            intents=dict.fromkeys(labels.intents, 1.0) if labels else {},
            aspects=tuple(
                AspectReading(name=name, start=start, end=end, sentiment=_certain(one) if one else None)
                for (start, end, name), one in zip(mentions, said, strict=True)
            ),
        )


def host(settings: Settings) -> str:
    """Return the host that texts are sent to, without path, user or key."""
    from urllib.parse import urlsplit

    return (urlsplit(settings.base_url).hostname if settings.base_url else None) or "the model's vendor"


def _asked(text: str, mentions: Sequence[Target]) -> Asked:
    put = plain(text[:LONGEST]).text.encode("utf-8", "replace").decode("utf-8").strip()
    return Asked(put, tuple(one.name for one in mentions))


def _certain(label: str) -> Sentiment:
    return Sentiment(**{polarity: float(polarity == label) for polarity in POLARITIES})


def _batches(asked: Sequence[Asked]) -> Iterator[list[Asked]]:
    batch: list[Asked] = []
    characters = targets = 0
    for one in asked:
        characters, targets = characters + len(one.text), targets + len(one.targets)
        if batch and (len(batch) == BATCH or characters > BATCH_CHARACTERS or targets > BATCH_TARGETS):
            yield batch
            batch, characters, targets = [], len(one.text), len(one.targets)
        batch.append(one)
    if batch:
        yield batch
