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
from server.agent.words import words as listed

Kind = Literal["brand", "platform", "lang", "region", "campaign", "feature"]
LONGEST = 6  # words of a name
_THINGS = ("thing", "things", "feature", "features", "stuff", "function", "tool", "bit", "module")
LONG = 6
"""Letters of a word that, before the last, still names a feature by itself: networking, but not live or mobile app."""
PLATFORMS: Mapping[str, tuple[str, ...]] = {
    "x": ("twitter", "x.com"),
    "twitter": ("x", "x.com", "twitterati"),
    "facebook": ("fb",),
    "instagram": ("insta", "ig", "the gram", "instagrammers"),
    "youtube": ("yt",),
    "tiktok": ("tik tok", "tt"),
    "reddit": ("subreddit", "redditor", "redditors"),
    "mastodon": ("fediverse",),
    "bluesky": ("bsky",),
    "linkedin": ("li", "linked in"), "threads": (), "pinterest": (), "snapchat": ("snap",), "discord": (), "telegram": (), "twitch": (),
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
_NO_WORDS = ("ig", "fb", "yt", "tt")
"""Platforms for short that are no word of their own, so that they need no `on` before them."""
_PLACE_WORDS = re.compile(r"\b(?:on|from|in|via|across|over at)\s+(?:the\s+)?$", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:is|are|does|do|than|vs\.?|versus|or|and|compare|big is)\s+$", re.IGNORECASE)
_BEFORE = re.compile(
    r"^\s+(?:vs\.?|versus|or|and|than|posts?|users?|audience|doing|(?:in|of) (?:this|the|our) data\w*)\b", re.IGNORECASE
)
"""What stands around a name of one or two letters where it is a platform: linkedin vs x, how big is x."""
OURS = ("us", "our", "ours", "we")
_US = re.compile(
    r"(?<!tell )(?<!give )(?<!show )(?<!let )(?<!get )\b(?P<us>us|ours)\b|"
    r"\b(?:[Aa]re|[Ww]ere|[Dd]o|[Dd]id) (?P<we>we)\b(?= (?:doing|perceived|seen|liked|loved|hated|received|viewed|talked|mentioned|perform|louder|ahead|behind))|"
    r"\b(?P<our>[Oo]ur)\b(?= (?:(?:overall|net|general|current|average|latest) )?(?:sentiment|share|sov|mood|engagement|brand|image|reputation|mentions|trend|perception|launch|net|tone|score|visibility|goodwill|standing|haters|critics|fans|numbers|own posts)\b)|"
    r"\b(?P<publishers>we)\b(?= (?:post|publish|put out)\w*\b)"
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
    part: str = ""
    """The one word by which a feature was named; empty where it was named whole."""


class Meaning(NamedTuple):
    """What a spelling may name; `part` as in Named."""

    kind: Kind
    value: str
    part: str = ""


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


def _spellings(vocabulary: Vocabulary) -> dict[str, list[Meaning]]:
    """Every folded spelling, with what it may name."""
    names: dict[str, list[Meaning]] = defaultdict(list)
    for meaning, spellings in _called(vocabulary):
        for spelling in spellings:
            key = fold(spelling)
            if key and meaning[:2] not in [other[:2] for other in names[key]]:
                names[key].append(meaning)
    return names


def _called(vocabulary: Vocabulary) -> Iterator[tuple[Meaning, tuple[str, ...]]]:
    """Everything that has a name, with what people call it."""
    for brand in vocabulary.facts.brands:
        yield Meaning("brand", brand.name), (brand.name, *brand.aliases)
    for platform in vocabulary.platforms:
        yield Meaning("platform", platform), (platform, *PLATFORMS.get(platform, ()))
    for lang in LANGUAGES.keys() & set(vocabulary.langs):
        yield Meaning("lang", lang), (LANGUAGES[lang],)
    for region in vocabulary.regions:
        yield Meaning("region", region), (region, *COUNTRIES.get(region.upper(), ()))
    for feature in vocabulary.facts.features:
        yield Meaning("feature", feature), (feature,)
    for part in _parts(vocabulary.facts.features):
        yield Meaning("feature", part.feature, part.word), part.spellings
    for campaign in vocabulary.campaigns:
        yield Meaning("campaign", campaign), (campaign,)


class _Part(NamedTuple):
    feature: str
    word: str
    spellings: tuple[str, ...]


def _parts(features: tuple[str, ...]) -> Iterator[_Part]:
    """Name features by a word that each shares with no other: the summaries, the agenda thing, networking.

    Where a feature is called "A and B" or one word alone says what it is, that word stands for it; an everyday word (data,
    customer) never does.
    """
    held = Counter(word for each in features for word in set(_words_of(each)))
    for feature in features:
        words = _words_of(feature)
        heads = {words[-1], *(words[at - 1] for at in range(1, len(words)) if words[at] in ("and", "&"))}
        for word in words:
            if held[word] > 1 or len(word) < 3 or word in listed("unspecific") or word in ("and", "&"):
                continue
            one = _singular(word)
            things = [f"{form} {what}" for form in {word, one} for what in _THINGS]
            alone = [form for form in (word, one) if form not in listed("questions")]
            telling = word in heads or (len(word) >= LONG and word.isalpha())
            yield _Part(feature, word, (*things, *(alone if telling else ())))


def telling_word(feature: str, features: tuple[str, ...]) -> str | None:
    """Return the last of the words that by themselves name a feature among others; none where no word does."""
    words = [part.word for part in _parts(features) if part.feature == feature and part.word in part.spellings]
    return words[-1] if words else None


def _words_of(feature: str) -> list[str]:
    return feature.lower().split()


def _singular(word: str) -> str:
    if len(word) > 5 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _matches(
    question: str, words: list[re.Match[str]], at: int, known: dict[str, list[Meaning]]
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


def _meant(question: str, start: int, typed: str, meanings: list[Meaning]) -> list[Meaning]:
    """Keep the meanings that so short a word can have here: `us` is a pronoun, `US` a region; `on X` a platform."""
    if len(fold(typed)) > 2 or typed[0] in "@#":
        return meanings
    if len(typed) == 2 and typed.lower() in _NO_WORDS:
        return [meaning for meaning in meanings if meaning.kind == "platform"] or meanings
    placed = bool(_PLACE_WORDS.search(question[:start]))
    placed = placed or bool(_BESIDE.search(question[:start]) or _BEFORE.search(question[start + len(typed) :]))
    return [
        meaning
        for meaning in meanings
        if (meaning.kind == "platform" and (placed or typed.isupper()))
        or (meaning.kind != "platform" and typed == meaning.value)
    ]


def _choose(question: str, start: int, end: int, typed: str, meanings: list[Meaning], *, slip: bool) -> Named:
    """Take the likeliest meaning: a platform after `on`, else in the order brand, feature, campaign, platform ..."""
    order: list[Kind] = ["brand", "feature", "campaign", "platform", "region", "lang"]
    if _PLACE_WORDS.search(question[:start]):
        order = ["platform", "region", "lang", "campaign", "brand", "feature"]
    ranked = sorted(meanings, key=lambda meaning: order.index(meaning.kind))
    kind, value, part = ranked[0]
    also = tuple(dict.fromkeys(other.kind for other in ranked[1:] if other.kind != kind))
    return Named(kind, value, start, end, typed, slip, also, part)


def _slip(typed: str, known: dict[str, list[Meaning]]) -> Slip | None:
    parts = [fold(form) for form in re.split(r"\s+", _forms(typed)[-1])]
    # At least one part must be no word at all: "apply" is not a slip of "apple".
    if all(part in known_words() or part.isdigit() or not part for part in parts):
        return None
    return nearest("".join(parts), (name for name in known if name.isalpha()))
