"""Customers: public customer data as tables that can be imported, to see what segments of real people look like.

python -m evals.customers telco FOLDER OUT    customers of a telephone company, with services and who left
python -m evals.customers cdnow FOLDER OUT    buyers of a music shop, 18 months of orders

FOLDER holds Telco-Customer-Churn.csv or CDNOW_master.txt; OUT receives authors.csv, events.csv and outcomes.csv, each
to be imported as the table of that name. What comes of it is in docs/segments.md; the data themselves stay outside.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

SNAPSHOT = date(2026, 6, 30)
"""The telephone company's data name no day; its customers are put before this one."""
_MONTHS, _MONTH_DAYS = 12, 30

SERVICES: Mapping[str, tuple[str, str]] = {
    "PhoneService": ("Yes", "phone"),
    "MultipleLines": ("Yes", "more lines"),
    "OnlineSecurity": ("Yes", "security"),
    "OnlineBackup": ("Yes", "backup"),
    "DeviceProtection": ("Yes", "device protection"),
    "TechSupport": ("Yes", "tech support"),
    "StreamingTV": ("Yes", "streaming tv"),
    "StreamingMovies": ("Yes", "streaming films"),
}
"""Columns, the value that says that a customer has it, and what it is called here."""
_NET = {"DSL": "dsl", "Fiber optic": "fibre"}

Row = dict[str, object]


class Tables(NamedTuple):
    """Rows of the tables that are imported."""

    authors: list[Row]
    events: list[Row]
    outcomes: list[Row]


def telco(rows: Iterable[Mapping[str, str]]) -> Tables:
    """Turn a snapshot of customers into tables: each service is a line of each monthly bill of the last year.

    That a service was held for as long as the customer was there, a year at most, is our assumption: the data say who
    has it now. Whoever left did so on the last day. Raises KeyError where a column lacks.
    """
    tables = Tables([], [], [])
    for row in rows:
        months = int(row["tenure"])
        who, since = row["customerID"], SNAPSHOT - timedelta(days=_MONTH_DAYS * months)
        declared = {"gender": row["gender"], "senior_citizen": row["SeniorCitizen"] == "1", "contract": row["Contract"]}
        tables.authors.append({"author_id": who, "customer_since": since, "attributes": json.dumps(declared)})
        has = [name for column, (value, name) in SERVICES.items() if row[column] == value]
        has += [_NET[row["InternetService"]]] if row["InternetService"] in _NET else []
        for month in range(min(max(months, 1), _MONTHS)):
            day = SNAPSHOT - timedelta(days=_MONTH_DAYS * month)
            tables.events.extend({"user_id": who, "at": day, "kind": "use", "object": name} for name in has)
            bill = {"user_id": who, "at": day, "kind": "purchased", "value": row["MonthlyCharges"]}
            tables.outcomes.append(bill)
        if row["Churn"] == "Yes":
            tables.outcomes.append({"user_id": who, "at": SNAPSHOT, "kind": "churned", "value": None})
    return tables


def cdnow(lines: Iterable[str]) -> Tables:
    """Turn lines of `customer yyyymmdd discs dollars` into orders, one a day; a header and orders of nothing are left.

    Raises ValueError for a line of other columns.
    """
    orders: dict[tuple[str, date], float] = {}
    for line in lines:
        who, day, _, dollars = line.split()
        if day.isdigit() and float(dollars) > 0:
            key = f"buyer_{who}", date(int(day[:4]), int(day[4:6]), int(day[6:]))
            orders[key] = orders.get(key, 0.0) + float(dollars)
    tables = Tables([], [], [])
    for (who, at), dollars_a_day in sorted(orders.items()):
        if not tables.authors or tables.authors[-1]["author_id"] != who:
            tables.authors.append({"author_id": who, "customer_since": at, "attributes": None})
        value = round(dollars_a_day, 2)
        tables.outcomes.append({"user_id": who, "at": at, "kind": "purchased", "value": value})
    return tables


def written(tables: Tables, folder: Path) -> Iterator[Path]:
    """Write the tables that have rows as CSV files into a folder, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables._asdict().items():
        if not rows:
            continue
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        yield path


def _telco(folder: Path) -> Tables:
    with (folder / "Telco-Customer-Churn.csv").open(encoding="utf-8", newline="") as file:
        return telco(csv.DictReader(file))


def _cdnow(folder: Path) -> Tables:
    with (folder / "CDNOW_master.txt").open(encoding="utf-8") as file:
        return cdnow(file)


READ: Mapping[str, Callable[[Path], Tables]] = {"telco": _telco, "cdnow": _cdnow}


def main(arguments: list[str]) -> int:
    """Write the tables of one data set; return the exit code."""
    if len(arguments) != 3 or arguments[0] not in READ:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    name, folder, out = arguments
    for path in written(READ[name](Path(folder)), Path(out)):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
