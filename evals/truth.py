"""Truth: what the sample launch planted, as the plain nested mapping that suites point into."""

from __future__ import annotations

from typing import Any

from server.runtime import Runtime


def sample_truth(runtime: Runtime) -> dict[str, Any]:
    """Import the sample launch if it is absent, and return its planted truth."""
    from knowledge.samples import generate
    from server.sample import SAMPLE, import_sample

    if SAMPLE not in runtime.home.names():
        import_sample(runtime)
    truth: dict[str, Any] = generate().truth.model_dump(mode="json")
    return truth
