"""Journeys: the prompts that people repeat, from prompts/journeys, as a chat client lists them."""

from __future__ import annotations

from collections.abc import Callable

from mcp.server.mcpserver.prompts import Prompt as McpPrompt
from mcp.server.mcpserver.prompts.base import PromptArgument

from prompts import Prompt, load, names

DRAFTING = ("reply_session",)
"""Journeys that need the drafting tools."""


def journeys(*, drafting: bool) -> tuple[McpPrompt, ...]:
    """Return the prompts of all journeys, without those that draft where drafting is not served."""
    loaded = (load(name) for name in names("journeys/"))
    return tuple(_listed(prompt) for prompt in loaded if drafting or prompt.name not in DRAFTING)


def _listed(prompt: Prompt) -> McpPrompt:
    arguments = [
        PromptArgument(name=name, description=each.description, required=each.required)
        for name, each in prompt.variables.items()
    ]
    return McpPrompt(
        name=prompt.name,
        title=prompt.title,
        description=prompt.description,
        arguments=arguments,
        fn=_filled(prompt),
    )


def _filled(prompt: Prompt) -> Callable[..., str]:
    def fill(**values: str) -> str:
        return prompt.fill(**values)

    return fill
