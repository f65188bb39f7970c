"""Store: the registry's tables in the state database. No member of a segment is ever in them.

A version is a text that nobody changes, with its hash. How a segment stands is nowhere in them: it follows from the
ledger and the signatures in it. What would tell whether somebody belonged to a version, the key of its membership
digest, lies in a table of its own, which erasing empties.
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
