"""Voice: how one author writes: case, punctuation, slang, typos, emoji, hashtags, by habit and by platform."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import NamedTuple

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


_HABITS: Mapping[str, Mapping[str, float]] = {
    "x": {"lower": 0.34, "stops": 0.6, "emoji": 0.22, "slang": 0.3, "typos": 0.012, "tags": 0.22, "formal": 0.05},
    "reddit": {"lower": 0.25, "stops": 0.35, "emoji": 0.03, "slang": 0.3, "typos": 0.012, "tags": 0.0, "formal": 0.08},
    "linkedin": {"lower": 0.02, "stops": 0.1, "emoji": 0.12, "slang": 0.0, "typos": 0.003, "tags": 0.5, "formal": 0.6},
    "facebook": {"lower": 0.12, "stops": 0.5, "emoji": 0.3, "slang": 0.12, "typos": 0.016, "tags": 0.04, "formal": 0.1},
    "instagram": {"lower": 0.35, "stops": 0.7, "emoji": 0.6, "slang": 0.25, "typos": 0.01, "tags": 0.5, "formal": 0.0},
}


def draw_voice(rng: Random, platform: str) -> Voice:
    """Draw an author's habits around those of the platform."""
    habit = _HABITS[platform]
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


_EMOJI: Mapping[str, str] = {
    "joy": "😀 😄 🎉 🥳 😊 💃 ☀️",
    "excitement": "🚀 🔥 🤩 🙌 ⚡ 🎉",
    "appreciation": "🙏 👏 ❤️ 💙 🙌 💐",
    "trust": "👍 💪 ✅ 🤝",
    "interest": "👀 🤔 🧐 💡",
    "surprise": "😮 🤯 😲",
    "frustration": "😤 🙄 😩 🤦 😒",
    "confusion": "😕 🤷 🤔 ❓",
    "anger": "😡 🤬 💢",
    "sadness": "😔 😞 💔 😢",
    "fear": "😬 😟 😨 🚩",
    "disgust": "🤢 🤮 👎 🚩",
    "none": "☕ 📅 👋 📍 🎤",
}
_SARCASTIC = "🙃 👏 😂 🫠 🙄"
_TAGS = "eventprofs EventTech events networking meetings conferencelife hybrid eventplanning community AI onsite b2bevents".split()

_SLANG = (
    (r"\bto be honest\b|\bI'll be honest\b", ("tbh", "ngl")),
    (r"\bI don't know\b|\bno idea\b", ("idk", "no clue")),
    (r"\byou\b", ("u", "you", "ya")),
    (r"\bare you\b", ("r u", "are you")),
    (r"\bright now\b", ("rn",)),
    (r"\bpeople\b", ("ppl", "folks")),
    (r"\bbecause\b", ("cuz", "bc", "cos")),
    (r"\bgoing to\b", ("gonna",)),
    (r"\bwant to\b", ("wanna",)),
    (r"\bhave to\b", ("gotta",)),
    (r"\bthanks\b", ("thx", "ty", "cheers")),
    (r"\bplease\b", ("pls", "plz")),
    (r"\breally\b|\bvery\b", ("rlly", "mad", "proper")),
    (r"\bwith\b", ("w/", "with")),
    (r"\bseriously\b|\bgenuinely\b", ("srsly", "legit", "lowkey")),
    (r"\binformation\b", ("info",)),
    (r"\bminutes\b", ("mins", "min")),
    (r"\bpretty\b", ("kinda",)),
    (r"\band\b", ("&", "n", "and")),
)
_FORMAL = (
    (r"\bI'm\b", "I am"), (r"\bI've\b", "I have"), (r"\bI'd\b", "I would"), (r"\bwe're\b", "we are"), (r"\bWe're\b", "We are"),
    (r"\bwe've\b", "we have"), (r"\bdon't\b", "do not"), (r"\bdoesn't\b", "does not"), (r"\bdidn't\b", "did not"),
    (r"\bcan't\b", "cannot"), (r"\bcouldn't\b", "could not"), (r"\bit's\b", "it is"), (r"\bIt's\b", "It is"), (r"\bthat's\b", "that is"),
    (r"\blol\b|\blmao\b|\bhaha\b", ""), (r"\bI'll\b", "I will"),
)  # fmt: skip
_AMERICAN = ((r"organis", "organiz"), (r"personalis", "personaliz"), (r"\bcentre\b", "center"), (r"favourite", "favorite"), (r"programme", "program"))
_KEPT = re.compile(r"^[@#]|\d|/|[:\"']|^[A-Z]|^ai$", re.I)


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
    habit = voice._replace(hashtags=voice.hashtags * tags, emoji=voice.emoji * (0.4 if mood == "none" else 1.0) * min(1, 2 * tags))
    return _decorated(rng, habit, text, platform, mood, sarcastic)


