# ruff: noqa: E501 - rows read better unbroken

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.home import Home
from knowledge.playbook import load_playbook
from tools.errors import Unavailable, UnknownName

SHIPPED = load_playbook(Home(Path("nowhere")))
PAGE = "---\ntitle: Bikes\nkind: support\n---\n\n## Flat tyre\nasked: flat, puncture\nlink: https://bikes.example/flat\n\nPump it up.\nThen ride.\n"


def test_the_shipped_pages_are_read_whole() -> None:
    passage = SHIPPED.passage("account-and-billing#refunds")
    assert passage.title == "Refunds"
    assert passage.sentences[0].startswith("Plans bought in the app can be refunded within 14 days")
    assert passage.link == "https://help.connectsphere.example/billing/refunds"
    assert (passage.risk, "money back" in passage.asked) == ("high", True)
    assert SHIPPED.listed("reply-rules", "links") == (
        "https://help.connectsphere.example/",
        "https://status.connectsphere.example/",
    )
    assert len(SHIPPED.phrases("Open: problem")) >= 4


def test_every_support_passage_has_an_answer_a_link_and_ways_to_ask_for_it() -> None:
    for passage in SHIPPED.support("ConnectSphere"):
        assert passage.sentences, passage.id
        assert passage.link, passage.id
        assert len(passage.asked) >= 4, passage.id


def test_one_brands_articles_answer_nobody_elses_customers() -> None:
    assert len(SHIPPED.support("connectsphere")) >= 25
    assert SHIPPED.support("Spotify") == SHIPPED.support(None) == ()


def test_pages_of_the_data_folder_replace_the_shipped_articles_and_keep_the_house_rules(tmp_path: Path) -> None:
    (tmp_path / "playbooks").mkdir()
    (tmp_path / "playbooks" / "bikes.md").write_text(PAGE, encoding="utf-8")
    playbook = load_playbook(Home(tmp_path))
    assert [one.id for one in playbook.support("anybody")] == ["bikes#flat-tyre"]
    assert playbook.passage("bikes#flat-tyre").sentences == ("Pump it up.", "Then ride.")
    assert playbook.page("reply-rules").fields["disclosure"]


@pytest.mark.parametrize(
    "page",
    ["", "no front matter", "---\ntitle: x\n---\n", "---\nkind: support\n---\n", "---\ntitle: x\nkind: odd\n---\n"],
)
def test_a_page_that_cannot_be_read_is_named(tmp_path: Path, page: str) -> None:
    (tmp_path / "playbooks").mkdir()
    (tmp_path / "playbooks" / "broken.md").write_text(page, encoding="utf-8")
    with pytest.raises(Unavailable, match=r"'broken\.md'"):
        load_playbook(Home(tmp_path))


def test_names_that_do_not_exist_say_what_does() -> None:
    with pytest.raises(UnknownName, match="Did you mean"):
        SHIPPED.page("privacyy")
    with pytest.raises(UnknownName, match="Did you mean"):
        SHIPPED.passage("privacy#turn-personalisation-of")
