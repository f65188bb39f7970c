"""Distress cases and their tally, with a detector that can be held in the head."""

import hashlib
from collections import Counter, defaultdict

import pytest
from pydantic import ValidationError

from evals.distress import ALL, DistressCase, distress_cases, tallies, to_markdown


def case(name: str, text: str, lang: str = "en", *, distress: bool = False, either: bool = False) -> DistressCase:
    return DistressCase(id=name, text=text, lang=lang, distress=distress, either=either, split="dev")


CASES = [
    case("a", "help me", distress=True),
    case("b", "aidez moi", "fr", distress=True),
    case("c", "please help", distress=True),
    case("d", "help pages are down"),
    case("e", "all fine"),
    case("f", "help, the menu again", either=True),
]


def test_recall_and_false_alarms_are_counted_by_language_and_either_kind_apart() -> None:
    everyone, english, french = tallies(CASES, lambda text: "help" in text)
    assert everyone == (ALL, 2, 3, 1, 2, 1, 1)
    assert english == ("en", 2, 2, 1, 2, 1, 1)
    assert french == ("fr", 0, 1, 0, 0, 0, 0)


def test_rates_are_written_with_their_interval_and_n() -> None:
    text = to_markdown(tallies(CASES, lambda text: "help" in text))
    assert "| all | 66.7% (20.8% to 93.9%, 2 of 3) | 50.0% (9.5% to 90.5%, 1 of 2) | 1 of 1 |" in text
    assert "| fr | 0.0% (0.0% to 79.3%, 0 of 1) | no case | 0 of 0 |" in text


def test_a_case_is_not_both_distress_and_either() -> None:
    with pytest.raises(ValidationError, match="both"):
        case("g", "help", distress=True, either=True)


def test_the_cases_are_as_many_as_said_and_halved() -> None:
    cases = distress_cases()
    assert len({case.id for case in cases}) == len({case.text for case in cases}) == len(cases) == 350
    kinds = Counter((case.distress, case.either, case.split) for case in cases)
    assert kinds == {
        (True, False, "dev"): 80, (True, False, "frozen"): 80, (False, False, "dev"): 80, (False, False, "frozen"): 80,
        (False, True, "dev"): 15, (False, True, "frozen"): 15,
    }  # fmt: skip
    assert {case.lang for case in cases} == {"en", "es", "de", "fr", "pt", "it", "nl"}


def test_the_split_goes_by_the_hash_of_the_id() -> None:
    kinds: dict[tuple[str, bool, bool], list[DistressCase]] = defaultdict(list)
    for each in distress_cases():
        kinds[each.lang, each.distress, each.either].append(each)
    for cases in kinds.values():
        ordered = sorted(cases, key=lambda case: hashlib.sha256(case.id.encode()).hexdigest())
        splits = [case.split for case in ordered]
        assert splits == sorted(splits)  # dev first, then frozen
        assert abs(splits.count("dev") - splits.count("frozen")) <= 1
