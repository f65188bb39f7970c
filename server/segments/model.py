"""Model: what a registered segment is. A `Content` is one unchangeable version, `Registered` how a segment stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import Field

from tools.base import Model
from tools.segmentation.asked import Definition

State = Literal["draft", "in review", "approved", "rejected", "archived"]
Class = Literal["ordinary", "sensitive"]
DpiaState = Literal["not needed", "needed", "draft", "approved", "expired"]

APPROVALS_NEEDED: dict[Class, int] = {"ordinary": 1, "sensitive": 2}
REVIEWED_FOR = timedelta(days=91)
"""A quarter: an approved segment is looked at again after it."""


class Trait(Model):
    """A word that makes a segment sensitive, and where it stands."""

    category: str = Field(description="As features have it: health, beliefs, finances, distress ...")
    where: str = Field(description="What part of the segment says it: `feature emotion.sadness`, `name`.")
    word: str


class Lowered(Model):
    """Why a segment whose words are sensitive counts as ordinary all the same, and who answers for that."""

    reason: str
    reviewer: str = Field(description="Name of the reviewer who signed for it.")


class Sensitivity(Model):
    """The class of a segment, from its features, its name and its rules."""

    traits: tuple[Trait, ...] = ()
    raised: str | None = Field(None, description="Why its owner calls it sensitive where no word does.")
    lowered: Lowered | None = None

    @property
    def is_sensitive(self) -> bool:
        """Whether it needs a DPIA and two reviewers."""
        return bool(self.raised or self.traits) and self.lowered is None

    @property
    def name(self) -> Class:
        """The class."""
        return "sensitive" if self.is_sensitive else "ordinary"


class Source(Model):
    """An import that a segment rests on."""

    id: str
    table: str


class TableUsed(Model):
    """A table as it was: SHA-256 of its version and of the names of its files, which never change."""

    name: str
    hash: str


class FeatureSet(Model):
    """The features that people were grouped by: names, and a hash of names, units and the days measured."""

    names: tuple[str, ...]
    hash: str
    version: str = Field(description="Of the product's set of features: how each is measured.")
    first: date
    last: date


class ModelUsed(Model):
    """How people were grouped: what was chosen, and which code and libraries chose it."""

    algorithm: str
    k: int
    seed: int
    code: str


class Lineage(Model):
    """Where a version of a segment comes from: imports, tables, features, model."""

    sources: tuple[Source, ...]
    tables: tuple[TableUsed, ...]
    features: FeatureSet
    model: ModelUsed


class Dpia(Model):
    """A data protection impact assessment (GDPR Art. 35) as it was submitted; the reviewers' signatures approve it."""

    author: str
    expires: date
    necessity: str
    data: str
    risks: str
    mitigations: str


class Content(Model):
    """One version of a segment, whole: what reviewers sign. Changing anything makes the next version."""

    name: str
    dataset: str
    dataset_version: str
    definition: Definition
    definition_hash: str
    segment: int = Field(ge=1, description="Its number in the segmentation, from the largest.")
    people: int = Field(description="How many belong to it, as released: rounded, never under the floor.")
    of: int = Field(description="How many people were segmented, rounded.")
    owner: str
    purpose: str
    sensitivity: Sensitivity
    dpia: Dpia | None = None
    lineage: Lineage
    membership: str = Field(description="HMAC-SHA-256 of the sorted ids of its members, under a key kept apart.")
    change: str = Field(description="What changed since the version before, in its author's words.")


class Registered(Model):
    """A segment as it stands."""

    id: str
    version: int
    state: State
    content: Content
    sha256: str = Field(description="Of the version's canonical JSON: what a signature covers.")
    sensitivity: Class = Field(description="The class that holds; lowered only where a signature says so.")
    submitted_by: str | None = None
    approved_by: tuple[str, ...] = Field((), description="Reviewers whose signatures under these bytes hold.")
    approvals_needed: int
    dpia: DpiaState
    created_at: datetime
    changed_at: datetime
    review_at: datetime | None = Field(None, description="When it is to be looked at again; none before approval.")

    @property
    def name(self) -> str:
        """Its name."""
        return self.content.name

    @property
    def next_step(self) -> str:
        """What to do next, as a sentence."""
        again = f"groundswell segments define {self.content.dataset} {self.name!r} ... --change WHY"
        if self.state in ("rejected", "archived"):
            return f"To take it up again, make its next version: {again}"
        if self.dpia in ("needed", "expired"):
            return f"Write its impact assessment: groundswell segments dpia {self.name!r} --write FILE"
        if self.state == "draft":
            return f"Its owner puts it before the reviewers: groundswell segments submit {self.name!r}"
        if self.state == "in review":
            more = self.approvals_needed - len(self.approved_by)
            return f"{more} more {'reviewer' if more == 1 else 'reviewers'}: groundswell segments approve {self.name!r}"
        export = f"groundswell segments export {self.name!r} --to PLATFORM --purpose {self.content.purpose} --check"
        return f"It may be used for {self.content.purpose}. What an export would be held against: {export}"
