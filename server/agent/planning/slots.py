"""Slots: a tool's arguments, filled from what the asker said. Nothing else fills a filter or a period."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError

from server.agent.framing.frame import Frame
from server.agent.planning.options import said_options
from tools.base import Tool

WHOLE_FIELD = frozenset({"share_of_voice", "share_of_influence"})
"""Tools that measure brands against all others: a filter on one brand alone would leave nothing to compare with."""
_SEARCHES = frozenset({"query", "words", "text"})


_ONCE = re.compile(
    r"\b(?:identical|same|copied|duplicate\w*|repeated|copies)\b.{0,30}\b(?:only )?once\b|\bde-?duplicat\w+|"
    r"\bwithout (?:copies|duplicates|reposts)\b|\bonce whoever\b"
)
"""Copies of a text are to count once."""


def filled(tool: Tool, frame: Frame, dataset: str, **options: object) -> dict[str, Any]:
    """Return arguments for a tool: who and when from the frame, the tool's own options from `options`.

    Options that the tool does not know, or does not take, are left out: a recipe may offer them to any tool.
    """
    arguments: dict[str, Any] = {"dataset": dataset}
    if frame.period:
        arguments["period"] = frame.period.model_dump(mode="json")
    searches = _SEARCHES & tool.query.model_fields.keys()
    if restricted := _filter(frame, whole_field=tool.name in WHOLE_FIELD, searched=bool(searches)):
        # A filter that is given replaces the tool's own, which may count the brand's own posts too.
        arguments["filter"] = _own(tool) | restricted
    for name in sorted(searches):
        if tool.query.model_fields[name].is_required():
            arguments[name] = str(options.get(name) or _search_words(frame))
    for name, value in options.items():
        if value is not None and name in tool.query.model_fields:
            arguments.setdefault(name, value)
    if "copies_once" in tool.query.model_fields and _ONCE.search(frame.text):
        arguments.setdefault("copies_once", True)
    if frame.sarcasm == "exclude" and "sarcasm" in tool.query.model_fields:
        arguments.setdefault("sarcasm", "exclude")
    for name, value in said_options(tool, frame.text).items():
        arguments.setdefault(name, value)
    return _accepted(tool, arguments)


def _own(tool: Tool) -> dict[str, Any]:
    own = tool.query.model_fields["filter"].get_default(call_default_factory=True).own
    return {"own": own} if own != "exclude" else {}


def _filter(frame: Frame, *, whole_field: bool, searched: bool) -> dict[str, Any]:
    values: dict[str, Any] = {
        "brands": () if whole_field and len(frame.brands) < 2 else frame.brands,
        "platforms": frame.platforms,
        "langs": frame.langs,
        "regions": frame.regions,
        "campaigns": frame.campaigns,
    }
    restricted: dict[str, Any] = {name: list(value) for name, value in values.items() if value}
    if frame.phrase and not searched:
        restricted["text"] = frame.phrase
    if frame.own != "exclude":
        restricted["own"] = frame.own
    if frame.suspected_bots in ("exclude", "only"):
        restricted["suspected_bots"] = frame.suspected_bots
    return restricted


def _search_words(frame: Frame) -> str:
    mood = {"negative": "complaint, problem, annoyed", "positive": "love it, great", None: ""}[frame.polarity]
    return (frame.topic or frame.phrase or " ".join(frame.features) or mood or frame.text)[:400]


def _accepted(tool: Tool, arguments: dict[str, Any]) -> dict[str, Any]:
    """Drop options whose values the tool refuses; what is required stays, so that the refusal is the tool's own."""
    try:
        tool.query.model_validate(arguments)
    except ValidationError as error:
        refused = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
        kept = {"dataset", "period", "filter"}
        return {
            name: value
            for name, value in arguments.items()
            if name in kept or name not in refused or tool.query.model_fields[name].is_required()
        }
    return arguments
