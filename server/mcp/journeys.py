"""Journeys: the prompts that people repeat, from prompts/journeys, as a chat client lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files

from mcp.server.mcpserver.prompts import Prompt as McpPrompt
from mcp.server.mcpserver.prompts.base import PromptArgument

from prompts import Prompt, parsed

DRAFTING = ("reply_session",)
"""Journeys that need the drafting tools."""

VARIABLES: Mapping[str, str] = {
    "dataset": "Name of the dataset.",
    "brand": "The brand to look at; left out, the dataset's own.",
    "rivals": "Rivals to look at, comma-separated; left out, all that the dataset tracks.",
    "since": "First day to look at, YYYY-MM-DD; left out, all days.",
    "week_ending": "Last day of the week, YYYY-MM-DD; left out, the newest seven days there are.",
    "worry": "What people fear has happened, in a few words; left out, anything.",
    "about": "Which posts to answer, in a few words; left out, complaints and questions.",
}
"""What each variable of a journey means. All but the dataset may be left out, and are then empty."""


def journeys(*, drafting: bool) -> tuple[McpPrompt, ...]:
    """Return the prompts of all journeys, without those that draft where drafting is not served."""
    return tuple(_listed(prompt) for prompt in loaded() if drafting or prompt.name not in DRAFTING)


def loaded() -> tuple[Prompt, ...]:
    """Read all journeys, in the order of their names."""
    found = {path.name.removesuffix(".md"): path for path in (files("prompts") / "journeys").iterdir()}
    return tuple(parsed(name, found[name].read_text(encoding="utf-8")) for name in sorted(found))


def _listed(prompt: Prompt) -> McpPrompt:
    return McpPrompt(
        name=prompt.name,
        title=prompt.name.replace("_", " ").capitalize(),
        description=prompt.description,
        arguments=[
            PromptArgument(name=name, description=VARIABLES[name], required=name == "dataset")
            for name in prompt.variables
        ],
        fn=_filled(prompt),
    )


def _filled(prompt: Prompt) -> Callable[..., str]:
    def fill(**values: str) -> str:
        return prompt.render(**{name: values.get(name, "") for name in prompt.variables})

    return fill
