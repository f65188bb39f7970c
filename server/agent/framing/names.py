"""Names: the brands, platforms, regions, campaigns and features that a question speaks of."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from server.agent.framing.places import COUNTRIES
from server.agent.framing.spelling import Slip, known_words, nearest, tokens
from server.agent.framing.vocabulary import Vocabulary

Kind = Literal["brand", "platform", "lang", "region", "campaign", "feature"]
LONGEST = 6  # words of a name
_THINGS = ("thing", "things", "feature", "features", "stuff", "function", "tool", "bit", "module")
PLATFORMS: Mapping[str, tuple[str, ...]] = {
    "x": ("twitter", "x.com"),
    "twitter": ("x", "x.com"),
    "facebook": ("fb",),
    "instagram": ("insta", "ig"),
    "youtube": ("yt",),
    "tiktok": ("tik tok",),
    "reddit": ("subreddit",),
    "mastodon": ("fediverse",),
    "bluesky": ("bsky",),
    "linkedin": (), "threads": (), "pinterest": (), "snapchat": ("snap",), "discord": (), "telegram": (), "twitch": (),
    "tumblr": (), "quora": (), "whatsapp": (), "weibo": (), "wechat": (), "zendesk": (), "intercom": (),
    "trustpilot": (), "glassdoor": (), "slack": (), "email": (),
}  # fmt: skip
"""Platforms by the name that imports give them, with what people call them."""
LANGUAGES = {
    "en": "english", "es": "spanish", "fr": "french", "de": "german", "it": "italian", "pt": "portuguese",
    "nl": "dutch", "ja": "japanese", "zh": "chinese", "ko": "korean", "ru": "russian", "ar": "arabic",
    "hi": "hindi", "tr": "turkish",
    "pl": "polish", "sv": "swedish", "da": "danish", "no": "norwegian", "fi": "finnish", "el": "greek", "he": "hebrew",
    "th": "thai", "vi": "vietnamese", "id": "indonesian", "uk": "ukrainian", "cs": "czech", "ro": "romanian",
}  # fmt: skip
_PLACE_WORDS = re.compile(r"\b(?:on|from|in|via|across|over at)\s+(?:the\s+)?$", re.IGNORECASE)
OURS = ("us", "our", "ours", "we")
_US = re.compile(
    r"(?<!tell )(?<!give )(?<!show )(?<!let )(?<!get )\b(?P<us>us|ours)\b|"
    r"\b(?:are|were|do|did) (?P<we>we)\b(?= (?:doing|perceived|seen|liked|loved|hated|received|viewed|talked|mentioned|perform|louder|ahead|behind))|"
    r"\b(?P<our>our)\b(?= (?:sentiment|share|sov|mood|engagement|brand|image|reputation|mentions|trend|perception|launch|net)\b)"
)


class Named(NamedTuple):
    """A name found in a question: which, where, how it was typed, and what else it could have meant."""

    kind: Kind
    value: str
    start: int
    end: int
    typed: str
    slip: bool = False
    also: tuple[Kind, ...] = ()


def fold(name: str) -> str:
    """Return a name as it is compared: letters and digits only, case folded."""
    return "".join(character for character in name.casefold() if character.isalnum())


def find_names(question: str, vocabulary: Vocabulary) -> list[Named]:
    """Find the dataset's names in a question, longest first, then slips of them, in reading order.

    A word that is an English word, or a tracked name, is never taken for a slip of another name.
    """
    known = _spellings(vocabulary)
    words = tokens(question)
    found: list[Named] = []
    at = 0
    while at < len(words):
        match = next(_matches(question, words, at, known), None)
        if match is None:
            at += 1
            continue
        length, named = match
        found.append(named)
        at += length
    return found


def own_brand(text: str, vocabulary: Vocabulary) -> list[Named]:
    """Find where a text speaks of the asker's own brand: `about us`, `our share`; never `tell us`, never `US`."""
    own = [brand.name for brand in vocabulary.facts.brands if brand.is_own]
    if len(own) != 1:
        return []
    return [
        Named("brand", own[0], *match.span(match.lastgroup or 0), match[match.lastgroup or 0])
        for match in _US.finditer(text)
    ]


def held_or_known_platform(word: str) -> str | None:
    """Return the platform that a word names, whether or not a dataset holds it; none if it names none."""
    wanted = fold(word)
    for name, others in PLATFORMS.items():
        if wanted in {fold(name), *map(fold, others)} and len(wanted) > 1:
            return name
    return None


