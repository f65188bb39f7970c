from __future__ import annotations

import pytest

from server.agent.framing.languages import in_english, language_of
from server.agent.framing.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("wie ist die Stimmung zu Acme?", "how is the sentiment about Acme?"),
        ("Was sagen die Leute über die Agenda?", "what do people say about the Agenda?"),
        ("Welche Konten sehen nach Bots aus?", "which accounts look like bots?"),
        ("Wie hoch ist unser Share of Voice auf Reddit?", "what is our share of voice on Reddit?"),
        (
            "Warum ist die Stimmung zu Acme nach dem 26. März gefallen?",
            "why is the sentiment about Acme after 26 march fallen?",
        ),
        ("¿Qué función recibe más quejas?", "which feature do people complain about most?"),
        ("¿Qué opina la gente de Acme?", "how do people feel about Acme?"),
        ("¿de qué se queja la gente?", "what do people complain about?"),
    ],
)
def test_a_question_of_written_words_is_put_in_english(question: str, english: str, vocabulary: Vocabulary) -> None:
    put = in_english(question, vocabulary)
    assert put.text == english
    assert english in put.notes[0]


@pytest.mark.parametrize(
    ("question", "said", "closest"),
    [
        ("wieso mögen uns die Leute eigentlich nicht mehr", "Diese Frage", "Wie ist die Stimmung zu Acme?"),
        ("¿quién nos odia y desde cuándo está el asunto?", "No entiendo", "¿Qué opina la gente de Acme?"),
    ],
)
def test_another_question_is_refused_in_its_own_language(
    question: str, said: str, closest: str, vocabulary: Vocabulary
) -> None:
    refusal = in_english(question, vocabulary).refusal
    assert refusal
    assert said in refusal.reason
    assert refusal.closest == closest


@pytest.mark.parametrize(
    "question",
    [
        "how do people feel about die hard",
        "show me posts in german",
        "SOV?",
        "El Paso posts",
        "what do the Spanish posts say",
    ],
)
def test_english_stays_as_it_is(question: str) -> None:
    assert language_of(question) is None
