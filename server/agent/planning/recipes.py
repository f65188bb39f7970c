"""Recipes: which tools answer what kind of question, several together where one number would mislead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from server.agent.framing.asks import asks_by_feature
from server.agent.framing.course import is_of_complaints, measured, volume_went
from server.agent.framing.frame import Ask, Dimension, Frame
from server.agent.planning.options import emotions_in, feedback_in
from tools.base import Period
from tools.facts import Facts

ORDER = (
    "sentiment", "sentiment_trend", "explain_change", "aspects", "spikes", "share_of_voice", "engagement_rates",
    "distinctive_words", "search_posts",
    "describe_dataset", "suspected_bots",
)  # fmt: skip
"""Tools that rules know, in the order in which an answer reads."""


_RULED = frozenset(
    ("describe", "count", "feel", "trend", "share", "engagement", "praise", "complain", "words", "search", "compare",
     "why", "brief", "doing", "saying", "bots", "change", "spikes", "aspects")
)  # fmt: skip
"""Asks that have a recipe; any other is a tool's name, and that tool answers it alone."""
_FEELING = re.compile(r"\b(?:feel\w*|sentiment|mood|think\w*|opinions?|reputation|perce\w+)\b")
MOST_SERIES = 4
"""Brands whose trends are shown side by side; more are one series."""


class Wanted(NamedTuple):
    """A tool by name with options it may take, and narrower ones to try where the data lack what these need."""

    tool: str
    options: Mapping[str, Any]
    otherwise: Mapping[str, Any] | None = None
    brand: str | None = None
    """The one brand it is run for, where a tool that knows no groups is run once a brand; none for all at once."""
    unfiltered: Dimension | None = None
    """What is not filtered by, since it is what is contrasted; none where every filter holds."""
    ever: bool = False
    """Whether all days count, whatever period is asked for: before and after need both."""
    phrase: str | None = None
    """The one phrase it is run for, where several are compared; none for the frame's own."""
    period: Period | None = None
    """The one stretch of days it is run for, where two are set against each other; none for the frame's own."""


def recipe(frame: Frame, facts: Facts) -> list[Wanted]:
    """Return what the rules would run for a frame; nothing where no rule knows the question."""
    wanted: dict[tuple[object, ...], Wanted] = {}
    for asks in frame.parts or (frame.asks,):
        items = [item for ask in _settled(asks) for item in _for(ask, frame, facts)]
        items = [each for item in items for each in _in_each_span(item, frame)]
        wanted = {(item.tool, item.brand, item.phrase, item.period): item for item in items} | wanted
    first = "distinctive_words" if _wants_words(frame) else None
    if frame.asks[:1] == ("share",) and not frame.parts:
        first = "share_of_voice"
    chosen = {item.tool for item in wanted.values()}
    turned = frame.spans or (frame.asks[:1] == ("trend",) and not frame.parts)
    if frame.event and turned and "sentiment_trend" in chosen:
        first = "sentiment_trend"
    if "explain_change" in chosen:
        first = "explain_change"
    return sorted(wanted.values(), key=lambda item: (item.tool != first, _place(item.tool)))


def _place(tool: str) -> int:
    return ORDER.index(tool) if tool in ORDER else -1


def _in_each_span(item: Wanted, frame: Frame) -> Iterator[Wanted]:
    """Run a tool once for each of two stretches of time; how people felt before and after their border is one run."""
    if not frame.spans or item.tool == "explain_change":
        yield item
        return
    if item.tool == "sentiment_trend" and frame.event:
        yield item._replace(ever=True, otherwise=None)
        return
    if item.tool == "sentiment_trend":
        item = Wanted("sentiment", {"by": frame.group_by})
    elif item.tool == "sentiment" and frame.event and not frame.group_by and len(frame.phrases) < 2:
        yield Wanted("sentiment_trend", {"event": frame.event}, ever=True)
    explained = item.tool == "distinctive_words" and "why" in frame.asks  # what is said in the later days explains it
    for span in frame.spans[-1:] if explained else frame.spans:
        yield item._replace(period=span, ever=False)


def _wants_words(frame: Frame) -> bool:
    """Tell whether what people say leads the answer, rather than how they feel."""
    asked = {"praise", "complain", "words"} & set(frame.asks) or frame.asks[:1] == ("why",)
    leads = frame.asks[:1] not in (("brief",), ("search",), ("count",)) and "trend" not in frame.asks
    return bool(asked) and leads and not _FEELING.search(frame.text)


