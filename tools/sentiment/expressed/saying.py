"""Saying: shares of labels in plain sentences, those that moved first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.base import Sentence
from tools.groups import TIMES, dotted, phrase, slugs
from tools.sentiment.expressed.asked import ExpressedQuery, ExpressedResult
from tools.wording import capital, ends, listed

_SAID, _IN_GROUP, _GROUPS = 5, 3, 6


def sentences(query: ExpressedQuery, result: ExpressedResult, *, kind: str) -> list[Sentence]:
    """Say what moved since the baseline, the commonest labels, those of each group, and what sarcasm changes."""
    names = slugs(result.labels)
    found = [label for label in result.labels if result.figure(f"share.{names[label]}").value] or result.labels[:1]
    lead = _say_most(result, [(label, names[label]) for label in found[:_SAID]], kind)
    return [
        *(_say_moves(query, result, kind) if query.baseline else ()),
        lead,
        *_say_groups(query, result),
        *_say_without_sarcasm(result),
    ]


def _say_most(result: ExpressedResult, shown: Sequence[tuple[str, str]], kind: str) -> Sentence:
    figures = [(label, result.figure(f"share.{name}")) for label, name in shown]
    parts = listed(f"{label} {share.shown_full}" for label, share in figures)
    what = (
        f"Share of posts with the {kind}"
        if len(figures) == 1
        else f"Commonest {kind}s, of which a post may have several"
    )
    return Sentence(
        text=f"{what}: {parts}.",
        figures=tuple(share.name for _, share in figures),
        posts=tuple(post.post_id for post in result.posts),
    )


def _say_moves(query: ExpressedQuery, result: ExpressedResult, kind: str) -> Iterator[Sentence]:
    names = slugs(result.labels)
    for label in result.moved[:_SAID]:
        now, before, change = (result.figure(f"{stem}.{names[label]}") for stem in ("share", "baseline", "change"))
        went = "rose" if change.value > 0 else "fell"
        course = f"{went} from {before.shown} to {now.shown}, by {change.shown_full}"
        text = f"{capital(label)} {course}, against {query.baseline}."
        yield Sentence(text=text, figures=(now.name, before.name, change.name))
    if not result.moved:
        yield Sentence(text=f"No {kind}'s share differs from that of {query.baseline} beyond chance.", kind="theme")


def _say_groups(query: ExpressedQuery, result: ExpressedResult) -> Iterator[Sentence]:
    names, parts = slugs(result.labels), slugs(result.groups)
    held = {figure.name: figure for figure in result.figures}
    shown = result.groups if query.by in TIMES else ends(result.groups, _GROUPS // 2)
    for group in shown[-_GROUPS:]:
        of_group = [(label, held.get(dotted("share", names[label], parts[group]))) for label in result.labels]
        ranked = sorted(((label, share) for label, share in of_group if share), key=lambda pair: -pair[1].value)
        told = ranked[:_IN_GROUP]
        where = capital(phrase(query.by, group).strip())
        text = f"{where}: {listed(f'{label} {share.shown_full}' for label, share in told)}."
        yield Sentence(text=text, figures=tuple(share.name for _, share in told))


def _say_without_sarcasm(result: ExpressedResult) -> Iterator[Sentence]:
    held = {figure.name: figure for figure in result.figures}
    names, sarcastic = slugs(result.labels), held["share.sarcastic"]
    plain = [(label, held.get(f"share_without_sarcasm.{names[label]}")) for label in result.labels[:_IN_GROUP]]
    told = [(label, share) for label, share in plain if share and share.value]
    if told:
        parts = listed(f"{label} {share.shown}" for label, share in told)
        text = f"Without the {sarcastic.shown} of posts that are likely sarcastic: {parts}."
        yield Sentence(text=text, figures=(sarcastic.name, *(share.name for _, share in told)))
