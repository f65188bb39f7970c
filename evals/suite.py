"""Suite: questions with what a right answer must do, read from evals/suites."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from evals.truth import MEASURES, Selection, Truth
from tools.base import Model
from tools.errors import UnknownName

_FOLDER = Path(__file__).parent / "suites"
_WORDINGS = Path(__file__).parent / "data" / "paraphrases.toml"
"""Questions worded anew: by this suite's author, and by somebody who had seen neither code nor examples."""


class Expected(Model):
    """A number that the answer must state: which figure, and where the truth stands or how it is counted."""

    figure: tuple[str, ...] = Field(description="Name of the figure, as the tool names it; several: any of them.")
    truth: str | None = Field(None, description="Dotted path into the sample's manifest; none where it is measured.")
    measure: str | None = Field(None, description="What to count of the planted posts; none where `truth` is given.")
    of: Selection = Field(default_factory=Selection, description="Which planted posts are measured.")
    less: Selection | None = Field(None, description="The truth is a change: the measure of `of` less that of these.")
    raw: bool = Field(False, description="The uncorrected value is compared: what the reader's labels add up to.")
    tolerance: float | Literal["exact", "interval"] = Field(
        "exact",
        description="exact: equal; interval: the figure's own 95 % interval holds it; a number: at most this far.",
    )

    @field_validator("figure", mode="before")
    @classmethod
    def _as_tuple(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_source(self) -> Expected:
        if (self.truth is None) == (self.measure is None):
            raise ValueError(f"figure {self.figure!r} needs either `truth` or `measure`")
        if self.measure is not None and self.measure not in MEASURES:
            raise ValueError(f"there is no measure {self.measure!r}; there are {', '.join(MEASURES)}")
        return self

    def true(self, truth: Truth) -> float:
        """Return the planted value."""
        if self.truth is not None:
            return truth.total(self.truth)
        measure = str(self.measure)
        less = truth.measure(measure, self.less) if self.less else 0.0
        return truth.measure(measure, self.of) - less


class Case(Model):
    """A question, and what a right answer does."""

    id: str
    question: str
    tools: tuple[str, ...] = Field((), description="All of these must have been run; `a|b` is either.")
    arguments: dict[str, Any] = Field(
        default_factory=dict,
        description="What one call of them must have been asked; a period or filter not named here must not be set.",
    )
    free: tuple[str, ...] = Field((), description="Arguments that may be anything: `period`, `filter.text`.")
    numbers: tuple[Expected, ...] = ()
    also: tuple[str, ...] = Field((), description="Tools that are welcome beside them.")
    says: tuple[str, ...] = Field((), description="Words that the answer, or its reason to abstain, must hold: `a|b`.")
    says_not: tuple[str, ...] = Field((), description="Words that it must not hold.")
    after: str | None = Field(None, description="Id of the case that is asked first, in the same thread.")
    abstain: bool = Field(False, description="True where the only right answer is a refusal.")
    twin: str | None = Field(None, description="The answerable twin of a question to refuse.")
    kind: str = Field("", description="What sort of question it is: the file of a suite that has several.")
    family: str = Field("", description="Id of the question that it words anew; empty for one in its own words.")
    lang: str = Field("", description="Language of the question where a refusal in that language is right too.")
    held_out: bool = Field(False, description="True where it only measures: nobody mends the agent by it.")

    @model_validator(mode="after")
    def _refusals_have_twins(self) -> Case:
        if self.abstain and not self.twin:
            raise ValueError(f"case {self.id!r} is to be refused; name its answerable twin")
        return self

    @model_validator(mode="after")
    def _refusals_are_explained(self) -> Case:
        if self.abstain and not self.says:
            raise ValueError(f"case {self.id!r} is to be refused; name words that its reason must hold")
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
            if case.id in self._before(case):
                raise ValueError(f"case {case.id!r} follows itself")
        return self

    def thread(self, case: Case) -> tuple[str, ...]:
        """Return the questions that come before a case in its thread, oldest first."""
        return tuple(self.case(name).question for name in reversed(self._before(case)))

    def case(self, name: str) -> Case:
        """Return the case of that id; UnknownName if there is none."""
        for case in self.cases:
            if case.id == name:
                return case
        raise UnknownName("case", name, (case.id for case in self.cases))

    def _before(self, case: Case) -> list[str]:
        names: list[str] = []
        while case.after and case.after not in names:
            names.append(case.after)
            case = self.case(case.after)
        return names


def suite_names() -> tuple[str, ...]:
    """Return the names of the suites that ship."""
    return tuple(sorted(path.stem for path in _FOLDER.iterdir() if path.suffix == ".toml" or path.is_dir()))


def load_suite(name: str) -> Suite:
    """Read a suite: a file, or a folder of files by kind of question; UnknownName if there is none of that name."""
    if name not in suite_names():
        raise UnknownName("suite", name, suite_names())
    folder = _FOLDER / name
    if not folder.is_dir():
        return Suite.model_validate(_read(_FOLDER / f"{name}.toml"))
    whole = _read(folder / "suite.toml")
    files = sorted(path for path in folder.glob("*.toml") if path.stem != "suite")
    return Suite.model_validate(whole | {"cases": [case for path in files for case in _cases(path)]})


def _cases(path: Path) -> Iterator[dict[str, Any]]:
    """Yield a file's cases, each followed by its further wordings, with what the file says of all of them."""
    read = _read(path)
    common = {"kind": path.stem, "held_out": read.get("held_out", False)}
    for given in read["cases"]:
        case = {name: value for name, value in given.items() if name != "worded"} | common
        if not given.get("worded"):
            yield case
            continue
        family = case | {"family": case["id"]}
        yield family
        wordings = next(each for each in _read(_WORDINGS)["question"] if each["id"] == case["id"])
        for whose in ("seen", "unseen"):
            for number, wording in enumerate(wordings[whose], start=1):
                identity = {"id": f"{case['id']}.{whose}{number}", "kind": f"{path.stem}, {whose}"}
                yield family | identity | {"question": wording}


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
