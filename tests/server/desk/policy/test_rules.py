"""The rules one by one: what each blocks, and what it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.home import Home
from knowledge.playbook import load_playbook
from server.desk.policy import LONGEST, check
from server.desk.policy.links import is_allowed
from server.desk.policy.reply import Reply, reply_to
from tests.server.desk.conftest import DANA, REFUND, TEXTS, FakeCases, post

AI = "Written with an AI assistant and checked by a person on our team."
PLAYBOOK = load_playbook(Home(Path("nowhere")))


def _reply(text: str, *cited: str, platform: str = "reddit", disclosed: bool = True) -> Reply:
    cases = FakeCases(
        {REFUND: [post(REFUND, TEXTS[REFUND] + " I live at 12 Harbour Street. My name is Dana Kowalczyk")]},
        {"u_02": DANA},
    )
    case = cases.open("launch", REFUND)
    case = case._replace(post=case.post.model_copy(update={"platform": platform}))
    passages = tuple(PLAYBOOK.passage(one) for one in cited)
    return reply_to(case, f"{text} {AI}" if disclosed else text, passages, PLAYBOOK)


def _blocked(text: str, *cited: str, platform: str = "reddit", disclosed: bool = True) -> set[str]:
    found = check(_reply(text, *cited, platform=platform, disclosed=disclosed))
    return {one.rule for one in found if one.severity == "block"}


def _warned(text: str, *cited: str) -> set[str]:
    return {one.rule for one in check(_reply(text, *cited)) if one.severity == "warn"}


def test_a_plain_honest_reply_passes() -> None:
    assert check(_reply("Thanks for asking. We do not know that yet.")) == ()


@pytest.mark.parametrize("text", ["Thanks for asking.", "Thanks. Written with an AI assistant.", f"I am a human. {AI}"])
def test_ai_must_be_disclosed_word_for_word_and_not_denied(text: str) -> None:
    assert "ai_disclosure" in _blocked(text, disclosed=False)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("We will fix this by Monday.", "promise_claim"),
        ("This has been fixed.", "promise_claim"),
        ("I guarantee that it works.", "promise_claim"),
        ("We'll get back to you shortly.", "promise_claim"),
        ("You get a 20% discount on your plan.", "price_claim"),
        ("It is just $5 a month.", "price_claim"),
        ("Have a free month on us.", "price_claim"),
        ("Your refund is on its way.", "refund_claim"),
        ("We will compensate you for this.", "refund_claim"),
        ("We are fully GDPR compliant.", "legal_claim"),
        ("This was our fault and we accept responsibility.", "legal_claim"),
        ("You are not entitled to that.", "legal_claim"),
        ("It is safe for children and good for your health.", "medical_claim"),
        ("That sounds like anxiety, see a doctor.", "medical_claim"),
        ("Your data are encrypted and nobody reads them.", "security_claim"),
        ("We never share your data.", "promise_claim"),
    ],
)
def test_claims_that_no_cited_passage_makes_are_blocked(text: str, rule: str) -> None:
    assert rule in _blocked(text)


REFUNDS = "account-and-billing#refunds"


def test_a_claim_that_a_cited_passage_makes_passes() -> None:
    line = "Plans bought in the app can be refunded within 14 days of payment if AI Assist was not used at an event."
    assert _blocked(line) >= {"refund_claim"}
    assert _blocked(line, REFUNDS) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Plans bought in the app can be refunded within 30 days of payment if AI Assist was not used at an event.",
        "Plans bought in the app cannot be refunded within 14 days of payment if AI Assist was not used at an event.",
        "We have refunded your plan within 14 days.",
        "Plans bought in the app can be refunded.",
        "Everybody gets a refund of their ticket.",
    ],
    ids=["another number", "the opposite", "an act", "a condition dropped", "a generalisation"],
)
def test_a_claim_that_bends_the_passage_is_blocked(text: str) -> None:
    assert "refund_claim" in _blocked(text, REFUNDS)


def test_a_number_that_no_passage_holds_is_blocked() -> None:
    assert "number" in _blocked(
        "The schedule refreshes every 45 minutes on phones.", "app-problems#schedule-does-not-sync"
    )


def test_a_statement_that_no_passage_carries_is_pointed_out() -> None:
    assert "grounding" in _warned(
        "The agenda learns from other attendees in your city.", "assist-agenda#why-a-session-was-suggested"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Write to dana.k@mail.example please.",
        "We found order CS-448812.",
        "Is your number still +49 170 1234567?",
        "The card 4111 1111 1111 1111 was used.",
        "We sent it to 12 Harbour Street.",
        "Hello Dana Kowalczyk, thanks.",
        "How are things at Nordlicht Events?",
        "About 448812: thanks.",
    ],
)
def test_personal_data_are_blocked(text: str) -> None:
    assert "personal_data" in _blocked(text)


def test_the_house_contact_may_be_named_and_other_people_may_not() -> None:
    contact = "For other questions about your data you can write to privacy@connectsphere.example."
    assert _blocked(contact, "privacy#delete-your-account-and-data") == set()
    assert _blocked("Thanks @dana_k, which screen was it?") == set()
    assert "other_people" in _blocked("Thanks @dana_k and @lee, which screen was it?")


@pytest.mark.parametrize(
    "address",
    [
        "http://help.connectsphere.example/x",
        "https://help.connectsphere.example.evil.example/x",
        "https://help.connectsphere.example@evil.example/x",
        "https://help.connectsphere.example:8443/x",
        "https://help.connectsphere.example/../../x",
        "https://help.connectsphere.example/%2e%2e/x",
        "https://help.connectsphere.example/?next=https://evil.example",
        "https://hеlp.connectsphere.example/x",
        "evil.example/x",
        "www.evil.example",
        "evil[.]example",
        "evil(dot)com",
        "evil dot com",
        "bit.ly/3xY",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://evil.example",
        "mailto:x@evil.example",
        "203.0.113.7",
        "tel:+4917012345",
    ],
)
def test_links_elsewhere_are_blocked_however_they_are_written(address: str) -> None:
    assert _blocked(f"Please see {address} for that.") & {"link", "personal_data"}


def test_links_to_our_pages_pass() -> None:
    assert _blocked("More: https://help.connectsphere.example/app/crashes") == set()
    assert _blocked("See https://status.connectsphere.example/, thank you.") == set()


@given(st.text(max_size=40))
def test_whatever_is_glued_to_an_allowed_host_does_not_make_another_host_allowed(tail: str) -> None:
    from urllib.parse import urlsplit

    address = f"https://help.connectsphere.example{tail}"
    if is_allowed(address, ("https://help.connectsphere.example/",)):
        assert urlsplit(address).hostname == "help.connectsphere.example"


@pytest.mark.parametrize(
    "text",
    [
        "Act now, this is your last chance.",
        "Only 3 seats left.",
        "You could lose all your contacts. Luckily, premium protects you.",
        "Accounts like yours get hacked every day. But don't worry, we have got you.",
        "Everyone else is already upgrading.",
        "Please delete your post and we can talk.",
        "After all we have done for you.",
    ],
)
def test_pressure_is_blocked(text: str) -> None:
    assert "pressure" in _blocked(text)


@pytest.mark.parametrize(
    "text",
    [
        "That was your own mistake.",
        "You should have read the manual.",
        "Calm down please.",
        "Don't be st*pid, stupid.",
        "As we already explained.",
    ],
)
def test_insult_and_blame_are_blocked(text: str) -> None:
    assert "tone" in _blocked(text)


def test_shouting_and_hard_reading_are_pointed_out() -> None:
    assert "tone" in _warned("PLEASE READ THIS NOW")
    assert "tone" in _warned("Thanks!! Thanks!")
    assert "reading_level" in _warned("Thanks for that " + "and also for this one thing " * 6)


@pytest.mark.parametrize(("platform", "extra"), [("x", 280), ("bluesky", 300), ("mastodon", 500), ("reddit", 1_200)])
def test_what_a_platform_would_cut_is_blocked(platform: str, extra: int) -> None:
    fits = "Thanks for that. " + "ok " * ((extra - len(AI) - 20) // 3)
    assert "length" not in _blocked(fits.strip(), platform=platform)
    assert "length" in _blocked(fits + "thanks for all of that again", platform=platform)


def test_a_huge_text_is_refused_unread() -> None:
    found = check(_reply("a " * LONGEST))
    assert [(one.rule, one.severity) for one in found] == [("length", "block")]


@pytest.mark.parametrize(
    "character",
    [
        "\u202e",
        "\u200b",
        "\u2066",
        "\ufeff",
        "\u00ad",
        "\x1b",
        "\x00",
        "\r",
        "\u2028",
        "\U000e0041",
        "\ue000",
        "\u3164",
        "\u180e",
    ],
)
def test_hidden_characters_are_blocked_and_named(character: str) -> None:
    found = [one for one in check(_reply(f"Thanks for{character} asking.")) if one.rule == "hidden_characters"]
    assert found
    assert f"[U+{ord(character):04X}" in found[0].quote
    assert character not in found[0].quote


@pytest.mark.parametrize("emoji", ["🙏", "❤️", "👩‍💻", "👍🏽"])
def test_emoji_are_no_hidden_characters(emoji: str) -> None:
    assert _blocked(f"Thanks for asking {emoji}") == set()


def test_letters_that_pass_for_others_are_blocked() -> None:
    assert "hidden_characters" in _blocked("Thanks, see the рage for it.")
    assert "hidden_characters" in _blocked("Thanks, see the 𝗽𝗮𝗴𝗲 for it.")


@pytest.mark.parametrize(
    "text",
    [
        "Hi {name}, thanks.",
        "Hi [NAME], thanks.",
        "TODO thanks",
        "Thanks <customer>",
        "Thanks $name",
        "As an AI language model I thank you.",
        "Hi XXX",
    ],
)
def test_what_is_left_to_be_filled_in_is_blocked(text: str) -> None:
    assert "placeholder" in _blocked(text)


@pytest.mark.parametrize("text", ["![x](y)", "<img src=x>", "thanks &lt;b&gt;", "```ls```", "[here](there)"])
def test_markup_is_blocked(text: str) -> None:
    assert "markup" in _blocked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Su reembolso llegará mañana, lo prometemos, quinientos euros para usted.",
        "Мы вернём вам деньги завтра",
        "我们明天退款给您",
    ],
)
def test_what_the_rules_cannot_read_is_blocked(text: str) -> None:
    assert "language" in _blocked(text)


@given(st.text(max_size=400))
def test_any_text_is_checked_without_an_error_and_quotes_are_safe_to_show(text: str) -> None:
    from server.desk.visible import hidden

    for one in check(_reply(text)):
        assert not hidden(one.quote)
        assert "\n" not in one.quote