def _settled(asks: tuple[Ask, ...]) -> tuple[Ask, ...]:
    """Drop asks that another ask explains: `report` in a brief, `complaints` in a search for them."""
    leading = asks[:1]
    if leading in (("search",), ("brief",)) or (leading and leading[0] not in _RULED):
        return leading
    if leading == ("count",):
        return (
            leading
            if not {"feel", "engagement", "share"} & set(asks)
            else tuple(a for a in asks if a not in ("count", "search"))
        )
    if leading == ("change",) and "why" in asks:
        return ("change", "trend", "why")
    if leading == ("why",):
        return ("change", "trend", "why") if {"trend", "change"} & set(asks) else leading
    if leading in (("describe",), ("bots",), ("change",), ("spikes",), ("aspects",)):
        return leading
    plain = tuple(ask for ask in asks if ask not in ("search", "count", "doing", "describe"))
    if "saying" in plain and {"trend", "share", "engagement"} & set(plain):
        plain = tuple(ask for ask in plain if ask != "saying")
    if {"engagement", "share"} & set(plain) and "trend" in plain and not {"feel", "praise", "complain"} & set(plain):
        plain = tuple(ask for ask in plain if ask != "trend")
    if "trend" in plain and not {"praise", "complain"} & set(plain):
        plain = tuple(ask for ask in plain if ask not in ("feel", "compare"))
    if {"share", "engagement", "words"} & set(plain):
        plain = tuple(ask for ask in plain if ask != "compare")
    return plain or asks[:1]


def _for(ask: Ask, frame: Frame, facts: Facts) -> Iterator[Wanted]:
    by = frame.group_by
    several = len(facts.brands) > 1
    # "Why did it drop" presumes that it did: the trend says whether, and leads.
    if ask in ("feel", "praise", "complain", "doing", "compare", "saying") or (
        ask == "why" and not {"trend", "change"} & set(frame.asks)
    ):
        # One brand against the others: a filter on the one would leave nothing to compare it with.
        whole: Dimension | None = "brand" if by == "brand" and len(frame.brands) == 1 and several else None
        for phrase in frame.phrases or (None,):
            yield Wanted("sentiment", {"by": by}, phrase=phrase, unfiltered=whole)
    if ask in ("trend", "doing"):
        yield from _trend(frame, facts)
    if ask == "share" or (ask in ("compare", "doing") and several and by in (None, "brand") and not frame.phrase):
        yield Wanted("share_of_voice", {"by": frame.every if by in (None, "brand") else by})
    if ask == "engagement":
        yield _engagement(by or ((frame.every or "week") if "trend" in frame.asks else None), frame.per)
    if ask in ("praise", "complain", "words", "why", "saying") and len(frame.phrases) < 2:
        yield _words(ask, frame, facts)
    if (ask == "search" and _says_what_to_find(frame)) or (ask == "count" and (frame.topic or frame.phrase)):
        yield Wanted("search_posts", {"limit": _how_many(ask, frame)})
    if ask == "describe" or (ask == "count" and not (frame.topic or frame.phrase)):
        yield Wanted("describe_dataset", {})
    yield from _alone(ask, frame, several=several)


def _alone(ask: Ask, frame: Frame, *, several: bool) -> Iterator[Wanted]:
    """What is answered whole, whatever else is asked."""
    if ask == "bots":
        yield Wanted("suspected_bots", {})
    if ask == "change":
        yield _change(frame)
    if ask == "spikes":
        yield Wanted("spikes", {"measure": measured(frame.text), "kind": volume_went(frame.text)})
    if ask == "aspects":
        yield Wanted("aspects", {"by": frame.group_by, "order": _order(frame)})
    if ask == "brief":
        yield from _brief(frame, several=several)
    if ask not in _RULED:
        yield Wanted(ask, _options(ask, frame))
    if ask == "early_warning":  # what there is to worry about, beside how much
        yield Wanted("distinctive_words", {"side": "negative"})


def _options(tool: str, frame: Frame) -> dict[str, Any]:
    """What the question says of the options that tools share; a tool takes those that it has."""
    options: dict[str, Any] = {"by": frame.group_by, "every": frame.every, "limit": frame.limit, "event": frame.event}
    if tool == "emotions":
        felt = feedback_in(frame.text)
        options["only"] = felt or emotions_in(frame.text) or None
        options["view"] = "feedback" if felt else None
    if frame.spans:
        options |= {"before": frame.spans[0], "baseline": frame.spans[0]}
    return options


def _change(frame: Frame) -> Wanted:
    """What a change is made of: around an event, between two stretches, or from the days before those asked for on."""
    one = frame.group_by == "brand" and len(frame.brands) == 1  # nothing to split
    by = "aspect" if asks_by_feature(frame.text) else None if one else frame.group_by
    whole = frame.group_by if by in ("platform", "region") else None
    options: dict[str, Any] = {"by": by, "measure": "negative" if _of_negatives(frame.text) else "net"}
    if frame.event:
        return Wanted("explain_change", {**options, "event": frame.event}, ever=_is_ever(frame), unfiltered=whole)
    if frame.spans:
        before, after = frame.spans
        return Wanted("explain_change", {**options, "before": before, "after": after}, ever=True, unfiltered=whole)
    return Wanted("explain_change", options, unfiltered=whole)


