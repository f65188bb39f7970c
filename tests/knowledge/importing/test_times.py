"""Times: every form that exports use, as UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.times import Times, date_order
from knowledge.importing.values import BadValue

NOON = datetime(2011, 10, 18, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2011-10-18T12:30:00Z",
        "2011-10-18T12:30:00.000Z",
        "2011-10-18T14:30:00+02:00",
        "2011-10-18T14:30:00.000+0200",
        "2011-10-18 12:30",
        "2011-10-18 12:30:00 UTC",
        "2011-10-18 12:30:00 +0000",
        "20111018T123000",
        "2011/10/18 12:30",
        "Tue Oct 18 12:30:00 +0000 2011",
        "Tue, 18 Oct 2011 12:30:00 GMT",
        "Tue, 18 Oct 2011 14:30:00 +0200",
        "18 Oct 2011 12:30",
        "18-Oct-2011 12:30PM",
        "Oct 18, 2011 12:30 PM",
        "Oct 18, 2011, 12:30 PM",
        "10/18/2011 12:30",
        "18/10/2011 12:30:00",
        "18.10.2011 12:30",
        "10/18/2011 12:30 PM",
        "10/18/11 12:30 pm",
        "1318941000",
        1318941000,
        1318941000.0,
        Decimal("1318941000.0"),
        1318941000000,
        "1318941000000000",
        NOON,
        NOON.replace(tzinfo=None),
    ],
)
def test_one_moment_in_many_forms(value: object):
    assert Times(ZoneInfo("UTC")).read(value) == NOON


def test_times_without_zone_are_of_the_zone_given_and_counted():
    times = Times(ZoneInfo("America/New_York"))
    assert times.read("2011-10-18 08:30") == NOON
    assert times.read("2011-10-18T12:30:00Z") == NOON
    assert times.without_zone == 1


@pytest.mark.parametrize("value", ["yesterday", "32/13/2011", "2011-13-01", "12:30", "0", "9" * 30, True, "1969-07-20"])
def test_what_is_no_time_is_refused(value: object):
    with pytest.raises(BadValue):
        Times(ZoneInfo("UTC")).read(value)


@pytest.mark.parametrize("value", ["", None, "N/A"])
def test_no_time_is_none(value: object):
    assert Times(ZoneInfo("UTC")).read(value) is None


def test_dates_that_read_two_ways_are_refused_until_somebody_says():
    with pytest.raises(BadValue, match="--date-order"):
        Times(ZoneInfo("UTC")).read("03/04/2025")
    assert Times(ZoneInfo("UTC")).read("04/04/2025") == datetime(2025, 4, 4, tzinfo=UTC)
    assert Times(ZoneInfo("UTC"), order="dmy").read("03/04/2025") == datetime(2025, 4, 3, tzinfo=UTC)
    assert Times(ZoneInfo("UTC"), order="mdy").read("03/04/2025") == datetime(2025, 3, 4, tzinfo=UTC)


def test_other_dates_of_the_file_tell_which_part_is_the_day():
    assert date_order(["03/04/2025", "25/12/2025"]) == "dmy"
    assert date_order(["03/04/2025", "12/25/2025 10:00"]) == "mdy"
    assert date_order(["03/04/2025", None, 7]) is None


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2099, 1, 1)))
def test_iso_and_epoch_agree(moment: datetime):
    aware = moment.replace(tzinfo=UTC, microsecond=0)
    times = Times(ZoneInfo("UTC"))
    assert times.read(aware.isoformat()) == times.read(int(aware.timestamp())) == aware
    if aware > datetime(1973, 3, 4, tzinfo=UTC):  # earlier, milliseconds look like seconds
        assert times.read(str(int(aware.timestamp()) * 1000)) == aware


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2099, 1, 1)), st.integers(-12, 14))
def test_the_offset_written_does_not_change_the_moment(moment: datetime, hours: int):
    aware = moment.replace(tzinfo=UTC)
    shifted = aware + timedelta(hours=hours)
    written = shifted.replace(tzinfo=None).isoformat() + f"{'+' if hours >= 0 else '-'}{abs(hours):02}:00"
    assert Times(ZoneInfo("UTC")).read(written) == aware
