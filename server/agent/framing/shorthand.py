"""Shorthand: what marketing teams write for short or in jargon, put in the words by which questions are read."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re

_QUOTED = re.compile(r"[\"“”«»][^\"“”«»]{2,120}[\"“”«»]")
_NOUN = r"(?<![@#\w])(?:{})(?!\w)"
_GOES = r"(?P<who>(?:sentiment|mood|tone|buzz|sov|voice|reputation|engagement|they|we|has|have|did|been|is|are) (?:really |ever |even )?)"
"""Of what it can be said that it tanked or recovered; a recovered account is something to look for."""
_MEANINGS: tuple[tuple[str, str], ...] = (
    (r"nss|net sent(?:iment)? scores?", "net sentiment"),
    (r"sent(?: score)?(?= (?:by|for|on|per|of|trend|split)\b)", "sentiment"),
    (r"e\.?r\.?(?=\s*(?:by|per|for|on|of|in|vs|across|\?|$))|eng(?:agement)? rates?|eng\.? rate", "engagement rate"),
    (r"s\.o\.v\.?|share of (?:buzz|noise|chatter|convo|conversation|airtime|discussion)", "share of voice"),
    (r"convos?", "conversation"),
    (r"direction of travel|trend ?line|trajectory", "trend"),
    (r"brand (?:health|love|equity|standing|pulse|temperature|warmth)(?: (?:check|score|metric))?", "net sentiment"),
    (r"(?:(?:public|brand|customer|audience) (?:pulse|temperature)|(?:their|our) pulse)", "the sentiment"),
    (r"goodwill", "sentiment"),
    (r"(?:wow|w/w|w-o-w)(?=\W|$)|week[- ]on[- ]week", "week by week"),
    (r"(?:dod|d/d|d-o-d)(?=\W|$)|day[- ]on[- ]day", "day by day"),
    (r"mtd|month to date", "this month"),
    (r"wtd|week to date", "this week"),
    (r"(?:dig|fish|pull) (?:out|up)", "find"),
    (r"(?:shot|went|gone|ticked|crept) (?:right )?up", "rose"),
    (rf"{_GOES}(?:tanked|nosedived|slid|sank|plunged|slumped|dipped|cratered)", r"\g<who>dropped"),
    (rf"{_GOES}(?:tanking|sliding|sinking|plunging|slumping|dipping|souring|cratering)", r"\g<who>dropping"),
    (rf"{_GOES}(?:recover(?:ed|ing)?|bounc(?:ed?|ing) back|rebound(?:ed|ing)?)", r"\g<who>improved"),
    (r"functionality|(?:funct?c?ionalit)(?:y|ies)", "feature"),
    (r"functionalities", "features"),
    (r"vocab", "vocabulary"),
    (r"pos(?:itive)?\s?/\s?neg(?:ative)?|good\s?/\s?bad", "positive or negative"),
    (r"(?:i\.e\.?|e\.g\.?|viz\.?)(?=\s|$),?", ","),
    (r"(?:clean(?:ed|sed)?|scrubbed|stripped|purged|net) of(?= (?:the |any |suspected )?bots?\b)", "without"),
    (r"handles(?= (?:that|which|look|smell|seem)\b)", "accounts"),
    (r"(?:smell|reek|look|seem)s? (?:automated|fake|botty|bot-like)", "look like bots"),
    (r"verbatims?", "quotes"),
    (r"mentioning the word", "with the word"),
    (r"w/(?=\s)", "with"),
    (r"w/o", "without"),
    (r"b/c", "because"),
    (r"negs|negatives(?! words)", "negative posts"),
    (r"positives(?! words)", "positive posts"),
    (
        r"for (?:(?:the|my|a|an|our) )?(?:(?:board|client|ceo|boss|exec|weekly|monday|team|big) )?"
        r"(?:deck|slides?|meeting|standup|call|report|newsletter|presentation|boss|ceo|board)(?: please| pls)?(?=[\s?.!]*$|\s*[:,])",
        "",
    ),
    (r"us lot|our (?:stuff|brand|lot)", "us"),
)  # fmt: skip
_RULES = tuple((re.compile(_NOUN.format(pattern), re.IGNORECASE), plain) for pattern, plain in _MEANINGS)


def plainly(text: str) -> str:
    """Return the text with shorthand put plainly: `NSS` as net sentiment; quoted words stay as they are."""
    parts, at = [], 0
    for quoted in _QUOTED.finditer(text):
        parts += [_put(text[at : quoted.start()]), quoted[0]]
        at = quoted.end()
    return "".join((*parts, _put(text[at:])))


def _put(text: str) -> str:
    for pattern, plain in _RULES:
        text = pattern.sub(plain, text)
    return text
