"""HTTP: MCP over streamable HTTP, for those who hold a bearer token and nobody else.

A token is always required, on loopback too: any page open in a browser can send requests to loopback, and other
accounts of the machine can as well. Host and Origin are checked first, so a page cannot even try tokens.
"""

from __future__ import annotations

import hmac
import secrets
import sys
from collections.abc import Sequence
from hashlib import sha256
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import BadRequest

if TYPE_CHECKING:
    from mcp.server import MCPServer
    from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
    from mcp.server.transport_security import TransportSecuritySettings
    from starlette.types import ASGIApp, Receive, Scope, Send

MAX_BODY_BYTES = 1_048_576
MAX_SESSIONS = 200
SHORTEST_TOKEN = 20
PATH = "/mcp"


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """True where only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def is_any(self) -> bool:
        """True where it means every interface, so that it is no name a client could use."""
        return self.host in ("0.0.0.0", "::")  # noqa: S104 - recognised, not bound

    @property
    def url(self) -> str:
        """The endpoint's address."""
        return f"http://{self._bracketed}:{self.port}{PATH}"

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


class BearerGuard:
    """Lets through requests that carry one of the tokens; compares in constant time, and logs none.

    Tells the protocol library which token it was, so that a session serves only the token that opened it.
    """

    def __init__(self, app: ASGIApp, tokens: Sequence[str]) -> None:
        self._app = app
        self._digests = [sha256(token.encode()).digest() for token in tokens]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif (place := self._place(_token(scope))) is None:
            await _unauthorized(scope, receive, send)
        else:
            await self._app({**scope, "user": _user(place)}, receive, send)

    def _place(self, token: str) -> int | None:
        """Return which token it is; none if it is unknown. Looks at all of them, wherever it is found."""
        digest = sha256(token.encode()).digest()
        places = [place for place, known in enumerate(self._digests) if hmac.compare_digest(digest, known)]
        return places[0] if places else None


class OriginGuard:
    """Refuses requests addressed to another host (421), or made by a page of another origin (403)."""

    def __init__(self, app: ASGIApp, security: TransportSecuritySettings) -> None:
        from mcp.server.transport_security import TransportSecurityMiddleware

        self._app, self._check = app, TransportSecurityMiddleware(security)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http":
            from starlette.requests import Request

            if refusal := await self._check.validate_request(Request(scope)):
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def address(text: str) -> Address:
    """Read `HOST:PORT`, `[::1]:PORT`, `:PORT` or `PORT`, on loopback where no host is given.

    Raises BadRequest if it is none of these.
    """
    host, _, port = text.rpartition(":")
    if not port.isdecimal() or not 0 <= int(port) <= 65535:
        raise BadRequest(f"{text!r} is no address to serve at. Give HOST:PORT, for example 127.0.0.1:8000.")
    return Address(host.strip("[]") or "127.0.0.1", int(port))


def app(server: MCPServer[Any], at: Address, *, tokens: Sequence[str], hosts: Sequence[str] = ()) -> ASGIApp:
    """Return the guarded ASGI app. `hosts` are the names by which clients reach it, beside its own address.

    Raises BadRequest where there is no token, one that is short enough to guess, or no name that a client could use.
    """
    security = _security(at, hosts)
    inner = server.streamable_http_app(
        streamable_http_path=PATH,
        max_request_body_size=MAX_BODY_BYTES,
        max_sessions=MAX_SESSIONS,
        transport_security=security,
        host=at.host,
    )
    return OriginGuard(BearerGuard(inner, _checked(tokens)), security)


def tokens_for(at: Address, configured: Sequence[str]) -> list[str]:
    """Return the configured tokens; on loopback, where there are none, make one and tell it on stderr once.

    Raises BadRequest for any other address without tokens.
    """
    if configured:
        return list(configured)
    if not at.is_loopback:
        raise BadRequest(
            f"Refusing to serve at {at.host}: other machines can reach it, and no token is set. "
            "Set GROUNDSWELL_HTTP_TOKENS to a JSON list of tokens, or serve at 127.0.0.1."
        )
    token = secrets.token_urlsafe(32)
    sys.stderr.write(f"Serving at {at.url}; this run's token, told once: {token}\n")
    return [token]


def _checked(tokens: Sequence[str]) -> Sequence[str]:
    if not tokens:
        raise BadRequest("No token is set. Set GROUNDSWELL_HTTP_TOKENS to a JSON list of tokens.")
    if any(len(token) < SHORTEST_TOKEN for token in tokens):
        raise BadRequest(
            f"A token in GROUNDSWELL_HTTP_TOKENS is shorter than {SHORTEST_TOKEN} characters, so it could be guessed. "
            "Make one: python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return tokens


def _security(at: Address, hosts: Sequence[str]) -> TransportSecuritySettings:
    from mcp.server.transport_security import TransportSecuritySettings

    names = [*hosts, *(["127.0.0.1", "localhost", "[::1]"] if at.is_loopback else [])]
    if not (at.is_loopback or at.is_any):
        names.append(f"[{at.host}]" if ":" in at.host else at.host)
    if not names:
        raise BadRequest(
            f"Serving at {at.host} needs the names by which clients reach it, so that others are refused. "
            'Set GROUNDSWELL_HTTP_HOSTS, for example to ["mcp.example.com"].'
        )
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[each for name in names for each in (name, f"{name}:*")],
        allowed_origins=[
            f"{scheme}://{each}" for name in names for scheme in ("http", "https") for each in (name, f"{name}:*")
        ],
    )


def _user(place: int) -> AuthenticatedUser:
    from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
    from mcp.server.auth.provider import AccessToken

    return AuthenticatedUser(AccessToken(token="", client_id=f"token-{place + 1}", scopes=[]))


async def _unauthorized(scope: Scope, receive: Receive, send: Send) -> None:
    from starlette.responses import JSONResponse

    refusal = JSONResponse(
        {"error": "invalid_token", "error_description": "Send the header Authorization: Bearer TOKEN."},
        status_code=401,
        headers={"WWW-Authenticate": 'Bearer realm="groundswell"'},
    )
    await refusal(scope, receive, send)


def _token(scope: Scope) -> str:
    values = [value for name, value in scope["headers"] if name == b"authorization"]
    scheme, _, token = values[0].decode("latin-1").partition(" ") if len(values) == 1 else ("", "", "")
    return token.strip() if scheme.lower() == "bearer" else ""
