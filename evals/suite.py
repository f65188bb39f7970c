"""Suite: questions with what a right answer must do, read from evals/suites/*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from tools.base import Model
from tools.errors import UnknownName

_FOLDER = Path(__file__).parent / "suites"


class Expected(Model):
    """A number that the answer must give: which figure, and where the truth stands in the sample's manifest."""

    figure: str = Field(description="Name of the figure, as the tool names it.")
    truth: str = Field(description="Dotted path into the truth: `brands.connectsphere.posts`.")
    tolerance: float | Literal["exact", "interval"] = Field(
        "exact",
        description="exact: equal; interval: the figure's own 95 % interval holds it; a number: at most this far.",
    )


class Case(Model):
    """A question, and what a right answer does."""

    id: str
    question: str
    tools: tuple[str, ...] = Field((), description="All of these must have been run.")
    arguments: dict[str, Any] = Field(default_factory=dict, description="What the last of them must have been asked.")
    numbers: tuple[Expected, ...] = ()
    says: tuple[str, ...] = Field((), description="Words that the answer, or its reason to abstain, must hold.")
    after: str | None = Field(None, description="Id of the case that is asked first, in the same thread.")
    abstain: bool = False
    twin: str | None = Field(None, description="The answerable twin of a question to refuse.")

    @model_validator(mode="after")
    def _refusals_have_twins(self) -> Case:
        if self.abstain and not self.twin:
            raise ValueError(f"case {self.id!r} is to be refused; name its answerable twin")
        return self


class Suite(Model):
    """Cases over one dataset."""

    name: str
    dataset: str
    about: str
    cases: tuple[Case, ...]

    @model_validator(mode="after")
    def _names_hold(self) -> Suite:
        ids = [case.id for case in self.cases]
        if len(set(ids)) < len(ids):
            raise ValueError(f"suite {self.name!r} uses a case id twice")
        answerable = {case.id for case in self.cases if not case.abstain}
        for case in self.cases:
            for name in filter(None, (case.twin, case.after)):
                if name not in answerable:
                    raise ValueError(f"case {case.id!r} names {name!r}, which is no answerable case")
        return self

    def case(self, name: str) -> Case:
        """Return the case of that id; UnknownName if there is none."""
        for case in self.cases:
            if case.id == name:
                return case
        raise UnknownName("case", name, (case.id for case in self.cases))


def suite_names() -> tuple[str, ...]:
    """Return the names of the suites that ship."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load_suite(name: str) -> Suite:
    """Read a suite; UnknownName if there is none of that name."""
    path = _FOLDER / f"{name}.toml"
    if name not in suite_names():
        raise UnknownName("suite", name, suite_names())
    return Suite.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
