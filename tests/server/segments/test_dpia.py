"""DPIA: the file that a person fills in, and everything that must stand in it."""

from __future__ import annotations

import pytest

from server.segments import dpia
from server.segments.model import Registered
from server.segments.registry import Registry
from tests.server.segments.conftest import ANSWERS, START, HandRuntime, asking, filled
from tools.errors import BadRequest

TODAY = START.date()
RISKS_ASKED = "What could go wrong for the people in it, and for those left out: unfair treatment, exposure, pressure?"


@pytest.fixture
def found(runtime: HandRuntime, registry: Registry) -> Registered:
    runtime.features = ("use.summaries", "view.debt_advice")
    return registry.define(asking())


def test_a_template_states_what_is_known_and_is_not_complete_as_it_is(found: Registered) -> None:
    text = dpia.template(found, today=TODAY)
    assert "> It holds about 60 of 100 people." in text
    assert "> Features, 2026-11-20 to 2026-11-20: use.summaries, view.debt_advice." in text
    assert "> Sensitive (finances): 'debt' in feature view.debt_advice." in text
    assert f"expires: {TODAY.replace(year=2027)}" in text
    with pytest.raises(BadRequest) as refused:
        dpia.parsed(text, found, today=TODAY)
    for fault in ("names no author", "'Necessity and proportionality' is empty", "'Data used' is empty",
                  "'Risks to people' is empty", "'Mitigations' is empty"):  # fmt: skip
        assert fault in str(refused.value)


def test_a_filled_in_file_is_read_without_the_questions(found: Registered) -> None:
    read = dpia.parsed(filled(found), found, today=TODAY)
    assert (read.author, read.expires, read.risks) == ("dora", TODAY.replace(year=2027), ANSWERS["Risks"])


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"Mitigations": "TBD"}, "'Mitigations' is empty or not answered"),
        ({"Mitigations": "To be done by the team in the next quarter, as soon as somebody has time."}, "not answered"),
        ({"Risks": ""}, "'Risks to people' is empty"),
        ({"Risks": RISKS_ASKED}, "'Risks to people' is empty or not answered"),
        ({"Risks": ANSWERS["Data"]}, "Two parts say the same"),
    ],
)  # fmt: skip
def test_a_part_that_nobody_answered_is_named(found: Registered, changed: dict[str, str], fault: str) -> None:
    with pytest.raises(BadRequest, match=fault):
        dpia.parsed(filled(found, answers={**ANSWERS, **changed}), found, today=TODAY)


@pytest.mark.parametrize(
    ("expires", "fault"),
    [
        ("2026-11-20", "after today"),
        ("2027-11-22", "within twelve months"),
        ("next year", "no day on which it expires"),
    ],
)
def test_an_expiry_is_a_day_within_twelve_months(found: Registered, expires: str, fault: str) -> None:
    text = filled(found).replace(f"expires: {TODAY.replace(year=2027)}", f"expires: {expires}")
    with pytest.raises(BadRequest, match=fault):
        dpia.parsed(text, found, today=TODAY)


def test_a_file_about_another_segment_or_other_people_is_refused(registry: Registry, found: Registered) -> None:
    text = filled(found)
    other = registry.define(asking("Viewers of the agenda", segment=2))
    with pytest.raises(BadRequest, match=f"It is about segment '{found.id}', not {other.id}"):
        registry.assess(other.id, text)
    registry.define(asking(segment=2, change="they view now"))
    with pytest.raises(BadRequest, match="changed since the file was written"):
        registry.assess(found.id, text)


def test_hidden_characters_and_endless_files_are_refused(found: Registered) -> None:
    for text in (filled(found) + "\u202e", filled(found) + "x" * 20_000):
        with pytest.raises(BadRequest, match="plain text"):
            dpia.parsed(text, found, today=TODAY)


def test_an_assessment_stays_with_the_next_version_where_people_purpose_and_class_are_the_same(
    registry: Registry, found: Registered
) -> None:
    registry.assess(found.id, filled(found))
    refreshed = registry.refresh(found.name, change="a month later")
    assert (refreshed.version, refreshed.dpia) == (3, "draft")
    assert refreshed.content.dpia is not None
    others = registry.define(asking(segment=2, change="they view now"))
    assert (others.dpia, others.content.dpia) == ("needed", None)
