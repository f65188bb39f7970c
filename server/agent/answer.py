"""Answer: what `ask` returns everywhere. Its fields are a public contract: add, never rename."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from tools.base import Model
from tools.figure import Unit


class Claim(Model):
    """One thing the answer says, with what it rests on. Checked by code before anybody sees it."""

    id: str = Field(description="c1, c2 ... in reading order.")
    text: str
    kind: Literal["number", "quote", "theme"]
    figures: tuple[str, ...] = Field((), description="Ids of the figures whose numbers it states.")
    posts: tuple[str, ...] = Field((), description="Ids of the posts it quotes or rests on.")


class CitedFigure(Model):
    """A figure as an answer cites it: recomputable from `result`."""

    id: str = Field(description="Result id and figure name: `r_0123456789abcdef#share.positive`.")
    name: str
    label: str
    value: float
    unit: Unit
    n: int
    low: float | None
    high: float | None
    raw: float | None = None
    shown: str = Field(description="The value as claims state it.")
    period: str = Field(description="Days it covers.")
    filter: str = Field(description="Which posts count; empty for all but the brand's own.")
    method: str
    result: str


class CitedPost(Model):
    """A post as an answer quotes it: verbatim, untrusted text."""

    id: str
    quote: str
    author: str | None
    created_at: datetime
    url: str | None
    platform: str
    role: str = "representative"


class ToolCall(Model):
    """A tool that was run for the answer; `result` is none where it was refused, with the reason in `error`."""

    tool: str
    arguments: dict[str, Any]
    result: str | None
    error: str | None = None


class Answer(Model):
    """An answer, or an honest refusal to give one."""

    question: str
    headline: str
    claims: tuple[Claim, ...] = ()
    figures: tuple[CitedFigure, ...] = ()
    posts: tuple[CitedPost, ...] = ()
    caveats: tuple[str, ...] = ()
    next_step: str = ""
    abstained: bool = False
    reason: str | None = Field(None, description="Why it abstained, and what is missing.")
    closest_question: str | None = Field(None, description="The nearest question that could be answered.")
    tool_calls: tuple[ToolCall, ...] = ()
    charts: tuple[str, ...] = Field((), description="Ids of the results to show as pictures, where one was asked for.")
    dataset: str
    dataset_version: str
    as_of: datetime | None = Field(None, description="Newest post of the dataset.")
    model: str | None = Field(None, description="Model that wrote the prose; none where no model was used.")
    thread: str | None = None
    latency_ms: float = 0
