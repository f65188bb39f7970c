"""Support dialogues: a customer's problem, the brand's answers, and how it ends, with the times that tickets keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from knowledge.samples.campaigns import brand_account
from knowledge.samples.crowd import Crowd
from knowledge.samples.drafts import Draft
from knowledge.samples.scribe import Scribe
from knowledge.samples.slots import moment
from knowledge.samples.story import BRANDS, BY_KEY, OWN, SPIKES, Calendar, Sentiment
from knowledge.samples.streams import apportion, pick

ISSUES: Mapping[str, tuple[str, float]] = {
    "badge": ("chk", 3), "login": ("app", 4), "agenda": ("agd", 4), "summary": ("sum", 3), "refund": ("prc", 3),
    "export": ("api", 2), "stream": ("str", 2), "privacy": ("prv", 2), "match": ("net", 2),
}  # fmt: skip
"""Issue -> the feature it is about, and how often it comes up."""
_FIRST_REPLY_MEDIAN_MINUTES = {OWN: 18.0, "Palavero": 47.0, "Mingleforth": 11.0}
_BRAND_SHARE = (0.74, 0.15, 0.11)
_PLATFORMS = (("x", 0.55), ("facebook", 0.3), ("instagram", 0.15))


class Dialogue(NamedTuple):
    """A finished conversation, in order of time, and its ticket."""

    drafts: tuple[Draft, ...]
    issue: str
    first_reply_at: datetime | None
    closed_at: datetime | None
    status: str
    assignee: str
    csat: float | None
    outcome: str


def support_dialogues(rng: Random, calendar: Calendar, crowd: Crowd, scribe: Scribe, count: int) -> list[Dialogue]:
    """Hold `count` dialogues over the days, more of them and in worse temper as the story goes on."""
    brands = [brand for brand, n in zip(BRANDS, apportion(count, _BRAND_SHARE), strict=True) for _ in range(n)]
    dialogues = []
    for brand in brands:
        index = pick(rng, tuple((i, 0.6 + i / calendar.days) for i in range(calendar.days)))
        dialogues.append(_Desk(rng, calendar, crowd, scribe, brand, index).hold())
    return sorted(dialogues, key=lambda d: d.drafts[0].at)


class _Desk:
    """One dialogue while it is being held."""

    def __init__(self, rng: Random, calendar: Calendar, crowd: Crowd, scribe: Scribe, brand: str, index: int) -> None:
        self._rng, self._scribe = rng, scribe
        self._issue = pick(rng, tuple((name, weight) for name, (_, weight) in ISSUES.items()))
        if index < calendar.launch_index or brand != OWN:
            self._issue = rng.choice(("badge", "login", "refund", "export", "stream"))
        self._key = ISSUES[self._issue][0]
        self._angry = rng.random() < calendar.mix(brand, index)[2] * 1.6
        platform = pick(rng, _PLATFORMS)
        self._customer = crowd.draw(rng, platform, brand, "negative" if self._angry else "neutral")
        self._account = brand_account(brand, platform, calendar)
        self._brand = brand
        self._at = moment(rng, calendar, index, "linkedin")
        outage = brand == OWN and index == calendar.spike_index(SPIKES[1])
        self._slow = 4.0 if outage else 1.0
        self._bound = self._bind()
        self._drafts: list[Draft] = []

    def _bind(self) -> dict[str, str]:
        probe = Draft("support", self._brand, self._customer, self._at, key=self._key)
        fixed = {
            name: self._scribe.phrase(probe, name) for name in ("order", "agentname", "initials", "event", "device")
        }
        fixed["first"] = self._customer.first.name
        fixed["issue"] = self._scribe.phrase(probe, f"issue.{self._issue}", bound=fixed)
        return fixed

    def hold(self) -> Dialogue:
        """Hold the dialogue: opening, question, detail, fix, and one of four endings."""
        rng = self._rng
        self._customer_says("dlg.open", "negative" if self._angry else "neutral")
        if rng.random() < 0.05:
            return self._ended("open", None, outcome="unanswered")
        first = self._pause(_FIRST_REPLY_MEDIAN_MINUTES[self._brand] * self._slow, 0.75)
        botted = rng.random() < 0.2
        self._agent_says("dlg.botask" if botted else "dlg.ask")
        first_reply_at = first
        if rng.random() < 0.08:
            return self._ended("pending", first_reply_at, outcome="abandoned")
        self._pause(9, 0.9)
        self._customer_says("dlg.detail", "neutral")
        if rng.random() < 0.45:
            self._pause(8, 0.6)
            self._agent_says("dlg.hold")
        self._pause(22 * self._slow, 0.8)
        self._agent_says("dlg.fix")
        self._pause(14, 0.9)
        return self._outcome(first_reply_at)

    def _outcome(self, first_reply_at: datetime) -> Dialogue:
        roll = self._rng.random() + (0.22 if self._angry else 0.0)
        if roll < 0.58:
            self._customer_says("dlg.worked", "positive")
            if self._rng.random() < 0.6:
                self._pause(6, 0.7)
                self._agent_says("dlg.bye")
            return self._ended("solved", first_reply_at, outcome="solved")
        if roll < 0.74:
            self._customer_says("dlg.okay", "neutral")
            return self._ended("pending", first_reply_at, outcome="watching")
        self._customer_says("dlg.failed", "negative")
        self._pause(25 * self._slow, 0.7)
        self._agent_says("dlg.escalate")
        self._pause(120, 0.8)
        good = roll < 0.92
        self._customer_says("dlg.endgood" if good else "dlg.endbad", "positive" if good else "negative")
        return self._ended("solved" if good else "closed", first_reply_at, outcome="escalated" if good else "lost")

    def _pause(self, median_minutes: float, spread: float) -> datetime:
        self._at += timedelta(seconds=round(60 * median_minutes * self._rng.lognormvariate(0, spread)) + 20)
        return self._at

    def _customer_says(self, rule: str, sentiment: Sentiment) -> None:
        draft = Draft("support", self._brand, self._customer, self._at, sentiment, key=self._key)
        mood = "frustration" if sentiment == "negative" else "none"
        if sentiment == "negative" and self._rng.random() < 0.3:
            mood = "anger"
        name = f"{rule}.{'neg' if sentiment == 'negative' else 'neu'}" if rule == "dlg.open" else rule
        self._say(draft, name, mood)
        draft.aspects = {BY_KEY[self._key].id: sentiment} if rule == "dlg.open" else {}
        draft.intent = {"positive": "praise", "negative": "complaint", "neutral": "informational"}[sentiment]

    def _agent_says(self, rule: str) -> None:
        event = self._bound["event"]
        draft = Draft("agent", self._brand, self._account, self._at, key=self._key)
        self._bound["event"] = re.sub(r"^(our|an?|the) ", "your ", self._bound["event"])
        self._say(draft, rule, "none")
        self._bound["event"] = event
        draft.aspects, draft.intent, draft.act = {}, "opinion", "answer"

    def _say(self, draft: Draft, rule: str, mood: str) -> None:
        if self._drafts:
            self._drafts[-1].answer(draft)
        self._scribe.write(draft, rule, mood=mood, bound={**self._bound, **self._particulars(draft, rule)})
        self._drafts.append(draft)

    def _particulars(self, draft: Draft, rule: str) -> dict[str, str]:
        """What the agent says of this very issue: a question about it, its cause, the way to mend it."""
        names = {
            "dlg.ask": {"askdetail": "ask"},
            "dlg.botask": {"askdetail": "ask"},
            "dlg.fix": {"fixstep": "fixstep", "cause": "cause"},
        }
        return {
            slot: self._scribe.phrase(draft, f"issue.{self._issue}.{name}", bound=self._bound)
            for slot, name in names.get(rule, {}).items()
        }

    def _ended(self, status: str, first_reply_at: datetime | None, *, outcome: str) -> Dialogue:
        happy = {"solved": 4.6, "escalated": 3.4, "watching": 3.6, "lost": 1.4, "abandoned": 2.2, "unanswered": 1.3}[
            outcome
        ]
        rated = self._rng.random() < 0.42 and outcome != "unanswered"
        closed = self._at if status in ("solved", "closed") else None
        return Dialogue(
            drafts=tuple(self._drafts),
            issue=self._issue,
            first_reply_at=first_reply_at,
            closed_at=closed,
            status=status,
            assignee=f"agent_{self._bound['agentname'].lower()}" if first_reply_at else "",
            csat=float(min(5, max(1, round(self._rng.gauss(happy, 0.7))))) if rated else None,
            outcome=outcome,
        )


def customer_messages(dialogues: list[Dialogue]) -> Iterator[Draft]:
    """The customers' side of the dialogues."""
    return (draft for dialogue in dialogues for draft in dialogue.drafts if not draft.is_own)
