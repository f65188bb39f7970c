"""Fixtures of the knowledge tests: models that ship are loaded once."""

from __future__ import annotations

import pytest

from knowledge.embedder import MiniLMEmbedder


@pytest.fixture(scope="session")
def embedder() -> MiniLMEmbedder:
    return MiniLMEmbedder(threads=1)
