"""Known: registered segments as a model and an asker may know of them: by name, never by member. Reading only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import Field

from server.segments import views
from server.segments.model import Class, Registered, State
from tools.base import Model
from tools.segmentation.asked import Definition

if TYPE_CHECKING:
    from server.state import State as Store

_OUT_OF_USE = ("rejected", "archived")


class Known(NamedTuple):
    """What a name stands for: a segment of a segmentation."""

    definition: Definition
    segment: int
    dataset_version: str
    """The version that it was registered on."""

    @property
    def arguments(self) -> dict[str, Any]:
        """The definition as arguments of a tool about segmentations, those left out that are as by default."""
        return self.definition.model_dump(mode="json", exclude={"dataset"}, exclude_defaults=True)


class Entry(Model):
    """A registered segment as a client sees it."""

    name: str
    id: str
    version: int
    state: State
    people: int = Field(description="About how many belong to it: rounded, never under 20.")
    purpose: str
    owner: str
    sensitivity: Class
    dataset_version: str
    is_current: bool = Field(description="Whether it was registered on the data as they are now.")
    definition: dict[str, Any] = Field(description="Arguments that give it again, for any tool about segments.")
    segment: int
    next_step: str


def registered(state: Store, dataset: str, *, now: datetime) -> Mapping[str, Known]:
    """Return the segments of a dataset by name, those rejected or archived left out."""
    return {
        one.name: Known(one.content.definition, one.content.segment, one.content.dataset_version)
        for one in _in_use(state, dataset, now)
    }


def entries(state: Store, dataset: str, current: str, *, now: datetime) -> tuple[Entry, ...]:
    """Return the same as a client sees them; `current` is the dataset's version."""
    return tuple(_entry(one, current) for one in _in_use(state, dataset, now))


def _in_use(state: Store, dataset: str, now: datetime) -> list[Registered]:
    with state.begin() as connection:
        found = views.listing(connection, dataset=dataset, today=views.today_of(now))
    return [one for one in found if one.state not in _OUT_OF_USE]


def _entry(one: Registered, current: str) -> Entry:
    content = one.content
    known = Known(content.definition, content.segment, content.dataset_version)
    return Entry(
        name=one.name, id=one.id, version=one.version, state=one.state, people=content.people, purpose=content.purpose,
        owner=content.owner, sensitivity=one.sensitivity, dataset_version=content.dataset_version,
        is_current=content.dataset_version == current, definition=known.arguments, segment=content.segment,
        next_step=one.next_step,
    )  # fmt: skip
