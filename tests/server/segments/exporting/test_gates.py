"""Gates: each rule refuses for its own reason, says what would lift it, and tells no small number."""

import re

import pytest

from server.segments.exporting.formats import LINKEDIN, META
from server.segments.exporting.gates import Considered, findings

FINE = Considered(
    segment="Readers", platform=META, purpose="advertising", segment_purpose="advertising", dataset="launch",
    dataset_purposes=("analytics", "advertising"), people=240, variants=2, smallest_part=20, overdue=0,
)  # fmt: skip


def _refused(seen: Considered) -> dict[str, str]:
    return {one.rule: str(one) for one in findings(seen) if not one.passed}


def test_an_export_that_keeps_every_rule_passes():
    assert _refused(FINE) == {}


@pytest.mark.parametrize(
    ("rule", "changed", "reason", "lift"),
    [
        ("purpose", {"dataset_purposes": ("analytics",)}, "collected for analytics", "--purpose analytics,advertising"),
        ("purpose", {"segment_purpose": "service"}, "approved for 'service'", "Register a version"),
        ("floor", {"people": 19, "variants": 1}, "Fewer than 20", "Widen the segment"),
        ("platform_minimum", {"platform": LINKEDIN}, "LinkedIn needs 300", "Widen the segment"),
        ("platform_maximum", {"platform": LINKEDIN, "people": 300_001}, "at most 300,000", "a part of it"),
        ("micro_targeting", {"variants": 3}, "3 messages", "fewer variants"),
        ("overlap", {"smallest_part": 7}, "fewer than 20 people", "wait until"),
        ("removals", {"overdue": 2}, "2 removal files for Meta", "segments removals launch"),
    ],
)
def test_every_rule_refuses_with_its_reason_and_what_lifts_it(
    rule: str, changed: dict[str, object], reason: str, lift: str
):
    found = _refused(FINE._replace(**changed))
    assert reason in found[rule]
    assert lift in found[rule]


def test_no_refusal_tells_how_few_they_are():
    found = _refused(FINE._replace(people=17, smallest_part=13))
    assert len(found) == 4
    assert not any(re.search(r"\b1[37]\b", text) for text in found.values())
