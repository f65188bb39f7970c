"""Evidence: the posts that a comparison of brands rests on."""

from __future__ import annotations

from tools.base import Evidence
from tools.listening.rivals.quotes import Wanted, loudest_of_day, quotes
from tools.listening.rivals.seen import Seen

_QUOTED = 6


def evidence(seen: Seen) -> tuple[Evidence, ...]:
    """Return complaints and praise for the widest gaps beyond chance, one for each word, one of the event's day."""
    names, event = seen.names, seen.event
    sure = sorted((gap for gap in seen.criticism.gaps if gap.above or gap.below), key=lambda gap: -abs(gap.read.value))
    wanted = [Wanted(gap.rival if gap.above else 0, seen.features.index(gap.feature)) for gap in sure[:_QUOTED]]
    if not wanted:
        wanted = [Wanted(brand, None) for brand in range(len(names))][:_QUOTED]
    posts = list(quotes(seen.read, list(dict.fromkeys(wanted)), brands=names, features=seen.features))
    posts += [
        Evidence(post_id=one.post_id, role="representative", group={"brand": names[one.brand], "word": one.word})
        for one in seen.complaints
    ]
    if event and (loudest := loudest_of_day(seen.talk, event.brand, event.day)):
        about = {"brand": names[event.brand], "event": str(event.day)}
        posts.append(Evidence(post_id=loudest, role="representative", group=about))
    return tuple({post.post_id: post for post in reversed(posts)}.values())[::-1]
