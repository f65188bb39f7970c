"""Finding: the pairs that are looked at, measured, with chance held off over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from typing import NamedTuple

from tools.errors import BadRequest, MissingData, TooFewPosts
from tools.inputs import Tables
from tools.listening.associations.asked import (
    MINIMUM,
    MINIMUM_AUTHORS,
    MINIMUM_OUTCOMES,
    OUTCOMES,
    AssociationsQuery,
)
from tools.listening.associations.columns import labelled_posts
from tools.listening.associations.frame import Frame, of_authors, of_posts
from tools.listening.associations.lookup import exposure_named, outcome_named, usual_events, usual_exposures
from tools.listening.associations.people import of_people
from tools.listening.associations.traits import USUAL_OUTCOMES, Trait
from tools.statistics.association import Association, associated
from tools.statistics.keyness import discoveries

_NO_PAIR = (
    f"No pair has {MINIMUM} with and without its exposure, by {MINIMUM_AUTHORS} authors each, and {MINIMUM_OUTCOMES} "
    "outcomes. Widen the period or the filter, or ask for one pair to see what it lacks."
)


class Found(NamedTuple):
    """A pair, what was measured, what was held fixed, and whether chance does not explain it among all looked at."""

    exposure: Trait
    outcome: Trait
    association: Association
    strata: tuple[str, ...]
    stands: bool


class Findings(NamedTuple):
    """All pairs measured, those that stand first, the strongest before the weaker; `skipped` pairs had too few.

    `seen` holds the posts behind it, to show some of them.
    """

    frame: Frame
    seen: Frame
    found: tuple[Found, ...]
    skipped: int


def findings(query: AssociationsQuery, tables: Tables) -> Findings:
    """Measure the pair asked for, or all that can be. Raises TooFewPosts where no pair has enough on both sides."""
    outcomes = [outcome_named(query.outcome, tables)] if query.outcome else []
    exposures = [exposure_named(query.exposure, tables)] if query.exposure else []
    if any(outcome.kind == "outcome" for outcome in outcomes):
        tried = exposures or list(usual_events(tables) if "events" in tables else _of_posts(query, tables))
        frame = seen = of_people(query, tried, outcomes[0], tables)
        exposures = tried
    else:
        outcomes = outcomes or [outcome_named(name, tables) for name in USUAL_OUTCOMES]
        draw = not (query.exposure and query.outcome)
        posts = labelled_posts(query, tables)
        exposures = exposures or list(usual_exposures(posts, tables))
        _check_events(exposures, tables)
        seen = of_posts(posts, exposures, outcomes, tables, draw=draw)
        frame = of_authors(seen) if query.unit == "authors" else seen
    pairs = [(exposure, outcome) for exposure in exposures for outcome in outcomes]
    measured = [one for exposure, outcome in pairs if (one := _measured(frame, exposure, outcome))]
    if not measured:
        raise _too_few(frame, pairs, people=query.unit == "authors" or frame.after is not None)
    stands = discoveries([one.association.best.chance for one in measured])
    found = [one._replace(stands=stand) for one, stand in zip(measured, stands, strict=True)]
    return Findings(frame, seen, tuple(sorted(found, key=_rank)), len(pairs) - len(found))


def _of_posts(query: AssociationsQuery, tables: Tables) -> Iterator[Trait]:
    return usual_exposures(labelled_posts(query, tables), tables)


def _check_events(exposures: list[Trait], tables: Tables) -> None:
    if any(exposure.kind == "event" for exposure in exposures) and "events" not in tables:
        raise MissingData(f"Dataset {tables.facts.dataset!r} has no table 'events', which says who did what.")


def _measured(frame: Frame, exposure: Trait, outcome: Trait) -> Found | None:
    """Measure a pair; none where a side or the outcome has too few."""
    exposed, came = frame.bits[exposure], frame.bits[outcome]
    here = int(exposed.sum())
    if min(here, frame.n - here) < MINIMUM or not MINIMUM_OUTCOMES <= int(came.sum()) <= frame.n - MINIMUM_OUTCOMES:
        return None
    names, strata = frame.strata(exposure)
    association = associated(exposed, came, frame.clusters, strata)
    if min(association.clusters1, association.clusters0) < MINIMUM_AUTHORS:
        return None
    return Found(exposure, outcome, association, names, stands=False)


def _rank(one: Found) -> tuple[bool, float, str]:
    """Those that stand first; then by the end of the interval that is nearer to 1: what is surely there."""
    low, high = one.association.best.interval
    surely = log(low) if low > 1 else -log(high) if high < 1 else -one.association.best.chance
    return not one.stands, -surely, f"{one.exposure} {one.outcome}"


def _too_few(frame: Frame, pairs: list[tuple[Trait, Trait]], *, people: bool) -> TooFewPosts | BadRequest:
    what = "people" if people else "posts"
    if len(pairs) > 1:
        return TooFewPosts(found=frame.n, needed=2 * MINIMUM, what=what, advice=_NO_PAIR)
    exposure, outcome = pairs[0]
    exposed, came = frame.bits[exposure], frame.bits[outcome]
    here, there, n = int(exposed.sum()), int((~exposed).sum()), int(came.sum())
    if min(here, there) < MINIMUM:
        side = exposure.who(people=people) if here < there else f"{what} other than {exposure.who(people=people)}"
        return TooFewPosts(found=min(here, there), needed=MINIMUM, what=side)
    if n < MINIMUM_OUTCOMES:
        return TooFewPosts(found=n, needed=MINIMUM_OUTCOMES, what=f"{what} with the outcome {str(outcome)!r}")
    if n > frame.n - MINIMUM_OUTCOMES:
        return BadRequest(
            f"Nearly all {what} have the outcome {str(outcome)!r}: nothing can make a difference. Ask for another: "
            f"{OUTCOMES}."
        )
    authors = min(len(set(frame.clusters[exposed].tolist())), len(set(frame.clusters[~exposed].tolist())))
    return TooFewPosts(found=authors, needed=MINIMUM_AUTHORS, what=f"authors on one side of {str(exposure)!r}")
