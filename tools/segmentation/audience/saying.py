"""Saying: who our people are, how many groups they form and why, how sure that is, and what it can bear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tools.base import Figure, Sentence
from tools.segmentation.audience.asked import Segment, SegmentAudienceResult
from tools.segmentation.audience.reasons import WORDS
from tools.segmentation.audience.worth import BLURRED
from tools.segmentation.describing.units import plain
from tools.wording import capital, listed

_CUT = (
    "Where parts are needed all the same, ask for a number of them (k), or for tiers of value: they are cuts through "
    "one crowd then, and will not come back by themselves."
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Figures of a result by name."""

    held: dict[str, Figure]

    def of(self, segment: Segment, stem: str) -> Figure | None:
        return self.held.get(f"{stem}.segment_{segment.segment}")

    def index(self, segment: Segment, feature: str) -> Figure | None:
        return next(
            (
                figure
                for figure in self.held.values()
                if figure.unit == "index" and figure.group == {"segment": segment.name, "feature": feature}
            ),
            None,
        )


def say(result: SegmentAudienceResult) -> Iterator[Sentence]:
    """Say how many segments there are and who is in each, why so many, how sure that is, and what to beware of."""
    seen = _Seen({figure.name: figure for figure in result.figures})
    people, number = seen.held["people"], seen.held["segments"]
    if result.k == 1:
        text = f"The {people.shown} people show no groups: there are no clusters here to be found."
        yield Sentence(text=text, figures=(people.name,))
        yield Sentence(text=" ".join(result.reason), kind="theme", figures=(people.name,))
        yield Sentence(text=_CUT, kind="theme", figures=(people.name,))
        return
    text = f"{people.shown} people fall into {number.shown} segments."
    yield Sentence(text=text, figures=(people.name, number.name))
    for segment in result.segments:
        yield _who(seen, segment)
    if result.left_out:
        yield Sentence(
            text=f"{capital(WORDS[result.left_out])} more are too small to be told of.",
            kind="theme",
            figures=(number.name,),
        )
    yield Sentence(text=" ".join(result.reason), kind="theme", figures=(number.name,))
    yield from _sure(seen)
    yield from _blurred(seen)
    yield from _worth(seen, result)
    for merge in result.merges:
        blur = f"blur.{merge.segments[0].replace(' ', '_')}"
        yield Sentence(text=merge.reason, figures=(blur,) if blur in seen.held else ())
    yield from _outside(seen, result)


def _who(seen: _Seen, segment: Segment) -> Sentence:
    size, share = seen.of(segment, "size"), seen.of(segment, "share")
    cited = [figure for figure in (size, share) if figure]
    parts = []
    for feature in (*segment.over, *segment.under):
        if index := seen.index(segment, feature):
            parts.append(f"{plain(feature)} at {index.shown}")
            cited.append(index)
    traits = f": {', '.join(parts)} (a hundred is everybody's mean)" if parts else ""
    text = (
        f"In {segment.name}, “{segment.label}”, are {size.shown if size else ''} people, "
        f"{share.shown if share else ''} (95 % interval {share.shown_interval if share else ''}){traits}."
    )
    return Sentence(text=text, figures=tuple(figure.name for figure in cited))


def _sure(seen: _Seen) -> Iterator[Sentence]:
    stability, sure, between = (seen.held.get(name) for name in ("stability", "tier.a", "tier.c"))
    parts, cited = [], []
    if stability:
        parts.append(f"Found anew in random halves of the people they agree to {stability.shown} (adjusted Rand)")
        cited.append(stability.name)
    if sure and between:
        parts.append(f"{sure.shown} of people belong to theirs almost surely (tier A)")
        parts.append(f"{between.shown} lie between segments (tier C)")
        cited += [sure.name, between.name]
    if parts:
        yield Sentence(text=f"{'; '.join(parts)}.", figures=tuple(cited))


def _blurred(seen: _Seen) -> Iterator[Sentence]:
    blurs = [figure for name, figure in seen.held.items() if name.startswith("blur.")]
    if not blurs:
        return
    worst = max(blurs, key=lambda figure: figure.value)
    how = "are hardly told apart" if worst.value >= BLURRED else "blur most"
    text = (
        f"Of all, {worst.group['segment']} and {worst.group['other']} {how}: people of the first belong to the other "
        f"with a mean probability of {worst.shown}."
    )
    yield Sentence(text=text, figures=(worst.name,))


def _worth(seen: _Seen, result: SegmentAudienceResult) -> Iterator[Sentence]:
    needed, detect, base = (seen.held.get(f"test.{name}") for name in ("needed", "detect", "base"))
    if not needed or not detect or not base:
        return
    small = [
        segment
        for segment in result.segments
        if (size := seen.of(segment, "size")) is not None and size.value < needed.value
    ]
    lead = (
        f"To show a rise of {detect.shown} from {base.shown} responding, half of a segment against the other half, it "
        f"needs {needed.shown} people"
    )
    cited = [needed.name, detect.name, base.name]
    if not small:
        yield Sentence(text=f"{lead}: each has them.", figures=tuple(cited))
        return
    shows = [(segment, seen.of(segment, "test.shows")) for segment in small]
    parts = [f"{segment.name} can only show {figure.shown}" for segment, figure in shows if figure]
    cited += [figure.name for _, figure in shows if figure]
    yield Sentence(text=f"{lead}; {listed(parts)}.", figures=tuple(cited))


def _outside(seen: _Seen, result: SegmentAudienceResult) -> Iterator[Sentence]:
    rand, information = seen.held.get("against.adjusted_rand"), seen.held.get("against.information")
    if not rand or not information:
        return
    text = (
        f"With {result.against} as recorded elsewhere they agree to {rand.shown} (adjusted Rand; one would be the same "
        f"groups, nothing is chance; normalised mutual information {information.shown}; {rand.n:,} people)."
    )
    matches = [figure for name, figure in seen.held.items() if name.startswith("against.share.")]
    parts = [f"{figure.shown} of {figure.group['segment']} are {figure.group['value']}" for figure in matches]
    text += f" {listed(parts)}." if parts else ""
    yield Sentence(text=text, figures=(rand.name, information.name, *(figure.name for figure in matches)))
