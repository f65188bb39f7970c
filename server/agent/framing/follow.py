"""Follow-ups: `and on reddit?`, `what about last week?`, `why?`, read against the thread's last question."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re

from server.agent.framing.frame import Frame

_OPENS = re.compile(
    r"^\s*(?:and|but|so|ok(?:ay)?|also|then|now)?[\s,]*(?:what about|how about|and|same|only|just|why|how come|because|"
    r"(?:show|give|see)(?: me)? (?:the |those |these |some |more |their )?(?:posts?|quotes?|examples?|tweets?|evidence)|for|on|in|by|per|since|split|"
    r"break (?:it|that|this|them) down|show me)\b"
)
_POINTS = re.compile(r"\b(?:it|that|this one|those|them|they|these|the same|instead|as well|too)\b")
_JOINS = re.compile(r"^\s*(?:and|but|also|what about|how about|same|instead)\b")
_SHOW = re.compile(
    r"^\s*(?:and |ok(?:ay)? |now |please |can i |can you )*(?:show|give|see|list|read|let me see|which|what were|and)(?: me| us)?\s*(?:all |some |more )?"
    r"(?:the|those|these|their|of the|of those)?\s*(?:posts?|quotes?|examples?|tweets?|comments?|evidence|sources?)\s*"
    r"(?:behind (?:that|it|this|them)|please|again|it rests on)?\s*[?.!]*\s*$"
)
SHORT = 7  # words; a longer question stands by itself unless it points back
_HEARD = 400
"""Characters kept of the questions that a follow-up leans on."""
_DIMENSIONS = ("brands", "platforms", "langs", "regions", "campaigns", "features")


def is_follow_up(frame: Frame) -> bool:
    """Tell whether a question leans on the one before: it opens like one, or is short and points back."""
    words = len(frame.text.split())
    if _only_bots(frame):
        return True
    if _JOINS.search(frame.text) or _SHOW.search(frame.text):
        return True
    if words <= SHORT and _OPENS.search(frame.text) and (not frame.asks or words <= 4):
        return True
    return words <= SHORT and not frame.names() and bool(_POINTS.search(frame.text))


def _only_bots(frame: Frame) -> bool:
    """Tell whether it says what is wanted of suspected bots and nothing else: `without bots?`."""
    return frame.suspected_bots != "unsaid" and not (frame.asks or frame.names() or frame.phrase)


def opens_as_follow_up(frame: Frame) -> bool:
    """Tell whether a question begins in the middle of a conversation: `and on reddit?`."""
    return _only_bots(frame) or (
        bool(re.match(r"\s*(?:and|but|also|same|instead)\b", frame.text)) and set(frame.asks) <= {"doing"}
    )


def asks_for_posts(text: str) -> bool:
    """Tell whether the (lower-case) text wants the posts behind the last answer."""
    return bool(_SHOW.search(text))


def merged(now: Frame, before: Frame) -> Frame:
    """Return the follow-up completed from the question before: what it says holds, what it leaves out is inherited.

    A new name replaces the names of its own kind; `why` about a group keeps the group.
    """
    change: dict[str, object] = {"follows": True, "last": asks_for_posts(now.text)}
    change["heard"] = f"{before.heard} {before.question}".strip()[-_HEARD:]
    for dimension in _DIMENSIONS:
        change[dimension] = getattr(now, dimension) or getattr(before, dimension)
    if not now.topic:
        change |= {"topic": before.topic, "phrase": now.phrase or before.phrase}
    if now.features and not now.topic:
        change |= {"phrase": now.phrase}
    if now.period is None:
        change |= {"period": before.period, "period_words": before.period_words}
        if not (now.spans or now.event):  # the days set against each other are as much what it was about
            change |= {"spans": before.spans, "event": before.event, "run_up": before.run_up}
    asks = tuple(ask for ask in now.asks if ask != "doing")
    if asks == ("why",) and {"trend", "change"} & set(before.asks):
        asks = ("why", "trend")  # why it went as the answer said
    change["asks"] = asks or before.asks
    change["parts"] = () if asks else before.parts
    change["group_by"] = now.group_by or (None if asks else _kept_grouping(now, before))
    change["every"] = now.every or (None if asks else before.every)
    change["suspected_bots"] = before.suspected_bots if now.suspected_bots == "unsaid" else now.suspected_bots
    change["polarity"] = now.polarity or before.polarity
    change["text"] = now.text if asks else before.text
    return now.model_copy(update=change)


def _kept_grouping(now: Frame, before: Frame) -> object:
    """A split by brand makes no sense once one brand is named; likewise the others."""
    named = {"brand": now.brands, "platform": now.platforms, "lang": now.langs, "region": now.regions,
             "campaign": now.campaigns}  # fmt: skip
    return None if before.group_by and len(named.get(before.group_by, ())) == 1 else before.group_by
