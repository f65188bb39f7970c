"""Rows: the records of the sample, one type a table, fields named as in tools/tables.py."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Post(NamedTuple):
    post_id: str
    platform: str
    source_id: str
    author_id: str
    created_at: datetime
    text: str
    lang: str
    region: str | None
    brand: str | None
    campaign: str | None
    format: str
    thread_id: str
    reply_to: str | None
    is_own: bool
    likes: int
    shares: int | None
    replies: int
    reach: int | None
    impressions: int | None
    views: int | None
    url: str


class Author(NamedTuple):
    author_id: str
    handle: str
    name: str
    bio: str | None
    followers: int
    following: int
    created_at: datetime
    customer_since: datetime | None
    company: str | None
    job_title: str | None
    attributes: str
    consent: str | None
    purposes: str | None
    opt_out: bool


class Event(NamedTuple):
    user_id: str
    at: datetime
    kind: str
    object: str
    platform: str
    value: float | None


class Outcome(NamedTuple):
    user_id: str
    at: datetime
    kind: str
    value: float | None
    margin: float | None


class Ticket(NamedTuple):
    thread_id: str
    opened_at: datetime
    first_reply_at: datetime | None
    closed_at: datetime | None
    status: str
    queue: str
    assignee: str | None
    csat: float | None


class Assignment(NamedTuple):
    user_id: str
    experiment: str
    arm: str
    segment: str
    at: datetime


class Spend(NamedTuple):
    at: datetime
    channel: str
    campaign: str
    segment: str | None
    amount: float


class Exposure(NamedTuple):
    user_id: str
    at: datetime
    rank: int
    item_id: str
    category: str
    stated_interests: str
    group: str | None
    group_source: str | None


class Touchpoint(NamedTuple):
    path_id: str
    at: datetime
    channel: str
    content: str
    converted: bool
    value: float | None


class Follow(NamedTuple):
    from_id: str
    to_id: str
    at: datetime
