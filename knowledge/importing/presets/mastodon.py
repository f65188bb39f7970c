"""Mastodon: statuses as its API gives them, and the outbox of an account's archive (ActivityPub).

Boosts are left out: they are posts of somebody else. Statuses of the API are known by the id they have on the
server asked, those of an outbox by their address, so the two forms of one post are two posts: import one form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.importing.presets.base import Fields, Page, Preset
from knowledge.importing.presets.markup import plain


def _posts(record: Fields) -> Iterator[Fields]:
    note = record.get("object")
    if isinstance(note, Mapping):
        yield _note(note)
    elif "content" in record and not record.get("reblog"):
        yield {**record, "text": plain(record["content"])}


def _note(note: Fields) -> Fields:
    languages = note.get("contentMap")
    return {
        "id": note.get("id"),
        "created_at": note.get("published"),
        "text": plain(note.get("content")),
        "language": next(iter(languages), None) if isinstance(languages, Mapping) else None,
        "in_reply_to_id": note.get("inReplyTo"),
        "account": {"id": note.get("attributedTo")},
        "url": note.get("url"),
    }


MASTODON = Preset(
    name="mastodon",
    title="Mastodon statuses and outbox",
    pages=(
        Page("Status", "https://docs.joinmastodon.org/entities/Status/"),
        Page("Exporting your information", "https://docs.joinmastodon.org/user/moving/#export"),
        Page(
            "outbox.json: how Mastodon writes it",
            "https://github.com/mastodon/mastodon/blob/main/app/services/backup_service.rb",
        ),
        Page(
            "Notes: how Mastodon writes them",
            "https://github.com/mastodon/mastodon/blob/main/app/serializers/activitypub/note_serializer.rb",
        ),
    ),
    shows=(("account.acct", "content", "created_at"), ("actor", "object", "type", "published")),
    constants={"platform": "mastodon"},
    records=("orderedItems", "statuses"),
    unfold=_posts,
    threads_are_posts=True,
    fields={
        "source_id": ("id",),
        "author_id": ("account.id",),
        "author.handle": ("account.acct",),
        "author.name": ("account.display_name",),
        "author.followers": ("account.followers_count",),
        "author.following": ("account.following_count",),
        "created_at": ("created_at",),
        "text": ("text",),
        "lang": ("language",),
        "reply_to": ("in_reply_to_id",),
        "likes": ("favourites_count",),
        "shares": ("reblogs_count",),
        "replies": ("replies_count",),
        "url": ("url",),
    },
)
