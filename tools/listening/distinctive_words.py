"""Distinctive words: which words set negative posts apart from positive ones, or one group from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Literal

from pydantic import Field

from tools.base import Model, Query, Result, Sentence, tool
from tools.errors import BadRequest, TooFewPosts
from tools.facts import Facts
from tools.groups import By, Split, phrase, split
from tools.inputs import Tables
from tools.listening.contrasts import (
    FEWEST,
    Contrast,
    Side,
    between_groups,
    between_sentiments,
    beyond_chance,
)
from tools.listening.vocabulary import (
    SIDES,
    Sample,
    Vocabulary,
    opinions,
    vocabulary,
    words_of_names,
    words_of_opinion,
    words_without_content,
)
from tools.listening.word_figures import Found, about, names_of, where_found, word_figures, word_posts
from tools.scope import span
from tools.wording import listed

MINIMUM = 30
_METHOD = "distinctive_words"
_SAID = 5


class DistinctiveWordsQuery(Query):
    """What do they praise, and what do they complain about?"""

    side: Side | None = Field(None, description="Only words of negative, or of positive posts; none for both.")
    by: By | None = Field(None, description="Look within each of these groups; none for all posts together.")
    contrast: Literal["sentiment", "groups"] = Field(
        "sentiment",
        description="sentiment: negative against positive posts; groups: each group of `by` against the others.",
    )
    limit: int = Field(8, ge=1, le=30, description="Words to return for each side, or group, at most.")


class DistinctiveWord(Model):
    """A word that sets some posts apart."""

    word: str = Field(description="In lower case, as posts spell it: untrusted text.")
    group: str | None = Field(description="Group it was found in; none for all posts together.")
    side: Side | None = Field(description="Sentiment of the posts it sets apart; none in a contrast of groups.")
    z: float = Field(description="z-score of its log-odds ratio, above 0: the larger, the surer that it belongs here.")


class DistinctiveWordsResult(Result):
    """Words by group and side, strongest first."""

    words: tuple[DistinctiveWord, ...] = Field(
        (), description="Words that chance does not explain, strongest first by set."
    )
    compared: int = Field(0, description="How many words were compared: the more, the likelier a chance find.")


def _say(query: DistinctiveWordsQuery, result: DistinctiveWordsResult) -> Sequence[Sentence]:
    if not result.words:
        return [Sentence(text="No word sets these posts apart beyond chance.", kind="theme")]
    names = names_of(_found(word) for word in result.words)
    sets = groupby(result.words, key=lambda word: (word.group, word.side))
    said = [_say_set(query.by, list(islice(words, _SAID)), result, names) for _, words in sets]
    silent = [] if query.by or query.contrast == "groups" else sorted({*SIDES} - {word.side for word in result.words})
    return said + [
        Sentence(text=f"No word sets {side} posts apart beyond chance.", kind="theme")
        for side in silent
        if query.side in (None, side)
    ]


def _say_set(
    by: By | None, words: Sequence[DistinctiveWord], result: DistinctiveWordsResult, names: Mapping[Found, str]
) -> Sentence:
    group, side = words[0].group, words[0].side
    keys = [names[_found(word)] for word in words]
    figures = [(result.figure(f"share.{key}"), result.figure(f"elsewhere.{key}")) for key in keys]
    parts = listed(
        f"“{word.word}” ({here.shown} against {there.shown})"
        for word, (here, there) in zip(words, figures, strict=True)
    )
    who = f"{side} posts" if side else "posts"
    against = f"{SIDES[1 - SIDES.index(side)]} ones" if side else "the others"
    text = f"Words that set {who}{phrase(by, group) if group else ''} apart from {against}: {parts}."
    of_set = about(by, group, side).items()
    posts = tuple(post.post_id for post in result.posts if of_set <= post.group.items())
    return Sentence(text=text, figures=tuple(figure.name for pair in figures for figure in pair), posts=posts)


@tool(
    title="Distinctive words",
    toolset="listen",
    needs=("posts", "readings"),
    method=_METHOD,
    version=2,
    examples=(
        "What do people complain about?",
        "what do they praise and complain about for each brand",
        "Which words show up in the negative posts?",
        "what are people unhappy with",
        "what do people like about us",
        "why is sentiment bad",
        "Which words set us apart from the competitor?",
        "what are the main issues people mention",
        "top complaints",
        "how do people on reddit talk differently",
        "what words do angry customers use",
        "reasons for the positive feedback",
        "what bugs people most",
        "biggest gripes about us",
        "what do fans rave about",
        "what annoys people",
        "what are the pros and cons",
        "what do people love most",
        "why are people mad at us",
        "which themes come up in negative posts",
        "top words about us",
        "how do posts about us differ from posts about us",
        "strengths and weaknesses",
        "what are people talking about",
        "what do they hate about the feature",
        "what went wrong according to people",
    ),
    say=_say,
    tags=("keywords", "themes", "topics", "reasons", "complaints", "praise", "keyness"),
)
def distinctive_words(query: DistinctiveWordsQuery, tables: Tables) -> DistinctiveWordsResult:
    """Words that set negative posts apart from positive ones, or one group's posts from the others'.

    Words are ordered by the z-score of their log-odds ratio under an informative Dirichlet prior (Monroe, Colaresi &
    Quinn 2008), above 0; kept are those in at least 5 posts, by two authors, that chance does not explain among all
    words compared (log-likelihood test, false discoveries held to 5 %).
    Grammatical words, brand names and handles are left out, and between sentiments words such as `love` or `awful`
    too. Shares are of posts as labelled, 0 to 1. Raises TooFewPosts where no set has 30 posts on both sides.
    """
    if query.contrast == "groups" and query.by is None:
        raise BadRequest("A contrast of groups needs `by`: brand, platform or another split.")
    sample = opinions(query, tables, query.by, side=query.side if query.contrast == "groups" else None)
    words = vocabulary(sample.posts, at_least=FEWEST)
    groups = _groups(query, words)
    contrasts = _contrasts(query, words, groups.shown)
    enough = [contrast for contrast in contrasts if contrast.smaller >= MINIMUM]
    if not enough:
        found = max((contrast.smaller for contrast in contrasts), default=0)
        raise TooFewPosts(found=found, needed=MINIMUM, what="posts on the smaller side")
    without = _left_out(query, tables.facts)
    apart = [word for contrast in enough for word in beyond_chance(contrast, without=without, limit=query.limit)]
    return DistinctiveWordsResult(
        figures=tuple(word_figures(query.by, apart, names_of(map(where_found, apart)))),
        posts=word_posts(query.by, sample.posts, apart),
        caveats=(_AS_LABELLED, *_drawn(sample), *groups.left_out, *_thin(contrasts)),
        period=span(sample.posts, tables.facts).period,
        n_posts=sample.n,
        words=tuple(DistinctiveWord(**where_found(word)._asdict(), z=word.z) for word in apart),
        compared=len(set().union(*words.usage.values()) - without),
    )


def _found(word: DistinctiveWord) -> Found:
    return Found(word.group, word.side, word.word)


_AS_LABELLED = (
    "Words are counted in posts as the reader labelled them, which goes by words itself; read the posts cited."
)


def _drawn(sample: Sample) -> Iterator[str]:
    if sample.copies:
        are = "post that copies" if sample.copies == 1 else "posts that copy"
        yield f"{sample.copies:,} {are} the words of another, links, handles and numbers aside, were left out."
    if sample.n + sample.copies < sample.of:
        yield f"Words were counted in {sample.n:,} of {sample.of:,} posts, drawn at random."


def _groups(query: DistinctiveWordsQuery, words: Vocabulary) -> Split:
    if query.by is None:
        return Split(("",), ())
    sizes: Counter[str | None] = Counter()
    for (group, _), n in words.sizes.items():
        sizes[group] += n
    return split(sizes, query.by, at_least=MINIMUM, what="negative or positive posts")


def _contrasts(query: DistinctiveWordsQuery, words: Vocabulary, groups: Sequence[str]) -> list[Contrast]:
    if query.contrast == "groups":
        return list(between_groups(words, groups))
    return list(between_sentiments(words, groups, (query.side,) if query.side else SIDES))


def _left_out(query: DistinctiveWordsQuery, facts: Facts) -> frozenset[str]:
    opinion = words_of_opinion() if query.contrast == "sentiment" else frozenset()
    return words_without_content() | opinion | words_of_names(facts, query.filter.text)


def _thin(contrasts: Sequence[Contrast]) -> Iterator[str]:
    thin = [contrast for contrast in contrasts if contrast.smaller < MINIMUM]
    if thin:
        named = listed(dict.fromkeys(contrast.group or "all posts" for contrast in thin))
        yield f"No words for {named}: under {MINIMUM} posts on one side."
