"""Saying: how segments compare, in plain sentences; what chance could make is said to be no difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.base import Sentence
from tools.figure import Figure
from tools.segmentation.comparing.asked import CompareSegmentsQuery, CompareSegmentsResult, Measured
from tools.wording import capital, listed

_SAID = 8
_MAINLY = {
    "mix": "so it is mainly other kinds of people",
    "rate": "so it is mainly that people alike do otherwise",
    "both": "so it is both",
    "unclear": "which chance could make",
}


def say(query: CompareSegmentsQuery, result: CompareSegmentsResult) -> list[Sentence]:
    """Say each measure, the sides of it that stand apart, and why where it was asked."""
    return list(_said(query, result))


def _said(query: CompareSegmentsQuery, result: CompareSegmentsResult) -> Iterator[Sentence]:
    held = {figure.name: figure for figure in result.figures}
    apart = [one for one in result.measures if one.above or one.below]
    alike = [one for one in result.measures if one not in apart]
    pair = query.segment is not None and result.against is not None
    for one in apart[:_SAID]:
        yield _two(one, result, held) if pair else _measure(one, result, held)
    if alike:
        yield _alike(alike, result, held)
    if result.why:
        yield from _why(result, held)


def _measure(one: Measured, result: CompareSegmentsResult, held: Mapping[str, Figure]) -> Sentence:
    everybody = held.get(f"{one.name}.everybody")
    cited = [everybody] if everybody else []
    text = f"{capital(one.label)}: {everybody.shown} of everybody" if everybody else capital(one.label)
    for words, numbers in (("above all others", one.above), ("below", one.below)):
        if numbers:
            figures = [held[f"{one.name}.segment_{number}"] for number in numbers]
            text += f"; {words}: {listed(f'segment {n} {f.shown}' for n, f in zip(numbers, figures, strict=True))}"
            cited += figures
    rest = [number for number in one.told if number not in (*one.above, *one.below)]
    if rest and len(result.segments) > 1:
        figures = [held[f"{one.name}.segment_{number}"] for number in rest]
        text += f"; not distinguishable from all others: {listed(f'segment {n}' for n in rest)}"
        cited += figures
    return Sentence(text=f"{text}.", figures=tuple(figure.name for figure in cited))


def _two(one: Measured, result: CompareSegmentsResult, held: Mapping[str, Figure]) -> Sentence:
    number = next(n for n in (*one.above, *one.below))
    mine, theirs = held[f"{one.name}.segment_{number}"], held[f"{one.name}.segment_{result.against}"]
    gap = held[f"less.{one.name}.segment_{number}"]
    text = (
        f"{capital(one.label)}: segment {number} {mine.shown}, segment {result.against} {theirs.shown}, a "
        f"difference of {gap.shown} (95 % interval {gap.shown_interval})."
    )
    return Sentence(text=text, figures=(mine.name, theirs.name, gap.name))


def _alike(alike: list[Measured], result: CompareSegmentsResult, held: Mapping[str, Figure]) -> Sentence:
    whom = f"segment {result.against}" if result.against else "all others"
    cited = [f"less.{one.name}.segment_{number}" for one in alike for number in one.told]
    known = tuple(name for name in cited if name in held)
    names = listed(one.label for one in alike)
    which = f"segment {result.segments[0]}" if len(result.segments) == 1 else "any segment"
    return Sentence(text=f"Not distinguishable between {which} and {whom}: {names}.", figures=known)


def _why(result: CompareSegmentsResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    why = result.why
    if why is None:
        return
    whole, mix, rate = (held[f"why.{part}"] for part in ("whole", "mix", "rate"))
    whom = f"segment {result.against}" if result.against else "all others"
    text = (
        f"Of the difference between segment {result.segments[0]} and {whom} in {why.metric}, {whole.shown}, "
        f"{mix.shown_full} comes of other kinds of people (by {why.by}) and {rate.shown_full} of people alike who do "
        f"otherwise, {_MAINLY[why.mainly]}."
    )
    yield Sentence(text=text, figures=(whole.name, mix.name, rate.name))
    if "why.size" in held:
        size, each = held["why.size"], held["why.each"]
        text = (
            f"Of the difference of their totals {size.shown} comes of how many people they have, {each.shown} of what "
            "one of them brings."
        )
        yield Sentence(text=text, figures=(size.name, each.name))
