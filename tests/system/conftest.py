"""Fixtures of the system tests: small exports, a data folder with a dataset, and our command line as a user runs it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.home import Home
from tests.system.world import Said, bring, groundswell, made, write


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A data folder with dataset `d`: 120 posts about Acme and Bolt. Copy it before you change it."""
    home = Home(tmp_path_factory.mktemp("seeded") / "home")
    bring(home, write(home.path.parent / "first.jsonl", made(range(120))))
    return home


@pytest.fixture
def home(seeded: Home, tmp_path: Path) -> Home:
    """A copy of `seeded` of the test's own, in a folder whose name has a space and an umlaut."""
    path = tmp_path / "hö me"
    shutil.copytree(seeded.path, path)
    return Home(path)


@pytest.fixture
def cli(home: Home) -> Callable[..., Said]:
    """Run `groundswell` on the test's data folder; keywords are variables of the environment."""
    return lambda *arguments, **variables: groundswell(home, *arguments, **variables)
