"""What all tests share: counts of people are disguised by a fixed key, so that they are the same in every run."""

import os


def pytest_configure() -> None:
    """Set the key before any data folder makes one of its own."""
    os.environ.setdefault("GROUNDSWELL_DISCLOSURE_KEY", "the key of the tests")
