"""Moderation: what in a text may offend, and what makes it look like spam. Hints for a person, never verdicts.

Rules, short and public. They know words, not meanings: a quoted insult, a reclaimed name and a joke between friends
look the same as the real thing, and abuse without such words is not seen. Forms that African American English uses
among friends are no slurs here: counting them would flag a dialect (Sap et al., ACL 2019).
"""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from tools.service.wording import plain

Offence = Literal["profanity", "insult", "threat", "hate", "sexual"]
SpamSign = Literal["links", "hashtags", "mentions", "repeated words", "known phrase", "scrambled"]

LONGEST = 10_000
"""Characters looked at."""
MANY_LINKS, MANY_HASHTAGS, MANY_MENTIONS, MANY_HIDDEN = 5, 6, 6, 3
MANY_REPEATS, REPEATED_SHARE = 5, 0.4
_TOKEN = re.compile(r"https?://\S+|www\.\S+|[#@]?\w[\w']*", re.IGNORECASE)
_INVISIBLE = re.compile(r"(?<=\w)[\u00ad\u180e\u200b\u2060-\u2064\ufeff](?=\w)")

_GROUPS = (
    r"(?:jews?|muslims?|christians?|hindus?|sikhs?|blacks?|whites?|asians?|arabs?|mexicans?|indians?|chinese|africans?|gypsies|roma|"
    r"immigrants?|migrants?|refugees?|foreigners?|gays?|lesbians?|queers?|trans(?: people)?|transgenders?|women|men|the disabled|disabled people)"
)
_OFFENCES: Mapping[Offence, str] = {
    "profanity": r"\b(?:f+u+c+k\w*|motherf\w+|sh[i1]t(?:s|ty|te|ting|show|head|hole)?|bullsh[i1]t\w*|bollocks|arseholes?|assholes?|"
    r"bastards?|bitch(?:es|ing|y)?|cunts?|dickheads?|goddamn|pricks?|twats?|wankers?|wtf|stfu|"
    r"mierda|joder|gilipollas|cabron(?:es)?|merde|putain|connards?|salope|scheisse|arschloch|wichser|fotze|caralho|"
    r"porra|merda|cazzo|stronz[oaie]|vaffanculo|kut|klootzak\w*)\b",
    "insult": r"\b(?:you(?:'re| are)?|your? (?:an?|all|such)|u(?: r)?|they(?:'re| are)?|he(?:'s| is)|she(?:'s| is)) (?:all |such |just |a |an |the |complete |total |absolute |utter |"
    r"fucking |bloody |stupid |bunch of |lot of |guys |people ){0,5}(?:idiots?|morons?|imbeciles?|stupid|dumb(?:ass(?:es)?)?|losers?|scum(?:bags?)?|clowns?|"
    r"pathetic|worthless|trash|garbage|retard(?:s|ed)?|pigs?|assholes?|bastards?|bitch(?:es)?|cunts?|dickheads?|liars?|thieves|crooks?)\b"
    r"|\b(?:go to hell|drop dead|screw you|piss off|f+u+c+k (?:you|off|u)|shut (?:the \w+ )?up|stfu|gtfo|kys|kill your ?self)\b",
    "threat": r"\bi(?:'ll| will|'m going to|'m gonna| am going to|ma) (?:\w+ ){0,2}(?:kill|hurt|beat|stab|shoot|find|burn|destroy|rape|punch|come for) (?:you|u|ur|your|him|her|them|everyone)\b"
    r"|\b(?:you(?:'ll| will| should| deserve to)|hope (?:you|they|he|she)(?: all)?) (?:\w+ ){0,1}(?:die|burn|rot|get (?:shot|raped|cancer|killed|hit))\b"
    r"|\b(?:watch your back|i know where you live|you(?:'re| are) (?:so )?dead)\b",
    "hate": rf"\b(?:kill|gas|deport|exterminate|hate|ban|burn|shoot|lynch) (?:all |the |these |those |every |filthy |dirty ){{1,3}}{_GROUPS}\b"
    rf"|\b{_GROUPS} (?:are|is|should be|must be|all) (?:\w+ ){{0,2}}(?:vermin|animals|rats|cockroaches|parasites|subhuman|filth|scum|disease|inferior|exterminated|deported|gassed|killed|a plague)\b"
    r"|\b(?:n[i1]ggers?|f[a4]gg?[o0]ts?|k[i1]kes?|sp[i1]cs?|ch[i1]nks?|p[a4]kis?|tr[a4]nn(?:y|ies)|white power|heil hitler|sieg heil|1488|go back to your (?:own )?country)\b",
    "sexual": r"\b(?:porn\w*|nudes?|onlyfans|blow ?jobs?|hand ?jobs?|cum(?:shots?|ming)?|d[i1]ck pics?|horny|milfs?|xxx|hentai|escorts?|camgirls?|sexting|suck my \w+)\b",
}
_PHRASES = (
    r"\b(?:(?:click|tap|check|see|visit) (?:the |my |our |this )?(?:link|site|page)?(?: in)? ?(?:my |our |the )?(?:bio|profile)|link in (?:my )?bio)\b",
    r"\b(?:free|buy|gain|cheap) (?:\w+ ){0,2}(?:followers|likes|views|subscribers|gift ?cards?|iphones?|v-?bucks|robux)\b",
    r"\b(?:earn|make|earning|making) (?:\w+ ){0,3}(?:[$£€] ?\d[\d,.]*k?|\d[\d,.]*(?:k|[$£€])|\d{3}[\d,.]*) ?(?:\w+ )?(?:a|per|every|each|in a|in|daily|weekly|from home)\b",
    r"\b(?:work from home|be your own boss|passive income|financial freedom|get rich|double your (?:money|bitcoin|btc|eth|crypto)|guaranteed (?:profits?|returns?|income)|risk[- ]free (?:profits?|returns?))\b",
    r"\b(?:crypto|bitcoin|btc|eth|nft|forex|token) (?:\w+ ){0,2}(?:giveaway|airdrop|signals|mentor|expert|trader|investment|presale)\b|\bairdrops?\b",
    r"\b(?:i was|been) able to (?:recover|get back) (?:\w+ ){0,4}(?:funds|money|account|bitcoin)\b|\b(?:recovery|hacking) (?:expert|agent|services?)\b",
    r"\b(?:dm|text|message|inbox|whats ?app|telegram|contact) (?:me|us|him|her|now)? ?(?:\w+ ){0,3}(?:on|at|via|for|to) (?:\w+ ){0,2}(?:whats ?app|telegram|\+?\d[\d ()-]{7,}|promo|collab|invest|earn|make money)",
    r"\b(?:viagra|cialis|weight loss pills?|payday loans?|online casino|casino bonus|betting tips|hot singles|adult dating|sugar (?:daddy|mommy|baby)|replica (?:watches|bags))\b",
    r"\b(?:follow (?:for follow|4 ?follow|me (?:and|for) (?:i|a))|f4f|l4l|like ?4 ?like|follow ?4 ?follow|followback|teamfollowback|sub ?4 ?sub|retweet to win|rt to win|tag \d+ friends|like (?:and|&) (?:share|rt|retweet))\b",
    r"\b(?:congratulations|congrats)[!,.]* you(?:'ve| have)? (?:\w+ )?(?:won|been selected)|\bclaim your (?:prize|reward|gift|bonus|free)\b|\blimited time offer\b|\bact now\b|\b100% (?:free|legit|guaranteed|real)\b",
)


