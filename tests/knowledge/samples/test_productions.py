from pathlib import Path

import pytest

from knowledge.samples.productions import Agree, Choice, Number, Ref, parse_production, read_productions
from tools.errors import BadRequest


def test_a_production_has_weight_parts_and_flags() -> None:
    production = parse_production("3 * {who=person} [slept|] <is|are> {#2-9} late  ~f")
    assert production.weight == 3
    assert production.flags == {"f"}
    assert production.parts == (
        Ref("person", "who", ()),
        " ",
        Choice((("slept",), ())),
        " ",
        Agree("is", "are"),
        " ",
        Number(2, 9),
        " late",
    )


def test_a_heart_is_no_agreement() -> None:
    assert parse_production("love it <3").parts == ("love it ", "<3")


@pytest.mark.parametrize("line", ["open [choice", "a {broken reference", "stray ] bracket"])
def test_malformed_productions_are_refused(line: str) -> None:
    with pytest.raises(BadRequest):
        parse_production(line)


def test_a_bad_line_is_named_by_file_and_number(tmp_path: Path) -> None:
    (tmp_path / "moods.txt").write_text("@joy\nyay\n[open\n", encoding="utf-8")
    with pytest.raises(BadRequest, match=r"moods\.txt, line 3"):
        read_productions(tmp_path)


def test_text_before_any_rule_is_refused(tmp_path: Path) -> None:
    (tmp_path / "moods.txt").write_text("yay\n", encoding="utf-8")
    with pytest.raises(BadRequest, match="before any rule"):
        read_productions(tmp_path)
