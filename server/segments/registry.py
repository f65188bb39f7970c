"""Registry: segments with a name, an owner, a purpose and a history. This side proposes; `approvals` decides."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import Field
from sqlalchemy import select

from server.desk.store import deciding
from server.runtime import Runtime
from server.segments import dpia, lineage, sensitivity, storing, views
from server.segments.describing import Describe, described
from server.segments.history import Entry, history
from server.segments.membership import digest, released_size
from server.segments.model import Content, Registered, Sensitivity
from server.segments.naming import checked_name, require_neutral
from server.segments.store import segments
from tools.base import Model
from tools.errors import BadRequest, Conflict, NotPermitted
from tools.segmentation.asked import Definition

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from knowledge.dataset import Dataset


class Defining(Model):
    """What somebody wants to register: a segment of a segmentation, under a name, for a purpose."""

    name: str
    definition: Definition
    segment: int
    owner: str
    purpose: str
    dataset_version: str | None = Field(None, description="Which version to register it on; none: the current one.")
    raised: str | None = Field(None, description="Why its owner calls it sensitive where no word of it does.")
    change: str | None = Field(None, description="What changed, for the next version of one that there is.")


class Registry:
    """Registers segments and shows them. Deciding lives in `server.segments.approvals`, which nothing here imports."""

    def __init__(
        self, runtime: Runtime, *, clock: Callable[[], datetime] | None = None, describe: Describe = described
    ) -> None:
        self.runtime, self.state, self.home = runtime, runtime.state, runtime.home
        self.now = clock or (lambda: datetime.now(UTC))
        self._describe = describe

    def define(self, asked: Defining) -> Registered:
        """Register a segment as a draft, or write the next version of one.

        Raises Conflict for a name that is taken where no change is stated, NotPermitted for a purpose that the dataset
        was not collected for and for a segment that may not be told of, BadRequest for a name that will not do.
        """
        dataset = self.runtime.dataset(asked.definition.dataset, asked.dataset_version)
        name, owner = checked_name(asked.name), _owner(asked.owner)
        _require_purpose(dataset, asked.purpose)
        key = secrets.token_hex(32)
        made = self._content(dataset, asked.model_copy(update={"name": name, "owner": owner}), key)
        with deciding(self.state) as connection:
            was = self._standing(connection, dataset.name, name)
            if was is None:
                _require_new(asked, name)
                segment_id = storing.add(connection, made, key, at=self.now())
            else:
                segment_id = self._changed(connection, was, made, key)
            return self._one(connection, segment_id)

    def show(self, name: str, *, dataset: str | None = None) -> Registered:
        """Return a segment by its name or id; UnknownName if there is none."""
        with self.state.begin() as connection:
            return views.named(connection, name, dataset=dataset, today=views.today_of(self.now()))

    def list(self, dataset: str | None = None) -> tuple[Registered, ...]:
        """Return all segments, those of one dataset if asked."""
        if dataset:
            self.home.existing(dataset)  # a misspelt name is no empty list
        with self.state.begin() as connection:
            return views.listing(connection, dataset=dataset, today=views.today_of(self.now()))

    def history(self, found: Registered) -> tuple[Entry, ...]:
        """Return what was changed and decided about a segment, oldest first."""
        with self.state.begin() as connection:
            return history(connection, found.id)

    def attention(self, found: Registered) -> tuple[str, ...]:
        """Say what wants attention: a review that is due, an assessment that ran out, data or purposes that changed."""
        if found.state in ("rejected", "archived"):
            return ()
        dataset = self.runtime.dataset(found.content.dataset)
        _, gone = self.runtime.version_or_current(found.content.dataset, found.content.dataset_version)
        return tuple(_wanting(found, dataset, self.now(), gone=gone))

    def refresh(self, name: str, *, dataset: str | None = None, change: str) -> Registered:
        """Register a segment's next version, by the same definition on the data as they are now."""
        was = self.show(name, dataset=dataset).content
        asked = Defining(
            name=was.name, definition=was.definition, segment=was.segment, owner=was.owner, purpose=was.purpose,
            change=change,
        )  # fmt: skip
        return self.define(asked)

    def assess(self, name: str, text: str, *, dataset: str | None = None) -> Registered:
        """Store an impact assessment, read from the file that a person filled in, as the next version of a segment.

        What was lowered counts again: an assessment says that the segment is sensitive. Raises BadRequest for one that
        is not complete.
        """
        now = self.now()
        with deciding(self.state) as connection:
            was = views.named(connection, name, dataset=dataset, today=views.today_of(now))
            assessed = dpia.parsed(text, was, today=views.today_of(now))
            change = f"impact assessment by {assessed.author}, until {assessed.expires}"
            sensitivity = was.content.sensitivity.model_copy(update={"lowered": None})
            made = was.content.model_copy(update={"dpia": assessed, "sensitivity": sensitivity, "change": change})
            storing.change(connection, was, made, note=change, at=now)
            return self._one(connection, was.id)

    def purpose_refusal(self, now: Registered) -> NotPermitted | None:
        """Say why a segment's purpose is not one that its data may be used for any more; none if it is."""
        try:
            _require_purpose(self.runtime.dataset(now.content.dataset), now.content.purpose)
        except NotPermitted as error:
            return error
        return None

    def _content(self, dataset: Dataset, asked: Defining, key: str) -> Content:
        segmenter = self.runtime.segmenter(dataset)
        with self.runtime.disclosing(), dataset.unless_erased():
            found = segmenter.segmented(asked.definition)
            size = released_size(found, asked.segment)
            said = self._describe(dataset, asked.definition, asked.segment, name=asked.name, segmenter=segmenter)
        require_neutral(asked.name, said)
        traits = sensitivity.traits(asked.definition, lineage.used(found), name=asked.name, rules=said.words)
        return Content(
            name=asked.name, dataset=dataset.name, dataset_version=dataset.version, definition=asked.definition,
            definition_hash=asked.definition.hash, segment=asked.segment, people=size.people, of=size.of,
            owner=asked.owner, purpose=asked.purpose, sensitivity=Sensitivity(traits=traits, raised=asked.raised),
            lineage=lineage.taken_down(dataset, found), membership=digest(found, asked.segment, key),
            change=asked.change or "",
        )  # fmt: skip

    def _changed(self, connection: Connection, was: Registered, made: Content, key: str) -> str:
        """Write the next version. What was called sensitive stays so; an assessment stays where it still fits."""
        if not made.change:
            raise Conflict(
                f"There is a segment {was.name!r} of {was.content.dataset} already (version {was.version}, "
                f"{was.state}). Take another name, or make its next version: --change 'what changed and why'"
            )
        before = was.content
        kept = {"raised": made.sensitivity.raised or before.sensitivity.raised}
        made = made.model_copy(update={"sensitivity": made.sensitivity.model_copy(update=kept)})
        if dpia.scope(before) == dpia.scope(made):
            made = made.model_copy(update={"dpia": before.dpia})
        storing.change(connection, was, made, key=key, note=made.change, at=self.now())
        return was.id

    def _standing(self, connection: Connection, dataset: str, name: str) -> Registered | None:
        mine = (segments.c.dataset == dataset) & (segments.c.folded == views.folded(name))
        found = connection.execute(select(segments.c.id).where(mine)).scalar()
        return self._one(connection, found) if found else None

    def _one(self, connection: Connection, segment_id: str) -> Registered:
        return views.named(connection, segment_id, today=views.today_of(self.now()))


