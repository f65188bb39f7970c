"""Saying how brands compare: where rivals are criticised and we are not, and the reverse, answers, and an event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tools.base import Sentence
from tools.figure import Figure
from tools.groups import slugs
from tools.wording import capital, listed

if TYPE_CHECKING:
    from tools.listening.rivals.compare_brands import CompareBrandsQuery, CompareBrandsResult, Standing

_SAID = 4
_WHAT = {"mentions": "mentions", "net": "net sentiment as read"}


def say(_query: CompareBrandsQuery, result: CompareBrandsResult) -> Sequence[Sentence]:
    """Say the gaps first, then each brand as a whole, answers, engagement, and what an event changed."""
    held = {figure.name: figure for figure in result.figures}
    return [
        *_gaps(result, held),
        *_words(result, held),
        _overall(result, held),
        *_responses(result, held),
        *_engagement(result, held),
        *_event(result, held),
    ]


def _gaps(result: CompareBrandsResult, held: dict[str, Figure]) -> Iterator[Sentence]:
    ours = result.brands[0]
    if result.openings:
        yield from (_gap(standing, ours, result, held, theirs=True) for standing in result.openings[:_SAID])
    if result.exposed:
        yield from (_gap(standing, ours, result, held, theirs=False) for standing in result.exposed[:_SAID])
    cited = tuple(name for name in held if name.startswith("gap.read."))
    none = [
        words
        for standings, words in (
            (result.openings, f"is a rival criticised more than {ours}"),
            (result.exposed, f"is {ours} criticised more than a rival"),
        )
        if not standings
    ]
    if result.looked and none:
        yield Sentence(text=f"On no feature {' or '.join(none)}, beyond chance.", kind="theme", figures=cited)


def _gap(
    standing: Standing, ours: str, result: CompareBrandsResult, held: dict[str, Figure], *, theirs: bool
) -> Sentence:
    gap = held[standing.gap]
    _, _, rival, feature = standing.gap.split(".")
    own, other = held[f"negative.{slugs(result.brands)[ours]}.{feature}"], held[f"negative.{rival}.{feature}"]
    posts = tuple(
        post.post_id
        for post in result.posts
        if post.group.get("aspect") == standing.feature and post.group["brand"] in (standing.rival, ours)
    )
    more, less = (standing.rival, ours) if theirs else (ours, standing.rival)
    shares = (other, own) if theirs else (own, other)
    text = (
        f"{capital(standing.feature)}: {more} is criticised more than {less}. {shares[0].shown} of the posts are "
        f"negative against {shares[1].shown}; {standing.rival} less {ours}, as read: {gap.shown_full}."
    )
    return Sentence(text=text, figures=(own.name, other.name, gap.name), posts=posts)


def _words(result: CompareBrandsResult, held: dict[str, Figure]) -> Iterator[Sentence]:
    """Say what complaints about each rival speak of that ours do not, and what ours speak of that no rival's does."""
    ours = result.brands[0]
    for brand, other in [(rival, ours) for rival in result.brands[1:]] + [(ours, rival) for rival in result.brands[1:]]:
        told = [
            (figure, held[f"elsewhere{figure.name.removeprefix('word')}"])
            for figure in held.values()
            if figure.name.startswith("word.") and (figure.group["brand"], figure.group["against"]) == (brand, other)
        ]
        if told:
            words = [here.group["word"] for here, _ in told]
            parts = listed(f"“{here.group['word']}” ({here.shown} against {there.shown})" for here, there in told)
            text = f"Complaints about {brand} speak more than those about {other} of {parts}."
            posts = tuple(p.post_id for p in result.posts if p.group.get("word") in words and p.group["brand"] == brand)
            yield Sentence(text=text, figures=tuple(one.name for pair in told for one in pair), posts=posts)


def _overall(result: CompareBrandsResult, held: dict[str, Figure]) -> Sentence:
    names = slugs(result.brands)
    nets = [(brand, held[f"net.{names[brand]}"]) for brand in result.brands if f"net.{names[brand]}" in held]
    text = f"Net sentiment: {listed(f'{brand} {net.shown_full}' for brand, net in nets)}."
    cited = [net.name for _, net in nets]
    if result.unlike:
        gaps = [(standing.rival, held[standing.gap]) for standing in result.unlike]
        parts = listed(f"{rival} by {gap.shown_full}" for rival, gap in gaps)
        text += f" The share of negative posts, as read, differs from that of {result.brands[0]}: {parts}."
        cited += [gap.name for _, gap in gaps]
    else:
        text += f" No rival's share of negative posts differs from that of {result.brands[0]} beyond chance."
        cited += [name for name in held if name.startswith("gap.read.") and name.endswith(".all")]
    return Sentence(text=text, figures=tuple(cited))


