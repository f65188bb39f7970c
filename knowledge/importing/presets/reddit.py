"""Reddit: listings of its API, and the flat lines of dumps in Pushshift's form, posts and comments alike.

A thing is known by its fullname, `t3_...` for a post and `t1_...` for a comment, which is what replies refer to.
Unless asked for `raw_json=1`, Reddit escapes &, < and >: a text is unescaped where it holds none of the three bare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowledge.importing.presets.base import Fields, Page, Preset

_GONE = ("[deleted]", "[removed]")
_BARE = re.compile(r"[<>]|&(?!(?:amp|lt|gt);)")


def _things(record: Fields) -> Iterator[Fields]:
    """Yield posts and comments of a listing, a thing, or a bare line; replies are listings inside comments."""
    kind, data = record.get("kind"), record.get("data")
    if not isinstance(data, Mapping):
        yield _flat(record)
    elif kind == "Listing":
        for child in data.get("children") or ():
            if isinstance(child, Mapping):
                yield from _things(child)
    elif kind in ("t1", "t3"):
        yield _flat(data)
        if isinstance(data.get("replies"), Mapping):
            yield from _things(data["replies"])


def _flat(thing: Fields) -> Fields:
    is_comment = "body" in thing
    fullname = thing.get("name") or (f"{'t1' if is_comment else 't3'}_{thing['id']}" if thing.get("id") else None)
    text = _unescaped(thing.get("body")) if is_comment else _post_text(thing)
    author = None if thing.get("author") in _GONE else thing.get("author")
    return {
        **thing,
        "fullname": fullname,
        "text": None if text in _GONE else text,
        "who": (thing.get("author_fullname") or author) if author else None,
        "handle": author,
        "thread": thing.get("link_id") or fullname,
        "reply_to": thing.get("parent_id") if is_comment else None,
        "address": f"https://www.reddit.com{thing['permalink']}" if thing.get("permalink") else None,
    }


def _post_text(post: Fields) -> str | None:
    body = post.get("selftext")
    parts = [_unescaped(post.get("title")), None if body in _GONE else _unescaped(body)]
    return "\n\n".join(part for part in parts if part) or None


def _unescaped(text: object) -> str | None:
    if not isinstance(text, str) or _BARE.search(text):
        return text if isinstance(text, str) else None
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


REDDIT = Preset(
    name="reddit",
    title="Reddit listings and dumps",
    pages=(
        Page("Reddit API documentation: fullnames, response body encoding", "https://www.reddit.com/dev/api"),
        Page("JSON: things, listings and their fields", "https://github.com/reddit-archive/reddit/wiki/JSON"),
        Page("PRAW: Comment", "https://praw.readthedocs.io/en/latest/code_overview/models/comment.html"),
        Page("Pushshift: input and data structure", "https://github.com/sgoettel/RedTEI/wiki/Input-and-Data-Structure"),
    ),
    shows=(
        ("kind", "data.children"),
        ("kind", "data.created_utc"),
        ("created_utc", "subreddit", "body", "link_id"),
        ("created_utc", "subreddit", "title", "selftext"),
    ),
    constants={"platform": "reddit"},
    records=("data.children",),
    unfold=_things,
    threads_are_posts=True,
    fields={
        "source_id": ("fullname",),
        "author_id": ("who",),
        "author.handle": ("handle",),
        "created_at": ("created_utc",),
        "text": ("text",),
        "thread_id": ("thread",),
        "reply_to": ("reply_to",),
        "likes": ("score",),
        "replies": ("num_comments",),
        "url": ("address",),
    },
)
