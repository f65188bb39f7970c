"""Finding passages: messages written for this test, each with the passage that answers it, or none."""

# ruff: noqa: E501 - rows read better unbroken

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.home import Home
from knowledge.passages import find_passages, terms
from knowledge.playbook import Passage, load_playbook

SUPPORT = load_playbook(Home(Path("nowhere"))).support("ConnectSphere")

ANSWERED = {
    "why on earth did the agenda suggest a session for beginners?": "assist-agenda#why-a-session-was-suggested",
    "the agenda put two talks in the same slot again": "assist-agenda#sessions-that-overlap",
    "how do I turn the AI agenda off": "assist-agenda#turn-the-agenda-off",
    "where can I edit my interests": "assist-agenda#change-your-interests",
    "who decides which people I get matched with in networking": "assist-networking#how-people-are-suggested",
    "please hide me from the networking suggestions": "assist-networking#hide-your-profile",
    "someone keeps sending spam messages, how do I block them": "assist-networking#report-or-block-somebody",
    "where do I find the recap of the keynote": "assist-summaries#where-to-find-summaries",
    "the summary got the speaker's name wrong": "assist-summaries#a-summary-is-wrong",
    "are there summaries in German?": "assist-summaries#languages",
    "does the AI read my messages? feels creepy": "privacy#what-ai-assist-uses",
    "I want to download all my data": "privacy#get-a-copy-of-your-data",
    "please delete my account": "privacy#delete-your-account-and-data",
    "I want a refund, money back": "account-and-billing#refunds",
    "forgot my password and the reset link is not arriving": "account-and-billing#cannot-sign-in",
    "how much does premium cost": "account-and-billing#plans-and-prices",
    "I need an invoice with our VAT number": "account-and-billing#invoices",
    "the app crashes every time": "app-problems#the-app-crashes-or-freezes",
    "too many push notifications omg": "app-problems#notifications",
    "my google calendar is not syncing": "app-problems#schedule-does-not-sync",
    "is there an API for developers": "api-access#api-access",
    "does it work with a screen reader": "app-problems#accessibility",
    "can we connect Salesforce": "api-access#organiser-integrations",
}
NOT_ANSWERED = (
    "your logo is ugly", "what's the wifi password at the venue", "who won the match yesterday", "do you have a vegan lunch option",
    "when is the next conference in Lisbon?", "what is the name of the violinist", "is there parking near the hall", "lol same",
    "the coffee was cold", "can I bring my dog?", "are you hiring?", "which bus goes to the airport?",
)  # fmt: skip


@pytest.mark.parametrize("words", ANSWERED)
def test_a_covered_message_finds_its_passage_first(words: str) -> None:
    assert [one.passage.id for one in find_passages(words, SUPPORT, limit=1)] == [ANSWERED[words]]


@pytest.mark.parametrize("words", NOT_ANSWERED)
def test_an_uncovered_message_finds_none(words: str) -> None:
    assert [one.passage.id for one in find_passages(words, SUPPORT)] == []


def test_bm25_by_hand() -> None:
    one = Passage(id="a#a", page="a", title="refund", text="money")
    other = Passage(id="b#b", page="b", title="badge", text="desk")
    found = find_passages("refund", (one, other))
    # idf = ln(1 + (2 - 1 + .5)/(1 + .5)) = ln 2; the term stands twice (the title counts double) in 3 words of mean 3.
    assert [(hit.passage.id, round(hit.score, 4), hit.covered) for hit in found] == [
        ("a#a", round(0.693147 * 2 * 2.2 / 3.2, 4), 1.0)
    ]
    assert find_passages("refund", ()) == ()
    assert find_passages("the and of", (one,)) == ()


def test_terms_are_stems_without_common_words() -> None:
    assert terms("The refunds aren't refunded, I'm refunding") == ["refund", "arent", "refund", "refund"]
