"""X archive: tweets.js of the archive that a user of X downloads.

The file is a script: `window.YTD.tweets.part0 = [{"tweet": {...}}, ...]`, a tweet being the classic tweet object
without its user, who is the owner of the archive: say who that is by `--set author_id=...`. Retweets, which
begin with RT @, are left out: they are cut-off posts of somebody else.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

from knowledge.importing.presets.base import Fields, Page, Preset


def _tweets(record: Fields) -> Iterator[Fields]:
    tweet = dict(record["tweet"]) if isinstance(record.get("tweet"), dict) else {}
    text = tweet.get("full_text")
    if isinstance(text, str) and text.startswith("RT @"):
        return
    # X escapes &, < and > in the texts of tweet objects.
    tweet["text"] = html.unescape(text) if isinstance(text, str) else None
    if tweet.get("id_str"):
        tweet["url"] = f"https://x.com/i/web/status/{tweet['id_str']}"
    yield tweet


X_ARCHIVE = Preset(
    name="x_archive",
    title="X archive (tweets.js)",
    pages=(
        Page("Tweet object", "https://developer.x.com/overview/api/tweets"),
        Page("A parser of X archives", "https://github.com/timhutton/twitter-archive-parser"),
    ),
    shows=(("tweet.id_str", "tweet.full_text"),),
    constants={"platform": "x"},
    unfold=_tweets,
    threads_are_posts=True,
    fields={
        "source_id": ("id_str", "id"),
        "created_at": ("created_at",),
        "text": ("text",),
        "lang": ("lang",),
        "reply_to": ("in_reply_to_status_id_str", "in_reply_to_status_id"),
        "likes": ("favorite_count",),
        "shares": ("retweet_count",),
        "url": ("url",),
    },
)
