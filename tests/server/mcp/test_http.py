"""HTTP: who gets in, who does not, and that no token is ever written down."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from server.mcp.http import Address, address, app, tokens_for
from server.mcp.server import GroundswellServer, build_server
from server.runtime import Runtime
from tools.errors import BadRequest

TOKEN = "a-token-long-enough-to-hold-0123456789"
OTHER = "another-token-that-is-long-enough"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - told apart, not bound
HERE = Address("127.0.0.1", 8000)


@asynccontextmanager
async def serving(runtime: Runtime, *, at: Address = HERE, **headers: str) -> AsyncIterator[httpx2.AsyncClient]:
    server = build_server(runtime)
    guarded = app(server, at, tokens=[OTHER, TOKEN])
    transport = httpx2.ASGITransport(guarded)
    async with (
        server.session_manager.run(),
        httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers, timeout=30) as http,
    ):
        yield http


def bearer(token: str = TOKEN) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
JSON = {"content-type": "application/json", "accept": "application/json, text/event-stream"}


@pytest.mark.anyio
async def test_a_client_with_a_token_lists_and_calls_tools(runtime: Runtime, mode: str):
    async with (
        serving(runtime, **bearer()) as http,
        Client(streamable_http_client(HERE.url, http_client=http), mode=mode) as client,
    ):
        assert "ask" in [tool.name for tool in (await client.list_tools()).tools]
        found = await client.call_tool("list_datasets", {})
        assert "demo" in found.content[0].text


@pytest.mark.anyio
@pytest.mark.parametrize(
    "headers",
    [
        {},
        bearer("wrong"),
        bearer(TOKEN[:-1]),
        bearer(TOKEN + "x"),
        bearer(""),
        {"authorization": TOKEN},
        {"authorization": f"Basic {TOKEN}"},
    ],
)
async def test_without_a_known_token_nothing_is_said_but_401(runtime: Runtime, headers: dict[str, str]):
    async with serving(runtime) as http:
        refused = await http.post("/mcp", json=PING, headers={**JSON, **headers})
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert "demo" not in refused.text


@pytest.mark.anyio
async def test_a_session_serves_only_the_token_that_opened_it(runtime: Runtime):
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    async with serving(runtime) as http:
        opened = await http.post(
            "/mcp", json={**PING, "method": "initialize", "params": hello}, headers={**JSON, **bearer()}
        )
        session = {**JSON, "mcp-session-id": opened.headers["mcp-session-id"]}
        other = await http.post("/mcp", json=PING, headers={**session, **bearer(OTHER)})
        same = await http.post("/mcp", json=PING, headers={**session, **bearer()})
    assert (opened.status_code, other.status_code, same.status_code) == (200, 404, 200)


@pytest.mark.anyio
async def test_two_authorization_headers_are_refused(runtime: Runtime):
    async with serving(runtime) as http:
        doubled = [("authorization", f"Bearer {TOKEN}"), ("authorization", "Bearer other"), *JSON.items()]
        assert (await http.post("/mcp", json=PING, headers=doubled)).status_code == 401


@pytest.mark.anyio
@pytest.mark.parametrize("headers", [{}, bearer()])
async def test_another_host_or_origin_is_refused_whatever_the_token(runtime: Runtime, headers: dict[str, str]):
    async with serving(runtime) as http:
        rebound = await http.post("/mcp", json=PING, headers={**JSON, **headers, "host": "evil.example"})
        foreign = await http.post("/mcp", json=PING, headers={**JSON, **headers, "origin": "https://evil.example"})
    assert (rebound.status_code, foreign.status_code) == (421, 403)


@pytest.mark.anyio
async def test_no_answer_lets_a_page_of_another_origin_read_it(runtime: Runtime):
    async with serving(runtime) as http:
        asked = await http.options("/mcp", headers={"origin": "http://localhost:3000"})
    assert "access-control-allow-origin" not in asked.headers


@pytest.mark.anyio
async def test_a_body_over_one_mebibyte_is_refused(runtime: Runtime):
    async with serving(runtime, **bearer()) as http:
        large = {**PING, "params": {"x": "y" * 1_100_000}}
        assert (await http.post("/mcp", json=large, headers=JSON)).status_code == 413


@pytest.mark.anyio
@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"a":' * 50_000, "nul\x00", '{"jsonrpc":"2.0","id":1' + "9" * 5000 + "}"]
)
async def test_a_json_bomb_is_a_parse_error(runtime: Runtime, body: str):
    async with serving(runtime, **bearer()) as http:
        refused = await http.post("/mcp", content=body, headers=JSON)
        assert refused.status_code == 400
        assert (await http.post("/mcp", json=PING, headers=JSON)).status_code < 500


@pytest.mark.anyio
async def test_no_log_line_and_no_answer_holds_a_token(runtime: Runtime, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    answers = []
    async with serving(runtime) as http:
        for headers in (bearer(), bearer("wrong-token-that-was-guessed-once"), {**bearer(), "host": "evil.example"}):
            answers.append((await http.post("/mcp", json=PING, headers={**JSON, **headers})).text)
    for secret in (TOKEN, "wrong-token-that-was-guessed-once"):
        assert secret not in caplog.text
        assert all(secret not in answer for answer in answers)


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("127.0.0.1:8000", "127.0.0.1", 8000),
        ("[::1]:9", "::1", 9),
        (":8000", "127.0.0.1", 8000),
        ("8000", "127.0.0.1", 8000),
        ("mcp.example.com:443", "mcp.example.com", 443),
    ],
)
def test_an_address_is_read(text: str, host: str, port: int):
    assert address(text) == Address(host, port)


@pytest.mark.parametrize("text", ["", "localhost", "127.0.0.1:", "127.0.0.1:99999", "host:port"])
def test_what_is_no_address_is_refused(text: str):
    with pytest.raises(BadRequest, match="Give HOST:PORT"):
        address(text)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        (EVERYWHERE, False),
        ("10.0.0.1", False),
    ],
)
def test_loopback_is_known(host: str, *, loopback: bool):
    assert Address(host, 1).is_loopback is loopback


def test_on_loopback_a_token_is_made_and_told_once(capsys: pytest.CaptureFixture[str]):
    (token,) = tokens_for(HERE, [])
    assert len(token) >= 40
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count(token) == 1


def test_two_runs_make_two_tokens(capsys: pytest.CaptureFixture[str]):
    assert tokens_for(HERE, []) != tokens_for(HERE, [])
    assert "127.0.0.1:8000/mcp" in capsys.readouterr().err


def test_configured_tokens_are_told_to_nobody(capsys: pytest.CaptureFixture[str]):
    assert tokens_for(HERE, [TOKEN]) == [TOKEN]
    assert capsys.readouterr().err == ""


def test_another_machine_is_not_served_without_tokens():
    with pytest.raises(BadRequest, match="Set GROUNDSWELL_HTTP_TOKENS"):
        tokens_for(Address("192.0.2.1", 8000), [])


@pytest.mark.parametrize(
    ("at", "tokens", "said"),
    [
        (HERE, ["short"], "shorter than 20 characters"),
        (HERE, [TOKEN, ""], "shorter than 20 characters"),
        (HERE, [], "No token is set"),
        (Address(EVERYWHERE, 8000), [TOKEN], "Set GROUNDSWELL_HTTP_HOSTS"),
    ],
)
def test_an_unsafe_set_up_does_not_start(server: GroundswellServer, at: Address, tokens: list[str], said: str):
    with pytest.raises(BadRequest, match=said):
        app(server, at, tokens=tokens)


@pytest.mark.anyio
async def test_named_hosts_are_served_and_others_are_not(runtime: Runtime):
    server = build_server(runtime)
    guarded: Any = app(server, Address(EVERYWHERE, 8000), tokens=[TOKEN], hosts=["mcp.example.com"])
    async with (
        server.session_manager.run(),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(guarded), base_url="http://mcp.example.com") as http,
    ):
        assert (await http.post("/mcp", json=PING, headers={**JSON, **bearer()})).status_code < 401
        elsewhere = {**JSON, **bearer(), "host": "127.0.0.1:8000"}
        assert (await http.post("/mcp", json=PING, headers=elsewhere)).status_code == 421
