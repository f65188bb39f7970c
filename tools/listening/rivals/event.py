"""Event: the day whose effect is asked for, as given, as a campaign began, or as a rival's busiest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.base import Query
from tools.errors import BadRequest, UnknownName
from tools.facts import Brand
from tools.inputs import Tables
from tools.listening.mentions import mention_of
from tools.listening.rivals.talk import Talk
from tools.scope import scope
from tools.statistics.differences import FEWEST

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]


class Event(NamedTuple):
    """Whose day it is, and how it was found; one chosen for being loud is left out of what is measured."""

    brand: int
    day: date
    found_by: Literal["given", "campaign", "busiest"]
    campaign: str | None = None

    @property
    def skipped(self) -> int:
        """Days from the event on that are not counted."""
        return 1 if self.found_by == "busiest" else 0


class Voices(NamedTuple):
    """People who mention each brand by day, shape (brands, days), from `start` on."""

    start: date
    people: Array

    def place(self, day: date) -> int:
        """Return the place of a day, which may lie outside."""
        return (day - self.start).days

    def day(self, place: int) -> date:
        """Return the day at a place."""
        return self.start + timedelta(days=place)


def voices_by_day(talk: Talk, brands: int) -> Voices:
    """Count by day the people who mention each brand; one person counts once a day, however often they write."""
    import numpy as np

    posts = talk.posts
    rows = (
        posts.group_by("day")
        .aggregate(**{f"v{i}": posts.who.nunique(where=(posts.code & (1 << i)) > 0) for i in range(brands)})
        .to_pyarrow()
        .to_pylist()
    )
    people = np.zeros((brands, talk.period.days))
    for row in rows:
        people[:, (row["day"] - talk.period.start).days] = [row[f"v{i}"] for i in range(brands)]
    return Voices(talk.period.start, people)


def given_event(day: date, brand: str | None, brands: Sequence[Brand], voices: Voices) -> Event:
    """Return the event of a day asked for; without a brand, of the one that then stood out most.

    Raises BadRequest for a day without enough days on either side, UnknownName for a brand that is not compared.
    """
    place, days = voices.place(day), voices.people.shape[1]
    if not FEWEST <= place <= days - FEWEST:
        raise BadRequest(
            f"The event {day} has not {FEWEST} days on either side: all brands were collected from {voices.start} to "
            f"{voices.day(days - 1)}. Give an event inside, or import more."
        )
    if brand is not None:
        return Event(brand_place(brand, brands), day, "given")
    return Event(max(range(len(brands)), key=lambda i: (_surprise(voices, i)[place], -i)), day, "given")


def campaign_event(
    query: Query, tables: Tables, brands: Sequence[Brand], *, among: Sequence[int], campaign: str | None
) -> Event | None:
    """Return the first day of the campaign, of the brands given, that most posts carry; none where none does."""
    wanted = query.filter.model_copy(update={"brands": (), "own": "include"})
    posts = scope(query.model_copy(update={"filter": wanted}), tables)
    posts = posts.filter(posts.campaign.nullif("").notnull())
    if campaign:
        posts = posts.filter(posts.campaign.lower() == campaign.strip().lower())
    rows = _campaigns(posts, brands).to_pyarrow().to_pylist()
    if campaign and not rows:
        raise UnknownName("campaign", campaign, _names(tables))
    rows = [row for row in rows if row["brand"] in among]
    if not rows:
        return None
    best = max(rows, key=lambda row: (row["n"], row["campaign"]))
    return Event(best["brand"], best["first"], "campaign", best["campaign"])


def busiest_event(voices: Voices, among: Sequence[int]) -> Event | None:
    """Return the day that stands out most above a usual one of its brand; none where days are too few."""
    days = range(FEWEST, voices.people.shape[1] - FEWEST)
    surprises = {i: _surprise(voices, i) for i in among}
    found = max(((i, day) for i in among for day in days), key=lambda at: surprises[at[0]][at[1]], default=None)
    return Event(found[0], voices.day(found[1]), "busiest") if found else None


def usual(voices: Voices, brand: int) -> float:
    """Return the median number of people a day who mention a brand."""
    import numpy as np

    return float(np.median(voices.people[brand]))


def _surprise(voices: Voices, brand: int) -> Array:
    """How many standard deviations of a count each day lies above the median."""
    import numpy as np

    middle = usual(voices, brand)
    surprise: Array = (voices.people[brand] - middle) / np.sqrt(middle + 1)
    return surprise


def brand_place(name: str, brands: Sequence[Brand]) -> int:
    """Return the place of a brand among those compared, by any of its names; UnknownName if it is none of them."""
    wanted = name.casefold().lstrip("@#")
    for place, brand in enumerate(brands):
        if wanted in {known.casefold().lstrip("@#") for known in (brand.name, *brand.aliases)}:
            return place
    raise UnknownName("brand", name, (brand.name for brand in brands))


def _campaigns(posts: ir.Table, brands: Sequence[Brand]) -> ir.Table:
    import ibis

    matches = [mention_of(brand, posts) for brand in brands]
    cases = [(match.tagged, i) for i, match in enumerate(matches)] + [(m.named, i) for i, m in enumerate(matches)]
    marked = posts.select("campaign", day=posts.created_at.date(), brand=ibis.cases(*cases, else_=ibis.null("int8")))
    return marked.group_by("campaign", "brand").aggregate(n=marked.count(), first=marked.day.min())


def _names(tables: Tables) -> list[str]:
    posts = tables["posts"]
    names = posts.filter(posts.campaign.nullif("").notnull()).select("campaign").distinct().limit(100)
    return [str(name) for name in names.to_pyarrow()["campaign"].to_pylist()]
