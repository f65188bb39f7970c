from __future__ import annotations

from datetime import date

import pytest

from server.agent.framing.milestones import dated

MILESTONES = {"launch": date(2026, 3, 11), "price_rise": date(2026, 3, 20)}


@pytest.mark.parametrize(
    ("asked", "put"),
    [
        ("is it worse since the launch?", "is it worse since 2026-03-11?"),
        ("sentiment after launch", "sentiment since 2026-03-11"),
        ("how has the tone moved since AI Assist launched?", "how has the tone moved since 2026-03-11?"),
        ("mood after 11 march when AI Assist went live", "mood after 11 march"),
        ("post-launch sentiment", "since 2026-03-11 sentiment"),
        ("before and after the launch", "before and after 2026-03-11"),
        ("mood before our launch", "mood before 2026-03-11"),
        ("in the first week after the launch", "from 2026-03-11 to 2026-03-17"),
        ("launch week", "from 2026-03-11 to 2026-03-17"),
        ("on launch day", "from 2026-03-11 to 2026-03-11"),
        ("two weeks before the price rise", "from 2026-03-06 to 2026-03-19"),
        ("between the launch and the price rise", "between 2026-03-11 and 2026-03-20"),
        ("did the price rise change the mood", "did what happened on 2026-03-20 change the mood"),
    ],
)
def test_a_milestone_that_names_a_time_becomes_its_day(asked: str, put: str) -> None:
    assert dated(asked, MILESTONES).text == put


@pytest.mark.parametrize(
    "asked",
    [
        "how did the launch go",
        'find "since the launch"',
        "sentiment after the launch event",
        "since the launch on 12 march",
        "since the outage",
    ],
)
def test_what_names_no_milestone_stays_as_it_is(asked: str) -> None:
    assert dated(asked, MILESTONES) == (asked, (), None)


def test_only_since_turns_on_the_day() -> None:
    assert dated("worse since the launch", MILESTONES).event == date(2026, 3, 11)
    assert dated("the week after the launch", MILESTONES).event is None


@pytest.mark.parametrize(
    "question",
    [
        "why did sentiment fall after the launch week?",
        "what went wrong after the first week of the launch?",
        "why did it drop after that first week with the assistant?",
        "what dragged it down once the first launch week was over?",
        "people were happy in launch week and then less so",
    ],
)
def test_what_came_after_the_first_week_is_set_against_that_week(question: str) -> None:
    # Launched on 11 March: the first week ends on the 17th, and the data on 9 April.
    read = dated(question, {"launch": date(2026, 3, 11)}, last=date(2026, 4, 9))
    assert "from 2026-03-18 to 2026-04-09 compared with from 2026-03-11 to 2026-03-17" in read.text
    assert len(read.notes) == 1


@pytest.mark.parametrize(
    "question", ["after the first week of March", "after last week", "the week after the launch", "the first week"]
)
def test_other_weeks_are_left_to_be_read(question: str) -> None:
    assert "compared with" not in dated(question, {"launch": date(2026, 3, 11)}, last=date(2026, 4, 9)).text