def _of_negatives(text: str) -> bool:
    """Tell whether it is negative posts, not the mood, whose change is asked for: `why more negative`, `complaints`."""
    return is_of_complaints(text) or bool(re.search(r"\bmore negative\b", text))


def _order(frame: Frame) -> str:
    """By what features are ranked: those that are complained about most, or the end that is asked for."""
    if "praise" in frame.asks or re.search(r"\b(?:best|liked?|loved?|favou?rite)\b", frame.text):
        return "best"
    if re.search(r"\b(?:worst|hated|disliked)\b", frame.text):
        return "worst"
    return "mentions" if re.search(r"\b(?:mention\w*|talk\w*|discuss\w*)\b", frame.text) else "complaints"


def _is_ever(frame: Frame) -> bool:
    """Tell whether the days before those asked for count too: for what lies before an event that they begin with."""
    return bool(frame.event and (frame.run_up or (frame.period and frame.period.start == frame.event)))


def _says_what_to_find(frame: Frame) -> bool:
    """Tell whether a search has something to go by: words, a side, a name, or just posts."""
    said = frame.topic or frame.phrase or frame.polarity or frame.names()
    return bool(
        said
        or re.search(
            r"\b(?:posts?|tweets?|comments?|messages?|quotes?|examples?|reviews?)\b(?! (?:most|more|about)\b)",
            frame.text,
        )
    )


def _trend(frame: Frame, facts: Facts) -> Iterator[Wanted]:
    if frame.group_by == "week" and frame.every is None:  # this week against last: two groups, no series
        yield Wanted("sentiment", {"by": "week"})
        return
    options = {"every": frame.every, "event": frame.event}
    ever = bool(frame.event and frame.period and frame.period.start == frame.event)
    # Where one side of the event holds too little, the trend over the days asked for is left.
    rest = {"every": frame.every} if ever else None
    brands = frame.brands or tuple(brand.name for brand in facts.brands)
    if frame.group_by == "brand" and 1 < len(brands) <= MOST_SERIES:
        yield from (Wanted("sentiment_trend", options, rest, brand=brand, ever=ever) for brand in brands)
    else:
        yield Wanted("sentiment_trend", options, rest, ever=ever)


def _brief(frame: Frame, *, several: bool) -> Iterator[Wanted]:
    yield Wanted("sentiment", {"by": frame.group_by or ("brand" if several and len(frame.brands) != 1 else None)})
    yield Wanted("sentiment_trend", {})
    if several:
        yield Wanted("share_of_voice", {})
    yield _engagement(None)
    yield Wanted("distinctive_words", {"side": "negative"})
    yield Wanted("describe_dataset", {})


def _engagement(by: str | None, per: str | None = None) -> Wanted:
    if per:
        return Wanted("engagement_rates", {"by": by, "per": per})
    # Most exports lack reach and impressions; interactions per post are what is left.
    return Wanted("engagement_rates", {"by": by}, otherwise={"by": by, "per": "post"})


def _words(ask: Ask, frame: Frame, facts: Facts) -> Wanted:
    """Words of negative against positive posts; of groups against each other where no feeling is asked for."""
    side, by = _side(ask, frame), frame.group_by
    if ask != "words" or {"praise", "complain", "why", "feel"} & set(frame.asks) or side:
        return Wanted("distinctive_words", {"by": by, "side": side})
    if by is None and len(facts.brands) > 1 and len(frame.brands) == 1:
        by = "brand"
    if by is None and len(frame.platforms) == 1:
        by = "platform"
    if by is None:
        return Wanted("distinctive_words", {})
    return Wanted("distinctive_words", {"by": by, "contrast": "groups"}, unfiltered=by)


def _how_many(ask: Ask, frame: Frame) -> int:
    """Posts to find; more where only those of one side are shown."""
    wanted = frame.limit or (10 if ask == "search" else 5)
    return min(100, 5 * wanted) if frame.polarity else wanted


def _side(ask: Ask, frame: Frame) -> str | None:
    asked = {"praise", "complain"} & set(frame.asks)
    if asked == {"praise"}:
        return "positive"
    if asked == {"complain"}:
        return "negative"
    if ask == "why" and frame.presumes == "rise":
        return "positive"
    return frame.polarity or ("negative" if ask == "why" else None)
