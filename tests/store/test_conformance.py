"""What every store must do; ``reopen`` (see conftest) opens the backend under test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dragoman.model.facts import Factuality
from dragoman.model.text import DocumentError
from dragoman.store import Added, EventFilter, FactFilter, Pair, Store, StoreError, UnknownIdError
from kinds import news, one_of_each
from samples import COUNCIL, KESTRIA, MINISTER, SETUP, VELMORA, Report, document, event, full_event

Opener = Callable[..., Store]
OTHER = replace(SETUP, actors="tables 1")


def _filled(store: Store) -> list[Report]:
    """Three documents of different days, with events of all kinds."""
    first = document("Velmora met Kestria.", title="One", published=date(2031, 3, 1))
    second = document("Kestria attacked Velmora.", title="Two", published=date(2031, 3, 9))
    undated = document("The Meridian Council met.", title="Three", published=None)
    reports = [
        Report(
            first,
            (
                event(first, plover="CONSULT", symmetric=True, on="2031-03-01"),
                event(first, sources=(MINISTER,), on="2031-02", factuality=Factuality.ALLEGED, background=True),
            ),
        ),
        Report(second, (event(second, sources=(KESTRIA,), targets=(VELMORA,), plover="ASSAULT", on="2031-03-08"),)),
        Report(undated, (event(undated, sources=(COUNCIL,), targets=(), plover="CONSULT"),)),
    ]
    run = store.begin_run(SETUP)
    for report in reports:
        store.add(report, run)
    return reports


def _found(store: Store, **wanted: object) -> list[tuple[str, str]]:
    return [(row.event.sources[0].id, row.event.plover) for row in store.events(EventFilter(**wanted))]  # type: ignore[arg-type]


def test_an_event_comes_out_as_it_went_in(reopen: Opener) -> None:
    home = document()
    given = full_event(home)
    with reopen() as store:
        run = store.begin_run(SETUP, ["read", "a b.txt"])
        assert store.add(Report(home, (given,)), run) is Added.NEW
    with reopen(read_only=True) as store:
        (row,) = store.events()
        assert row.event == given
        assert row.document == home
        assert store.document(home.id) == home
        (kept,) = store.runs()
        assert (row.run, kept.id, kept.setup, kept.arguments) == (1, 1, SETUP, ("read", "a b.txt"))


def test_reading_the_same_document_twice_adds_nothing(reopen: Opener) -> None:
    home = document()
    report = Report(home, (full_event(home), event(home)))
    with reopen() as store:
        run = store.begin_run(SETUP)
        assert store.add(report, run) is Added.NEW
        assert store.add(report, run) is Added.KNOWN
    with reopen() as store:
        assert store.is_coded(home.id, SETUP)
        assert store.add(report, store.begin_run(SETUP)) is Added.KNOWN
        totals = store.totals()
        assert (totals.documents, totals.events) == (1, 2)
        assert [row.run for row in store.events()] == [1, 1]


def test_another_setup_replaces_the_coding_and_keeps_who_saw_a_fact_first(reopen_rewritable: Opener) -> None:
    home = document()
    kept, lost = event(home), event(home, plover="ASSAULT")
    gained = event(home, plover="CONSULT")
    with reopen_rewritable() as store:
        store.add(Report(home, (kept, lost)), store.begin_run(SETUP))
    with reopen_rewritable() as store:
        assert not store.is_coded(home.id, OTHER)
        assert store.add(Report(home, (replace(kept, confidence=0.5), gained)), store.begin_run(OTHER)) is Added.RECODED
        rows = {row.event.plover: row for row in store.events()}
        assert {plover: row.run for plover, row in rows.items()} == {"REJECT": 1, "CONSULT": 2}
        assert rows["REJECT"].event.confidence == 0.5
        assert {row.events for row in store.actors()} == {2}
        assert [row.run for row in store.documents()] == [1]


def test_a_document_is_coded_again_if_asked_for(reopen_rewritable: Opener) -> None:
    home = document()
    with reopen_rewritable() as store:
        run = store.begin_run(SETUP)
        store.add(Report(home, (event(home),)), run)
        assert store.add(Report(home, (event(home, plover="ASSAULT"),)), run, again=True) is Added.RECODED
        assert [row.event.plover for row in store.events()] == ["ASSAULT"]


def test_what_was_just_added_is_found(reopen: Opener) -> None:
    with reopen() as store:
        reports = _filled(store)
        assert store.count_events() == sum(len(report.facts) for report in reports) == 4


def test_events_come_newest_first_and_in_text_order(reopen: Opener) -> None:
    home = document(published=date(2031, 4, 1))
    pair = (event(home, plover="ASSAULT"), event(home, plover="CONSULT"))
    with reopen() as store:
        _filled(store)
        store.add(Report(home, pair), store.begin_run(SETUP))
        order = [row.event.plover for row in store.events()]
    assert order == ["ASSAULT", "CONSULT", "ASSAULT", "CONSULT", "REJECT", "CONSULT"]


@pytest.mark.parametrize("name", ["VEL", "vel", "Velmora", "velmora"])
def test_a_country_is_found_with_its_officials(reopen: Opener, name: str) -> None:
    with reopen() as store:
        _filled(store)
        assert len(_found(store, actor=name)) == 3


@pytest.mark.parametrize("name", ["ilva-torrane", "Törrane", "TORRANE", "Ilva Torrane"])
def test_a_person_is_found_by_part_of_the_name_whatever_case_and_accents(reopen: Opener, name: str) -> None:
    with reopen() as store:
        _filled(store)
        assert _found(store, actor=name) == [("ilva-torrane", "REJECT")]


@pytest.mark.parametrize("name", ["torr", "Velmor", "", "100%", "a(b", "nobody"])
def test_parts_of_words_and_signs_find_nothing(reopen: Opener, name: str) -> None:
    with reopen() as store:
        _filled(store)
        assert _found(store, actor=name) == []


def test_a_pair_is_found_in_both_directions_or_in_one(reopen: Opener) -> None:
    with reopen() as store:
        _filled(store)
        both = _found(store, pair=Pair(first="VEL", second="KES"))
        there = _found(store, pair=Pair(first="Velmora", second="Kestria", directed=True))
        back = _found(store, pair=Pair(first="KES", second="VEL", directed=True))
        assert sorted(both) == [("KES", "ASSAULT"), ("VEL", "CONSULT"), ("ilva-torrane", "REJECT")]
        assert sorted(there) == [("VEL", "CONSULT"), ("ilva-torrane", "REJECT")]
        assert sorted(back) == [("KES", "ASSAULT"), ("VEL", "CONSULT")], "a symmetric event counts both ways"


def test_filters_by_type_factuality_background_document_and_limit(reopen: Opener) -> None:
    with reopen() as store:
        reports = _filled(store)
        assert len(_found(store, types=["consult"])) == 2
        assert _found(store, factuality=[Factuality.ALLEGED]) == [("ilva-torrane", "REJECT")]
        assert _found(store, background=True) == [("ilva-torrane", "REJECT")]
        assert len(_found(store, background=False)) == 3
        assert _found(store, document=reports[1].document.id) == [("KES", "ASSAULT")]
        assert len(_found(store, limit=2)) == 2
        assert store.count_events(EventFilter(types=["CONSULT"], limit=1)) == 2
        assert _found(store, types=["ASSAULT"], actor="Meridian Council") == []


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2031, 3, 1), date(2031, 3, 7), ["CONSULT"]),
        (date(2031, 3, 8), None, ["ASSAULT"]),
        (None, date(2031, 2, 10), ["REJECT"]),
        (date(2031, 2, 28), date(2031, 2, 28), ["REJECT"]),
        (date(2031, 4, 1), None, []),
    ],
)
def test_dates_match_as_far_as_they_are_known(
    reopen: Opener, since: date | None, until: date | None, expected: list[str]
) -> None:
    with reopen() as store:
        _filled(store)
        assert [plover for _, plover in _found(store, since=since, until=until)] == expected


def test_a_range_matches_where_it_overlaps(reopen: Opener) -> None:
    home = document()
    with reopen() as store:
        store.add(Report(home, (event(home, on="2030", end="2031-01"),)), store.begin_run(SETUP))
        assert len(_found(store, since=date(2031, 1, 31))) == 1
        assert _found(store, since=date(2031, 2, 1)) == []


def test_an_event_is_found_by_the_beginning_of_its_id(reopen: Opener) -> None:
    with reopen() as store:
        reports = _filled(store)
        wanted = reports[1].facts[0]
        length = store.id_length()
        assert 6 <= length <= 16
        assert store.event(wanted.id[:length]).event == wanted
        assert store.event(f" {wanted.id.upper()} ").event == wanted


def test_ids_that_begin_alike_need_more_digits(reopen: Opener) -> None:
    home = document()
    twins = (replace(event(home), id="abcdef0000000001"), replace(event(home), id="abcdef0010000002"))
    with reopen() as store:
        store.add(Report(home, twins), store.begin_run(SETUP))
        assert store.id_length() == 9
        with pytest.raises(UnknownIdError, match=r"more than one.*abcdef0000000001, abcdef0010000002.*more digits"):
            store.event("abcdef")
        assert store.event("abcdef001").event == twins[1]


@pytest.mark.parametrize("prefix", ["ffffff", "xyz", "", "%", "a" * 17])
def test_an_unknown_id_is_said_in_a_line(reopen: Opener, prefix: str) -> None:
    with reopen() as store:
        _filled(store)
        with pytest.raises(UnknownIdError) as caught:
            store.event(prefix)
    assert "\n" not in str(caught.value)


@pytest.fixture
def all_kinds(reopen: Opener) -> Store:
    """A store, open for reading, with events of two documents and one fact of every other kind of a third."""
    home = news()
    with reopen() as store:
        _filled(store)
        store.add(Report(home, tuple(one_of_each(home).values())), store.begin_run(SETUP))
    return reopen(read_only=True)


def _kinds(store: Store, **wanted: object) -> list[str]:
    return sorted(type(row.fact).__name__.lower() for row in store.facts(FactFilter(**wanted)))  # type: ignore[arg-type]


OTHERS = ["assessment", "condition", "figure", "position", "proposal", "statement"]


def test_facts_of_every_kind_come_out_as_they_went_in(all_kinds: Store) -> None:
    home = news()
    given = one_of_each(home)
    with all_kinds as store:
        rows = store.facts(FactFilter(document=home.id))
        assert [row.fact for row in rows] == list(given.values()), "in the order they were found in the text"
        assert {(row.document, row.run) for row in rows} == {(home, 2)}
        assert [row.fact for row in store.iter_facts()] == [row.fact for row in store.facts()]
        assert dict(store.totals().kinds) == {"event": 4, **dict.fromkeys(OTHERS, 1)}
        assert store.totals().events == store.count_events() == 4
        assert store.count_facts() == 10
        assert store.count_facts(FactFilter(kinds=["Figure", "event"], limit=1)) == 5
        assert _kinds(store, kinds=["position"]) == ["position"]
        assert len(store.facts(FactFilter(limit=3))) == 3
        assert _kinds(store, kinds=["riddle"]) == []


def test_a_fact_of_any_kind_is_found_by_the_beginning_of_its_id(all_kinds: Store) -> None:
    with all_kinds as store:
        for fact in one_of_each().values():
            assert store.fact(fact.id[: store.id_length()]).fact == fact
            with pytest.raises(UnknownIdError, match="no event"):
                store.event(fact.id)
        event_id = store.events()[0].event.id
        assert store.fact(event_id).fact.id == event_id


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("ilva-torrane", ["event", "position", "proposal", "statement"]),
        ("Meridian Council", ["condition", "event", "proposal"]),
        ("KES", ["assessment", "condition", "event", "event", "event", "statement"]),
    ],
)
def test_facts_are_found_by_an_actor_in_any_role(all_kinds: Store, actor: str, expected: list[str]) -> None:
    with all_kinds as store:
        assert _kinds(store, actor=actor) == expected


@pytest.mark.parametrize(
    ("issue", "expected"),
    [
        ("ferry plan", ["position", "proposal", "statement"]),
        ("PLAN ferry", ["position", "proposal", "statement"]),
        ("Mericlian", []),
        ("exchange of crews", ["proposal"]),
        ("crews ships", ["condition"]),
        ("Kestria sign", ["condition"]),
        ("relations", ["assessment"]),
        ("sail-ors", ["figure"]),
        ("100%", []),
    ],
)
def test_facts_are_found_by_words_of_what_they_are_about(all_kinds: Store, issue: str, expected: list[str]) -> None:
    with all_kinds as store:
        assert _kinds(store, issue=issue) == expected


def test_facts_are_found_by_the_id_of_one_about_the_same_and_by_whole_phrases(all_kinds: Store) -> None:
    with all_kinds as store:
        position = one_of_each()["position"]
        assert _kinds(store, issue=position.id[:8]) == ["position"]
        assert _kinds(store, issue="abcdef") == []
        assert _kinds(store, issues=["the ferry plan", "a pause in shelling"]) == ["position", "proposal"]
        assert _kinds(store, issues=["ferry plan"]) == []
        assert _kinds(store, ids=[position.id, "0" * 16]) == ["position"]
        assert _kinds(store, ids=[]) == []


def test_facts_are_filtered_by_day_and_factuality(all_kinds: Store) -> None:
    with all_kinds as store:
        assert _kinds(store, since=date(2031, 3, 14)) == OTHERS
        assert _kinds(store, until=date(2031, 3, 13)) == ["event", "event", "event"]
        assert _kinds(store, since=date(2031, 3, 14), factuality=[Factuality.REPORTED]) == [
            "assessment",
            "condition",
            "position",
        ]


def test_coding_again_replaces_facts_of_every_kind(reopen_rewritable: Opener) -> None:
    home = news()
    with reopen_rewritable() as store:
        run = store.begin_run(SETUP)
        store.add(Report(home, tuple(one_of_each(home).values())), run)
        store.add(Report(home, (one_of_each(home)["figure"],)), run, again=True)
        assert _kinds(store) == ["figure"]
        assert _kinds(store, issue="ferry") == []
        assert {row.id for row in store.actors()} == {"VEL"}


def test_actors_and_documents_count_facts_of_all_kinds(all_kinds: Store) -> None:
    with all_kinds as store:
        counts = {row.id: (row.events, row.facts) for row in store.actors()}
        assert counts["KES"] == (3, 6)
        assert counts["ilva-torrane"] == (1, 4)
        assert {row.id: (row.events, row.facts) for row in store.documents()}[news().id] == (0, 6)


def test_a_fact_given_twice_is_kept_once(reopen: Opener) -> None:
    home = document()
    with reopen() as store:
        store.add(Report(home, (event(home), event(home))), store.begin_run(SETUP))
        assert store.totals().events == 1


def test_documents_are_listed_and_searched(reopen: Opener) -> None:
    with reopen() as store:
        _filled(store)
        rows = store.documents()
        assert [(row.title, row.events) for row in rows] == [("Two", 1), ("One", 2), ("Three", 1)]
        assert rows[0].characters == len(rows[0].start)
        assert [row.title for row in store.documents(text="tWo")] == ["Two"]
        assert len(store.documents(text="continental")) == 3
        assert [row.title for row in store.documents(since=date(2031, 3, 2))] == ["Two"]
        assert [row.title for row in store.documents(until=date(2031, 3, 2))] == ["One"]
        assert len(store.documents(limit=1)) == 1
        assert store.document("0" * 16) is None


def test_actors_are_counted_with_the_ways_they_are_written(reopen: Opener) -> None:
    home = document()
    with reopen() as store:
        store.add(Report(home, (full_event(home),)), store.begin_run(SETUP))
        rows = {row.id: row for row in store.actors()}
        assert set(rows) == {"VEL", "KES", "ilva-torrane"}
        assert rows["ilva-torrane"].written == (("officials", 1),)
        assert (rows["VEL"].events, rows["VEL"].as_source, rows["VEL"].as_target) == (1, 1, 0)
        assert [row.id for row in store.actors(text="official")] == ["ilva-torrane"]
        assert [row.id for row in store.actors(kind="person")] == ["ilva-torrane"]
        assert len(store.actors(limit=1)) == 1


def test_errors_are_kept_with_their_run(reopen: Opener) -> None:
    with reopen() as store:
        first = store.begin_run(SETUP)
        store.add_error(DocumentError(location="a.txt", reason="it is empty"), first)
        store.add_error(DocumentError(location="b.txt", reason="it is empty"), store.begin_run(SETUP))
        assert [(row.run, row.location) for row in store.errors()] == [(2, "b.txt"), (1, "a.txt")]
        assert [row.reason for row in store.errors(run=1)] == ["it is empty"]
        assert len(store.errors(limit=1)) == 1


def test_a_fact_that_cannot_be_stored_leaves_the_others(reopen: Opener) -> None:
    home, other = document(), document("Another text.")
    with reopen() as store:
        run = store.begin_run(SETUP)
        with pytest.raises(TypeError):
            store.add(Report(home, (replace(event(home), confidence=object()),)), run)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="surrogates"):
            store.add(Report(replace(home, title="half \ud800"), ()), run)
        store.add(Report(other, (event(other),)), run)
        assert [row.id for row in store.documents()] == [other.id]


def test_many_documents_go_through(reopen: Opener) -> None:
    with reopen() as store:
        run = store.begin_run(SETUP)
        for number in range(150):
            home = document(f"Text {number}.")
            store.add(Report(home, (event(home),)), run)
    with reopen(read_only=True) as store:
        assert store.count_events() == len(list(store.iter_events())) == 150


def test_read_only_adds_nothing(reopen: Opener) -> None:
    reopen().close()
    with reopen(read_only=True) as store:
        with pytest.raises(StoreError, match="read-only"):
            store.begin_run(SETUP)
        assert store.totals().documents == 0


def test_a_closed_store_says_so(reopen: Opener) -> None:
    store = reopen()
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.totals()
