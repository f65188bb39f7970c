"""Reports: a suite's run as Markdown for people and JUnit for CI; JSON is the model itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from evals.runner import ASKING, PASS_MARK, TWIN, CaseReport, Report
from evals.scorers import SCORERS
from evals.table import to_lines

_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Characters that XML 1.0 cannot hold; questions and quotes may."""


def to_markdown(report: Report) -> str:
    """Say how many passed, the table, each scorer's mean with its standard error, and every case that failed and why.

    Of cases that are held out only the id and the scores are told, so that nobody mends by them.
    """
    held = [case for case in report.cases if case.held_out]
    lines = [
        f"# Suite {report.suite}: {report.passed} of {len(report.cases)} passed",
        "",
        f"Dataset version {report.dataset_version}, {report.model or 'no language model'}. {_split(report.cases)}",
        *([f"Held out, {len(held)} of them: {_split(held)}"] if held else []),
        "",
        *to_lines(_parts(report.cases, held)),
        "",
        "| score | mean | standard error | cases |",
        "|---|---|---|---|",
    ]
    for name in (*SCORERS, TWIN, ASKING):
        mean, error, n = report.mean(name)
        lines.append(f"| {name} | {mean:.3f} | {error:.3f} | {n} |" if n else f"| {name} | - | - | 0 |")
    failed = [case for case in report.cases if not case.passed]
    return "\n".join([*lines, *_by_kind(report.cases), *_failures(failed), *_remarks(report.cases)]) + "\n"


def _parts(cases: Sequence[CaseReport], held: Sequence[CaseReport]) -> dict[str, Sequence[CaseReport]]:
    if not held:
        return {"all": cases}
    return {"all": cases, "to develop by": [case for case in cases if not case.held_out], "held out": held}


def _by_kind(cases: Sequence[CaseReport]) -> Iterator[str]:
    kinds = dict.fromkeys(case.kind for case in cases)
    if len(kinds) > 1:
        yield from ("", "| kind | passed | of |", "|---|---|---|")
        for kind in kinds:
            of = [case for case in cases if case.kind == kind]
            yield f"| {kind} | {sum(case.passed for case in of)} | {len(of)} |"


def _failures(failed: Sequence[CaseReport]) -> Iterator[str]:
    if failed:
        yield from ("", "## Failed", "")
    for case in failed:
        if case.held_out:
            lacking = (name for name, score in case.scores.items() if score.value < PASS_MARK)
            yield f"- **{case.id}** (held out): {', '.join(lacking)}"
        else:
            yield from (f"- **{case.id}** {case.question!r}", f"  - said: {case.headline!r}", f"  - {_why(case)}")


def _remarks(cases: Sequence[CaseReport]) -> Iterator[str]:
    """Say what the scorers found amiss in cases that pass."""
    found = [
        f"- {case.id}: {name} {score.value:.2f}: {score.why}"
        for case in cases
        if case.passed and not case.held_out
        for name, score in case.further.items()
        if score.value < PASS_MARK
    ]
    if found:
        yield from ("", "## Remarked, failing nothing", "", *found)


def to_junit(report: Report) -> str:
    """Return the run as JUnit XML, a test case a question."""
    failures = len(report.cases) - report.passed
    root = Element("testsuite", name=report.suite, tests=str(len(report.cases)), failures=str(failures))
    for case in report.cases:
        node = SubElement(root, "testcase", classname=report.suite, name=case.id, time=f"{case.latency_ms / 1000:.3f}")
        if not case.passed:
            SubElement(node, "failure", message=case.question).text = _why(case)
    return _NOT_XML.sub("\ufffd", tostring(root, encoding="unicode"))


def _split(cases: Sequence[CaseReport]) -> str:
    refuse = [case for case in cases if case.refuse]
    answer = [case for case in cases if not case.refuse]
    return (
        f"To be answered: {sum(case.passed for case in answer)} of {len(answer)} passed; "
        f"to be refused: {sum(case.passed for case in refuse)} of {len(refuse)}."
    )


def _why(case: CaseReport) -> str:
    return "; ".join(f"{name} {score.value:.2f}: {score.why}" for name, score in case.scores.items() if score.why)
