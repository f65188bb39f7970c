"""Distress: how many cries for help are noticed, and how many plain posts are taken for one, by language.

    python -m evals.distress [--split dev|frozen]

The cases were written by somebody who had not read the detector. `dev` may be looked at to improve it; `frozen` is
run to measure only, and nobody who works on the detector opens it. Cases marked `either`, hyperbole that a careful
person might pass on or not, are counted apart and fault nobody.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from pydantic import Field, model_validator

from tools.base import Model
from tools.statistics.proportion import wilson

Split = Literal["dev", "frozen"]
ALL = "all"
_CASES = Path(__file__).parent / "data" / "distress_cases.jsonl"


class DistressCase(Model):
    """A text, made up, and whether a person must see it."""

    id: str
    text: str = Field(min_length=1)
    lang: str
    distress: bool
    either: bool = Field(False, description="True where both verdicts are defensible; `distress` is then false.")
    split: Split

    @model_validator(mode="after")
    def _either_is_not_distress(self) -> DistressCase:
        if self.either and self.distress:
            raise ValueError(f"case {self.id!r} is marked both as distress and as either")
        return self


class Tally(NamedTuple):
    """One language, or all: how many of the texts were flagged, of those in need, of plain ones, of either kind."""

    lang: str
    noticed: int
    in_need: int
    alarmed: int
    plain: int
    either_flagged: int
    either: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the detector over the cases of a split, or all, print a line a language; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.distress", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--split", choices=get_args(Split), help="which half; both by default")
    split: Split | None = parser.parse_args(arguments).split
    sys.stdout.write(to_markdown(tallies(distress_cases(split), _flags)))
    return 0


def distress_cases(split: Split | None = None) -> tuple[DistressCase, ...]:
    """Read the cases of a split, or all of them."""
    lines = _CASES.read_text(encoding="utf-8").splitlines()
    cases = (DistressCase.model_validate_json(line) for line in lines)
    return tuple(case for case in cases if split in (None, case.split))


def tallies(cases: Iterable[DistressCase], flags: Callable[[str], bool]) -> list[Tally]:
    """Count what `flags` makes of the cases: a tally for all of them, then one a language, the largest first."""
    found = [(case, flags(case.text)) for case in cases]
    sizes = {lang: sum(case.lang == lang for case, _ in found) for lang in {case.lang for case, _ in found}}
    langs = sorted(sizes, key=lambda lang: (-sizes[lang], lang))
    return [_tally(lang, [pair for pair in found if lang in (ALL, pair[0].lang)]) for lang in (ALL, *langs)]


def to_markdown(found: Iterable[Tally]) -> str:
    """Write the tallies as a table of rates, each with its 95 % Wilson interval and its n."""
    head = ["| language | recall | false alarms | either kind flagged |", "|---|---|---|---|"]
    return "\n".join([*head, *map(_row, found)]) + "\n"


def _tally(lang: str, found: Sequence[tuple[DistressCase, bool]]) -> Tally:
    def counts(kind: Callable[[DistressCase], bool]) -> Iterator[int]:
        flagged = [flag for case, flag in found if kind(case)]
        yield from (sum(flagged), len(flagged))

    return Tally(
        lang,
        *counts(lambda case: case.distress),
        *counts(lambda case: not (case.distress or case.either)),
        *counts(lambda case: case.either),
    )


def _row(tally: Tally) -> str:
    recall, alarms = _rate(tally.noticed, tally.in_need), _rate(tally.alarmed, tally.plain)
    return f"| {tally.lang} | {recall} | {alarms} | {tally.either_flagged} of {tally.either} |"


def _rate(count: int, n: int) -> str:
    if not n:
        return "no case"
    low, high = wilson(count, n)
    return f"{count / n:.1%} ({low:.1%} to {high:.1%}, {count} of {n})"


def _flags(text: str) -> bool:
    from tools.service.distress import distress

    return bool(distress(text))


if __name__ == "__main__":
    sys.exit(main())
