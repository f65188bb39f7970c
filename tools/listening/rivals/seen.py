"""Seen: all that a comparison of brands looked at, from which its figures, posts and caveats are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.listening.rivals.complaints import Complaint
from tools.listening.rivals.drawn import Drawn
from tools.listening.rivals.effect import Effects
from tools.listening.rivals.event import Event
from tools.listening.rivals.gaps import Criticism
from tools.listening.rivals.responses import Responses
from tools.listening.rivals.talk import Talk

if TYPE_CHECKING:
    import ibis.expr.types as ir


class Seen(NamedTuple):
    """Brands by name, ours first, the posts about them, and what each part found; none where the data lack it."""

    names: tuple[str, ...]
    features: tuple[str, ...]
    talk: Talk
    read: ir.Table
    criticism: Criticism
    complaints: Sequence[Complaint]
    responses: Responses | None
    interactions: Sequence[Drawn]
    event: Event | None
    effects: Effects | None
