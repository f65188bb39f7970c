"""Talkwalker: documents as its search and export APIs give them.

Engagement is not imported: it sums likes, shares and comments. The content is the beginning of the text. Documents of
X carry the ids of the post and its author, no address and no text. Tables whose columns have the same dotted names
are read too, though Talkwalker does not document the columns of its spreadsheets.
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
    title="Talkwalker documents (API)",
    pages=(
        Page("Fields", "https://developer.talkwalker.com/docs/talkwalker-documents/fields"),
        Page("Field information", "https://developer.talkwalker.com/docs/talkwalker-documents/field-information"),
        Page(
            "Twitter exclusive fields",
            "https://developer.talkwalker.com/docs/talkwalker-documents/twitter-exclusive-fields",
        ),
        Page("Talkwalker API Overview", "https://apidocs.talkwalker.com/"),
    ),
    shows=(
        ("published", "source_type", "content"),
        ("external_provider", "external_id", "source_type"),
        ("data.published", "data.source_type"),
        ("data.external_provider", "data.external_id"),
        ("chunk_type", "chunk_result.data.data.published"),
        ("chunk_type", "chunk_result.data.data.external_id"),
    ),
    records=("result_content.data",),
    unfold=_documents,
    fields={
        "platform": ("platform",),
        "source_id": ("external_id", "url"),
        "author_id": ("external_author_id", "extra_author_attributes.id", "extra_author_attributes.name"),
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
