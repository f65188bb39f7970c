from __future__ import annotations

import time

import pytest

from tools.reader import Reading, Sentiment
from tools.service.urgency import HANDOFF, urgency


@pytest.mark.parametrize(
    ("text", "priority", "rule"),
    [
        ("The whole app is down for all our attendees", "P1", "outage"),
        ("Nobody can log in, the keynote starts in ten minutes", "P1", "outage"),
        ("The badge printer caught fire", "P1", "safety"),
        ("This is a safety issue", "P1", "safety"),
        ("A speaker was injured and taken to hospital", "P1", "injury"),
        ("You will hear from my lawyer", "P1", "legal"),
        ("Ich werde meinen Anwalt einschalten", "P1", "legal"),
        ("I'll report this to the data protection authority", "P1", "legal"),
        ("All my notes are gone", "P1", "data_loss"),
        ("You deleted all my session notes", "P1", "data_loss"),
        ("I can see another attendee's private messages", "P1", "privacy_breach"),
        ("My account was hacked", "P1", "privacy_breach"),
        ("Can I talk to a real person please", "P2", "wants_person"),
        ("I'm locked out of my account", "P2", "locked_out"),
        ("You charged me twice", "P2", "money"),
        ("My talk starts in 20 minutes and I need the link", "P2", "deadline"),
        ("This is the third time I write, still no reply", "P2", "repeat_contact"),
        ("Absolutely unacceptable, I'm furious", "P2", "anger"),
        ("The agenda keeps crashing", "P3", "complaint"),
        ("How do I export my contacts", "P3", "question"),
        ("Met two great people yesterday", "P4", None),
        ("I'm down to try the new app", "P4", None),
        ("Sue is a lovely host", "P4", None),
    ],
)
def test_priority_and_reason(text: str, priority: str, rule: str | None) -> None:
    found = urgency(text)
    assert found.priority == priority, found
    assert (found.reasons[0].rule if found.reasons else None) == rule


def test_reasons_quote_the_words_they_rest_on() -> None:
    assert str(urgency("Our PLATFORM is totally down!!").reasons[0]) == "outage ('platform is totally down')"


def test_no_text_is_the_least_urgent() -> None:
    assert urgency(None).priority == urgency("").priority == "P4"


def test_reach_and_wait_raise_one_step_and_never_to_the_top() -> None:
    assert urgency("nice", reach=9_999).priority == "P4"
    assert urgency("nice", reach=10_000).priority == "P3"
    assert urgency("how do I export?", reach=5_000_000, waiting_hours=900).priority == "P2"
    assert urgency("I'm furious", reach=5_000_000, waiting_hours=900).priority == "P2"
    assert urgency("nice", waiting_hours=72).priority == "P4"
    assert urgency("nice", waiting_hours=73).priority == "P3"


def test_two_unanswered_messages_before_make_a_repeated_contact() -> None:
    assert urgency("hello", earlier=["hi"]).priority == "P4"
    assert urgency("hello", earlier=["hi", "anybody"]).priority == "P2"


@pytest.mark.parametrize(
    ("said", "rule"), [("I want to die", "distress"), ("I'll sue you", "legal"), ("it caught fire", "safety")]
)
def test_grave_words_count_wherever_they_stand_in_the_conversation(said: str, rule: str) -> None:
    found = urgency("ok thanks", earlier=[said])
    assert found.priority == "P1"
    assert [reason.rule for reason in found.handoff] == [rule]


def test_a_model_adds_suspicion_and_takes_none_away() -> None:
    assert urgency("fine", read_as_distress=True).distress
    assert urgency("I want to kill myself", read_as_distress=False).distress


def test_only_grave_rules_and_asking_for_a_person_forbid_a_draft() -> None:
    assert {"distress", "safety", "injury", "legal", "privacy_breach", "wants_person"} == HANDOFF
    assert urgency("the app is down").handoff == ()


@pytest.mark.parametrize(
    "unit", ["kill ", "a.b ", "lost my ", "((((", "i want to ", "no reason to ", "\u200b", "took all the "]
)
def test_long_hostile_texts_are_read_in_linear_time(unit: str) -> None:
    started = time.perf_counter()
    urgency(unit * (20_000 // len(unit)))
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "text",
    [
        "ConnectSphere is totally down",
        "Still down. Genuinely frustrating.",
        "down for anyone else?",
        "ConnectSphere down again",
    ],
)
def test_a_service_that_is_down_is_an_outage_whatever_it_is_called(text: str) -> None:
    assert "outage" in {reason.rule for reason in urgency(text).reasons}


@pytest.mark.parametrize(
    "text",
    [
        "moved 377 people through in 20 minutes",
        "so excited right now",
        "hired a hospital administrator",
        "the feed is hopeless",
        "slow down",
        "it comes down to taste",
    ],
)
def test_remarks_that_only_look_urgent(text: str) -> None:
    assert urgency(text).priority in ("P3", "P4")


def _read(*, intents: dict[str, float], emotions: dict[str, float], reliable: bool = True) -> Reading:
    sentiment = Sentiment(negative=0.8, neutral=0.1, positive=0.1)
    return Reading(
        sentiment=sentiment, emotions=emotions, intents=intents, sarcasm=0.0, language="en", reliable=reliable
    )


def test_a_complaint_without_the_usual_words_is_seen_by_the_reader() -> None:
    found = urgency("since monday it plays whatever it likes", reading=_read(intents={"complaint": 0.8}, emotions={}))
    assert (found.priority, [str(reason) for reason in found.reasons]) == (
        "P3",
        ["complaint ('read as a complaint, 0.80')"],
    )


def test_an_angry_complaint_is_p2_and_anger_alone_is_nothing() -> None:
    angry = {"anger": 0.7}
    assert urgency("whatever it likes", reading=_read(intents={"complaint": 0.8}, emotions=angry)).priority == "P2"
    assert urgency("whatever it likes", reading=_read(intents={}, emotions=angry)).priority == "P4"


def test_a_model_never_says_distress_and_is_not_believed_when_unreliable() -> None:
    sad = {"anger": 1.0, "grief": 1.0, "sadness": 1.0}
    assert not urgency("hm", reading=_read(intents={"complaint": 1.0}, emotions=sad)).distress
    read = _read(intents={"complaint": 1.0}, emotions=sad, reliable=False)
    assert urgency("hm", reading=read).priority == "P4"
