"""Early warning, on months whose outbursts are planted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.tools.conftest import FACTS, Row, borne_out, read_posts
from tools.errors import BadRequest, TooFewPosts
from tools.listening.warning.early_warning import EarlyWarningQuery, EarlyWarningResult, early_warning

START = datetime(2026, 9, 7, tzinfo=UTC)  # a Monday
LAST = "2026-10-06"  # day 29
PLATFORMS = ("x", "reddit", "facebook")


def code(number: int) -> str:
    """Letters that keep a post from being a copy."""
    return "".join(chr(97 + number // 26**place % 26) for place in range(4))


def posts(
    day: float, count: int, label: str, *, mark: str = "n", words: str = "the new app is slow", **more: object
) -> list[Row]:
    at = START + timedelta(days=day, hours=12)
    return [
        {
            "post_id": f"p_{mark}{label[:3]}_{day:05.2f}_{i:03d}",
            "author_id": f"a{mark}{label[:3]}{int(day) % 7}_{i}",
            "created_at": (at + timedelta(seconds=i)).isoformat(),
            "text": f"so today {words} {code(7 * i + 1009 * int(day * 10) + 50_021 * ord(mark))}",
            "platform": PLATFORMS[i % 3],
            "label": label,
            "shares": 0,
        }
        | more
        for i in range(count)
    ]


def calm(days: int = 30) -> list[Row]:
    """Ten to twelve who complain, and thirty who do not, a day."""
    return [
        row
        for day in range(days)
        for row in (*posts(day, 10 + day * 7 % 3, "negative"), *posts(day, 30, "positive", words="the app is a joy"))
    ]


def outburst(day: float = 29, count: int = 60, **more: object) -> list[Row]:
    return posts(day, count, "negative", **({"mark": "o", "words": "nobody can log in", "shares": 2} | more))


def ask(rows: list[Row], **query: object) -> EarlyWarningResult:
    asked = EarlyWarningQuery.model_validate({"dataset": "demo"} | query)
    result = early_warning.run(asked, read_posts(rows))
    borne_out(early_warning, asked, result)
    assert isinstance(result, EarlyWarningResult)
    return result


def sentences(rows: list[Row], **query: object) -> str:
    asked = EarlyWarningQuery.model_validate({"dataset": "demo"} | query)
    return " ".join(sentence.text for sentence in early_warning.say(asked, early_warning.run(asked, read_posts(rows))))


def points(result: EarlyWarningResult) -> dict[str, float | None]:
    return {part.name: part.score for part in result.components}


@pytest.mark.slow
def test_a_calm_month_is_calm_and_says_how_many_would_not_have_been():
    result = ask(calm())
    assert (result.severity, result.name, str(result.as_of)) == (1, "calm", LAST)
    assert result.figure("voices.usual").value == pytest.approx(11, abs=1)
    needed = int(result.figure("voices.needed").value)
    assert 17 <= needed <= 25
    assert ask(calm() + posts(29, needed - 12, "negative", mark="m")).figure("points.volume").value > 0
    assert ask(calm() + posts(29, needed - 14, "negative", mark="m")).figure("points.volume").value == 0


def test_an_outburst_of_many_is_a_crisis_with_its_parts():
    result = ask(calm() + outburst(count=100, urgency="P1"))
    assert result.severity == 5
    # 29 * 7 % 3 = 2: 12 as usual and 100 more, of 142 heard; three platforms.
    assert (result.figure("voices").value, result.figure("voices").n) == (112, 142)
    assert result.figure("ratio").value == pytest.approx(112 / 11, rel=0.08)
    assert result.figure("grave").value == 100
    assert result.figure("reshares").value == 200
    assert result.platforms == ("facebook", "reddit", "x")
    assert points(result) | {"influence": None} == {
        "volume": 1, "share": 1, "velocity": 1, "gravity": 1, "influence": None, "spread": 0.5,
    }  # fmt: skip
    assert result.steps[0].playbook == "crisis#when-many-people-write-at-once"
    assert result.since == date(2026, 10, 6)


@pytest.mark.slow
def test_posts_show_it_grave_ones_first_and_one_disagrees():
    result = ask(calm() + outburst(count=3) + outburst(29.01, 1, words="they sell our data", mark="q"))
    assert result.posts[0].post_id.startswith("p_qneg")
    assert [post.role for post in result.posts] == ["representative"] * 3 + ["contrary"]
    assert result.posts[-1].post_id.startswith("p_npos")


@pytest.mark.slow
def test_one_loud_author_is_one_voice():
    varied = [row | {"text": " ".join(code(7919 * (9 * i + j)) for j in range(8))} for i, row in enumerate(outburst())]
    rows = calm() + [row | {"author_id": "loud", "platform": "x"} for row in varied]
    result = ask(rows)
    assert (result.severity, result.figure("voices").value) == (1, 13)
    assert result.figure("posts.suspected").value == 0
    assert result.figure("posts.loudest").value == 60
    assert result.figure("severity.everybody").value >= 3
    said = early_warning.say(EarlyWarningQuery(dataset="demo"), result)
    assert "a person counts once; were each a voice, the severity would be" in " ".join(each.text for each in said)


@pytest.mark.slow
def test_a_burst_of_copies_is_one_voice_and_suspected_bots_are_none():
    copies = [row | {"text": "delete the app now they sell everything"} for row in outburst()]
    result = ask(calm() + copies)
    assert (result.severity, result.figure("voices").value) == (1, 13)
    assert result.figure("posts.copies").value == 59
    again = [row | {"author_id": f"bot{i % 5}", "created_at": copies[0]["created_at"]} for i, row in enumerate(copies)]
    result = ask(calm() + again)
    assert result.figure("posts.suspected").value == 60
    assert (result.severity, result.figure("voices").value) == (1, 12)


@pytest.mark.slow
def test_a_holiday_of_praise_is_calm():
    praise = posts(29, 300, "positive", mark="h", words="what a lovely day")
    assert ask(calm() + praise + posts(29, 10, "negative", mark="h")).severity == 1


@pytest.mark.slow
def test_a_slow_row_over_weeks_is_a_warning_by_its_week():
    row = [
        post
        for day in range(26, 40)
        for post in posts(day, (day - 24) * 2, "negative", mark="s", words="they track us everywhere")
    ]
    rows = calm(40) + row
    result = ask(rows)
    assert result.weekly or result.figure("points.volume").value > 0
    assert result.severity >= 3
    assert result.figure("doubling").unit == "days"
    before = ask(rows, as_of="2026-10-01")
    assert before.severity == 1


@pytest.mark.slow
def test_weekends_that_are_always_loud_are_calm():
    rows = calm(42) + [row for day in range(42) if day % 7 > 4 for row in posts(day, 30, "negative", mark="w")]
    assert ask(rows, as_of="2026-10-17").severity == 1  # day 40, a Saturday
    assert ask(rows + posts(38, 30, "negative", mark="z"), as_of="2026-10-15").severity >= 2


def test_later_posts_change_nothing():
    early = calm(25) + outburst(24, 30)
    copies = {"text": "copies of copies of the very same words"}
    later = outburst(25, 80, author_id="a later one") + [
        row | copies | {"author_id": f"aoneg3_{i}"} for i, row in enumerate(outburst(26))
    ]
    then, now = ask(early, as_of="2026-10-01", hour=15), ask(early + later, as_of="2026-10-01", hour=15)
    assert now == then
    assert then.severity > 1


@pytest.mark.slow
def test_followers_of_those_who_come_later_change_nothing():
    rows = calm(25) + outburst(24, 30)
    known = [{"author_id": row["author_id"], "followers": 10 * i} for i, row in enumerate(rows[:900])]
    late = [{"author_id": "late", "followers": 10**9}]
    asked = EarlyWarningQuery(dataset="demo", as_of=date(2026, 10, 1))
    then = early_warning.run(asked, read_posts(rows, authors=known))
    now = early_warning.run(asked, read_posts(rows + outburst(25, 5, author_id="late"), authors=known + late))
    assert now == then


@pytest.mark.slow
def test_an_hour_judges_the_24_hours_that_end_with_it():
    rows = calm() + outburst()  # noon and a minute
    assert ask(rows, as_of=LAST, hour=11).severity == 1
    noon = ask(rows, as_of=LAST, hour=12)
    assert noon.severity >= 4
    assert f"as of {LAST}T12:59" in sentences(rows, hour=12)
    assert ask(rows, hour=23) == ask(rows).model_copy(update={"hour": 23})


@pytest.mark.slow
def test_influential_people_count_where_reach_is_known():
    loud = outburst(count=20)
    assert points(ask(calm() + loud))["influence"] is None
    reached = [row | {"reach": 100} for row in calm()]
    assert points(ask(reached + [row | {"reach": 100} for row in loud]))["influence"] == 0
    result = ask(reached + [row | {"reach": 50_000} for row in loud])
    assert points(result)["influence"] == 1
    assert result.figure("influential").value == 20
    assert any(post.group.get("voice") == "influential" for post in result.posts)


@pytest.mark.slow
def test_weeks_long_past_change_nothing():
    recent = calm(120)
    old = posts(0, 50, "negative", mark="v")
    late = outburst(119, 30)
    assert ask(recent + late) == ask(old + recent + late)


@pytest.mark.slow
def test_danger_has_a_step_of_its_own_at_any_severity():
    rows = calm() + posts(29, 1, "negative", mark="d", words="the charger caught fire", urgency="P1")
    result = ask(rows)
    assert result.severity == 1
    assert result.steps[0].playbook == "crisis#when-somebody-may-be-in-danger"
    assert result.figure("grave.safety").value == 1


@pytest.mark.slow
def test_the_days_of_a_period_are_listed_and_its_last_is_judged():
    rows = calm() + outburst(20)
    result = ask(rows, period={"start": "2026-09-24", "end": "2026-09-30"})
    assert (str(result.as_of), result.severity) == ("2026-09-30", 1)
    listed = {figure.group["day"]: figure.value for figure in result.figures if "day" in figure.group}
    assert list(listed) == [f"2026-09-{day}" for day in range(24, 31)]
    assert listed["2026-09-27"] >= 4
    told = sentences(rows, period={"start": "2026-09-24", "end": "2026-09-30"})
    assert told.startswith("Of 2026-09-24 to 2026-09-30 the most severe day was 2026-09-27, at severity")
    assert "It was more severe before: the worst day was 2026-09-27" in sentences(rows, as_of="2026-09-30")


@pytest.mark.slow
def test_an_earlier_outburst_does_not_become_the_rule():
    once, twice = calm() + outburst(29), calm() + outburst(20) + outburst(29)
    assert ask(twice).figure("points").value >= ask(once).figure("points").value - 10


@pytest.mark.slow
def test_days_are_cut_in_the_dataset_s_time_zone():
    facts = FACTS.model_copy(update={"time_zone": "Pacific/Auckland"})  # noon is past midnight there
    asked = EarlyWarningQuery(dataset="demo")
    assert str(early_warning.run(asked, read_posts(calm(), facts=facts)).as_of) == "2026-10-07"


@pytest.mark.slow
def test_the_order_of_rows_does_not_matter():
    rows = calm() + outburst()
    assert ask(rows) == ask(rows[::-1])


@pytest.mark.slow
def test_a_filter_judges_one_platform_alone():
    result = ask(calm() + outburst(platform="x"), filter={"platforms": ["reddit"]})
    assert result.severity == 1


def test_too_short_a_history_is_refused_with_what_is_needed():
    with pytest.raises(TooFewPosts, match="Found 6 days of history before 2026-09-13, and at least 7"):
        ask(calm(7))
    few = [row for day in range(12) for row in posts(day, 2, "negative")]
    with pytest.raises(TooFewPosts, match="Found 22 people heard before 2026-09-18, and at least 30"):
        ask(few)


def test_days_outside_the_data_and_bots_only_are_refused():
    with pytest.raises(BadRequest, match="as_of is 2027-01-01, and the newest post is of 2026-10-06"):
        ask(calm(), as_of="2027-01-01")
    with pytest.raises(BadRequest, match="Nothing in question was posted by 2026-08-01"):
        ask(calm(), as_of="2026-08-01")
    with pytest.raises(BadRequest, match="posts of suspected bots make no severity"):
        ask(calm(), filter={"suspected_bots": "only"})
