"""Suspected bots: which accounts show several signs of automation, and what the numbers are without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pydantic import Field

from tools.base import Evidence, Model, Query, Result, Sentence, tool
from tools.errors import TooFewPosts
from tools.figure import Figure, Unit
from tools.groups import dotted, slugs
from tools.inputs import Tables
from tools.listening.automation import Habits, Tally, habits, tally
from tools.scope import covered
from tools.sentiment.correction import NET, corrected
from tools.statistics.ratio import Sums, ratio_of_totals
from tools.suspicion import FEWEST, KEPT, MOST, SUSPECTED, Kind
from tools.wording import listed

MINIMUM, READ = 30, 30
_METHOD = "suspected_bots"
_SHOWN, _SAID = 10, 4


class _Reason(NamedTuple):
    """A sign in words, with the figure that shows it; without a figure where the words suffice."""

    stem: str
    unit: Unit
    text: str


_REASONS: dict[Kind, _Reason] = {
    "copied": _Reason("share.copied", "share", "{} of its posts have the words of at least two other accounts"),
    "repeated": _Reason("share.repeated", "share", "{} of its posts repeat its own words"),
    "narrow": _Reason("variety", "ratio", "it uses few different words (variety {})"),
    "links": _Reason("share.links", "share", "{} of its posts hold a link"),
    "pace": _Reason("posts_per_day", "per_post", "{} posts on each day that it posts"),
    "regular": _Reason("burstiness", "ratio", "it posts as evenly as a clock (burstiness {})"),
    "sleepless": _Reason("hours", "ratio", "it posts in nearly every hour of the day"),
    "young": _Reason("age", "days", "the account was {} days old at its first post here"),
    "follows": _Reason("following", "ratio", "it follows {} times as many accounts as follow it"),
}


class SuspectedBotsQuery(Query):
    """Which accounts may be automated, and how much hangs on them?"""

    threshold: int = Field(
        SUSPECTED,
        ge=KEPT + 1,
        le=MOST - 1,
        description="Score from which an account is suspected here; the filter `suspected_bots` always uses 4.",
    )


class Account(Model):
    """A suspected account: its id as in posts, its posts in scope, its score and the reasons in words."""

    author_id: str
    posts: int = Field(ge=1, description="Posts in scope.")
    score: int = Field(ge=0, le=MOST, description="Sum of the points of its signs.")
    reasons: tuple[str, ...] = Field(description="Each sign that gave it points.")


class SuspectedBotsResult(Result):
    """Suspected accounts with reasons, their share of posts and interactions, and measures with and without them."""

    accounts: tuple[Account, ...] = Field((), description="Up to ten, from the highest score and most posts down.")
    threshold: int = Field(SUSPECTED, description="Score from which an account counts as suspected.")


def _say(query: SuspectedBotsQuery, result: SuspectedBotsResult) -> Sequence[Sentence]:  # noqa: ARG001 (the contract of `say`)
    accounts, judged, share = (result.figure(name) for name in ("authors.suspected", "authors.judged", "share.posts"))
    if not accounts.value:
        text = f"None of the {judged.shown} accounts that could be judged shows enough signs to be suspected."
        return [Sentence(text=text, figures=(judged.name,))]
    are = "account is" if accounts.value == 1 else "accounts are"
    of = f"{accounts.shown} {are} suspected of automation, of {judged.shown} that could be judged"
    said = [
        Sentence(
            text=f"{of}; they wrote {share.shown} of the posts.",
            figures=("authors.suspected", "authors.judged", "share.posts"),
        )
    ]
    said += [*_say_sensitivity(result), *_say_effects(result)]
    names = slugs(account.author_id for account in result.accounts)
    for account in result.accounts[:_SAID]:
        score = result.figure(f"score.{names[account.author_id]}")
        cited = [figure.name for figure in result.figures if figure.group.get("author") == account.author_id]
        posts = tuple(post.post_id for post in result.posts if post.group.get("author") == account.author_id)
        text = f"Account {account.author_id} is suspected (score {score.shown}): {listed(account.reasons)}."
        said.append(Sentence(text=text, figures=tuple(cited), posts=posts))
    return said


def _say_sensitivity(result: SuspectedBotsResult) -> Iterator[Sentence]:
    loose, strict = result.figure("share.posts.looser"), result.figure("share.posts.stricter")
    text = f"With the threshold a point lower it would be {loose.shown} of the posts, a point higher {strict.shown}."
    yield Sentence(text=text, figures=(loose.name, strict.name))


def _say_effects(result: SuspectedBotsResult) -> Iterator[Sentence]:
    held = {figure.name: figure for figure in result.figures}
    if share := held.get("share.interactions"):
        text = f"Their posts drew {share.shown} of the likes, shares and replies."
        yield Sentence(text=text, figures=(share.name,))
    if "per_post.without" in held:
        every, without = held["per_post"], held["per_post.without"]
        text = f"A post draws {every.shown_full} interactions on average, without them {without.shown_full}."
        yield Sentence(text=text, figures=(every.name, without.name))
    if "net.without" in held:
        every, without = held["net"], held["net.without"]
        text = f"Net sentiment is {every.shown_full} with them and {without.shown_full} without."
        yield Sentence(text=text, figures=(every.name, without.name))


@tool(
    title="Suspected bots",
    toolset="listen",
    needs=("posts",),
    method=_METHOD,
    examples=(
        "Are there bots in the conversation?",
        "which accounts look like bots",
        "how many posts are from suspected bots",
        "is somebody running fake accounts against us",
        "how much of the engagement is inauthentic",
        "what share of the talk is automated",
        "is this a coordinated campaign",
        "are these real people or bots",
        "does sentiment change without the bots",
        "spam accounts posting the same text",
        "who posts the same thing over and over",
        "suspicious accounts",
        "how much bot traffic is there",
        "bot activity around the launch",
        "astroturfing or sock puppets",
        "what is our engagement rate with and without fake accounts",
        "find accounts that copy each other",
        "could the numbers be inflated by bots",
        "troll farm activity",
        "do automated accounts distort our numbers",
    ),
    say=_say,
    tags=("bots", "automation", "spam", "inauthentic", "fake accounts", "coordination", "astroturfing"),
)
def suspected_bots(query: SuspectedBotsQuery, tables: Tables) -> SuspectedBotsResult:
    """Accounts that show several signs of automation, with reasons, and measures with and without their posts.

    score = points for copied and repeated texts, few different words, links, pace, even gaps, no quiet hours, a young
    account and following far more than followers: 0 (none) to 12; suspected from 4. It judges accounts of three posts
    or more by all that the dataset holds of them, and is a reason to look, never a verdict. Own posts are not judged.
    Raises TooFewPosts below 30 posts in scope, or where no account has three posts.
    """
    count = tally(query, tables, at_least=query.threshold)
    if count.all.posts < MINIMUM:
        raise TooFewPosts(found=count.all.posts, needed=MINIMUM)
    if not count.judged:
        raise TooFewPosts(found=count.most, needed=FEWEST, what="posts by one account at most")
    found = habits(query, tables, at_least=query.threshold, limit=_SHOWN)
    return SuspectedBotsResult(
        figures=(*_shares(count), *_per_post(count), *_net(count, tables), *_of_accounts(found)),
        posts=_evidence(found, count),
        caveats=tuple(_caveats(count, tables)),
        period=covered(count.first, count.last, tables.facts),
        n_posts=count.all.posts,
        accounts=tuple(_account(each) for each in found),
        threshold=query.threshold,
    )


def _figure(name: str, label: str, value: float, unit: Unit, n: int, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
    return Figure(name=name, label=label, value=value, unit=unit, n=n, method=_METHOD, **more)


def _shares(count: Tally) -> Iterator[Figure]:
    every = count.all
    yield _figure(
        "authors.suspected", "suspected accounts with posts in scope", count.suspected.authors, "authors", every.authors
    )
    yield _figure("authors.judged", "accounts with enough posts to be judged", count.judged, "authors", every.authors)
    yield _figure("posts.suspected", "posts by suspected accounts", count.suspected.posts, "posts", every.posts)
    for part, label, posts in (
        ("", "share of posts by suspected accounts", count.suspected.posts),
        ("looser", "share of posts by suspected accounts, with the threshold a point lower", count.looser),
        ("stricter", "share of posts by suspected accounts, with the threshold a point higher", count.stricter),
    ):
        yield _figure(dotted("share.posts", part), label, posts / every.posts, "share", every.posts)
    if every.sums.x:
        label = "share of likes, shares and replies on posts by suspected accounts"
        yield _figure("share.interactions", label, count.suspected.sums.x / every.sums.x, "share", every.sums.n)


def _per_post(count: Tally) -> Iterator[Figure]:
    """Interactions per post with and without suspected accounts, where both can be given."""
    n, *parts = (a - b for a, b in zip(count.all.sums, count.suspected.sums, strict=True))
    rest = Sums(int(n), *parts)
    if not count.suspected.posts or rest.n < MINIMUM:
        return
    for name, label, sums in (
        ("per_post", "interactions per post", count.all.sums),
        ("per_post.without", "interactions per post, suspected accounts left out", rest),
    ):
        ratio = ratio_of_totals(sums)
        yield _figure(name, label, ratio.value, "per_post", sums.n, **ratio.interval._asdict())


def _net(count: Tally, tables: Tables) -> Iterator[Figure]:
    """Net sentiment with and without suspected accounts, and what leaving them out adds."""
    every, theirs = count.all.read, count.suspected.read
    rest = tuple(a - b for a, b in zip(every, theirs, strict=True))
    if not count.suspected.posts or sum(rest) < READ:
        return
    shares = corrected({"all": every, "without": rest}, tables.facts, whole=every, seed=0).shares
    for name, label, part, n in (
        ("net", "net sentiment of posts", "all", sum(every)),
        ("net.without", "net sentiment of posts, suspected accounts left out", "without", sum(rest)),
    ):
        value = float(shares[part].value @ NET)
        yield _figure(name, label, value, "net", n, **shares[part].interval(NET)._asdict())


def _of_accounts(found: Sequence[Habits]) -> Iterator[Figure]:
    names = slugs(account.author_id for account in found)
    for account in found:
        slug, about = names[account.author_id], {"author": account.author_id}
        label = f"signs of automation of account {account.author_id}, in points"
        yield _figure(f"score.{slug}", label, account.score, "score", account.all_posts, group=about)
        for kind, value in account.signs.items():
            reason = _REASONS[kind]
            label = f"account {account.author_id}: {reason.text.replace('{}', '').strip()}"
            yield _figure(
                f"{reason.stem}.{slug}", " ".join(label.split()), value, reason.unit, account.all_posts, group=about
            )


def _account(account: Habits) -> Account:
    figures = {figure.name.rpartition(".")[0]: figure for figure in _of_accounts([account])}
    reasons = (_REASONS[kind] for kind in account.signs)
    said = tuple(reason.text.format(figures[reason.stem].shown) for reason in reasons)
    return Account(author_id=account.author_id, posts=account.posts, score=account.score, reasons=said)


def _evidence(found: Sequence[Habits], count: Tally) -> tuple[Evidence, ...]:
    typical = [Evidence(post_id=a.post_id, role="representative", group={"author": a.author_id}) for a in found]
    contrary = [Evidence(post_id=count.unsuspected_post, role="contrary")] if count.unsuspected_post else []
    return (*typical, *contrary)


def _caveats(count: Tally, tables: Tables) -> Iterator[str]:
    yield (
        "Suspected means that an account shows several signs of automation, not that it is a bot: people who share a "
        "slogan, news feeds and scheduled posts show them too. Look at the posts before you act on an account."
    )
    small = count.all.authors - count.judged
    if small:
        yield (
            f"{small:,} accounts have fewer than {FEWEST} posts and are not judged; nor is who liked or shared a post, "
            "which an export does not name."
        )
    if "authors" not in tables:
        yield (
            "Without a table 'authors' the age and followers of accounts are not known, so fewer are suspected. "
            f"Import one: groundswell import FILE --dataset {tables.facts.dataset} --table authors"
        )
