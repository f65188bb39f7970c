"""Reading lines: JSON Lines of texts labelled in order, in bounded memory; what `groundswell read` prints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.service.urgency import urgency

if TYPE_CHECKING:
    from server.runtime import Runtime
    from tools.reader import Reading

BATCH = 512
LONGEST = 10_000_000  # bytes of a line


class Line(NamedTuple):
    """One line of output: the object as it came with its reading, or what is wrong with the line."""

    number: int
    output: dict[str, Any]
    error: str | None = None


def read_lines(runtime: Runtime, lines: Iterable[bytes]) -> Iterator[Line]:
    """Label each line's "text"; one line out for each line in, in order, blank and bad ones too."""
    numbered = enumerate(lines, start=1)
    while batch := list(islice(numbered, BATCH)):
        parsed = [_parsed(number, line) for number, line in batch]
        good = [line for line in parsed if line.error is None]
        texts = [line.output["text"] for line in good]
        readings = iter(runtime.reader.read(texts, runtime.embedder.embed(texts)) if texts else ())
        for line in parsed:
            if line.error is None:
                line.output["reading"] = reading_object(next(readings), line.output["text"])
            yield line


def reading_object(reading: Reading, text: str) -> dict[str, Any]:
    """Return a reading as it is printed; intents and aspects are empty where the reader has no such head."""
    urgent = urgency(text)
    return {
        "sentiment": reading.sentiment.model_dump(mode="json"),
        "emotions": reading.emotions,
        "sarcasm": reading.sarcasm,
        "intents": getattr(reading, "intents", {}),
        "aspects": [aspect.model_dump(mode="json") for aspect in getattr(reading, "aspects", ())],
        "urgency": urgent.priority,
        "distress": urgent.distress,
        "language": reading.language,
        "reliable": reading.reliable,
        "reasons": list(reading.reasons),
    }


def _parsed(number: int, line: bytes) -> Line:
    error = None
    found: Any = None
    try:
        found = json.loads(line.decode("utf-8-sig")) if len(line) <= LONGEST else None
    except UnicodeDecodeError:
        error = "it is not UTF-8"
    except (ValueError, RecursionError):
        error = "it is empty" if not line.strip() else "it is no JSON"
    if error is None and not isinstance(found, dict):
        error = "it is no JSON object, or longer than 10 MB"
    if error is None and not isinstance(found.get("text"), str):
        error = 'it has no "text" that is a string'
    if error is None:
        return Line(number, found)
    kept = found if isinstance(found, dict) else {}
    return Line(number, kept | {"error": f"line {number}: {error}"}, error)
