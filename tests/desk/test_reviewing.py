"""Samples, queues, what is kept in the store, and corrected actors."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import dragoman
from dragoman.desk.problems import UserError
from dragoman.desk.review_actors import Named, actor_file, named_actors
from dragoman.desk.review_results import results_of, unfinished
from dragoman.desk.reviewing import Wish, around, draw, order_for, queue_of, review_of, reviewer_name
from dragoman.directory import load_directory
from dragoman.model.reviews import How, Review, Sample, Verdict
from dragoman.model.text import Span
from dragoman.store import FactFilter, Store, open_store
from samples import FICTIONAL, SETUP, Report, document, event


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Forty events, each with a confidence of its own."""
    found = tmp_path / "store.duckdb"
    with open_store(found) as store:
        run = store.begin_run(SETUP)
        for number in range(40):
            home = document(f"Velmora rejected plan number {number} of Kestria on Monday.")
            store.add(Report(home, (replace(event(home), confidence=number / 100),)), run)
    return found


def _review(store: Store, sample: Sample, fact: str, who: str, verdict: Verdict) -> Review:
    made = review_of(
        store.fact(fact), id=secrets.token_hex(16), reviewer=who, verdict=verdict, sample=sample.id
    )  # fmt: skip
    assert store.add_review(made)
    return made


def test_the_same_seed_draws_the_same_facts_and_another_seed_others(path: Path) -> None:
    with open_store(path) as store:
        once, again, other = (draw(store, Wish(n=10, seed=seed)) for seed in (3, 3, 4))
    assert once.fact_ids == again.fact_ids
    assert set(once.fact_ids) != set(other.fact_ids)
    assert (len(set(once.fact_ids)), once.population) == (10, {"event": 40})


def test_a_random_sample_does_not_lean_to_any_confidence(path: Path) -> None:
    with open_store(path) as store:
        confidence = {key: value for key, _, value in store.confidences()}
        means = []
        for seed in range(60):
            drawn = draw(store, Wish(n=10, seed=seed)).fact_ids
            means.append(sum(confidence[key] for key in drawn) / 10)
    assert sum(means) / 60 == pytest.approx(0.195, abs=0.02)


def test_uncertain_facts_come_first_for_all(path: Path) -> None:
    with open_store(path) as store:
        sample = draw(store, Wish(n=5, seed=1, how=How.UNCERTAIN))
        confidence = {key: value for key, _, value in store.confidences()}
    assert [confidence[key] for key in sample.fact_ids] == [0, 0.01, 0.02, 0.03, 0.04]
    assert order_for(sample, "Ada") == order_for(sample, "Bo") == list(sample.fact_ids)


@pytest.mark.parametrize("wish", [Wish(n=0), Wish(n=1001), Wish(seed=-1), Wish(kinds=["figure"]), Wish(kinds=["x"])])
def test_a_sample_that_can_not_be_drawn_is_an_error(path: Path, wish: Wish) -> None:
    with open_store(path) as store, pytest.raises(UserError):
        draw(store, wish)


def test_reviews_and_samples_come_out_as_they_went_in_and_once(path: Path) -> None:
    with open_store(path) as store:
        sample = draw(store, Wish(n=3, seed=1, name="first", wanted={"actor": "Velmora"}))
        assert [store.add_sample(sample), store.add_sample(sample)] == [True, False]
        made = _review(store, sample, sample.fact_ids[0], "Ada", Verdict.ACCEPT)
        assert not store.add_review(made)
    with open_store(path, read_only=True) as store:
        assert store.samples() == store.samples(start=sample.id[:6]) == [sample]
        assert store.reviews() == [replace(made, setup=SETUP.id)]
        assert store.reviews(reviewer="Bo") == []
        assert store.review_progress() == [(sample.id, "Ada", 1)]


def test_a_queue_goes_on_where_the_reviewer_stopped_and_passes_over_facts_that_are_gone(path: Path) -> None:
    with open_store(path) as store:
        sample = replace(draw(store, Wish(n=4, seed=1)), id="5" * 32)
        sample = replace(sample, fact_ids=(*sample.fact_ids, "0" * 16))
        store.add_sample(sample)
        first = queue_of(store, sample, "Ada")
        assert first.next is not None
        assert (first.done, first.total, first.gone, first.last) == (0, 4, 1, None)
        assert unfinished(store, [sample], "Ada") == [sample]
        for _ in range(4):
            fact = queue_of(store, sample, "Ada").next
            assert fact is not None
            _review(store, sample, fact, "Ada", Verdict.SKIP)
        done = queue_of(store, sample, "Ada")
        assert (done.next, done.done, len(done.skipped)) == (None, 4, 4)
        assert unfinished(store, [sample], "Ada") == []
        assert queue_of(store, sample, "Bo").done == 0


