"""Facts: what a dataset knows about itself beside its rows, which tools and planners read."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class Brand(BaseModel):
    """A brand that is tracked, with the names people use for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    aliases: tuple[str, ...] = Field((), description="Other spellings, handles and hashtags; case does not matter.")
    is_own: bool = Field(False, description="The brand whose dataset this is, as opposed to a competitor.")


class ReaderError(BaseModel):
    """How a reader errs on sentiment: a confusion matrix of counts on labelled posts it was not trained on.

    Rows are the true class, columns the predicted one, both in the order of `labels`. `borrowed` is true while
    the matrix comes from the reader's own test data, not from labelled posts of this dataset; `by_source` then holds
    one matrix a source of such data, and how much they differ says how little any of them tells of another source.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: tuple[str, ...] = ("negative", "neutral", "positive")
    confusion: tuple[tuple[int, ...], ...]
    by_source: tuple[tuple[tuple[int, ...], ...], ...] = Field((), description="The same, one matrix a source.")
    population: tuple[int, ...] = Field((), description="Read counts of all posts that the labelled ones stand for.")
    source: str = Field(description="What was labelled, by whom.")
    borrowed: bool = True

    @property
    def n(self) -> int:
        """How many labelled posts it rests on."""
        return sum(map(sum, self.confusion))


class Facts(BaseModel):
    """What a dataset knows about itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dataset: str
    brands: tuple[Brand, ...] = ()
    features: tuple[str, ...] = Field((), description="The product's features, as people call them.")
    milestones: dict[str, date] = Field({}, description="Days that questions name: {'launch': 2026-03-11}.")
    time_zone: str = Field("UTC", description="IANA name; days and weeks are cut in it.")
    reader: str | None = Field(None, description="Which reader read the posts; none before the first import.")
    reader_error: ReaderError | None = Field(None, description="How that reader errs; none before the first import.")
    reader_scores: dict[str, float] = Field({}, description="What its card measured on other texts, by name.")
    purposes: tuple[str, ...] = ("analytics",)
    retention_days: int | None = Field(None, description="Posts older than this are erased by `retain`; none: kept.")

    def brand_named(self, word: str) -> Brand | None:
        """Find a brand by its name or an alias, whatever the case; none if there is none."""
        wanted = word.casefold().lstrip("@#")
        for brand in self.brands:
            if wanted in {name.casefold().lstrip("@#") for name in (brand.name, *brand.aliases)}:
                return brand
        return None
