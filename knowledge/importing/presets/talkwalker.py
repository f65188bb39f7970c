"""Talkwalker: documents as its search and export APIs give them, and CSV with the same dotted names.

Engagement is not imported: it sums likes, shares and comments. Documents of X carry no address and no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowledge.importing.presets.base import Fields, Page, Preset

_FAMILY = re.compile(r"^(SOCIALMEDIA|MESSAGEBOARD|BLOG|ONLINENEWS)_")


def _documents(record: Fields) -> Iterator[Fields]:
    if record.get("chunk_type") == "CT_CONTROL":
        return
    inner: Fields = record
    for step in ("chunk_result", "data", "data"):
        if isinstance(inner.get(step), Mapping):
            inner = inner[step]
    yield {**inner, "platform": _platform(inner.get("source_type"))}


def _platform(source_type: object) -> str | None:
    """Name the narrowest source type: of SOCIALMEDIA, SOCIALMEDIA_TWITTER it is twitter."""
    kinds = source_type if isinstance(source_type, list) else re.split(r"[,;|\s]+", str(source_type or ""))
    narrowest = max((str(kind) for kind in kinds), key=len, default="")
    return _FAMILY.sub("", narrowest).lower() or None


TALKWALKER = Preset(
    name="talkwalker",
    title="Talkwalker documents (API exports, CSV with the same names)",
    pages=(
        Page("Talkwalker Documents", "https://developer.talkwalker.com/docs/talkwalker-documents"),
        Page("How to retrieve subset of results", "https://developer.talkwalker.com/guides/use-search-api/results"),
    ),
    shows=(
        ("published", "source_type", "content"),
        ("data.published", "data.source_type"),
        ("chunk_type", "chunk_result.data.data.published"),
    ),
    records=("result_content.data",),
    unfold=_documents,
    fields={
        "platform": ("platform",),
        "source_id": ("url",),
        "author_id": ("extra_author_attributes.id", "extra_author_attributes.name"),
        "author.handle": ("extra_author_attributes.short_name",),
        "author.name": ("extra_author_attributes.name",),
        "created_at": ("published",),
        "text": ("content",),
        "lang": ("lang",),
        "region": ("extra_source_attributes.world_data.country",),
        "format": ("post_type",),
        "reach": ("reach",),
        "url": ("url",),
    },
)
