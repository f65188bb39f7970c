"""Exam and score: what a scorer sees of one answered case, and what it returns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from evals.suite import Case
from evals.truth import Truth
from server.agent.answer import Answer, CitedFigure, CitedPost, ToolCall
from server.runtime import Call, Runtime
from tools.errors import GroundswellError


class Ran(NamedTuple):
    """A tool call as the stores know it, and whether running it again gave the same figures."""

    call: Call
    same: bool


@dataclass(frozen=True)
class Exam:
    """A case, the answer given to it, the truth, and the runtime to look things up in."""

    case: Case
    answer: Answer
    truth: Truth
    runtime: Runtime
    dataset: str
    _ran: dict[str, Ran | None] = field(default_factory=dict)

    def ran(self, result: str) -> Ran | None:
        """Return a result as it was recorded, run again; none if there is none of that id over this dataset."""
        if result not in self._ran:
            self._ran[result] = self._look_up(result)
        return self._ran[result]

    @property
    def calls(self) -> tuple[tuple[ToolCall, Call], ...]:
        """Calls that the answer says succeeded, each with what the stores know; those they do not know are left out."""
        named = [(call, self.ran(call.result)) for call in self.answer.tool_calls if call.result]
        return tuple((call, ran.call) for call, ran in named if ran and ran.call.tool == call.tool)

    @property
    def stated(self) -> tuple[CitedFigure, ...]:
        """The figures that some claim cites and whose value stands in it as shown."""
        return tuple(
            figure
            for figure in self.answer.figures
            if any(figure.id in claim.figures and figure.shown in claim.text for claim in self.answer.claims)
        )

    @property
    def cited_posts(self) -> dict[str, CitedPost]:
        """Posts of the answer by id."""
        return {post.id: post for post in self.answer.posts}

    def _look_up(self, result: str) -> Ran | None:
        try:
            call, again = self.runtime.stored(result), self.runtime.recompute(result)
        except GroundswellError:
            return None
        if call.query.dataset != self.dataset:
            return None
        return Ran(call.model_copy(update={"result": again.result}), again.same)


class Score(NamedTuple):
    """How well, from 0 to 1, what was amiss (empty at 1), and of how many checks it is the share."""

    value: float
    why: str = ""
    of: int = 1


def share_right(faults: list[str], total: int) -> Score:
    """Score the share of `total` checks without a fault."""
    return Score(1 - len(faults) / total if total else 1.0, "; ".join(faults), total)


def said(exam: Exam, *texts: str) -> str:
    """Join texts for looking words up in, without the question, which the asker said and not the answer."""
    whole = " ".join(" ".join(texts).split()).casefold()
    return whole.replace(" ".join(exam.case.question.split()).casefold(), " ")


def any_of(alternatives: str, within: str) -> bool:
    """True if one of the `a|b` alternatives begins a word of the casefolded text: `declin` finds declining."""
    words = (re.escape(word.strip().casefold()) for word in alternatives.split("|"))
    return any(re.search(rf"(?<!\w){word}", within) for word in words)
