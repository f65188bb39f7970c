"""Topic: what a question is about beside the tracked names, and which words posts use for it."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from server.agent.framing.spelling import tokens
from server.agent.words import weightless
from server.agent.words import words as listed_words

ENOUGH = 30  # posts that must hold the words, so that shares can be given
SHORTEST = 2  # letters
AS_HEAD, AS_ANY = 0.6, 0.78
"""Similarity to the whole phrase from which a part stands for it: one with the last word, where the noun is, and any."""
Spans = Sequence[tuple[int, int]]
VAGUE = frozenset(("launch", "feature", "features", "product", "products", "campaign", "campaigns", "app", "update"))
"""Words that name something, but not which: passed over as a topic, and said where nothing holds them."""
Near = Callable[[str, Sequence[str]], Sequence[float]]
"""Similarity of a phrase to each of several."""

_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|mention(?:s|ed|ing)?|towards?|think of|thoughts? on|opinions? (?:on|of)|feel(?:ings?)? on|"
    r"sentiment (?:on|of|for|around|over|in)|with|(?<!['’])re:?|discuss(?:ing|ed|es)?|say(?:ing|s)? on|posts? on|views? on|reactions? to|reception of|"
    r"(?:posts?|comments?|tweets?|reviews?) of|for|search(?: for)?|find|like|love|hate|over|of)\s+(?P<what>[^?.!,;]+)"
)
_LOOSE = re.compile(r"(?:towards?|with|for|like|over|of)\b")
"""Words after which stands what a question is about, or any other thing: the mood of the day."""
_COURSE = re.compile(
    r"(?:drop|jump|soar|rise|fall|grow|improv|worsen|declin|increas|decreas|spik|dip|evol|mov|shift|turn|go)(?:p?ed|p?ing|s|e|es|n|ned|ning|ments?)?|"
    r"improvements?|rose|fell|grew|went|down|up|engag\w*|interact\w*|prais\w*|complain\w*|perform\w*|doing|happier|angrier"
)
"""Words that say how something goes, not what it is."""


def is_course(word: str) -> bool:
    """Tell whether a word says how something goes: rose, dropping, engaged."""
    return bool(_COURSE.fullmatch(word))


class Topic(NamedTuple):
    """What is asked about, and the words of it that posts hold often enough to count; none if they do not."""

    words: str
    held: str | None
    n: int


def topic_words(text: str, taken: Spans, asking: Spans = (), *, strictly: bool = False) -> str | None:
    """Return the words a question is about, less tracked names and periods (`taken` spans); none if none is left.

    After a loose word (of, for), `asking` spans and words without weight are no topic either;
    `strictly`, nothing after a loose word is.
    """
    match = _ABOUT.search(text)
    while match is not None:
        start, what = match.start("what"), match["what"]
        loose = bool(_LOOSE.match(match[0]))
        if loose and strictly:
            match = _ABOUT.search(text, match.start() + 1)
            continue
        less = weightless() if loose else frozenset()
        run = _first_run(what, start, (*taken, *asking) if loose else taken, less=less)
        # After a name, words without weight are the rest of the sentence: posts on Palavero pull.
        if run and not (_opens_taken(what, start, taken) and set(run.split()) <= weightless()):
            return run
        match = _ABOUT.search(text, match.start() + 1)
    return None


def _opens_taken(what: str, offset: int, taken: Spans) -> bool:
    """Tell whether the first word, articles aside, was recognised as something else."""
    places = [offset + token.start() for token in tokens(what) if token[0] not in ("the", "our", "a")]
    return bool(places) and any(start <= places[0] < end for start, end in taken)


def leftover_words(text: str, taken: Spans, *, looked_for: bool = False) -> str | None:
    """Return the first run of words that nothing else explains, wherever it stands; none if every word is explained.

    What is `looked_for` may be a vague thing: posts that mention the launch.
    """
    run = _first_run(text, 0, taken, less=weightless())
    return run or (_first_run(text, 0, taken, less=weightless(), keep=VAGUE) if looked_for else None)


def find_topic(words: str, count: Callable[[tuple[str, ...]], tuple[int, ...]], near: Near) -> Topic:
    """Find `words`, or else the part that means most nearly the same, in at least ENOUGH posts.

    `count` counts posts by phrase. `access` is no `API access`, while `agenda` is a `personalised agenda`: a part must be
    near the whole in meaning.
    """
    parts = _parts(words)
    counts = dict(zip(parts, count(parts), strict=True))
    if counts.get(words, 0) >= ENOUGH:
        return Topic(words, words, counts[words])
    held = [part for part in parts if counts[part] >= ENOUGH]
    scores = dict(zip(held, near(words, held), strict=True)) if held else {}
    last = words.rsplit(maxsplit=1)[-1]
    fit = [part for part in held if scores[part] >= (AS_HEAD if part.split()[-1][:4] == last[:4] else AS_ANY)]
    best = max(fit, key=lambda part: scores[part], default=None)
    return Topic(words, best, counts[best] if best else counts.get(words, 0))


def _first_run(
    what: str, offset: int, taken: Spans, *, less: frozenset[str] = frozenset(), keep: frozenset[str] = frozenset()
) -> str | None:
    """The first unbroken run of words that mean something, none of `less`, and were not recognised as something else."""
    run: list[str] = []
    for token in tokens(what):
        word = re.sub(r"['’]s$", "", token[0].lower())
        place = offset + token.start()
        if (
            (word in listed_words("unspecific") and word not in keep)
            or (word in less and word not in keep)
            or len(word) < 2
            or is_course(word)
            or not any(letter.isalpha() for letter in word)
            or any(start <= place < end for start, end in taken)
        ):
            if run and word not in ("of", "and", "the", "for"):
                break
            if run and any(start <= place < end for start, end in taken):
                break
            continue
        run.append(word)
    return None if run in ([], ["data"]) else " ".join(run[:6])


def _parts(words: str) -> tuple[str, ...]:
    """Unbroken parts of a phrase, longest first, later ones (where the noun is) before earlier ones; with singulars."""
    each = words.split()
    parts: dict[str, None] = {}
    for length in range(len(each), 0, -1):
        for start in range(len(each) - length, -1, -1):
            part = " ".join(each[start : start + length])
            if length > 1 or len(part) >= SHORTEST:
                parts[part] = None
                if len(part) > 5 and part.endswith("s") and not part.endswith("ss"):
                    parts[re.sub(r"ies$", "y", part) if part.endswith("ies") else part[:-1]] = None
    return tuple(parts)[:24]
