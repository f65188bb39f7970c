"""Features by name and by short form."""

from tests.tools.conftest import FACTS, make_tables
from tools.facts import Facts
from tools.features import feature_bits, short_forms


def facts(*features: str) -> Facts:
    return FACTS.model_copy(update={"features": features})


def test_the_last_word_stands_for_a_name_in_both_numbers():
    assert short_forms(facts("AI Personalized Agenda", "Real-time Summaries")) == {
        "AI Personalized Agenda": ("agenda", "agendas"),
        "Real-time Summaries": ("summaries", "summary"),
    }


def test_a_short_last_word_or_one_that_two_names_end_in_stands_for_none():
    assert short_forms(facts("Mobile app", "Night Mode", "Group messages", "Direct messages")) == {}


def test_bits_say_which_features_a_post_is_about():
    given = facts("AI Personalized Agenda", "Mobile app")
    tables = make_tables(
        facts=given,
        posts=[{"text": "my agenda is a mess"}, {"text": "the app crashed"}, {"text": None}, {"text": "agendas!"}],
        readings=[
            {"aspects": None},
            {"aspects": [_named("Mobile app")]},
            {"aspects": []},
            {"aspects": [_named("Bolt")]},
        ],
    )
    posts = tables["posts"].join(tables["readings"].select("post_id", "aspects"), "post_id")
    bits = posts.select("post_id", bits=feature_bits(posts, given)).order_by("post_id").to_pyarrow()
    assert bits["bits"].to_pylist() == [1, 2, 0, 1]


def _named(name: str) -> dict[str, object]:
    return {"name": name, "start": 0, "end": len(name)}
