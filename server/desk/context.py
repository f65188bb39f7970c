"""Context: what a reply answers: the post, its conversation, its writer, and whether the conversation moved on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from knowledge.dataset import Dataset, Post, open_dataset
from knowledge.home import Home
from knowledge.manifest import current_version
from server.desk.signing import canonical, sha256
from tools.base import Model
from tools.errors import BadRequest, NotFound, NotPermitted

if TYPE_CHECKING:
    import ibis.expr.types as ir

PURPOSE = "support"
_LONGEST_THREAD = 200
_MOST_REMEMBERED = 200


class Customer(Model):
    """What the tables hold on a post's writer, as far as support may use it."""

    author_id: str
    handle: str | None = None
    name: str | None = None
    followers: int | None = None
    customer_since: str | None = None
    company: str | None = None
    job_title: str | None = None
    opt_out: bool | None = None
    attributes: str | None = None


class Case(NamedTuple):
    """A message to answer, with all that is known around it. Texts are untrusted."""

    dataset: str
    dataset_version: str
    brand: str | None
    post: Post
    thread: tuple[Post, ...]
    customer: Customer | None
    read_as_distress: bool

    @property
    def theirs(self) -> tuple[Post, ...]:
        """What the post's writer wrote in the conversation, oldest first, the post itself included."""
        return tuple(post for post in self.thread if not post.is_own and post.author_id == self.post.author_id)

    @property
    def replied(self) -> bool:
        """Whether the brand has answered since the post."""
        return any(post.is_own and post.created_at > self.post.created_at for post in self.thread)

    @property
    def snapshot(self) -> str:
        """SHA-256 of what the writer and the brand have written; it changes when either writes again."""
        seen = (post for post in self.thread if post.is_own or post.author_id == self.post.author_id)
        return sha256(canonical({"posts": [[p.post_id, p.created_at.isoformat(), p.text] for p in seen]}).encode())

    @property
    def reach(self) -> int | None:
        """Followers of the writer, none where unknown."""
        return self.customer.followers if self.customer else None


def require_support(dataset: Dataset) -> None:
    """Refuse to answer people from data that were not collected for support."""
    purposes = dataset.manifest.facts.purposes
    if PURPOSE not in purposes:
        raise NotPermitted(
            f"Dataset {dataset.name!r} was collected for {', '.join(purposes)}, not for {PURPOSE}. If its people were "
            f"told so, add it: groundswell dataset {dataset.name} --purpose {','.join((*purposes, PURPOSE))}"
        )


class Look(NamedTuple):
    """A look at a conversation: the dataset version it was taken on, and its snapshot.

    No snapshot where the post is gone, or may no longer be answered.
    """

    version: str
    snapshot: str | None


class Cases(Protocol):
    """Where cases come from."""

    def open(self, dataset: str, post_id: str) -> Case:
        """Collect what is known around a post as of now; raises what `open_case` raises."""
        ...

    def look(self, dataset: str, post_id: str) -> Look:
        """Look at a conversation as it is now. Raises nothing: what is gone shows as no snapshot."""
        ...

    def version(self, dataset: str) -> str:
        """Return the dataset's version at this moment, cheaply; empty where it is gone."""
        ...


class DatasetCases:
    """Cases from published datasets. A version never changes, so what was read of one is read once."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._read: dict[tuple[str, str, str], Case] = {}

    def open(self, dataset: str, post_id: str) -> Case:
        """Collect what is known around a post from the dataset's current version."""
        opened = open_dataset(self._home, dataset)
        key = (dataset, opened.version, post_id)
        if key not in self._read:
            current = {one: case for one, case in self._read.items() if one[0] != dataset or one[1] == opened.version}
            self._read = dict([*current.items(), (key, open_case(opened, post_id))][-_MOST_REMEMBERED:])
        return self._read[key]

    def look(self, dataset: str, post_id: str) -> Look:
        """Look at a conversation in the dataset's current version."""
        before = self.version(dataset)
        try:
            case = self.open(dataset, post_id)
        except (NotFound, BadRequest, NotPermitted):
            return Look(before, None)
        return Look(case.dataset_version, case.snapshot)

    def version(self, dataset: str) -> str:
        """Read the current version's id: one small file."""
        try:
            return current_version(self._home.dataset(dataset))
        except NotFound:
            return ""


def open_case(dataset: Dataset, post_id: str) -> Case:
    """Collect what is known around a post.

    Raises NotFound where there is no such post, BadRequest for the brand's own posts and those without text or
    writer, NotPermitted where the dataset was not collected for support.
    """
    require_support(dataset)
    found = dataset.posts([post_id])
    if not found:
        raise NotFound(f"Dataset {dataset.name!r} has no post {post_id!r}. See: groundswell triage {dataset.name}")
    post = found[0]
    if post.is_own:
        raise BadRequest(f"Post {post_id!r} was written by the brand itself; there is nobody to reply to.")
    if not post.text or not post.text.strip() or not post.author_id:
        missing = "no author" if post.text and post.text.strip() else "no text"
        raise BadRequest(
            f"Post {post_id!r} came with {missing}, so nothing can be answered. Look at it where it was posted."
        )
    own = next((brand.name for brand in dataset.manifest.facts.brands if brand.is_own), None)
    return Case(
        dataset=dataset.name, dataset_version=dataset.version, brand=own, post=post, thread=_thread(dataset, post),
        customer=_customer(dataset, post.author_id), read_as_distress=_read_as_distress(dataset, post_id),
    )  # fmt: skip


def _thread(dataset: Dataset, post: Post) -> tuple[Post, ...]:
    posts = dataset.tables()["posts"]
    roots = {post.post_id, *filter(None, (post.thread_id, post.reply_to))}
    related = posts.thread_id.isin(roots) | posts.post_id.isin(roots) | posts.reply_to.isin({post.post_id})
    mine = related & ((posts.author_id == post.author_id) | posts.is_own.fill_null(False) | posts.post_id.isin(roots))
    ids = posts.filter(mine).order_by(posts.created_at.desc()).limit(_LONGEST_THREAD).post_id.to_pyarrow().to_pylist()
    found = dataset.posts([*ids, post.post_id])
    return tuple(sorted(found, key=lambda one: (one.created_at, one.post_id)))


def _customer(dataset: Dataset, author_id: str) -> Customer | None:
    row = _first(dataset, "authors", "author_id", author_id, Customer.model_fields)
    if row is None:
        return None
    since = row["customer_since"]
    return Customer.model_validate({**row, "customer_since": since.date().isoformat() if since else None})


def _read_as_distress(dataset: Dataset, post_id: str) -> bool:
    row = _first(dataset, "readings", "post_id", post_id, ("distress",))
    return bool(row and row["distress"])


def _first(dataset: Dataset, table: str, key: str, value: str, columns: Iterable[str]) -> dict[str, Any] | None:
    tables = dataset.tables()
    if table not in tables:
        return None
    found: ir.Table = tables[table]
    rows: list[dict[str, Any]] = found.filter(found[key] == value).select(*columns).limit(1).to_pyarrow().to_pylist()
    return rows[0] if rows else None


def declared(customer: Customer | None) -> tuple[str, ...]:
    """Return what the tables hold on a customer that a public reply must not repeat."""
    if customer is None:
        return ()
    values = [customer.company, customer.job_title, customer.name if " " in (customer.name or "").strip() else None]
    try:
        attributes = json.loads(customer.attributes or "{}")
    except ValueError:
        attributes = {}
    values += [str(value) for value in (attributes.values() if isinstance(attributes, dict) else ())]
    return tuple(value.strip() for value in values if value and len(value.strip()) >= 4)
