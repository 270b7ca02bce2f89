"""The workers of a cluster write the same parts as one machine, also when they are killed at the worst moment."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dragoman.batch.reading import read_into
from dragoman.batch.units import Watch
from dragoman.desk.problems import UserError
from dragoman.store import archive_parts
from dragoman.store.archive_runs import read_runs
from fake_coder import FakeCoder, FakeRecipe, plan

pytest.importorskip("distributed")


@dataclass(frozen=True, slots=True, kw_only=True)
class DyingRecipe(FakeRecipe):
    """A worker dies once before it lets a part appear, and once after it."""

    marks: Path

    def load(self) -> FakeCoder:
        settle = archive_parts.settle

        def dying(beside: Path, target: Path) -> bool:
            if target.name == "0001-000003":
                _die_once(self.marks / "before")
            appeared = settle(beside, target)
            if target.name == "0001-000005":
                _die_once(self.marks / "after")
            return appeared

        archive_parts.settle = dying
        return FakeCoder(mark=self.marks / "coding")


def _die_once(mark: Path) -> None:
    if not mark.exists():
        mark.touch()
        os.abort()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Two worker processes, each with a nanny that starts another one when it dies."""
    import dask
    from distributed import LocalCluster

    given: dict[str, Any] = {"dashboard_address": None, "silence_logs": 50}
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, **given) as cluster,
    ):
        yield cluster.scheduler_address


def _stories(folder: Path, *changed: tuple[int, str], number: int = 30) -> Path:
    texts = [f"Velmora rejected the plan for the {n}th time, as was said." for n in range(number)]
    for place, text in changed:
        texts[place] = text
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps({"text": text, "date": "2031-03-14"}) + "\n" for text in texts))
    return path


def _bytes(archive: Path) -> dict[str, bytes]:
    parts = archive / "parts"
    return {str(path.relative_to(parts)): path.read_bytes() for path in sorted(parts.rglob("*")) if path.is_file()}


def test_workers_that_are_killed_while_they_code_and_while_they_commit_lose_and_double_nothing(
    address: str, tmp_path: Path
) -> None:
    source = _stories(tmp_path, (1, "Velmora said it would do it ONCE and never after that."))
    recipe = DyingRecipe(marks=tmp_path)
    read_into(plan(tmp_path / "cluster", source, recipe=recipe, cluster=address), Watch())
    assert {path.name for path in tmp_path.iterdir()} >= {"before", "after", "coding"}
    read_into(plan(tmp_path / "alone", source, recipe=FakeRecipe(mark=tmp_path / "coding")), Watch())
    assert len(_bytes(tmp_path / "cluster")) == 8 * 8
    assert _bytes(tmp_path / "cluster") == _bytes(tmp_path / "alone")
    assert [(run.state, run.parts) for run in read_runs(tmp_path / "cluster")] == [("done", 8)]
    assert not list((tmp_path / "cluster" / "tmp").iterdir())


def test_a_document_that_kills_every_worker_is_set_aside(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.batch.cluster.GIVEN_UP", 1)
    source = _stories(tmp_path, (1, "Velmora said ABORT and nothing more was heard of it."), number=7)
    errors: list[str] = []
    read_into(
        plan(tmp_path / "a", source, cluster=address),
        Watch(),
        lambda unit, outcome: errors.extend(error.reason for error in outcome.errors),
    )
    assert len(errors) == 1
    assert errors[0].startswith("the worker process died")


def test_an_address_without_a_scheduler_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.batch.cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(UserError, match="there is no Dask scheduler"):
        read_into(plan(tmp_path / "a", _stories(tmp_path), cluster="tcp://127.0.0.1:9"), Watch())
