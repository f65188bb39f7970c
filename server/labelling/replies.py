"""Replies: what a labelling model is asked and may say; of what it says only known labels are believed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from prompts import load
from tools.reader.classifier_card import EMOTIONS
from tools.reader.reading import INTENTS, POLARITIES

PROMPT = "label_posts"
MOST_SHOWN = 40
"""Characters of a word that is no label which a reason repeats."""
OTHER = "other"


class Asked(NamedTuple):
    """A text as it is sent, and the names of the targets asked about."""

    text: str
    targets: tuple[str, ...] = ()


class Told(NamedTuple):
    """The labels that a model gave a text, all of them known ones."""

    sentiment: str
    emotions: tuple[str, ...] = ()
    sarcastic: bool = False
    intents: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


class NotTold(NamedTuple):
    """Why a text has no labels, in words that a reading may repeat."""

    reason: str


def messages(asked: Sequence[Asked]) -> list[dict[str, str]]:
    """Return the question about some texts: orders in one message, what strangers wrote as JSON in the other."""
    orders = load(PROMPT).render(emotions=", ".join(EMOTIONS[:-1]), intents=", ".join(INTENTS))
    posts = [
        {"id": number, "text": one.text, "targets": list(one.targets)} for number, one in enumerate(asked, start=1)
    ]
    content = json.dumps({"posts": posts}, ensure_ascii=False)
    return [{"role": "system", "content": orders}, {"role": "user", "content": content}]


def schema() -> dict[str, Any]:
    """Return the JSON schema of a reply; endpoints that ignore it are checked all the same."""
    polarity = {"type": "string", "enum": list(POLARITIES)}
    properties = {
        "id": {"type": "integer"},
        "sentiment": polarity,
        "emotions": {"type": "array", "items": {"type": "string", "enum": list(EMOTIONS[:-1])}},
        "sarcastic": {"type": "boolean"},
        "intents": {"type": "array", "items": {"type": "string", "enum": list(INTENTS)}},
        "targets": {"type": "array", "items": polarity},
    }
    reading = {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip
    readings = {"type": "array", "items": reading}
    return {
        "type": "object", "properties": {"readings": readings}, "required": ["readings"], "additionalProperties": False,
    }  # fmt: skip


def checked(reply: str, asked: Sequence[Asked]) -> list[Told | NotTold]:
    """Return for each text the labels given, or why there are none; whatever the reply says, nothing is raised."""
    try:
        found = json.loads(reply)
        rows = found["readings"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return [NotTold("the model's reply is no JSON with readings")] * len(asked)
    by_id: dict[int, Any] = {}
    for row in rows if isinstance(rows, list) else ():
        number = row.get("id") if isinstance(row, dict) else None
        if type(number) is int:
            by_id[number] = None if number in by_id else row  # said twice is said not at all
    return [_told(by_id.get(number), one) for number, one in enumerate(asked, start=1)]


def _told(row: Any, asked: Asked) -> Told | NotTold:  # noqa: ANN401 - a model wrote it
    if row is None:
        return NotTold("the model gave it no reading, or two")
    sarcastic = row.get("sarcastic", False)
    if type(sarcastic) is not bool:
        return _no_label("sarcastic", sarcastic)
    fields: dict[str, tuple[str, ...]] = {}
    known = {"emotions": EMOTIONS, "intents": INTENTS, "targets": POLARITIES, "sentiment": POLARITIES}
    for name, labels in known.items():
        given = [row.get(name)] if name == "sentiment" else row.get(name, [])
        if not isinstance(given, list):
            return _no_label(name, given)
        for label in given:
            if not isinstance(label, str) or label not in labels:
                return _no_label(name, label)
        fields[name] = tuple(given)
    if len(fields["targets"]) != len(asked.targets):
        return NotTold(f"the model judged {len(fields['targets'])} targets, and {len(asked.targets)} were asked about")
    emotions = tuple(one for one in dict.fromkeys(fields["emotions"]) if one != EMOTIONS[-1])
    intents = tuple(one for one in dict.fromkeys(fields["intents"]) if one != OTHER) or (OTHER,)
    return Told(fields["sentiment"][0], emotions, sarcastic, intents, fields["targets"])


def _no_label(field: str, value: object) -> NotTold:
    return NotTold(f"the model's {field} {repr(value)[:MOST_SHOWN]} is none of those asked for")
