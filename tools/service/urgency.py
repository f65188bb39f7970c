"""Urgency: how soon a person must look at a message, P1 to P4, with the reasons in words.

    P1  at once: danger, injury, a legal threat, an outage, a breach or loss of data
    P2  within hours: a deadline, repeated contact, locked out, money gone, strong anger
    P3  within a day: a complaint or a question
    P4  when there is time: everything else

Rules, and public ones. What the reader felt may add to them: a complaint is P3, an angry one P2, never more, and only
where the reading is reliable; its calm takes nothing away, and danger is never a matter of a score. A wide reach or a long wait raises P3 and P4 by one step, never to P1: nobody jumps
the queue of the injured by being famous.
"""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Literal

from pydantic import Field

from tools.base import Model
from tools.reader.reading import Reading
from tools.service.distress import distress
from tools.service.needles import Haystack
from tools.service.wording import plain

Priority = Literal["P1", "P2", "P3", "P4"]
RuleName = Literal[
    "distress", "safety", "injury", "legal", "outage", "data_loss", "privacy_breach", "deadline", "repeat_contact",
    "locked_out", "money", "anger", "complaint", "question", "wants_person", "reach", "waiting",
]  # fmt: skip

WIDE_REACH = 10_000
_ANGRY = ("anger", "disgust")
WAIT_HOURS: Mapping[Priority, float] = {"P1": 1, "P2": 4, "P3": 24, "P4": 72}
HANDOFF: frozenset[RuleName] = frozenset({"distress", "safety", "injury", "legal", "privacy_breach", "wants_person"})


class Reason(Model):
    """Why a message has its priority: the rule, and the words or the figure that it rests on."""

    rule: RuleName
    words: str = Field(description="As found in the message, in plain spelling; or a figure with its unit.")

    def __str__(self) -> str:
        return f"{self.rule.replace('_', ' ')} ({self.words!r})"


class Urgency(Model):
    """How urgent a message is, and why."""

    priority: Priority
    reasons: tuple[Reason, ...] = Field((), description="Weightiest first.")

    @property
    def distress(self) -> bool:
        """Whether the writer may be in danger."""
        return any(reason.rule == "distress" for reason in self.reasons)

    @property
    def handoff(self) -> tuple[Reason, ...]:
        """The reasons for which a person must answer, without a draft; empty when a draft may be made."""
        return tuple(reason for reason in self.reasons if reason.rule in HANDOFF)


