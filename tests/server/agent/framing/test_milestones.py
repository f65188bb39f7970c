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
