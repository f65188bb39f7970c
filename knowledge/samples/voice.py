"""Voice: how one author writes: case, punctuation, slang, typos, emoji, hashtags, by habit and by platform."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from knowledge.samples.streams import pick


class Voice(NamedTuple):
    """Habits of an author; rates are per post (emoji, hashtags) or per word that could take it (slang, typos)."""

    lower: bool
    loose_stops: float
    emoji: float
    slang: float
    typos: float
    stretch: float
    hashtags: float
    formal: bool
    british: bool


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "voice.toml").read_text(encoding="utf-8"))


def draw_voice(rng: Random, platform: str) -> Voice:
    """Draw an author's habits around those of the platform."""
    habit = _words()["habits"][platform]
    formal = rng.random() < habit["formal"]
    spread = rng.choice((0.2, 0.6, 1.0, 1.8)) if not formal else 0.15
    return Voice(
        lower=not formal and rng.random() < habit["lower"],
        loose_stops=0.0 if formal else min(0.95, habit["stops"] * spread),
        emoji=min(0.9, habit["emoji"] * spread),
        slang=0.0 if formal else min(0.9, habit["slang"] * rng.choice((0.0, 0.5, 1.0, 2.0))),
        typos=0.0 if formal else habit["typos"] * rng.choice((0.0, 0.3, 1.0, 2.5)),
        stretch=0.0 if formal else rng.choice((0.0, 0.0, 0.1, 0.4)),
        hashtags=min(0.95, habit["tags"] * rng.choice((0.2, 1.0, 1.6))),
        formal=formal,
        british=rng.random() < 0.55,
    )


_STRETCHABLE = re.compile(
    r"\b(love|yes|please|no(?=[.!?]|$)|so(?= (?:good|happy|slow|bad|tiring|easy|handy|annoying|quick|creepy)))\b",
    re.IGNORECASE,
)
_KEPT = re.compile(r"^[@#A-Z]|\d|[/:\"']")


def speak(
    rng: Random, voice: Voice, text: str, *, platform: str, mood: str, sarcastic: bool = False, tags: float = 1.0
) -> str:
    """Say `text` in a voice, as it would be typed on the platform; `tags` scales the habit of hashtags and emoji."""
    text = _wording(rng, voice, text)
    text = _typing(rng, voice, text)
    text = _stops(rng, voice, text)
    if voice.lower:
        text = _lowered(text)
    text = _laid_out(rng, text, platform)
    habit = voice._replace(
        hashtags=voice.hashtags * tags, emoji=voice.emoji * (0.4 if mood == "none" else 1.0) * min(1, 2 * tags)
    )
    return _decorated(rng, habit, text, platform, mood, sarcastic=sarcastic)


def _wording(rng: Random, voice: Voice, text: str) -> str:
    swaps = {**(_words()["formal"] if voice.formal else {}), **({} if voice.british else _words()["american"])}
    for pattern, plain in swaps.items():
        text = re.sub(pattern, plain, text)
    for pattern, words in _words()["slang"].items() if voice.slang else ():
        text = _sometimes(rng, voice.slang * 0.6, pattern, words.split("|"), text)
    if voice.stretch and rng.random() < voice.stretch:
        text = _STRETCHABLE.sub(lambda m: _stretched(rng, m[0]), text, count=1)
    return text


def _sometimes(rng: Random, rate: float, pattern: str, words: Sequence[str], text: str) -> str:
    return re.sub(pattern, lambda m: rng.choice(words) if rng.random() < rate else m[0], text)


def _stretched(rng: Random, word: str) -> str:
    vowel = "o" if "o" in word[-1:] else "e"
    at = word.rindex(vowel)
    return word[:at] + vowel * rng.randint(2, 4) + word[at + 1 :]


def _typing(rng: Random, voice: Voice, text: str) -> str:
    if not voice.typos:
        return text
    words = text.split(" ")
    return " ".join(_slip(rng, word) if rng.random() < voice.typos * 2 else word for word in words)


def _slip(rng: Random, word: str) -> str:
    if word in _words()["misspelt"]:
        return str(_words()["misspelt"][word])
    if len(word) < 4 or _KEPT.search(word):
        return word
    at = rng.randrange(1, len(word) - 1)
    if not word[at : at + 2].isalpha():
        return word
    kind = rng.choice(("swap", "drop", "double", "neighbour"))
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] * 2 + word[at + 1 :]
    return (
        word[:at]
        + {"a": "s", "e": "r", "i": "o", "o": "p", "t": "r", "n": "m"}.get(word[at], word[at])
        + word[at + 1 :]
    )


def _stops(rng: Random, voice: Voice, text: str) -> str:
    if rng.random() < voice.loose_stops:
        if rng.random() < 0.5:
            text = text.replace("'", "")
        if rng.random() < 0.35:
            text = re.sub(r"\. (?=[A-Z])", lambda _: rng.choice((", ", " ", "\n", " .. ", " - ")), text)
        if rng.random() < 0.12:
            text = text.replace(",", "")
        return text
    ended = text.endswith((".", "!", "?", "…", ")", '"')) or text.rsplit(" ", 1)[-1][:1] in "#@^🔥😂"
    return text if ended else text + "."


def _lowered(text: str) -> str:
    return " ".join(word if word[:1] in "#@" or "://" in word else word.lower() for word in text.split(" "))


def _laid_out(rng: Random, text: str, platform: str) -> str:
    if platform not in ("reddit", "linkedin", "facebook") or len(text) < 160:
        return text
    if rng.random() < {"reddit": 0.4, "linkedin": 0.6, "facebook": 0.15}[platform]:
        breaks = [m.end() for m in re.finditer(r"[.!?] ", text)]
        if breaks:
            at = rng.choice(breaks)
            return text[:at].rstrip() + "\n\n" + text[at:]
    return text


def _decorated(rng: Random, voice: Voice, text: str, platform: str, mood: str, *, sarcastic: bool) -> str:
    if rng.random() < voice.emoji:
        chosen = rng.choice((_words()["sarcastic_emoji"] if sarcastic else _words()["emoji"][mood]).split())
        count = pick(rng, ((1, 6), (2, 2), (3, 1))) if mood != "none" else 1
        text = f"{chosen} {text}" if rng.random() < 0.1 else f"{text} {chosen * count}"
    if sarcastic and platform == "reddit" and rng.random() < 0.35:
        text += " /s"
    if rng.random() < voice.hashtags:
        limit = 5 if platform == "instagram" else 3
        tags = rng.sample(_words()["tags"].split(), rng.randint(1, limit))
        joined = " ".join(f"#{tag}" for tag in tags)
        text += ("\n\n" if platform == "linkedin" else " ") + joined
    return text
