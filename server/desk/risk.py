"""Risk: whether one reviewer suffices or two different people must approve."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.playbook import Passage
from server.desk.context import Case
from server.desk.model import Risk
from tools.base import Model
from tools.service.urgency import WIDE_REACH, Urgency

_WEIGHTY = {"money": "it is about money", "locked_out": "it is about access to an account",
            "data_loss": "the customer reports lost data", "outage": "the customer reports an outage"}  # fmt: skip


class Assessment(Model):
    """A risk and its reasons."""

    risk: Risk
    reasons: tuple[str, ...]


def assess(case: Case, urgency: Urgency, passages: Iterable[Passage]) -> Assessment:
    """Return `high` where an error would cost the customer or the brand much, with every reason."""
    reasons = [_WEIGHTY[reason.rule] for reason in urgency.reasons if reason.rule in _WEIGHTY]
    reasons += [f"it rests on {passage.title!r}, which the playbook marks as high risk" for passage in passages
                if passage.risk == "high"]  # fmt: skip
    if (case.reach or 0) >= WIDE_REACH:
        reasons.append(f"the writer has {case.reach:,} followers")
    if case.customer and case.customer.opt_out:
        reasons.append("the writer asked not to be contacted; answer only what they asked")
    return Assessment(risk="high" if reasons else "low", reasons=tuple(dict.fromkeys(reasons)))
