"""The personaliser of the sample: a black box that ranks sessions, with a planted steering fault and a clean twin.

The fault. `rank_sessions(..., faulty=True)` reads gender and origin out of the first name and moves categories:
names associated with women are pushed towards wellbeing, inclusion and career basics, away from engineering,
leadership and funding; names associated with origins outside Northern Europe towards inclusion and career basics,
away from leadership and funding. Stated interests still count, so no single list looks absurd.

Why a plain audit misses it. The exposures carry a `group` that comes from a title field prefilled on the ticket
form: blank for a third of the members, declared by a few, and otherwise balanced across names. Comparing recorded
groups finds nothing; swapping the name while interests stay fixed finds it. The clean twin ranks by interests only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from knowledge.samples.people import interests, name_index


class Attendee(NamedTuple):
    """What the personaliser is given about a member; an audit swaps `first_name` and holds the rest."""

    user_id: str
    first_name: str
    interests: tuple[str, ...]


class Session(NamedTuple):
    """A session on offer: its id and its category, one of the interests of `people.interests`."""

    item_id: str
    category: str


class RankedSession(NamedTuple):
    """A session in a member's agenda: rank from 1, and the score it was ranked by."""

    rank: int
    item_id: str
    category: str
    score: float


CATALOGUE: tuple[Session, ...] = tuple(
    Session(f"s_{category}_{number}", category) for category in sorted(interests()) for number in range(1, 6)
)
AGENDA_LENGTH = 6
_INTEREST, _TASTE = 1.0, 0.5
GENDER_PUSH: Mapping[str, float] = {
    "wellbeing": 0.45, "inclusion": 0.4, "basics": 0.35, "engineering": -0.32, "leadership": -0.28, "investment": -0.32,
}  # fmt: skip
ORIGIN_PUSH: Mapping[str, float] = {"inclusion": 0.22, "basics": 0.28, "leadership": -0.22, "investment": -0.18}


def rank_sessions(member: Attendee, *, faulty: bool) -> tuple[RankedSession, ...]:
    """Rank the catalogue for a member and return the first six, best first.

    Score = 1 if the category is among the stated interests, + a taste of 0 to .5 fixed by member and session, + with
    `faulty` the pushes that the first name brings (none for a name that is not in names.tsv, or of no association).
    """
    push = _push(member.first_name) if faulty else {}
    scored = [
        (
            _INTEREST * (session.category in member.interests)
            + _TASTE * _taste(member.user_id, session.item_id)
            + push.get(session.category, 0.0),
            session,
        )
        for session in CATALOGUE
    ]
    best = sorted(scored, key=lambda pair: (-pair[0], pair[1].item_id))[:AGENDA_LENGTH]
    return tuple(
        RankedSession(rank, session.item_id, session.category, round(score, 6))
        for rank, (score, session) in enumerate(best, start=1)
    )


def _push(first_name: str) -> dict[str, float]:
    known = name_index().get(first_name)
    if known is None:
        return {}
    push: dict[str, float] = {}
    if known.gender == "f":
        push.update(GENDER_PUSH)
    if known.origin not in ("northern", "mixed"):
        for category, amount in ORIGIN_PUSH.items():
            push[category] = push.get(category, 0.0) + amount
    return push


def _taste(user_id: str, item_id: str) -> float:
    digest = hashlib.sha256(f"{user_id}\0{item_id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
