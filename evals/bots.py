"""Bots: how well suspicion finds planted bots, and how little profiles alone tell about real ones.

    python -m evals.bots [--seed 7] [--profiles ../shared/data/bots]

The limits and the threshold were looked at on seeds 1 and 2 of the sample, and are measured on another. The sample's
bots are ours, made to copy each other, so its recall says what is possible and not what to expect of real ones.
Profiles are those of a public list of accounts; names are left out, as bots of that list often say what they are.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.statistics.proportion import wilson
from tools.suspicion import FEWEST, SUSPECTED

if TYPE_CHECKING:
    from knowledge.samples.launch import Launch

_AS_OF = datetime(2017, 3, 15, tzinfo=UTC)
"""When the list of profiles was read, by the last dates in it."""
_DATES = ("%a %b %d %H:%M:%S %z %Y", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M")
_YOUNG_DAYS, _FOLLOWING, _RATIO = 90, 500, 10


class Found(NamedTuple):
    """Accounts suspected at a threshold: planted bots among them, planted bots judged, and planted in all."""

    threshold: int
    suspected: int
    right: int
    judged: int
    planted: int


class Profile(NamedTuple):
    """A listed account: whether it is a bot, its age in days where the date could be read, and its counts."""

    bot: bool
    age_days: float | None
    followers: int
    following: int

    @property
    def points(self) -> int:
        """Points of the two signs of a profile."""
        young = self.age_days is not None and self.age_days < _YOUNG_DAYS
        return young + (self.following >= _FOLLOWING and self.following / max(self.followers, 1) >= _RATIO)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is found in the sample and, where the list of profiles is there, what profiles tell."""
    parser = argparse.ArgumentParser(prog="python -m evals.bots", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=7, help="seed of the sample")
    parser.add_argument("--profiles", type=Path, default=Path("../shared/data/bots"), help="folder of the profiles")
    asked = parser.parse_args(arguments)
    from knowledge.samples.launch import generate

    sys.stdout.write(planted_to_markdown(planted(generate(asked.seed))))
    if not asked.profiles.is_dir():
        sys.stdout.write(f"\nProfiles not measured: there is no folder {str(asked.profiles)!r}.\n")
        return 0
    sys.stdout.write("\n" + profiles_to_markdown(read_profiles(asked.profiles)))
    return 0


def planted(launch: Launch) -> list[Found]:
    """Judge the sample's accounts and compare with the planted bots, at the threshold and a point either side."""
    import ibis
    import pyarrow as pa

    from tools.facts import Facts
    from tools.inputs import Tables
    from tools.suspicion import judged
    from tools.tables import TABLES

    connection = ibis.duckdb.connect()
    for name, rows in (("posts", launch.posts), ("authors", launch.authors)):
        schema = ibis.schema({column: spec.type for column, spec in TABLES[name].columns.items()}).to_pyarrow()
        held = [row._asdict() for row in rows]
        table = pa.Table.from_pylist([{c: row.get(c) for c in schema.names} for row in held], schema)
        connection.con.register(name, table)
    tables = Tables({name: connection.table(name) for name in ("posts", "authors")}, Facts(dataset="sample"))
    scores = {row["author_id"]: row["score"] for row in judged(tables).to_pyarrow().to_pylist()}
    wrote: dict[str | None, int] = {}
    for post in launch.posts:
        wrote[post.author_id] = wrote.get(post.author_id, 0) + 1
    bots = set(launch.truth.bots)
    return [_found(scores, bots, wrote, at) for at in (SUSPECTED - 1, SUSPECTED, SUSPECTED + 1)]


def _found(scores: dict[str, int], bots: set[str], wrote: dict[str | None, int], at: int) -> Found:
    suspected = {author for author, score in scores.items() if score >= at}
    judged = sum(wrote.get(bot, 0) >= FEWEST for bot in bots)
    return Found(at, len(suspected), len(suspected & bots), judged, len(bots))


def planted_to_markdown(found: Iterable[Found]) -> str:
    """Write precision, and recall of those judged and of all, with 95 % Wilson intervals."""
    head = ["| threshold | precision | recall, of those judged | recall, of all |", "|---|---|---|---|"]
    rows = [
        f"| {each.threshold} | {_rate(each.right, each.suspected)} | {_rate(each.right, each.judged)} "
        f"| {_rate(each.right, each.planted)} |"
        for each in found
    ]
    return "\n".join([*head, *rows]) + "\n"


def read_profiles(folder: Path) -> list[Profile]:
    """Read the listed accounts; those without counts are left out."""
    profiles = []
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            try:
                followers, following = int(float(row["followers_count"])), int(float(row["friends_count"]))
            except (TypeError, ValueError):
                continue
            profiles.append(Profile(str(row["bot"]) == "1", _age_days(row["created_at"]), followers, following))
    return profiles


def profiles_to_markdown(profiles: Sequence[Profile]) -> str:
    """Write how well each part of a profile tells bots apart: the area under the ROC curve, 0.5 being a coin."""
    dated = [profile for profile in profiles if profile.age_days is not None]
    pointed = [profile for profile in profiles if profile.points]
    bots = sum(profile.bot for profile in profiles)
    lines = [f"Profiles: {bots} bots, {len(profiles) - bots} others.", "", "| what | AUC | n |", "|---|---|---|"]
    for name, part, values in (
        ("points of the profile", dated, [float(profile.points) for profile in dated]),
        ("the younger, the likelier", dated, [-(profile.age_days or 0) for profile in dated]),
        ("follows many for each follower", profiles, [p.following / max(p.followers, 1) for p in profiles]),
    ):
        lines.append(f"| {name} | {auc(values, [profile.bot for profile in part]):.3f} | {len(part)} |")
    right = sum(profile.bot for profile in pointed)
    lines.append(
        f"\nOf those with a point, bots: {_rate(right, len(pointed))}. Of bots, with a point: {_rate(right, bots)}."
    )
    return "\n".join(lines) + "\n"


def auc(values: Sequence[float], bots: Sequence[bool]) -> float:
    """Return the chance that a bot's value is above another account's, ties counting half (Mann & Whitney 1947)."""
    ranked = sorted(zip(values, bots, strict=True))
    below = won = 0.0
    start = 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        positive = sum(bot for _, bot in ranked[start:end])
        negative = end - start - positive
        won += positive * (below + negative / 2)
        below += negative
        start = end
    return won / (sum(bots) * (len(bots) - sum(bots)))


def _age_days(text: str) -> float | None:
    for shape in _DATES:
        try:
            made = datetime.strptime(text, shape)
        except ValueError:
            continue
        return (_AS_OF - (made if made.tzinfo else made.replace(tzinfo=UTC))).total_seconds() / 86400
    return None


def _rate(count: int, n: int) -> str:
    if not n:
        return "none"
    low, high = wilson(count, n)
    return f"{count / n:.1%} ({low:.1%} to {high:.1%}, {count} of {n})"


if __name__ == "__main__":
    sys.exit(main())
