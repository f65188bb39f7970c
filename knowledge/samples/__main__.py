"""`python -m knowledge.samples`: writes the sample launch, reports on it, or shows some of its posts.

python -m knowledge.samples write FOLDER [--seed 7] [--posts 6000] [--days 40]
python -m knowledge.samples report
python -m knowledge.samples show 20
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from knowledge.samples.files import write
from knowledge.samples.launch import Launch, generate
from knowledge.samples.report import variety, weeks
from knowledge.samples.streams import stream


def main() -> None:
    """Run the command named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.samples", description=__doc__)
    parser.add_argument("command", choices=("write", "report", "show"))
    parser.add_argument("target", nargs="?", default="20", help="folder to write to, or number of posts to show")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--days", type=int, default=40)
    parser.add_argument("--posts", type=int, default=6000)
    parser.add_argument("--draw", type=int, default=1, help="which posts to show")
    asked = parser.parse_args()
    began = time.perf_counter()
    launch = generate(asked.seed, days=asked.days, posts=asked.posts)
    seconds = time.perf_counter() - began
    if asked.command == "write":
        written = write(launch, Path(asked.target))
        print(f"Wrote {len(written.tables)} tables, {len(launch.posts):,} posts, and {written.manifest}")
    elif asked.command == "report":
        _report(launch, seconds)
    else:
        _show(launch, int(asked.target), asked.draw)


def _report(launch: Launch, seconds: float) -> None:
    found, truth = variety(launch), launch.truth
    print(f"generated in {seconds:.1f} s: {truth.totals.posts:,} posts, {truth.totals.authors:,} authors")
    print(f"distinct texts {found.distinct_texts:.4f}, distinct 5-grams {found.distinct_5grams:.4f} (bots left out)")
    print(f"{found.vocabulary:,} words of vocabulary, {found.mean_words:.1f} words a post")
    print("commonest 5-grams: " + "; ".join(f"{gram} ({count})" for gram, count in found.commonest))
    for week in weeks(launch):
        plan, drawn = (" / ".join(f"{share:.3f}" for share in shares) for shares in (week.planned, week.drawn))
        print(f"week {week.week}: {week.posts} posts, planned {plan}, drawn with spikes {drawn}")
    for aspect, count in truth.aspects.items():
        polar = count.positive + count.negative
        share = f"{count.positive / polar:.2f}" if polar else "-"
        print(
            f"{aspect:24s} +{count.positive:<4d} ={count.neutral:<4d} -{count.negative:<4d} positive of polar {share}"
        )
    print("kinds", dict(truth.totals.posts_per_kind))
    print("voice", {brand: round(share, 3) for brand, share in truth.share_of_voice["all"].items()})
    print("rows", dict(truth.totals.rows))


def _show(launch: Launch, count: int, draw: int) -> None:
    rng = stream(draw, "show")
    by_id = {row.post_id: row for row in launch.posts}
    for row in rng.sample(launch.posts, count):
        truth = launch.truth.posts[row.post_id]
        if row.reply_to:
            print("    <<", by_id[row.reply_to].text.replace("\n", " / ")[:160])
        marks = f"{truth.sentiment} {dict(truth.aspects)} {truth.emotion} {truth.intent}"
        tone = " sarcastic" if truth.sarcastic else ""
        print(f"[{row.platform} {truth.kind} {row.brand}: {marks}{tone}]\n{row.text}\n")


if __name__ == "__main__":
    main()
