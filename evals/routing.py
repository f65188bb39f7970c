"""Routing: how often the first tool of a question is the one it asks for, on wordings kept back from whoever tunes.

`python -m evals.routing` prints the accuracy in all and by tool, with n. The wordings were written by somebody who saw
neither the agent nor the wordings that it learns from; nothing is tuned on them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from server.agent.framing.clues import clues_of
from server.agent.framing.leading import NONE, leading_asks, tools_of
from server.agent.framing.marking import clean, mark
from server.agent.framing.people import TOOLS as OF_PEOPLE
from server.agent.framing.people import is_of_people
from server.agent.framing.refusals import find_refusal
from server.agent.framing.shorthand import plainly
from server.agent.planning.router import Router
from server.agent.planning.train import COVERED, VOCABULARY
from tools.registry import tools

HELD_OUT = Path(__file__).with_name("data") / "wordings.jsonl"


class Wording(NamedTuple):
    """A question, and the tools of which any may answer it first; `none` where none does."""

    tools: tuple[str, ...]
    question: str


class Routed(NamedTuple):
    """Of one tool's wordings (or all): how many there are, how many led to it, how many were refused."""

    tool: str
    n: int
    right: int
    refused: int


def held_out(path: Path = HELD_OUT) -> tuple[Wording, ...]:
    """Read the wordings of the tools that are registered, and those that no tool answers."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    known = {*(tool.name for tool in tools()), "brief", NONE}
    wordings = (Wording(tuple(row["tools"]) or (NONE,), row["question"]) for row in rows)
    return tuple(each for each in wordings if set(each.tools) <= known)


def first_tools(question: str, router: Router) -> tuple[str, ...]:
    """Return the tools that what is asked first goes to, either of several; `none` where it is refused."""
    marked = mark(plainly(clean(question)), VOCABULARY, COVERED)
    names = [tool.name for tool in tools()]
    read = {table for tool in tools() if tool.name not in OF_PEOPLE for table in tool.needs}
    shares = router.likely(clues_of(marked), names)
    if find_refusal(marked.masked(), last=COVERED.last, read_by_tools=read, shares=shares):
        return (NONE,)
    if is_of_people(marked, shares):
        return (max(OF_PEOPLE, key=lambda name: shares.get(name, 0.0)),)
    asks = leading_asks(marked, lambda clues: router.likely(clues, names))
    return tools_of(asks[0]) if asks else (NONE,)


def routed(wordings: Iterable[Wording], router: Router) -> tuple[Routed, ...]:
    """Return how the wordings of each tool were routed, in alphabetical order; `all`, those of no tool apart, last.

    Where what is asked goes to either of several tools, the first counts; a wording stands with the first of its tools.
    """
    found = [(each.tools, first_tools(each.question, router)[0]) for each in wordings]
    every = [
        Routed(
            tool,
            n=sum(asked[0] == tool for asked, _ in found),
            right=sum(asked[0] == tool and said in asked for asked, said in found),
            refused=sum(asked[0] == tool and said == NONE for asked, said in found),
        )
        for tool in sorted({asked[0] for asked, _ in found})
    ]
    answerable = [each for each in every if each.tool != NONE]
    total = Routed("all", *(sum(getattr(each, field) for each in answerable) for field in ("n", "right", "refused")))
    return (*every, total)


def report(found: Iterable[Routed]) -> str:
    """Return the table as Markdown."""
    rows = [f"| {each.tool} | {each.right / each.n:.2f} | {each.refused} | {each.n} |" for each in found if each.n]
    return "\n".join(["| tool | first tool right | refused | n |", "|---|---|---|---|", *rows, ""])


def main() -> None:
    """Print the table."""
    from knowledge.embedder import MiniLMEmbedder

    embedder = MiniLMEmbedder()
    sys.stdout.write(report(routed(held_out(), Router(lambda: embedder))))


if __name__ == "__main__":
    main()
