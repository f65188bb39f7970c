"""What is asked of labels that posts may have several of, what comes back, and how it is measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from tools.base import Evidence, Period, Query, Result
from tools.errors import BadRequest, TooFewPosts
from tools.groups import By, split
from tools.inputs import Tables
from tools.scope import covered
from tools.sentiment.expressed.counting import Tally, tally, tally_groups, typical_posts
from tools.sentiment.expressed.figures import Shift, coverage, share_figures, shift_figures, shifts
from tools.sentiment.expressed.views import View, how_measured, not_read
from tools.sentiment.sarcasm import HINT

MINIMUM = 30
IN_GROUPS = 6
"""Labels that are split by group, the commonest first, where none is asked for."""
_POSTS = 4


class ExpressedQuery(Query):
    """What do posts express?"""

    by: By | None = Field(None, description="Split by this; none for all posts together.")
    baseline: Period | None = Field(
        None, description="Earlier days to compare with; needs `period`, and may not share a day with it."
    )
    only: tuple[str, ...] = Field((), description="Only these labels; none for all.")


class ExpressedResult(Result):
    """Share of posts with each label, overall and by group, and which shares moved since the baseline."""

    labels: tuple[str, ...] = Field((), description="Labels that say something, the commonest first.")
    groups: tuple[str, ...] = Field((), description="Groups shown: in time order, else from the largest down.")
    moved: tuple[str, ...] = Field(
        (), description="Labels whose share changed beyond chance against the baseline, the largest change first."
    )


def measured(query: ExpressedQuery, tables: Tables, view: View, *, method: str) -> ExpressedResult:
    """Count a view's labels overall, by group, without likely sarcasm and against the baseline.

    Raises TooFewPosts below 30 posts read reliably, MissingData where the reader does not tell them, UnknownName for
    a label that there is not, BadRequest for a baseline without a period or within it.
    """
    chosen = view.chosen(query.only)
    now = _counted(query, tables, view)
    before = _counted(_at_baseline(query), tables, view) if query.baseline else None
    counts = tally_groups(query, tables, view, query.by) if query.by else {}
    groups = split({g: t.n for g, t in counts.items() if t.n}, query.by, at_least=MINIMUM, what="posts read reliably")
    ranked = tuple(sorted(chosen, key=lambda label: (-now.shares[label].value, label)))
    rest = (view.rest,) if view.rest and not query.only else ()
    parts = {group: counts[group] for group in groups.shown}
    moves = shifts(now, before, ranked) if before else {}
    return ExpressedResult(
        figures=(
            *share_figures(view, {"": now}, None, (*ranked, *rest), method=method),
            *share_figures(view, parts, query.by, ranked if query.only else ranked[:IN_GROUPS], method=method),
            *(shift_figures(view, before, moves, method=method) if before else ()),
            *coverage(now, method=method),
        ),
        posts=_evidence(query, tables, view, ranked, now),
        caveats=(*_caveats(tables, view, now), *groups.left_out),
        period=covered(now.first, now.last, tables.facts),
        n_posts=now.n,
        labels=ranked,
        groups=groups.shown,
        moved=_moved(moves),
    )


def _counted(query: ExpressedQuery, tables: Tables, view: View) -> Tally:
    found = tally(query, tables, view)
    if found.n < MINIMUM:
        raise TooFewPosts(found=found.n, needed=MINIMUM, what=f"posts that were read reliably{_when(query)}")
    if not found.labelled:
        raise not_read(tables.facts, f"{view.kind}s in these words" if view.probable else f"{view.kind}s")
    return found


def _when(query: ExpressedQuery) -> str:
    return f" from {query.period}" if query.period else ""


def _at_baseline(query: ExpressedQuery) -> ExpressedQuery:
    period, baseline = query.period, query.baseline
    if period is None or baseline is None:
        raise BadRequest("A baseline needs something to compare with: give the later days as `period`.")
    if baseline.start <= period.end and period.start <= baseline.end:
        raise BadRequest(f"The baseline {baseline} and the period {period} share days; take days that do not overlap.")
    return query.model_copy(update={"period": baseline, "baseline": None})


def _moved(moves: Mapping[str, Shift]) -> tuple[str, ...]:
    found = [label for label, shift in moves.items() if shift.beyond_chance]
    return tuple(sorted(found, key=lambda label: (-abs(moves[label].change.value), label)))


def _evidence(
    query: ExpressedQuery, tables: Tables, view: View, ranked: Sequence[str], now: Tally
) -> tuple[Evidence, ...]:
    """Return a post for each of the commonest labels, and one that does not have the first of them."""
    leading = tuple(label for label in ranked if now.shares[label].x)[:_POSTS]
    if not leading:
        return ()
    found = typical_posts(query, tables, view, leading)
    shown = [(label, found[label], "representative") for label in leading]
    return tuple(
        Evidence.model_validate({"post_id": post, "role": role, "group": {view.kind: label}})
        for label, post, role in (*shown, (leading[0], found[""], "contrary"))
        if post
    )


def _caveats(tables: Tables, view: View, now: Tally) -> tuple[str, ...]:
    measured_at = how_measured(tables.facts, view.measured, f"{view.kind}s")
    return (measured_at, HINT) if now.n > now.n_plain else (measured_at,)
