"""Lettering: words cut and wrapped to the room there is, with nothing hidden in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.charts import lettering
from server.charts.look import TITLE_PX, WIDTH
from server.desk.visible import hidden


def test_a_title_leaves_out_intervals_and_n_which_the_picture_shows():
    said = "Net is +0.37 (95 % interval +0.30 to +0.43, n = 5,200): 50.8 % (n = 90) positive."
    assert lettering.title(said) == ("Net is +0.37: 50.8 % positive.",)


def test_a_title_too_long_ends_after_a_whole_clause():
    said = "Commonest: " + ", ".join(f"emotion number {n} {n}.5 %" for n in range(9)) + " and the last 0.1 %."
    lines = lettering.title(said)
    assert len(lines) == 2
    assert lines[-1].endswith("% …")


def test_a_title_without_clauses_is_cut_all_the_same():
    lines = lettering.title("word " * 60)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_numbers_are_not_cut_at_their_commas():
    assert not any("5 …" in line for line in lettering.title("There are 5,200 posts " + "and more of them " * 9))


def test_a_label_takes_two_lines_and_then_ends_in_an_ellipsis():
    assert lettering.label("Check-in and badges") == "Check-in and badges"
    assert lettering.label("AI Networking Suggestions") == "AI Networking\nSuggestions"
    long = lettering.label("a name that goes on and on and on for ever and a day")
    assert long.count("\n") == 1
    assert long.endswith("…")


def test_a_group_without_a_name_says_so():
    assert lettering.label("") == lettering.label(" \n") == lettering.NAMELESS


def test_labels_that_cutting_made_alike_are_numbered():
    assert lettering.distinct(["a", "b", "a", "a"]) == ["a", "b", "a (2)", "a (3)"]
    assert lettering.distinct(["a (2)", "a", "a"]) == ["a (2)", "a", "a (3)"]


@given(st.text(max_size=300))
def test_whatever_is_written_is_visible_and_fits(text: str):
    for lines in (lettering.title(text), lettering.subtitle(text), lettering.paragraph(text)):
        assert not any(hidden(line) for line in lines)
    assert len(lettering.title(text)) <= lettering.MOST_TITLE_LINES
    assert lettering.label(text).count("\n") < lettering.LABEL_LINES
    assert all(len(line) <= lettering.LABEL_LETTERS for line in lettering.label(text).split("\n"))


def test_a_full_line_of_a_title_is_as_wide_as_the_picture_at_most():
    line = lettering.title("Net sentiment is highest on linkedin and lowest on facebook, chance could make it.")[0]
    assert 0.5 * TITLE_PX * len(line) <= WIDTH


def test_a_subtitle_too_long_for_a_line_breaks_between_sentences():
    assert lettering.subtitle("Net sentiment.", "Shaded: 95 % interval.") == ("Net sentiment. Shaded: 95 % interval.",)
    long = "Net sentiment of posts in each week, without likely sarcasm, from -1 to +1."
    assert lettering.subtitle(long, "Shaded: 95 % interval.") == (long, "Shaded: 95 % interval.")
    assert lettering.subtitle("") == ()


def test_no_title_is_cut_before_what_turns_it():
    brand = "Saltmarsh Conference Services of the Northern Counties"
    said = (
        f"Net sentiment is highest about {brand} and lowest about {brand} East, but chance could make that gap: +0.08."
    )
    assert " ".join(lettering.title(said)) == said
