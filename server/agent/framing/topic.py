"""Topic: what a question is about beside the tracked names, and which words posts use for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from server.agent.framing.spelling import tokens

ENOUGH = 30  # posts that must hold the words, so that shares can be given

_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|mention(?:s|ed|ing)?|towards?|think of|thoughts? on|opinions? (?:on|of)|feel(?:ings?)? on|"
    r"sentiment (?:on|of|for|around|over|in)|with|re:?|discuss(?:ing|ed|es)?|say(?:ing|s)? on|posts? on|views? on|reactions? to|reception of|"
    r"(?:posts?|comments?|tweets?|reviews?) of|for|search(?: for)?|find|like|love|hate|over|of)\s+(?P<what>[^?.!,;]+)"
)
_COURSE = re.compile(
    r"(?:drop|rise|fall|grow|improv|worsen|declin|increas|decreas|spik|dip|evol|mov|shift|turn|go)(?:p?ed|p?ing|s|e|es|n|ned|ning|ments?)?|"
    r"rose|fell|grew|went|down|up|engag\w*|interact\w*|prais\w*|complain\w*|perform\w*|doing|happier|angrier"
)
"""Words that say how something goes, not what it is."""
_STOPS = frozenset(
    """a about across after again all also an and any anybody anyone anything are around as at be because been before being
    best better between brand brands both but by came can case change changed changes comments company companies compare compared
    competitor competitors complain complaining complaints conversation count country countries customers daily dataset
    day days did difference different do does doing each else engagement entire ever every everybody everyone everything
    examples feature features feel feeling feelings feels felt few find folks for from gave general get gets getting give
    go going good had happy has hate have he her here him his how i if in into is it its itself just know language languages
    last lately launch like liked likes list look lot love made make many me mean mention mentioned mentions me media mine month
    months mood more most much my need negative net neutral new no not now number of off often on one ones online only
    opinion opinions or other our ours out over overall part people percent percentage per period please
    platform platforms positive post posted posting posts praise product products ppl quote quotes rate rates reaction reactions
    really recent recently region regions right said same say saying says search see sentiment sentiments share
    she should show since so social some someone something still stuff sure talk talked talking tell than that
    the their them themselves then there these they thing things think this those thoughts through time
    times to today together tone too top total towards tracked tweet tweets two unhappy up us use user users using very
    voice volume vs versus was way we week weekly weeks well were what what's when where which while who whole whom whose why will with
    word words worst worse would year yesterday you your yours bad hey hi hello pls thanks thank guys audience customer public fans
    average least less rising falling happens happened happening main biggest common top key major currently discuss discussed
    network networks channel channels site sites market markets campaign campaigns overall world everywhere anywhere whatever
    rival rivals against versus team stack comparison breakdown summary overview report brief trend trends trending evolve evolved
    how's that's who's where's there's it's i'd i'm we're they're let's don't isn't aren't isnt arent dont whats hows
    kind sort type far ago long
    """.split()
)


class Topic(NamedTuple):
    """What is asked about, and the words of it that posts hold often enough to count; none if they do not."""

    words: str
    held: str | None
    n: int


def topic_words(text: str, taken: Sequence[tuple[int, int]]) -> str | None:
    """Return the words a question is about, less tracked names and periods (`taken` spans); none if none is left."""
    match = _ABOUT.search(text)
    while match is not None:
        start, what = match.start("what"), match["what"]
        run = _first_run(what, start, taken)
        if run:
            return run
        match = _ABOUT.search(text, match.start() + 1)
    return None


def leftover_words(text: str, taken: Sequence[tuple[int, int]]) -> str | None:
    """Return the first run of words that nothing else explains, wherever it stands; none if every word is explained."""
    return _first_run(text, 0, taken)


def find_topic(words: str, count: Callable[[tuple[str, ...]], tuple[int, ...]]) -> Topic:
    """Find the longest part of `words` that at least ENOUGH posts hold; `count` counts posts by phrase."""
    parts = _parts(words)
    counts = count(parts)
    for part, n in zip(parts, counts, strict=True):
        if n >= ENOUGH:
            return Topic(words, part, n)
    return Topic(words, None, counts[0] if counts else 0)


def _first_run(what: str, offset: int, taken: Sequence[tuple[int, int]]) -> str | None:
    """The first unbroken run of words that mean something and were not recognised as something else."""
    run: list[str] = []
    for token in tokens(what):
        word = re.sub(r"['’]s$", "", token[0].lower())
        place = offset + token.start()
        if word in _STOPS or len(word) < 2 or _COURSE.fullmatch(word) or any(start <= place < end for start, end in taken):
            if run and word not in ("of", "and", "the", "for"):
                break
            if run and any(start <= place < end for start, end in taken):
                break
            continue
        run.append(word)
    return None if run in ([], ["data"]) else " ".join(run[:6])


def _parts(words: str) -> tuple[str, ...]:
    """Unbroken parts of a phrase, longest first, later ones (where the noun is) before earlier ones; no plural `s`."""
    each = words.split()
    parts: dict[str, None] = {}
    for length in range(len(each), 0, -1):
        for start in range(len(each) - length, -1, -1):
            part = " ".join(each[start : start + length])
            if length > 1 or len(part) > 3:
                parts[part] = None
                if len(part) > 5 and part.endswith("s") and not part.endswith("ss"):
                    parts[re.sub(r"ies$", "", part) if part.endswith("ies") else part[:-1]] = None
    return tuple(parts)[:24]
