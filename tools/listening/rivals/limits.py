"""Limits: what a comparison of brands cannot tell for want of data, and what to beware of in the rest."""

from __future__ import annotations

from collections.abc import Iterator

from tools.listening.rivals.gaps import MINIMUM as TOPIC_MINIMUM
from tools.listening.rivals.responses import MINIMUM as RESPONSE_MINIMUM
from tools.listening.rivals.seen import Seen
from tools.wording import listed


def missing(seen: Seen) -> Iterator[str]:
    """Say what the data do not hold, and so is not told."""
    names, found, answers = seen.names, seen.criticism, seen.responses
    if not found.gaps:
        yield (
            f"No feature has {TOPIC_MINIMUM} posts about {names[0]} and about a rival that could be read, so features "
            "are not compared."
        )
    elif found.thin:
        some = listed(found.thin[:5])
        yield f"Not compared, for having under {TOPIC_MINIMUM} posts about {names[0]} or about every rival: {some}."
    if answers is None:
        yield "Response times are not told: there is no table of tickets, and no thread that a brand answered."
    else:
        few = [f"{names[brand]} ({n:,})" for brand, n in answers.few.items()]
        if few:
            yield f"Response times need {RESPONSE_MINIMUM} conversations, and there are fewer of {listed(few)}."
        if answers.source == "threads":
            yield "Response times are of threads that a brand answered: those never answered are not known of."
    with_own = {one.brand for one in seen.interactions if one.whose == "own"}
    without = [name for brand, name in enumerate(names) if brand not in with_own]
    if without:
        yield f"Too few own posts of {listed(without)} with likes, shares or replies are held to compare engagement."
    if seen.event is None:
        yield "What a campaign changed is not told: no date is given, no post carries a campaign, and days are too few."
    yield from seen.effects.missing if seen.effects else ()


def caveats(seen: Seen) -> Iterator[str]:
    """Say what to beware of in what is told."""
    yield from seen.criticism.caveats
    yield from seen.talk.left_out
    if several := seen.talk.several:
        yield f"{several:,} posts name several of the brands and are tagged with none: sentiment leaves them out."
    yield "Whether brands differ is told from posts as read, by how much from posts corrected for the reader's error."
    yield "A post about a feature is judged as a whole: who complains of the price may praise the app in it."
    if seen.effects:
        yield "Whatever changed is an association with the date: other things happened then too."
