"""Associations: how much likelier an outcome is where something else holds, and what else could be behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any, Literal

from tools.base import Evidence, Sentence, tool
from tools.figure import Figure, Unit
from tools.groups import slugs
from tools.inputs import Tables
from tools.listening.associations.asked import METHOD, MINIMUM, AssociationsQuery, AssociationsResult, Pair
from tools.listening.associations.finding import Findings, Found, findings
from tools.listening.associations.frame import Frame
from tools.listening.associations.saying import say
from tools.statistics.association import e_value
from tools.statistics.proportion import wilson
from tools.wording import capital, listed

_COMPARED, _NEARLY = 0.5, 0.95


def _say(query: AssociationsQuery, result: AssociationsResult) -> Sequence[Sentence]:
    return list(say(query, result))


@tool(
    title="Associations",
    toolset="listen",
    needs=("posts", "readings"),
    method=METHOD,
    examples=(
        "are people who mention privacy more likely to complain",
        "how much more likely are posts about the agenda to be negative",
        "what is associated with churn",
        "did customers who used the summaries churn less",
        "which features go with complaints",
        "is there a correlation between mentioning pricing and frustration",
        "what goes hand in hand with negative posts",
        "are new customers likelier to complain than long-time ones",
        "how many times as likely are reddit posts to be negative",
        "relative risk of a complaint on each platform",
        "what drives complaints",
        "do posts with video get more praise",
    ),
    say=_say,
    tags=("correlation", "risk ratio", "relative risk", "odds", "lift", "likelier", "churn", "drivers"),
)
def associations(query: AssociationsQuery, tables: Tables) -> AssociationsResult:
    """How many times as likely an outcome is where an exposure holds, crude and within strata; never a cause.

    ratio = share with the outcome among the exposed / that among the others, from 0; 1 where it makes no difference.
    Intervals on the log scale, clustered by author. Adjusted: Mantel-Haenszel over platforms and weeks (of people: how
    active they were). False discoveries over all pairs looked at are held to 5 % (Benjamini & Hochberg 1995). Outcomes
    of the table 'outcomes' count from the middle of the period, exposures before it. Raises TooFewPosts below 30
    observations or 20 authors on a side or 10 outcomes, MissingData and UnknownName for what the dataset does not hold.
    """
    found = findings(query, tables)
    shown = found.found[: query.limit]
    keys = _keys(shown)
    frame = found.frame
    people = frame.after is not None or query.unit == "authors"
    return AssociationsResult(
        figures=(*_overall(found), *_figures(shown, keys)),
        posts=tuple(_evidence(shown, keys, found.seen)),
        caveats=tuple(_caveats(query, found, shown)),
        period=frame.period,
        n_posts=found.seen.n if found.seen.posts is not None else 0,
        n=frame.n,
        pairs=tuple(_pair(one, key) for one, key in zip(shown, keys, strict=True)),
        looked_at=len(found.found),
        unit="authors" if people else "posts",
        strata=tuple(frame.fixed),
        after=frame.after,
    )


def _keys(shown: Sequence[Found]) -> list[str]:
    named = slugs(f"{one.exposure} {one.outcome}" for one in shown)
    return [named[f"{one.exposure} {one.outcome}"] for one in shown]


def _pair(one: Found, key: str) -> Pair:
    return Pair(
        exposure=str(one.exposure),
        outcome=str(one.outcome),
        key=key,
        stands=one.stands,
        agreement=one.association.agreement,
    )


def _figure(name: str, label: str, value: float, unit: Unit, n: int, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
    return Figure(name=name, label=label, value=value, unit=unit, n=n, method=METHOD, **more)


def _overall(found: Findings) -> Iterator[Figure]:
    n, standing = len(found.found), sum(one.stands for one in found.found)
    yield _figure("pairs.looked_at", "pairs of an exposure and an outcome looked at", n, "score", n)
    yield _figure("pairs.standing", "pairs that are associated beyond chance", standing, "score", n)


def _figures(shown: Sequence[Found], keys: Sequence[str]) -> Iterator[Figure]:
    for one, key in zip(shown, keys, strict=True):
        a, about = one.association, {"exposure": str(one.exposure), "outcome": str(one.outcome)}
        counts, n = a.counts, a.counts.n1 + a.counts.n0
        pair = f"of {one.outcome}, {one.exposure} against others"
        for stem, who, x, of in (
            ("share", str(one.exposure), counts.x1, counts.n1),
            ("share.others", f"not {one.exposure}", counts.x0, counts.n0),
        ):
            ends = wilson(x / a.effect, of / a.effect)._asdict()
            yield _figure(f"{stem}.{key}", f"share of {one.outcome}, {who}", x / of, "share", of, **ends, group=about)
        yield _figure(
            f"ratio.{key}", f"ratio of shares {pair}", a.crude.value, "ratio", n, **_ends(a.crude.interval), group=about
        )
        ends = a.difference.interval._asdict()
        label = f"difference of shares {pair}"
        yield _figure(f"difference.{key}", label, a.difference.value, "share_change", n, **ends, group=about)
        if a.adjusted:
            label = f"ratio of shares {pair}, within the same {listed(one.strata)}"
            ends = _ends(a.adjusted.interval)
            yield _figure(f"adjusted.{key}", label, a.adjusted.value, "ratio", n, **ends, group=about)
        label = "share of the observations in strata that hold both sides"
        yield _figure(f"compared.{key}", label, a.compared, "share", n, group=about)
        if a.best.apart:
            label = "how strongly something unseen must go with both to explain it away (E-value)"
            yield _figure(f"e_value.{key}", label, e_value(a.best.value), "ratio", n, group=about)


def _ends(interval: Any) -> dict[str, float]:  # noqa: ANN401 (an Interval)
    return interval._asdict() if isfinite(interval.high) else {}


def _evidence(shown: Sequence[Found], keys: Sequence[str], frame: Frame) -> Iterator[Evidence]:
    """For each pair a post with both, and one with the exposure alone: the loudest that can be read at a glance."""
    roles: tuple[Literal["representative", "contrary"], ...] = ("representative", "contrary")
    for one, key in zip(shown, keys, strict=True):
        exposed, came = frame.bits[one.exposure], frame.bits[one.outcome]
        risen = one.association.best.value >= 1
        for role, places in zip(roles, (exposed & (came == risen), exposed & (came != risen)), strict=True):
            if post := frame.loudest(places):
                yield Evidence(post_id=post, role=role, group={"pair": key})


def _caveats(query: AssociationsQuery, found: Findings, shown: Sequence[Found]) -> Iterator[str]:
    frame = found.frame
    yield (
        f"Held fixed in the adjusted ratio: {listed(frame.fixed)}, where they are not the exposure itself. Who wrote, "
        "why, and everything else that is not in the data was not."
    )
    if frame.after:
        yield (
            f"Exposures are counted before {frame.after}, outcomes from that day on, among those who had not had the "
            "outcome before: what came earlier or later is not seen."
        )
    else:
        yield "Both are as the reader read them in the same post, and where it errs it may err in both at once."
    if found.skipped:
        yield f"{found.skipped:,} pairs are left out for under {MINIMUM} observations on a side, or too few outcomes."
    if frame.drawn_of:
        yield f"Looked for in {frame.n:,} of {frame.drawn_of:,} posts, drawn at random; one pair is counted in all."
    same = [one for one in shown if one.stands and one.association.counts.x1 >= _NEARLY * one.association.counts.n1]
    if same:
        named = listed(f"“{one.exposure}”" for one in same)
        yield f"{capital(named)} comes with the outcome nearly always: it may be a step of it, and no reason for it."
    thin = [str(one.exposure) for one in shown if one.association.compared < _COMPARED]
    if thin:
        yield f"For {listed(dict.fromkeys(thin))} under half of the posts have anything to be compared with in strata."
    if query.exposure is None or query.outcome is None:
        yield "Pairs were looked for, so ratios shown tend to be too far from 1: the largest are shown for being large."