_WORDS: Mapping[Priority, Mapping[RuleName, tuple[str, ...]]] = {
    "P1": {
        "safety": (
            r"\b(?:safety|fire|electrical) (?:issue|hazard|risk|concern|problem|defect)s?\b",
            r"\b(?:caught|catch(?:es|ing)?|on) fire\b|\bexplod\w+|\bsmok(?:e|ing) (?:from|out of|coming)|\boverheat\w+",
            r"\bgas leak|\belectric(?:al)? shock|\belectrocut\w+|\bunsafe\b|\bcarbon monoxide|\bchok(?:ed|ing)\b",
            r"\b(?:is|are|was|'s|it) (?:so |really |actually |very )?dangerous\b|\bput(?:s|ting)? (?:\w+ )?lives? (?:at|in) ",
            r"\b(?:bomb|shoot(?:ing)?|gun|knife) (?:threat|at|in)\b|\bdeath threats?\b|\bi(?:'ll| will|'m going to|m gonna) "
            r"(?:kill|hurt|find|come for) (?:you|him|her|them)\b",
            r"\b(?:stalk(?:er|ed|ing)|harass(?:ed|ing|ment) (?:me|by|at|from)|doxx?ed|followed me home)\b",
        ),
        "injury": (
            r"\b(?:injur(?:ed|y|ies)|hospitali[sz]ed|(?:in|to|from|at) (?:the )?hospital|ambulance|emergency room|bleeding|burn(?:ed|t) (?:my|his|her|their|me)|"
            r"concussion|poison(?:ed|ing)|allergic reaction|anaphyla\w+|stitches|broke (?:my|his|her) (?:arm|leg|wrist|ankle))\b",
            r"\b(?:made|making) (?:me|us|him|her|my \w+) (?:really |very |so )?(?:ill|sick)\b|\bseizures?\b",
        ),
        "legal": (
            r"\b(?:lawyers?|attorneys?|solicitors?|barristers?|lawsuits?|su(?:e|ing|ed) (?:you|them|this|the)|litigation|"
            r"class action|small claims|take (?:you|them|this|it) to court|see you in court|legal (?:action|proceedings|advice|team|"
            r"threat|steps|counsel)|cease and desist|subpoena|injunction|breach of contract|court)\b",
            r"\b(?:ombudsman|trading standards|consumer protection|data protection (?:authority|officer|commission\w*)|"
            r"information commissioner|\bico\b|\bcnil\b|\bftc\b|attorney general|regulators?|chargeback fraud|gdpr (?:complaint|"
            r"violation|breach)|report(?:ed|ing)? (?:you|them|this) to (?:the )?(?:police|authorit\w+|regulator|bbb))\b",
            r"\b(?:discriminat(?:ed|ing|ion|ory)|defamation|slander|libel|illegal(?:ly)?|against the law|unlawful)\b",
            r"\b(?:abogad[oa]|demandar(?:los|te)?|tribunal(?:es)?|avocat|porter plainte|tribunaux|anwalt|rechtsanwalt|verklag\w+|"
            r"klage|avvocato|denuncia|advogad[oa]|processar voces|advocaat|rechter)\b",
        ),
        "outage": (
            r"\b(?:still|again|completely|totally|entirely|everything(?:'s| is)?) down\b(?! to)|\bdown (?:again|since (?:\d|this)|for "
            r"(?:anyone|anybody|everyone|everybody|all of us|hours))\b",
            r"\b(?:outage|is down for|(?:site|app|service|system|server|platform|login|everything|it)(?:'s| is| are|s are)? "
            r"(?:completely |totally |all |still )?down\b(?! to))",
            r"\b(?:nobody|no ?one|none of (?:us|our)|all (?:of )?(?:our|my) (?:attendees|users|team|customers)) (?:\w+ ){0,2}"
            r"(?:can(?:'t|not)?|could(?:n't| not)?|is able to|are able to|unable to) ",
            r"\b(?:50[0234] error|bad gateway|service unavailable|servers? (?:are |is )?(?:not responding|crashed|unreachable))\b",
        ),
        "data_loss": (
            r"\b(?:lost|losing|deleted|wiped|erased|gone|vanished|disappeared) (?:\w+ ){0,3}(?:data|files|notes|photos|history|"
            r"contacts|recordings?|playlists?|account|work|everything)\b",
            r"\b(?:data|files|notes|photos|history|contacts|everything|all my work) (?:\w+ ){0,3}(?:is|are|was|were|has|have|just|all)?"
            r" ?(?:been )?(?:lost|deleted|wiped|erased|gone|vanished|disappeared)\b",
        ),
        "privacy_breach": (
            r"\b(?:data|privacy|security) (?:breach|leak)\b|\b(?:leak(?:ed|ing)|expos(?:ed|ing)|sold) (?:\w+ ){0,3}(?:data|email|"
            r"address|phone|details|information|messages|location)\b",
            r"\b(?:hack(?:ed|er|ers|ing)|someone (?:else )?(?:is |has )?(?:in|using|accessed|got into) my account|identity theft|"
            r"stole(?:n)? my (?:data|account|identity|card))\b",
            r"\b(?:see(?:ing)?|saw|shown|showed|got|received|access to) (?:\w+ ){0,3}(?:other|another|somebody|someone|strangers?)"
            r"(?: else)?(?:'?s)?(?: (?:people|person|user|customer|attendee|member)s?'?s?)? "
            r"(?:\w+ )?(?:data|messages|chats?|emails?|details|account|profile data|invoice|orders?)\b",
        ),
    },
    "P2": {
        "wants_person": (
            r"\b(?:speak|talk|chat|get through|put me through|connect me|escalate) (?:\w+ ){0,2}(?:to|with) (?:a |an |some |the |your )?"
            r"(?:real |actual |live )?(?:human|person|someone|somebody|manager|supervisor|agent|representative)\b",
            r"\b(?:real|actual|live) (?:human|person|agent)\b|\bnot (?:a|another) (?:bot|robot|chatbot|machine)\b|\bhuman please\b",
        ),
        "locked_out": (
            r"\b(?:locked out|can(?:'t|not| not)|cant|unable to|won'?t let me|not able to) (?:\w+ ){0,2}(?:log ?in|sign ?in|access|get (?:in|into))\b",
            r"\b(?:account (?:was |is |got |has been )?(?:locked|suspended|banned|disabled|blocked)|locked out)\b",
        ),
        "money": (
            r"\b(?:charged (?:me )?(?:twice|double|again|after|for)|double[- ]charged|overcharg\w+|refund|money back|unauthori[sz]ed "
            r"(?:charge|payment)|billed (?:me )?(?:twice|again|after|for)|scam\w*|fraud\w*|stole my money|stealing (?:my )?money)\b",
        ),
        "deadline": (
            r"\b(?:event|conference|talk|keynote|session|meeting|flight|deadline|launch|demo) (?:\w+ ){0,3}(?:is|starts?|begins?|goes live)"
            r" (?:\w+ )?(?:today|tonight|tomorrow|now|soon|in (?:an|\d+|one|two|three|a few|ten|five|thirty) (?:minutes?|mins?|hours?|hrs?))\b",
            r"\b(?:asap|urgent(?:ly)?|immediately|right away|emergency|by (?:today|tonight|tomorrow|noon|midnight|"
            r"(?:mon|tues|wednes|thurs|fri)day|end of (?:the )?day|eod)|time[- ]sensitive)\b",
            r"\b(?:within|in the next) (?:the next )?(?:an hour|\d{1,2} ?(?:h|hrs?|hours?|minutes?|mins?))\b",
        ),
        "repeat_contact": (
            r"\b(?:third|3rd|fourth|4th|fifth|5th|nth|second|2nd|umpteenth|\d+th) (?:time|email|message|ticket|request|attempt|contact)\b",
            r"\b(?:still (?:no|waiting|not|haven'?t|nothing|unresolved)|no (?:reply|response|answer)|never (?:replied|answered|heard back|"
            r"responded|got back)|ignor(?:ed|ing) (?:me|my|us|our|every)|keep (?:asking|emailing|writing|contacting|getting told)|"
            r"(?:emailed|messaged|called|contacted|wrote to|asked) (?:you |them |support )?(?:\w+ )?(?:twice|again|\d+ times|several times|"
            r"(?:two|three|four|five|many|multiple) times|(?:days|weeks|months) ago)|for (?:\d+|two|three|four|several) (?:days|weeks|months) now)\b",
        ),
        "anger": (
            r"\b(?:furious|livid|outrag(?:ed|eous)|disgust(?:ed|ing)|appall(?:ed|ing)|unacceptable|pissed|fuming|fed up|sick (?:and tired )?of|"
            r"had enough|disgrace(?:ful)?|shambles|worst (?:\w+ ){0,2}(?:ever|service|support|app|company|experience)|"
            r"f+u+c+k\w*|wtf|bullshit|bastards?|never again|boycott\w*|rip-?off)\b",
        ),
    },
    "P3": {
        "complaint": (
            r"\b(?:broken|crash\w*|bugs?|buggy|error|(?<!never )(?<!without )fail(?:s|ed|ing|ure)?|doesn'?t work|does not work|didn'?t work|not working|"
            r"stopped working|stuck|frozen|freez\w+|glitch\w*|problem|issue|disappoint\w*|frustrat\w*|confus\w+|useless|"
            r"annoy\w*|terrible|awful|horrible|hate|slow|laggy|wrong|missing|cancel(?:l?ing)?|unsubscrib\w*|creepy|intrusive)\b",
        ),
        "question": (
            r"\?|\b(?:how (?:do|can|to)|where (?:do|can|is)|can (?:i|you|someone|anyone)|is there (?:a|any) way|please help|help me|"
            r"need help|any idea|does anyone know)\b",
        ),
    },
}  # fmt: skip


