"""Recomputing: whether a registered version gives the same members again, and what changed where it does not."""

from __future__ import annotations

from pydantic import Field

from server.segments import views
from server.segments.lineage import code_version
from server.segments.membership import is_same_version, size_if_told
from server.segments.model import Content
from server.segments.registry import Registry
from tools.base import Model
from tools.segmentation.disclosure import BASE, FLOOR


class Recomputation(Model):
    """A version segmented again: on its own data where they are still there, else on the current ones."""

    segment: str
    version: int
    same: bool = Field(description="The very same members.")
    on_version: str = Field(description="Version of the dataset that it was recomputed on.")
    data_changed: bool = Field(description="Something was erased since, so its own data are gone.")
    code_changed: bool = Field(description="The code that segments, or a library of it, is another than then.")
    people_was: int
    people_now: int | None = Field(description="Rounded, as at first; none where it is under the floor.")
    says: str


def recompute(
    registry: Registry, name: str, *, dataset: str | None = None, version: int | None = None
) -> Recomputation:
    """Segment a version's people again, its newest version by default, and compare digests of the members.

    Raises NotFound for a version that there is none of, TooFewPosts where too few people are left to segment.
    """
    now = registry.show(name, dataset=dataset)
    number = now.version if version is None else version
    with registry.state.begin() as connection:
        content, _ = views.content(connection, now.id, number)
    data, gone = registry.runtime.version_or_current(content.dataset, content.dataset_version)
    with data.unless_erased():
        found = registry.runtime.segmenter(data).segmented(content.definition)
    with registry.state.begin() as connection:
        same = not gone and is_same_version(connection, now.id, number, content, found)
    code_changed = code_version() != content.lineage.model.code
    with registry.runtime.disclosing():
        people = size_if_told(found, content.segment)
    said = f"Version {number} of {content.name!r} " + _says(content, same, gone, code_changed, people)
    return Recomputation(
        segment=now.id, version=number, same=same, on_version=data.version, data_changed=gone,
        code_changed=code_changed, people_was=content.people, people_now=people, says=said,
    )  # fmt: skip


def _says(content: Content, same: bool, gone: bool, code_changed: bool, people: int | None) -> str:  # noqa: FBT001 - what was found
    if same:
        return f"gives the same members again: about {content.people:,} people, on {content.dataset_version}."
    now = f"about {people:,}" if people is not None else f"fewer than {FLOOR}"
    sizes = f"It was about {content.people:,} people and is {now} (rounded to {BASE})"
    if gone:
        return (
            "cannot be compared: something was erased from its data since, and with it what told its members. "
            f"{sizes} on the current data. To go on with those: groundswell segments refresh {content.name!r} "
            "--change WHY"
        )
    why = (
        f"The code that segments changed since: {content.lineage.model.code} then, {code_version()} now."
        if code_changed
        else "Data and code are the same, so this should not be: tell the maintainers."
    )
    return f"gives OTHER members on the same data. {sizes}. {why}"
