"""World: the people of the sample launch as an attacker knows them, and random questions about some of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.samples.launch import Launch

    Bits = NDArray[np.bool_]

FEWEST = 60
"""People below whom no segmentation is made, as `tools.segmentation.features.people.FEWEST` has it."""
_ATTRIBUTES = ("platform", "region", "lang", "brand")


class World(NamedTuple):
    """Members, the days on which each did something, what posts they wrote, and the group that is to stay secret."""

    people: tuple[str, ...]
    active: Bits
    """Shape (people, days)."""
    author: NDArray[np.intp]
    """Of each post of a member: the member's row, the day, and what a filter can ask for."""
    day: NDArray[np.intp]
    attributes: Mapping[str, NDArray[np.str_]]
    group: NDArray[np.intp]
    """1 to 4: which planted group each member is of, from the largest."""


def world_of(launch: Launch) -> World:
    """Read the sample's members as an attacker does who knows everything but their groups."""
    import numpy as np

    letters = launch.truth.segments
    people = tuple(sorted(letters))
    row = {person: number for number, person in enumerate(people)}
    at = [event.at.toordinal() for event in launch.events]
    first, last = min(at), max(at)
    active = np.zeros((len(people), last - first + 1), dtype=bool)
    for event, day in zip(launch.events, at, strict=True):
        active[row[event.user_id], day - first] = True
    posts = [post for post in launch.posts if post.author_id in row]
    sizes = sorted(set(letters.values()), key=lambda letter: (-list(letters.values()).count(letter), letter))
    return World(
        people=people,
        active=active,
        author=np.array([row[post.author_id] for post in posts]),
        day=np.array([post.created_at.toordinal() - first for post in posts]),
        attributes={name: np.array([getattr(post, name) or "-" for post in posts]) for name in _ATTRIBUTES},
        group=np.array([sizes.index(letters[person]) + 1 for person in people]),
    )


def smaller(world: World, n: int, *, seed: int) -> World:
    """Return a world of `n` of the people, drawn at random."""
    import numpy as np

    kept = np.sort(np.random.default_rng(seed).choice(len(world.people), n, replace=False))
    place = np.full(len(world.people), -1)
    place[kept] = np.arange(n)
    posts = place[world.author] >= 0
    return World(
        people=tuple(world.people[number] for number in kept), active=world.active[kept],
        author=place[world.author][posts], day=world.day[posts],
        attributes={name: values[posts] for name, values in world.attributes.items()}, group=world.group[kept],
    )  # fmt: skip


def populations(world: World, asked: int, *, seed: int) -> Bits:
    """Draw questions and return whom each is about, shape (questions, people): those of 60 people or more.

    A question has a period (three in ten all days, else between two random days) and, three in ten each, platforms,
    regions, languages and brands, any number of them. It is about members who did something in the period and, where
    something is asked for, wrote a post that has it, just as the tools choose them.
    """
    import numpy as np

    drawn = np.random.default_rng(seed)
    rows = [_population(world, drawn) for _ in range(asked)]
    return np.array([row for row in rows if row.sum() >= FEWEST])


def _population(world: World, drawn: np.random.Generator) -> Bits:
    import numpy as np

    days = world.active.shape[1]
    first, last = (0, days - 1) if drawn.random() < 0.3 else sorted(drawn.integers(0, days, 2))
    there: Bits = np.asarray(world.active[:, first : last + 1].any(axis=1))
    passes, is_filtered = (world.day >= first) & (world.day <= last), False
    for values in world.attributes.values():
        if drawn.random() < 0.3:
            known = np.unique(values)
            passes &= np.isin(values, drawn.choice(known, drawn.integers(1, len(known) + 1), replace=False))
            is_filtered = True
    if is_filtered:
        wrote = np.zeros(len(world.people), dtype=bool)
        wrote[world.author[passes]] = True
        there &= wrote
    return there
