"""Store: the registry's tables in the state database. No member of a segment is ever in them.

A version is a text that nobody changes, with its hash. What would tell whether somebody belonged to it, the key of its
membership digest, lies in a table of its own, which erasing empties.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from server.state import metadata

segments = Table(
    "segments",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("dataset", String(64), nullable=False, index=True),
    Column("name", String(80), nullable=False),
    Column("folded", String(160), nullable=False),
    Column("state", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("changed_at", String(32), nullable=False),
    Column("review_at", String(32)),
    UniqueConstraint("dataset", "folded"),
)

versions = Table(
    "segment_versions",
    metadata,
    Column("segment_id", String(24), ForeignKey("segments.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("body", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("written_at", String(32), nullable=False),
)

keys = Table(
    "segment_keys",
    metadata,
    Column("segment_id", String(24), ForeignKey("segments.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("key", String(64), nullable=False),
)

signatures = Table(
    "segment_signatures",
    metadata,
    Column("segment_id", String(24), ForeignKey("segments.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("act", String(24), primary_key=True),
    Column("reviewer", String(24), primary_key=True),
    Column("payload", Text, nullable=False),
    Column("signature", String(128), nullable=False),
)
