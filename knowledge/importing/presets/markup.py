"""Markup: the plain text of a post that a platform gives as HTML."""

from __future__ import annotations

import html
import re

_BREAKS = re.compile(r"<br\s*/?>|</p>\s*<p[^>]*>|</(?:p|div|li|h\d|blockquote)>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


def plain(markup: object) -> str | None:
    """Return HTML as text, a line a paragraph or break; none for what is no text."""
    if not isinstance(markup, str):
        return None
    text = _TAGS.sub("", _BREAKS.sub("\n", _HIDDEN.sub("", markup)))
    return html.unescape(text).replace("\xa0", " ").strip() or None
