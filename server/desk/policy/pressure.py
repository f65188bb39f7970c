"""Pressure: no fear followed by relief, no countdown, no scarcity, no guilt (the field calls them dark patterns)."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from server.desk.model import Finding
from server.desk.policy.reply import Reply, finding
from tools.service.wording import plain

PATTERNS: Mapping[str, re.Pattern[str]] = {
    "urgency": re.compile(
        r"\b(?:act (?:now|fast|today|quickly)|hurry|don'?t (?:wait|delay|hesitate|miss)|last chance|limited[- ]time|(?:offer )?(?:ends|expires) "
        r"(?:today|tonight|soon|in|at)|only (?:today|\d+ (?:hours?|days?|minutes?) left)|before it'?s too late|while (?:you (?:still )?can|it lasts)|"
        r"now or never|time is running out|immediately or|or you(?:'ll| will) (?:lose|miss|regret|be))\b"
    ),
    "scarcity": re.compile(
        r"\b(?:only (?:a few|\d+|two|three) (?:\w+ )?(?:left|remaining|available|spots?|seats?)|almost (?:gone|sold out)|selling (?:out|fast)|"
        r"exclusive(?:ly)? (?:for|to|offer)|everyone (?:else )?(?:is|has) (?:already )?(?:using|upgrad\w+|switch\w+|sign\w+)|don'?t be left behind|fomo)\b"
    ),
    "guilt": re.compile(
        r"\b(?:after (?:all|everything) we(?:'ve| have) done|you owe|it would be a shame|don'?t let (?:us|the team|others) down|"
        r"disappointed (?:in|with) you|if you (?:really )?cared|smart (?:people|customers) (?:know|choose))\b"
    ),
    "silencing": re.compile(
        r"\b(?:(?:delete|remove|take down|edit) (?:your|this|the) (?:post|review|comment|tweet|message)|change your (?:review|rating)|"
        r"(?:leave|give) (?:us )?(?:a )?(?:5|five)[- ]stars?|in (?:exchange|return) for (?:a|your|deleting|removing))\b"
    ),
}  # fmt: skip
_FEAR = re.compile(
    r"\b(?:risk\w*|danger\w*|lose|losing|lost|stolen|hacked|expos\w+|threat\w*|victims?|nightmare|disaster|terrif\w+|afraid|scar(?:y|ed)|fear\w*|"
    r"vulnerable|attack\w*|worst|fail\w*|embarrass\w*|left behind|regret)\b"
)
_RELIEF = re.compile(
    r"\b(?:luckily|fortunately|good news|thankfully|but don'?t worry|no need to worry|relax|peace of mind|with (?:our|premium|the upgrade)|"
    r"upgrade|premium|protects? you|keeps? you safe|we(?:'ve| have) got you|saves? you|only \w+ can)\b"
)


def pressure(reply: Reply) -> Iterator[Finding]:
    """Block urgency, scarcity, guilt, asking to be silent, and fear with relief right behind it."""
    for kind, pattern in PATTERNS.items():
        if found := pattern.search(plain(reply.own_words)):
            yield finding("pressure", "block", f"It puts pressure on the reader ({kind}). Say it plainly.", found[0])
    sentences = [plain(sentence) for sentence in reply._replace(text=reply.own_words).sentences]
    for place, sentence in enumerate(sentences):
        after = " ".join(sentences[place : place + 3])
        fear = _FEAR.search(sentence)
        if fear and _RELIEF.search(after, fear.end()):
            yield finding("pressure", "block", "It frightens and then relieves (fear appeal). Say it plainly.", after)
