"""Figures of a comparison of brands: sentiment, features, gaps, engagement, response times, an event's effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import exp, isfinite, sqrt

from tools.figure import Figure, Unit
from tools.groups import dotted, slugs
from tools.listening.rivals.complaints import Complaint
from tools.listening.rivals.drawn import Drawn
from tools.listening.rivals.effect import Effect, Effects, as_ratio
from tools.listening.rivals.gaps import Criticism, Gap
from tools.listening.rivals.readings import Read
from tools.listening.rivals.responses import Responses
from tools.listening.rivals.talk import Talk
from tools.statistics.interval import Interval, percentile_interval
from tools.statistics.survival import Wait

METHOD = "compare_brands"
_PER: Mapping[str, str] = {"post": "post", "reach": "account reached", "impressions": "impression"}


class Maker:
    """Makes figures of one comparison; `names` are the brands compared, `ours` the place of the one it is about."""

    def __init__(self, names: Sequence[str], ours: int, features: Sequence[str]) -> None:
        self.names, self.ours, self.slugs, self.features = names, ours, slugs(names), slugs(features)

    def slug(self, brand: int) -> str:
        """Return the part of a figure's name that stands for a brand."""
        return self.slugs[self.names[brand]]

    def sizes(self, talk: Talk) -> Iterator[Figure]:
        """Make the number of posts about each brand."""
        for brand, count in enumerate(talk.about):
            yield self._figure(
                f"posts.{self.slug(brand)}", f"posts about {self.names[brand]}", count, "mentions", count, brand
            )

    def criticism(self, found: Criticism) -> Iterator[Figure]:
        """Make sentiment by brand, features by brand, and gaps."""
        for brand, read in found.net.items():
            yield self._read(
                f"net.{self.slug(brand)}",
                f"net sentiment of posts about {self.names[brand]}",
                read,
                "net",
                brand,
                found,
            )
        for brand, read in found.negative.items():
            what = f"share of negative posts among those about {self.names[brand]}"
            yield self._read(f"negative.{self.slug(brand)}", what, read, "share", brand, found)
        for topic in found.topics:
            where = f"posts about {topic.feature} of {self.names[topic.brand]}"
            name = f"{self.slug(topic.brand)}.{self.features[topic.feature]}"
            yield Figure(
                name=f"talk.{name}",
                label=f"share of the posts about {self.names[topic.brand]} that are about {topic.feature}",
                value=topic.posts / topic.of,
                unit="share",
                n=topic.of,
                method=METHOD,
                group={"brand": self.names[topic.brand], "aspect": topic.feature},
            )
            what = f"share of negative posts among {where}"
            yield self._read(f"negative.{name}", what, topic.negative, "share", topic.brand, found, topic.feature)
        for gap in (*found.overall, *found.gaps):
            yield from self._gap(gap, self.features[gap.feature] if gap.feature else "all", found)

    def complaints(self, found: Sequence[Complaint]) -> Iterator[Figure]:
        """Make the share of complaints that hold each word, of the brand it sets apart and of the other one."""
        words = slugs(dict.fromkeys(one.word for one in found))
        for one in found:
            at = f"{self.slug(one.brand)}.{self.slug(one.against)}.{words[one.word]}"
            for stem, brand, share, n in (
                ("word", one.brand, one.here, one.n_here),
                ("elsewhere", one.against, one.there, one.n_there),
            ):
                yield Figure(
                    name=f"{stem}.{at}",
                    label=f"share of the complaints about {self.names[brand]} that hold “{one.word}”",
                    value=share,
                    unit="share",
                    n=n,
                    method=METHOD,
                    group={"brand": self.names[one.brand], "against": self.names[one.against], "word": one.word},
                )

    def drawn(self, found: Sequence[Drawn]) -> Iterator[Figure]:
        """Make interactions over each denominator, of own posts and of posts about a brand."""
        for one in found:
            whose = "own posts of" if one.whose == "own" else "posts by others about"
            yield self._figure(
                dotted("engagement", one.whose, one.per, self.slug(one.brand)),
                f"likes, shares and replies per {_PER[one.per]} of {whose} {self.names[one.brand]}",
                one.ratio.value,
                "per_post" if one.per == "post" else "rate",
                one.n,
                one.brand,
                one.ratio.interval,
            )

    def responses(self, found: Responses) -> Iterator[Figure]:
        """Make median minutes to a first answer, shares answered, and how much longer each rival takes."""
        for brand, wait in found.waits.items():
            if wait.median is not None:
                yield self._figure(
                    f"response.{self.slug(brand)}",
                    f"median time to a first answer by {self.names[brand]}",
                    wait.median,
                    "minutes",
                    wait.n,
                    brand,
                    wait.interval,
                )
            if found.source == "tickets":
                yield self._figure(
                    f"answered.{self.slug(brand)}",
                    f"share of the conversations with {self.names[brand]} that it answered",
                    wait.happened / wait.n,
                    "share",
                    wait.n,
                    brand,
                )
        mine = found.waits.get(self.ours)
        for brand, wait in found.waits.items():
            if brand != self.ours and mine is not None and mine.median is not None and wait.median is not None:
                what = f"median time to a first answer by {self.names[brand]} less that by {self.names[self.ours]}"
                value, n = wait.median - mine.median, wait.n + mine.n
                yield self._figure(
                    f"response.gap.{self.slug(brand)}", what, value, "minutes", n, brand, _less(wait, mine)
                )

    def effects(self, found: Effects) -> Iterator[Figure]:
        """Make what an event changed, and what it is held against."""
        brand, day = found.event.brand, found.event.day
        name = self.names[brand]
        yield self._figure(
            "event.window",
            "days looked at on each side of the event",
            found.windows.length,
            "days",
            found.windows.length,
            brand,
        )
        yield self._figure(
            "event.day", f"people who mention {name} on {day}", found.on_day, "authors", found.on_day, brand
        )
        yield self._figure(
            "event.usual", f"people who mention {name} on a usual day", found.usual, "authors", found.on_day, brand
        )
        as_loud = found.as_loud / found.days
        yield self._figure(
            "event.as_loud", f"share of other days on which as many mention {name}", as_loud, "share", found.days, brand
        )
        for effect in found.found:
            yield from self._effect(effect, brand)

    def _effect(self, effect: Effect, brand: int) -> Iterator[Figure]:
        name = self.names[brand]
        if effect.outcome == "mentions":
            ratio = as_ratio(effect.change)
            what = f"people a day who mention {name}, after the event over before, over that of the other brands"
            yield self._figure("effect.mentions", what, ratio.value, "ratio", effect.n, brand, ratio.interval)
        else:
            what = f"change of net sentiment of {name} after the event less that of the other brands"
            read = effect.read
            yield self._figure("effect.net.read", f"{what}, as read", read.value, "net", effect.n, brand, read.interval)
            change = effect.change
            yield self._figure("effect.net", what, change.value, "net", effect.n, brand, change.interval, read.value)
        stem = effect.outcome
        if effect.before:
            week = (7 * effect.before.value, Interval(7 * effect.before.interval.low, 7 * effect.before.interval.high))
            if stem == "mentions":
                week = (exp(week[0]), Interval(exp(week[1].low), exp(week[1].high)))
            what = f"course of {name} against the other brands before the event, a week: {_MEASURE[stem]}"
            yield self._figure(
                f"before.{stem}",
                what,
                week[0],
                "ratio" if stem == "mentions" else "net_per_week",
                effect.n,
                brand,
                week[1],
            )
        if effect.others:
            what = f"share of other days with as large a difference in {_MEASURE[stem]}"
            yield self._figure(f"placebo.{stem}", what, effect.as_large / effect.others, "share", effect.others, brand)

    def _gap(self, gap: Gap, feature: str, found: Criticism) -> Iterator[Figure]:
        where = f" on {gap.feature}" if gap.feature else ""
        rival, ours = self.names[gap.rival], self.names[self.ours]
        label = f"share of negative posts about {rival}{where} less that about {ours}"
        about = {"brand": rival} | ({"aspect": gap.feature} if gap.feature else {})
        name = f"{self.slug(gap.rival)}.{feature}"
        read = gap.read
        for stem, words, value, interval, raw in (
            ("gap.read", f"{label}, as read", read.value, read.interval, None),
            ("gap", label, gap.value, gap.corrected, read.value),
        ):
            if stem == "gap" and not found.done:
                continue
            yield Figure(
                name=f"{stem}.{name}",
                label=words,
                value=value,
                unit="share_change",
                n=gap.n,
                **interval._asdict(),
                raw=raw,
                method=METHOD,
                group=about,
            )

    def _read(
        self, name: str, label: str, read: Read, unit: Unit, brand: int, found: Criticism, feature: str = ""
    ) -> Figure:
        interval = percentile_interval(read.value, read.draws)
        figure = self._figure(name, label, read.value, unit, read.n, brand, interval, read.raw if found.done else None)
        return figure.model_copy(update={"group": figure.group | ({"aspect": feature} if feature else {})})

    def _figure(
        self,
        name: str,
        label: str,
        value: float,
        unit: Unit,
        n: int,
        brand: int,
        interval: Interval | None = None,
        raw: float | None = None,
    ) -> Figure:
        bounded = interval._asdict() if interval and all(map(isfinite, interval)) else {}
        about = {"brand": self.names[brand]}
        return Figure(
            name=name, label=label, value=value, unit=unit, n=n, raw=raw, method=METHOD, group=about, **bounded
        )


_MEASURE = {"mentions": "mentions", "net": "net sentiment"}


def _less(wait: Wait, other: Wait) -> Interval:
    """Return the interval of one median less another of other conversations (MOVER), infinite where one end is."""
    if wait.median is None or other.median is None:
        return Interval(float("-inf"), float("inf"))
    value = wait.median - other.median
    down = sqrt((wait.median - wait.interval.low) ** 2 + (other.interval.high - other.median) ** 2)
    up = sqrt((wait.interval.high - wait.median) ** 2 + (other.median - other.interval.low) ** 2)
    return Interval(value - down, value + up)
