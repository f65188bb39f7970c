"""Asked: what can be asked of the features of people, and what comes back."""

from __future__ import annotations

from pydantic import Field

from tools.base import Model, Period, Result
from tools.segmentation.asked import AudienceQuery, Population
from tools.segmentation.features.stability import Band
from tools.segmentation.matrix import Family

METHOD = "audience_features"
_LISTED = "Give figures of these, by name; none: of the default ones, and then of those known of most people."


class AudienceFeaturesQuery(AudienceQuery):
    """What is known of our people, and how far may it be relied on?"""

    features: tuple[str, ...] = Field((), description=_LISTED)
    outcome: str | None = Field(
        None,
        description="Kind of outcome (converted, purchased, churned ...) to learn weights of engagement from.",
    )
    limit: int = Field(8, ge=1, le=30, description="Features to give figures of, at most; all are listed.")
    seed: int = Field(0, ge=0, description="Seed of what is resampled where weights are learnt.")


class Listed(Model):
    """A feature that there is."""

    name: str
    label: str
    family: Family
    unit: str
    sensitivity: str = Field(description="ordinary, or the class of protected data that it touches.")
    default: bool = Field(description="Whether people are grouped by it where nobody says by what.")
    band: Band = Field(
        "not known", description="Whether its distribution moved between the halves; told of those with figures only."
    )


class Alike(Model):
    """Two features that say the same of people. The figure is `alike.` and the first one's name and the other's."""

    one: str
    other: str
    figure: str


class Weighed(Model):
    """What a behaviour says of the outcome. Figures: `odds.` and `fixed.` with the feature's name."""

    feature: str
    stands: bool = Field(description="Whether it says anything beyond chance.")


class AudienceFeaturesResult(Result):
    """Features of people, how they are spread, whether they hold, which say the same, and what they weigh."""

    feature_set: str = Field("", description="Version of the features.")
    population: Population = Field("members", description="Who was measured.")
    features: tuple[Listed, ...] = Field((), description="All features, the default ones first.")
    told: tuple[str, ...] = Field((), description="Features with figures: `known.`, `median.`, `lower.`, `upper.` ...")
    halves: tuple[Period, Period] | None = Field(None, description="The two windows compared; none where too short.")
    alike: tuple[Alike, ...] = Field((), description="Features that say the same: take one of each pair.")
    outcome: str | None = Field(None, description="What weights were learnt from.")
    weights: tuple[Weighed, ...] = Field((), description="Behaviours, the most telling first.")
