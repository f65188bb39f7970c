"""URIs: the addresses of everything a client can read."""

from __future__ import annotations

from urllib.parse import quote

DATASETS = "groundswell://datasets"
DATASET = "groundswell://datasets/{dataset}"
SEGMENTS = "groundswell://datasets/{dataset}/segments"
POST = "groundswell://{dataset}/posts/{post_id}"
THREAD = "groundswell://{dataset}/threads/{thread_id}"
RESULT = "groundswell://results/{result_id}"
CHART = "groundswell://results/{result_id}/chart.png"
METHOD = "groundswell://methods/{name}"
PLAYBOOK = "groundswell://playbooks/{name}"


def dataset(name: str) -> str:
    """Return a dataset's address."""
    return f"{DATASETS}/{_part(name)}"


def segments(dataset: str) -> str:
    """Return the address of a dataset's registered segments."""
    return f"{DATASETS}/{_part(dataset)}/segments"


def post(dataset: str, post_id: str) -> str:
    """Return a post's address."""
    return f"groundswell://{_part(dataset)}/posts/{_part(post_id)}"


def thread(dataset: str, thread_id: str) -> str:
    """Return a thread's address."""
    return f"groundswell://{_part(dataset)}/threads/{_part(thread_id)}"


def result(result_id: str) -> str:
    """Return a result's address."""
    return f"groundswell://results/{_part(result_id)}"


def chart(result_id: str) -> str:
    """Return the address of a result's picture."""
    return f"{result(result_id)}/chart.png"


def method(name: str) -> str:
    """Return a method page's address."""
    return f"groundswell://methods/{_part(name)}"


def playbook(name: str) -> str:
    """Return a playbook's address."""
    return f"groundswell://playbooks/{_part(name)}"


def _part(text: str) -> str:
    return quote(text, safe="")
