"""The story: brands, platforms, features and spikes of the ConnectSphere launch, as numbers that are planted.

Shares are of audience posts (neither written by a brand nor off topic). Everything a manifest states follows
from these tables and from what was drawn; nothing is measured after the fact by a model.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

Sentiment = Literal["positive", "neutral", "negative"]
SENTIMENTS: tuple[Sentiment, ...] = ("positive", "neutral", "negative")

OWN = "ConnectSphere"
RIVALS = ("Palavero", "Mingleforth")
BRANDS = (OWN, *RIVALS)
PRODUCT = "AI Assist"
ALIASES: Mapping[str, tuple[str, ...]] = {
    OWN: ("ConnectSphere", "connectsphere", "Connect Sphere", "@ConnectSphere", "#ConnectSphere"),
    "Palavero": ("Palavero", "palavero", "@palavero", "#Palavero"),
    "Mingleforth": ("Mingleforth", "mingleforth", "@mingleforth", "#Mingleforth"),
}

PLATFORMS = ("x", "reddit", "linkedin", "facebook", "instagram")
VOICE_SHARE: Mapping[str, Mapping[str, float]] = {
    "x": {OWN: 0.58, "Palavero": 0.27, "Mingleforth": 0.15},
    "reddit": {OWN: 0.66, "Palavero": 0.22, "Mingleforth": 0.12},
    "linkedin": {OWN: 0.64, "Palavero": 0.20, "Mingleforth": 0.16},
    "facebook": {OWN: 0.52, "Palavero": 0.33, "Mingleforth": 0.15},
    "instagram": {OWN: 0.50, "Palavero": 0.22, "Mingleforth": 0.28},
}
"""Share of organic mentions a platform gives each brand: what share of voice should find."""
PLATFORM_SHARE: Mapping[str, float] = {"x": 0.36, "reddit": 0.22, "linkedin": 0.16, "facebook": 0.14, "instagram": 0.12}


class Aspect(NamedTuple):
    """A feature people talk about: its id, its key in the grammar, its name, and other words for it."""

    id: str
    key: str
    name: str
    aliases: tuple[str, ...]


ASPECTS = (
    Aspect(
        "networking_suggestions",
        "net",
        "AI Networking Suggestions",
        ("networking suggestions", "match suggestions", "matchmaking", "matches", "people to meet"),
    ),
    Aspect("summaries", "sum", "Real-time AI Summaries", ("summaries", "summary", "recap", "recaps")),
    Aspect(
        "personalized_agenda",
        "agd",
        "AI Personalized Agenda",
        ("agenda", "personalised schedule", "smart schedule", "session planner"),
    ),
    Aspect("privacy", "prv", "Data privacy", ("privacy", "tracking", "data collection", "opt-out", "consent")),
    Aspect("api_access", "api", "API access", ("API", "webhooks", "SDK", "integration", "export")),
    Aspect("mobile_app", "app", "Mobile app", ("the app", "android", "iOS", "crash")),
    Aspect("pricing", "prc", "Pricing", ("price", "pricing", "plan", "fee", "licence")),
    Aspect("support", "sup", "Customer support", ("support", "help desk", "help centre")),
    Aspect("check_in", "chk", "Check-in and badges", ("check-in", "badge", "badges", "QR", "kiosk")),
    Aspect("streaming", "str", "Live streaming", ("stream", "streaming", "hybrid", "webcast")),
    Aspect("messaging", "msg", "Messaging", ("chat", "direct messages", "event feed")),
)
OVERALL = Aspect("overall", "all", "The product as a whole", ())
BY_KEY: Mapping[str, Aspect] = {aspect.key: aspect for aspect in (*ASPECTS, OVERALL)}
KEY_OF: Mapping[str, str] = {aspect.id: aspect.key for aspect in BY_KEY.values()}

# Of polar mentions of a feature after the launch, the planted positive share is 90 % for summaries, 85 % for
# networking and 40 % for the agenda; these weights, with the sentiment path, make it so.
ASPECT_WEIGHTS: Mapping[Sentiment, Mapping[str, float]] = {
    "positive": {
        "sum": 20, "net": 18, "agd": 3.6, "prv": 1, "api": 1.5, "app": 8, "prc": 3, "sup": 6,
        "chk": 8, "str": 6, "msg": 4, "all": 11,
    },
    "negative": {
        "sum": 37, "net": 52, "agd": 74, "prv": 13, "api": 3, "app": 4, "prc": 5, "sup": 3,
        "chk": 2, "str": 1, "msg": 1, "all": 3,
    },
    "neutral": {
        "sum": 13, "net": 11, "agd": 13, "prv": 10, "api": 6, "app": 7, "prc": 11, "sup": 4,
        "chk": 7, "str": 6, "msg": 4, "all": 16,
    },
}  # fmt: skip
PLAIN_WEIGHTS: Mapping[Sentiment, Mapping[str, float]] = {
    "positive": {
        "net": 8, "agd": 5, "prv": 1, "api": 2, "app": 14, "prc": 10, "sup": 14, "chk": 16,
        "str": 12, "msg": 8, "all": 18,
    },
    "negative": {
        "net": 8, "agd": 8, "prv": 4, "api": 5, "app": 16, "prc": 16, "sup": 15, "chk": 11,
        "str": 10, "msg": 5, "all": 10,
    },
    "neutral": {
        "net": 6, "agd": 6, "prv": 4, "api": 6, "app": 10, "prc": 18, "sup": 8, "chk": 12,
        "str": 10, "msg": 6, "all": 26,
    },
}  # fmt: skip
"""For rivals, and for ConnectSphere before the launch."""

WEEK_ONE = (0.75, 0.20, 0.05)
LAST_DAY = (0.55, 0.25, 0.20)
BEFORE = (0.50, 0.36, 0.14)
RIVAL_MIX: Mapping[str, tuple[float, float, float]] = {
    "Palavero": (0.44, 0.33, 0.23),
    "Mingleforth": (0.58, 0.28, 0.14),
}


class SpikePlan(NamedTuple):
    """A planted spike: what, whose, on which day of the story, how large, and how it is felt."""

    name: str
    brand: str
    day: int
    posts_per_6000: int
    mix: tuple[float, float, float]
    keyword: str
    cause: str


SPIKES = (
    SpikePlan(
        "stunt", "Palavero", 18, 110, (0.58, 0.24, 0.18), "flamingo",
        "Palavero lets robot flamingos loose at Northgate Summit (#FlamingoRun).",
    ),
    SpikePlan(
        "outage", OWN, 26, 165, (0.03, 0.15, 0.82), "outage",
        "A database upgrade takes login, check-in and live sessions down from 08:10 to 13:40 UTC.",
    ),
    SpikePlan(
        "privacystory", OWN, 32, 105, (0.06, 0.19, 0.75), "Dispatch",
        "The (invented) Tallow Street Dispatch reports what ConnectSphere keeps about attendees.",
    ),
)  # fmt: skip
SPIKE_ASPECT = {"outage": "app", "privacystory": "prv", "stunt": "all"}

SEGMENTS: Mapping[str, str] = {
    "A": "Power Users",
    "B": "Cautious Adopters",
    "C": "Skeptics/Strugglers",
    "D": "Feature Ignorers",
}
SEGMENT_SHARE: Mapping[str, float] = {"A": 0.15, "B": 0.45, "C": 0.25, "D": 0.15}


class Calendar(NamedTuple):
    """The days of the story: a quarter before the launch, the rest after it."""

    start: date
    days: int

    @property
    def launch_index(self) -> int:
        return self.days // 4

    @property
    def launch(self) -> date:
        return self.day(self.launch_index)

    def day(self, index: int) -> date:
        return self.start + timedelta(days=index)

    def mix(self, brand: str, index: int) -> tuple[float, float, float]:
        """Planned positive, neutral and negative share of a brand's audience posts, spikes aside."""
        if brand != OWN:
            return RIVAL_MIX[brand]
        since = index - self.launch_index
        if since < 0:
            return BEFORE
        span = max(1, self.days - 1 - self.launch_index - 6)
        done = max(0.0, (since - 6) / span)
        first, second, third = (a + (b - a) * done for a, b in zip(WEEK_ONE, LAST_DAY, strict=True))
        return first, second, third

    def spike_index(self, spike: SpikePlan) -> int:
        """The index of the spike's day, moved in proportion where the story is not 40 days long."""
        return round(spike.day * (self.days - 1) / 39)

    def volume(self, brand: str, index: int) -> float:
        """Relative number of organic posts of a day: a launch peak that decays, and quiet weekends."""
        since = index - self.launch_index
        level = 1.0 if brand != OWN else (0.62 if since < 0 else 1.0 + 1.1 * 0.82**since)
        return level * (0.72 if self.day(index).weekday() >= 5 else 1.0)
