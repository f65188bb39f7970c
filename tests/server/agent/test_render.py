from __future__ import annotations

from server.agent.assistant import Assistant
from server.agent.render import as_text, rendered


def test_a_person_reads_finding_citations_posts_and_figures(assistant: Assistant) -> None:
    answer = assistant.ask("demo", "How do people feel about each brand?")
    text = as_text(answer)
    assert " ".join(text.split()).startswith(answer.headline)
    assert "[f1]" in text
    assert all(post.id in text for post in answer.posts)
    assert all(figure.result in text for figure in answer.figures)
    assert answer.next_step in " ".join(text.split())


def test_prose_is_wrapped(assistant: Assistant) -> None:
    answer = assistant.ask("demo", "How do people feel about each brand?")
    prose = [line for line in rendered(answer, width=60) if line.style in ("headline", "claim", "caveat", "quote")]
    assert max(len(line.text) for line in prose) <= 60


def test_what_posts_hide_is_shown(assistant: Assistant) -> None:
    answer = assistant.ask("demo", "How do people feel about Acme?")
    hostile = answer.posts[0].model_copy(update={"quote": "a\u202eb\x1b[31m\nc", "author": "x\u200by"})
    text = as_text(answer.model_copy(update={"posts": (hostile,)}))
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "\u200b" not in text
    assert "RIGHT-TO-LEFT OVERRIDE" in text


def test_a_refusal_says_what_is_missing_and_nothing_else(assistant: Assistant) -> None:
    text = " ".join(as_text(assistant.ask("demo", "How do people feel about Zoom?")).split())
    assert text.startswith("I cannot answer “How do people feel about Zoom?”: 'Zoom' is not tracked")
    assert "Figures" not in text
