"""Claims: what may be said only when a cited passage says it: promises, prices, refunds, legal and medical statements.

A passage covers a sentence when it makes the same kind of claim, holds every number of the sentence, agrees in
saying yes or no, has no condition that the sentence drops, and holds most of its words. That is stricter than meaning and looser than quoting: a paraphrase
that drifts is blocked, and a person may write it anew in the passage's words.
"""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from knowledge.passages import terms
from server.desk.model import Finding
from server.desk.policy.reply import Reply, finding
from tools.service.wording import plain

COVERED_SHARE = 0.6
"""Least share of a claim's words that one passage must hold."""
_STATEMENT_SHARE = 0.4
_SHORTEST_STATEMENT = 4

CLAIMS: Mapping[str, re.Pattern[str]] = {
    "promise": re.compile(
        r"\b(?:guarante\w+|promis\w+|assure you|rest assured|will (?:definitely|certainly|personally|always|never|be (?:fixed|back|"
        r"resolved|restored|sent|credited|refunded|live|available|solved))|we(?:'ll| will|'re going to| are going to) (?:\w+ )?(?:fix|"
        r"resolve|restore|send|give|credit|refund|compensate|ship|add|make|release|launch|solve|delete|remove|unlock|call|contact|"
        r"reach out|get back|follow up|update|change|cancel|ensure|let you know|look into)|has been (?:fixed|resolved|restored|solved|"
        r"refunded|credited|deleted|unlocked|escalated|removed|cancel+ed)|(?:is|are|was) (?:now )?(?:fixed|resolved|solved|restored)|"
        r"we(?:'ve| have) (?:\w+ )?(?:fixed|resolved|refunded|credited|deleted|escalated|unlocked|removed|restored|sent|cancel+ed)|"
        r"(?:tomorrow|tonight|next (?:week|month|release|update|version)|by (?:mon|tues|wednes|thurs|fri|satur|sun)day|as soon as "
        r"possible|shortly|in no time|coming soon|this week)|never (?:happen|share|sell|again)|100 ?%|always (?:works?|safe|private))\b"
    ),
    "price": re.compile(
        r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥₹]|usd|eur|gbp|dollars?|euros?|pounds?|bucks)\b|\b(?:discounts?|coupons?|vouchers?|promo(?:tion)?s?|"
        r"free (?:of charge|month|trial|upgrade|ticket|plan|access|year)|for free|no (?:extra )?(?:cost|charge|fee)|price[sd]?|"
        r"costs? (?:you )?(?:only |just )?\w*\d|cheaper|\d+ ?% off|half price|gift ?cards?|credits? (?:to|on|of|for))\b"
    ),
    "refund": re.compile(r"\b(?:refund\w*|money back|reimburs\w*|compensat\w*|chargebacks?|credit note|make it up to you)\b"),
    "legal": re.compile(
        r"\b(?:liab(?:le|ility)|lawful\w*|legal\w*|illegal\w*|lawyers?|lawsuits?|sue[ds]?|court|gdpr|ccpa|compliant|comply|compliance|"
        r"terms (?:of service|and conditions)|warrant(?:y|ies)|contract\w*|entitled|your rights?|regulat\w+|(?:our|my) fault|"
        r"we (?:admit|accept responsibility|are responsible)|negligen\w+|settlement|indemn\w+|law)\b"
    ),
    "medical": re.compile(
        r"\b(?:medical\w*|diagnos\w*|treat(?:ment|s|ed)? (?:for|of|your)|symptoms?|cures?|prescri\w+|doctors?|medicines?|medication|dos(?:e|age)|"
        r"therap\w+|clinical\w*|side effects?|safe (?:for|to) (?:your|people with|children|pregnan\w+|take|eat|use)|health\w*|allerg\w+|"
        r"anxiety|depress\w+)\b"
    ),
    "security": re.compile(
        r"\b(?:(?:data|account|password|information|messages|payment)s? (?:is|are|was|were) (?:\w+ )?(?:safe|secure|encrypted|protected|deleted|private)|"
        r"(?:nobody|no ?one|we never|we do not|we don't|not) (?:\w+ )?(?:read|sell|share|store|track|access|see)s?)\b"
    ),
}  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CONDITION = re.compile(r"\b(?:if|unless|only|except|until|within|provided|while)\b")
_NO = re.compile(r"\b(?:not|no|never|cannot|without|nobody|none|neither|nor)\b|n't\b")


def uncovered_claims(reply: Reply) -> Iterator[Finding]:
    """Block every sentence that makes such a claim without a cited passage that says so."""
    for sentence in _statements(reply):
        words = plain(sentence)
        for kind, pattern in CLAIMS.items():
            if (found := pattern.search(words)) and not _covered(sentence, kind, reply, COVERED_SHARE):
                message = (
                    f"A {kind} claim ({found[0]!r}) that no cited passage makes. Take it out, or cite what says so."
                )
                yield finding(f"{kind}_claim", "block", message, sentence)


def uncovered_statements(reply: Reply) -> Iterator[Finding]:
    """Point out statements about the product that no cited passage carries; questions and courtesies are none."""
    for sentence in _statements(reply):
        says_something = len(terms(sentence)) >= _SHORTEST_STATEMENT and not sentence.endswith("?")
        if says_something and _numbers(sentence) - _all_numbers(reply):
            yield finding("number", "block", "It states a number that no cited passage holds.", sentence)
        elif says_something and reply.passages and not _covered(sentence, None, reply, _STATEMENT_SHARE):
            yield finding("grounding", "warn", "No cited passage says this. Is it true?", sentence)


def _statements(reply: Reply) -> Iterator[str]:
    """The reply's sentences, less those that the house itself wrote for replies."""
    return (one for one in reply._replace(text=reply.own_words).sentences if one not in reply.house_phrases)


def _covered(sentence: str, kind: str | None, reply: Reply, share: float) -> bool:
    return any(_says(line, sentence, kind, share) for passage in reply.passages for line in _lines(passage.sentences))


def _lines(sentences: tuple[str, ...]) -> Iterator[str]:
    """Each sentence alone, and each with the next: replies join what pages keep apart."""
    yield from sentences
    yield from (f"{one} {two}" for one, two in pairwise(sentences))


def _says(line: str, sentence: str, kind: str | None, share: float) -> bool:
    wanted, held = set(terms(sentence)), set(terms(line))
    if kind and not CLAIMS[kind].search(plain(line)):
        return False
    if not _numbers(sentence) <= _numbers(line):
        return False
    if kind and not _same_terms(plain(sentence), plain(line)):
        return False
    return not wanted or len(wanted & held) / len(wanted) >= share


def _same_terms(sentence: str, line: str) -> bool:
    """Whether a sentence says yes and no as often as the passage, and drops none of its conditions."""
    same_polarity = len(_NO.findall(sentence)) == len(_NO.findall(line))
    return same_polarity and set(_CONDITION.findall(line)) <= set(_CONDITION.findall(sentence))


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _all_numbers(reply: Reply) -> set[str]:
    return {number for passage in reply.passages for number in _numbers(passage.text)}
