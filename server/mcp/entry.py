"""Entry: one tool as the server lists it, in one value: schemas, annotations and the function that does the work.

Two error channels: a GroundswellError's text reaches the model as a ToolError, since the model can act on it;
anything else is logged whole and the model reads only that something broke.
"""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from inspect import getdoc
from typing import Any, Protocol, runtime_checkable

from anyio import CapacityLimiter, from_thread, to_thread
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.mcpserver.tools import Tool as McpTool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp.shared.exceptions import MCPError
from mcp.types import CallToolResult, ImageContent, TextContent, ToolAnnotations
from pydantic import BaseModel, ConfigDict, Field

from server.mcp.arguments import unpacked
from server.mcp.schema import input_schema, output_schema
from tools.errors import GroundswellError

AT_ONCE = 8
"""Tool calls that run at the same time; more wait. Each may hold a database in memory."""


class Reply(Protocol):
    """What a tool returns: structured content that can say itself in text, both within the budget."""

    def text(self, budget: int) -> str:
        """Say it in Markdown of at most `budget` tokens."""
        ...

    def fitted(self, budget: int) -> BaseModel:
        """Return it cut so that its JSON takes at most `budget` tokens."""
        ...


class Picture(BaseModel):
    """An image that stands beside a reply's text."""

    model_config = ConfigDict(frozen=True)

    png: bytes


@runtime_checkable
class Illustrated(Protocol):
    """A reply that has images too."""

    def pictures(self) -> tuple[Picture, ...]:
        """Return them in order."""
        ...


class Progress(Protocol):
    """Tells the client how far a call is; raises Stopped when the client has given the call up."""

    def __call__(self, done: float, total: float | None = None, message: str | None = None) -> None:
        """Report `done` of `total` steps."""
        ...


class Stopped(Exception):
    """The client cancelled the call, so the work on it ends here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One tool of the server. `work` runs in a thread with arguments that still have to be validated.

    Its description is the docstring of `work`, unless one is given.
    """

    name: str
    title: str
    arguments: type[BaseModel]
    returns: type[BaseModel]
    work: Callable[[Mapping[str, Any], Progress], Reply]
    description: str = ""
    writes: bool = False


class ServedTool(McpTool):
    """A tool of the protocol library that validates and runs by its entry."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    entry: Entry = Field(exclude=True)
    budget: int = Field(exclude=True)
    limiter: CapacityLimiter = Field(exclude=True)

    async def run(self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - as the library has it
        """Run the entry in a thread; the model reads a GroundswellError, and of anything else only that it broke."""
        stop = threading.Event()
        work = partial(self._worked, arguments, _progress(context, stop))
        try:
            return await to_thread.run_sync(work, abandon_on_cancel=True, limiter=self.limiter)
        except GroundswellError as error:
            raise ToolError(str(error)) from error
        except MCPError:
            raise
        except Exception as error:
            raise UnexpectedToolError(f"{self.name} broke. The server's log says why; nothing was changed.") from error
        finally:
            stop.set()

    def _worked(self, arguments: dict[str, Any], progress: Progress) -> CallToolResult:
        reply = self.entry.work(unpacked(arguments, self.parameters), progress)
        structured = reply.fitted(self.budget).model_dump(mode="json")
        pictures = reply.pictures() if isinstance(reply, Illustrated) else ()
        content = [TextContent(type="text", text=reply.text(self.budget)), *map(_image, pictures)]
        return CallToolResult(content=content, structured_content=structured)


def served(entry: Entry, *, budget: int, limiter: CapacityLimiter) -> ServedTool:
    """Return the entry as a tool of the protocol library."""
    return ServedTool(
        fn=entry.work,
        name=entry.name,
        title=entry.title,
        description=entry.description or getdoc(entry.work) or "",
        parameters=input_schema(entry.arguments),
        fn_metadata=FuncMetadata(arg_model=ArgModelBase, output_schema=output_schema(entry.returns)),
        is_async=False,
        annotations=ToolAnnotations(
            title=entry.title,
            read_only_hint=not entry.writes,
            destructive_hint=False,
            idempotent_hint=not entry.writes,
            open_world_hint=False,
        ),
        entry=entry,
        budget=budget,
        limiter=limiter,
    )


def _image(picture: Picture) -> ImageContent:
    return ImageContent(type="image", data=b64encode(picture.png).decode("ascii"), mime_type="image/png")


def _progress(context: Context[Any, Any], stop: threading.Event) -> Progress:
    def report(done: float, total: float | None = None, message: str | None = None) -> None:
        if stop.is_set():
            raise Stopped
        from_thread.run(context.report_progress, done, total, message)

    return report
