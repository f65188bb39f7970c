"""Saying: a segment in plain sentences: how many, what sets it apart, how to tell its people, what they write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.base import Sentence
from tools.figure import Figure
from tools.segmentation.describing.asked import DescribeSegmentQuery, DescribeSegmentResult
from tools.segmentation.describing.saying_more import say_more
from tools.segmentation.describing.seen import Seen
from tools.segmentation.describing.separation import lies
from tools.segmentation.describing.units import plain
from tools.wording import capital, listed

_SAID, _BRIEFLY = 4, 2
_INFERRED = (
    "Emotions, intents and topics are what a reader infers from texts, with errors that are only corrected for net "
    "sentiment; they are told of many people together, never of one."
)
_MADE = "The segments were made of these very features, so that they differ in them proves nothing by itself."


def say(query: DescribeSegmentQuery, result: DescribeSegmentResult) -> Iterator[Sentence]:
    """Say the segment asked for in full, or every one in two lines; first what speaks against a label asked about."""
    yield from _say_flags(query, result)
    if result.k == 1:
        text = "These people fall into no groups: what follows is everybody, and nothing sets a part of them apart."
        yield Sentence(text=text, kind="theme")
    for portrait in result.segments:
        seen = Seen(result, portrait)
        yield _say_size(seen)
        if query.segment is None and result.k > 1:
            yield from _say_briefly(seen)
        else:
            yield from _say_wholly(seen, [post.post_id for post in result.posts])
    if result.left_out:
        text = "Groups too small to be told of without singling somebody out are left out."
        yield Sentence(text=text, kind="theme")


def _say_flags(query: DescribeSegmentQuery, result: DescribeSegmentResult) -> Iterator[Sentence]:
    if query.label is None:
        return
    # What a label should be called instead rests on what its people do, so on the segment's own figures.
    cited = tuple(figure.name for figure in Seen(result, result.segments[0]).all("size")) if query.segment else ()
    for flag in result.flags:
        text = f"Do not call them “{flag.words}” ({flag.group}): {flag.reason} Instead: {flag.instead}"
        yield Sentence(text=text if text.endswith((".", "”")) else f"{text}.", kind="theme", figures=cited)
    if not result.flags:
        text = "Nothing in the word lists speaks against that label; a person has the last word."
        yield Sentence(text=text, kind="theme", figures=cited)


def _say_size(seen: Seen) -> Sentence:
    size, share = seen.all("size")[0], seen.all("share")[0]
    text = f"In {seen.portrait.name}, “{seen.portrait.label}”, are {size.shown} people, {share.shown_full} of all."
    return Sentence(text=text, figures=(size.name, share.name))


def _say_briefly(seen: Seen) -> Iterator[Sentence]:
    told = [*seen.portrait.over[:_BRIEFLY], *seen.portrait.under[:_BRIEFLY]]
    figures = [figure for feature in told if (figure := seen.contrast(feature))]
    if not figures:
        yield Sentence(text="Nothing sets it apart from everybody beyond chance.", kind="theme")
        return
    text = "; ".join(f"{plain(figure.group['feature'])} {_worth(figure)}" for figure in figures)
    yield Sentence(
        text=f"{capital(text)} (an index of a hundred is as everybody).", figures=tuple(f.name for f in figures)
    )


def _say_wholly(seen: Seen, posts: Sequence[str]) -> Iterator[Sentence]:
    yield from _say_contrasts(seen, seen.portrait.over, "More than everybody")
    yield from _say_contrasts(seen, seen.portrait.under, "Less than everybody")
    if not seen.portrait.over and not seen.portrait.under:
        yield Sentence(text="Nothing sets it apart from everybody beyond chance.", kind="theme")
    yield from _say_rules(seen)
    yield from _say_separation(seen)
    yield from say_more(seen, posts)
    for gap in seen.portrait.not_told:
        yield Sentence(text=gap, kind="theme")


def _worth(figure: Figure) -> str:
    kind = "index " if figure.unit == "index" else "by "
    return f"{kind}{figure.shown} ({figure.shown_interval})"


def _say_contrasts(seen: Seen, features: Sequence[str], lead: str) -> Iterator[Sentence]:
    parts, cited = [], list[str]()
    for feature in features[:_SAID]:
        figure, mean, base = (
            seen.contrast(feature),
            seen.one("mean", feature=feature),
            seen.one("base", feature=feature),
        )
        if figure and mean and base:
            parts.append(f"{plain(feature)}, {_worth(figure)}, {mean.shown} against {base.shown}")
            cited += [figure.name, mean.name, base.name]
    if parts:
        yield Sentence(text=f"{lead}: {'; '.join(parts)}.", figures=tuple(cited))


def _say_rules(seen: Seen) -> Iterator[Sentence]:
    portrait = seen.portrait
    if not portrait.rules:
        return
    limits = [*seen.all("rule.at_least"), *seen.all("rule.under")]
    precision, recall = seen.all("fidelity.precision")[0], seen.all("fidelity.recall")[0]
    balanced = seen.all("fidelity.balanced_accuracy")[0]
    rules = "; or ".join(portrait.rules)
    yield Sentence(text=f"In plain words they have {rules}.", figures=tuple(figure.name for figure in limits))
    text = (
        f"On people it had not seen this finds {recall.shown} of them, and {precision.shown} of those whom it finds "
        f"are in the segment (balanced accuracy {balanced.shown}, where guessing gets half)"
    )
    lost = sorted(seen.all("importance"), key=lambda figure: -figure.value)[:_BRIEFLY]
    if lost and lost[0].value > 0:
        parts = listed(f"{plain(figure.group['feature'])} ({figure.shown})" for figure in lost)
        text += f"; where a feature is shuffled among people it loses: {parts}"
    if not portrait.holds:
        text += ". That is too little to rely on: take it as a hint, not as what the segment is"
    cited = (recall, precision, balanced, *(lost if "shuffled" in text else ()))
    yield Sentence(text=f"{text}.", figures=tuple(figure.name for figure in cited))


def _say_separation(seen: Seen) -> Iterator[Sentence]:
    silhouette, confidence = seen.one("silhouette"), seen.one("confidence")
    if silhouette is None or confidence is None or seen.portrait.nearest is None:
        return
    here, there = seen.all("apart.here"), seen.all("apart.there")
    pairs = [
        f"{plain(one.group['feature'])} ({one.shown} against {other.shown})"
        for one, other in zip(here, there, strict=True)
    ]
    apart = f" What tells the two apart: {listed(pairs)}." if pairs else ""
    text = (
        f"It lies {lies(silhouette.value)} the others (silhouette {silhouette.shown}, {silhouette.shown_interval}), "
        f"and its people belong to it with a mean probability of {confidence.shown}; they are nearest to "
        f"{seen.portrait.nearest}.{apart}"
    )
    cited = (silhouette, confidence, *here, *there)
    yield Sentence(text=text, figures=tuple(figure.name for figure in cited))


def caveats(*, used: bool, gaps: bool, read: bool, shown: bool) -> Iterator[str]:
    """Say what to beware of in any description of people."""
    yield "It describes what people do on average, and no individual: many in the segment differ from its picture."
    if used:
        yield f"{_MADE} Stability and outcomes do."
    if gaps:
        yield "In the rules what is not known of a person counts as the median of the others."
    if read:
        yield _INFERRED
    if shown:
        yield (
            "The posts shown sound as this segment does; they are drawn from everybody's, so whose they are says "
            "nothing of who is in it."
        )
