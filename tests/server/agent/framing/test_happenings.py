from __future__ import annotations

from datetime import date

from server.agent.framing.happenings import happened_in, told, with_milestones
from server.agent.framing.vocabulary import Vocabulary

DAY = date(2026, 3, 16)


def of_outages(word: str) -> date | None:
    return DAY if word == "outage" else None


def test_time_is_counted_from_the_day_on_which_most_posts_say_the_word() -> None:
    assert happened_in("are people moaning more since the outage?", {}, of_outages) == {"outage": DAY}


def test_milestones_days_and_plain_words_are_left_as_they_are() -> None:
    assert happened_in("since the outage", {"outage": DAY}, of_outages) == {}
    assert happened_in("since march, after last week, before people came", {}, lambda _: DAY) == {}
    assert happened_in("since the merger", {}, of_outages) == {}


def test_it_is_said_that_the_day_was_found_among_the_posts(vocabulary: Vocabulary) -> None:
    learned = {"outage": DAY}
    assert with_milestones(vocabulary, learned).facts.milestones["outage"] == DAY
    noted = f"I took the outage to be on {DAY}, as the dataset's milestones have it."
    assert told((noted, "else"), learned) == (
        f"No milestone is called 'outage': I took it to be on {DAY}, the day on which most posts say the word.", "else",
    )  # fmt: skip
