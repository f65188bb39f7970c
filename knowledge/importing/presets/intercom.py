"""Intercom: conversations with their parts.

The conversation's source is its first message. Comments among the parts are the rest, and so is what was said while
assigning, closing or reopening; notes are left out, and so are parts that say nothing. Messages of admins, teams
and bots are the brand's own. Only conversations retrieved one by one hold their parts, 500 at most; a list does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.importing.files.nested import lookup
from knowledge.importing.presets.base import Fields, Page, Preset
from knowledge.importing.presets.markup import plain

_OURS = frozenset({"admin", "team", "bot"})
_THEIRS = frozenset({"user", "lead", "contact"})
_SAID = frozenset({"comment", "assignment", "close", "open"})


def _messages(record: Fields) -> Iterator[Fields]:
    source = record.get("source") or record.get("conversation_message")  # the latter before version 2.0
    if isinstance(source, Mapping):
        yield _message({**source, "created_at": record.get("created_at")}, record, subject=source.get("subject"))
    parts = lookup(record, "conversation_parts.conversation_parts")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, Mapping) and _says(part):
            yield _message(part, record, subject=None)


def _says(part: Fields) -> bool:
    """Tell messages, which have words or attachments, from changes of state, which may be called comments too."""
    return part.get("part_type") in _SAID and bool(plain(part.get("body")) or part.get("attachments"))


def _message(part: Fields, conversation: Fields, *, subject: object) -> Fields:
    author = part.get("author")
    author = author if isinstance(author, Mapping) else {}
    kind = author.get("type")
    return {
        "id": part.get("id"),
        "author": author.get("id"),
        "author_name": author.get("name"),
        "created_at": part.get("created_at"),
        "text": "\n\n".join(text for text in (plain(subject), plain(part.get("body"))) if text),
        "conversation": conversation.get("id"),
        "is_own": True if kind in _OURS else False if kind in _THEIRS else None,
    }


INTERCOM = Preset(
    name="intercom",
    title="Intercom conversations",
    pages=(
        Page(
            "Intercom's OpenAPI: conversation, conversation_source, conversation_part",
            "https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.11/api.intercom.io.yaml",
        ),
        Page(
            "Conversation part model (1.4)",
            "https://developers.intercom.com/docs/references/1.4/rest-api/conversations/conversation-part-model",
        ),
        Page(
            "Closing or reopening a conversation (1.4)",
            "https://developers.intercom.com/docs/references/1.4/rest-api/conversations/closing-a-conversation",
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
    },
)