class Hints(NamedTuple):
    """What a moderator may want to look at: categories of offence, and signs of spam, in a fixed order."""

    offensive: tuple[Offence, ...]
    spam: tuple[SpamSign, ...]


def hints(text: str) -> Hints:
    """Return what rules see in the first 10,000 characters of a text; nothing seen does not mean nothing there."""
    text = text[:LONGEST]
    spelt = plain(text)
    offensive = tuple(name for name, pattern in _offences().items() if pattern.search(spelt))
    return Hints(offensive, tuple(_spam(text, spelt)))


def _spam(text: str, spelt: str) -> Iterator[SpamSign]:
    tokens = [token.lower() for token in _TOKEN.findall(text)]
    links = [token for token in tokens if token.startswith(("http://", "https://", "www."))]
    words = [token for token in tokens if token not in links and token[0] not in "#@"]
    if len(links) >= MANY_LINKS:
        yield "links"
    if _many(tokens, "#", MANY_HASHTAGS, beside=words):
        yield "hashtags"
    if _many(tokens, "@", MANY_MENTIONS, beside=words):
        yield "mentions"
    if _repeated([*words, *links]):
        yield "repeated words"
    if _phrases().search(spelt):
        yield "known phrase"
    if len(_INVISIBLE.findall(text)) >= MANY_HIDDEN:
        yield "scrambled"


def _many(tokens: list[str], sign: str, least: int, *, beside: list[str]) -> bool:
    """Tell whether there are many hashtags or mentions, and more of them than other words."""
    found = sum(token[0] == sign for token in tokens)
    return found >= least and found > len(beside)


def _repeated(words: list[str]) -> bool:
    if len(words) < MANY_REPEATS:
        return False
    most = Counter(words).most_common(1)[0][1]
    return most >= MANY_REPEATS and most / len(words) >= REPEATED_SHARE


@cache
def _offences() -> Mapping[Offence, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in _OFFENCES.items()}


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile("|".join(_PHRASES))
