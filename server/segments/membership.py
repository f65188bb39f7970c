"""Membership: whether a segment has the same members again, and how many may be told of, without naming one."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from server.segments.store import keys
from tools.errors import BadRequest, NotPermitted
from tools.segmentation.disclosure import FLOOR, Counter, told

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from server.segments.model import Content, Registered
    from tools.segmentation.segmented import Segmented


class Size(NamedTuple):
    """How many people a segment has, and of how many, both rounded at random to a multiple of five."""

    people: int
    of: int


def released_size(found: Segmented, segment: int) -> Size:
    """Return a segment's size as it may be told of.

    Raises BadRequest for a number that the segmentation does not have, NotPermitted where the segment, or one
    beside it that it would give away, is under the floor.
    """
    if found.k < 2:
        raise BadRequest(
            "The data show no groups, so there is no segment to register. Ask for a longer period, other features or a "
            "fixed number of groups (--k)."
        )
    if not 1 <= segment <= found.k:
        raise BadRequest(f"There is no segment {segment}: this segmentation has 1 to {found.k}.")
    people = size_if_told(found, segment)
    if people is None:
        raise NotPermitted(
            f"Segment {segment} has fewer than {FLOOR} people, or telling of it would give away one that has. Ask for "
            "fewer groups (--k), or register a larger segment."
        )
    return Size(people, Counter(found.matrix.people).n)


def size_if_told(found: Segmented, segment: int) -> int | None:
    """Return a segment's rounded size; none where it is under the floor, gives one away that is, or is not there."""
    counter = Counter(found.matrix.people, found.placing.segment)
    cells = {str(number): counter.count(found.members(number)) for number in range(found.k + 1)}
    return told({name: n for name, n in cells.items() if n or name != "0"}).get(str(segment))


def is_same(connection: Connection, registered: Registered, found: Segmented) -> bool:
    """Whether a segmentation gives a registered segment the very members that it was registered with.

    False too where erasing has destroyed what would tell.
    """
    return is_same_version(connection, registered.id, registered.version, registered.content, found)


def is_same_version(connection: Connection, segment_id: str, version: int, content: Content, found: Segmented) -> bool:
    """Do the same for any version of a segment."""
    key = key_of(connection, segment_id, version)
    if key is None or content.segment > found.k:
        return False
    return hmac.compare_digest(digest(found, content.segment, key), content.membership)


def key_of(connection: Connection, segment_id: str, version: int) -> str | None:
    """Return the key of a version's membership digest; none once erasing destroyed it."""
    mine = (keys.c.segment_id == segment_id) & (keys.c.version == version)
    return connection.execute(select(keys.c.key).where(mine)).scalar()


def digest(found: Segmented, segment: int, key: str) -> str:
    """HMAC-SHA-256, in hex, of the sorted ids of a segment's members: equal only for the very same members."""
    chosen = found.members(segment)
    ids = sorted(person for person, is_in in zip(found.matrix.people, chosen, strict=True) if is_in)
    return hmac.new(bytes.fromhex(key), json.dumps(ids).encode(), hashlib.sha256).hexdigest()
