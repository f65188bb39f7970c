"""Lookalikes: how far down a ranking people still resemble a segment, or those with an outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tools.base import Sentence, tool
from tools.groups import slugs
from tools.inputs import Tables
from tools.segmentation.disclosure import FLOOR, Counter
from tools.segmentation.lookalikes.asked import METHOD, LookalikesQuery, LookalikesResult, Proxy
from tools.segmentation.lookalikes.figures import calibration, key_of, marks, of_all, of_marks, of_proxies, of_sizes
from tools.segmentation.lookalikes.gain import area, knee, largest
from tools.segmentation.lookalikes.proxies import Gone, gone_along
from tools.segmentation.lookalikes.ranking import ranking
from tools.segmentation.lookalikes.saying import say
from tools.segmentation.lookalikes.seeds import Seeds, seeds
from tools.segmentation.segmented import Segmenter
from tools.wording import listed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MARKS = 5


def _say(query: LookalikesQuery, result: LookalikesResult) -> Sequence[Sentence]:
    return list(say(query, result))


@tool(
    title="Lookalikes",
    toolset="segment",
    needs=("events", "outcomes", "posts"),
    method=METHOD,
    examples=(
        "how big should a lookalike audience be",
        "find lookalikes of our best customers",
        "how many people are like segment 2",
        "lookalike audience of those who converted",
        "how precise is a lookalike audience of 5 percent",
        "who else resembles our power users, in numbers",
        "seed size against precision for lookalikes",
        "how far can we expand segment 1 before it gets too broad",
        "what sets converters apart from everybody else",
        "does our lookalike model discriminate by gender",
        "expand the audience to people like those who purchased",
        "is there anybody else like our advocates to reach",
    ),
    say=_say,
    tags=("lookalike", "similar audience", "expansion", "seed", "precision", "lift", "propensity", "proxy"),
)
def lookalikes(query: LookalikesQuery, tables: Tables, *, segmenter: Segmenter) -> LookalikesResult:
    """How precision falls as an audience of people like these grows, measured on people held out; who is not told.

    People are ranked by a cross-fitted ridge logistic regression on standardised features. precision = those sought
    among the k most alike / k, 0 to 1; lift = precision / share among all, 1 by chance. Outcomes count in the second
    half of the period, features in the first. Protected attributes that people declared only serve to check that the
    ranking does not stand for them. Raises TooFewPosts below 40 people to resemble or 60 others.
    """
    sought = seeds(query, tables, segmenter)
    ranked = ranking(sought.matrix, sought.features, sought.chosen, seed=query.seed)
    counter = Counter(sought.matrix.people, sought.chosen.astype(int))
    found = area(ranked.chances, sought.chosen)
    figures = list(of_all(counter.n, counter.count(sought.chosen), found, sought.words))
    common = {
        "period": sought.matrix.period,
        "seeds": sought.words,
        "circular": sought.circular,
        "after": sought.after,
    }
    if found.interval.low <= 0.5:
        return LookalikesResult(figures=tuple(figures), caveats=tuple(_caveats(sought, (), ())), **common)
    best = _recommended(query, ranked.chances, sought)
    sizes = sorted({*query.sizes, *([best] if best else [])})
    figures += of_sizes(ranked.chances, sought.chosen, counter, sizes)
    figures.append(calibration(ranked.chances, sought.chosen, counter.n))
    by_name = {feature.name: feature for feature in sought.matrix.features}
    stand_out = marks([by_name[name] for name in sought.features], ranked.points, sought.chosen, _MARKS)
    figures += of_marks(stand_out, counter.n)
    gone = gone_along(tables, sought.matrix, ranked.chances)
    named = slugs(f"{one.attribute} {one.value}" for one in gone)
    keyed = {named[f"{one.attribute} {one.value}"]: one for one in gone}
    figures += of_proxies(keyed, counter)
    told = {figure.name for figure in figures}
    left_out = [size for size in sizes if f"precision.{key_of(size)}" not in told]
    return LookalikesResult(
        figures=tuple(figures),
        caveats=tuple(_caveats(sought, gone, left_out)),
        beyond_chance=True,
        sizes=tuple(key_of(size) for size in sizes if size not in left_out),
        recommended=key_of(best) if best and best not in left_out else None,
        marks=tuple(mark.words for mark in stand_out),
        proxies=tuple(
            Proxy(attribute=one.attribute, value=one.value, key=key, favoured=one.area.value > 0.5)
            for key, one in keyed.items()
            if one.is_proxy
        ),
        checked=tuple(dict.fromkeys(one.attribute for one in gone)),
        **common,
    )


def _recommended(query: LookalikesQuery, chances: NDArray[np.float64], sought: Seeds) -> float | None:
    if query.precision_at_least is None:
        return knee(chances, sought.chosen)
    return largest(chances, sought.chosen, precision=query.precision_at_least)


def _caveats(sought: Seeds, gone: Sequence[Gone], left_out: Sequence[float]) -> Iterator[str]:
    if sought.circular:
        yield (
            "The segment was formed by features that the ranking goes by, so this says how sharply it is cut, not how "
            "well strangers are found. Name other features (rank_by), or an outcome."
        )
    if sought.after:
        yield (
            f"Features are measured before {sought.after}, outcomes count from that day on, and who had the outcome "
            "before is left out."
        )
    yield (
        "Right means known to belong: others among the most alike may belong without it being known, or come to; so "
        "precision is a lower bound. It is measured among the people of this dataset, and falls among strangers."
    )
    if left_out:
        named = listed(f"{100 * size:g} %" for size in left_out)
        yield f"Not told for {named}: fewer than {FLOOR} people."
    if gone:
        named = listed(dict.fromkeys(one.attribute for one in gone))
        yield f"Checked against what people declared of {named}, which says nothing of those who declared nothing."
    else:
        yield (
            "Whether the ranking stands for a protected attribute (gender, age, origin ...) could not be checked: too "
            "few people declared any."
        )
