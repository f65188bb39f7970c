"""State: a fingerprint of everything that asking must not change."""

from __future__ import annotations

import hashlib
import json

from server.runtime import Runtime

_GROWS = ("results",)
"""What asking may add to: the record of what was computed."""


def fingerprint(runtime: Runtime, dataset: str) -> dict[str, str]:
    """Return a digest of each table (drafts, approvals, outbox, reviewers, ledger), of the settings and of the data."""
    import server.desk.store  # noqa: F401 - its tables belong to the state
    from server.state import metadata

    found = {"settings": _digest(runtime.settings.model_dump(mode="json")), "data": runtime.dataset(dataset).version}
    found["facts"] = _digest(runtime.dataset(dataset).manifest.facts.model_dump(mode="json"))
    with runtime.state.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name not in _GROWS:
                found[table.name] = _digest([list(row) for row in connection.execute(table.select())])
    return found


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
