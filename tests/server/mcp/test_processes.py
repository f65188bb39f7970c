"""Processes: the server as clients start it, over stdio and over HTTP."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

TOKEN = "a-token-long-enough-to-hold-0123456789"
SERVE = "import typer; from server.cli.serve import serve; typer.run(serve)"


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GROUNDSWELL_")}
    return {**kept, "GROUNDSWELL_HOME": str(home), "PYTHONWARNINGS": "default"}


@pytest.mark.anyio
async def test_a_client_lists_calls_and_reads_over_stdio(home: Path, mode: str, tmp_path: Path):
    started = StdioServerParameters(
        command=sys.executable, args=["-c", SERVE, "--read-only"], env=environment(home), cwd=str(tmp_path)
    )
    async with Client(started, mode=mode) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        found = await client.call_tool("engagement_rates", {"dataset": "demo"})
        listed = await client.read_resource("groundswell://datasets")
    assert names[0] == "ask"
    assert "draft_reply" not in names
    assert found.structured_content["n_posts"] == 120
    assert '"demo"' in listed.contents[0].text


@pytest.fixture(scope="module")
def endpoint(home: Path) -> Iterator[tuple[str, Path]]:
    """A server process over HTTP, and the file that its output goes to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = home / "http.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, "--http", f"127.0.0.1:{port}"],
            env={**environment(home), "GROUNDSWELL_HTTP_TOKENS": f'["{TOKEN}"]'},
            stdout=output,
            stderr=output,
        )
        try:
            _wait(port, process)
            yield f"http://127.0.0.1:{port}/mcp", log
        finally:
            process.terminate()
            process.wait(timeout=10)


@pytest.mark.anyio
async def test_a_client_with_the_token_calls_a_tool_over_http(endpoint: tuple[str, Path], mode: str):
    url, log = endpoint
    async with (
        httpx2.AsyncClient(headers={"authorization": f"Bearer {TOKEN}"}, timeout=30) as http,
        Client(streamable_http_client(url, http_client=http), mode=mode) as client,
    ):
        found = await client.call_tool("list_datasets", {})
        assert "demo" in found.content[0].text
    assert TOKEN not in log.read_text(encoding="utf-8")


def test_without_the_token_http_answers_401(endpoint: tuple[str, Path]):
    url, log = endpoint
    assert httpx2.post(url, json={}, headers={"authorization": "Bearer guessed-token-000000000"}).status_code == 401
    assert "guessed-token" not in log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("where", "said"),
    [("0.0.0.0:0", "no token is set"), ("nonsense", "Give HOST:PORT"), ("192.0.2.1:8000", "no token is set")],
)
def test_what_is_unsafe_or_unclear_does_not_start(home: Path, where: str, said: str):
    code = f"{SERVE.replace('typer.run(serve)', f'serve(http={where!r})')}"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(home), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert said in done.stderr


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended before it listened"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server did not listen within 15 s")