def urgency(
    text: str | None,
    *,
    earlier: Sequence[str] = (),
    reach: int | None = None,
    waiting_hours: float | None = None,
    read_as_distress: bool = False,
    reading: Reading | None = None,
) -> Urgency:
    """Return the priority of a message and why.

    `earlier` are the same writer's earlier messages in the conversation, oldest first: distress, danger and legal
    threats count wherever they stand, and two or more unanswered make a repeated contact. `reach` is how many
    accounts saw the message or follow its writer. `read_as_distress` adds what was found when the post was imported;
    `reading` adds complaints and anger without the usual words.
    """
    reasons = [*_distress_reasons(text, earlier, read_as_distress), *_word_reasons(text, earlier)]
    reasons += _read_reasons(reading, {reason.rule for reason in reasons}) if reading else ()
    if len(earlier) >= 2 and not any(reason.rule == "repeat_contact" for reason in reasons):
        reasons.append(Reason(rule="repeat_contact", words=f"{len(earlier) + 1} messages unanswered"))
    priority = _weightiest(reasons)
    raised = list(_raising(priority, reach, waiting_hours))
    if raised and priority in ("P3", "P4"):
        priority = "P2" if priority == "P3" else "P3"
    return Urgency(priority=priority, reasons=tuple(sorted([*reasons, *raised], key=_rank)))


