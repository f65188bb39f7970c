"""Made-up results to draw: figures by hand, as tools name and group them."""

from __future__ import annotations

from datetime import date

from server.calls import Call
from tools.base import Period, Query, Result, Sentence
from tools.figure import Figure, Unit

GROUPS = {"x": (0.4, 700), "reddit": (-0.1, 300), "linkedin": (0.2, 100)}


class Asked(Query):
    """A query that may name groups and an event."""

    by: str | None = None
    event: date | None = None


class Said(Call):
    """A call whose sentences are given."""

    said: tuple[Sentence, ...] = ()

    def sentences(self) -> tuple[Sentence, ...]:
        return self.said


def figure(
    name: str, value: float, *, label: str = "", unit: Unit = "net", n: int = 100, half: float | None = 0.1,
    **group: str,
) -> Figure:  # fmt: skip
    """Return a figure whose interval reaches `half` to either side."""
    low, high = (None, None) if half is None else (value - half, value + half)
    return Figure(
        name=name, label=label or name, value=value, unit=unit, n=n, low=low, high=high, method="m", group=group
    )


def call(
    *figures: Figure, says: str = "It is so.", cites: tuple[str, ...] = (), by: str | None = None,
    event: date | None = None,
) -> Said:  # fmt: skip
    """Return a call that found those figures and says one sentence about them."""
    return Said(
        id="r_0123456789abcdef",
        tool="made_up",
        query=Asked(dataset="demo", by=by, event=event),
        result=Result(figures=figures, period=Period(start=date(2026, 3, 1), end=date(2026, 3, 28)), n_posts=1100),
        dataset_version="v_1",
        latency_ms=0,
        said=(Sentence(text=says, figures=cites),),
    )


def platforms(measure: str = "net", **options: object) -> tuple[Figure, ...]:
    """Return a measure by platform, with its value for all."""
    grouped = tuple(
        figure(f"{measure}.{name}", value, label=f"net sentiment of posts on {name}", n=n, platform=name, **options)  # type: ignore[arg-type]
        for name, (value, n) in GROUPS.items()
    )
    return (figure(measure, 0.25, label="net sentiment of posts", n=1100), *grouped)


def weeks(*values: float, first: date = date(2026, 3, 2)) -> tuple[Figure, ...]:
    """Return net sentiment by week."""
    starts = [date.fromordinal(first.toordinal() + 7 * number).isoformat() for number in range(len(values))]
    return tuple(
        figure(f"net.{start}", value, label=f"net sentiment in the week from {start}", week=start)
        for start, value in zip(starts, values, strict=True)
    )


def shares(sums_to: float = 1.0) -> tuple[Figure, ...]:
    """Return shares of two moods on two platforms."""
    made = []
    for platform, negative in (("x", 0.25), ("reddit", 0.5)):
        for mood, value in (("negative", negative), ("positive", sums_to - negative)):
            label = f"share of {mood} posts on {platform}"
            made.append(figure(f"share.{mood}.{platform}", value, label=label, unit="share", platform=platform))
    return tuple(made)
