"""Talk, exemplars and places: what a segment writes and where it is active, told of many and of nobody."""

from collections.abc import Iterator
from functools import cache

import numpy as np

from tests.tools.conftest import PERFECT, borne_out, read_posts
from tests.tools.segmentation.describing.conftest import Given, two_groups
from tools.facts import Facts
from tools.inputs import Tables
from tools.segmentation.describing.describe_segment import describe_segment

N = 100
FACTS = Facts(dataset="demo", features=("Agenda", "Summaries"), reader="test", reader_error=PERFECT)
MADE = two_groups(N)
SAYS = {
    "agenda": ("The agenda did not load for our whole team again", "negative", {"complaint": 0.9}, "Agenda"),
    "summaries": ("The summaries saved me an hour after the meeting", "positive", {"praise": 0.9}, "Summaries"),
}


def rows(writers: int = N) -> Iterator[dict[str, object]]:
    """Three posts each: of the first 60 people mostly on summaries, of the others mostly on the agenda."""
    for place, person in enumerate(MADE.matrix.people[:writers]):
        for number in range(3):
            usual = number or place % 4
            about = "summaries" if (place < 60) == bool(usual) else "agenda"
            text, label, intents, name = SAYS[about]
            aspect = {"name": name, "start": 0, "end": 1, "p_negative": 0.1, "p_neutral": 0.8, "p_positive": 0.1}
            yield {
                "author_id": person, "text": text, "label": label, "intents": intents, "aspects": [aspect],
                "emotions": {}, "created_at": "2026-03-10T12:00:00+00:00", "platform": "x" if place < 60 else "reddit",
                "likes": place,
            }  # fmt: skip


@cache
def usual():
    """Return what is told of the people above."""
    return run(read_posts(rows(), facts=FACTS))


def run(tables: Tables, segment: int = 2):
    query = describe_segment.query(dataset="demo", segment=segment)
    result = describe_segment.run(query, tables, segmenter=Given(MADE))
    return result, " ".join(borne_out(describe_segment, query, result))


def test_a_segment_is_told_by_what_it_writes_of_and_how_it_sounds():
    result, said = usual()
    portrait = result.segments[0]
    assert portrait.talks_of == ("Agenda",)
    assert portrait.expresses == ("complaint",)
    # Of 120 posts by the 40 others 110 are on the agenda, which is what they are negative about.
    assert result.figure("topic.segment_2.agenda").value == round(110 / 120, 3)
    assert result.figure("net.segment_2").value == round((10 - 110) / 120, 2)
    assert result.n_posts == 300
    assert "They write more often than others of Agenda" in said
    assert "Answer first what weighs on them: more complaint than others, and they write more of Agenda" in said
    assert any("infers" in caveat for caveat in result.caveats)


def test_posts_shown_are_three_at_most_and_drawn_from_everybodys():
    result, _ = usual()
    roles = [post.role for post in result.posts]
    assert roles == ["representative", "representative", "contrary"]
    # The loudest posts on the agenda are shown, whoever wrote them; the two are by different people.
    assert len({post.post_id for post in result.posts}) == 3
    assert not any(person in post.model_dump_json() for post in result.posts for person in MADE.matrix.people)
    assert any("whose they are says nothing" in caveat for caveat in result.caveats)


def test_where_they_are_active_is_told_against_others():
    result, said = usual()
    assert result.segments[0].stands
    assert result.figure("writers.segment_2").value == 40
    everybody = [dict(row, platform="reddit" if number % 7 else "x") for number, row in enumerate(rows())]
    result, said = run(read_posts(everybody, facts=FACTS))
    assert "They are active more often" not in said


def test_too_few_writers_are_not_read_and_it_is_said():
    result, said = run(read_posts(rows(70), facts=FACTS))
    assert "What they write is not told" in said
    assert result.posts == ()
    assert not any(figure.name.startswith(("topic", "emotion", "net")) for figure in result.figures)


def test_the_order_of_posts_does_not_matter():
    given = [{"post_id": f"p_{number}"} | row for number, row in enumerate(rows())]
    mixed = [given[place] for place in np.random.default_rng(0).permutation(len(given))]
    assert run(read_posts(mixed, facts=FACTS)) == usual()
