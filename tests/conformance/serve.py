"""Serve: the real HTTP app on loopback, with a token put into requests that bring none.

The conformance suite cannot send headers of its own. Everything else is as `groundswell serve --http` has it: the
guards, the limits and the tools. Usage: python tests/conformance/serve.py PORT HOME
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from server.mcp.http import Address, app
from server.mcp.server import build_server
from server.runtime import Runtime
from server.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class TokenGiver:
    """Adds the bearer token to requests that have none."""

    def __init__(self, inner: ASGIApp, token: str) -> None:
        self._inner, self._header = inner, (b"authorization", f"Bearer {token}".encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a token."""
        if scope["type"] == "http" and all(name != b"authorization" for name, _ in scope["headers"]):
            scope = {**scope, "headers": [*scope["headers"], self._header]}
        await self._inner(scope, receive, send)


def main(port: int, home: Path) -> None:
    """Serve a data folder until stopped."""
    token = secrets.token_urlsafe(32)
    server = build_server(Runtime(Settings(_env_file=None, home=home)))
    guarded = app(server, Address("127.0.0.1", port), tokens=[token])
    uvicorn.run(TokenGiver(guarded, token), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
