"""Reading into an archive gives the same bytes whoever reads it and however often it is stopped."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from dragoman.batch import units
from dragoman.batch.coding import Outcome
from dragoman.batch.pool import Pool
from dragoman.batch.reading import read_into
from dragoman.batch.units import Unit, Watch
from dragoman.corpus.sources import Source
from dragoman.desk.problems import UserError
from dragoman.desk.reading import At
from dragoman.model.text import DocumentError
from dragoman.store import StoreError
from dragoman.store.archive_parts import list_parts
from dragoman.store.archive_runs import read_runs
from fake_coder import FakeCoder, FakeRecipe, plan

FAKE = Path(__file__).parents[1] / "fake_coder.py"
Stories = Callable[..., Path]


@pytest.fixture
def stories(tmp_path: Path) -> Stories:
    def write(*texts: str, name: str = "in.jsonl", number: int = 18) -> Path:
        told = texts or tuple(f"Velmora rejected the plan for the {n}th time, as was said." for n in range(number))
        path = tmp_path / name
        path.write_text("".join(json.dumps({"text": text, "date": "2031-03-14"}) + "\n" for text in told))
        return path

    return write


class Told:
    """Collects what is said on the way."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.errors: list[str] = []
        self.watch = Watch(known=self._known)

    def _known(self, number: int) -> None:
        self.counts["known"] += number

    def unit(self, unit: Unit, outcome: Outcome) -> None:
        self.counts.update(outcome.counts)
        self.errors += [error.reason for error in outcome.errors]


def _bytes(archive: Path) -> dict[str, bytes]:
    parts = archive / "parts"
    return {str(path.relative_to(parts)): path.read_bytes() for path in sorted(parts.rglob("*")) if path.is_file()}


def test_any_number_of_workers_writes_the_same_bytes(stories: Stories, tmp_path: Path) -> None:
    source = stories()
    for jobs in (1, 2):
        run = read_into(plan(tmp_path / f"a{jobs}", source, jobs=jobs), Watch())
        assert run is not None
        assert (run.state, run.parts) == ("done", 5)
    assert _bytes(tmp_path / "a1") == _bytes(tmp_path / "a2")
    assert not list((tmp_path / "a2" / "tmp").iterdir())


def test_what_was_read_is_not_opened_again_and_adds_nothing(
    stories: Stories, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, told = stories(), Told()
    read_into(plan(tmp_path / "a", source), Watch())
    before = _bytes(tmp_path / "a")
    monkeypatch.setattr(units, "source_documents", lambda *given: pytest.fail("a file was opened again"))
    assert read_into(plan(tmp_path / "a", source), told.watch, told.unit) is None
    assert told.counts == {"known": 18}
    assert _bytes(tmp_path / "a") == before
    assert len(read_runs(tmp_path / "a")) == 1


def test_only_new_documents_are_read_the_next_time_and_a_document_that_comes_twice_once(
    stories: Stories, tmp_path: Path
) -> None:
    told = Told()
    read_into(plan(tmp_path / "a", stories()), Watch())
    longer = stories(*(f"Velmora rejected the plan for the {n}th time, as was said." for n in (*range(20), 19)))
    read_into(plan(tmp_path / "a", longer), told.watch, told.unit)
    assert (told.counts["known"], told.counts["read"]) == (19, 2)
    parts = list(list_parts(tmp_path / "a"))
    assert [part.key for part in parts][-1] == "0002-000001"
    assert sum(len(part.documents) for part in parts) == len({key for part in parts for key in part.documents}) == 20


def test_a_run_that_is_killed_again_and_again_ends_like_an_undisturbed_one(stories: Stories, tmp_path: Path) -> None:
    source = stories(number=100)
    read_into(plan(tmp_path / "whole", source, jobs=2), Watch())
    chance = random.Random(4)
    killed = 0
    for _ in range(10):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(FAKE.parent), *sys.path])}
        command = [sys.executable, str(FAKE), str(tmp_path / "a"), str(source), "2"]
        running = subprocess.Popen(command, env=environment)
        # Three kills while parts are written, whenever that is on a busy machine; then it may end.
        done = len(_parts(tmp_path / "a"))
        while killed < 3 and running.poll() is None and len(_parts(tmp_path / "a")) < done + 2:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.05)
        if killed < 3:
            running.send_signal(signal.SIGKILL)
        if running.wait(60) == 0:
            break
        killed += 1
    assert killed == 3
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "whole")
    assert [run.state for run in read_runs(tmp_path / "a")] == ["done"]
    assert not list((tmp_path / "a" / "tmp").iterdir())


def _parts(archive: Path) -> list[str]:
    return sorted(path.name for path in (archive / "parts").glob("*"))


def test_documents_that_kill_or_never_end_are_set_aside_and_the_rest_is_read(stories: Stories, tmp_path: Path) -> None:
    texts = [f"Velmora rejected the plan for the {n}th time, as was said." for n in range(8)]
    texts[1] = "Velmora said ABORT and nothing more was heard of it."
    texts[2] = "Velmora said WRONG and was wrong about that as well."
    texts[6] = "Velmora said SLEEP and slept for as long as it could."
    told = Told()
    read_into(plan(tmp_path / "a", stories(*texts), jobs=2, limit=0.3), told.watch, told.unit)
    assert (told.counts["read"], told.counts["failed"]) == (5, 3)
    assert [reason.split(";")[0] for reason in told.errors] == [
        "the worker process died while it was coded (out of memory, or a fault in a library)",
        "the rules stumbled",
        "coding it took longer than the limit of 0.3 s",
    ]
    again = Told()
    read_into(plan(tmp_path / "a", stories(*texts), limit=0.4), again.watch, again.unit)
    assert (again.counts["read"], again.counts["known"], again.counts["failed"]) == (0, 8, 0)


