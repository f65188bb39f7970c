"""Endpoint: one OpenAI-compatible chat model, asked politely and believed in nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from server.settings import Settings
from tools.errors import Unavailable

if TYPE_CHECKING:
    from openai import OpenAI

RETRIES = 1
LONGEST_REPLY = 4_000  # tokens


class ToolRequest(NamedTuple):
    """A tool that a model asks for: its arguments are text that may be anything."""

    id: str
    name: str
    arguments: str


class Reply(NamedTuple):
    """What a model said."""

    text: str
    requests: tuple[ToolRequest, ...]


class Endpoint:
    """The model of the settings. Nothing is opened before the first question."""

    def __init__(self, settings: Settings, *, retries: int = RETRIES) -> None:
        self.settings, self.retries = settings, retries

    @property
    def model(self) -> str | None:
        """Name of the model; none where none is set, and nothing here is called."""
        return self.settings.model

    @cached_property
    def _client(self) -> OpenAI:
        from openai import OpenAI

        key = self.settings.api_key.get_secret_value() if self.settings.api_key else "none"
        return OpenAI(
            base_url=self.settings.base_url,
            api_key=key,
            timeout=self.settings.model_timeout_s,
            max_retries=self.retries,
        )

    def chat(
        self,
        messages: Sequence[Mapping[str, Any]],
        *,
        deadline: float,
        tools: Sequence[Mapping[str, Any]] = (),
        schema: Mapping[str, Any] | None = None,
    ) -> Reply:
        """Ask once. `deadline` is on the monotonic clock; Unavailable for every way in which no reply came."""
        import openai
        from openai.types.chat import ChatCompletion

        left = deadline - time.monotonic()
        if left <= 0:
            raise Unavailable(f"The model {self.model!r} took longer than it may for one question.")
        options: dict[str, Any] = {"timeout": min(left, self.settings.model_timeout_s)}
        if tools:
            options |= {"tools": list(tools), "tool_choice": "auto", "parallel_tool_calls": False}
        if schema:
            shape = {"name": "answer", "schema": schema}
            options["response_format"] = {"type": "json_schema", "json_schema": shape}
        try:
            completion = self._client.chat.completions.create(
                model=self.model or "",
                messages=cast("Any", list(messages)),
                temperature=0,
                max_tokens=LONGEST_REPLY,
                **options,
            )
        except (openai.OpenAIError, ValueError) as error:  # ValueError: a body that is no JSON
            raise Unavailable(f"The model {self.model!r} did not answer: {self._said(error)}") from error
        # A page of HTML with status 200 comes back as text, not as a completion.
        if not isinstance(completion, ChatCompletion) or not completion.choices:
            raise Unavailable(f"The model {self.model!r} sent something that is no chat completion.")
        message = completion.choices[0].message
        if message is None:
            raise Unavailable(f"The model {self.model!r} sent a choice without a message.")
        return Reply(message.content or "", tuple(_requests(message.tool_calls or ())))

    def _said(self, error: Exception) -> str:
        said = " ".join(str(error).split())
        if self.settings.api_key:  # an endpoint may say back what it was sent
            said = said.replace(self.settings.api_key.get_secret_value(), "(key)")
        return said[:200] or type(error).__name__


def _requests(calls: Sequence[Any]) -> list[ToolRequest]:
    return [
        ToolRequest(str(call.id), str(call.function.name), call.function.arguments or "")
        for call in calls
        if getattr(call, "function", None) is not None
    ]
