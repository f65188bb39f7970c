"""Tables: what a dataset holds, column by column.

The specs below are the one description that importing, storing, documentation and tools share. Column types
are Ibis type names. Times are UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Column(NamedTuple):
    """A column: its Ibis type, what it holds, and whether a row is useless without it."""

    type: str
    doc: str
    required: bool = False


class TableSpec(NamedTuple):
    """A table: what a row is, which columns identify a row, and its columns in order."""

    row: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    person: tuple[str, ...] = ()
    """Columns that hold a person's id, which `forget` and `person` look in."""


_WHEN = "timestamp('UTC')"
ASPECTS = (
    "array<struct<name: string, start: int64, end: int64, "
    "p_negative: float64, p_neutral: float64, p_positive: float64>>"
)
"""Mentions, from character `start` to before `end`; no probabilities where the reader has no head for them."""

TABLES: Mapping[str, TableSpec] = {
    "posts": TableSpec(
        "one post, comment or message",
        ("post_id",),
        {
            "post_id": Column("string", "`p_` + hash of platform and source_id", required=True),
            "platform": Column("string", "x, reddit, instagram, zendesk ... lower case", required=True),
            "source_id": Column("string", "the platform's own id"),
            "author_id": Column("string", "the platform's id of the author; user name where it gives none"),
            "created_at": Column(_WHEN, "when it was published", required=True),
            "text": Column("string", "absent where the platform gives ids only"),
            "lang": Column("string", "ISO 639-1 code, as declared or as read"),
            "region": Column("string", "country or region as given"),
            "brand": Column("string", "the brand it is about, as given or by the dataset's aliases"),
            "campaign": Column("string", "campaign or tag"),
            "format": Column("string", "text, image, video, link, poll ..."),
            "thread_id": Column("string", "post_id of the thread's first post, or the conversation's id"),
            "reply_to": Column("string", "post_id it answers"),
            "is_own": Column("boolean", "written by the brand itself"),
            "likes": Column("int64", "likes, favourites, upvotes"),
            "shares": Column("int64", "reposts, retweets, shares"),
            "replies": Column("int64", "replies, comments"),
            "reach": Column("int64", "distinct accounts that saw it"),
            "impressions": Column("int64", "times it was shown"),
            "views": Column("int64", "video or page views"),
            "url": Column("string", "address of the post"),
            "source": Column("string", "import it came from"),
        },
        person=("author_id",),
    ),
    "readings": TableSpec(
        "the reader's labels of a post",
        ("post_id",),
        {
            "post_id": Column("string", "the post", required=True),
            "reader": Column("string", "which reader, with its version", required=True),
            "p_negative": Column("float64", "probability that the post is negative, 0 to 1", required=True),
            "p_neutral": Column("float64", "probability that it is neutral", required=True),
            "p_positive": Column("float64", "probability that it is positive", required=True),
            "sentiment": Column("string", "the likeliest of negative, neutral, positive", required=True),
            "sarcasm": Column("float64", "probability of sarcasm"),
            "emotions": Column("map<string, float64>", "emotion to probability, those above threshold"),
            "intents": Column("map<string, float64>", "intent to probability, those above threshold"),
            "plutchik": Column("map<string, float64>", "Plutchik's eight emotions to probability"),
            "aspects": Column(ASPECTS, "features and brands that it mentions: where, and what it says of each"),
            "language": Column("string", "language as read, ISO 639-1"),
            "reliable": Column("boolean", "false outside English and for texts too short to read"),
            "urgency": Column("string", "P1 to P4"),
            "distress": Column("boolean", "signs that the writer may be in danger"),
            "offensive": Column("array<string>", "what may offend, by category: a hint, never a verdict"),
            "spam": Column("array<string>", "signs of spam: a hint, never a verdict"),
        },
    ),
    "labels": TableSpec(
        "a person's label of a post, to measure the reader by",
        ("post_id", "labeller"),
        {
            "post_id": Column("string", "the post", required=True),
            "labeller": Column("string", "who labelled it"),
            "sentiment": Column("string", "negative, neutral or positive", required=True),
            "at": Column(_WHEN, "when"),
        },
    ),
    "vectors": TableSpec(
        "the embedder's vector of a post",
        ("post_id",),
        {
            "post_id": Column("string", "the post", required=True),
            "vector": Column("array<float32>", "L2-normalised", required=True),
        },
    ),
    "authors": TableSpec(
        "an author, customer or member",
        ("author_id",),
        {
            "author_id": Column("string", "as in posts", required=True),
            "handle": Column("string", "user name"),
            "name": Column("string", "display name"),
            "bio": Column("string", "profile text"),
            "followers": Column("int64", "accounts that follow it"),
            "following": Column("int64", "accounts it follows"),
            "created_at": Column(_WHEN, "when the account was made"),
            "customer_since": Column(_WHEN, "when the person became a customer"),
            "company": Column("string", "employer as declared"),
            "job_title": Column("string", "job title as declared"),
            "attributes": Column("string", "further declared attributes, a JSON object"),
            "consent": Column("string", "what was consented to, and where"),
            "purposes": Column("string", "purposes allowed, comma-separated"),
            "opt_out": Column("boolean", "asked not to be targeted or contacted"),
        },
        person=("author_id",),
    ),
    "events": TableSpec(
        "something a user did",
        ("user_id", "at", "kind", "object"),
        {
            "user_id": Column("string", "author_id of the user", required=True),
            "at": Column(_WHEN, "when", required=True),
            "kind": Column("string", "what: login, view, use, click ...", required=True),
            "object": Column("string", "of what"),
            "platform": Column("string", "where"),
            "value": Column("float64", "amount, if the kind has one"),
        },
        person=("user_id",),
    ),
    "outcomes": TableSpec(
        "what came of a user",
        ("user_id", "at", "kind"),
        {
            "user_id": Column("string", "author_id of the user", required=True),
            "at": Column(_WHEN, "when", required=True),
            "kind": Column("string", "lead, qualified, converted, purchased, churned, surveyed", required=True),
            "value": Column("float64", "revenue, or the survey's answer"),
            "margin": Column("float64", "contribution margin"),
        },
        person=("user_id",),
    ),
    "tickets": TableSpec(
        "a support conversation",
        ("thread_id",),
        {
            "thread_id": Column("string", "as in posts", required=True),
            "opened_at": Column(_WHEN, "first message", required=True),
            "first_reply_at": Column(_WHEN, "first answer by a person or bot of the brand"),
            "closed_at": Column(_WHEN, "when it was closed"),
            "status": Column("string", "open, pending, solved, closed"),
            "queue": Column("string", "which queue"),
            "assignee": Column("string", "staff id"),
            "csat": Column("float64", "satisfaction as given, on the survey's own scale"),
        },
        person=("assignee",),
    ),
    "assignments": TableSpec(
        "who got what in a test",
        ("user_id", "experiment"),
        {
            "user_id": Column("string", "author_id of the user", required=True),
            "experiment": Column("string", "name of the test", required=True),
            "arm": Column("string", "control, or the variant's name", required=True),
            "segment": Column("string", "segment at the time"),
            "at": Column(_WHEN, "when", required=True),
        },
        person=("user_id",),
    ),
    "spend": TableSpec(
        "money out",
        ("at", "channel", "campaign", "segment"),
        {
            "at": Column(_WHEN, "day", required=True),
            "channel": Column("string", "where it was spent", required=True),
            "campaign": Column("string", "on what"),
            "segment": Column("string", "on whom"),
            "amount": Column("float64", "in the dataset's currency", required=True),
        },
    ),
    "exposures": TableSpec(
        "what a personaliser showed",
        ("user_id", "at", "rank"),
        {
            "user_id": Column("string", "author_id of the user", required=True),
            "at": Column(_WHEN, "when", required=True),
            "rank": Column("int64", "place in the list, from 1", required=True),
            "item_id": Column("string", "what was shown", required=True),
            "category": Column("string", "its category"),
            "stated_interests": Column("string", "what the user said to want, comma-separated"),
            "group": Column("string", "group label for audits"),
            "group_source": Column("string", "where that label came from"),
        },
        person=("user_id",),
    ),
    "touchpoints": TableSpec(
        "a step on a path",
        ("path_id", "at", "channel"),
        {
            "path_id": Column("string", "the path", required=True),
            "at": Column(_WHEN, "when", required=True),
            "channel": Column("string", "through what", required=True),
            "content": Column("string", "which content"),
            "converted": Column("boolean", "the path ended in a conversion"),
            "value": Column("float64", "value of the conversion"),
        },
    ),
    "follows": TableSpec(
        "an edge between members",
        ("from_id", "to_id"),
        {
            "from_id": Column("string", "who follows", required=True),
            "to_id": Column("string", "who is followed", required=True),
            "at": Column(_WHEN, "since when"),
        },
        person=("from_id", "to_id"),
    ),
}

DERIVED = ("readings", "vectors")
"""Tables that importing computes from posts; files are never imported into them."""
