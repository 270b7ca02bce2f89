"""Events that the tool itself coded, as rows of dyads: who acts for whom, once a day, in both directions or one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.dyads import OWN_DATASET, DyadQuery, Member, Period, Side, Way
from dragoman.model.facts import Event, Factuality
from dragoman.model.text import Document
from dragoman.store import open_events, open_store
from samples import COUNCIL, KESTRIA, MINISTER, SETUP, VELMORA, Report, document, event

ENVOY = ActorRef(id="una-sorel", name="Una Sorel", kind=ActorKind.PERSON, sector="IGO", affiliation="Meridian Council")
DEPUTY = ActorRef(id="sen-avar", name="Sen Avar", kind=ActorKind.PERSON, country="VEL", sector="LEG", affiliation="VEL")


def side(key: str) -> Side:
    return Side(id=key, name=key, members=(Member(side=key),))


def stored(path: Path, *reports: tuple[Document, tuple[Event, ...]]) -> Path:
    with open_store(path) as store:
        run = store.begin_run(SETUP)
        for home, events in reports:
            store.add(Report(home, events), run)
    return path


def counted(
    path: Path, first: str = "VEL", second: str = "KES", **more: object
) -> dict[tuple[str, str], tuple[int, int]]:
    """Events and mentions by way and month."""
    query = DyadQuery(first=side(first), second=side(second), **more)  # type: ignore[arg-type]
    with open_events(path) as table:
        rows = table.counts(query).iter_rows(named=True)
        return {(row["way"], f"{row['period']:%Y-%m}"): (row["events"], row["mentions"]) for row in rows}


def news(number: int) -> Document:
    return document(f"Report {number} of the day says what the sides did.", title=f"Report {number}")


def test_two_reports_of_one_day_are_one_event_and_two_mentions(tmp_path: Path) -> None:
    one, two, later = news(1), news(2), news(3)
    path = stored(
        tmp_path / "a.duckdb",
        (one, (event(one, on="2031-03-11"),)),
        (two, (event(two, on="2031-03-11"),)),
        (later, (event(later, on="2031-03-12"),)),
    )
    assert counted(path) == {("forward", "2031-03"): (2, 3), ("both", "2031-03"): (2, 3)}


def test_who_acts_for_a_state_counts_for_it_and_a_deputy_does_not(tmp_path: Path) -> None:
    home = news(1)
    path = stored(
        tmp_path / "a.duckdb",
        (home, (event(home, sources=(MINISTER,), on="2031-03-11"), event(home, sources=(DEPUTY,), on="2031-03-12"))),
    )
    assert counted(path)["forward", "2031-03"] == (1, 1)
    assert counted(path, "sen-avar")["forward", "2031-03"] == (1, 1)


def test_several_actors_of_one_side_are_one_event_and_one_mention(tmp_path: Path) -> None:
    home = news(1)
    path = stored(tmp_path / "a.duckdb", (home, (event(home, sources=(VELMORA, MINISTER), on="2031-03-11"),)))
    assert counted(path) == {("forward", "2031-03"): (1, 1), ("both", "2031-03"): (1, 1)}


def test_who_speaks_for_an_organisation_counts_for_it(tmp_path: Path) -> None:
    home = news(1)
    acts = (event(home, sources=(COUNCIL,), on="2031-03-11"), event(home, sources=(ENVOY,), on="2031-03-12"))
    path = stored(tmp_path / "a.duckdb", (home, acts))
    assert counted(path, "meridian-council")["forward", "2031-03"] == (2, 2)


@pytest.mark.parametrize("turned", [False, True])
def test_what_both_do_counts_in_each_direction_and_once_in_both(tmp_path: Path, turned: bool) -> None:
    home = news(1)
    sides = (KESTRIA, VELMORA) if turned else (VELMORA, KESTRIA)
    talks = event(home, sources=sides, targets=sides, plover="CONSULT", on="2031-03-11", symmetric=True)
    path = stored(tmp_path / "a.duckdb", (home, (talks,)))
    assert counted(path) == {(str(way), "2031-03"): (1, 1) for way in Way}


def test_two_reports_name_the_two_in_either_order(tmp_path: Path) -> None:
    one, two = news(1), news(2)
    there, back = (VELMORA,), (KESTRIA,)
    path = stored(
        tmp_path / "a.duckdb",
        (one, (event(one, sources=there, targets=back, plover="CONSULT", on="2031-03-11", symmetric=True),)),
        (two, (event(two, sources=back, targets=there, plover="CONSULT", on="2031-03-11", symmetric=True),)),
    )
    assert counted(path) == {(str(way), "2031-03"): (1, 2) for way in Way}


@pytest.mark.parametrize(
    "factuality", [Factuality.PLANNED, Factuality.NEGATED, Factuality.HYPOTHETICAL, Factuality.DENIED]
)
def test_what_did_not_happen_is_left_out_unless_asked_for(tmp_path: Path, factuality: Factuality) -> None:
    home = news(1)
    path = stored(tmp_path / "a.duckdb", (home, (event(home, factuality=factuality, on="2031-03-11"),)))
    assert counted(path) == {}
    assert counted(path, include=frozenset({str(factuality)}))["forward", "2031-03"] == (1, 1)


def test_recalled_events_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    home = news(1)
    path = stored(tmp_path / "a.duckdb", (home, (event(home, background=True, on="2030-03-11"),)))
    assert counted(path) == {}
    assert counted(path, include=frozenset({"background"}))["forward", "2030-03"] == (1, 1)


def test_asserted_and_alleged_mentions_are_counted_apart(tmp_path: Path) -> None:
    one, two = news(1), news(2)
    path = stored(
        tmp_path / "a.duckdb",
        (one, (event(one, on="2031-03-11"),)),
        (two, (event(two, on="2031-03-11", factuality=Factuality.ALLEGED),)),
    )
    with open_events(path) as table:
        row = table.counts(DyadQuery(first=side("VEL"), second=side("KES"))).filter(way="both").row(0, named=True)
    assert (row["events"], row["asserted"], row["reported"], row["alleged"]) == (1, 1, 0, 1)


def test_a_date_known_to_the_month_is_in_a_month_and_in_no_day(tmp_path: Path) -> None:
    home = news(1)
    path = stored(tmp_path / "a.duckdb", (home, (event(home, on="2031-03"), event(home, plover="ASSAULT"))))
    assert counted(path)["forward", "2031-03"] == (1, 1)
    assert counted(path, period=Period.DAY) == {}
    with open_events(path) as table:
        undated = [
            table.undated(DyadQuery(first=side("VEL"), second=side("KES"), period=period))
            for period in (Period.MONTH, Period.DAY)
        ]
    assert undated == [1, 2]


def test_a_line_has_the_sentence_and_where_it_is_from(tmp_path: Path) -> None:
    home = news(7)
    coded = event(home, on="2031-03-11")
    path = stored(tmp_path / "a.duckdb", (home, (coded,)))
    with open_events(path) as table:
        (line,) = table.lines(DyadQuery(first=side("VEL"), second=side("KES")), date(2031, 3, 1), date(2031, 3, 31))
    span = coded.evidence[0]
    assert (line.id, line.dataset, line.text) == (coded.id, OWN_DATASET, home.text[span.start : span.end])
    assert (line.publisher, line.url, line.factuality) == (home.publisher, home.url, Factuality.ASSERTED)


def test_an_event_without_a_target_is_in_the_rows_and_in_no_dyad(tmp_path: Path) -> None:
    home = news(1)
    path = stored(tmp_path / "a.duckdb", (home, (event(home, targets=(), on="2031-03-11"),)))
    with open_events(path) as table:
        assert table.datasets() == {OWN_DATASET: 1}
        assert table.pairs().height == 0
