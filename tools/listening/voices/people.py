"""People: who may be a voice at all: neither the brand itself nor a suspected bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.inputs import Tables
from tools.listening.voices.asked import VoicesQuery
from tools.suspicion import suspects

if TYPE_CHECKING:
    import ibis.expr.types as ir


def of_people(posts: ir.Table, query: VoicesQuery, tables: Tables) -> ir.Table:
    """Return the posts of people: without staff accounts, and without suspected bots unless these are asked for."""
    everywhere = tables["posts"]
    staff = everywhere.filter(everywhere.is_own.fill_null(False), everywhere.author_id.notnull()).author_id
    posts = posts.filter(posts.author_id.notnull(), ~posts.author_id.isin(staff).fill_null(False))
    if query.filter.suspected_bots == "only":
        return posts
    return posts.filter(~posts.author_id.isin(suspects(tables).author_id).fill_null(False))
