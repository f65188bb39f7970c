"""Triage and cases over a published dataset, whose threads can be held in the head."""

# ruff: noqa: E501 - rows read better unbroken

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge.dataset import open_dataset
from knowledge.home import Home
from knowledge.schema import arrow_schema
from knowledge.writing import writing
from server.desk.context import DatasetCases, open_case
from server.desk.handoff import packet
from server.desk.triage import triage
from tests.server.desk.conftest import START
from tools.errors import BadRequest, NotFound, NotPermitted
from tools.facts import Brand, Facts
from tools.service.urgency import urgency

SUPPORT = Facts(
    dataset="launch", brands=(Brand(name="ConnectSphere", is_own=True), Brand(name="EventHive")),
    purposes=("analytics", "support"),
)  # fmt: skip


def _row(post_id: str, author: str, hours: float, text: str | None, **more: object) -> dict[str, object]:
    row = {"post_id": post_id, "platform": "x", "author_id": author, "created_at": START + timedelta(hours=hours), "text": text,
           "thread_id": "t1", "is_own": False}  # fmt: skip
    return {**row, **more}


ROWS = [
    _row("p_open", "ann", 0, "How do I export my contacts?", thread_id="t0"),
    _row("p_answered", "bob", 1, "Where is my badge?"),
    _row("p_reply", "brand", 2, "At the desk.", is_own=True, reply_to="p_answered"),
    _row("p_other", "cid", 1, "My lawyer will call you."),
    _row("p_again", "bob", 3, "It is not there, still no reply"),
    _row("p_rival", "dee", 4, "Is EventHive down?", brand="EventHive", thread_id="t4"),
    _row("p_silent", "eve", 5, None, thread_id="t5"),
    _row("p_news", "brand", 6, "News!", is_own=True, thread_id="t6"),
    _row("p_old", "fay", -24 * 20, "Hello? Anybody?", thread_id="t7"),
]
PEOPLE = [{"author_id": "ann", "handle": "ann", "followers": 20_000}]


def store(home: Home, facts: Facts, **tables: Sequence[dict[str, Any]]) -> None:
    """Publish rows as the next version of the dataset."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with writing(home, "launch", facts=facts) as writer:
        writer.change(facts=facts)
        for table, rows in tables.items():
            staged = writer.folder.staging / f"{table}.parquet"
            pq.write_table(pa.Table.from_pylist(list(rows), schema=arrow_schema(table)), staged)
            writer.upsert(table, staged)
        writer.publish()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    store(made, SUPPORT, posts=ROWS, authors=PEOPLE)
    return made


def test_triage_lists_what_nobody_answered_gravest_first(home: Home) -> None:
    found = triage(open_dataset(home, "launch"))
    assert [(one.post_id, one.priority) for one in found.waiting] == [
        ("p_other", "P1"),
        ("p_open", "P2"),
        ("p_again", "P2"),
    ]
    assert [one.waiting_hours for one in found.waiting] == [5.0, 6.0, 3.0]
    assert found.waiting[0].needs_person
    assert found.waiting[1].reasons == ("question ('how do')", "reach ('20,000 accounts')")
    assert (found.unanswered, found.left_out, found.as_of) == (3, 0, START + timedelta(hours=6))
    assert found.counts == {"P1": 1, "P2": 2, "P3": 0, "P4": 0}


def test_a_reply_to_one_customer_does_not_answer_another_in_the_same_thread(home: Home) -> None:
    assert "p_other" in {one.post_id for one in triage(open_dataset(home, "launch")).waiting}


def test_triage_says_how_many_it_left_out_and_widens_on_request(home: Home) -> None:
    dataset = open_dataset(home, "launch")
    assert (len(triage(dataset, limit=1).waiting), triage(dataset, limit=1).left_out) == (1, 2)
    assert "p_old" in {one.post_id for one in triage(dataset, days=30).waiting}


def test_a_dataset_not_collected_for_support_is_refused_with_the_command_that_adds_it(home: Home) -> None:
    store(home, SUPPORT.model_copy(update={"purposes": ("analytics",)}))
    dataset = open_dataset(home, "launch")
    for attempt in (lambda: triage(dataset), lambda: open_case(dataset, "p_open")):
        with pytest.raises(NotPermitted, match="groundswell dataset launch --purpose analytics,support"):
            attempt()


def test_posts_that_cannot_be_answered_say_why(home: Home) -> None:
    dataset = open_dataset(home, "launch")
    with pytest.raises(NotFound, match="has no post 'p_nowhere'"):
        open_case(dataset, "p_nowhere")
    with pytest.raises(BadRequest, match="by the brand itself"):
        open_case(dataset, "p_news")
    with pytest.raises(BadRequest, match="no text"):
        open_case(dataset, "p_silent")


def test_a_case_holds_the_writers_and_the_brands_words_and_no_strangers(home: Home) -> None:
    case = open_case(open_dataset(home, "launch"), "p_again")
    assert [post.post_id for post in case.thread] == ["p_answered", "p_reply", "p_again"]
    assert [post.post_id for post in case.theirs] == ["p_answered", "p_again"]
    assert case.brand == "ConnectSphere"
    assert not case.replied


def test_a_new_version_in_which_the_customer_wrote_again_changes_the_snapshot(home: Home) -> None:
    cases = DatasetCases(home)
    before = cases.look("launch", "p_again")
    store(home, SUPPORT, posts=[_row("p_stranger", "zoe", 7, "me too")])
    assert cases.look("launch", "p_again").snapshot == before.snapshot
    store(home, SUPPORT, posts=[_row("p_more", "bob", 8, "never mind")])
    after = cases.look("launch", "p_again")
    assert (after.version != before.version, after.snapshot != before.snapshot) == (True, True)
    assert cases.look("launch", "p_nowhere").snapshot is None
    assert cases.look("nowhere", "p_again").snapshot is None


def test_a_handoff_packet_holds_what_a_person_needs(home: Home) -> None:
    case = open_case(open_dataset(home, "launch"), "p_again")
    made = packet(case, urgency("my lawyer"))
    assert [turn.by for turn in made.transcript] == ["customer", "brand", "customer"]
    assert made.tried == ("At the desk.",)
    assert made.sentiment_path == ("not read", "not read")
    assert made.guidance == "escalation"
    assert packet(case, urgency("I want to die")).guidance == "crisis"
