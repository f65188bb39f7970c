"""Portrayed: one segment in figures and words, briefly or wholly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tools.base import Evidence
from tools.figure import Figure, show
from tools.inputs import Tables
from tools.segmentation.describing import figures as made
from tools.segmentation.describing import more_figures as more
from tools.segmentation.describing.asked import DescribeSegmentQuery, Portrait
from tools.segmentation.describing.brief import brief
from tools.segmentation.describing.contrasts import Contrast, distinct
from tools.segmentation.describing.exemplars import exemplars
from tools.segmentation.describing.places import places
from tools.segmentation.describing.rules import Condition, Surrogate, surrogate
from tools.segmentation.describing.separation import separation
from tools.segmentation.describing.sizes import Size
from tools.segmentation.describing.talk import labels, talk
from tools.segmentation.describing.units import measured, unit_of
from tools.segmentation.describing.worth import worths
from tools.segmentation.matrix import Feature
from tools.segmentation.segmented import Segmented

_READ = ("feeling", "interest")
"""Families of features that are told of by what they write, where segments are not made of them."""
_SILENT = "What they write is not told: too few of them, or of all others, wrote posts that could be read."
_NOTHING_PAID = "What they pay is not told: too few of them, or of all others, are known to have paid anything."


class Portrayed(NamedTuple):
    """A portrait with its figures, the posts that go with it, and what to beware of."""

    portrait: Portrait
    figures: tuple[Figure, ...]
    posts: tuple[Evidence, ...] = ()
    gaps: bool = False
    n_posts: int = 0
    caveats: tuple[str, ...] = ()


class Known(NamedTuple):
    """What is known of a segment once all are compared; `used` are the features that all were made of."""

    number: int
    size: Size
    contrasts: Sequence[Contrast]
    label: str
    used: Collection[str]


def briefly(segmented: Segmented, known: Known) -> Portrayed:
    """Portray a segment by its size and by what sets it apart."""
    told, slug_of = made.Told(known.number, known.size.people), made.feature_slugs(segmented.matrix.features)
    standing = tuple(one for one in known.contrasts if one.stands and (one.used or one.feature.family not in _READ))
    telling = distinct(segmented, standing)
    confidence = float(segmented.placing.confidence[segmented.members(known.number)].mean())
    figures = (
        *made.of_size(told, known.size, known.label, confidence=confidence),
        *made.of_contrasts(told, standing, slug_of),
    )
    portrait = Portrait(
        segment=known.number,
        name=told.name,
        label=known.label,
        over=tuple(one.feature.label for one in telling if one.difference > 0),
        under=tuple(one.feature.label for one in telling if one.difference < 0),
    )
    return Portrayed(portrait, figures)


def wholly(query: DescribeSegmentQuery, tables: Tables, segmented: Segmented, known: Known) -> Portrayed:
    """Portray a segment also by rules, by how it lies to others, by what it writes and pays, and where it is active."""
    number, seed, features = known.number, query.seed, segmented.matrix.features
    short = briefly(segmented, known)
    told, slug_of = made.Told(number, known.size.people), made.feature_slugs(features)
    rules = surrogate(segmented, number, known.used, seed=seed)
    lies = separation(segmented, number, known.used, seed=seed)
    read = labels(query, tables, segmented)
    wrote = talk(read, query, tables, segmented, number, seed=seed) if read else None
    where, paid = places(query, tables, segmented, number), worths(segmented, number, seed=seed)
    differs = [*(wrote.standing(*wrote.shares) if wrote else ()), *(where.standing if where else ())]
    portrait = short.portrait.model_copy(
        update={
            "rules": tuple(_rules_said(rules, features)),
            "holds": rules.fidelity.holds,
            "nearest": f"segment {lies.nearest}" if lies else None,
            "stands": tuple(one.label for one in differs),
            "talks_of": tuple(one.label for one in wrote.standing("topic") if one.more) if wrote else (),
            "expresses": tuple(one.label for one in wrote.standing("emotion", "intent") if one.more) if wrote else (),
            "brief": tuple(brief(distinct(segmented, known.contrasts), wrote)),
            "not_told": (*(() if wrote else (_SILENT,)), *(() if paid else (_NOTHING_PAID,))),
        }
    )
    figures = (
        *short.figures,
        *made.of_rules(told, rules, features, slug_of, n=known.size.everyone),
        *(made.of_separation(told, lies, slug_of) if lies else ()),
        *(more.of_talk(told, wrote) if wrote else ()),
        *(more.of_places(told, where) if where else ()),
        *more.of_worth(told, paid, slug_of),
    )
    posts = tuple(exemplars(wrote, read, told.name)) if wrote and read else ()
    return Portrayed(
        portrait, figures, posts, rules.gaps, wrote.posts_of_all if wrote else 0, wrote.moods.caveats if wrote else ()
    )


def _rules_said(found: Surrogate, features: Sequence[Feature]) -> Iterator[str]:
    for rule in found.rules:
        yield ", and ".join(part for condition in rule for part in _condition_said(condition, features))


def _condition_said(condition: Condition, features: Sequence[Feature]) -> Iterator[str]:
    feature = features[condition.feature]
    for word, limit in (("at least", condition.low), ("under", condition.high)):
        if limit is not None:
            unit = unit_of(feature, limit)
            yield f"{word} {measured(feature, show(made.rounded(limit, unit), unit))}"
