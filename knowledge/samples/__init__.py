"""Samples: the ConnectSphere launch, a seeded corpus with planted and documented truth (docs/sample.md)."""

from knowledge.samples.files import Written, write
from knowledge.samples.launch import Launch, generate
from knowledge.samples.steering import Attendee, RankedSession, rank_sessions
from knowledge.samples.truth import Truth

__all__ = ["Attendee", "Launch", "RankedSession", "Truth", "Written", "generate", "rank_sessions", "write"]
