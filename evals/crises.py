"""Crises: how soon early warning sees planted crises, how severe it finds them, and how often it cries wolf.

    python -m evals.crises [--seeds 12] [--held-out] [--hours]

Development seeds count from 1, held-out ones from 1001: weights and thresholds were chosen on the former alone. The
talk is made up (`evals.outbursts`), so this says what the rules can do, not what real crises look like.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from statistics import median
from typing import NamedTuple

from evals.outbursts import ONSET_HOUR, START, Plan, tables
from tools.base import Query
from tools.inputs import Tables
from tools.listening.warning.course import Course, Moment, as_of, course, told
from tools.listening.warning.early_warning import severity_at
from tools.statistics.proportion import wilson

WARNING = 3
HELD_OUT = 1000
_HISTORY_DAYS = 14
"""Days of a calm series after which false alarms are counted."""


class Case(NamedTuple):
    """What is planted, days within which it should be seen, and the least severity it deserves; 0 where it is none."""

    name: str
    plan: Plan
    within_days: int
    deserved: int


CASES = (
    Case("outage, 3 days' complaints", Plan(shape="outage", size=3), 2, 3),
    Case("outage, 6 days' complaints", Plan(shape="outage", size=6), 2, 4),
    Case("outage, 12 days' complaints", Plan(shape="outage", size=12), 2, 5),
    Case("outage of a busy brand, 6", Plan(posts_a_day=400, shape="outage", size=6), 2, 4),
    Case("outage of a quiet brand, 6", Plan(posts_a_day=25, shape="outage", size=6), 2, 3),
    Case("slow privacy row, to 2 a day", Plan(days=63, onset=42, shape="row", size=2), 21, 3),
    Case("slow privacy row, to 4 a day", Plan(days=63, onset=42, shape="row", size=4), 21, 3),
    Case("one loud author, 12", Plan(shape="loud author", size=12), 3, 0),
    Case("bots that copy, 12", Plan(shape="bots", size=12), 3, 0),
    Case("bots that write anew, 12", Plan(shape="bots that write anew", size=12), 3, 0),
    Case("feast of praise", Plan(shape="feast"), 3, 0),
)
CALM = (Plan(posts_a_day=25), Plan(posts_a_day=60), Plan(posts_a_day=400))


class Seen(NamedTuple):
    """One planting: the highest severity in its days, and the days (and hours) until the first warning, if any."""

    severity: int
    days: int | None
    hours: int | None


class Calm(NamedTuple):
    """Days without a crisis, and how many warnings, and alarms of each severity, they had."""

    days: int
    severities: Counter[int]

    @property
    def warnings(self) -> int:
        """Days of a false warning."""
        return sum(count for severity, count in self.severities.items() if severity >= WARNING)


def planted(case: Case, seed: int, *, hours: bool) -> Seen:
    """Plant a case and judge each of its days by what lies before it."""
    held = tables(case.plan, seed)
    whole = judged_course(held, case.plan.days - 1)
    places = range(case.plan.onset, min(case.plan.onset + case.within_days, case.plan.days))
    severities = [severity_at(whole, place).severity for place in places]
    first = next((day for day, severity in enumerate(severities) if severity >= WARNING), None)
    to_first = hours and case.plan.shape == "outage" and first is not None
    return Seen(max(severities), first, _hours(held, case.plan) if to_first else None)


def calm(plan: Plan, seeds: Iterable[int]) -> Calm:
    """Judge every day from the third week on of talk without a crisis."""
    severities: Counter[int] = Counter()
    for seed in seeds:
        whole = judged_course(tables(plan, seed), plan.days - 1)
        severities.update(severity_at(whole, place).severity for place in range(_HISTORY_DAYS, plan.days))
    return Calm(severities.total(), severities)


def judged_course(held: Tables, day: int, hour: int = 23) -> Course:
    """Count talk up to an hour of a day of the series."""
    moment = Moment((START + timedelta(days=day)).date(), hour)
    return course(told(Query(dataset="made up"), as_of(held, moment), moment), moment)


def _hours(held: Tables, plan: Plan) -> int | None:
    """Return the hours from the onset to the end of the first hour that warns, on its day or the next morning."""
    for hour in range(ONSET_HOUR, 24 + ONSET_HOUR):
        whole = judged_course(held, plan.onset + hour // 24, hour % 24)
        if severity_at(whole, len(whole.days) - 1).severity >= WARNING:
            return hour - ONSET_HOUR + 1
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.crises", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=12, help="plantings of each case, and calm series of each size")
    parser.add_argument("--held-out", action="store_true", help="seeds that nothing was chosen on")
    parser.add_argument("--hours", action="store_true", help="count hours to the warning too, which takes longer")
    asked = parser.parse_args(arguments)
    first = 1 + (HELD_OUT if asked.held_out else 0)
    seeds = range(first, first + asked.seeds)
    found = [(case, [planted(case, seed, hours=asked.hours) for seed in seeds]) for case in CASES]
    sys.stdout.write(f"Seeds {seeds.start} to {seeds.stop - 1}.\n\n")
    sys.stdout.write(cases_to_markdown(found))
    sys.stdout.write("\n" + calm_to_markdown([(plan, calm(plan, seeds)) for plan in CALM]))
    return 0


def cases_to_markdown(found: Iterable[tuple[Case, Sequence[Seen]]]) -> str:
    """Write by case how many were warned of (with the 95 % Wilson interval), deserved severity, and time to warning."""
    head = ["case", "warned of", "as severe as deserved", "severities", "days to the warning", "hours"]
    return _table(head, (_row(case, seen) for case, seen in found))


def _row(case: Case, seen: Sequence[Seen]) -> Iterator[str]:
    counts = Counter(one.severity for one in seen)
    yield case.name + ("" if case.deserved else " (no crisis)")
    yield _rate(sum(one.severity >= WARNING for one in seen), len(seen))
    enough = sum(one.severity >= case.deserved for one in seen)
    yield f"{enough} of {len(seen)} ({case.deserved} or more)" if case.deserved else ""
    yield ", ".join(f"{severity}: {counts[severity]}" for severity in sorted(counts))
    yield _middling([one.days for one in seen]) if case.deserved else ""
    yield _middling([one.hours for one in seen])


def _middling(values: Sequence[int | None]) -> str:
    there = [value for value in values if value is not None]
    return f"{median(there):g} ({min(there)} to {max(there)})" if there else ""


def calm_to_markdown(found: Iterable[tuple[Plan, Calm]]) -> str:
    """Write false warnings a week (with the interval of their share of days), and days of each severity."""
    rows = (
        (
            f"{plan.posts_a_day} posts a day", f"{7 * one.warnings / one.days:.3f}", _rate(one.warnings, one.days),
            ", ".join(f"{severity}: {one.severities[severity]}" for severity in sorted(one.severities)),
        )
        for plan, one in found
    )  # fmt: skip
    return _table(["calm talk", "false warnings a week", "share of days", "severities"], rows)


def _table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [head, ["---"] * len(head), *map(list, rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _rate(count: int, n: int) -> str:
    low, high = wilson(count, n)
    return f"{count / n:.1%} ({low:.1%} to {high:.1%}, {count} of {n})"


if __name__ == "__main__":
    sys.exit(main())
