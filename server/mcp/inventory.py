"""Inventory: every tool a chat client sees, in the order it sees them. What is not listed here is not served."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import get_args

from server.mcp.analysis import analysis_entry, read_result_entry, recompute_entry, run_tool_entry
from server.mcp.charts import chart_entry, chart_png
from server.mcp.discovery import find_tools_entry, list_datasets_entry
from server.mcp.drafts import Desk, draft_entries
from server.mcp.entry import Entry
from server.mcp.questions import Asks, ask_entry
from server.runtime import Runtime
from tools.base import Tool, Toolset
from tools.errors import UnknownName
from tools.registry import tools

DAILY = (
    "describe_dataset",
    "search_posts",
    "sentiment",
    "sentiment_trend",
    "share_of_voice",
    "engagement_rates",
    "distinctive_words",
)
"""Tools of daily use, listed where no toolset was asked for; find_tools and run_tool reach all others."""

TOOLSETS: tuple[Toolset, ...] = get_args(Toolset)


def inventory(
    runtime: Runtime,
    *,
    asks: Callable[[], Asks],
    desk: Callable[[], Desk],
    toolsets: Collection[str] | None,
    read_only: bool,
) -> tuple[Entry, ...]:
    """Return all entries. UnknownName for a toolset that does not exist.

    `toolsets` replaces the tools of daily use by all of those sets; drafting belongs to the set `desk`.
    `read_only` leaves out what writes: proposing drafts.
    """
    for name in toolsets or ():
        if name not in TOOLSETS:
            raise UnknownName("toolset", name, TOOLSETS)
    drafting = toolsets is None or "desk" in toolsets
    entries = (
        ask_entry(asks, partial(chart_png, runtime)),
        list_datasets_entry(runtime),
        *(analysis_entry(runtime, tool) for tool in listed(toolsets)),
        find_tools_entry(runtime),
        run_tool_entry(runtime),
        read_result_entry(runtime),
        recompute_entry(runtime),
        chart_entry(runtime),
        *(draft_entries(desk) if drafting else ()),
    )
    return tuple(entry for entry in entries if not (read_only and entry.writes))


def listed(toolsets: Collection[str] | None) -> tuple[Tool, ...]:
    """Return the registered tools that are listed by name, in the registry's order."""
    if toolsets is None:
        return tuple(tool for tool in tools() if tool.name in DAILY)
    return tuple(tool for tool in tools() if tool.toolset in toolsets)