def test_workers_are_replaced_after_so_many_documents(
    stories: Stories, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, started = stories(), []
    start = Pool._start
    monkeypatch.setattr("dragoman.batch.pool.RETIRED_AFTER", 8)
    monkeypatch.setattr(Pool, "_start", lambda pool: started.append(1) or start(pool))
    read_into(plan(tmp_path / "a", source), Watch())
    assert len(started) == 3
    assert len(_parts(tmp_path / "a")) == 5


def test_a_worker_that_dies_once_for_another_reason_costs_no_document(stories: Stories, tmp_path: Path) -> None:
    source = stories("Velmora said it would do it ONCE and never after that.", "Kestria said that it would not do so.")
    recipe = FakeRecipe(mark=tmp_path / "mark")
    told = Told()
    read_into(plan(tmp_path / "a", source, recipe=recipe), told.watch, told.unit)
    assert (tmp_path / "mark").exists()
    assert (told.counts["read"], told.counts["failed"]) == (2, 0)


def test_a_run_whose_input_changed_is_closed_and_the_rest_is_read_by_a_new_one(
    stories: Stories, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = stories()
    read_into(plan(tmp_path / "a", source), Watch())
    runs = tmp_path / "a" / "runs"
    first = runs / "0001.json"
    first.write_text(first.read_text().replace('"done"', '"open"'))
    (runs / "0001.files.jsonl").unlink()
    texts = [f"Velmora rejected the plan for the {n}th time, as was said." for n in range(18)]
    stories("Kestria accepted the plan, to the surprise of all.", *texts)
    told = Told()
    run = read_into(plan(tmp_path / "a", source), told.watch, told.unit)
    assert run is not None
    assert (run.id, run.state) == (2, "done")
    assert told.counts["read"] == 1
    assert [run.state for run in read_runs(tmp_path / "a")] == ["done", "done"]
    keys = [key for part in list_parts(tmp_path / "a") for key in part.inputs]
    assert len(keys) == len(set(keys)) == 19


def test_a_run_that_goes_on_does_not_open_the_files_before_the_place_where_it_stopped(
    stories: Stories, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [
        stories(*(f"Velmora rejected the {word} plan for the {n}th time." for n in range(6)), name=f"{word}.jsonl")
        for word in ("first", "second", "third")
    ]
    read_into(plan(tmp_path / "whole", *sources), Watch())
    opened = []
    read = units.source_documents
    monkeypatch.setattr(
        units, "source_documents", lambda source, *rest: opened.append(source.path.name) or read(source, *rest)
    )

    def stop(unit: Unit, outcome: Outcome) -> None:
        if unit.number == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_into(plan(tmp_path / "a", *sources), Watch(), stop)
    opened.clear()
    told = Told()
    read_into(plan(tmp_path / "a", *sources), told.watch, told.unit)
    assert opened == ["second.jsonl", "third.jsonl"]
    assert told.counts["known"] + told.counts["read"] == 18
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "whole")
    assert not list((tmp_path / "a" / "runs").glob("*.units.jsonl"))
    again = Told()
    read_into(plan(tmp_path / "a", *sources), again.watch, again.unit)
    assert again.counts == {"known": 18}


def test_a_file_that_could_not_be_read_to_its_end_is_read_again(
    stories: Stories, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, read = stories(), units.source_documents

    def broken(source: Source, *rest: object) -> Iterator[object]:
        yield from islice(read(source, *rest), 5)
        error = DocumentError(location=source.location, reason="can't be read: No space left on device")
        yield At(location=source.location, done=0), error

    with monkeypatch.context() as patch:
        patch.setattr(units, "source_documents", broken)
        read_into(plan(tmp_path / "a", source), Watch())
    told = Told()
    read_into(plan(tmp_path / "a", source), told.watch, told.unit)
    assert (told.counts["known"], told.counts["read"]) == (5, 13)


def test_an_archive_holds_one_setup(stories: Stories, tmp_path: Path) -> None:
    read_into(plan(tmp_path / "a", stories(number=1)), Watch())
    head = tmp_path / "a" / "runs" / "0001.json"
    values = json.loads(head.read_text())
    head.write_text(json.dumps(values | {"setup": "other", "annotator": "another model"}))
    with pytest.raises(StoreError, match=r"another setup \(annotator 'another model', now .*make a new archive"):
        read_into(plan(tmp_path / "a", stories(number=2)), Watch())


class Missing(FakeRecipe):
    """A model that is not there."""

    def load(self) -> FakeCoder:
        raise UserError("the model 'x' is not installed")


def test_a_missing_model_is_said_in_one_line(stories: Stories, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="'x' is not installed"):
        read_into(replace(plan(tmp_path / "a", stories()), recipe=Missing()), Watch())
    assert not read_runs(tmp_path / "a")


def test_jobs_that_read_a_share_each_end_like_one_that_reads_all(stories: Stories, tmp_path: Path) -> None:
    source = stories(number=20)
    read_into(plan(tmp_path / "whole", source), Watch())
    shared = {share: plan(tmp_path / "a", source, share=(share, 2)) for share in (1, 2)}
    run = read_into(shared[2], Watch())
    assert run is not None
    assert run.state == "open"
    command = [sys.executable, str(FAKE), str(tmp_path / "b"), str(source), "1"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(FAKE.parent), *sys.path])}
    jobs = [subprocess.Popen([*command, str(share), "2"], env=environment) for share in (1, 2)]
    last = read_into(shared[1], Watch())
    assert last is not None
    assert (last.state, last.parts) == ("done", 5)
    assert [job.wait(60) for job in jobs] == [0, 0]
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b") == _bytes(tmp_path / "whole")
    assert [run.state for run in read_runs(tmp_path / "b")] == ["done"]
