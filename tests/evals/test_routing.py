from __future__ import annotations

import json
from pathlib import Path

from evals.routing import Routed, Wording, held_out, report, routed
from server.agent.framing.clues import Clues
from server.agent.planning.router import Router


class Fixed(Router):
    """A router that takes every question for one of feelings."""

    def __init__(self) -> None:
        super().__init__(lambda: None)  # type: ignore[arg-type, return-value]

    def likely(self, clues: Clues, tools: object) -> dict[str, float]:
        return {"sentiment": 1.0, "none": 0.0} if clues and tools else {}


def test_a_wording_is_right_where_its_first_tool_is_any_of_its_tools() -> None:
    wordings = [Wording(("sentiment",), "hmm"), Wording(("aspects", "sentiment"), "hm"), Wording(("spikes",), "mm")]
    assert routed(wordings, Fixed()) == (
        Routed("aspects", 1, 1, 0), Routed("sentiment", 1, 1, 0), Routed("spikes", 1, 0, 0), Routed("all", 3, 2, 0),
    )  # fmt: skip


def test_what_no_tool_answers_counts_apart() -> None:
    found = routed([Wording(("none",), "will it rise next month"), Wording(("spikes",), "will it rain")], Fixed())
    assert found == (Routed("none", 1, 1, 1), Routed("spikes", 1, 0, 1), Routed("all", 1, 0, 1))
    assert "| all | 0.00 | 1 | 1 |" in report(found)


def test_wordings_of_tools_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    rows = [{"tools": ["sentiment"], "question": "a"}, {"tools": ["levitate"], "question": "b"},
            {"tools": [], "question": "c"}]  # fmt: skip
    path = tmp_path / "wordings.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert held_out(path) == (Wording(("sentiment",), "a"), Wording(("none",), "c"))
