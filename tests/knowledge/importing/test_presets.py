"""Presets: one tiny file of each documented shape, recognised by itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from knowledge.importing.presets import PRESETS
from knowledge.importing.presets.markup import plain
from knowledge.importing.rows import conversation_id, post_id
from tests.knowledge.importing.conftest import Bring, Opened, Posts, Write
from tools.errors import UnknownName


def test_an_x_archive_comes_in(bring: Bring, write: Write, posts: Posts):
    tweet = {
        "id_str": "20",
        "id": "20",
        "created_at": "Tue Mar 21 20:50:14 +0000 2006",
        "full_text": "setting up &amp; going",
        "favorite_count": "7",
        "retweet_count": "2",
        "lang": "en",
        "in_reply_to_status_id_str": "19",
    }
    report = bring(write("window.YTD.tweets.part0 = " + json.dumps([{"tweet": tweet}])), constants={"author_id": "12"})
    assert report.preset == "x_archive"
    one = posts()["20"]
    assert (one["text"], one["likes"], one["shares"], one["platform"]) == ("setting up & going", 7, 2, "x")
    assert (one["reply_to"], one["thread_id"]) == (post_id("x", "19"), post_id("x", "19"))
    assert (one["author_id"], one["url"]) == ("12", "https://x.com/i/web/status/20")


def test_retweets_of_an_x_archive_are_left_out(bring: Bring, write: Write, posts: Posts):
    mine = {"id_str": "21", "created_at": "Tue Mar 21 20:50:14 +0000 2006", "full_text": "RT if you agree"}
    theirs = {**mine, "id_str": "22", "full_text": "RT @bob: a long post that is cut\u2026"}
    report = bring(write("window.YTD.tweets.part0 = " + json.dumps([{"tweet": mine}, {"tweet": theirs}])))
    assert (report.preset, report.added, report.rejected) == ("x_archive", 1, 0)
    assert list(posts()) == ["21"]


_REPLY = {
    "kind": "t1",
    "data": {
        "id": "c2",
        "name": "t1_c2",
        "author": "[deleted]",
        "body": "[removed]",
        "created_utc": 1_700_000_200.0,
        "link_id": "t3_p1",
        "parent_id": "t1_c1",
        "score": -3,
        "replies": "",
    },
}
_COMMENT = {
    "kind": "t1",
    "data": {
        "id": "c1",
        "name": "t1_c1",
        "author": "bob",
        "author_fullname": "t2_b",
        "body": "me too",
        "created_utc": 1_700_000_100.0,
        "link_id": "t3_p1",
        "parent_id": "t3_p1",
        "score": 4,
        "permalink": "/r/acme/comments/p1/x/c1/",
        "replies": {"kind": "Listing", "data": {"children": [_REPLY, {"kind": "more", "data": {"children": ["c9"]}}]}},
    },
}
_POST = {
    "kind": "t3",
    "data": {
        "id": "p1",
        "name": "t3_p1",
        "author": "ann",
        "author_fullname": "t2_a",
        "title": "Acme is down",
        "selftext": "Anyone else?",
        "created_utc": 1_700_000_000.0,
        "num_comments": 2,
        "score": 10,
        "subreddit": "acme",
    },
}


def test_a_reddit_thread_comes_in_with_its_replies(bring: Bring, write: Write, posts: Posts):
    page = [{"kind": "Listing", "data": {"children": [_POST]}}, {"kind": "Listing", "data": {"children": [_COMMENT]}}]
    report = bring(write(json.dumps(page)))
    assert (report.preset, report.added) == ("reddit", 3)
    root = post_id("reddit", "t3_p1")
    found = posts()
    assert found["t3_p1"]["text"] == "Acme is down\n\nAnyone else?"
    assert found["t3_p1"]["created_at"] == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert (found["t1_c1"]["reply_to"], found["t1_c1"]["author_id"]) == (root, "t2_b")
    assert found["t1_c2"]["reply_to"] == post_id("reddit", "t1_c1")
    assert (found["t1_c2"]["text"], found["t1_c2"]["author_id"]) == (None, None)
    assert {post["thread_id"] for post in found.values()} == {root}


def test_a_reddit_listing_and_a_dump_are_the_same_posts(bring: Bring, write: Write):
    bring(write({"kind": "Listing", "data": {"children": [_POST, _COMMENT]}}))
    flat = [{**_POST["data"], "name": None}, {**_COMMENT["data"], "subreddit": "acme", "name": None}]
    report = bring(write(flat, "dump.jsonl"))
    assert (report.preset, report.added, report.unchanged) == ("reddit", 0, 2)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("a &amp; b &lt;3", "a & b <3"),
        ("&amp;lt; is an entity", "&lt; is an entity"),
        ("raw: a & b, &lt;3", "raw: a & b, &lt;3"),
        ("raw: x > &amp;", "raw: x > &amp;"),
    ],
)
def test_reddit_texts_are_unescaped_unless_they_came_raw(
    bring: Bring, write: Write, posts: Posts, given: str, read: str
):
    comment = {"kind": "t1", "data": {**_COMMENT["data"], "body": given, "replies": ""}}
    bring(write({"kind": "Listing", "data": {"children": [comment]}}))
    assert posts()["t1_c1"]["text"] == read


def test_mastodon_statuses_come_in_without_boosts(bring: Bring, write: Write, posts: Posts, dataset: Opened):
    account = {"id": "7", "acct": "ann@example.org", "display_name": "Ann", "followers_count": 12}
    status = {
        "id": "101",
        "created_at": "2026-01-05T10:00:00.000Z",
        "in_reply_to_id": "100",
        "language": "en",
        "url": "https://example.org/@ann/101",
        "replies_count": 1,
        "reblogs_count": 2,
        "favourites_count": 3,
        "content": "<p>Love &amp; light<br>now</p><p>Bye</p>",
        "account": account,
        "reblog": None,
    }
    boost = {**status, "id": "102", "content": "", "reblog": status}
    report = bring(write(json.dumps([status, boost])))
    assert (report.preset, report.added) == ("mastodon", 1)
    one = posts()["101"]
    assert (one["text"], one["shares"], one["author_id"]) == ("Love & light\nnow\nBye", 2, "7")
    assert one["thread_id"] == post_id("mastodon", "100")
    assert dataset().tables()["authors"].to_pyarrow().to_pylist()[0]["followers"] == 12


def test_a_mastodon_outbox_comes_in(bring: Bring, write: Write, posts: Posts):
    note = {
        "id": "https://example.org/users/ann/statuses/1",
        "type": "Note",
        "published": "2026-01-05T10:00:00Z",
        "attributedTo": "https://example.org/users/ann",
        "inReplyTo": None,
        "content": "<p>hello</p>",
        "contentMap": {"de": "<p>hello</p>"},
        "url": "https://example.org/@ann/1",
    }
    create = {"type": "Create", "actor": note["attributedTo"], "published": note["published"], "object": note}
    announce = {**create, "type": "Announce", "object": "https://example.net/users/bob/statuses/9"}
    report = bring(write({"type": "OrderedCollection", "totalItems": 2, "orderedItems": [create, announce]}))
    assert (report.preset, report.added, report.rejected) == ("mastodon", 1, 0)
    one = posts()[note["id"]]
    assert (one["text"], one["lang"], one["author_id"]) == ("hello", "de", note["attributedTo"])


def test_a_bluesky_feed_comes_in(bring: Bring, write: Write, posts: Posts):
    root = "at://did:plc:a/app.bsky.feed.post/3a"
    post = {
        "uri": "at://did:plc:b/app.bsky.feed.post/3b",
        "cid": "bafy",
        "author": {"did": "did:plc:b", "handle": "bob.example", "displayName": "Bob"},
        "record": {
            "text": "agreed",
            "createdAt": "2026-01-05T10:00:00.000Z",
            "langs": ["en"],
            "reply": {"root": {"uri": root}, "parent": {"uri": root}},
        },
        "likeCount": 5,
        "repostCount": 1,
        "replyCount": 0,
        "indexedAt": "2026-01-05T10:00:01.000Z",
    }
    report = bring(write({"feed": [{"post": post}], "cursor": "x"}))
    assert (report.preset, report.added) == ("bluesky", 1)
    one = posts()[post["uri"]]
    assert (one["author_id"], one["likes"], one["lang"]) == ("did:plc:b", 5, "en")
    assert one["url"] == "https://bsky.app/profile/bob.example/post/3b"
    assert one["thread_id"] == one["reply_to"] == post_id("bluesky", root)
    again = bring(write({"posts": [post]}, "search.json"))
    assert (again.preset, again.unchanged) == ("bluesky", 1)


def test_zendesk_tickets_come_in_with_their_public_comments(bring: Bring, write: Write, posts: Posts):
    ticket = {
        "id": 35,
        "subject": "Help",
        "description": "It broke",
        "requester_id": 1,
        "status": "open",
        "created_at": "2026-01-05T10:00:00Z",
        "via": {"channel": "email"},
        "comments": [
            {"id": 901, "author_id": 1, "body": "It broke", "public": True, "created_at": "2026-01-05T10:00:00Z"},
            {"id": 902, "author_id": 8, "body": "note", "public": False, "created_at": "2026-01-05T10:01:00Z"},
            {"id": 903, "author_id": 8, "body": "Sorry!", "public": True, "created_at": "2026-01-05T10:02:00Z"},
        ],
    }
    bare = {**{key: value for key, value in ticket.items() if key != "comments"}, "id": 36}
    report = bring(write([ticket, bare]))
    assert (report.preset, report.added) == ("zendesk", 3)
    found = posts()
    assert [found[key]["is_own"] for key in ("901", "903")] == [False, True]
    assert found["903"]["thread_id"] == conversation_id("zendesk", "35")
    assert found["ticket-36"]["text"] == "Help\n\nIt broke"
    page = bring(write({"tickets": [bare], "end_time": 1, "count": 1}, "page.json"))
    assert (page.preset, page.unchanged) == ("zendesk", 1)


def test_a_zendesk_json_export_comes_in_with_its_requesters_and_without_deleted_tickets(
    bring: Bring, write: Write, posts: Posts
):
    ticket = {
        "id": 40,
        "subject": "Help",
        "description": "It broke",
        "requester": {"id": 1, "name": "Ann"},
        "status": "solved",
        "created_at": "2026-01-05T10:00:00Z",
        "comments": [
            {"id": 911, "author_id": 1, "plain_body": "It broke", "public": True, "created_at": "2026-01-05T10:00:00Z"},
            {"id": 912, "author_id": 8, "plain_body": "Sorry!", "public": True, "created_at": "2026-01-05T10:02:00Z"},
        ],
    }
    deleted = {**ticket, "id": 41, "status": "deleted", "comments": []}
    report = bring(write([ticket, deleted], "export.jsonl"))
    assert (report.preset, report.added, report.rejected) == ("zendesk", 2, 0)
    found = posts()
    assert [found[key]["is_own"] for key in ("911", "912")] == [False, True]


def test_tickets_share_their_threads_with_posts(bring: Bring, write: Write, dataset: Opened):
    row = {"id": 35, "created_at": "2026-01-05T10:00:00Z", "status": "open"}
    mapping = {"thread_id": "id", "opened_at": "created_at"}
    bring(write([row]), table="tickets", mapping=mapping, constants={"platform": "zendesk"})
    found = dataset().tables()["tickets"].to_pyarrow().to_pylist()
    assert found[0]["thread_id"] == conversation_id("zendesk", "35")


def test_intercom_conversations_come_in_without_notes(bring: Bring, write: Write, posts: Posts):
    def part(key: str, kind: str, author: str, body: str | None) -> dict[str, object]:
        return {
            "id": key,
            "part_type": kind,
            "body": body,
            "created_at": 1_700_000_100,
            "author": {"type": author, "id": author, "name": "Sam"},
        }

    parts = [
        part("11", "note", "admin", "<p>between us</p>"),
        part("12", "comment", "admin", "<p>Hello</p>"),
        part("13", "assignment", "admin", None),
        part("14", "close", "admin", "<p>Bye</p>"),
        part("15", "open", "lead", "<p>Wait</p>"),
        part("16", "comment", "bot", None),
        part("17", "comment", "stranger", "<p>Psst</p>"),
    ]
    talk = {
        "type": "conversation",
        "id": "77",
        "created_at": 1_700_000_000,
        "source": {
            "id": "10",
            "subject": "",
            "body": "<p>Hi</p>",
            "author": {"type": "user", "id": "u1", "name": "Ann"},
        },
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": parts},
    }
    report = bring(write({"type": "conversation.list", "conversations": [talk]}))
    found = posts()
    assert (report.preset, sorted(found)) == ("intercom", ["10", "12", "14", "15", "17"])
    assert (found["10"]["text"], found["10"]["is_own"]) == ("Hi", False)
    assert [found[key]["is_own"] for key in ("12", "14", "15", "17")] == [True, True, False, None]
    assert (found["14"]["text"], found["14"]["thread_id"]) == ("Bye", conversation_id("intercom", "77"))


def test_brandwatch_mentions_come_in_even_without_text(bring: Bring, write: Write, posts: Posts):
    mention = {
        "resourceId": "c54d",
        "queryId": 9,
        "queryName": "Acme",
        "date": "2019-09-01T23:57:38.000+0000",
        "pageType": "twitter",
        "author": None,
        "fullname": "ann (Ann)",
        "snippet": None,
        "language": "en",
        "country": "United Kingdom",
        "impressions": 48,
        "reachEstimate": 30,
        "facebookLikes": 0,
        "twitterRetweets": 4,
        "twitterAuthorId": "55",
        "url": "http://twitter.com/1/statuses/1168",
    }
    page = {**mention, "resourceId": "d1", "pageType": "facebook", "facebookLikes": 6, "snippet": "nice"}
    clip = {**mention, "resourceId": "e1", "pageType": None, "contentSource": "tiktok", "tiktokLikes": 8}
    report = bring(write({"results": [mention, page, clip], "resultsTotal": 3}))
    assert (report.preset, report.added) == ("brandwatch", 3)
    found = posts()
    assert (found["c54d"]["platform"], found["c54d"]["shares"], found["c54d"]["likes"]) == ("x", 4, None)
    assert (found["c54d"]["impressions"], found["c54d"]["region"]) == (48, "United Kingdom")
    assert (found["d1"]["likes"], found["d1"]["shares"], found["d1"]["text"]) == (6, None, "nice")
    assert (found["e1"]["platform"], found["e1"]["likes"], found["e1"]["shares"]) == ("tiktok", 8, None)


def test_sprout_messages_come_in(bring: Bring, write: Write, posts: Posts):
    message = {
        "guid": "twtr:1",
        "network": "TWITTER",
        "post_type": "TWEET",
        "created_time": "2026-01-05T10:00:00Z",
        "perma_link": "https://x.com/ann/status/1",
        "text": "hey",
        "from": {"guid": "twtr:55", "name": "Ann", "screen_name": "ann"},
        "metrics": {"likes": 3, "replies": 1, "shares_count": 2, "from.followers_count": 99},
    }
    report = bring(write({"data": [message], "paging": {}}))
    assert (report.preset, report.added, report.authors) == ("sprout", 1, 1)
    one = posts()["twtr:1"]
    assert (one["platform"], one["likes"], one["shares"], one["author_id"]) == ("x", 3, 2, "twtr:55")


def test_sprout_messages_tell_whose_they_are(bring: Bring, write: Write, posts: Posts):
    message = {
        "guid": "ig:1",
        "network": "INSTAGRAM",
        "post_type": "INSTAGRAM_MEDIA",
        "created_time": "2026-01-05T10:00:00Z",
        "perma_link": "https://www.instagram.com/p/1",
        "text": "ours",
        "language_code": "un",
        "profile_guid": "ig:9",
        "from": {"guid": "ig:9"},
        "metrics": {"lifetime.reactions": 4, "lifetime.impressions": 70, "lifetime.impressions_unique": 60},
    }
    theirs = {**message, "guid": "ig:2", "from": {"guid": "ig:8"}, "metrics": {"impressions": 1_000_000}}
    sent = {**theirs, "guid": "ig:3", "sent": True}
    alert = {**message, "guid": "ig:4", "post_type": "TWITTER_FOLLOWER_ALERT"}
    report = bring(write({"data": [message, theirs, sent, alert]}))
    found = posts()
    assert (report.preset, sorted(found)) == ("sprout", ["ig:1", "ig:2", "ig:3"])
    assert [found[key]["is_own"] for key in ("ig:1", "ig:2", "ig:3")] == [True, False, True]
    assert [found["ig:1"][name] for name in ("likes", "impressions", "reach")] == [4, 70, 60]
    assert found["ig:2"]["impressions"] is None  # potential ones


def test_talkwalker_documents_come_in_by_api_and_by_csv(bring: Bring, write: Write, posts: Posts):
    document = {
        "url": "http://www.reddit.com/r/acme/1",
        "published": 1_696_336_284_000,
        "content": "fine",
        "lang": "en",
        "source_type": ["MESSAGEBOARD", "MESSAGEBOARD_REDDIT"],
        "extra_author_attributes": {"id": "ex:1", "name": "ann"},
        "reach": 10,
        "engagement": 2,
    }
    report = bring(write({"status_code": "0", "result_content": {"data": [{"data": document}]}}))
    assert (report.preset, report.added) == ("talkwalker", 1)
    one = posts()[document["url"]]
    assert (one["platform"], one["author_id"], one["reach"]) == ("reddit", "ex:1", 10)
    lines = [
        {"chunk_type": "CT_CONTROL", "chunk_control": {}},
        {"chunk_type": "CT_RESULT", "chunk_result": {"data": {"data": document}}},
    ]
    assert bring(write(lines, "export.jsonl")).unchanged == 1
    header = "url,published,content,lang,source_type,extra_author_attributes.id,reach\n"
    row = "http://www.reddit.com/r/acme/1,1696336284000,fine,en,MESSAGEBOARD_REDDIT,ex:1,10\n"
    again = bring(write(header + row, "export.csv"))
    assert (again.preset, again.unchanged) == ("talkwalker", 1)


def test_talkwalker_documents_of_x_are_known_by_the_ids_of_x(bring: Bring, write: Write, posts: Posts):
    document = {
        "published": 1_696_336_284_000,
        "lang": "en",
        "source_type": ["SOCIALMEDIA", "SOCIALMEDIA_TWITTER"],
        "external_provider": "twitter",
        "external_id": "1075708479447412736",
        "external_author_id": "55",
    }
    report = bring(write({"result_content": {"data": [{"data": document}]}}))
    assert (report.preset, report.added) == ("talkwalker", 1)
    one = posts()["1075708479447412736"]
    assert (one["platform"], one["author_id"], one["text"]) == ("x", "55", None)
    assert one["post_id"] == post_id("x", "1075708479447412736")


def test_a_preset_that_is_not_there_is_told_with_those_that_are(bring: Bring, write: Write):
    with pytest.raises(UnknownName, match=r"no preset 'readit'. Did you mean 'reddit'"):
        bring(write([{"a": 1}]), preset="readit")


def test_every_preset_cites_where_its_shape_is_documented():
    for preset in PRESETS:
        assert preset.pages or preset.name == "generic", preset.name
        assert all(page.url.startswith("https://") for page in preset.pages), preset.name


def test_markup_becomes_text_and_scripts_vanish():
    assert plain("<p>a</p><p>b<br>c &lt;3</p><script>x()</script>") == "a\nb\nc <3"
    assert plain("<p> </p>") is None
    assert plain(None) is None
