"""Tone: no insult or blame, no shouting, a length that fits the platform, words that are easy to read."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from server.desk.model import Finding
from server.desk.policy.reply import Reply, finding
from tools.service.wording import disguises

LENGTHS: Mapping[str, int] = {"x": 280, "twitter": 280, "bluesky": 300, "mastodon": 500, "threads": 500}
"""Longest reply by platform, in characters, as the platforms document; elsewhere 1,200."""
LENGTH_ELSEWHERE = 1_200
WORDS_A_SENTENCE = 28
LONG_WORDS_SHARE = 0.25
_LEAST_WORDS = 8
_LONG = 10
_INSULT = re.compile(
    r"\b(?:idiots?|stupid|morons?|dumb|fools?|foolish|liars?|lying|clueless|ignorant|pathetic|ridiculous|whin(?:e|ing|er)|crybab\w+|shut up|"
    r"loser|crazy|insane|hysterical|fuck\w*|shit\w*|crap|damn|bitch\w*|asshole\w*|bastard\w*|retard\w*|hell)\b"
)
_BLAME = re.compile(
    r"\b(?:your (?:own )?(?:fault|mistake|error|problem)|you (?:should|could|must) have|you (?:failed|forgot|neglected|misunderstood|obviously|"
    r"clearly|claim|simply did(?:n't| not)|did(?:n't| not) (?:read|listen|bother|follow))|user error|as (?:we|i) (?:already|previously|clearly) |"
    r"as already (?:said|explained)|calm down|(?:you'?re|you are) (?:wrong|mistaken|overreacting|the (?:only|first) one)|nobody else|works for everyone)\b"
)
_ENGLISH = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "can",
        "for",
        "from",
        "have",
        "here",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "may",
        "not",
        "of",
        "on",
        "or",
        "our",
        "so",
        "sorry",
        "that",
        "the",
        "their",
        "there",
        "they",
        "this",
        "to",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "will",
        "with",
        "you",
        "your",
        "thanks",
        "thank",
        "do",
        "does",
        "under",
        "us",
        "would",
    ]
)


def insult(reply: Reply) -> Iterator[Finding]:
    """Block insults and blame."""
    words = " ".join(disguises(reply.own_words))
    for pattern, what in ((_INSULT, "insults"), (_BLAME, "blames the customer")):
        if found := pattern.search(words):
            yield finding("tone", "block", f"It {what}. Say what can be done instead.", found[0])


def shouting(reply: Reply) -> Iterator[Finding]:
    """Point out capitals and rows of exclamation marks."""
    loud = [word for word in re.findall(r"\b[A-Z]{4,}\b", reply.own_words) if word not in {"GDPR", "HTTP", "ASAP"}]
    if len(loud) > 1 or re.search(r"[!?]{2,}", reply.text) or reply.text.count("!") > 2:
        yield finding("tone", "warn", "It shouts: capitals or rows of exclamation marks.", " ".join(loud))


def length(reply: Reply) -> Iterator[Finding]:
    """Block what the platform would cut off, and the empty reply."""
    longest = limit_of(reply.platform)
    if not reply.own_words.strip():
        yield finding("length", "block", "It says nothing. Write an answer.")
    if len(reply.text) > longest:
        words = f"It has {len(reply.text):,} characters; {reply.platform} takes {longest:,}. Shorten it."
        yield finding("length", "block", words)


def reading_level(reply: Reply) -> Iterator[Finding]:
    """Point out sentences that are long, and texts full of long words."""
    for sentence in reply._replace(text=reply.own_words).sentences:
        if len(sentence.split()) > WORDS_A_SENTENCE:
            words = f"A sentence of {len(sentence.split())} words is hard to read on a phone. Split it."
            yield finding("reading_level", "warn", words, sentence)
    found = re.findall(r"[a-z]{2,}", re.sub(r"https?://\S+|\S+@\S+", " ", reply.own_words.casefold()))
    if len(found) >= _LEAST_WORDS and sum(len(word) >= _LONG for word in found) / len(found) > LONG_WORDS_SHARE:
        yield finding("reading_level", "warn", "More than a quarter of its words are long. Use plainer ones.")


def language(reply: Reply) -> Iterator[Finding]:
    """Block text that these rules cannot read: they know English only."""
    words = re.findall(r"[^\W\d_']+", re.sub(r"https?://\S+|\S+@\S+", " ", reply.own_words.casefold()))
    letters = "".join(words)
    foreign = sum(not ("a" <= letter <= "z") for letter in letters) > len(letters) / 5
    scarce = len(words) >= _LEAST_WORDS and sum(word in _ENGLISH for word in words) / len(words) < 0.12
    if letters and (foreign or scarce):
        yield finding(
            "language", "block", "The rules read English only, so they cannot vouch for this. Reply in English."
        )


def limit_of(platform: str) -> int:
    """Longest reply a platform takes, in characters."""
    return LENGTHS.get(platform, LENGTH_ELSEWHERE)
