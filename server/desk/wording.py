"""Wording: how a reply comes about. Passages are found, a composer writes from them, the policy reads what it wrote."""

from __future__ import annotations

from typing import NamedTuple

from knowledge.passages import find_passages
from knowledge.playbook import Passage, Playbook
from server.desk import policy
from server.desk.composing import Brief, Composed, Composer, LocalComposer, asks_for, is_praise
from server.desk.context import Case
from server.desk.model import Finding
from server.desk.policy.reply import reply_to
from tools.errors import BadRequest
from tools.service.urgency import Urgency

_PRESSING = {"outage": "outage", "locked_out": "locked out of my account"}


class Written(NamedTuple):
    """A reply and what the policy rules found in it."""

    composed: Composed
    findings: tuple[Finding, ...]


def written(
    case: Case, verdict: Urgency, instructions: str | None, *, playbook: Playbook, composer: Composer
) -> Written:
    """Write a reply to a case. What a model wrote against the policy is thrown away and written without one.

    Raises BadRequest for a post that asks for nothing and praises nothing, where no instructions say what to write.
    """
    brief = Brief(case, verdict, _passages(case, verdict, instructions, playbook), playbook, instructions)
    if not (instructions or asks_for(verdict) or is_praise(brief)):
        raise BadRequest(
            f"Post {case.post.post_id!r} asks for nothing and praises nothing, so no reply was drafted. "
            f"To write one all the same, say what: groundswell draft {case.dataset} {case.post.post_id} --say '...'"
        )
    first = _checked(brief, _offered(brief, composer.compose(brief)))
    broken = sorted({one.rule for one in first.findings if one.severity == "block"})
    if first.composed.written_by == "local" or not broken:
        return first
    note = f"The model's reply was thrown away, since it failed the policy ({', '.join(broken)})."
    local = LocalComposer().compose(brief)
    return _checked(brief, local._replace(notes=(*local.notes, note)))


def _passages(case: Case, verdict: Urgency, instructions: str | None, playbook: Playbook) -> tuple[Passage, ...]:
    """What answers the message; where its own words find nothing, what answers the rule that made it urgent."""
    known = playbook.support(case.brand)
    said = " ".join(filter(None, (case.post.text, instructions)))
    pressing = " ".join(_PRESSING[reason.rule] for reason in verdict.reasons if reason.rule in _PRESSING)
    found = find_passages(said, known) or find_passages(pressing, known)
    return tuple(one.passage for one in found)


def _offered(brief: Brief, composed: Composed) -> Composed:
    """Keep only passages that were offered, and only text that UTF-8 can hold: a composer may be hijacked."""
    known = {passage.id: passage for passage in brief.passages}
    cited = tuple(known[one.id] for one in composed.passages if one.id in known)
    return composed._replace(text=composed.text.encode("utf-8", errors="replace").decode(), passages=cited)


def _checked(brief: Brief, composed: Composed) -> Written:
    reply = reply_to(brief.case, composed.text, composed.passages, brief.playbook)
    return Written(composed, policy.check(reply))
