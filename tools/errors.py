"""Errors: everything Groundswell refuses, as one tree.

GroundswellError            what any surface translates once
├── BadRequest              the asker can mend it: unknown name, bad value, bad combination
│   └── UnknownName         names a thing that does not exist; lists near ones
├── TooFewPosts             the data are there, but too few to say anything
├── MissingData             a table or column the question needs was never imported
├── NotFound                an id that no longer (or never) existed
├── ImportRefused           a file that cannot be imported; the dataset is as before
├── Conflict                somebody else was first: a lock, an approval, a newer version
├── NotPermitted            purpose, policy or credential forbids it
└── Unavailable             a dependency (a model endpoint, an index) is down or broken
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class GroundswellError(Exception):
    """Something Groundswell refuses to do; its text says what was found, needed, and what to do."""


class BadRequest(GroundswellError):
    """A request that the asker can mend."""


class UnknownName(BadRequest):
    """A name that does not exist, with the near ones that do."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name = kind, name
        self.known = tuple(sorted(known))
        near = get_close_matches(name, self.known, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(map(repr, near))}?" if near else self._listing()
        super().__init__(f"There is no {kind} {name!r}. {hint}")

    def _listing(self) -> str:
        if not self.known:
            return f"There is no {self.kind} at all yet."
        more = f" and {len(self.known) - 20} more" if len(self.known) > 20 else ""
        return f"There are: {', '.join(self.known[:20])}{more}."


class TooFewPosts(GroundswellError):
    """Fewer observations than the tool's stated minimum.

    `what` names the observations in the plural: posts, mentions, conversations.
    """

    def __init__(self, *, found: int, needed: int, what: str = "posts", advice: str = "") -> None:
        self.found, self.needed, self.what = found, needed, what
        self.advice = advice = advice or "Widen the period or the filter, or import more."
        super().__init__(f"Found {found:,} {what}, and at least {needed:,} are needed. {advice}")


class MissingData(GroundswellError):
    """A table or a column that the question needs and the dataset does not hold."""


class NotFound(GroundswellError):
    """An id that does not exist here, or was erased."""


class ImportRefused(GroundswellError):
    """A file that cannot be imported; the dataset is as it was before."""


class Conflict(GroundswellError):
    """Another process or person was first."""


class NotPermitted(GroundswellError):
    """A purpose, a policy or a missing credential forbids it."""


class Unavailable(GroundswellError):
    """Something this needs is down or broken."""
