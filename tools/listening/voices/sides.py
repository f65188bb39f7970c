"""Sides: the result for advocates and detractors, with reasons and quotes, as far as people may be named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tools.base import Evidence
from tools.figure import Figure, Unit
from tools.groups import slugs
from tools.inputs import Tables
from tools.listening.contrasts import Word
from tools.listening.voices.asked import METHOD, WORDS, Voice, VoicesQuery, VoicesResult, brands_of
from tools.listening.voices.naming import Named, may_name, nameable, not_named
from tools.listening.voices.opinions import Opinions, Speaker, opinion_posts, opinions
from tools.listening.voices.reasons import Judged, features_by_author, quotes, words_apart
from tools.scope import covered
from tools.sentiment.correction import corrected
from tools.sentiment.counting import SENTIMENTS
from tools.statistics.proportion import wilson

_TOPICS, _OWN, _CROWD = 5, 2, 5
_CANDIDATES = 5
_LEANING = 0.5

Features = Mapping[str, tuple[Judged, ...]]


def sides(query: VoicesQuery, tables: Tables) -> VoicesResult:
    """Return advocates or detractors. Raises TooFewPosts where fewer than 30 authors have enough posts."""
    posts = opinion_posts(query, tables)
    told = opinions(query, tables, posts)
    sure = [speaker for speaker in told.speakers if speaker.chance >= query.certainty]
    named = may_name(query.kind, tables.facts)
    people = _listed(query, tables, told) if named else Named((), 0)
    shown = [speaker for speaker in told.speakers if speaker.author_id in set(people.ids)][: query.limit]
    ids = [speaker.author_id for speaker in sure]
    features = features_by_author(query, tables, {*ids, *(speaker.author_id for speaker in shown)})
    # What a few people say between them may tell who they are: unnamed, only a crowd has reasons.
    crowd = ids if named or len(ids) >= _CROWD else []
    theirs = _together(features, ids) if crowd else ()
    words = words_apart(query, tables, posts, crowd) if crowd else ()
    quoted = quotes(query, posts, [speaker.author_id for speaker in shown])
    return VoicesResult(
        figures=(
            *_figures(query, told),
            *_of_topics(query, theirs),
            *_of_words(query, words),
            *_of(query, shown, features),
        ),
        posts=tuple(_evidence(shown, quoted)),
        caveats=tuple(_caveats(query, tables, told, people)),
        period=covered(told.first, told.last, tables.facts),
        n_posts=told.n,
        kind=query.kind,
        about=brands_of(query, tables.facts),
        voices=tuple(_voice(query, speaker, features.get(speaker.author_id, ())) for speaker in shown),
        named=named,
        topics=tuple(judged.name for judged in theirs),
        words=tuple(word.word for word in words),
    )


def _listed(query: VoicesQuery, tables: Tables, told: Opinions) -> Named:
    """Who may be shown: who is certain; of advocates also the likeliest where few are, of detractors never."""
    certain = [speaker.author_id for speaker in told.speakers if speaker.chance >= query.certainty]
    likely = [speaker.author_id for speaker in told.speakers if _LEANING <= speaker.chance < query.certainty]
    more = likely[: max(_CANDIDATES - len(certain), 0)] if query.kind == "advocates" else []
    return nameable(query.kind, [*certain, *more], tables)


def _together(features: Features, ids: Sequence[str]) -> tuple[Judged, ...]:
    """Add up the features of some authors, those most spoken of first."""
    sums: dict[str, Judged] = {}
    for author in ids:
        for judged in features.get(author, ()):
            was = sums.get(judged.name, Judged(judged.name, 0, 0, 0))
            sums[judged.name] = Judged(
                judged.name, was.mentions + judged.mentions, was.spoken + judged.spoken, was.authors + 1
            )
    return tuple(sorted(sums.values(), key=lambda judged: (-judged.spoken, judged.name))[:_TOPICS])


def _figure(name: str, label: str, value: float, unit: Unit, n: int, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
    return Figure(name=name, label=label, value=value, unit=unit, n=n, method=METHOD, **more)


def _figures(query: VoicesQuery, told: Opinions) -> Iterator[Figure]:
    side, words = WORDS[query.kind]
    place = SENTIMENTS.index(side)
    spoken, of = told.found_read[place], told.whole[place]
    yield _figure(f"authors.{query.kind}", query.kind, told.found, "authors", told.judged)
    yield _figure("authors.judged", "authors with enough posts to be judged", told.judged, "authors", told.authors)
    yield _figure("authors", "authors with a post that could be read", told.authors, "authors", told.authors)
    label = f"share of posts that speak {words}, by people in general"
    yield _figure("share.base", label, told.base, "share", told.n, raw=of / told.n)
    if told.found and of:
        label = f"share of all posts that speak {words} which {query.kind} wrote, as read"
        yield _figure("share.written", label, spoken / of, "share", of)
        label = f"share of all posts read that {query.kind} wrote"
        yield _figure("share.posts", label, sum(told.found_read) / told.n, "share", told.n)


def _of_topics(query: VoicesQuery, topics: Sequence[Judged]) -> Iterator[Figure]:
    words, names = WORDS[query.kind][1], slugs(judged.name for judged in topics)
    for judged in topics:
        label = f"posts by {query.kind} that speak {words} of {judged.name}"
        about = {"aspect": judged.name}
        yield _figure(f"topic.{names[judged.name]}", label, judged.spoken, "mentions", judged.mentions, group=about)


def _of_words(query: VoicesQuery, words: Sequence[Word]) -> Iterator[Figure]:
    side, names = WORDS[query.kind][0], slugs(word.word for word in words)
    for word in words:
        held = word.contrast
        for stem, who, count, n in (
            ("word", f"by {query.kind}", held.here[word.word], held.n_here),
            ("word.others", "by others", held.there[word.word], held.n_there),
        ):
            label = f"share of {side} posts {who} that hold “{word.word}”"
            about = {"word": word.word}
            ends = wilson(count, n)._asdict()
            yield _figure(f"{stem}.{names[word.word]}", label, count / n, "share", n, **ends, group=about)


def _of(query: VoicesQuery, shown: Sequence[Speaker], features: Features) -> Iterator[Figure]:
    side, words = WORDS[query.kind]
    names = slugs(speaker.author_id for speaker in shown)
    for speaker in shown:
        slug, about = names[speaker.author_id], {"author": speaker.author_id}
        count = speaker.read[SENTIMENTS.index(side)]
        label = f"posts by {speaker.author_id} read as {side}"
        yield _figure(f"read.{slug}", label, count, "posts", speaker.posts, group=about)
        label = f"share of posts by {speaker.author_id} that speak {words}, shrunk and corrected"
        ends = {"low": speaker.low, "high": speaker.high, "raw": count / speaker.posts}
        yield _figure(f"share.{slug}", label, speaker.share, "share", speaker.posts, **ends, group=about)
        label = f"how certain it is that {speaker.author_id} speaks {words} more often than people in general"
        yield _figure(f"certainty.{slug}", label, speaker.chance, "share", speaker.posts, group=about)
        own = features.get(speaker.author_id, ())[:_OWN]
        called = slugs(judged.name for judged in own)
        for judged in own:
            label = f"posts by {speaker.author_id} that speak {words} of {judged.name}"
            yield _figure(
                f"topic.{slug}.{called[judged.name]}", label, judged.spoken, "mentions", judged.mentions,
                group=about | {"aspect": judged.name},
            )  # fmt: skip


def _voice(query: VoicesQuery, speaker: Speaker, features: Sequence[Judged]) -> Voice:
    words = WORDS[query.kind][1]
    reasons = tuple(
        f"speaks {words} of {judged.name} in {judged.spoken:,} of {judged.mentions:,} posts that name it"
        for judged in features[:_OWN]
        if judged.mentions > 1
    )
    sure = speaker.chance >= query.certainty
    return Voice(author_id=speaker.author_id, posts=speaker.posts, certain=sure, reasons=reasons)


def _evidence(shown: Sequence[Speaker], quoted: Mapping[str, Any]) -> Iterator[Evidence]:
    for speaker in shown:
        held, about = quoted[speaker.author_id], {"author": speaker.author_id}
        if held.typical:
            yield Evidence(post_id=held.typical, role="representative", group=about)
        if held.contrary:
            yield Evidence(post_id=held.contrary, role="contrary", group=about)


def _caveats(query: VoicesQuery, tables: Tables, told: Opinions, people: Named) -> Iterator[str]:
    if not may_name(query.kind, tables.facts):
        yield not_named(query.kind, tables.facts)
    if people.withheld:
        yield f"{people.withheld:,} of them opted out or did not allow this use, and are not named."
    counts = {"all": told.whole}
    yield from corrected(counts, tables.facts, whole=told.whole, seed=0, sampling=False).caveats
    yield (
        "It is told from the posts that were collected and could be read, and says how people wrote in this period, "
        f"not what they are. Who has fewer than {query.at_least} posts is not judged; suspected bots and the brand's "
        "own accounts are left out."
    )
