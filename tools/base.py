"""Tool: one value that holds a query model, a pure function, a result model and how to say the result.

    @tool(title="Share of voice", toolset="listen", needs=("posts",), method="share_of_voice",
          examples=("Who is talked about most?",), say=_say)
    def share_of_voice(query: ShareOfVoiceQuery, tables: Tables) -> ShareOfVoiceResult: ...

Query and result models are read off the annotations; services (a search, say) are keyword-only parameters
named after the runtime's services.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tools.figure import Figure
from tools.inputs import Tables

Toolset = Literal["core", "listen", "segment", "kpi", "audit", "desk"]
Own = Literal["exclude", "include", "only"]
SuspectedBots = Literal["include", "exclude", "only"]


class Model(BaseModel):
    """Base of everything that crosses a tool's border: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Period(Model):
    """A span of whole days in the dataset's time zone, both ends included."""

    start: date = Field(description="First day, YYYY-MM-DD.")
    end: date = Field(description="Last day, included.")

    @model_validator(mode="after")
    def _runs_forward(self) -> Period:
        if self.end < self.start:
            raise ValueError(f"the period ends on {self.end}, before it starts on {self.start}; swap them")
        return self

    @property
    def days(self) -> int:
        """Length in days, at least 1."""
        return (self.end - self.start).days + 1

    def __str__(self) -> str:
        return f"{self.start} to {self.end}"


class PostFilter(Model):
    """Which posts count. Fields left out do not restrict; those given must all hold."""

    brands: tuple[str, ...] = Field((), description="Names of tracked brands, as the dataset spells them.")
    platforms: tuple[str, ...] = Field((), description="Platforms, lower case: x, reddit.")
    langs: tuple[str, ...] = Field((), description="ISO 639-1 codes.")
    regions: tuple[str, ...] = Field((), description="Regions as the dataset spells them.")
    campaigns: tuple[str, ...] = Field((), description="Campaigns as the dataset spells them.")
    author_ids: tuple[str, ...] = Field((), description="Only posts by these authors.")
    post_ids: tuple[str, ...] = Field((), description="Only these posts, by ids that a tool returned.")
    text: str | None = Field(None, description="Only posts that hold this phrase as whole words; case does not matter.")
    own: Own = Field("exclude", description="Posts written by the brand itself: exclude, include or only.")
    suspected_bots: SuspectedBots = Field(
        "include", description="Posts by accounts that `suspected_bots` suspects: include, exclude or only."
    )

    @property
    def is_empty(self) -> bool:
        """True where it restricts nothing but the brand's own posts."""
        return self == PostFilter(own=self.own)

    def __str__(self) -> str:
        parts = [f"{name} = {', '.join(value)}" for name, value in self if isinstance(value, tuple) and value]
        parts += [f"text has {self.text!r}"] if self.text else []
        parts += {"exclude": [], "include": ["own posts included"], "only": ["own posts only"]}[self.own]
        parts += {"include": [], "exclude": ["without suspected bots"], "only": ["suspected bots only"]}[
            self.suspected_bots
        ]
        return "; ".join(parts)


class Query(Model):
    """What every question has in common."""

    dataset: str = Field(description="Name of the dataset, as `describe_dataset` or the dataset list gives it.")
    period: Period | None = Field(None, description="Which days; none for all that the dataset holds.")
    filter: PostFilter = Field(default_factory=PostFilter, description="Which posts count.")


class Evidence(Model):
    """A post that a result rests on, by id. Its text is looked up when shown, so erasing reaches it."""

    post_id: str
    role: Literal["representative", "contrary", "match"] = Field(
        description="representative: typical of the finding; contrary: it disagrees; match: found by a search."
    )
    group: dict[str, str] = Field(default_factory=dict, description="Which figure group it stands for.")


class Result(Model):
    """What every tool returns: figures, the posts they rest on, and what to beware of."""

    figures: tuple[Figure, ...] = Field((), description="Every number a person may quote.")
    posts: tuple[Evidence, ...] = Field((), description="Posts it rests on; at least one that disagrees, if any does.")
    caveats: tuple[str, ...] = Field((), description="What to beware of, in whole sentences.")
    period: Period | None = Field(None, description="The days really covered: first and last post counted.")
    n_posts: int = Field(0, ge=0, description="How many posts were counted.")

    def figure(self, name: str) -> Figure:
        """Return the figure of that name; KeyError if the result has none."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(name)


class Sentence(Model):
    """One thing a result says. Every number in `text` is `shown` by a figure it cites."""

    text: str
    kind: Literal["number", "quote", "theme"] = "number"
    figures: tuple[str, ...] = Field((), description="Names of the figures it cites.")
    posts: tuple[str, ...] = Field((), description="Ids of the posts it cites.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool, whole. MCP, agent, command line, README and evals derive from it."""

    name: str
    title: str
    doc: str
    query: type[Query]
    result: type[Result]
    run: Callable[..., Result]
    say: Callable[[Any, Any], Sequence[Sentence]]
    toolset: Toolset
    needs: tuple[str, ...]
    services: tuple[str, ...]
    examples: tuple[str, ...]
    method: str
    version: int = 1
    tags: tuple[str, ...] = field(default=())

    @property
    def summary(self) -> str:
        """First line of its docstring."""
        return self.doc.strip().splitlines()[0]


def tool(
    *,
    title: str,
    toolset: Toolset,
    needs: tuple[str, ...],
    method: str,
    examples: tuple[str, ...],
    say: Callable[[Any, Any], Sequence[Sentence]],
    version: int = 1,
    tags: tuple[str, ...] = (),
) -> Callable[[Callable[..., Result]], Tool]:
    """Make a Tool of a pure function `(query, tables, *, services...) -> result`.

    `method` is the slug of its method page, `examples` are questions as users ask them (the local planner matches
    against them), `version` rises whenever the same query would give other numbers.
    """

    def make(run: Callable[..., Result]) -> Tool:
        hints = get_type_hints(run)
        parameters = inspect.signature(run).parameters.values()
        services = tuple(p.name for p in parameters if p.kind is p.KEYWORD_ONLY)
        return Tool(
            name=run.__name__,
            title=title,
            doc=inspect.getdoc(run) or "",
            query=hints["query"],
            result=hints["return"],
            run=run,
            say=say,
            toolset=toolset,
            needs=needs,
            services=services,
            examples=examples,
            method=method,
            version=version,
            tags=tags,
        )

    return make


__all__ = [
    "Evidence", "Figure", "Model", "Own", "Period", "PostFilter", "Query", "Result", "Sentence", "SuspectedBots",
    "Tables", "Tool", "Toolset", "tool",
]  # fmt: skip
