"""Distress: phrasings that must be found. Made up for the test, after public lists of warning signs."""

# ruff: noqa: E501 - examples read better unbroken

from __future__ import annotations

import pytest

from tools.service.distress import distress

SIGNS = [
    "I want to kill myself", "i wanna kms", "thinking about suicide again", "I'm suicidal", "I don't want to live anymore",
    "i dont want to be here anymore", "I can't go on any more", "what's the point of living", "there is no reason to live",
    "everyone would be better off without me", "nobody would even care if I died", "I just want to die", "I wish I was dead",
    "i wish i had never been born", "going to end it all tonight", "I'm going to end my life", "thinking of taking my own life",
    "I've been cutting myself", "I keep hurting myself", "self harm is the only thing that helps", "I took all my pills",
    "I overdosed last night", "I feel hopeless and trapped", "I'm such a burden", "I want to disappear forever",
    "this is my goodbye note", "i have nothing left to live for", "life is not worth it", "I'm ready to die",
    "I hate myself so much", "i cant do this anymore", "I can't take it anymore", "my husband hits me", "he is going to kill me",
    "I'm being stalked and scared for my life", "I'm not safe at home", "going to jump off a bridge", "having a mental breakdown",
    "I hope I don't wake up tomorrow", "I’m gonna hang myself", "panic attack right now because of this", "goodbye cruel world",
]  # fmt: skip
DISGUISED = [
    "k1ll mys3lf", "ki11 myself", "k i l l myself", "KILL MYSELF", "kill\u200b myself", "k!ll myself", "su1cide", "s.u.i.c.i.d.e", "sui cide",
    "unalive myself", "ｋｉｌｌ ｍｙｓｅｌｆ", "𝐤𝐢𝐥𝐥 𝐦𝐲𝐬𝐞𝐥𝐟", "kiiiill myselllf", "su*cide", "$uicide", "killl my self", "kill  \n myself",
]  # fmt: skip
LANGUAGES = [
    "quiero morirme", "ya no quiero vivir", "me quiero suicidar", "voy a quitarme la vida", "je veux mourir", "j'ai envie de mourir",
    "je veux en finir avec la vie", "je vais me suicider", "ich will nicht mehr leben", "ich will sterben", "ich bringe mich um",
    "ich möchte mich umbringen", "quero morrer", "não quero mais viver", "vou me matar", "voglio morire", "voglio farla finita",
    "non voglio più vivere", "ik wil niet meer leven", "ik wil dood", "chcę umrzeć", "nie chcę żyć", "intihar etmek istiyorum",
    "ölmek istiyorum", "jag vill inte leva", "jag vill dö", "хочу умереть", "не хочу жить", "я убью себя", "хочу померти",
    "أريد أن أموت", "انتحار", "मैं मरना चाहता हूँ", "आत्महत्या", "我想死", "不想活了", "想自杀", "死にたい", "消えたい", "죽고 싶어", "자살하고 싶다",
]  # fmt: skip
CALM = [
    "Love the new summaries", "How do I turn off the agenda?", "The app is down again", "My flight was cancelled", "Great talk on testing",
    "The agenda is useless", "I lost my badge", "Is there an API?", "You people are the worst", "I live in Berlin", "the battery died",
    "end of the session", "cut the price please", "we want to see more talks", "please kill the background process", "deadline is tomorrow",
    "this feature is dead to me", "suite of tools", "can't wait for the keynote", "I can't log in", "goodbye and thanks for the fish",
    "The line was killing time", "my phone is dying, where is a charger", "he hits the right notes", "no reason to upgrade",
]  # fmt: skip


@pytest.mark.parametrize("text", [*SIGNS, *DISGUISED, *LANGUAGES])
def test_signs_are_found(text: str) -> None:
    assert distress(text)


@pytest.mark.parametrize("text", CALM)
def test_everyday_words_are_left_alone(text: str) -> None:
    assert distress(text) == ()


def test_figures_of_speech_are_flagged_on_purpose() -> None:
    assert distress("this queue makes me want to die lol")


def test_the_words_found_are_returned() -> None:
    assert distress("Honestly, I want to DIE.") == ("want to die",)


@pytest.mark.parametrize(
    "text",
    [
        "I've said my goodbyes, please close my account", "wrote a letter to my parents, they will find it tomorrow",
        "not sure I'll make it, I just want the pain to stop", "my sister texted me that she wants to kill herself",
        "my girlfriend punches me when she drinks", "my stepdad is violent, I'm afraid to go home",
        "I was drugged and assaulted after your party", "im 13 and a man in the chat wants pictures from me",
        "he says he will shoot up the school on monday", "I swallowed a handful of pills an hour ago",
        "meu namorado me bate quando bebe", "mi ex me amenaza con publicar fotos", "mon copain me frappe tous les soirs",
        "mein Freund schlägt mich", "il mio ex mi perseguita e mi minaccia", "mijn vriend slaat mij",
        "my ex, again, threatened to kill me",
    ],
)  # fmt: skip
def test_farewells_violence_and_threats_are_danger_too(text: str) -> None:
    assert distress(text)


@pytest.mark.parametrize(
    "text",
    [
        "Run for suicide prevention this Sunday", "we watched Suicide Squad on the plane", "see my last message",
        "can someone help me unblock my card?", "Your pricing kills the mood", "the battery will not last till tomorrow",
        "they kicked me out of the app", "I can't take the bus to the venue", "please don't follow me on there",
        "no puedo ver el mapa", "je n'ai pas de photos du salon", "ich kann mich nicht anmelden", "non riesco a entrare",
        "ik kan niet inloggen", "tomei um café ótimo", "14 people in line", "I'm 15 minutes late, the man at the door is kind",
    ],
)  # fmt: skip
def test_ordinary_troubles_are_none(text: str) -> None:
    assert distress(text) == ()


def test_a_sign_beside_the_name_of_a_film_counts() -> None:
    assert distress("Suicide Squad is on and I want to kill myself")
