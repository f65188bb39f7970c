"""Tracing: from an export back to the import, with hashes; the tree and PROV-JSON tell the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import tools.segmentation.features
from server.segments import approvals, lineage
from server.segments.exporting.store import exports
from server.segments.registry import Registry
from server.segments.tracing import prov_json, traced, tree_lines
from tests.server.segments.conftest import Reviewers, asking, put_members


def test_a_segment_is_traced_from_its_exports_to_its_tables(registry: Registry, reviewer: Reviewers) -> None:
    made = registry.define(asking())
    approvals.submit(registry, approvals.shown(made), reviewer("mara"))
    approvals.approve(registry, approvals.shown(made), reviewer("tom"))
    with registry.state.begin() as connection:
        row = {"id": "x_0011", "dataset": "launch", "segment": made.id, "version": 1, "platform": "meta",
               "at": "2026-11-21T09:00:00+00:00", "sha256": "ab" * 32, "receipt": "{}"}  # fmt: skip
        connection.execute(exports.insert().values(**row))
    found = registry.show(made.id)
    lines = list(tree_lines(traced(registry, found)))
    assert lines[0] == "export x_0011 for meta, 2026-11-21, of version 1  [" + ("ab" * 32)[:19] + "]"
    assert lines[1].startswith("└─ segment Users of summaries, version 1, approved: number 1 of 2, about 60 of 100")
    assert [line.lstrip(" │├└─").split()[0] for line in lines] == [
        "export", "segment", "model", "features", "table", "person", "person"
    ]  # fmt: skip
    assert lines[-2:] == ["   ├─ person mara: owner", "   └─ person tom: approved"]


def test_prov_json_names_every_relation_by_the_terms_of_the_standard(registry: Registry) -> None:
    made = registry.define(asking())
    said = json.loads(prov_json(traced(registry, made)))
    assert set(said) == {"prefix", "entity", "activity", "agent", "wasDerivedFrom", "used", "wasGeneratedBy",
                         "wasAttributedTo"}  # fmt: skip
    this = f"gs:{made.id}/1"
    assert said["entity"][this]["gs:hash"] == made.sha256
    assert list(said["wasGeneratedBy"].values()) == [{"prov:entity": this, "prov:activity": f"gs:model:{made.id}"}]
    everything = {**said["entity"], **said["activity"], **said["agent"]}
    ends = {
        end
        for name in said
        if name.startswith(("was", "used"))
        for pair in said[name].values()
        for end in pair.values()
    }
    assert ends <= set(everything)


def test_a_table_that_changed_has_another_hash_and_one_that_did_not_the_same(registry: Registry) -> None:
    was = registry.runtime.dataset("launch")
    assert lineage.table_hash(was, "events") == lineage.table_hash(registry.runtime.dataset("launch"), "events")
    put_members(registry.home, ["use"] * 5, first=100)
    assert lineage.table_hash(registry.runtime.dataset("launch"), "events") != lineage.table_hash(was, "events")


def test_the_tables_of_a_lineage_are_those_that_features_read() -> None:
    folder = Path(tools.segmentation.features.__file__).parent
    named = {name for path in folder.glob("*.py") for name in re.findall(r'tables\["(\w+)"\]', path.read_text("utf-8"))}
    assert named == set(lineage.READ)


def test_the_code_version_names_product_source_and_libraries() -> None:
    assert re.fullmatch(
        r"groundswell \S+, segmentation [0-9a-f]{16}, numpy \S+, scikit-learn \S+, scipy \S+, duckdb \S+",
        lineage.code_version(),
    )


def test_a_features_own_version_and_names_are_in_its_hash(registry: Registry) -> None:
    one = registry.define(asking()).content.lineage.features
    other = registry.define(asking("Readers", definition={"dataset": "launch", "features": ("use.summaries",)}))
    assert one.version.startswith("people-")
    assert other.content.lineage.features.names == ("use.summaries",)
    assert other.content.lineage.features.hash != one.hash
