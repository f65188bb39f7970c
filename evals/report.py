"""Reports: a suite's run as Markdown for people and JUnit for CI; JSON is the model itself."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from evals.runner import ASKING, TWIN, CaseReport, Report
from evals.scorers import SCORERS

_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Characters that XML 1.0 cannot hold; questions and quotes may."""


def to_markdown(report: Report) -> str:
    """Say how many passed, each scorer's mean with its standard error, and every case that failed with the reason."""
    lines = [
        f"# Suite {report.suite}: {report.passed} of {len(report.cases)} passed",
        "",
        f"Dataset version {report.dataset_version}, {report.model or 'no language model'}. {_split(report)}",
        "",
        "| score | mean | standard error | cases |",
        "|---|---|---|---|",
    ]
    for name in (*SCORERS, TWIN, ASKING):
        mean, error, n = report.mean(name)
        lines.append(f"| {name} | {mean:.3f} | {error:.3f} | {n} |" if n else f"| {name} | - | - | 0 |")
    latencies = sorted(case.latency_ms for case in report.cases)
    if latencies:
        median, high = latencies[len(latencies) // 2], latencies[int(0.95 * (len(latencies) - 1))]
        lines += ["", f"Answer time: median {median:,.0f} ms, 95th percentile {high:,.0f} ms."]
    failed = [case for case in report.cases if not case.passed]
    if failed:
        lines += ["", "## Failed", ""]
        for case in failed:
            lines += [f"- **{case.id}** {case.question!r}", f"  - said: {case.headline!r}", f"  - {_why(case)}"]
    return "\n".join(lines) + "\n"


def to_junit(report: Report) -> str:
    """Return the run as JUnit XML, a test case a question."""
    failures = len(report.cases) - report.passed
    root = Element("testsuite", name=report.suite, tests=str(len(report.cases)), failures=str(failures))
    for case in report.cases:
        node = SubElement(root, "testcase", classname=report.suite, name=case.id, time=f"{case.latency_ms / 1000:.3f}")
        if not case.passed:
            SubElement(node, "failure", message=case.question).text = _why(case)
    return _NOT_XML.sub("\ufffd", tostring(root, encoding="unicode"))


def _split(report: Report) -> str:
    refuse = [case for case in report.cases if case.refuse]
    answer = [case for case in report.cases if not case.refuse]
    return (
        f"To be answered: {sum(case.passed for case in answer)} of {len(answer)} passed; "
        f"to be refused: {sum(case.passed for case in refuse)} of {len(refuse)}."
    )


def _why(case: CaseReport) -> str:
    return "; ".join(f"{name} {score.value:.2f}: {score.why}" for name, score in case.scores.items() if score.why)
