"""Value tiers: how what people bring in is divided between them, and who comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tools.base import Sentence, tool
from tools.errors import MissingData
from tools.groups import slugs
from tools.inputs import Tables
from tools.segmentation.disclosure import FLOOR, Counter, told
from tools.segmentation.value.asked import CUTS, METHOD, Tier, Tiers, ValueTiersQuery, ValueTiersResult
from tools.segmentation.value.concentration import concentration
from tools.segmentation.value.figures import of_all, of_forecast, of_habits, of_moves, of_tier
from tools.segmentation.value.forecast import FEWEST_REPEATS, Forecast, forecast
from tools.segmentation.value.habits import HABITS, habit_of, scores
from tools.segmentation.value.moving import moved, tiers_of
from tools.segmentation.value.purchases import Purchases, purchases
from tools.segmentation.value.saying import say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NAMES: dict[Tiers, tuple[str, ...]] = {
    "top": ("top fifth", "next three tenths", "other half"),
    "quintiles": ("top fifth", "second fifth", "third fifth", "fourth fifth", "last fifth"),
    "deciles": tuple(
        f"{place} tenth"
        for place in ("top", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "last")
    ),
}
_FEWEST_DAYS = 28
"""Days of a period that has halves worth comparing."""


def _say(_query: ValueTiersQuery, result: ValueTiersResult) -> Sequence[Sentence]:
    return list(say(result))


@tool(
    title="Value tiers",
    toolset="segment",
    needs=("outcomes",),
    method=METHOD,
    examples=(
        "who are our most valuable customers as a group",
        "how much revenue comes from the top 20 percent",
        "how concentrated is our revenue",
        "RFM segmentation of our customers",
        "customers by recency frequency and monetary value",
        "value tiers of our members",
        "which deciles bring the margin",
        "how many good customers have gone quiet",
        "is revenue spread evenly over customers",
        "do top customers stay top customers",
        "what share of sales do the best buyers bring",
        "how much does a customer spend on average",
        "predicted lifetime value by tier",
        "what will our customers bring in the next 90 days",
    ),
    say=_say,
    tags=(
        "RFM",
        "revenue",
        "margin",
        "Pareto",
        "Gini",
        "deciles",
        "spend",
        "customers",
        "purchases",
        "LTV",
        "CLV",
        "lifetime value",
    ),
)
def value_tiers(query: ValueTiersQuery, tables: Tables) -> ValueTiersResult:
    """How value is divided: tiers of people, concentration, recency and frequency, and who stays at the top.

    People are ranked by what they brought in (outcomes with a value, or margin; else events called purchases). Shares
    of value have bootstrap intervals; Gini is 0 where all bring the same and near 1 where one brings all. Sums are
    told in steps larger than any one person's part, shares of money to a percent, counts of people rounded. Raises
    TooFewPosts below 100 people who bought, MissingData where nothing carries a value.
    """
    import numpy as np

    bought = purchases(query, tables)
    cuts = CUTS[query.tiers]
    totals = bought.totals()
    if totals.sum() <= 0:
        raise MissingData(
            f"All purchases together have a {query.measure} of {totals.sum():,.0f}: nothing to divide. See column "
            f"{query.measure} of table 'outcomes', or name the kinds that bring something (kinds)."
        )
    in_tier = tiers_of(totals, cuts)
    counter = Counter(bought.people, in_tier)
    found = concentration(totals, cuts, seed=query.seed)
    often = np.bincount(bought.who, minlength=len(bought.people)).astype(float)
    figures = list(of_all(totals, often, counter, found, query.measure))
    tiers = _tiers(query.tiers, in_tier, counter)
    for place, tier in tiers.items():
        share, ends = found.shares[place - 1], found.intervals[place - 1]
        figures += of_tier(tier, in_tier == place, totals, share, ends, counter, query.measure)
    habits = list(of_habits(habit_of(scores(bought)), totals, counter, query.measure))
    moves = list(of_moves(list(tiers.values()), moved(bought, cuts), counter)) if _has_halves(bought, tiers) else []
    has_moved = bool(moves)
    ahead = forecast(bought, query.ahead_days) if query.ahead_days else None
    if ahead and query.ahead_days:
        moves += of_forecast(ahead, tiers, in_tier, counter, query.measure, query.ahead_days)
    shown = {figure.name.removeprefix("part.") for figure in habits if figure.name.startswith("part.")}
    return ValueTiersResult(
        figures=(*figures, *habits, *moves),
        caveats=tuple(_caveats(bought, totals, moved=has_moved)) + tuple(_about_forecast(query, bought, ahead)),
        period=bought.period,
        measure=query.measure,
        kinds=bought.kinds,
        tiers=tuple(tiers.values()),
        habits=tuple(Tier(name=HABITS[key], key=key) for key in HABITS if key in shown),
        ahead_days=query.ahead_days if ahead else None,
        moved=has_moved,
    )


def _tiers(wanted: Tiers, in_tier: NDArray[np.int64], counter: Counter) -> dict[int, Tier]:
    """Return the tiers that may be told of, by place from 1."""
    names = _NAMES[wanted]
    keys = slugs(names)
    cells = {str(place): counter.count(in_tier == place) for place in range(1, len(names) + 1)}
    kept = told(cells)
    return {place: Tier(name=name, key=keys[name]) for place, name in enumerate(names, start=1) if str(place) in kept}


def _about_forecast(query: ValueTiersQuery, bought: Purchases, ahead: Forecast | None) -> Iterator[str]:
    if query.ahead_days is None:
        return
    if ahead is None:
        yield (
            f"No forecast: it takes {FEWEST_REPEATS} repeat purchases in the first two thirds of the period to learn "
            f"from and as many in its last third to check by; {bought.days} days here do not hold them."
        )
        return
    yield (
        "The forecast is of people who have bought before, not of new ones, and knows of no season and no campaign; "
        "its interval is as wide as its errors in the check were."
    )
    if query.ahead_days > bought.days:
        yield "It looks farther ahead than the data look back, which is farther than it could be checked."


def _has_halves(bought: Purchases, tiers: dict[int, Tier]) -> bool:
    return bought.days >= _FEWEST_DAYS and min(tiers, default=0) == 1


def _caveats(bought: Purchases, totals: NDArray[np.float64], *, moved: bool) -> Iterator[str]:
    yield (
        f"Counted are people with a purchase ({', '.join(bought.kinds)}) from {bought.period}; one a person and day. "
        "Who never bought is in no tier."
    )
    yield (
        f"Counts of people are rounded, groups under {FLOOR} left out, sums told in steps larger than any one person's "
        "part, and shares of money to a whole percent."
    )
    if (totals < 0).any():
        yield "Some people got more back than they paid; they count as having brought nothing in shares."
    if moved:
        yield "Who came late in the first half had less time to buy in it, and may have moved up for that alone."
    else:
        yield f"Whether people stay in their tier is not told: the period is shorter than {_FEWEST_DAYS} days."
    if (totals == 0).any():
        yield "People whose purchases add up to nothing are in no tier."