def _responses(result: CompareBrandsResult, held: dict[str, Figure]) -> Iterator[Sentence]:
    names = slugs(result.brands)
    told = [(brand, held[name]) for brand in result.brands if (name := f"response.{names[brand]}") in held]
    if not told:
        return
    text = f"Median time to a first answer: {listed(f'{brand} {median.shown_full}' for brand, median in told)}."
    cited = [median.name for _, median in told]
    gaps = [(brand, held[name]) for brand in result.brands if (name := f"response.gap.{names[brand]}") in held]
    for words, chosen in (
        ("slower", [(brand, gap) for brand, gap in gaps if gap.low is not None and gap.low > 0]),
        ("faster", [(brand, gap) for brand, gap in gaps if gap.high is not None and gap.high < 0]),
    ):
        if chosen:
            text += f" {capital(words)} than {result.brands[0]} beyond chance: {listed(brand for brand, _ in chosen)}."
            cited += [gap.name for _, gap in chosen]
    yield Sentence(text=text, figures=tuple(cited))


def _engagement(result: CompareBrandsResult, held: dict[str, Figure]) -> Iterator[Sentence]:
    names = slugs(result.brands)
    for whose, words in (("own", "a brand's own post"), ("audience", "a post by others about a brand")):
        told = [
            (brand, held[name])
            for brand in result.brands
            if (name := f"engagement.{whose}.post.{names[brand]}") in held
        ]
        if len(told) > 1:
            text = (
                f"Likes, shares and replies of {words}: {listed(f'{brand} {rate.shown_full}' for brand, rate in told)}."
            )
            yield Sentence(text=text, figures=tuple(rate.name for _, rate in told))
            return


def _event(result: CompareBrandsResult, held: dict[str, Figure]) -> Iterator[Sentence]:
    if result.event is None or result.event_brand is None:
        return
    yield _which_day(result, held)
    window = held["event.window"]
    for outcome, what in _WHAT.items():
        effect = held.get("effect.mentions" if outcome == "mentions" else "effect.net.read")
        if effect is None:
            continue
        if outcome in result.moved:
            verdict = "which chance and other days do not explain"
        elif outcome in result.under_way:
            verdict = "but it was already moving that way before"
        else:
            verdict = "which chance could make"
        how = "by a factor of" if outcome == "mentions" else "by"
        after = "after that day" if result.event_found == "busiest" else "from that day on"
        text = (
            f"In the {window.shown} days {after}, {what} of {result.event_brand} moved {how} {effect.shown_full} "
            f"against the other brands, compared with as many days before, {verdict}"
        )
        cited = [effect.name, window.name]
        placebo = held.get(f"placebo.{outcome}")
        if placebo is not None:
            text += f"; {placebo.shown} of {placebo.n:,} other days show as large a difference"
            cited.append(placebo.name)
        yield Sentence(text=f"{text}.", figures=tuple(cited))


def _which_day(result: CompareBrandsResult, held: dict[str, Figure]) -> Sentence:
    day, common = held["event.day"], held["event.usual"]
    loud = held["event.as_loud"]
    about = (
        f"{day.shown} people mentioned it that day, {common.shown} on a usual one, and as many on {loud.shown} of the "
        f"{loud.n:,} other days"
    )
    brand = result.event_brand
    if result.event_found == "campaign":
        text = f"{brand}'s campaign {result.campaign!r} began on {result.event}; {about}."
    elif result.event_found == "busiest":
        text = (
            f"No rival's campaign is marked in the posts and no date was given, so the busiest day of a rival is "
            f"looked at, and what lasted after it: {brand} on {result.event}; {about}."
        )
    else:
        text = f"{brand} on {result.event}: {about}."
    posts = tuple(post.post_id for post in result.posts if post.group.get("event") == str(result.event))
    return Sentence(text=text, figures=(day.name, common.name, loud.name), posts=posts)
