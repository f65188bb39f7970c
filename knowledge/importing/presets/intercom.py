"""Intercom: conversations with their parts.

The conversation's source is its first message, comments among the parts are the rest; notes and assignments are
left out. Messages of admins, teams and bots are the brand's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.importing.files.nested import lookup
from knowledge.importing.presets.base import Fields, Page, Preset
from knowledge.importing.presets.markup import plain

_OURS = frozenset({"admin", "team", "bot"})


def _messages(record: Fields) -> Iterator[Fields]:
    source = record.get("source")
    if isinstance(source, Mapping):
        yield _message({**source, "created_at": record.get("created_at")}, record, subject=source.get("subject"))
    parts = lookup(record, "conversation_parts.conversation_parts")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, Mapping) and part.get("part_type") == "comment":
            yield _message(part, record, subject=None)


def _message(part: Fields, conversation: Fields, *, subject: object) -> Fields:
    author = part.get("author")
    author = author if isinstance(author, Mapping) else {}
    return {
        "id": part.get("id"),
        "author": author.get("id"),
        "author_name": author.get("name"),
        "created_at": part.get("created_at"),
        "text": "\n\n".join(text for text in (plain(subject), plain(part.get("body"))) if text),
        "conversation": conversation.get("id"),
        "is_own": author.get("type") in _OURS,
        "url": part.get("url"),
    }


INTERCOM = Preset(
    name="intercom",
    title="Intercom conversations",
    pages=(
        Page(
            "Conversations",
            "https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/conversation",
        ),
    ),
    shows=(("type", "source.author", "created_at"), ("conversation_parts.conversation_parts", "created_at")),
    constants={"platform": "intercom"},
    records=("conversations",),
    unfold=_messages,
    fields={
        "source_id": ("id",),
        "author_id": ("author",),
        "author.name": ("author_name",),
        "created_at": ("created_at",),
        "text": ("text",),
        "thread_id": ("conversation",),
        "is_own": ("is_own",),
        "url": ("url",),
    },
)