def _distress_reasons(text: str | None, earlier: Sequence[str], read: bool) -> Iterator[Reason]:  # noqa: FBT001 - private
    found = [words for message in (text or "", *earlier) for words in distress(message)]
    if found:
        yield Reason(rule="distress", words=found[0])
    elif read:
        yield Reason(rule="distress", words="found at import")


def _word_reasons(text: str | None, earlier: Sequence[str]) -> Iterator[Reason]:
    found: dict[RuleName, str] = {}
    for place, message in enumerate((text or "", *earlier)):
        for match in _haystack().search(plain(message)):
            rule = _rules()[match.re.pattern]
            if place == 0 or rule in HANDOFF:
                found.setdefault(rule, match[0].strip())
    yield from (Reason(rule=rule, words=found[rule]) for rule in _rules().values() if rule in found)


def _read_reasons(reading: Reading, rules: Set[RuleName]) -> Iterator[Reason]:
    if not reading.reliable or reading.sentiment.label != "negative":
        return
    complaint = reading.intents.get("complaint")
    if complaint is not None and "complaint" not in rules:
        yield Reason(rule="complaint", words=f"read as a complaint, {complaint:.2f}")
    anger = max((reading.emotions.get(emotion, 0.0) for emotion in _ANGRY), default=0.0)
    if anger and "anger" not in rules and (complaint is not None or "complaint" in rules):
        yield Reason(rule="anger", words=f"read as angry, {anger:.2f}")


def _raising(priority: Priority, reach: int | None, waiting_hours: float | None) -> Iterator[Reason]:
    if reach is not None and reach >= WIDE_REACH:
        yield Reason(rule="reach", words=f"{reach:,} accounts")
    if waiting_hours is not None and waiting_hours > WAIT_HOURS[priority]:
        yield Reason(rule="waiting", words=f"{waiting_hours:,.0f} h, target {WAIT_HOURS[priority]:g} h")


def _weightiest(reasons: Sequence[Reason]) -> Priority:
    return min((_priority_of(reason.rule) for reason in reasons), default="P4")


def _priority_of(rule: RuleName) -> Priority:
    if rule == "distress":
        return "P1"
    return next((priority for priority, rules in _WORDS.items() if rule in rules), "P4")


def _rank(reason: Reason) -> tuple[str, int]:
    return _priority_of(reason.rule), 0 if reason.rule == "distress" else 1


@cache
def _rules() -> dict[str, RuleName]:
    return {"|".join(words): rule for rules in _WORDS.values() for rule, words in rules.items()}


@cache
def _haystack() -> Haystack:
    return Haystack(_rules())
