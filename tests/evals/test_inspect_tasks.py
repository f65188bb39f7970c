"""The inspect_ai adapter, where inspect_ai is installed: `pip install groundswell[inspect]`."""

import pytest

inspect_ai = pytest.importorskip("inspect_ai", reason="the extra `inspect` is not installed")


def test_a_suite_is_a_task_with_a_sample_a_case_and_a_scorer_for_each_of_ours() -> None:
    from evals.inspect_tasks import groundswell
    from evals.scorers import FURTHER, SCORERS
    from evals.suite import load_suite

    task = groundswell(suite="sample", via="agent")
    cases = load_suite("sample").cases
    assert [sample.id for sample in task.dataset] == [case.id for case in cases]
    assert len(task.scorer) == len(SCORERS) + len(FURTHER)
    follow_up = next(sample for sample in task.dataset if sample.id == "each-brand-reddit")
    assert follow_up.metadata["before"] == ["how do ppl feel about each brand"]
    refused = next(sample for sample in task.dataset if sample.id == "no-forecast")
    assert refused.target == "to be refused"
