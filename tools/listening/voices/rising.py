"""Rising: the result for voices whose part of the talk grew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tools.base import Evidence, Sentence
from tools.figure import Figure, Unit
from tools.groups import slugs
from tools.inputs import Tables
from tools.listening.voices.asked import METHOD, Voice, VoicesQuery, VoicesResult, brands_of
from tools.listening.voices.naming import may_name, nameable, not_named
from tools.listening.voices.rise import Rise, Riser, rise
from tools.scope import covered

_SAID, _CANDIDATES = 5, 3


def rising(query: VoicesQuery, tables: Tables) -> VoicesResult:
    """Return rising voices. Raises TooFewPosts below eight days or ten authors with enough posts."""
    found = rise(query, tables)
    named = may_name(query.kind, tables.facts)
    certain = [riser for riser in found.risers if riser.stands]
    listed = [*certain, *[riser for riser in found.risers if not riser.stands][:_CANDIDATES]]
    people = nameable(query.kind, [riser.author_id for riser in listed], tables)
    kept = set(people.ids if named else ())
    shown = [riser for riser in listed if riser.author_id in kept][: query.limit]
    return VoicesResult(
        figures=(*_figures(query, found, len(certain)), *_of(query, shown, found)),
        posts=tuple(Evidence(post_id=r.post_id, role="representative", group={"author": r.author_id}) for r in shown),
        caveats=tuple(_caveats(query, tables, found, people.withheld)),
        period=covered(found.first, found.last, tables.facts),
        n_posts=found.posts,
        kind=query.kind,
        about=brands_of(query, tables.facts),
        voices=tuple(Voice(author_id=r.author_id, posts=r.posts, certain=r.stands) for r in shown),
        named=named,
    )


def _figure(name: str, label: str, value: float, unit: Unit, n: int, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
    return Figure(name=name, label=label, value=value, unit=unit, n=n, method=METHOD, **more)


def _figures(query: VoicesQuery, found: Rise, certain: int) -> Iterator[Figure]:
    label = f"authors whose share of {query.measure} grew beyond chance"
    yield _figure("authors.rising", label, certain, "authors", found.considered)
    yield _figure("authors.judged", "authors with enough posts", found.considered, "authors", found.authors)


def _of(query: VoicesQuery, shown: Sequence[Riser], found: Rise) -> Iterator[Figure]:
    names = slugs(riser.author_id for riser in shown)
    for riser in shown:
        slug, about = names[riser.author_id], {"author": riser.author_id}
        of = f"of all {query.measure}, of {riser.author_id}"
        for stem, half, share, total in (
            ("before", "first", riser.before, found.before),
            ("later", "second", riser.later, found.later),
        ):
            label = f"share {of}, {half} half"
            yield _figure(f"{stem}.{slug}", label, share, "rate", round(total), group=about)
        label = f"change in the share {of}"
        n = round(found.before + found.later)
        ends = riser.change_interval._asdict()
        yield _figure(f"change.{slug}", label, riser.change, "share_change", n, **ends, group=about)
        if riser.growth is not None and riser.growth_interval is not None:
            label = f"share {of}, second half over first"
            ends = riser.growth_interval._asdict()
            yield _figure(f"growth.{slug}", label, riser.growth, "ratio", riser.posts, **ends, group=about)


def _caveats(query: VoicesQuery, tables: Tables, found: Rise, withheld: int) -> Iterator[str]:
    if not may_name(query.kind, tables.facts):
        yield not_named(query.kind, tables.facts)
    if withheld:
        yield f"{withheld:,} authors opted out or did not allow this use, and are not named."
    yield (
        f"The second half begins on {found.middle}; shares are of everybody's in each half, so that a loud week lifts "
        "nobody."
    )
    if query.measure == "interactions":
        yield "Interactions are those counted when the posts were collected: late posts had less time to draw them."


def say_rising(query: VoicesQuery, result: VoicesResult) -> Iterator[Sentence]:
    """Say how many rise beyond chance, and for each of the first how far."""
    rising_, judged = result.figure("authors.rising"), result.figure("authors.judged")
    cited: tuple[str, ...] = (rising_.name, judged.name)
    if rising_.value:
        one = "author takes" if rising_.value == 1 else "authors take"
        text = f"{rising_.shown} {one} a growing part of the {query.measure}, of {judged.shown} with enough posts."
    else:
        text = f"No voice is rising beyond chance, of {judged.shown} authors with enough posts."
        cited = (judged.name,)
    yield Sentence(text=text, figures=cited)
    names = slugs(voice.author_id for voice in result.voices)
    held = {figure.name: figure for figure in result.figures}
    for voice in result.voices[:_SAID]:
        before, later, change = (held[f"{stem}.{names[voice.author_id]}"] for stem in ("before", "later", "change"))
        growth = held.get(f"growth.{names[voice.author_id]}")
        chance = "" if voice.certain else "; chance could make that"
        times = f", {growth.shown} times (95 % interval {growth.shown_interval})" if growth else ""
        text = (
            f"{voice.author_id}: {before.shown} of the {query.measure} in the first half, {later.shown} in the second"
            f"{times}{chance}."
        )
        figures = tuple(figure.name for figure in (before, later, change, growth) if figure)
        posts = tuple(post.post_id for post in result.posts if post.group.get("author") == voice.author_id)
        yield Sentence(text=text, figures=figures, posts=posts)
