"""Narrowing: which posts a question is about, beyond the tracked names: the words that they must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from server.agent.framing.asks import explained
from server.agent.framing.frame import Frame, Refusal
from server.agent.framing.marking import Marked
from server.agent.framing.names import telling_word
from server.agent.framing.strangers import Stranger
from server.agent.framing.topic import ENOUGH, SHORTEST, Near, Spans, Topic, find_topic, leftover_words, topic_words
from server.agent.framing.vocabulary import Vocabulary
from tools.wording import listed

Counter = Callable[[tuple[str, ...]], tuple[int, ...]]
"""How many posts hold each phrase."""
_OPENING = re.compile(
    r"^\s*(?:tell (?:me|us) (?:more )?about|what about|how about|info(?:rmation)? on|anything on)\b|"
    r"\b(?:the|a|an|our)\b"
)
_ABOUT = (
    r"\b(?:about|of|on|over|with|for|to|at|in|regarding|concerning|around|towards?|by|like|love|hate|"
    r"(?:say|mention|call|discuss|dislike|want|need|use|buy)\w*|hold|contain|words?|is|are|was|were|does|do|did|why|and|"
    r"or) "
)
"""Words before what a question is about."""
_WHOLE = (("describe",), ("brief",), ("chart",), ("early_warning",), ("emerging_topics",), ("share_of_influence",))
"""Asks about everything, which narrow only to what is quoted or tracked."""
_COUNTED = (
    ("engagement",),
    ("share",),
    ("bots",),
    ("spikes",),
    ("change",),
    ("voices",),
    ("associations",),
    ("trend",),
)
"""Asks whose words say a measure at length: they narrow only to what stands after a word such as `about`."""


class Narrower:
    """Narrows frames by how many posts hold words, and by how near words are in meaning."""

    def __init__(self, count: Counter, near: Near, vocabulary: Vocabulary) -> None:
        self._count, self._near, self._vocabulary = count, near, vocabulary

    def narrowed(self, frame: Frame, marked: Marked, strangers: Sequence[Stranger]) -> Frame:
        """Find the words that posts must hold; a search takes the topic as it is.

        A stranger that is no brand, platform or language may be what the question is about.
        """
        text, taken, quoted = marked.question.lower(), marked.taken, marked.quoted
        if frame.follows and frame.phrase and not quoted and not marked.features():
            return frame
        if frame.event and frame.period is None and marked.found and not (frame.features or quoted):
            return _happened(frame, leftover_words(text, (*taken, *explained(text))))
        name = next((stranger.typed for stranger in strangers if stranger.kind == "name"), None)
        parts = dict(marked.features())
        feature = (parts.get(frame.features[0]) or frame.features[0]).lower() if frame.features else None
        leading = frame.asks[:1]
        said = topic_words(text, taken, explained(text), strictly=leading in _COUNTED)
        said = None if leading == ("engagement",) and frame.per else said  # `per view on videos` says a measure
        words = quoted or feature or said or (name.lower() if name else None)
        # A count of posts needs no share, so it needs no least number of them.
        counting = leading == ("count",) and not {"feel", "engagement", "share", "describe"} & set(frame.asks)
        if leading == ("search",) or counting:
            words = words or leftover_words(text, (*taken, *explained(text)), looked_for=True)
            return frame.model_copy(update={"topic": words, "phrase": quoted})
        if words is None:
            return frame if leading in (*_WHOLE, *_COUNTED) else self._with_leftover(frame, text, taken)
        if leading in _WHOLE and not (quoted or feature):
            return frame
        if len(frame.features) > 1 and not quoted:
            return self._with_features(frame, parts)
        topic = Topic(words, words, self._count((words,))[0]) if quoted else self._topic(words, frame)
        if not topic.held and leading == ("saying",) and not name:
            # Too few to count; those that come nearest can still be read.
            said = f"{topic.n or 'No'} posts hold the words {topic.words!r}"
            note = f"{said}, too few to give shares, so I looked for the nearest."
            change = {"asks": ("search",), "parts": (), "topic": topic.words, "notes": (*frame.notes, note)}
            return frame.model_copy(update=change)
        if topic.held:
            return _held(frame, topic)
        # What no preposition makes the subject is a way of asking: `which part draws the most complaints`.
        asked_in_passing = bool(frame.asks) and not (quoted or feature or name or _is_subject(text, words))
        return frame if asked_in_passing else self._refused(frame, topic, name)

    def _topic(self, words: str, frame: Frame) -> Topic:
        """The words that posts use: the asker's own, else those of the feature that they name in part."""
        topic = find_topic(words, self._count, self._near)
        whole = next((each.lower() for each in frame.features if words in each.lower().split()), None)
        return topic if topic.held or whole is None else find_topic(whole, self._count, self._near)

    def _with_features(self, frame: Frame, parts: Mapping[str, str]) -> Frame:
        """Find the words of each of several features; those that too few posts mention are said to be left out."""
        every = self._vocabulary.facts.features
        words = [parts.get(each) or telling_word(each, every) or each for each in frame.features]
        topics = [self._topic(each.lower(), frame) for each in words]
        found = [topic for topic in topics if topic.held]
        if not found:
            return self._refused(frame, topics[0], None)
        few = [repr(topic.words) for topic in topics if not topic.held]
        notes: tuple[str, ...] = (f"Too few posts say {listed(few)} to give shares.",) if few else ()
        found.sort(key=lambda topic: -topic.n)
        phrases: tuple[str, ...] = tuple(dict.fromkeys(topic.held for topic in found if topic.held))
        narrowed = _held(frame, found[0])
        for topic in found[1:]:
            notes += _note(topic)
        several: tuple[str, ...] = phrases if len(phrases) > 1 else ()
        return narrowed.model_copy(update={"phrases": several, "notes": (*narrowed.notes, *notes)})

    def _with_leftover(self, frame: Frame, text: str, taken: Spans) -> Frame:
        """Narrow to words that nothing else explains where enough posts hold them; say so where too few do."""
        words = leftover_words(text, (*taken, *explained(text)))
        if not words or not (whole := self._count((words,))[0]):
            return frame
        if not frame.asks:
            bare = words == " ".join(_OPENING.sub(" ", text).split()).strip(" ?!.")
            note = "It asks for nothing in particular, so I looked for the words."
            change = {"asks": ("search",), "topic": words, "notes": (*frame.notes, note)}
            return frame.model_copy(update=change) if bare else frame
        if whole >= ENOUGH:
            return frame.model_copy(update={"topic": words, "phrase": words})
        note = f"I did not narrow it to {words!r}: too few posts hold those words to give shares."
        return frame.model_copy(update={"notes": (*frame.notes, note)})

    def _refused(self, frame: Frame, topic: Topic, name: str | None) -> Frame:
        said = f"Only {topic.n:,} posts say {topic.words!r}, too few to give shares."
        reason = said if topic.n else f"No post says {topic.words!r}."
        if len(topic.words) < SHORTEST:
            reason = f"{topic.words!r} is too short to count posts by: longer words hold it."
        if name and name.lower() in topic.words and (brands := self._vocabulary.brands):
            reason = f"{name!r} is not tracked; the tracked brands are {listed(brands)}. {reason}"
        closest = (
            f"Find posts about {topic.words}"
            if topic.n or len(topic.words) < SHORTEST
            else "What do people praise and complain about?"
        )
        refusal = Refusal(kind="not_held", reason=reason, closest=closest)
        return frame.model_copy(update={"topic": topic.words, "refusal": refusal})


def _is_subject(text: str, words: str) -> bool:
    """Tell whether words are what a question is about: after `about`, `of`, `with`, `say`, or all but its asking."""
    return bool(re.search(rf"{_ABOUT}(?:(?:the|our|their|its|a|an|any|this|that|new) )*{re.escape(words)}", text))


def _held(frame: Frame, topic: Topic) -> Frame:
    notes = (*frame.notes, *_note(topic))
    # "Tell me about the price rise" asks for nothing in particular: what people say of it.
    asks = frame.asks or ("saying",)
    return frame.model_copy(update={"asks": asks, "topic": topic.words, "phrase": topic.held, "notes": notes})


def _happened(frame: Frame, words: str | None) -> Frame:
    """Take what stands with the day of a before and after for what happened then, not for words of posts."""
    notes = (f"I took {words!r} to be what happened on {frame.event}.",) if words else ()
    return frame.model_copy(update={"notes": (*frame.notes, *notes)})


def _note(topic: Topic) -> tuple[str, ...]:
    if topic.held == topic.words:
        return ()
    return (f"No post has to say {topic.words!r} whole: I counted those that say {topic.held!r}.",)
