"""Packing: what a quarterly review of a dataset's segments needs to see, as one Markdown page that names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from server.desk.visible import one_line
from server.segments.membership import size_if_told
from server.segments.model import REVIEWED_FOR, Registered
from tools.errors import GroundswellError
from tools.segmentation.disclosure import FLOOR

if TYPE_CHECKING:
    from server.segments.registry import Registry

_MOVED = 0.2
"""Share by which a size may change before a review should ask why: four times the rounding of a segment of 100."""


def review_pack(registry: Registry, dataset: str) -> str:
    """Return the page: each segment in use, its size then and now, what changed, what wants attention, what to decide.

    Sizes now are those of the same definition on the data as they are now.
    """
    found = [one for one in registry.list(dataset) if one.state not in ("rejected", "archived")]
    now = registry.now()
    lines = [f"# Segments of {dataset}: review of {now:%Y-%m-%d}", ""]
    lines += [f"{len(found)} in use. Each is due again {REVIEWED_FOR.days} days after it was approved or reviewed."]
    for one in found:
        lines += ["", *_section(registry, one)]
    return "\n".join([*lines, ""])


def _section(registry: Registry, one: Registered) -> Iterator[str]:
    content, name = one.content, one_line(one.name)
    yield f"## {name}"
    yield ""
    yield f"- {one.state}, version {one.version}, owner {one_line(content.owner)}, for {content.purpose}"
    yield f"- {one.sensitivity}; impact assessment {one.dpia}" + (
        f", until {content.dpia.expires}" if content.dpia else ""
    )
    yield f"- {_size(registry, one)}"
    yield f"- due for review {one.review_at:%Y-%m-%d}" if one.review_at else "- not approved yet"
    since = registry.now() - REVIEWED_FOR
    for entry in registry.history(one):
        if entry.at >= since:
            yield f"- {entry.at:%Y-%m-%d} {entry.kind}" + (f" by {entry.who}" if entry.who else "") + _noted(entry.note)
    yield from (f"- **{flag}**" for flag in registry.attention(one))
    yield ""
    yield "Decide: still needed for that purpose? still these people? fewer features? then one of"
    yield f"`groundswell segments review {name!r} --reason ...`, `refresh`, `archive`."


def _size(registry: Registry, one: Registered) -> str:
    was = one.content.people
    try:
        data = registry.runtime.dataset(one.content.dataset)
        with data.unless_erased():
            found = registry.runtime.segmenter(data).segmented(one.content.definition)
    except GroundswellError as error:
        return f"about {was:,} people when registered; on the data as they are now it cannot be found: {error}"
    now = size_if_told(found, one.content.segment)
    if now is None:
        return f"about {was:,} people when registered, now fewer than {FLOOR}, or too few beside it to tell"
    asks = "; ask why" if abs(now - was) > _MOVED * was else ""
    return f"about {was:,} people when registered, about {now:,} by the same definition now{asks}"


def _noted(note: str) -> str:
    return f": {one_line(note, 200)}" if note else ""
