"""Serve: the MCP server, over stdio for a client on this machine, or over HTTP for others."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from server.mcp.server import GroundswellServer
    from server.settings import Settings


def register(app: typer.Typer) -> None:
    """Add `serve`."""
    app.command()(serve)


def serve(
    *,
    http: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Serve streamable HTTP there; without it, serve stdio.")
    ] = None,
    toolsets: Annotated[
        str | None,
        typer.Option(help="List the tools of these sets, comma-separated: core, listen, segment, kpi, audit, desk."),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Leave drafting out.")] = False,
) -> None:
    """Serve datasets to MCP clients, over stdio unless --http is given."""
    gc.disable()  # nothing imported below becomes garbage; a tenth of the start-up goes into looking for some
    from server.mcp.server import build_server
    from server.runtime import Runtime
    from server.settings import Settings

    settings = Settings()
    names = [name.strip() for name in toolsets.split(",") if name.strip()] if toolsets is not None else None
    server = build_server(Runtime(settings), toolsets=names, read_only=read_only)
    gc.freeze()
    gc.enable()
    if http is None:
        server.run("stdio")
    else:
        _serve_http(server, settings, http)


def _serve_http(server: GroundswellServer, settings: Settings, where: str) -> None:
    import uvicorn

    from server.mcp.http import address, app, tokens_for

    at = address(where)
    tokens = tokens_for(at, [token.get_secret_value() for token in settings.http_tokens])
    guarded = app(server, at, tokens=tokens, hosts=settings.http_hosts)
    uvicorn.run(guarded, host=at.host, port=at.port, log_level="warning", server_header=False, access_log=False)
