"""Zendesk: tickets with their public comments (JSON export), or tickets alone (incremental export).

The JSON export holds the requester, where the API holds the requester's id. A comment is the brand's own where
its author is not the ticket's requester. Internal notes and deleted tickets are left out. A ticket without comments
is one post: its subject and description, by the requester.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.importing.files.nested import lookup
from knowledge.importing.presets.base import Fields, Page, Preset


def _messages(record: Fields) -> Iterator[Fields]:
    if record.get("status") == "deleted":
        return
    comments = record.get("comments")
    if not isinstance(comments, list) or not comments:
        yield _opening(record)
        return
    for comment in comments:
        if isinstance(comment, Mapping) and comment.get("public") is not False:
            yield _comment(comment, record)


def _opening(ticket: Fields) -> Fields:
    parts = (ticket.get("subject"), ticket.get("description"))
    return {
        "id": f"ticket-{ticket['id']}" if ticket.get("id") else None,
        "author": _requester(ticket),
        "created_at": ticket.get("created_at"),
        "text": "\n\n".join(str(part) for part in parts if part),
        "ticket": ticket.get("id"),
        "is_own": False,
        "via": ticket.get("via"),
    }


def _comment(comment: Fields, ticket: Fields) -> Fields:
    author, requester = comment.get("author_id"), _requester(ticket)
    return {
        "id": comment.get("id"),
        "author": author,
        "created_at": comment.get("created_at"),
        "text": comment.get("plain_body") or comment.get("body"),
        "ticket": ticket.get("id"),
        "is_own": None if author is None or requester is None else author != requester,
        "via": comment.get("via") or ticket.get("via"),
    }


def _requester(ticket: Fields) -> object:
    given = ticket.get("requester_id")
    return lookup(ticket, "requester.id") if given is None else given


ZENDESK = Preset(
    name="zendesk",
    title="Zendesk tickets and comments",
    pages=(
        Page("Tickets", "https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/"),
        Page("Ticket comments", "https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/"),
        Page(
            "Incremental exports",
            "https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/",
        ),
        Page(
            "Exporting data to a JSON, CSV, or XML file",
            "https://support.zendesk.com/hc/en-us/articles/4408886165402",
        ),
    ),
    shows=(
        ("requester_id", "created_at", "status"),
        ("requester_id", "description"),
        ("requester_id", "comments"),
        ("requester.id", "created_at", "status"),
    ),
    constants={"platform": "zendesk"},
    records=("tickets",),
    unfold=_messages,
    fields={
        "source_id": ("id",),
        "author_id": ("author",),
        "created_at": ("created_at",),
        "text": ("text",),
        "thread_id": ("ticket",),
        "is_own": ("is_own",),
        "format": ("via.channel",),
    },
)
