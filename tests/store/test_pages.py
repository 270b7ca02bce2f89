"""A page of the newest facts is the same whether days that can't be on it are left out or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dragoman.store import EventFilter, FactFilter, Store
from dragoman.store.queries import day_query
from samples import SETUP, Report, document, event

DAYS = (date(2031, 3, 1), None, date(2031, 3, 9), date(2031, 3, 9), date(2030, 1, 1), None, date(2031, 3, 4))
"""Published; events of reports without a day are undated and come last, and several may be of one day."""


def filled(reopen: Callable[..., Store]) -> None:
    """Two events to each report, one of them background."""
    with reopen() as store:
        run = store.begin_run(SETUP)
        for number, day in enumerate(DAYS):
            home = document(title=f"Report {number}", published=day)
            value = day.isoformat() if day and number % 2 == 0 else None
            found = tuple(event(home, plover=plover, on=value) for plover in ("REJECT", "CONSULT"))
            store.add(Report(home, found), run)


@pytest.mark.parametrize("wanted", [{}, {"types": ["REJECT"]}, {"since": date(2030, 6, 1)}])
def test_pages_together_are_the_whole_list(reopen: Callable[..., Store], wanted: dict[str, object]) -> None:
    """Page by page, of any size, the events come as they do without pages, undated ones too."""
    filled(reopen)
    with reopen(read_only=True) as store:
        whole = [row.event.id for row in store.events(EventFilter(**wanted))]  # type: ignore[arg-type]
        assert len(whole) >= 3
        for size in (1, 3, 50):
            pages = [
                [row.event.id for row in store.events(EventFilter(**wanted, limit=size, offset=start))]  # type: ignore[arg-type]
                for start in range(0, len(whole) + size, size)
            ]
            assert [key for page in pages for key in page] == whole
        facts = [row.fact.id for row in store.facts(FactFilter())]
        assert [row.fact.id for row in store.facts(FactFilter(limit=4, offset=2))] == facts[2:6]


def test_no_day_is_asked_for_where_it_would_not_help() -> None:
    """A list without an end, of one document, or of an actor is asked for at once."""
    assert day_query(EventFilter()) is None
    assert day_query(EventFilter(document="d", limit=5)) is None
    assert day_query(EventFilter(actor="VEL", limit=5)) is None
    assert day_query(FactFilter(ids=["a"], limit=5)) is None
    assert day_query(EventFilter(limit=5)) is not None
