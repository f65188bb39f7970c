"""Server: the MCP server, built from a Runtime by a factory. Nothing is global: tests and processes build their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from importlib.metadata import version
from typing import Any, TypeVar

from anyio import CapacityLimiter
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.shared.exceptions import MCPError
from mcp.types import INTERNAL_ERROR, INVALID_PARAMS, GetPromptResult, InputRequiredResult
from mcp.types import Resource as ListedResource

from prompts import load
from server.mcp.completions import completer
from server.mcp.drafts import Desk
from server.mcp.entry import AT_ONCE, served
from server.mcp.inventory import inventory
from server.mcp.journeys import journeys
from server.mcp.questions import Asks
from server.mcp.resources import add_resources, listed_resources
from server.runtime import Runtime
from tools.errors import GroundswellError

T = TypeVar("T")


class GroundswellServer(MCPServer[Any]):
    """The protocol library's server, which also lists what exists now and refuses unknown prompts properly."""

    def __init__(self, runtime: Runtime, **options: Any) -> None:  # noqa: ANN401 - as the library has it
        super().__init__(**options)
        self._runtime = runtime

    async def list_resources(self) -> list[ListedResource]:
        """List the fixed resources, and every dataset, method page and playbook there is."""
        try:
            return [*await super().list_resources(), *listed_resources(self._runtime)]
        except GroundswellError as error:  # a playbook page of the user's own that cannot be read, say
            raise MCPError(INTERNAL_ERROR, str(error)) from error

    async def get_prompt(
        self, name: str, arguments: dict[str, Any] | None = None, context: Context[Any, Any] | None = None
    ) -> GetPromptResult | InputRequiredResult:
        """Render a prompt; a wrong name or argument is the caller's error, said so."""
        known = {prompt.name: {each.name for each in prompt.arguments or ()} for prompt in await self.list_prompts()}
        if name not in known:
            raise MCPError(INVALID_PARAMS, f"There is no prompt {name!r}. There are: {', '.join(known)}.")
        if unknown := set(arguments or ()) - known[name]:
            raise MCPError(
                INVALID_PARAMS, f"{name} takes no {', '.join(sorted(unknown))}. It takes: {', '.join(known[name])}."
            )
        try:
            return await super().get_prompt(name, arguments, context)
        except ValueError as error:
            raise MCPError(INVALID_PARAMS, str(error)) from error


def build_server(
    runtime: Runtime,
    *,
    toolsets: Collection[str] | None = None,
    read_only: bool = False,
    asks: Callable[[], Asks] | None = None,
    desk: Callable[[], Desk] | None = None,
) -> GroundswellServer:
    """Build the server over a runtime.

    `toolsets` lists those sets' tools in place of the tools of daily use; `read_only` leaves drafting out. `asks`
    and `desk` make the agent and the desk when they are first needed. UnknownName for a toolset that does not exist.
    """
    entries = inventory(
        runtime,
        asks=_once(asks or (lambda: _agent(runtime))),
        desk=_once(desk or (lambda: _desk(runtime))),
        toolsets=toolsets,
        read_only=read_only,
    )
    limiter = CapacityLimiter(AT_ONCE)
    budget = runtime.settings.reply_tokens
    server = GroundswellServer(
        runtime,
        name="groundswell",
        title="Groundswell",
        version=version("groundswell"),
        instructions=load("mcp_instructions").text,
        log_level="WARNING",
        tools=[served(entry, budget=budget, limiter=limiter) for entry in entries],
    )
    add_resources(server, runtime)
    for prompt in journeys(drafting=any(entry.writes for entry in entries)):
        server.add_prompt(prompt)
    server.completion()(completer(runtime))  # type: ignore[no-untyped-call]  # the library's decorator has no types
    return server


def _once(make: Callable[[], T]) -> Callable[[], T]:
    """Return a function that makes its value on the first call, from whichever thread, and keeps it."""
    lock, made = threading.Lock(), list[T]()

    def get() -> T:
        with lock:
            if not made:
                made.append(make())
            return made[0]

    return get


def _agent(runtime: Runtime) -> Asks:
    from server.agent.assistant import Assistant

    return Assistant(runtime)


def _desk(runtime: Runtime) -> Desk:
    from server.desk.drafting import Desk as Drafting

    return Drafting(runtime)
