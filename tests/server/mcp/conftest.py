"""Fixtures of the MCP tests: the demo dataset, a runtime, and clients of both protocol generations."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from mcp import Client

from server.mcp.server import GroundswellServer, build_server
from server.runtime import Runtime
from tests.server.mcp.demo import WordEmbedder, fill, settings

Connect = Callable[[GroundswellServer], AbstractAsyncContextManager[Client]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


_LEGACY = pytest.param("legacy", id="2025-11-25", marks=pytest.mark.slow)
"""The generation before, as clients still speak it: everything again, in the slow suite."""


@pytest.fixture(params=[pytest.param("auto", id="2026-07-28"), _LEGACY])
def mode(request: pytest.FixtureRequest) -> str:
    """Which protocol generation the client speaks."""
    return str(request.param)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the dataset `demo`: 120 posts of two brands over 12 days, one thread, one hostile post."""
    path = tmp_path_factory.mktemp("home")
    fill(path)
    return path


@pytest.fixture(scope="session")
def runtime(home: Path) -> Runtime:
    return Runtime(settings(home), embedder=WordEmbedder())


@pytest.fixture(scope="session")
def server(runtime: Runtime) -> GroundswellServer:
    return build_server(runtime)


@pytest.fixture
def connect(mode: str) -> Connect:
    """Return a function that connects a client of either generation to a server."""

    def to(server: GroundswellServer) -> Client:
        return Client(server, mode=mode)

    return to