def _spellings(vocabulary: Vocabulary) -> dict[str, list[tuple[Kind, str]]]:
    """Every folded spelling, with what it may name."""
    names: dict[str, list[tuple[Kind, str]]] = defaultdict(list)

    def add(kind: Kind, value: str, *spellings: str) -> None:
        for spelling in spellings:
            if (key := fold(spelling)) and (kind, value) not in names[key]:
                names[key].append((kind, value))

    for brand in vocabulary.facts.brands:
        add("brand", brand.name, brand.name, *brand.aliases)
    for platform in vocabulary.platforms:
        add("platform", platform, platform, *PLATFORMS.get(platform, ()))
    for lang in LANGUAGES.keys() & set(vocabulary.langs):
        add("lang", lang, LANGUAGES[lang])
    for region in vocabulary.regions:
        add("region", region, region, *COUNTRIES.get(region.upper(), ()))
    for feature in vocabulary.facts.features:
        add("feature", feature, feature, *_in_part(feature, vocabulary.facts.features))
    for campaign in vocabulary.campaigns:
        add("campaign", campaign, campaign)
    return names


def _in_part(feature: str, features: tuple[str, ...]) -> Iterator[str]:
    """Name a feature by a word that it shares with no other: the agenda thing is the AI Personalized Agenda."""
    held = Counter(word for each in features for word in set(each.lower().split()))
    for word in feature.lower().split():
        if held[word] == 1 and len(word) > 3:
            yield from (f"{word} {what}" for what in _THINGS)


def _matches(
    question: str, words: list[re.Match[str]], at: int, known: dict[str, list[tuple[Kind, str]]]
) -> Iterator[tuple[int, Named]]:
    longest = min(LONGEST, len(words) - at)
    for length in range(longest, 0, -1):
        start, end = words[at].start(), words[at + length - 1].end()
        for typed in _forms(question[start:end]):
            if meanings := _meant(question, start, typed, known.get(fold(typed), [])):
                yield length, _choose(question, start, start + len(typed), typed, meanings, slip=False)
    slips = []
    for length in range(1, longest + 1):
        start, end = words[at].start(), words[at + length - 1].end()
        if slip := _slip(question[start:end], known):
            slips.append((slip.distance, length, slip))
    if slips:
        _, length, slip = min(slips)
        start, end = words[at].start(), words[at + length - 1].end()
        yield length, _choose(question, start, end, question[start:end], known[slip.target], slip=True)


def _forms(typed: str) -> tuple[str, ...]:
    """A name as typed, and without its possessive."""
    bare = re.sub(r"['’](?:s|re|ll|ve)?$", "", typed)
    return (typed,) if bare == typed else (typed, bare)


def _meant(question: str, start: int, typed: str, meanings: list[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """Keep the meanings that so short a word can have here: `us` is a pronoun, `US` a region; `on X` a platform."""
    if len(fold(typed)) > 2 or typed[0] in "@#":
        return meanings
    placed = bool(_PLACE_WORDS.search(question[:start]))
    return [
        (kind, value)
        for kind, value in meanings
        if (kind == "platform" and (placed or typed.isupper())) or (kind != "platform" and typed == value)
    ]


def _choose(question: str, start: int, end: int, typed: str, meanings: list[tuple[Kind, str]], *, slip: bool) -> Named:
    """Take the likeliest meaning: a platform after `on`, else in the order brand, feature, campaign, platform ..."""
    order: list[Kind] = ["brand", "feature", "campaign", "platform", "region", "lang"]
    if _PLACE_WORDS.search(question[:start]):
        order = ["platform", "region", "lang", "campaign", "brand", "feature"]
    ranked = sorted(meanings, key=lambda meaning: order.index(meaning[0]))
    kind, value = ranked[0]
    also = tuple(dict.fromkeys(other for other, _ in ranked[1:] if other != kind))
    return Named(kind, value, start, end, typed, slip, also)


def _slip(typed: str, known: dict[str, list[tuple[Kind, str]]]) -> Slip | None:
    parts = [fold(form) for form in re.split(r"\s+", _forms(typed)[-1])]
    # At least one part must be no word at all: "apply" is not a slip of "apple".
    if all(part in known_words() or part.isdigit() or not part for part in parts):
        return None
    return nearest("".join(parts), (name for name in known if name.isalpha()))