def _wording(rng: Random, voice: Voice, text: str) -> str:
    swaps = _FORMAL if voice.formal else ()
    for pattern, plain in (*swaps, *(() if voice.british else _AMERICAN)):
        text = re.sub(pattern, plain, text)
    if voice.slang:
        for pattern, choices in _SLANG:
            text = re.sub(
                pattern,
                lambda m, choices=choices: rng.choice(choices) if rng.random() < voice.slang * 0.6 else m[0],
                text,
            )
    if voice.stretch and rng.random() < voice.stretch:
        text = re.sub(
            r"\b(s)(o)\b|\b(lov)(e)\b|\b(y)(e)s\b|\b(n)(o)\b|\b(pl)(e)ase\b",
            lambda m: m[0].replace("o", "o" * rng.randint(2, 4)) if "o" in m[0] else m[0].replace("e", "eee", 1),
            text,
            count=1,
            flags=re.I,
        )
    return text


def _typing(rng: Random, voice: Voice, text: str) -> str:
    if not voice.typos:
        return text
    words = text.split(" ")
    return " ".join(_slip(rng, word) if rng.random() < voice.typos * 2 else word for word in words)


_CONFUSED = {"your": "you're", "you're": "your", "their": "there", "its": "it's", "it's": "its", "too": "to", "definitely": "definately", "than": "then", "lose": "loose", "receive": "recieve", "schedule": "schedual", "separate": "seperate", "attendees": "attendess", "really": "realy", "tomorrow": "tommorow"}  # fmt: skip


def _slip(rng: Random, word: str) -> str:
    if word in _CONFUSED:
        return _CONFUSED[word]
    if len(word) < 4 or _KEPT.search(word):
        return word
    at = rng.randrange(1, len(word) - 1)
    kind = rng.choice(("swap", "drop", "double", "neighbour"))
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] * 2 + word[at + 1 :]
    return word[:at] + {"a": "s", "e": "r", "i": "o", "o": "p", "t": "r", "n": "m"}.get(word[at], word[at]) + word[at + 1 :]


def _stops(rng: Random, voice: Voice, text: str) -> str:
    if rng.random() < voice.loose_stops:
        if rng.random() < 0.5:
            text = text.replace("'", "")
        if rng.random() < 0.35:
            text = re.sub(r"\. (?=[A-Z])", lambda _: rng.choice((", ", " ", "\n", " .. ", " - ")), text)
        if rng.random() < 0.3:
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


def _decorated(rng: Random, voice: Voice, text: str, platform: str, mood: str, sarcastic: bool) -> str:
    if rng.random() < voice.emoji:
        chosen = rng.choice((_SARCASTIC if sarcastic else _EMOJI[mood]).split())
        count = pick(rng, ((1, 6), (2, 2), (3, 1))) if mood != "none" else 1
        text = f"{chosen} {text}" if rng.random() < 0.1 else f"{text} {chosen * count}"
    if sarcastic and platform == "reddit" and rng.random() < 0.35:
        text += " /s"
    if rng.random() < voice.hashtags:
        limit = 5 if platform == "instagram" else 3
        tags = rng.sample(_TAGS, rng.randint(1, limit))
        joined = " ".join(f"#{tag}" for tag in tags)
        text += ("\n\n" if platform == "linkedin" else " ") + joined
    return text
