"""Fixtures of the sample's tests: the full launch is generated once."""

from __future__ import annotations

import pytest

from knowledge.samples import Launch, generate


@pytest.fixture(scope="session")
def launch() -> Launch:
    return generate()


@pytest.fixture(scope="session")
def small() -> Launch:
    return generate(3, days=16, posts=500)
