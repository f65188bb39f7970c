r"""Journeys: three conversations as a new user types them, held on the command line and over MCP, and written down.

    python -m evals.journeys                                     # on the sample launch, in a data folder of its own
    python -m evals.journeys --write docs/journeys.md
    python -m evals.journeys --home FOLDER --dataset NAME --us BRAND --rivals BRAND,BRAND --event 2026-03-11 \
        --peak "20 March" --word creepy --theme privacy

Each question is asked twice in a thread: by `groundswell ask`, whose output is what is written down, and over MCP by a
client on standard input and output. The two must agree in headline, claims, figures and refusal, else it fails.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

WIDTH = 110
WHOLE, CUT = ("headline", "abstained", "reason"), ("claims", "figures")
"""What both surfaces must say alike; over MCP the latter may be cut to what fits a chat, and then it says so."""


class Journey(NamedTuple):
    """A conversation: who holds it, what they want, and what they type, in order."""

    name: str
    title: str
    about: str
    questions: tuple[str, ...]


class Names(NamedTuple):
    """What the questions name."""

    dataset: str = "connectsphere"
    us: str = "ConnectSphere"
    rivals: tuple[str, ...] = ("Palavero", "Mingleforth")
    event: str = "the launch"
    peak: str = "the launch week"
    word: str = "creepy"
    theme: str = "privacy"


class Turn(NamedTuple):
    """A question with the answer as printed, and as JSON from either side."""

    question: str
    printed: str
    typed: Mapping[str, Any]
    over_mcp: Mapping[str, Any]

    @property
    def differing(self) -> tuple[str, ...]:
        """Fields in which the command line and MCP differ."""
        whole = [name for name in WHOLE if self.typed[name] != self.over_mcp[name]]
        cut = [name for name in CUT if self.typed[name][: len(self.over_mcp[name])] != self.over_mcp[name]]
        return (*whole, *cut)


def journeys(names: Names) -> tuple[Journey, ...]:
    """Return the journeys, their questions filled with names."""
    us, rivals = names.us, " and ".join(names.rivals)
    return (
        Journey(
            "launch",
            "After the launch the mood fell",
            "A strategist has to tell the board on Monday what happened, and whether it did.",
            (
                f"how did sentiment about {us} change since {names.event}?",
                f"why did sentiment about {us} fall after {names.peak}, is it mix or mood?",
                "which feature is driving it?",
                "which audience is behind it?",
                f"show me five posts that say {names.word} and two that disagree",
                f"is talk about {names.theme} growing?",
                "should we be worried?",
                f"give me one sentence for the board on {us} since {names.event}",
            ),
        ),
        Journey(
            "rivals",
            "Us against two rivals",
            "A brand manager prepares a quarterly review.",
            (
                f"our share of voice against {rivals} by platform",
                "and weighted by influence?",
                f"where are {rivals} criticised and we are not?",
                f"did {names.rivals[0]}'s campaign move anything?",
                "and without bots?",
            ),
        ),
        Journey(
            "people",
            "Who our people are",
            "A head of marketing wants segments that hold before she pays for three campaigns.",
            (
                "Who are our people, really, and how did you choose the number?",
                "Explain in plain words why cluster 3 is a cluster",
                "Would you find the same groups next month?",
                "Which segment is new, and is it big enough to bother?",
                "which segment churns the most?",
                "Did the segmented mail beat the generic one, and was the test fair?",
                "Who is in segment 2? Give me names",
                "Export Cautious Adopters for Meta",
            ),
        ),
    )


def held(journey: Journey, names: Names, home: Path) -> list[Turn]:
    """Hold a conversation on both surfaces, each with a thread of its own."""
    typed = [_typed(question, names.dataset, f"{journey.name}-typed", home) for question in journey.questions]
    over = asyncio.run(_over_mcp(journey.questions, names.dataset, f"{journey.name}-mcp", home))
    return [
        Turn(question, printed, answer, other)
        for question, (printed, answer), other in zip(journey.questions, typed, over, strict=True)
    ]


def _typed(question: str, dataset: str, thread: str, home: Path) -> tuple[str, dict[str, Any]]:
    """Ask twice, as text and as JSON, in threads that have heard the same."""
    printed = _run("ask", dataset, question, "--thread", thread, home=home)
    return printed, json.loads(_run("ask", dataset, question, "--thread", f"{thread}-json", "--json", home=home))


def _run(*words: str, home: Path) -> str:
    command = [str(Path(sys.executable).with_name("groundswell")), *words]
    done = subprocess.run(  # noqa: S603 - our own program
        command, env=_environment(home), capture_output=True, check=False, text=True, encoding="utf-8"
    )
    if done.returncode and not done.stdout:
        raise SystemExit(f"groundswell {' '.join(words)} failed: {done.stderr[-500:]}")
    return done.stdout


async def _over_mcp(questions: Sequence[str], dataset: str, thread: str, home: Path) -> list[dict[str, Any]]:
    from mcp import Client, StdioServerParameters

    command = str(Path(sys.executable).with_name("groundswell"))
    started = StdioServerParameters(command=command, args=["serve", "--read-only"], env=_environment(home))
    async with Client(started) as client:
        replies = [
            await client.call_tool("ask", {"dataset": dataset, "question": question, "thread": thread})
            for question in questions
        ]
    return [dict(reply.structured_content or {}) for reply in replies]


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GROUNDSWELL_")}
    return {**kept, "GROUNDSWELL_HOME": str(home), "COLUMNS": str(WIDTH), "NO_COLOR": "1"}


def to_markdown(told: Sequence[tuple[Journey, Sequence[Turn]]], names: Names) -> str:
    """Write conversations down, each answer as it was printed."""
    return "\n".join(_lines(told, names)) + "\n"


def _lines(told: Sequence[tuple[Journey, Sequence[Turn]]], names: Names) -> Iterator[str]:
    yield "# Journeys"
    yield ""
    yield (
        "Two conversations as a new user would type them, with every answer as `groundswell ask` prints it. "
        "`python -m evals.journeys --write docs/journeys.md` holds them again, on the command line and over MCP, and "
        "fails where the two differ. The posts are the sample launch's, made up."
    )
    for journey, turns in told:
        yield from ("", f"## {journey.title}", "", journey.about)
        for turn in turns:
            yield from ("", f"### {turn.question}", "", "```")
            yield f'$ groundswell ask {names.dataset} "{turn.question}" --thread {journey.name}'
            yield from (line.rstrip() for line in turn.printed.strip().splitlines())
            yield "```"
        same = sum(not turn.differing for turn in turns)
        yield from (
            "",
            f"Over MCP the same questions gave the same headlines, claims and figures: {same} of {len(turns)}.",
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold the journeys and print or write them; 1 where the surfaces differ."""
    parser = argparse.ArgumentParser(description="Hold the journeys on the command line and over MCP.")
    parser.add_argument("--home", type=Path, help="data folder; without it the sample is imported into a new one")
    parser.add_argument("--dataset", default=Names().dataset)
    parser.add_argument("--us", default=Names().us)
    parser.add_argument("--rivals", default=",".join(Names().rivals))
    parser.add_argument("--event", default=Names().event)
    parser.add_argument("--peak", default=Names().peak)
    parser.add_argument("--word", default=Names().word)
    parser.add_argument("--theme", default=Names().theme)
    parser.add_argument("--write", type=Path, help="file to write; without it, standard output")
    given = parser.parse_args(arguments)
    names = Names(
        given.dataset, given.us, tuple(given.rivals.split(",")), given.event, given.peak, given.word, given.theme
    )
    with TemporaryDirectory() as folder:
        home = given.home or Path(folder)
        if given.home is None:
            _import_sample(home)
        told = [(journey, held(journey, names, home)) for journey in journeys(names)]
    written = to_markdown(told, names)
    if given.write:
        given.write.write_text(written, encoding="utf-8")
    else:
        sys.stdout.write(written)
    differing = [
        f"{turn.question}: {', '.join(turn.differing)}" for _, turns in told for turn in turns if turn.differing
    ]
    sys.stderr.write("".join(f"differs: {line}\n" for line in differing))
    return 1 if differing else 0


def _import_sample(home: Path) -> None:
    from server.runtime import Runtime
    from server.sample import import_sample
    from server.settings import Settings

    import_sample(Runtime(Settings(home=home)))


if __name__ == "__main__":
    raise SystemExit(main())
