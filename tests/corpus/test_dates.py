from datetime import UTC, date, datetime

import pytest

from dragoman.corpus.dates import parse_date

EIGHTH = date(2024, 2, 8)


@pytest.mark.parametrize(
    "written",
    [
        "2024-02-08",
        "2024-02-08T10:15:00Z",
        "2024-02-08 23:59:59+11:00",
        "2024/2/8",
        "2024.02.08",
        "20240208",
        "20240208T101500Z",
        "Thu, 08 Feb 2024 10:15:00 GMT",
        "February 8, 2024",
        "Feb. 8, 2024",
        "Feb 8 2024",
        "8 February 2024",
        "8th of February 2024",
        "08-Feb-2024",
        " 8-FEB-2024 04:58:41.12",
        "Thursday, February 8, 2024 10:00 EST",
        EIGHTH,
        datetime(2024, 2, 8, 23, 59, tzinfo=UTC),
        20240208,
        1707350400,
        1707350400000,
        "1707350400",
        1707350400.5,
    ],
)
def test_forms_that_are_understood(written: object) -> None:
    assert parse_date(written) == EIGHTH


@pytest.mark.parametrize(
    "written",
    [
        None, "", "  ", "unknown", "2024", "February 2024", "2024-02", "08/02/2024", "8-Feb-24", "02/08/24",
        "2024-13-40", "30 February 2024", "tomorrow", "Feb 8", 0, 2024, 12.5, float("nan"), float("inf"), True, [], {},
        "9" * 50, "20240299", "Mond 8, 2024",
    ],
)  # fmt: skip
def test_nothing_is_guessed(written: object) -> None:
    assert parse_date(written) is None


def test_day_and_month_by_what_is_possible_or_said() -> None:
    assert parse_date("25/12/2024") == date(2024, 12, 25)
    assert parse_date("12/25/2024") == date(2024, 12, 25)
    assert parse_date("04/04/2024") == date(2024, 4, 4)
    assert parse_date("03/04/2024", day_first=True) == date(2024, 4, 3)
    assert parse_date("03/04/2024", day_first=False) == date(2024, 3, 4)
    assert parse_date("25/12/2024", day_first=False) is None