def test_reviews_outlive_a_recoding_and_are_counted_apart(path: Path) -> None:
    with open_store(path) as store:
        sample = draw(store, Wish(n=4, seed=1))
        store.add_sample(sample)
        kept = [_review(store, sample, fact, "Ada", Verdict.ACCEPT) for fact in sample.fact_ids]
        gone = store.fact(kept[0].fact_id).document
        store.add(Report(gone, (event(gone, plover="CONSULT"),)), store.begin_run(replace(SETUP, version="2")))
    with open_store(path, read_only=True) as store:
        found = results_of(store, [sample])
        assert len(store.reviews()) == 4
    assert (found.facts, found.gone) == (3, 1)
    assert [each.n for each in found.precisions] == [3]


def test_precision_is_of_random_samples_only(path: Path) -> None:
    with open_store(path) as store:
        samples = [draw(store, Wish(n=3, seed=1, how=how)) for how in (How.RANDOM, How.UNCERTAIN)]
        for sample in samples:
            store.add_sample(sample)
            for fact in sample.fact_ids:
                _review(store, sample, fact, "Ada", Verdict.REJECT)
        both, uncertain = results_of(store, samples), results_of(store, samples[1:])
    assert [each.n for each in both.precisions] == [3]
    assert (uncertain.precisions, uncertain.has_random) == ((), False)


@pytest.mark.parametrize("written", ["", "  ", "x" * 61, "a\x07b"])
def test_a_reviewer_has_a_name_that_can_be_shown(written: str) -> None:
    with pytest.raises(UserError):
        reviewer_name(written)


def test_the_words_around_a_sentence_are_the_sentences_beside_it() -> None:
    home = document("One came. Two went. “Three stayed.” Four slept. Five woke.")
    start = home.text.index("“Three")
    span = Span(document_id=home.id, start=start, end=start + len("“Three stayed.”"))
    assert around(home, span) == ("Two went.", "Four slept.")
    assert around(home, Span(document_id="other", start=0, end=3)) == ("", "")


def _named(**more: str) -> Named:
    given = {"id": "", "name": "", "written": "", "coded": "", "reviewer": "Ada", "fact_id": "abcdef0123456789"}
    return Named(**{**given, **more})


def _aliases(named: Sequence[Named], tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_text(actor_file(named, load_directory([FICTIONAL])), encoding="utf-8")
    return file


def test_an_alias_of_a_known_actor_is_read_in_a_text(tmp_path: Path) -> None:
    file = _aliases([_named(id="KES", name="Kestria", written="Highland Union", coded="Union")], tmp_path)
    reader = dragoman.load(actors=[FICTIONAL, file])
    report = reader.read("Velmora rejected the plan of the Highland Union on Monday.", published="2031-03-14")
    ids = {actor.id for each in report.events for actor in (*each.sources, *each.targets)}
    assert {"VEL", "KES"} <= ids
    before, after = (load_directory(files) for files in ([FICTIONAL], [FICTIONAL, file]))
    assert {name.written for name in before.names if name.actor == "KES"} < {
        name.written for name in after.names if name.actor == "KES"
    }
    assert before.actors["KES"].roles == after.actors["KES"].roles


def test_an_entry_for_a_person_keeps_the_offices(tmp_path: Path) -> None:
    directory = load_directory([FICTIONAL])
    person = next(actor for actor in directory.actors.values() if len(actor.roles) > 1 and actor.gender)
    file = _aliases([_named(id=person.id, name=person.name, written="Zarnok")], tmp_path)
    after = load_directory([FICTIONAL, file]).actors[person.id]
    assert after.roles == person.roles
    assert (after.name, after.kind, after.gender) == (person.name, person.kind, person.gender)


def test_composed_actors_and_hostile_names_make_no_entry_of_their_own(tmp_path: Path) -> None:
    named = [
        _named(id="VEL/GOV/official", name="Velmoran officials"),
        _named(id="name:x", name="X\n- {id: EVIL, name: Evil, kind: state}", reviewer="A\n- {id: EVIL}"),
    ]
    file = _aliases(named, tmp_path)
    assert "EVIL" not in load_directory([file]).actors
    assert actor_file([], load_directory()).endswith("[]\n")
    assert load_directory([_aliases([], tmp_path)]).actors.keys() == load_directory().actors.keys()


def test_only_names_of_the_text_become_aliases(path: Path) -> None:
    with open_store(path) as store:
        stored = store.facts(FactFilter(limit=1))[0]
        made = Review(
            id="1" * 32, fact_id=stored.fact.id, document_id=stored.document.id, kind="event", reviewer="Ada",
            reviewed=datetime.now(UTC).replace(tzinfo=None), verdict=Verdict.CORRECT,
            coded={"source": "Velmora", "source_id": "VEL"}, corrected={"source": "Talvia", "source_id": "TAL"},
        )  # fmt: skip
        store.add_review(made)
        (named,) = named_actors(store)
    assert (named.id, named.name, named.coded, named.written) == ("TAL", "Talvia", "Velmora", "")
