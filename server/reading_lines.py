"""Reading lines: lines of texts labelled in order, in bounded memory; what `groundswell read` prints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, NoReturn

from tools.reader.mentions import Vocabulary
from tools.reader.sarcasm import if_sarcastic
from tools.reader.views import EKMAN, FEEDBACK, plutchik, viewed
from tools.service.labels import Labels, label

if TYPE_CHECKING:
    from server.runtime import Runtime
    from tools.reader import AspectReading

LONGEST = 10_000_000
"""Bytes of a line; a longer one is skipped without being held."""
BATCH, BATCH_BYTES = 512, 4_000_000
"""Lines, or bytes of lines, that are read together."""


class Raw(NamedTuple):
    """A line as it came, with the bytes it took; no content where it is longer than 10 MB."""

    number: int
    content: bytes | None
    size: int


class Line(NamedTuple):
    """One line of output: the object as it came with its reading, or what is wrong with the line."""

    number: int
    output: dict[str, Any]
    error: str | None = None
    size: int = 0


class Form(NamedTuple):
    """What lines look like: JSON objects whose `field` holds the text (dots lead into objects), or plain text."""

    field: str = "text"
    plain: bool = False


USUAL = Form()


def raw_lines(stream: BinaryIO) -> Iterator[Raw]:
    """Cut a stream into lines without ever holding more than one of them, or 10 MB of it."""
    number = 0
    while content := stream.readline(LONGEST + 1):
        number, size = number + 1, len(content)
        if size <= LONGEST:
            yield Raw(number, content, size)
            continue
        while not content.endswith(b"\n") and (content := stream.readline(LONGEST)):
            size += len(content)
        yield Raw(number, None, size)


def read_lines(
    runtime: Runtime, lines: Iterable[Raw], *, form: Form = USUAL, names: Vocabulary | None = None
) -> Iterator[Line]:
    """Label each line's text; one line out for each line in, in order, blank and bad ones too.

    `names` are the aspects to look for and to tell the sentiment of.
    """
    for batch in _batches(lines):
        parsed = [_parsed(raw, form) for raw in batch]
        texts = [text for _, text in parsed if text is not None]
        found = iter(_labels(runtime, texts, names or Vocabulary(())) if texts else ())
        for line, text in parsed:
            if text is not None:
                line.output["reading"] = reading_object(next(found), reader=runtime.reader.id)
            yield line


def reading_object(labels: Labels, *, reader: str) -> dict[str, Any]:
    """Return a reading as it is printed, with who read it; what the reader has no head for is empty."""
    reading, sarcastic = labels.reading, if_sarcastic(labels.reading)
    return {
        "sentiment": reading.sentiment.model_dump(mode="json"),
        "emotions": reading.emotions,
        "ekman": viewed(reading.emotions, EKMAN),
        "plutchik": plutchik(reading.plutchik, reading.emotions),
        "plutchik_derived": not reading.plutchik,
        "feedback": viewed(reading.emotions, FEEDBACK),
        "sarcasm": reading.sarcasm,
        "if_sarcastic": sarcastic and sarcastic.model_dump(mode="json"),
        "intents": reading.intents,
        "aspects": [_aspect_object(aspect) for aspect in reading.aspects],
        "urgency": labels.urgency.priority,
        "urgency_reasons": [str(reason) for reason in labels.urgency.reasons],
        "distress": labels.urgency.distress,
        "offensive": list(labels.hints.offensive),
        "spam": list(labels.hints.spam),
        "language": reading.language,
        "reliable": reading.reliable,
        "reasons": list(reading.reasons),
        "reader": reader,
    }


def _aspect_object(aspect: AspectReading) -> dict[str, Any]:
    said = aspect.sentiment
    return {
        "aspect": aspect.name,
        "start": aspect.start,
        "end": aspect.end,
        "sentiment": said.label if said else None,
        "p": getattr(said, said.label) if said else None,
    }


def _labels(runtime: Runtime, texts: list[str], names: Vocabulary) -> list[Labels]:
    import numpy as np

    targets = [names.find(text) for text in texts]
    # A reader that reads the text itself needs no vectors, which take as long as its reading.
    vectors = runtime.embedder.embed(texts) if runtime.reader.card.embedder else np.zeros((len(texts), 0), np.float32)
    readings = runtime.reader.read(texts, vectors, targets=targets)
    return [label(text, reading) for text, reading in zip(texts, readings, strict=True)]


def _batches(lines: Iterable[Raw]) -> Iterator[list[Raw]]:
    batch: list[Raw] = []
    held = 0
    for raw in lines:
        batch.append(raw)
        held += len(raw.content or b"")
        if len(batch) >= BATCH or held >= BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _parsed(raw: Raw, form: Form) -> tuple[Line, str | None]:
    """Return the line to print and its text; no text where something is wrong with it."""
    found: Any = None
    try:
        if raw.content is None:
            raise _Bad("it is longer than 10 MB")
        content = raw.content.decode("utf-8-sig")
        found = {"text": content.rstrip("\r\n")} if form.plain else _object(content)
        text = found["text"] if form.plain else _text(found, form.field)
    except UnicodeDecodeError:
        return _wrong(raw, found, "it is not UTF-8"), None
    except _Bad as bad:
        return _wrong(raw, found, str(bad)), None
    return Line(raw.number, found, size=raw.size), text


class _Bad(ValueError):
    """What is wrong with a line, in words."""


def _object(content: str) -> dict[str, Any]:
    if not content.strip():
        raise _Bad("it is empty")
    try:
        found = json.loads(content, parse_constant=_no_constant)
        json.dumps(found, allow_nan=False)  # 1e999, and what nests too deeply to be written again
    except (ValueError, RecursionError):
        raise _Bad("it is no JSON") from None
    if not isinstance(found, dict):
        raise _Bad("it is no JSON object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _text(found: dict[str, Any], field: str) -> str:
    value: Any = found.get(field)
    if value is None and "." in field:
        value = found
        for part in field.split("."):
            value = value.get(part) if isinstance(value, dict) else None
    if not isinstance(value, str):
        raise _Bad(f'it has no "{field}" that is a string')
    return value


def _wrong(raw: Raw, found: object, error: str) -> Line:
    kept = found if isinstance(found, dict) else {}
    return Line(raw.number, kept | {"error": f"line {raw.number}: {error}"}, error, raw.size)