def _wanting(found: Registered, dataset: Dataset, now: datetime, *, gone: bool) -> Iterator[str]:
    name = found.name
    refresh = f"groundswell segments refresh {name!r} --change WHY"
    if found.review_at and found.review_at < now:
        yield f"A review was due on {found.review_at:%Y-%m-%d}: groundswell segments review {name!r} --reason ..."
    if found.dpia == "expired":
        yield f"Its impact assessment ran out: groundswell segments dpia {name!r} --write FILE"
    if gone:
        yield f"Something was erased from its data, so nothing can be exported of it until it is refreshed: {refresh}"
    elif found.content.dataset_version != dataset.version:
        yield f"The data moved on since it was registered ({dataset.version} now). For its people as of now: {refresh}"
    if found.content.purpose not in dataset.manifest.facts.purposes:
        allowed = ", ".join(dataset.manifest.facts.purposes)
        yield f"Its data may be used for {allowed}, and no longer for {found.content.purpose}. Archive it."


def _require_new(asked: Defining, name: str) -> None:
    if asked.change:
        raise BadRequest(
            f"There is no segment {name!r} of {asked.definition.dataset} yet, so nothing of it can change. Leave out "
            "--change to register it."
        )


def _require_purpose(dataset: Dataset, purpose: str) -> None:
    allowed = dataset.manifest.facts.purposes
    if purpose not in allowed:
        raise NotPermitted(
            f"Dataset {dataset.name!r} was collected for {', '.join(allowed)}, not for {purpose!r}. If its people were "
            f"told of that use too: groundswell dataset {dataset.name} --purpose ..."
        )


def _owner(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > 60 or not plain.isprintable():
        raise BadRequest(f"{name!r} is no name of an owner. Name the person who answers for the segment.")
    return plain
