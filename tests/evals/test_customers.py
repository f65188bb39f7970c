"""Public customer data as tables, on rows made up by hand."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from evals.customers import SERVICES, cdnow, main, telco, written
from tools.tables import TABLES

_NONE = {"gender": "Female", "SeniorCitizen": "1", "Contract": "One year", "InternetService": "No", "Churn": "No"}


def customer(who: str, months: int, **has: str) -> dict[str, str]:
    plain = dict.fromkeys(SERVICES, "No") | _NONE
    return plain | {"customerID": who, "tenure": str(months), "MonthlyCharges": "20.5"} | has


def test_each_service_is_a_line_of_each_bill_of_the_last_year_at_most():
    made = telco(
        [customer("a", 2, PhoneService="Yes", InternetService="Fiber optic"), customer("b", 50, TechSupport="Yes")]
    )
    assert [(row["at"], row["object"]) for row in made.events[:4]] == [
        (date(2026, 6, 30), "phone"),
        (date(2026, 6, 30), "fibre"),
        (date(2026, 5, 31), "phone"),
        (date(2026, 5, 31), "fibre"),
    ]
    assert sum(row["user_id"] == "b" for row in made.events) == 12
    assert {row["value"] for row in made.outcomes} == {"20.5"}
    assert made.authors[0]["customer_since"] == date(2026, 5, 1)
    assert json.loads(str(made.authors[0]["attributes"])) == {
        "gender": "Female",
        "senior_citizen": True,
        "contract": "One year",
    }


def test_who_left_did_so_on_the_last_day_and_a_new_customer_has_one_bill():
    made = telco([customer("a", 0, Churn="Yes", PhoneService="Yes")])
    assert [(row["kind"], row["at"]) for row in made.outcomes] == [
        ("purchased", date(2026, 6, 30)),
        ("churned", date(2026, 6, 30)),
    ]
    assert len(made.events) == 1


def test_orders_of_a_day_are_one_and_those_of_nothing_none():
    made = cdnow(
        [
            " customer_id  date number_of_cds  dollar_value",
            " 00002 19970112  1   12.00",
            " 00002 19970112  5   77.00",
            " 00001 19970101  1   11.77",
            " 00003 19970102  1   0.00",
        ]
    )
    assert [row["author_id"] for row in made.authors] == ["buyer_00001", "buyer_00002"]
    assert [(row["at"], row["value"]) for row in made.outcomes] == [
        (date(1997, 1, 1), 11.77),
        (date(1997, 1, 12), 89.0),
    ]
    assert made.events == []
    with pytest.raises(ValueError, match="not enough values"):
        cdnow(["00001 19970101"])


def test_files_have_the_columns_of_our_tables(tmp_path: Path):
    for path in written(telco([customer("a", 2, PhoneService="Yes")]), tmp_path):
        with path.open(encoding="utf-8", newline="") as file:
            assert set(csv.DictReader(file).fieldnames or ()) <= set(TABLES[path.stem].columns)


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]):
    assert main(["nonsense"]) == 2
    assert "python -m evals.customers telco FOLDER OUT" in capsys.readouterr().err
