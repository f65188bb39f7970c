from collections import Counter

import pytest

from knowledge.samples.grammar import Grammar, sample_rules, tidy
from knowledge.samples.productions import Choice, Ref, parse_production
from knowledge.samples.productions import Sequence as Parts
from knowledge.samples.streams import stream
from tools.errors import UnknownName


def grammar(seed: int = 1, **rules: list[str]) -> Grammar:
    named = {name.replace("__", "."): tuple(map(parse_production, lines)) for name, lines in rules.items()}
    return Grammar(named, stream(seed, "test"))


def test_the_most_particular_rule_of_a_scope_answers() -> None:
    told = grammar(claim=["anything"], sum__claim=["summaries"], sum__neg__claim=["bad summaries"])
    assert told.tell("claim", ("sum.neg", "sum")).text == "bad summaries"
    assert told.tell("claim", ("sum.pos", "sum")).text == "summaries"
    assert told.tell("claim").text == "anything"


def test_verbs_agree_with_the_thing_named() -> None:
    told = grammar(claim=["{thing} <is|are> fine"], thing=["the app", "the recaps ~pl"])
    assert {told.tell("claim").text for _ in range(20)} == {"the app is fine", "the recaps are fine"}


def test_pronouns_follow_the_person_named() -> None:
    told = grammar(claim=["{one} lost {his} badge"], one=["Rosa ~f"])
    assert told.tell("claim").text == "Rosa lost her badge"


def test_a_second_mention_of_an_event_is_short_and_of_a_thing_the_same() -> None:
    told = grammar(claim=["{thing} at {event}, then {thing} after {event}"], thing=["a", "b", "c"], event=["Buildfest"])
    text = told.tell("claim").text
    assert text.endswith("after the event")
    assert text[0] == text.split("then ")[1][0]


def test_bound_words_are_used_as_given() -> None:
    assert grammar(hi=["hello {first}"]).tell("hi", bound={"first": "Noor"}).text == "hello Noor"


def test_wear_spreads_use_evenly() -> None:
    told = grammar(word=["a", "b", "c", "d"])
    uses = Counter(told.tell("word").text for _ in range(400))
    assert min(uses.values()) > 85


def test_wear_leaves_weights_in_force() -> None:
    told = grammar(word=["5 * often", "seldom"])
    uses = Counter(told.tell("word").text for _ in range(600))
    assert uses["often"] > 3 * uses["seldom"] > 0


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(UnknownName, match="claims"):
        grammar(claim=["x"]).tell("claims")


def test_tidy_mends_articles_stops_and_capitals() -> None:
    assert tidy("a employer said hi . what?. the the app") == "An employer said hi. What? The app"


def test_every_reference_of_the_sample_grammar_can_be_resolved_somewhere() -> None:
    rules = sample_rules()
    endings = {name[i + 1 :] for name in rules for i, char in enumerate(name) if char == "."} | set(rules)
    given = {"brand", "rival", "mention", "first", "issue", "goodbit", "badbit", "verdict", "fixstep", "cause"}
    pronouns = {"he", "him", "his"}
    missing = {
        (name, ref)
        for name, productions in rules.items()
        for production in productions
        for ref in _references(production.parts)
        if ref not in endings | given | pronouns
    }
    assert not missing


def _references(parts: Parts) -> set[str]:
    found: set[str] = set()
    for part in parts:
        if isinstance(part, Ref):
            found.add(part.rule)
        elif isinstance(part, Choice):
            found |= {ref for option in part.options for ref in _references(option)}
    return found
